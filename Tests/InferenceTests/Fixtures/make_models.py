"""Writes models.json and models.bin: what onnxruntime answers on the five models.

    python make_models.py [SHARED]     needs numpy, onnxruntime

SHARED is the folder that holds models/ (default: ../shared beside the repository). Inputs come from generator.py. Of
each output every `stride`-th value (float32, little-endian) and the sum of all are kept.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

import generator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SHARED = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
MINI = ROOT / "assets/models/facetui-mini"
LARGEST = 250

CASES = [
    ("detector", MINI / "detector.onnx", [(1, 3, 320, 320), (1, 3, 640, 480), (1, 3, 96, 64), (2, 3, 64, 96)]),
    ("recognizer", MINI / "recognizer.onnx", [(1, 3, 112, 112), (2, 3, 112, 112), (5, 3, 112, 112)]),
    ("scrfd_500m", SHARED / "models/scrfd_500m.onnx", [(1, 3, 640, 640), (1, 3, 256, 320)]),
    ("yunet_n", SHARED / "models/yunet_n.onnx", [(1, 3, 640, 640), (1, 3, 96, 64), (2, 3, 160, 128)]),
    ("arcface_mobilefacenet", SHARED / "models/arcface_mobilefacenet.onnx", [(1, 3, 112, 112), (3, 3, 112, 112)]),
]


def main():
    blob, cases = bytearray(), []
    for name, path, shapes in CASES:
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        argument = session.get_inputs()[0].name
        names = [output.name for output in session.get_outputs()]
        for seed, shape in enumerate(shapes, start=1):
            for kind in ("noise", "smooth"):
                image = generator.noise(seed, shape, 0, 255) if kind == "noise" else generator.smooth(seed, shape)
                outputs = []
                for output, values in zip(names, session.run(names, {argument: image})):
                    flat = values.reshape(-1)
                    stride = -(-flat.size // LARGEST)
                    samples = flat[::stride].astype("<f4")
                    outputs.append({
                        "name": output, "shape": list(values.shape), "offset": len(blob) // 4, "stride": stride,
                        "samples": samples.size, "largest": float(np.abs(flat).max()),
                        "sum": float(flat.astype(np.float64).sum()),
                    })
                    blob += samples.tobytes()
                cases.append({"model": name, "input": argument, "shape": list(shape), "seed": seed, "kind": kind,
                              "outputs": outputs})
    (HERE / "models.bin").write_bytes(blob)
    (HERE / "models.json").write_text(json.dumps(cases, separators=(",", ":")))


if __name__ == "__main__":
    main()
