"""Trains the recogniser on aligned crops by the answers of a teacher and, where known, the people's names.

A checkpoint keeps everything; the same command goes on where it stopped. The learning rate is flat and falls over
the last quarter of --samples, so a run may be lengthened, or brought to its end early, by another --samples.
"""
import argparse
import csv
import os
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

from data import Crops, Order
from network import SIZES, Recogniser, grow
from teacher import load_teacher

WARM_UP, FALL, HALF_LIFE = 10_000, 0.25, 15_000  # samples, share of the run, samples


def arguments():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--data", required=True, help="folder with index.csv and faces-N.bin")
  parser.add_argument("--teacher", required=True, help="ONNX recogniser with 128 dimensions")
  parser.add_argument("--out", required=True, help="folder for checkpoint.pt and losses.csv")
  parser.add_argument("--size", default="mini", choices=SIZES)
  parser.add_argument("--grow", help="weights of the size 'pilot' to start from")
  parser.add_argument("--samples", type=int, default=2_000_000, help="length of the run in crops")
  parser.add_argument("--minutes", type=float, help="stop after this time; the run can go on later")
  parser.add_argument("--batch", type=int, default=128)
  parser.add_argument("--rate", type=float, default=1e-3)
  parser.add_argument("--pairs", type=float, default=8, help="weight of the loss on pairwise similarities")
  parser.add_argument("--people", type=float, default=0, help="weight of the ArcFace loss on labelled people")
  parser.add_argument("--threads", type=int, help="CPU threads")
  return parser.parse_args()


class Run:
  """Network, average, head, optimiser and the number of samples seen."""

  def __init__(self, options, people, device):
    self.options, self.seen = options, 0
    self.net, self.average = Recogniser(options.size), Recogniser(options.size)
    if options.grow:
      pilot = Recogniser("pilot")
      pilot.load_state_dict(torch.load(options.grow, map_location="cpu", weights_only=True))
      grow(pilot, self.net)
    self.average.load_state_dict(self.net.state_dict())
    self.net.to(device, memory_format=torch.channels_last)
    self.average.to(device).eval()
    self.head = nn.Parameter(F.normalize(torch.randn(max(people, 1), 128)).to(device))
    self.optimiser = torch.optim.AdamW(
      [*self.net.parameters(), self.head], options.rate, betas=(0.9, 0.98), weight_decay=2e-4)
    self.path = os.path.join(options.out, "checkpoint.pt")
    if os.path.exists(self.path): self.load(device)

  def load(self, device):
    state = torch.load(self.path, map_location=device, weights_only=True)
    for part in ("net", "average", "optimiser"): getattr(self, part).load_state_dict(state[part])
    self.head.data.copy_(state["head"])
    self.seen = state["seen"]

  def save(self):
    parts = {part: getattr(self, part).state_dict() for part in ("net", "average", "optimiser")}
    torch.save({**parts, "head": self.head.data, "seen": self.seen, "size": self.options.size}, self.path + ".new")
    os.replace(self.path + ".new", self.path)

  def step(self, losses):
    for group in self.optimiser.param_groups: group["lr"] = self.rate()
    self.optimiser.zero_grad()
    sum(losses).backward()
    nn.utils.clip_grad_norm_(self.net.parameters(), 1)
    self.optimiser.step()

  def rate(self):
    left = (self.options.samples - self.seen) / (self.options.samples * FALL)
    return self.options.rate * min(1, (self.seen + 1) / WARM_UP, max(left, 0.01))

  @torch.no_grad()
  def follow(self, samples):
    """Moves the average of the weights towards the network, by half in HALF_LIFE samples."""
    share = 1 - 0.5 ** (samples / HALF_LIFE)
    for slow, fast in zip(self.average.state_dict().values(), self.net.state_dict().values()):
      if slow.is_floating_point(): slow.lerp_(fast, share)
      else: slow.copy_(fast)


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
  device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
  if options.threads: torch.set_num_threads(options.threads)
  os.makedirs(options.out, exist_ok=True)
  crops, teacher = Crops(options.data), load_teacher(options.teacher, device)
  run = Run(options, crops.people, device)
  loader = torch.utils.data.DataLoader(
    crops, options.batch, sampler=Order(len(crops), run.seen), drop_last=True,
    num_workers=os.cpu_count() if device.type == "cuda" else 0)
  start = saved = time.monotonic()
  for clean, damaged, person in loader:
    with torch.autocast(device.type, torch.bfloat16):
      embedding = run.net(damaged.to(device).float().contiguous(memory_format=torch.channels_last))
    student, target = F.normalize(embedding.float()), teacher(clean.to(device).float())
    losses = distillation(student, target, options.pairs)
    if options.people: losses.append(options.people * arcface(student, run.head, person.to(device)))
    run.step(losses)
    run.seen += len(person)
    run.follow(len(person))
    report(run, losses)
    now = time.monotonic()
    done = run.seen >= options.samples or options.minutes and now - start > 60 * options.minutes
    if done or now - saved > 300:
      run.save()
      saved = now
    if done: break


def report(run, losses, every=20):
  """Keeps running means of the losses and writes a line of losses.csv now and then."""
  values = [loss.item() for loss in losses]
  old = getattr(run, "means", values)
  run.means = [0.98 * a + 0.02 * b for a, b in zip(old, values)]
  run.steps = getattr(run, "steps", 0) + 1
  if run.steps % every: return
  with open(os.path.join(run.options.out, "losses.csv"), "a", newline="") as file:
    csv.writer(file).writerow([run.seen, int(time.time()), *(f"{value:.5f}" for value in run.means)])


if __name__ == "__main__": train(arguments())
