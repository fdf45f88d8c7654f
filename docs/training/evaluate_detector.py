"""Recall, false alarms and error of the points of detectors against a reference detector, on folders of photos.

A face of the reference of at least --least is found when a box overlaps its own by 0.4 (intersection over union); a
false alarm is a box that no reference face of 0.3 or more overlaps by 0.2. `small` is the recall of the faces under
24 pixels in the 640 of the input. The error is the median distance of a point, in per cent of the distance between
the eyes; the detectors' points are averaged as in the program, the reference's are not. With --tilt or --cover the
detectors see photos that the reference has seen upright and uncovered.
"""
import argparse
import os
import tempfile

import cv2
import numpy as np

import export_detector
from compositions import cover, moved
from faces import Detector, intersection_over_union


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("detectors", nargs="+", help="FILE or FILE@SCORE: ONNX, a checkpoint or a pilot's weights")
  parser.add_argument("--photos", nargs="+", required=True)
  parser.add_argument("--reference", required=True, help="ONNX detector, as SCRFD")
  parser.add_argument("--least", type=float, default=0.6)
  parser.add_argument("--tilt", type=float, default=0, help="degrees by which each photo is turned, left or right")
  parser.add_argument("--cover", action="store_true", help="put a mask, dark glasses, a cap or a bar over each face")
  options = parser.parse_args()
  reference, photos = Detector(options.reference, 0.3), list(read(options.photos))
  truth = [reference.faces(photo, averaged=False) for photo in photos]
  random = np.random.default_rng(0)
  for index, (photo, faces) in enumerate(zip(photos, truth)):
    if options.cover: cover_all(photo, faces[faces[:, 4] >= options.least], random)
    photos[index], truth[index] = tilted(photo, faces, options.tilt * (-1) ** index)
  if not any((faces[:, 4] >= options.least).any() for faces in truth): raise SystemExit("The reference finds no faces.")
  print(f"{'detector':40} score  faces  recall   small  false  error %")
  for name in options.detectors:
    path, _, score = name.rpartition("@") if "@" in name else (name, "", 0.6)
    detector = Detector(as_onnx(path), float(score))
    found = [detector.faces(photo) for photo in photos]
    print(f"{path[-40:]:40} {detector.score:5.2f} ", row(photos, truth, found, options.least), flush=True)


def read(folders):
  for folder in folders:
    for place, _, names in os.walk(folder):
      for name in sorted(names):
        photo = cv2.imread(os.path.join(place, name))
        if photo is not None: yield photo


def cover_all(photo, faces, random):
  for face in faces: cover(photo, face, random)


def tilted(photo, faces, angle):
  """The whole photo turned by `angle` degrees on a larger canvas, and its faces."""
  if not angle: return photo, faces
  height, width = photo.shape[:2]
  matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
  size = np.ceil(np.abs(matrix[:, :2]) @ (width, height)).astype(int)
  matrix[:, 2] += (size - (width, height)) / 2
  return cv2.warpAffine(photo, matrix, size.tolist()), moved(faces, matrix, False)


def as_onnx(path):
  if path.endswith(".onnx"): return path
  out = os.path.join(tempfile.mkdtemp(), "detector.onnx")
  export_detector.export(export_detector.load(path), out)
  return out


def row(photos, truth, found, least):
  hits, small, false, errors = [], [], 0, []
  for photo, faces, boxes in zip(photos, truth, found):
    overlap = intersection_over_union(faces[:, :4], boxes[:, :4])
    false += int((overlap.max(0) < 0.2).sum()) if len(faces) else len(boxes)
    for face, row in zip(faces, overlap):
      if face[4] < least: continue
      hits.append(len(boxes) > 0 and row.max() >= 0.4)
      small.append(face[2:4].max() * 640 / max(photo.shape[:2]) < 24)
      if hits[-1]: errors.append(error(face[5:], boxes[row.argmax(), 5:]))
  hits, small = np.array(hits), np.array(small)
  share = lambda part: f"{100 * part.mean():6.1f}" if len(part) else "     –"
  median = np.median(np.concatenate(errors)) if errors else np.nan
  return f"{len(hits):5d}  {share(hits)}  {share(hits[small])}  {false:5d}  {median:7.1f}"


def error(truth, points):
  """The distance of each point, in per cent of the distance between the true eyes."""
  truth, points = truth.reshape(5, 2), points.reshape(5, 2)
  eyes = max(np.hypot(*(truth[1] - truth[0])), 1e-6)
  return 100 * np.hypot(*(points - truth).T) / eyes


if __name__ == "__main__": main()
