"""Times indexing of folders, by facetui and by a pipeline of OpenCV and ONNX Runtime with the same networks, in turn.

    swift build -c release --product facetui
    python Tests/Scripts/compare_pipeline.py FOLDER… [--rounds 3] [--workers 2]    needs numpy, opencv, onnxruntime

The pipeline is that of docs/training: a photo is decoded, its faces are found at 640 pixels, aligned, and embedded with
the mirrored crops added. It runs in two ways: as such scripts are written, one process that has a thread for each
worker inside OpenCV and ONNX Runtime, and as many processes with one thread each. Its clock starts when its networks are loaded and has no cache to write;
facetui's covers the whole command with an empty cache, thumbnails included. Prints a table in Markdown: photos a second
of each one's best round, how many times as many facetui does, and its processor time for each photo.
"""

import argparse
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "assets/models/facetui-mini"
sys.path.insert(0, str(ROOT / "docs/training"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--program", type=Path, default=ROOT / ".build/release/facetui")
    options = parser.parse_args()
    print("| folder | photos | facetui, photos/s | one process | ratio | several processes | ratio | processor time |")
    print("|---|---|---|---|---|---|---|---|")
    for folder in options.folders:
        photos = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg"))
        ours, single, several, used = [], [], [], []
        for _ in range(options.rounds):
            wall, processor = index(options.program, folder, options.workers)
            ours.append(wall)
            used.append(processor)
            several.append(pipeline(photos, processes=options.workers, threads=1))
            single.append(pipeline(photos, processes=1, threads=options.workers))
        count = len(photos)
        others = " | ".join(
            f"{count / min(theirs):.1f} | {min(theirs) / min(ours):.1f}" for theirs in (single, several))
        print(
            f"| {folder.name} | {count} | {count / min(ours):.1f} | {others} | {min(used) / count * 1000:.1f} ms |",
            flush=True)


def index(program, folder, workers):
    """Seconds of the whole command, and of its processor time."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache, "XDG_CONFIG_HOME": cache}
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(
            [program, "index", folder, "--workers", str(workers)], env=environment, check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def pipeline(photos, processes, threads):
    """Seconds from the loaded networks to the last embedding."""
    context = multiprocessing.get_context("spawn")
    ready, go = context.Barrier(processes + 1), context.Event()
    parts = [photos[part::processes] for part in range(processes)]
    workers = [context.Process(target=work, args=(part, threads, ready, go)) for part in parts]
    for worker in workers: worker.start()
    ready.wait()
    start = time.monotonic()
    go.set()
    for worker in workers: worker.join()
    if any(worker.exitcode for worker in workers): raise SystemExit("The pipeline failed.")
    return time.monotonic() - start


def work(photos, threads, ready, go):
    import cv2
    import numpy as np
    import onnxruntime
    from faces import Detector, align

    cv2.setNumThreads(threads)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = threads
    recogniser = onnxruntime.InferenceSession(
        str(PACK / "recognizer.onnx"), settings, providers=["CPUExecutionProvider"])
    name = recogniser.get_inputs()[0].name
    detector = Detector(str(PACK / "detector.onnx"), 0.6, threads)
    ready.wait()
    go.wait()
    for path in photos:
        photo = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
        for points in detector(photo):
            crop = align(photo, points)[:, :, ::-1]
            batch = np.stack([crop, crop[:, ::-1]]).transpose(0, 3, 1, 2).astype(np.float32)
            embedding = recogniser.run(None, {name: np.ascontiguousarray(batch)})[0].sum(0)
            embedding /= np.linalg.norm(embedding)


if __name__ == "__main__": main()
