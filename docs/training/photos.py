"""Whole photos for the detector, and the faces that a teacher finds in each of them."""
import csv
import os

import cv2
import numpy as np

from faces import Detector

LONGEST, LEAST = 640, 0.25  # pixels kept of a photo's longer side; score from which a face is at least avoided


class Photos:
  """`folder` holds photos at any depth, or photos.csv (`offset,length,…`, and `shard` where there are several) with
  photos-N.bin, encoded photos one after another. The folder `keep` gets the photos, small, and the teacher's faces:
  faces[i] as of Detector.faces, shapes[i] (height, width)."""

  def __init__(self, folder, teacher, keep):
    index, data = os.path.join(keep, "photos.npz"), os.path.join(keep, "photos.bin")
    sources = shards(folder) if os.path.exists(os.path.join(folder, "photos.csv")) else files(folder)
    if not os.path.exists(index): prepare(sources, Detector(teacher, LEAST, 1), index, data)
    known = np.load(index)
    if known["sources"] != len(sources): raise SystemExit(f"{index} is of other photos; use another --out.")
    self.ends, self.shapes, self.data = known["ends"], known["shapes"], np.memmap(data, np.uint8, "r")
    self.faces = [known["faces"][known["photo"] == photo] for photo in range(len(self))]

  def __len__(self):
    return len(self.ends)

  def photo(self, index):
    """(H, W, 3) uint8 BGR of at most 640 pixels."""
    return cv2.imdecode(self.data[self.ends[index - 1] if index else 0:self.ends[index]], cv2.IMREAD_COLOR)


def shards(folder):
  """For each photo a pair: what messages call it, and a function that gives its bytes."""
  with open(os.path.join(folder, "photos.csv"), newline="") as file: rows = list(csv.DictReader(file))
  place = [(int(row.get("shard", 0)), int(row["offset"]), int(row["length"])) for row in rows]
  data = {shard: np.memmap(os.path.join(folder, f"photos-{shard}.bin"), np.uint8, "r") for shard, _, _ in place}
  return [(f"photo {number}", lambda shard=shard, at=at, length=length: data[shard][at:at + length])
          for number, (shard, at, length) in enumerate(place)]


def files(folder):
  paths = sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)
  return [(path, lambda path=path: np.fromfile(path, np.uint8)) for path in paths]


def prepare(sources, detector, index, data):
  ends, shapes, faces, owner = [], [], [np.zeros((0, 15))], []
  with open(data, "wb") as file:
    for name, read in sources:
      photo = decoded(read())
      if photo is None:
        print(f"{name}: not a photo, or a mere strip, left out")
        continue
      faces.append(detector.faces(photo))
      owner += [len(ends)] * len(faces[-1])
      file.write(cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes())
      ends.append(file.tell())
      shapes.append(photo.shape[:2])
  if not ends: raise SystemExit("There are no photos to learn from.")
  np.savez(index, ends=ends, shapes=shapes, sources=len(sources),
           faces=np.concatenate(faces), photo=np.array(owner, int))


def decoded(data):
  """The photo, of at most 640 pixels; nothing where it cannot be used."""
  photo = cv2.imdecode(data, cv2.IMREAD_COLOR) if len(data) else None
  if photo is None or max(photo.shape[:2]) > 16 * min(photo.shape[:2]): return None
  scale = LONGEST / max(photo.shape[:2])
  return cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else photo
