"""Times `facetui pack import` on networks that stay just under the limit of work, one for each kind of node.

    python time_limits.py FACETUI DETECTOR_PACK FOLDER [KIND ...]     needs numpy, onnx

Each network is a chain of one kind of node between a picture and an embedding. Its length is found from the cost that
the refusal of a far too long one names; other limits may be met first. Prints its length, the CPU seconds (user and system)
of the two runs that an import takes, the peak of memory, and what was said. A picture may cost 6e10 units, so that the
slowest kind may take 6.8 seconds for both runs: then the most that any network may cost, 3.5e11, takes 20.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# What a recogniser may cost for a picture.
LIMIT = 6e10
# More are refused for their number.
MOST_NODES = 4990


class Network:
    def __init__(self, side=112, channels=3):
        self.nodes, self.weights = [], []
        self.side, self.channels = side, channels

    def constant(self, values, dtype=np.float32):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(values, dtype), name))
        return name

    def filled(self, shape, value=0.01):
        """Made when the network is loaded, so that the file stays small."""
        tensor = helper.make_tensor("v", TensorProto.FLOAT, [1], [value])
        return self.add("ConstantOfShape", self.constant(shape, np.int64), value=tensor)

    def add(self, kind, *inputs, **attributes):
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def spread(self, shape):
        """The picture's mean for each colour, over a shape, so that there is something to compute."""
        mean = self.add("GlobalAveragePool", "x")
        one = self.add("Slice", mean, self.constant([0], np.int64), self.constant([1], np.int64),
                       self.constant([1], np.int64))
        return self.add("Expand", one, self.constant(shape, np.int64))

    def save(self, path, value):
        pooled = self.add("GlobalAveragePool", "x")
        flat = self.add("Flatten", pooled)
        picture = self.add("Gemm", flat, self.constant(np.random.default_rng(1).normal(size=(3, 512))))
        mean = self.add("ReduceMean", value, keepdims=0)
        self.nodes.append(helper.make_node("Add", [picture, mean], ["y"]))
        graph = helper.make_graph(
            self.nodes, "limits", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, self.side, self.side])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 512])], self.weights)
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), str(path))


def chain(shape, step):
    """Repeats a step that keeps the shape."""
    def build(count):
        net = Network()
        value = net.spread(shape)
        prepared = {}
        for index in range(count):
            value = step(net, value, index, prepared)
        return net, value
    return build


def once(prepared, key, make):
    if key not in prepared:
        prepared[key] = make()
    return prepared[key]


