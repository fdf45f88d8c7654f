"""Writes the averaged network of a checkpoint as ONNX: input `image` (N, 3, 112, 112)
float32 RGB 0..255, output `embedding` (N, 128), not normalised, BatchNormalization folded into the convolutions."""
import argparse

import torch

from network import Recogniser


def load(path):
  state = torch.load(path, map_location="cpu", weights_only=True)
  net = Recogniser()
  net.load_state_dict(state["average"])
  return net.eval()


def export(net, path):
  axes = {"image": {0: "N"}, "embedding": {0: "N"}}
  torch.onnx.export(net, (torch.zeros(1, 3, 112, 112),), path, input_names=["image"], output_names=["embedding"],
                    dynamic_axes=axes, opset_version=17, dynamo=False)


if __name__ == "__main__":
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("checkpoint")
  parser.add_argument("out")
  options = parser.parse_args()
  export(load(options.checkpoint), options.out)
