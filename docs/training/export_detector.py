"""Writes the averaged network of a detector's checkpoint, or weights of the pilot, as ONNX: input `image`
(N, 3, H, W) float32 BGR 0..255, H and W multiples of 32, YuNet's twelve outputs, BatchNormalization folded.

The file's answers are compared with PyTorch's."""
import argparse

import numpy as np
import onnxruntime
import torch

from detector_network import DetectorNetwork, YuNetLayout, operations


def load(path):
  state = torch.load(path, map_location="cpu", weights_only=True)
  net = DetectorNetwork(state.get("size", "pilot"))
  net.load_state_dict(state.get("average", state))
  return net.eval()


def export(net, path):
  module = YuNetLayout(net).eval()
  axes = {"image": {0: "N", 2: "H", 3: "W"}, **{name: {0: "N", 1: "cells"} for name in module.OUTPUTS}}
  torch.onnx.export(module, (torch.zeros(1, 3, 320, 320),), path, input_names=["image"], output_names=module.OUTPUTS,
                    dynamic_axes=axes, opset_version=17, dynamo=False)
  return difference(module, path)


@torch.no_grad()
def difference(module, path):
  """The largest difference between the answers of the module and of the file, for pictures of two sizes."""
  session, largest = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]), 0
  for shape in ((2, 3, 320, 320), (1, 3, 480, 640)):
    image = np.random.default_rng(0).uniform(0, 255, shape).astype(np.float32)
    answers = zip(module(torch.from_numpy(image)), session.run(module.OUTPUTS, {"image": image}), strict=True)
    largest = max(largest, *(float(np.abs(ours.numpy() - theirs).max()) for ours, theirs in answers))
  return largest


if __name__ == "__main__":
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("checkpoint")
  parser.add_argument("out")
  options = parser.parse_args()
  net = load(options.checkpoint)
  largest = export(net, options.out)
  print(f"{options.out}: {operations(net) / 1e9:.2f} GFLOP at 320×320, differs from PyTorch by {largest:.1e} at most")
  if not largest < 1e-3: raise SystemExit(f"{options.out} does not answer as PyTorch does.")
