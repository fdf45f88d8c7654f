"""Trains the recogniser on aligned crops by the answers and the middle layers of a teacher and, where known, the
people's names.

A checkpoint keeps everything; the same command goes on where it stopped. The learning rate is flat and falls over
the second half of --samples, so a run may be lengthened, or brought to its end early, by another --samples.
"""
import argparse
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

from data import Crops, Order
from network import Recogniser
from run import Run, add_arguments, start
from teacher import load_teacher

ALONE = 20  # times the rate: what a segment changes then does not travel through the others


def arguments():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--data", required=True, help="folder with index.csv and faces-N.bin")
  parser.add_argument("--teacher", required=True, help="ONNX recogniser with 128 dimensions")
  parser.add_argument("--forced", type=int, default=50_000,
                      help="samples in which each segment gets the teacher's middle layer as input")
  parser.add_argument("--pairs", type=float, default=8, help="weight of the loss on pairwise similarities")
  parser.add_argument("--middle", type=float, default=1, help="weight of the loss on the teacher's middle layers")
  parser.add_argument("--people", type=float, default=0, help="weight of the ArcFace loss on labelled people")
  parser.set_defaults(size="mini")
  add_arguments(parser, samples=500_000, batch=48, rate=0.005)
  return parser.parse_args()


def distillation(student, teacher, weight):
  pairs = F.mse_loss(student @ student.T, teacher @ teacher.T)
  return [1 - (student * teacher).sum(1).mean(), weight * pairs]


def middle(found, right):
  """The mean squared error of each middle layer as a share of the variance of what the layer adds, on average."""
  errors = []
  for index, (answer, truth) in enumerate(zip(found, right)):
    adds = index > 0 and truth.shape == right[index - 1].shape
    change = truth - right[index - 1] if adds else truth
    errors.append(F.mse_loss(answer.float(), truth) / change.var())
  return sum(errors) / len(errors)


def arcface(student, head, person, scale=32, margin=0.3):
  """Additive angular margin (Deng et al. 2019) over the labelled crops of the batch."""
  known = person >= 0
  if not known.any(): return student.sum() * 0
  cosine = (student[known] @ F.normalize(head).T).clamp(-0.999, 0.999)
  own = F.one_hot(person[known], len(head)).bool()
  return F.cross_entropy(scale * torch.where(own, torch.cos(torch.acos(cosine) + margin), cosine), person[known])


def fits(net, right):
  """Whether the teacher's middle layers have the shapes of the network's segments."""
  with torch.no_grad(): found = net.eval().outputs(torch.zeros(1, 3, 112, 112, device=right[-1].device))
  net.train()
  return [answer.shape[1:] for answer in found] == [truth.shape[1:] for truth in right]


def answers(net, image, forced):
  last = dict(memory_format=torch.channels_last)
  with torch.autocast(image.device.type, torch.bfloat16):
    return net.outputs(image.contiguous(**last), forced and [part.contiguous(**last) for part in forced])


def losses(options, found, right, head, person, led):
  student, target = F.normalize(found[-1].float()), F.normalize(right[-1])
  every = distillation(student, target, options.pairs)
  if led: every.append(options.middle * middle(found[:-1], right[:-1]))
  if options.people: every.append(options.people * arcface(student, head, person))
  return every


def train(options):
  device = start(options)
  crops, teacher = Crops(options.data), load_teacher(options.teacher, device, options.middle > 0)
  head = nn.Parameter(F.normalize(torch.randn(max(crops.people, 1), 128)).to(device))
  net, average = Recogniser(), Recogniser()
  average.load_state_dict(net.state_dict())
  run = Run(options, net, average, device, head)
  led = options.middle > 0 and fits(net, teacher(torch.zeros(1, 3, 112, 112, device=device)))
  if not led: print("Learning from the teacher's embeddings alone, without its middle layers.", flush=True)
  loader = torch.utils.data.DataLoader(
    crops, options.batch, sampler=Order(len(crops), run.seen), drop_last=True,
    num_workers=os.cpu_count() if device.type == "cuda" else 0)
  for damaged, person in loader:
    image = damaged.to(device).float()
    right, alone = teacher(image), led and run.seen < options.forced
    found = answers(run.net, image, right[:-1] if alone else None)
    every = losses(options, found, right, head, person.to(device), led)
    if run.step(every, len(person), ALONE if alone else 1): break


if __name__ == "__main__": train(arguments())