def convolution(channels, kernel, groups=1, stride=1, dilation=1):
    def step(net, value, _, prepared):
        weight = once(prepared, "w", lambda: net.filled([channels, channels // groups, kernel, kernel], 1e-3))
        pad = kernel // 2 * dilation
        return net.add("Conv", value, weight, pads=[pad] * 4, group=groups, dilations=[dilation] * 2)
    return step


def product(net, value, _, prepared):
    return net.add("MatMul", value, value)


def linear(size):
    def step(net, value, _, prepared):
        return net.add("MatMul", value, once(prepared, "w", lambda: net.filled([size, size], 1e-3)))
    return step


def pool(kind, kernel):
    def step(net, value, _, prepared):
        return net.add(kind, value, kernel_shape=[kernel] * 2, pads=[kernel // 2] * 4)
    return step


def resize(mode):
    """Twice the size, and back."""
    def step(net, value, index, prepared):
        up = once(prepared, "up", lambda: net.constant([1, 1, 2, 2]))
        down = once(prepared, "down", lambda: net.constant([1, 1, 0.5, 0.5]))
        kind = {"mode": mode}
        if mode == "nearest":
            kind["nearest_mode"] = "floor"
        larger = net.add("Resize", value, "", up, coordinate_transformation_mode="asymmetric", **kind)
        return net.add("Resize", larger, "", down, coordinate_transformation_mode="asymmetric", **kind)
    return step


def simple(kind, **attributes):
    return lambda net, value, *_: net.add(kind, value, **attributes)


def transposed(order):
    """A transposed view is copied by the next Relu only where it is not dense; Concat with itself copies always."""
    def step(net, value, index, prepared):
        turned = net.add("Transpose", value, perm=order)
        both = net.add("Concat", turned, turned, axis=0)
        halves = net.constant([0], np.int64), net.constant([1], np.int64), net.constant([0], np.int64)
        return net.add("Slice", both, *halves)
    return step


def binary(kind, shape):
    def step(net, value, _, prepared):
        return net.add(kind, value, once(prepared, "w", lambda: net.constant(np.full(shape, 1.01))))
    return step


def gather(length):
    def step(net, value, index, prepared):
        order = once(prepared, "i", lambda: net.constant(np.arange(length)[::-1], np.int64))
        return net.add("Gather", value, order, axis=3)
    return step


def prelu(net, value, index, prepared):
    return net.add("PRelu", value, once(prepared, "s", lambda: net.constant(np.full((64, 1, 1), 0.5))))


def folding(net, value, index, prepared):
    """Constants are rewritten again and again when the network is loaded."""
    last = prepared.get("last") or net.filled([1, 64, 1024])
    prepared["last"] = net.add("Add" if index % 2 else "Transpose", last, *([last] if index % 2 else []))
    if index % 2 == 0:
        net.nodes[-1].attribute.append(helper.make_attribute("perm", [0, 2, 1]))
    return net.add("Relu", value) if index == 0 else value


KINDS = {
    "conv3x3 256": chain([1, 256, 28, 28], convolution(256, 3)),
    "conv3x3 512 small": chain([1, 512, 4, 4], convolution(512, 3)),
    "conv3x3 16": chain([1, 16, 256, 256], convolution(16, 3)),
    "conv3x3 1": chain([1, 1, 256, 256], convolution(1, 3)),
    "conv1x1 64": chain([1, 64, 256, 256], convolution(64, 1)),
    "conv1x1 1": chain([1, 1, 512, 512], convolution(1, 1)),
    "conv5x5 dilated": chain([1, 32, 128, 128], convolution(32, 5, dilation=9)),
    "conv grouped": chain([1, 64, 64, 64], convolution(64, 3, groups=32)),
    "conv large window": chain([1, 4, 64, 64], convolution(4, 63)),
    "conv pixel": chain([1, 64, 1, 1], convolution(64, 3)),
    "depthwise 64": chain([1, 64, 128, 128], convolution(64, 3, groups=64)),
    "depthwise 1 large window": chain([1, 3, 64, 64], convolution(3, 31, groups=3)),
    "depthwise 17": chain([1, 17, 128, 128], convolution(17, 3, groups=17)),
    "linear 1024": chain([1, 1024], linear(1024)),
    "linear 4096 row": chain([1, 4096], linear(4096)),
    "linear 8 rows": chain([1 << 16, 8], linear(8)),
    "product 512": chain([1, 512, 512], product),
    "product 2 batch": chain([1 << 16, 2, 2], product),
    "product 16 batch": chain([4096, 16, 16], product),
    "maxpool 3": chain([1, 64, 128, 128], pool("MaxPool", 3)),
    "maxpool 31 1": chain([1, 1, 128, 128], pool("MaxPool", 31)),
    "averagepool 3": chain([1, 64, 128, 128], pool("AveragePool", 3)),
    "averagepool 31 1": chain([1, 1, 128, 128], pool("AveragePool", 31)),
    "resize nearest": chain([1, 16, 256, 256], resize("nearest")),
    "resize nearest 1": chain([1, 1, 512, 512], resize("nearest")),
    "resize linear": chain([1, 16, 256, 256], resize("linear")),
    "resize linear 1": chain([1, 1, 512, 512], resize("linear")),
    "softmax": chain([1, 64, 64, 64], simple("Softmax", axis=3)),
    "softmax 1": chain([1, 64, 64, 1], simple("Softmax", axis=3)),
    "softmax strided": chain([1, 64, 128, 128], simple("Softmax", axis=2)),
    "sigmoid": chain([1, 64, 128, 128], simple("Sigmoid")),
    "relu": chain([1, 64, 128, 128], simple("Relu")),
    "relu large": chain([1, 64, 512, 512], simple("Relu")),
    "relu small": chain([1, 8], simple("Relu")),
    "prelu": chain([1, 64, 128, 128], prelu),
    "add tensor": chain([1, 64, 128, 128], binary("Add", (1, 64, 128, 128))),
    "div column": chain([1, 64, 128, 128], binary("Div", (1, 1, 128, 1))),
    "mul channel": chain([1, 64, 128, 128], binary("Mul", (1, 64, 1, 1))),
    "mul row": chain([1, 64, 128, 128], binary("Mul", (1, 1, 1, 128))),
    "mul narrow": chain([1, 2, 512, 512], binary("Mul", (1, 2, 1, 1))),
    "transpose": chain([1, 128, 128, 128], transposed([0, 3, 1, 2])),
    "transpose matrix": chain([1, 1, 2048, 2048], transposed([0, 1, 3, 2])),
    "transpose rank 8": chain([1, 8, 8, 8, 8, 8, 8, 8], transposed([0, 7, 6, 5, 4, 3, 2, 1])),
    "gather": chain([1, 64, 128, 128], gather(128)),
    "gather 1": chain([1, 1, 1, 1 << 18], gather(1 << 18)),
    "mean": chain([1, 64, 128, 128], lambda net, value, *_: net.add(
        "Add", value, net.add("ReduceMean", value, axes=[1], keepdims=1))),
    "batchnorm": chain([1, 64, 128, 128], lambda net, value, *_: net.add(
        "BatchNormalization", net.add("Relu", value), *[once(_[1], "b", lambda: net.constant(np.full(64, 0.5)))] * 4)),
    "folding": chain([1, 8], folding),
}


def attempt(program, detector, folder, build, count):
    """What is said, the CPU seconds, the peak in MiB."""
    path, pack = folder / "limits.onnx", folder / "pack"
    net, value = build(count)
    net.save(path, value)
    shutil.rmtree(pack, ignore_errors=True)
    environment = dict(os.environ, XDG_CACHE_HOME=str(folder))
    process = subprocess.Popen(
        [program, "pack", "import", str(path), "--detector", detector, "--output", str(pack)], env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = process.stdout.read().decode(errors="replace")
    _, _, usage = os.wait4(process.pid, 0)
    return text, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def longest(program, detector, folder, build):
    """The outcome of the longest chain that the limit admits, and its length."""
    count = MOST_NODES // 4
    text, seconds, peak = attempt(program, detector, folder, build, count)
    while ("need more than" in text or "take more than" in text) and count > 1:
        count = count * 2 // 3
        text, seconds, peak = attempt(program, detector, folder, build, count)
    for margin in (0.99, 0.9, 0.7):
        said = re.search(r"as for about (\d+) billion", text)
        if not said:
            break
        cost = float(said[1]) * 1e9
        count = max(1, int(count * LIMIT / cost * margin))
        text, seconds, peak = attempt(program, detector, folder, build, count)
    return text, seconds, peak, count


def main():
    program, detector, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    kinds = sys.argv[4:] or KINDS
    for kind in kinds:
        text, seconds, peak, count = longest(program, detector, folder, KINDS[kind])
        print(f"{kind:28} {count:5} steps {seconds:7.2f} s {peak:5.0f} MiB  {text.strip().splitlines()[0][-90:]}", flush=True)


if __name__ == "__main__":
    main()
