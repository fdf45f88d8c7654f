"""Trains the detector on compositions of whole photos by the answers of one or two teachers.

--teacher finds the faces of the whole photos, once; --dense, a detector of YuNet's layout, looks at each composition
and says which cells answer for a face. A checkpoint keeps everything; the same command goes on where it stopped.
"""
import argparse
import os

import cv2
import torch
import torch.nn.functional as F

from data import Order
from detector_network import SIZES, DetectorNetwork, inherit
from photos import Photos
from run import Run, add_arguments, start
from targets import Compositions


def arguments():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--data", required=True, help="folder of photos, or with photos.csv and photos-N.bin")
  parser.add_argument("--teacher", required=True, help="ONNX detector with YuNet's or SCRFD's outputs")
  parser.add_argument("--dense", help="ONNX detector with YuNet's outputs; may be the same")
  parser.add_argument("--size", default="mini", choices=SIZES)
  parser.add_argument("--grow", help="checkpoint, or weights of the size 'pilot', to start from")
  add_arguments(parser, samples=300_000, batch=32, rate=0.01)
  return parser.parse_args()


def networks(options):
  """The network, and another of the same weights for their average."""
  net, average = DetectorNetwork(options.size), DetectorNetwork(options.size)
  if options.grow:
    old = torch.load(options.grow, map_location="cpu", weights_only=True)
    inherit(net, old.get("average", old))
  average.load_state_dict(net.state_dict())
  return net, average


def losses(maps, target):
  """maps of the network, target (N, 2100, 18) as of Compositions; losses of the score, the box and the points.

  The score's is the divergence from the teacher's, more where there is a face; errors of box and points count in
  shares of the face's size, so that large and small faces are learnt alike. Background counts the more the surer the
  network is of a face. All per cell with a face."""
  answer = torch.cat([level.float().flatten(2).transpose(1, 2) for level in maps], 1)
  weight, place, truth = target[..., 0], target[..., 1], target[..., 2:]
  side = truth[..., 4:6].mean(-1, keepdim=True).exp()
  score = divergence(answer[..., :2], truth[..., :2]).sum(-1)
  centre = near(answer[..., 2:4] / side, truth[..., 2:4] / side)
  size, points = near(answer[..., 4:6], truth[..., 4:6]), near(answer[..., 6:] / side, truth[..., 6:] / side)
  mass = place.sum().clamp(min=len(target))
  per_face = lambda values: values.sum() / mass
  sure = answer[..., :2].detach().sigmoid().prod(-1).sqrt() * (place == 0)
  return [per_face(score * weight * (0.2 + sure + 2 * place)), per_face(2 * (centre + size) * place),
          per_face(4 * points * place)]


def divergence(logits, truth):
  """Cross-entropy less the truth's own entropy: 0 where they agree."""
  entropy = lambda logits: F.binary_cross_entropy_with_logits(logits, truth, reduction="none")
  return entropy(logits) - entropy(torch.logit(truth, 1e-6))


def near(a, b):
  return F.smooth_l1_loss(a, b, reduction="none", beta=0.02).sum(-1)


def train(options):
  device = start(options)
  if options.threads: cv2.setNumThreads(options.threads)
  photos = Photos(options.data, options.teacher, options.out)
  run = Run(options, *networks(options), device)
  loader = torch.utils.data.DataLoader(
    Compositions(photos, options.dense), options.batch, sampler=Order(len(photos), run.seen), drop_last=True,
    num_workers=os.cpu_count() if device.type == "cuda" else 0)
  for picture, target in loader:
    with torch.autocast(device.type, torch.bfloat16):
      maps = run.net(picture.to(device).float().contiguous(memory_format=torch.channels_last))
    if run.step(losses(maps, target.to(device)), len(picture)): break


if __name__ == "__main__": train(arguments())
