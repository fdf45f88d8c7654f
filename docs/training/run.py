"""A training that stops and goes on: network, average of its weights, optimiser, checkpoint, learning rate, losses."""
import csv
import os
import time

import torch

from muon import Muon

WARM_UP, FALL, HALF_LIFE = 1_000, 0.5, 15_000  # samples, share of the run, samples; less in a run of few samples
SAVE_EVERY = 300  # seconds


def add_arguments(parser, samples, batch, rate):
  parser.add_argument("--out", required=True, help="folder for checkpoint.pt and losses.csv")
  parser.add_argument("--samples", type=int, default=samples, help="length of the run in pictures")
  parser.add_argument("--minutes", type=float, help="stop after this time; the run can go on later")
  parser.add_argument("--batch", type=int, default=batch)
  parser.add_argument("--rate", type=float, default=rate)
  parser.add_argument("--threads", type=int, help="CPU threads")


def start(options):
  """Makes the folder and chooses the device: a GPU where there is one."""
  if options.threads: torch.set_num_threads(options.threads)
  os.makedirs(options.out, exist_ok=True)
  return torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Run:
  """`net` and `average` are two networks of one make with the same weights; `head`, where given, is a parameter
  that learns along. Takes up the checkpoint in options.out where there is one; one without the head begins it anew."""

  def __init__(self, options, net, average, device, head=None):
    self.options, self.seen, self.steps, self.means = options, 0, 0, None
    self.net, self.average = net.to(device, memory_format=torch.channels_last), average.to(device).eval()
    self.head = head
    self.optimiser = Muon(self.net, [] if head is None else [head], options.rate)
    self.short = options.samples / 20
    self.path = os.path.join(options.out, "checkpoint.pt")
    if os.path.exists(self.path): self.load(device)
    self.begun = self.saved = time.monotonic()

  def load(self, device):
    state = torch.load(self.path, map_location=device, weights_only=True)
    if state["size"] != self.options.size:
      raise SystemExit(f"{self.path} is of the size {state['size']}; go on with --size {state['size']}.")
    for part in ("net", "average"): getattr(self, part).load_state_dict(state[part])
    if self.head is None or "head" in state: self.optimiser.load_state_dict(state["optimiser"])
    if self.head is not None and "head" in state: self.head.data.copy_(state["head"])
    self.seen = state["seen"]

  def save(self):
    parts = {part: getattr(self, part).state_dict() for part in ("net", "average", "optimiser")}
    if self.head is not None: parts["head"] = self.head.data
    torch.save({**parts, "seen": self.seen, "size": self.options.size}, self.path + ".new")
    os.replace(self.path + ".new", self.path)

  def step(self, losses, samples, scale=1):
    """Learns from one batch at `scale` times the rate and keeps the books; returns whether the run has come to its
    end, or its time."""
    self.optimiser.set_rate(scale * self.rate())
    self.optimiser.zero_grad()
    sum(losses).backward()
    self.optimiser.step()
    self.seen += samples
    self.follow(samples)
    self.report(losses)
    return self.keep()

  def rate(self):
    left = (self.options.samples - self.seen) / (self.options.samples * FALL)
    return self.options.rate * min(1, (self.seen + 1) / min(WARM_UP, self.short), max(left, 0.01))

  @torch.no_grad()
  def follow(self, samples):
    """Moves the average of the weights towards the network, by half in HALF_LIFE samples."""
    share = 1 - 0.5 ** (samples / min(HALF_LIFE, self.short))
    pairs = list(zip(self.average.state_dict().values(), self.net.state_dict().values()))
    floating = [pair for pair in pairs if pair[0].is_floating_point()]
    torch._foreach_lerp_(*(list(side) for side in zip(*floating)), share)
    for slow, fast in pairs:
      if not slow.is_floating_point(): slow.copy_(fast)

  def report(self, losses, every=20):
    """Keeps running means of the losses and writes a line `seen,time,losses…` of losses.csv now and then."""
    values = torch.stack([loss.detach().float() for loss in losses])
    self.means = values if self.means is None else self.means.lerp(values, 0.02)
    self.steps += 1
    if self.steps % every: return
    with open(os.path.join(self.options.out, "losses.csv"), "a", newline="") as file:
      csv.writer(file).writerow([self.seen, int(time.time()), *(f"{value:.5f}" for value in self.means.tolist())])

  def keep(self):
    now, options = time.monotonic(), self.options
    done = self.seen >= options.samples or bool(options.minutes and now - self.begun > 60 * options.minutes)
    if done or now - self.saved > SAVE_EVERY:
      self.save()
      self.saved = now
    return done
