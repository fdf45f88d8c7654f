"""Aligned face crops, decoded once, and the order in which training sees them."""
import csv
import os
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import torch

SIDE, MARGIN = 120, 4  # pixels of a crop, of which so many on each side lie outside the 112×112 template


class Crops:
  """`folder` holds faces-N.bin, encoded 120×120 crops one after another, and index.csv, a line
  `shard,offset,length,person,source` for each.

  pixels: (n, 4, 120, 120) uint8 on `device`: red, green, blue, and how much of the pixel lies outside the photo.
  person: (n,) int64 on `device`, the person's number, -1 where unknown."""

  def __init__(self, folder, device="cpu", only=None):
    """`only`: positions in index.csv of the crops to decode; all where it is left out."""
    with open(os.path.join(folder, "index.csv"), newline="") as file:
      rows = list(csv.DictReader(file))
    if not rows: raise SystemExit(f"{folder}/index.csv names no crops; make shards with crop.py.")
    people = sorted({row["person"] for row in rows if row["person"]})
    number = {person: index for index, person in enumerate(people)}
    self.people = len(people)
    rows = rows if only is None else [rows[index] for index in only]
    self.person = torch.tensor([number.get(row["person"], -1) for row in rows], device=device)
    self.pixels = torch.from_numpy(decoded(folder, rows)).to(device)

  def __len__(self):
    return len(self.pixels)


def decoded(folder, rows):
  shards = {shard: np.memmap(os.path.join(folder, f"faces-{shard}.bin"), np.uint8, "r")
            for shard in {row["shard"] for row in rows}}
  pixels = np.empty((len(rows), 4, SIDE, SIDE), np.uint8)

  def decode(index):
    row = rows[index]
    offset, length = int(row["offset"]), int(row["length"])
    crop = cv2.imdecode(shards[row["shard"]][offset:offset + length], cv2.IMREAD_COLOR)
    if crop is None or crop.shape != (SIDE, SIDE, 3):
      raise SystemExit(f"faces-{row['shard']}.bin: at {offset} there is no picture of {SIDE}×{SIDE} pixels.")
    pixels[index, :3] = crop[:, :, ::-1].transpose(2, 0, 1)
    pixels[index, 3] = outside(crop)

  with ThreadPoolExecutor() as pool: list(pool.map(decode, range(len(rows)), chunksize=256))
  return pixels


def outside(crop):
  """How much (0..255) of each pixel lies beyond the photo's end: where it is black from an edge on, softened."""
  black = cv2.morphologyEx((crop.max(2) < 12).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
  _, parts = cv2.connectedComponents(cv2.copyMakeBorder(black, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1))
  beyond = (parts == parts[0, 0])[1:-1, 1:-1].astype(np.float32)
  return 255 * cv2.GaussianBlur(cv2.dilate(beyond, np.ones((5, 5))), (0, 0), 1.5)


class Order(torch.utils.data.Sampler):
  """Indices without end: each of `count` once in every epoch, shuffled by the epoch's number, from `start` on."""

  def __init__(self, count, start):
    self.count, self.start = count, start

  def __iter__(self):
    epoch, at = divmod(self.start, self.count)
    while True:
      yield from np.random.default_rng(epoch).permutation(self.count)[at:].tolist()
      epoch, at = epoch + 1, 0


def batches(order, size):
  """Index tensors (size,)."""
  indices = iter(order)
  while True: yield torch.tensor([next(indices) for _ in range(size)])
