"""Trains the recogniser on aligned crops by the answers of a teacher and, where known, the people's names.

A checkpoint keeps everything; the same command goes on where it stopped. The learning rate is flat and falls over
the last quarter of --samples, so a run may be lengthened, or brought to its end early, by another --samples.
"""
import argparse
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

from data import Crops, Order
from network import SIZES, Recogniser, grow
from run import Run, add_arguments, start
from teacher import load_teacher


def arguments():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--data", required=True, help="folder with index.csv and faces-N.bin")
  parser.add_argument("--teacher", required=True, help="ONNX recogniser with 128 dimensions")
  parser.add_argument("--size", default="mini", choices=SIZES)
  parser.add_argument("--grow", help="weights of the size 'pilot' to start from")
  parser.add_argument("--pairs", type=float, default=8, help="weight of the loss on pairwise similarities")
  parser.add_argument("--people", type=float, default=0, help="weight of the ArcFace loss on labelled people")
  add_arguments(parser, samples=2_000_000, batch=128, rate=1e-3)
  return parser.parse_args()


def networks(options):
  """The network, and another of the same weights for their average."""
  net, average = Recogniser(options.size), Recogniser(options.size)
  if options.grow:
    pilot = Recogniser("pilot")
    pilot.load_state_dict(torch.load(options.grow, map_location="cpu", weights_only=True))
    grow(pilot, net)
  average.load_state_dict(net.state_dict())
  return net, average


def distillation(student, teacher, weight):
  pairs = F.mse_loss(student @ student.T, teacher @ teacher.T)
  return [1 - (student * teacher).sum(1).mean(), weight * pairs]


def arcface(student, head, person, scale=32, margin=0.3):
  """Additive angular margin (Deng et al. 2019) over the labelled crops of the batch."""
  known = person >= 0
  if not known.any(): return student.sum() * 0
  cosine = (student[known] @ F.normalize(head).T).clamp(-0.999, 0.999)
  own = F.one_hot(person[known], len(head)).bool()
  return F.cross_entropy(scale * torch.where(own, torch.cos(torch.acos(cosine) + margin), cosine), person[known])


def train(options):
  device = start(options)
  crops, teacher = Crops(options.data), load_teacher(options.teacher, device)
  head = nn.Parameter(F.normalize(torch.randn(max(crops.people, 1), 128)).to(device))
  run = Run(options, *networks(options), device, head)
  loader = torch.utils.data.DataLoader(
    crops, options.batch, sampler=Order(len(crops), run.seen), drop_last=True,
    num_workers=os.cpu_count() if device.type == "cuda" else 0)
  for clean, damaged, person in loader:
    with torch.autocast(device.type, torch.bfloat16):
      embedding = run.net(damaged.to(device).float().contiguous(memory_format=torch.channels_last))
    student, target = F.normalize(embedding.float()), teacher(clean.to(device).float())
    losses = distillation(student, target, options.pairs)
    if options.people: losses.append(options.people * arcface(student, head, person.to(device)))
    if run.step(losses, len(person)): break


if __name__ == "__main__": train(arguments())
