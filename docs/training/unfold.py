"""Makes a checkpoint out of recognizer.onnx, so that a training can go on from a pack's recogniser.

BatchNormalization was folded into the convolutions; its statistics come from the crops, and its scale and shift such
that the network answers as before."""
import argparse
import csv
import os

import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import numpy_helper

from data import Crops
from dice import Dice
from muon import Muon, normalised
from network import Recogniser
from views import views


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("recogniser", help="ONNX file of export.py")
  parser.add_argument("--data", required=True, help="folder with index.csv and faces-N.bin")
  parser.add_argument("--out", required=True, help="folder for checkpoint.pt")
  parser.add_argument("--crops", type=int, default=1024, help="crops that give the statistics")
  options = parser.parse_args()
  net = Recogniser().eval()
  layers = read(net, onnx.load(options.recogniser).graph)
  images = sample(options.data, options.crops)
  with torch.no_grad():
    before = net(images[:64])
    measure(net, layers, images)
    shorten(net, layers)
    difference = (net(images[:64]) - before).abs().max()
  print(f"largest difference between the networks' answers: {difference:.1e}")
  if difference > 0.01: raise SystemExit("The network does not answer as before.")
  save(net, options.out)


def sample(folder, count):
  """Damaged views of `count` crops."""
  with open(os.path.join(folder, "index.csv"), newline="") as file: total = sum(1 for _ in csv.DictReader(file))
  crops = Crops(folder, only=np.random.default_rng(0).permutation(total)[:count].tolist())
  return views(crops.pixels, torch.arange(len(crops)), Dice(0))[1]


def read(net, graph):
  """Takes over the weights; returns each layer with the BatchNormalization behind it."""
  value = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
  nodes = {kind: [node for node in graph.node if node.op_type == kind] for kind in ("Conv", "PRelu", "MatMul")}
  modules = {kind: [m for m in net.modules() if isinstance(m, kind)] for kind in (nn.Conv2d, nn.BatchNorm2d, nn.PReLU)}
  for layer, norm, node in zip(modules[nn.Conv2d], modules[nn.BatchNorm2d], nodes["Conv"], strict=True):
    layer.weight.data.copy_(value[node.input[1]])
    norm.bias.data.copy_(value[node.input[2]])
    norm.weight.data.fill_((1 + norm.eps) ** 0.5)
  for slope, node in zip(modules[nn.PReLU], nodes["PRelu"], strict=True):
    slope.weight.data.copy_(value[node.input[1]].flatten())
  head = net.segments[-1]
  head.linear.weight.data.copy_(value[nodes["MatMul"][0].input[1]].T)
  for name, tensor in head.norm.state_dict(keep_vars=True).items():
    if tensor.is_floating_point(): tensor.data.copy_(value[f"segments.{len(net.segments) - 1}.norm.{name}"])
  return list(zip(modules[nn.Conv2d], modules[nn.BatchNorm2d]))


def measure(net, layers, images):
  """Gives each BatchNormalization the statistics of its input, and a scale and a shift that undo them."""
  moments = {}

  def add(layer, _, answer):
    new = torch.stack([answer.double().mean((0, 2, 3)), answer.double().square().mean((0, 2, 3))])
    moments.setdefault(layer, []).append(new)

  hooks = [layer.register_forward_hook(add) for layer, _ in layers]
  for part in images.split(64): net(part)
  for hook in hooks: hook.remove()
  for layer, norm in layers:
    mean, square = torch.stack(moments[layer]).mean(0)
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(square - mean ** 2)
    norm.weight.data.copy_((norm.running_var + norm.eps).sqrt())
    norm.bias.data.add_(norm.running_mean)


def shorten(net, layers):
  """Gives each weight the length that Muon keeps it at."""
  norms = {layer.weight: norm for layer, norm in layers}
  for weight in normalised(net):
    scale = min(weight.flatten(1).shape) ** 0.5 / weight.norm()
    norm = norms.get(weight, net.segments[-1].norm)
    weight.data.mul_(scale)
    norm.running_mean.mul_(scale)
    norm.running_var.mul_(scale ** 2)


def save(net, folder):
  parts = dict(net=net.state_dict(), average=net.state_dict(), optimiser=Muon(net, [], 0).state_dict())
  os.makedirs(folder, exist_ok=True)
  torch.save({**parts, "seen": 0, "size": "mini"}, os.path.join(folder, "checkpoint.pt"))


if __name__ == "__main__": main()
