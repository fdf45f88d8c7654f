"""Times facetui's inference beside OpenVINO, ONNX Runtime and ncnn, in one run, on the same inputs, in float32.

    swift build -c release --product facetui-bench
    python3 Tests/Scripts/compare_latency.py [--threads 1,2] [--rounds 5] [--only SUBSTRING] [--kernels avx2]

The peers come from PyPI into a virtual environment under .build; networks whose file is missing are skipped. Each
engine runs in a process of its own. They take turns in rounds, with a pause in between for the threads of the last one
to fall asleep. Where other programs take the cores, further rounds follow (--patience) and the quietest turns of each
engine count; the column `waited` says what part of its worst turn an engine waited for a core: above a few per cent,
measure again.

Prints Markdown tables: minimum and median in milliseconds and our time over the best peer's; the time from opening the
file to the first result; resident memory; and how far the outputs are from ONNX Runtime's.
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from latency import environment

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".build/latency"


@dataclass
class Network:
    name: str
    path: Path
    shape: tuple
    batches: tuple = (1,)
    # Networks that have their normalisation inside take grey levels, others values from -1 to 1.
    takes_levels: bool = True


def networks(shared):
    mini, face, photo = ROOT / "assets/models/facetui-mini", (3, 112, 112), (3, 640, 640)
    return [
        Network("ArcFace MobileFaceNet", shared / "arcface_mobilefacenet.onnx", face, (1, 8)),
        Network("facetui-mini recogniser", mini / "recognizer.onnx", face, (1, 8)),
        Network("IResNet50", CACHE / "models/iresnet50.onnx", face, takes_levels=False),
        Network("resnet_face18", CACHE / "models/resnet_face18.onnx", (1, 128, 128), (2,), takes_levels=False),
        Network("facetui-mini detector", mini / "detector.onnx", photo),
        Network("YuNet", shared / "yunet_n.onnx", photo),
        Network("SCRFD-500M", shared / "scrfd_500m.onnx", photo, takes_levels=False),
    ]


# OpenVINO's convolutions then run as brgconv_avx2, says its profile. ONNX Runtime and ncnn have no such switch.
AVX2 = {"OpenVINO": {"ONEDNN_MAX_CPU_ISA": "AVX2"}}


def limits(name, kernels):
    """Environment variables that keep an engine to some kernels."""
    if name == "facetui":
        return {"FACETUI_KERNELS": kernels} if kernels else {}
    return AVX2.get(name, {}) if kernels == "avx2" else {}


def compare(network, batch, threads, options, folder):
    """Runs the engines in turn on one network and returns them, facetui first."""
    import numpy as np
    from latency import engine

    shape = (batch, *network.shape)
    levels = np.random.default_rng(1).integers(0, 256, shape).astype(np.float32)
    input_path = folder / "input"
    (levels if network.takes_levels else (levels - 127.5) / 127.5).tofile(input_path)

    def start(name):
        arguments = shape, threads, input_path, folder / name, limits(name, options.kernels)
        if name == "facetui":
            return engine.facetui(options.bench, network.path, *arguments)
        model = environment.ncnn_files(network.path, shape, CACHE / "ncnn") if name == "ncnn" else network.path
        return engine.peer(name, model, *arguments)

    engines = [start(name) for name in ("facetui", *environment.PEERS)]
    for _ in range(options.patience * options.rounds):
        for each in (each for each in engines if not each.is_settled(options.rounds)):
            time.sleep(options.pause / 1000)
            each.turn(options.turn)
    for each in engines:
        each.keep_quietest(options.rounds)
        each.close()
    return engines


def ratio(engines, statistic, options):
    """Our time over the best peer's, of those that can be limited where kernels are."""
    peers = [each for each in engines[1:] if options.kernels != "avx2" or each.name in AVX2]
    return statistic(engines[0].times) / min(statistic(each.times) for each in peers)


