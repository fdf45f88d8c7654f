"""The shards of aligned face crops, and the order in which training sees them."""
import csv
import os

import cv2
import numpy as np
import torch

import augment

BEHIND, BLENDED = 0.35, 0.2  # shares of the crops: with another crop behind, blended with another


class Crops(torch.utils.data.Dataset):
  """`folder` holds faces-N.bin, encoded 120×120 crops one after another, and index.csv, a line
  `shard,offset,length,person,source` for each. Item i: a view (3, 112, 112) uint8 RGB and the person's number,
  -1 where unknown."""

  def __init__(self, folder):
    with open(os.path.join(folder, "index.csv"), newline="") as file:
      rows = list(csv.DictReader(file))
    if not rows: raise SystemExit(f"{folder}/index.csv names no crops; make shards with crop.py.")
    people = sorted({row["person"] for row in rows if row["person"]})
    number = {person: index for index, person in enumerate(people)}
    self.people = len(people)
    self.person = np.array([number.get(row["person"], -1) for row in rows])
    self.place = [(int(row["shard"]), int(row["offset"]), int(row["length"])) for row in rows]
    self.shards = [np.memmap(os.path.join(folder, f"faces-{shard}.bin"), np.uint8, "r")
                   for shard in range(1 + max(shard for shard, _, _ in self.place))]

  def __len__(self):
    return len(self.place)

  def __getitem__(self, index):
    random = np.random.default_rng()
    crop, person = self.mixed(index, random)
    view = augment.view(crop, random)
    return torch.from_numpy(np.ascontiguousarray(view.transpose(2, 0, 1))), person

  def mixed(self, index, random):
    crop, person, chance = self.crop(index), self.person[index], random.random()
    if chance > BEHIND + BLENDED: return crop, person
    other = self.crop(random.integers(len(self)))
    if chance < BEHIND: return augment.behind(crop, other), person
    return augment.blend(crop, other, random), -1

  def crop(self, index):
    shard, offset, length = self.place[index]
    image = cv2.imdecode(self.shards[shard][offset:offset + length], cv2.IMREAD_COLOR)
    if image is None: raise SystemExit(f"Crop {index} of faces-{shard}.bin cannot be decoded.")
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


class Order(torch.utils.data.Sampler):
  """Every crop once in each epoch, shuffled by the epoch's number, from sample `start` on without end."""

  def __init__(self, count, start):
    self.count, self.start = count, start

  def __iter__(self):
    epoch, at = divmod(self.start, self.count)
    while True:
      yield from np.random.default_rng(epoch).permutation(self.count)[at:].tolist()
      epoch, at = epoch + 1, 0
