"""The cosines that 1 in 100,000, 10,000 and 1,000 pairs of different people reach, and the share of pairs of one person
that reach them, for recognisers on the labelled crops of one source: the thresholds of a pack.

Only pairs within a source count, since the same person may stand under two names in two of them. The crops may be those
of the training: it is the pairs of different people that set the thresholds."""
import argparse
import csv
import os

import numpy as np

from data import MARGIN, Crops
from evaluate import recogniser

RATES = 1e-5, 1e-4, 1e-3


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("recognisers", nargs="+", help="checkpoints (.pt) or ONNX files")
  parser.add_argument("--data", required=True, help="folder with index.csv and faces-N.bin")
  parser.add_argument("--source", default="", help="as in the column `source` of index.csv")
  options = parser.parse_args()
  with open(os.path.join(options.data, "index.csv"), newline="") as file: rows = list(csv.DictReader(file))
  chosen = [index for index, row in enumerate(rows) if row["person"] and row["source"] == options.source]
  if len({rows[index]["person"] for index in chosen}) < 2:
    raise SystemExit(f"{options.data} has no labelled crops of two people of the source '{options.source}'.")
  crops = Crops(options.data, only=chosen)
  images = crops.pixels[:, :3, MARGIN:-MARGIN, MARGIN:-MARGIN].permute(0, 2, 3, 1).numpy()
  for path in options.recognisers: report(path, recogniser(path)(images), crops.person.numpy())


def report(path, faces, people):
  other, same = scores(faces, people)
  print(f"{path}: {len(other)} pairs of different people, {len(same)} of one")
  for rate in RATES:
    threshold = np.partition(other, int(len(other) * (1 - rate)))[int(len(other) * (1 - rate))]
    print(f"  {rate:g}: {threshold:.3f}, {100 * (same >= threshold).mean():.1f} % of one person", flush=True)


def scores(faces, people):
  """The cosines of all pairs of different people, and of all pairs of one."""
  other, same = [], []
  for index in range(1, len(faces)):
    row, equal = faces[:index] @ faces[index], people[:index] == people[index]
    other.append(row[~equal].astype(np.float32))
    same.append(row[equal])
  return np.concatenate(other), np.concatenate(same)


if __name__ == "__main__": main()
