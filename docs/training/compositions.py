"""Pictures of 320×320 for the detector, put together from whole photos, with the faces they then hold."""
import cv2
import numpy as np

import augment

SIZE, SMALLEST, LARGEST = 320, 8, 1.25  # pixels; a face's side as a share of its window's
MIRRORED = [1, 0, 2, 4, 3]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789&@-."


def compose(photos, index, random):
  """Returns a picture (320, 320, 3) uint8 BGR and its faces (n, 15) as of Detector.faces. A score below 0.5 marks a
  face to be neither learnt nor taken for background. One in six pictures shows parts of photos without faces."""
  canvas, faces = background(photos, random), [np.zeros((0, 15))]
  if random.random() < 5 / 6: faces += populate(canvas, photos, index, random)
  faces = np.concatenate(faces)
  if random.random() < 0.4: write(canvas, faces, random)
  return canvas, faces


def populate(canvas, photos, index, random):
  """Draws photo `index` into the canvas, or a grid of it and others; returns a list of the faces of each."""
  grid = int(random.choice([1, 2, 3], p=[0.7, 0.2, 0.1]))
  edges, faces = np.linspace(0, SIZE, grid + 1).astype(int), []
  for top, bottom in zip(edges, edges[1:]):
    for left, right in zip(edges, edges[1:]):
      found = place(canvas[top:bottom, left:right], photos.photo(index), photos.faces[index], random)
      faces.append(found + [left, top, 0, 0, 0, *[left, top] * 5])
      index = int(random.integers(len(photos)))
  return faces


def place(window, photo, faces, random):
  """Draws the photo into the window so that one of its faces has a random size, tilt and place; returns its faces."""
  height, width = window.shape[:2]
  sure = faces[faces[:, 4] >= 0.5] if len(faces) else faces
  x, y, w, h = random.choice(sure)[:4] if len(sure) else (0, 0, photo.shape[1], photo.shape[0])
  side = between(random, 10, LARGEST * width) if len(sure) else width * random.uniform(0.6, 1.5)
  scale = min(side / max(w, h), 4)
  angle = random.uniform(-45, 45) if random.random() < 0.35 else random.normal(0, 7)
  if scale < 0.7:
    photo = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    faces, scale, (x, y, w, h) = resized(faces, scale), 1, np.array((x, y, w, h)) * scale
  matrix = cv2.getRotationMatrix2D((x + w / 2, y + h / 2), angle, scale)
  free = np.maximum(0.5 - side / 2 / width, 0.15)
  matrix[:, 2] += (0.5 + random.uniform(-free, free, 2)) * (width, height) - (x + w / 2, y + h / 2)
  mirror = random.random() < 0.5
  if mirror: matrix[0] = -matrix[0] + [0, 0, width - 1]
  window[:] = cv2.warpAffine(photo, matrix, (width, height), window.copy(), borderMode=cv2.BORDER_TRANSPARENT)
  return visible(moved(faces, matrix, mirror), width, height)


def between(random, least, most):
  """Even in the logarithm."""
  return np.exp(random.uniform(np.log(least), np.log(most)))


def resized(faces, scale):
  return faces * [*[scale] * 4, 1, *[scale] * 10]


def moved(faces, matrix, mirror):
  """The faces after a similarity transform; a box is that of the ellipse within the old one."""
  scale = np.hypot(matrix[0, 0], matrix[0, 1])
  cosine, sine = np.abs(matrix[0, :2]) / scale
  apply = lambda points: points @ matrix[:, :2].T + matrix[:, 2]
  centre, half = apply(faces[:, :2] + faces[:, 2:4] / 2), faces[:, 2:4] / 2 * scale
  half = np.hypot(half * cosine, half[:, ::-1] * sine)
  points = apply(faces[:, 5:].reshape(-1, 5, 2))
  if mirror: points = points[:, MIRRORED]
  return np.hstack([centre - half, 2 * half, faces[:, 4:5], points.reshape(-1, 10)])


def visible(faces, width, height):
  """Leaves out faces outside the window, and marks those that are cut or tiny as not to be learnt."""
  corner, size = faces[:, :2], faces[:, 2:4]
  shown = np.minimum(corner + size, [width, height]) - np.maximum(corner, 0)
  share = shown.clip(0).prod(1) / size.prod(1).clip(1e-6)
  faces = faces.copy()
  faces[(share < 0.6) | (size.max(1) < SMALLEST), 4] = 0
  return faces[share > 0.05]