def agreement(engines):
    """By engine, the largest difference to ONNX Runtime relative to its largest output; the cosine of one output."""
    import numpy as np

    reference = next(each for each in engines if each.name == "ONNX Runtime").outputs()

    def text(each):
        pairs = list(zip(each.outputs(), reference, strict=True))
        if any(ours.shape != theirs.shape for ours, theirs in pairs):
            return "different shapes"
        error = max(float(np.abs(ours - theirs).max() / np.abs(theirs).max()) for ours, theirs in pairs)
        if len(pairs) > 1:
            return f"{error:.0e}"
        ours, theirs = pairs[0]
        ours, theirs = ours.astype(np.float64), theirs.astype(np.float64)
        cosine = ours @ theirs / np.linalg.norm(ours) / np.linalg.norm(theirs)
        return f"{error:.0e}, {cosine:.7f}"

    return [text(each) for each in engines]


def row(cells):
    return "| " + " | ".join(cells) + " |"


def header(cells):
    return row(cells) + "\n" + "|---" * len(cells) + "|"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, default=ROOT / ".build/release/facetui-bench")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared/models", help="models that are not ours")
    parser.add_argument("--setup", type=Path, default=CACHE / "venv", help="the virtual environment (%(default)s)")
    parser.add_argument("--only", default="", help="networks whose name holds this")
    parser.add_argument("--threads", default="1,2", help="as 1,2")
    parser.add_argument("--kernels", choices=("portable", "avx2", "avx512"), help="avx2 limits peers where it can")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--patience", type=int, default=4, help="times the rounds, where turns are disturbed")
    parser.add_argument("--turn", type=float, default=150, help="milliseconds of a turn (%(default)s)")
    parser.add_argument("--pause", type=float, default=50, help="milliseconds between turns (%(default)s)")
    options = parser.parse_args()
    if not options.bench.exists():
        parser.error(f"{options.bench} is not there: swift build -c release --product facetui-bench")
    chosen = [network for network in networks(options.shared) if options.only.lower() in network.name.lower()]
    if not chosen:
        parser.error(f"no network's name holds {options.only}")
    environment.enter(options.setup)
    environment.backbones(CACHE / "models")
    for network in chosen:
        if not network.path.exists():
            print(f"Skipped {network.name}: {network.path} is not there.\n")
    with tempfile.TemporaryDirectory() as folder:
        report([network for network in chosen if network.path.exists()], options, Path(folder))


def report(chosen, options, folder):
    print(environment.description() + "\n")
    if options.kernels == "avx2":
        print("Limited to AVX2: " + ", ".join(["facetui", *AVX2]) + "; the ratios leave out the others.\n")
    names = ["network", "batch", "threads", "facetui", *environment.PEERS]
    start, memory, error = [], [], []
    print("Minimum / median of one run in ms\n\n" + header([*names, "ratio of minima", "of medians", "waited"]))
    for network in chosen:
        for batch in network.batches:
            for threads in map(int, options.threads.split(",")):
                engines = compare(network, batch, threads, options, folder)
                label = [network.name, str(batch), str(threads)]
                ratios = [f"{ratio(engines, statistic, options):.2f}" for statistic in (min, statistics.median)]
                times = [f"{min(each.times):.2f} / {statistics.median(each.times):.2f}" for each in engines]
                waited = f"{max(each.disturbance for each in engines):.0%}"
                print(row([*label, *times, *ratios, waited]), flush=True)
                start.append(row([*label, *(f"{each.first_result:.0f}" for each in engines)]))
                sizes = [f"{each.peak_memory - each.idle_memory:.0f} ({each.peak_memory:.0f})" for each in engines]
                memory.append(row([*label, *sizes, f"{engines[0].activation_bytes / 2**20:.1f}"]))
                error.append(row([*label, *agreement(engines)]))
    print("\nFrom opening the file to the first result, ms\n", header(names), *start, sep="\n")
    print("\nPeak resident memory over that before loading (in all), MiB\n", header([*names, "facetui's activations"]),
          *memory, sep="\n")
    print("\nLargest difference to ONNX Runtime relative to its largest output, cosine\n", header(names), *error,
          sep="\n")


if __name__ == "__main__":
    main()
