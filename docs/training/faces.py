"""Faces of whole photos: a detector of YuNet's layout, and the five-point alignment."""
import cv2
import numpy as np
import onnxruntime

# Right eye, left eye, nose, right and left corner of the mouth in the 112×112 crop, as ArcFace places them.
TEMPLATE = np.array([
  (38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)])


class Detector:
  """`path` is an ONNX detector with YuNet's twelve outputs that takes any size in multiples of 32 pixels."""

  def __init__(self, path, score):
    self.session, self.score = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]), score
    self.input = self.session.get_inputs()[0].name
    self.names = [output.name for output in self.session.get_outputs()]

  def __call__(self, photo, longest=640):
    """photo (H, W, 3) uint8 BGR; returns the points (5, 2) of each face, the largest face first."""
    scale = longest / max(photo.shape[:2])
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    height, width = (-(-side // 32) * 32 for side in small.shape[:2])
    canvas = np.zeros((height, width, 3), np.float32)
    canvas[:small.shape[0], :small.shape[1]] = small
    values = self.session.run(None, {self.input: canvas.transpose(2, 0, 1)[None]})
    boxes, scores, points = self.decode(dict(zip(self.names, values)), width)
    kept = np.array(cv2.dnn.NMSBoxes(boxes, scores, self.score, 0.4), int).reshape(-1)
    kept = sorted(kept, key=lambda index: -boxes[index][2] * boxes[index][3])
    return [points[index] / scale for index in kept]

  def decode(self, values, width):
    boxes, scores, points = [], [], []
    for stride in (8, 16, 32):
      score = np.sqrt(values[f"cls_{stride}"][0, :, 0].clip(0, 1) * values[f"obj_{stride}"][0, :, 0].clip(0, 1))
      for cell in np.flatnonzero(score > self.score):
        corner = np.array([cell % (width // stride), cell // (width // stride)])
        box = values[f"bbox_{stride}"][0, cell]
        size = np.exp(box[2:]) * stride
        boxes.append([float(v) for v in (*((corner + box[:2]) * stride - size / 2), *size)])
        scores.append(float(score[cell]))
        points.append((values[f"kps_{stride}"][0, cell].reshape(5, 2) + corner) * stride)
    return boxes, scores, points


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