def background(photos, random):
  """One colour, or a part of a photo that shows no face, shrunken or magnified, and mirrored at its edges as often as
  it takes to fill the picture."""
  for _ in range(8):
    index = int(random.integers(len(photos)))
    (height, width), boxes = photos.shapes[index], photos.faces[index][:, :4]
    side = int(min(height, width) * random.uniform(0.25, 1))
    x, y = int(random.integers(width - side + 1)), int(random.integers(height - side + 1))
    apart = (boxes[:, :2] > (x + side, y + side)) | (boxes[:, :2] + boxes[:, 2:] < (x, y))
    if side >= 32 and apart.any(1).all():
      part = np.rot90(photos.photo(index)[y:y + side, x:x + side], random.choice([0, 0, 0, 1, 2, 3]))
      side = int(between(random, max(32, side / 3), max(SIZE, side)))
      part = cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA if side < len(part) else cv2.INTER_LINEAR)
      rest = max(SIZE - side, 0)
      return cv2.copyMakeBorder(part[:SIZE, :SIZE], 0, rest, 0, rest, cv2.BORDER_REFLECT)
  return np.full((SIZE, SIZE, 3), random.integers(0, 256, 3), np.uint8)


def write(canvas, faces, random):
  """Writes a few words where no face is, some of them on a plate."""
  for _ in range(int(random.integers(1, 6))):
    text = "".join(random.choice(list(LETTERS), int(random.integers(2, 10))))
    font, size, stroke = int(random.integers(8)), between(random, 0.25, 1.6), int(random.integers(1, 4))
    (width, height), _ = cv2.getTextSize(text, font, size, stroke)
    corner = np.array([int(random.integers(SIZE)), int(random.integers(height, SIZE))])
    apart = (faces[:, :2] > corner + (width, 4)) | (faces[:, :2] + faces[:, 2:4] < corner - (0, height + 4))
    if not apart.any(1).all(): continue
    ink, plate = random.integers(0, 256, (2, 3)).tolist()
    if random.random() < 0.4: cv2.rectangle(canvas, corner - (3, height + 3), corner + (width + 3, 3), plate, -1)
    cv2.putText(canvas, text, corner, font, size, ink, stroke, cv2.LINE_AA)


def damage(image, faces, random):
  """What the student sees: faces covered, colours changed, blurred, shrunken, compressed, each by chance."""
  image = image.copy()
  for face in faces:
    if random.random() < 0.15: cover(image, face, random)
  image = augment.colour(image, random)
  if random.random() < 0.12: image = augment.shrink(image, random, 0.3, 0.8)
  if random.random() < 0.12: image = augment.blur(image, random)
  if random.random() < 0.25: image = augment.compress(image, random)
  return image


def cover(image, face, random):
  """A mask over nose and mouth, dark glasses, a cap, or a bar across one eye and its cheek."""
  points, tint = face[5:].reshape(5, 2), random.integers(0, 256, 3)
  eyes, nose, mouth = points[:2].mean(0), points[2], points[3:].mean(0)
  across, down = (points[1] - points[0]) * random.uniform(0.8, 1.1), (mouth - eyes) * random.uniform(0.9, 1.2)
  kind = random.integers(4)
  if kind == 0: corners = nose + quadrilateral(across, down, 0.9, -0.1, 0.7, 0.9)
  elif kind == 1: corners = eyes + quadrilateral(across, down, 1, -0.25, 1, 0.25)
  elif kind == 2: corners = eyes + quadrilateral(across, down, 1, -1.2, 1, -0.4)
  else: corners = points[random.integers(2)] + quadrilateral(across, down, 0.5, -1, 0.5, 1)
  if kind == 1: tint //= 5
  cv2.fillPoly(image, [np.round(corners).astype(np.int32)], tint.tolist(), cv2.LINE_AA)


def quadrilateral(across, down, upper_width, upper, lower_width, lower):
  """Corners about the origin: each end `width` × across to both sides, `upper` and `lower` × down."""
  return np.array([
    -upper_width * across + upper * down, upper_width * across + upper * down,
    lower_width * across + lower * down, -lower_width * across + lower * down])
