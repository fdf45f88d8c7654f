"""Writes two face recognition networks with random weights, to measure engines on.

    python make_backbones.py FOLDER [--batch N]     needs numpy, onnx

iresnet50.onnx is the ResNet-50 of the ArcFace paper (Deng et al., 2019) as its authors' PyTorch code builds it: data
[N, 3, 112, 112] to embedding [N, 512], 6.3 G multiply-adds, blocks of BatchNorm, 3x3, BatchNorm, PReLU, 3x3 with the
stride, BatchNorm. resnet_face18.onnx is the network of a small ArcFace project for grey images: data [N, 1, 128, 128]
to embedding [N, 512], the same blocks with one PReLU slope inside and after the sum, without squeeze-and-excitation.

The weights mean nothing. They follow He initialisation, and the last BatchNorm of a block is small, so that activations
neither grow nor vanish over the depth. BatchNorms stay nodes of their own and convolutions have no bias, so that every
engine has the same folding left to do.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Network:
    """Collects nodes and weights; every method takes the name of a value and returns that of its result."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.nodes, self.weights = [], []

    def add(self, kind, *inputs, **attributes):
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def weight(self, values):
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values.astype(np.float32), name))
        return name

    def convolution(self, x, inputs, outputs, size, stride=1):
        deviation = np.sqrt(2 / (inputs * size * size))
        weight = self.weight(self.random.normal(0, deviation, (outputs, inputs, size, size)))
        pads = [size // 2] * 4
        return self.add("Conv", x, weight, kernel_shape=[size, size], strides=[stride, stride], pads=pads)

    def batch_norm(self, x, channels, scale=1.0):
        gamma = self.random.uniform(0.8, 1.2, channels) * scale
        beta, mean = self.random.normal(0, 0.1, (2, channels))
        variance = self.random.uniform(0.8, 1.2, channels)
        return self.add("BatchNormalization", x, *map(self.weight, (gamma, beta, mean, variance)), epsilon=1e-5)

    def prelu(self, x, slopes):
        return self.add("PRelu", x, self.weight(self.random.uniform(0.1, 0.4, (slopes, 1, 1))))

    def block(self, x, inputs, middle, outputs, stride, slopes):
        """An improved residual block, up to the sum; slopes is 1 or the number of middle channels."""
        y = self.convolution(self.batch_norm(x, inputs), inputs, middle, 3)
        y = self.prelu(self.batch_norm(y, middle), slopes)
        y = self.batch_norm(self.convolution(y, middle, outputs, 3, stride), outputs, scale=0.3)
        if stride != 1 or inputs != outputs:
            x = self.batch_norm(self.convolution(x, inputs, outputs, 1, stride), outputs)
        return self.add("Add", y, x)

    def embedding(self, x, channels, size):
        """BatchNorm, a fully connected layer to 512, BatchNorm."""
        x = self.add("Flatten", self.batch_norm(x, channels), axis=1)
        inputs = channels * size * size
        weight = self.weight(self.random.normal(0, np.sqrt(1 / inputs), (512, inputs)))
        return self.batch_norm(self.add("Gemm", x, weight, self.weight(np.zeros(512)), transB=1), 512)

    def save(self, path, shape):
        self.nodes[-1].output[0] = "embedding"
        graph = helper.make_graph(
            self.nodes, path.stem,
            [helper.make_tensor_value_info("data", TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [shape[0], 512])], self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        onnx.checker.check_model(model)
        onnx.save(model, str(path))


def iresnet50(path, batch):
    net = Network(seed=50)
    x = net.prelu(net.batch_norm(net.convolution("data", 3, 64, 3), 64), 64)
    channels = 64
    for blocks, outputs in zip((3, 4, 14, 3), (64, 128, 256, 512)):
        for index in range(blocks):
            x = net.block(x, channels, outputs, outputs, stride=2 if index == 0 else 1, slopes=outputs)
            channels = outputs
    net.embedding(x, 512, 7)
    net.save(path, [batch, 3, 112, 112])


def resnet_face18(path, batch):
    net = Network(seed=18)
    x = net.prelu(net.batch_norm(net.convolution("data", 1, 64, 3), 64), 1)
    x = net.add("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    channels = 64
    for outputs in (64, 128, 256, 512):
        for index in range(2):
            stride = 2 if index == 0 and outputs > 64 else 1
            x = net.block(x, channels, channels, outputs, stride, slopes=1)
            # The same slope as inside the block.
            slope = next(node.input[1] for node in reversed(net.nodes) if node.op_type == "PRelu")
            x = net.add("PRelu", x, slope)
            channels = outputs
    net.embedding(x, 512, 8)
    net.save(path, [batch, 1, 128, 128])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--batch", type=int, help="fix the batch; without it the dimension stays open")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for make in (iresnet50, resnet_face18):
        path = options.folder / f"{make.__name__}.onnx"
        make(path, options.batch or "N")
        print(path)


if __name__ == "__main__":
    main()
