"""Makes shards for training out of a folder with a folder of photos for each person: FOLDER/PERSON/photo.jpg.

The largest face of each photo is taken; photos directly in FOLDER are of unknown people."""
import argparse
import csv
import os

import cv2

from faces import Detector, align


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("folder")
  parser.add_argument("out")
  parser.add_argument("--detector", required=True, help="ONNX detector with YuNet's twelve outputs")
  parser.add_argument("--score", type=float, default=0.7)
  options = parser.parse_args()
  detector = Detector(options.detector, options.score)
  os.makedirs(options.out, exist_ok=True)
  with open(f"{options.out}/faces-0.bin", "wb") as shard, open(f"{options.out}/index.csv", "w", newline="") as index:
    writer = csv.writer(index)
    writer.writerow(["shard", "offset", "length", "person", "source"])
    for person, path in photos(options.folder):
      data = crop(path, detector)
      if data is None: continue
      writer.writerow([0, shard.tell(), len(data), person, ""])
      shard.write(data)


def photos(folder):
  for place, folders, names in os.walk(folder):
    folders.sort()
    person = os.path.relpath(place, folder)
    for name in sorted(names): yield "" if person == "." else person, os.path.join(place, name)


def crop(path, detector):
  """The largest face as WebP, or nothing where there is none."""
  photo = cv2.imread(path)
  found = detector(photo) if photo is not None else []
  if not found:
    print(f"{path}: {'not a photo' if photo is None else 'no face'}, left out")
    return None
  return cv2.imencode(".webp", align(photo, found[0], margin=4), [cv2.IMWRITE_WEBP_QUALITY, 90])[1].tobytes()


if __name__ == "__main__": main()
