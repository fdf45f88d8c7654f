"""What the comparison needs beside the checkout: the peers in a virtual environment, random networks, ncnn's files."""

import os
import platform
import re
import subprocess
import sys
import sysconfig
import venv
from importlib import metadata
from pathlib import Path

PEERS = ("OpenVINO", "ONNX Runtime", "ncnn")
# pnnx would otherwise bring PyTorch, which converting a file does not need.
PACKAGES = (["numpy", "onnx", "onnxruntime", "openvino", "ncnn"], ["--no-deps", "pnnx"])


def enter(folder):
    """Goes on in the virtual environment, which is made where it is missing."""
    python = folder / "bin/python"
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    ready = folder / "ready"
    if not ready.exists():
        print(f"Installing OpenVINO, ONNX Runtime and ncnn into {folder} …", file=sys.stderr)
        venv.create(folder, with_pip=True)
        for arguments in PACKAGES:
            subprocess.run([python, "-m", "pip", "install", "-q", *arguments], check=True)
        ready.touch()
    os.execv(python, [str(python), *sys.argv])


def description():
    """The processor and the peers' versions."""
    processor = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", processor)
    peers = ", ".join(f"{name} {metadata.version(name.replace(' ', '').lower())}" for name in PEERS)
    return f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores; {peers}"


def backbones(folder):
    """Makes the networks with random weights where they or their script have changed."""
    script = Path(__file__).parents[1] / "make_backbones.py"
    if not is_newer(folder / "resnet_face18.onnx", script):
        subprocess.run([sys.executable, script, folder], check=True, stdout=subprocess.DEVNULL)


def ncnn_files(model, shape, folder):
    """Converts a model for one input, as ncnn has no batches; returns the path without .param and .bin."""
    target = folder / f"{model.stem}-{'x'.join(map(str, shape[1:]))}"
    result = target / "model.ncnn"
    if not is_newer(result.with_suffix(".ncnn.param"), model):
        target.mkdir(parents=True, exist_ok=True)
        # pnnx writes beside its input.
        (target / "model.onnx").write_bytes(model.read_bytes())
        inputs = f"inputshape=[{','.join(map(str, (1, *shape[1:])))}]f32"
        program = Path(sysconfig.get_path("purelib")) / "pnnx/pnnx"
        with open(target / "pnnx.log", "w") as log:
            subprocess.run([program, "model.onnx", inputs, "fp16=0"],
                           cwd=target, stdout=log, stderr=log, check=True)
        (target / "model.onnx").unlink()
    return result


def is_newer(path, source):
    return path.exists() and path.stat().st_mtime >= source.stat().st_mtime
