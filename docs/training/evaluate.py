"""Mean average precision, rank-1 and TAR at FAR 1e-3 of recognisers on a folder with photos/ and labels.csv
(`file,person`), and optionally on pairs (photos/ and `pairs.txt` of `path path label`).

Each photo's largest face is a query; another photo's score is that of its best face, with the mirrored crop added.
"""
import argparse
import csv
import os

import cv2
import numpy as np
import onnxruntime
import torch

import export
from faces import Detector, align


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("recognisers", nargs="+", help="checkpoints (.pt) or ONNX files")
  parser.add_argument("--album", required=True)
  parser.add_argument("--pairs")
  parser.add_argument("--detector", required=True)
  parser.add_argument("--score", type=float, default=0.7)
  parser.add_argument("--cache", default=".", help="folder that keeps the aligned crops")
  parser.add_argument("--curve", help="CSV file to which a line for each recogniser is added")
  options = parser.parse_args()
  torch.set_num_threads(2)
  with open(f"{options.album}/labels.csv", newline="") as file: labels = list(csv.DictReader(file))
  people = np.array([row["person"] for row in labels])
  album = crops(options, "album", [f"{options.album}/photos/{row['file']}" for row in labels])
  print("recogniser, mean average precision, rank-1, TAR at FAR 1e-3, its threshold, TAR of pairs, cosine to first")
  first = None
  for path in options.recognisers:
    embed = recogniser(path)
    faces = embed(album["crops"])
    first = faces if first is None else first
    found = [*retrieval(faces, album["photo"], people), *tar(*pairwise(faces, album["photo"], people))]
    found += [pairs(options, embed)[0] if options.pairs else float("nan"), (faces * first).sum(1).mean()]
    print(path, " ".join(f"{value:.4f}" for value in found), flush=True)
    if options.curve: log(options.curve, path, found)


def log(curve, path, found):
  seen = torch.load(path, map_location="cpu", weights_only=True).get("seen", 0) if path.endswith(".pt") else 0
  with open(curve, "a", newline="") as file:
    csv.writer(file).writerow([path, seen, *(f"{value:.4f}" for value in found)])


def crops(options, name, paths):
  """Aligned crops (n, 112, 112, 3) RGB of all faces, the largest of each photo first, and the photo of each."""
  detector = os.path.basename(os.path.dirname(options.detector)) + os.path.basename(options.detector)
  cache = f"{options.cache}/{name}-{detector}-{options.score}.npz"
  if not os.path.exists(cache):
    detect, images, owner = Detector(options.detector, options.score), [], []
    for index, path in enumerate(paths):
      photo = cv2.imread(path)
      if photo is None: raise SystemExit(f"{path} cannot be read.")
      found = [align(photo, points)[:, :, ::-1] for points in detect(photo)]
      images += found
      owner += [index] * len(found)
    np.savez(cache, crops=np.array(images), photo=np.array(owner))
  return np.load(cache)


def recogniser(path):
  """A function from crops (n, 112, 112, 3) to normalised embeddings, the mirrored crop's added."""
  if path.endswith(".pt"):
    net = export.load(path)
    run = lambda batch: net(torch.from_numpy(batch)).detach().numpy()
  else:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    run = lambda batch: session.run(None, {session.get_inputs()[0].name: batch})[0]
  def embed(images):
    batch = np.ascontiguousarray(images.transpose(0, 3, 1, 2), np.float32)
    parts = np.array_split(batch, -(-len(batch) // 32))
    sums = np.concatenate([run(part) + run(np.ascontiguousarray(part[..., ::-1])) for part in parts])
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)
  return embed


def largest(photo):
  """The index of the first, largest face of each photo that has one."""
  return np.unique(photo, return_index=True)[1]


def retrieval(faces, photo, people):
  """Mean average precision and rank-1; a photo without a face scores 0 as a query and comes last as an answer."""
  precision, rank1 = [], []
  for index in largest(photo):
    scores = np.full(len(people), -1.0)
    np.maximum.at(scores, photo, faces @ faces[index])
    others = np.flatnonzero(np.arange(len(people)) != photo[index])
    right = people[others][np.argsort(-scores[others], kind="stable")] == people[photo[index]]
    precision.append((np.cumsum(right) / np.arange(1, len(right) + 1))[right].mean())
    rank1.append(right[0])
  return sum(precision) / len(people), sum(rank1) / len(people)


def pairwise(faces, photo, people):
  index = largest(photo)
  who, (i, j) = people[photo[index]], np.triu_indices(len(index), 1)
  return (faces[index] @ faces[index].T)[i, j], who[i] == who[j]


def tar(scores, same, far=1e-3):
  """The share of same pairs over the threshold that lets `far` of the others pass, and that threshold."""
  other = np.sort(scores[~same])[::-1]
  threshold = other[int(len(other) * far)]
  return (scores[same] > threshold).mean(), threshold


def pairs(options, embed):
  with open(f"{options.pairs}/pairs.txt") as file: rows = [line.split() for line in file if line.strip()]
  paths = sorted({path for row in rows for path in row[:2]})
  found = crops(options, "pairs", [f"{options.pairs}/photos/{path}" for path in paths])
  faces, index = embed(found["crops"]), dict(zip(found["photo"][largest(found["photo"])], largest(found["photo"])))
  rows = [(index.get(paths.index(a)), index.get(paths.index(b)), label == "1") for a, b, label in rows]
  scores = np.array([faces[a] @ faces[b] if a is not None and b is not None else -1 for a, b, _ in rows])
  return tar(scores, np.array([same for _, _, same in rows]))


if __name__ == "__main__": main()
