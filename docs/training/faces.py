"""Faces of whole photos: a detector of YuNet's or SCRFD's layout, and the five-point alignment."""
import cv2
import numpy as np
import onnxruntime

STRIDES = (8, 16, 32)
# Right eye, left eye, nose, right and left corner of the mouth in the 112×112 crop, as ArcFace places them.
TEMPLATE = np.array([
  (38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)])


class Detector:
  """`path` is an ONNX detector with YuNet's twelve or SCRFD's nine outputs that takes any size in multiples of 32."""

  def __init__(self, path, score, threads=0):
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.log_severity_level = threads, 3
    self.session = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])
    self.score, self.input = score, self.session.get_inputs()[0].name
    self.names = [output.name for output in self.session.get_outputs()]
    self.is_yunet = "cls_8" in self.names
    if not self.is_yunet and len(self.names) != 9: raise SystemExit(f"{path} has neither YuNet's nor SCRFD's outputs.")

  def __call__(self, photo, longest=640):
    """photo (H, W, 3) uint8 BGR; returns the points (5, 2) of each face, the largest face first."""
    return [face[5:].reshape(5, 2) for face in self.faces(photo, longest)]

  def faces(self, photo, longest=640, averaged=True):
    """(n, 15): left, top, width, height, score and five points of each face in pixels, the largest face first. The
    points are averaged over all boxes on the face, or those of the best."""
    scale = longest / max(photo.shape[:2])
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    height, width = (-(-side // 32) * 32 for side in small.shape[:2])
    canvas = np.zeros((height, width, 3), np.uint8)
    canvas[:small.shape[0], :small.shape[1]] = small
    found = np.concatenate([
      decode(answer, stride, canvas.shape, self.score) for stride, answer in zip(STRIDES, self.dense(canvas))])
    kept = np.array(cv2.dnn.NMSBoxes(found[:, :4].tolist(), found[:, 4].tolist(), self.score, 0.4), int).reshape(-1)
    if averaged: average(found, kept)
    kept = sorted(kept, key=lambda index: -found[index, 2] * found[index, 3])
    return found[kept] / [*[scale] * 4, 1, *[scale] * 10]

  def dense(self, image):
    """image (H, W, 3) uint8 BGR. For each stride (cells or anchors, 16): class, object, box and points as of YuNet."""
    image = image.astype(np.float32).transpose(2, 0, 1)[None]
    if self.is_yunet:
      values = dict(zip(self.names, self.session.run(None, {self.input: image})))
      kinds = ("cls", "obj", "bbox", "kps")
      return [np.hstack([values[f"{kind}_{stride}"][0] for kind in kinds]) for stride in STRIDES]
    values = self.session.run(None, {self.input: (np.ascontiguousarray(image[:, ::-1]) - 127.5) / 128})
    scores, boxes, points = ([v for v in values if v.shape[-1] == length] for length in (1, 4, 10))
    return [np.hstack([score, score, centred(box), point]) for score, box, point in zip(scores, boxes, points)]


def centred(sides):
  """Distances to the left, top, right and bottom as YuNet's box: the centre's offset and the size's logarithm."""
  return np.hstack([(sides[:, 2:] - sides[:, :2]) / 2, np.log(np.maximum(sides[:, 2:] + sides[:, :2], 1e-6))])


def decode(answer, stride, shape, least):
  """The faces (n, 15) of one stride that score above `least`, in pixels of the network's input of (H, W)."""
  columns, rows = shape[1] // stride, shape[0] // stride
  score = np.sqrt(answer[:, 0].clip(0, 1) * answer[:, 1].clip(0, 1))
  where = np.flatnonzero(score > least)
  cell = where // (len(answer) // (columns * rows))
  corner = np.stack([cell % columns, cell // columns], 1)
  size = np.exp(answer[where, 4:6])
  low, points = corner + answer[where, 2:4] - size / 2, answer[where, 6:] + np.tile(corner, 5)
  return np.hstack([low * stride, size * stride, score[where, None], points * stride])


def intersection_over_union(a, b):
  """Boxes (n, 4) and (m, 4) of left, top, width and height; returns (n, m)."""
  low = np.maximum(a[:, None, :2], b[:, :2])
  high = np.minimum((a[:, :2] + a[:, 2:])[:, None], b[:, :2] + b[:, 2:])
  common = (high - low).clip(0).prod(2)
  return common / (a[:, 2:].prod(1)[:, None] + b[:, 2:].prod(1) - common)


def average(found, kept):
  """Gives each of the `kept` faces the mean, weighted by score, of the points of the boxes that overlap it by half."""
  overlap = intersection_over_union(found[kept][:, :4], found[:, :4])
  near = (overlap >= 0.5) & (overlap == overlap.max(0, initial=0))
  weights = near * found[:, 4]
  found[kept, 5:] = weights @ found[:, 5:] / weights.sum(1, keepdims=True)


def align(photo, points, margin=0):
  """The face as a square of 112 + 2 × margin pixels, by the least-squares similarity transform (Umeyama 1991)."""
  matrix = similarity(points, TEMPLATE + margin)
  side = 112 + 2 * margin
  return cv2.warpAffine(photo, matrix, (side, side))


def similarity(source, target):
  a, b = source - source.mean(0), target - target.mean(0)
  cosine, sine = (a * b).sum(), (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()
  turn = np.array([[cosine, -sine], [sine, cosine]]) / (a ** 2).sum()
  return np.hstack([turn, (target.mean(0) - turn @ source.mean(0))[:, None]])
