"""Times facetui's engine and onnxruntime on the five models, in turn, on the same shapes.

    swift build -c release --product facetui-bench
    python Tests/Scripts/compare_onnxruntime.py [--rounds 5] [--threads 1]     needs numpy, onnxruntime

Each round runs either engine for some repetitions before the other has its turn, so that both meet the same load.
Prints, over all rounds, the minimum wall-clock time and the minimum and median processor time of one run in
milliseconds. Processor time leaves out what other programs on the machine take.
"""

import argparse
import re
import statistics
import subprocess
import time
from pathlib import Path

import numpy as np
import onnxruntime

ROOT = Path(__file__).resolve().parents[2]
MINI = ROOT / "assets/models/facetui-mini"


def cases(shared):
    face, photo = (1, 3, 112, 112), (1, 3, 640, 640)
    return [
        ("facetui-mini detector", MINI / "detector.onnx", photo),
        ("facetui-mini recogniser", MINI / "recognizer.onnx", face),
        ("SCRFD-500M", shared / "scrfd_500m.onnx", photo),
        ("YuNet", shared / "yunet_n.onnx", photo),
        ("ArcFace MobileFaceNet", shared / "arcface_mobilefacenet.onnx", face),
    ]


def facetui(bench, path, shape, threads, repeat):
    dimensions = "x".join(map(str, shape))
    command = [bench, "run", path, "--shape", dimensions, "--threads", str(threads), "--repeat", str(repeat)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wall, processor = output.split("processor")
    return [float(re.search(pattern, text)[1]) for pattern, text in (
        (r"min ([\d.]+) ms", wall), (r"min ([\d.]+) ms", processor), (r"median ([\d.]+) ms", processor))]


def reference(session, shape, repeat):
    image = np.random.default_rng(1).integers(0, 256, shape).astype(np.float32)
    name = session.get_inputs()[0].name
    times, processor_times = [], []
    for index in range(repeat + 3):
        start = time.perf_counter(), time.process_time()
        session.run(None, {name: image})
        if index >= 3:
            times.append((time.perf_counter() - start[0]) * 1000)
            processor_times.append((time.process_time() - start[1]) * 1000)
    return min(times), min(processor_times), statistics.median(processor_times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bench", default=str(ROOT / ".build/release/facetui-bench"))
    parser.add_argument("--shared", default=str(ROOT.parent / "shared/models"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    print(f"{'':26}{'facetui':>27}{'onnxruntime':>27}{'ratio of minima':>18}")
    print(f"{'':26}" + f"{'wall':>9}{'processor':>10}{'median':>8}" * 2 + f"{'wall':>9}{'processor':>10}")
    for name, path, shape in cases(Path(options.shared)):
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = options.threads
        settings.log_severity_level = 3
        session = onnxruntime.InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])
        ours, theirs = [], []
        for _ in range(options.rounds):
            ours.append(facetui(options.bench, path, shape, options.threads, options.repeat))
            theirs.append(reference(session, shape, options.repeat))
        best = [[min(x[i] for x in rounds) for i in (0, 1)] for rounds in (ours, theirs)]
        medians = [statistics.median(x[2] for x in rounds) for rounds in (ours, theirs)]
        columns = "".join(f"{b[0]:>9.2f}{b[1]:>10.2f}{m:>8.2f}" for b, m in zip(best, medians))
        ratios = [best[0][i] / best[1][i] for i in (0, 1)]
        print(f"{name:<26}{columns}{ratios[0]:>9.2f}{ratios[1]:>10.2f}", flush=True)


if __name__ == "__main__":
    main()
