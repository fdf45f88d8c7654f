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

from data import MARGIN, Crops, Order, batches
from dice import Dice
from network import Recogniser
from people import classes
from run import Run, add_arguments, start
from teacher import load_teacher
from views import views

MARGIN_AT_END = 0.3  # radians; grows over the first half of a run
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
  parser.add_argument("--anchor", type=float, default=0.5,
                      help="what the teacher says of the undamaged crop in its place, beside what it says of the view")
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


def arcface(student, head, person, margin, scale=32):
  """Additive angular margin (Deng et al. 2019); crops of unknown people, -1, do not count."""
  cosine = (student @ F.normalize(head).T).clamp(-0.999, 0.999)
  own = F.one_hot(person.clamp(min=0), len(head)).bool()
  logits = scale * torch.where(own, torch.cos(torch.acos(cosine) + margin), cosine)
  found = F.cross_entropy(logits, person, ignore_index=-1, reduction="sum")
  return found / (person >= 0).sum().clamp(min=1)


def fits(net, right):
  """Whether the teacher's middle layers have the shapes of the network's segments."""
  with torch.no_grad(): found = net.eval().outputs(torch.zeros(1, 3, 112, 112, device=right[-1].device))
  net.train()
  return [answer.shape[1:] for answer in found] == [truth.shape[1:] for truth in right]


def answers(outputs, image, forced):
  last = dict(memory_format=torch.channels_last)
  with torch.autocast(image.device.type, torch.bfloat16):
    return outputs(image.contiguous(**last), forced and [part.contiguous(**last) for part in forced])


@torch.no_grad()
def anchors(teacher, crops, path):
  """What the teacher says of each crop in its place, the mirrored one added: (n, dimensions) of length 1."""
  if os.path.exists(path): return torch.load(path, map_location=crops.pixels.device, weights_only=True)
  found = []
  for part in crops.pixels.split(256):
    image = part[:, :3, MARGIN:-MARGIN, MARGIN:-MARGIN].float()
    found.append(F.normalize(teacher(image)[-1] + teacher(image.flip(3))[-1]))
  torch.save(torch.cat(found), path)
  return torch.cat(found)


def target(options, said, known, where, nobody):
  """The embedding that the student is to give: what the teacher said of the view, and of the crop in its place."""
  if known is None: return F.normalize(said)
  share = options.anchor * known[where]
  share[nobody] = 0
  return F.normalize(F.normalize(said) + share)


def losses(options, found, right, wanted, head, person, led, margin):
  student = F.normalize(found[-1].float())
  every = distillation(student, wanted, options.pairs)
  if led: every.append(options.middle * middle(found[:-1], right[:-1]))
  if options.people: every.append(options.people * arcface(student, head, person, margin))
  return every


def train(options):
  device = start(options)
  crops, teacher = Crops(options.data, device), load_teacher(options.teacher, device, options.middle > 0)
  known = anchors(teacher, crops, f"{options.out}/anchors.pt") if options.anchor or options.people else None
  person, centres = classes(known, crops.person, crops.people) if options.people else (crops.person, None)
  net, average = Recogniser(), Recogniser()
  average.load_state_dict(net.state_dict())
  run = Run(options, net, average, device, nn.Parameter(centres) if options.people else None)
  led = options.middle > 0 and fits(net, teacher(torch.zeros(1, 3, 112, 112, device=device)))
  if not led: print("Learning from the teacher's embeddings alone, without its middle layers.", flush=True)
  outputs = torch.compile(net.outputs) if device.type == "cuda" else net.outputs
  for where in batches(Order(len(crops), run.seen), options.batch):
    where = where.to(device)
    whole, damaged, nobody = views(crops.pixels, where, Dice(run.seen, device))
    # Middle layers can only be compared of one picture.
    right, alone = teacher(damaged if led else whole), led and run.seen < options.forced
    wanted, who = target(options, right[-1], known, where, nobody), person[where].index_fill(0, nobody, -1)
    found = answers(outputs, damaged, right[:-1] if alone else None)
    margin = MARGIN_AT_END * min(1, 2 * run.seen / options.samples)
    every = losses(options, found, right, wanted, run.head, who, led, margin)
    if run.step(every, len(where), ALONE if alone else 1): break


if __name__ == "__main__": train(arguments())
