"""A view of an aligned crop: placed a little differently, coloured, and by chance damaged."""
import cv2
import numpy as np

SIZE, MARGIN = 112, 4


def view(crop, random):
  """crop (120, 120, 3) uint8 RGB; returns (112, 112, 3) uint8."""
  return damage(colour(place(crop, random), random), random)


def place(crop, random):
  """Mirrors by chance, then turns, scales and shifts by as much as the detector's points err."""
  if random.random() < 0.5: crop = crop[:, ::-1]
  angle, scale = random.normal(0, 4), np.exp(random.normal(0, 0.05))
  matrix = cv2.getRotationMatrix2D((crop.shape[1] / 2, crop.shape[0] / 2), angle, scale)
  matrix[:, 2] += random.normal(0, 1.5, 2) - MARGIN
  return cv2.warpAffine(np.ascontiguousarray(crop), matrix, (SIZE, SIZE), borderMode=cv2.BORDER_REPLICATE)


def behind(crop, other):
  """The other crop where this one is black because the photo ended there."""
  black = cv2.morphologyEx((crop.max(2) < 12).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
  _, parts = cv2.connectedComponents(cv2.copyMakeBorder(black, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1))
  outside = (parts == parts[0, 0])[1:-1, 1:-1]
  share = cv2.GaussianBlur(cv2.dilate(outside.astype(np.float32), np.ones((5, 5))), (0, 0), 1.5)[:, :, None]
  return (share * other + (1 - share) * crop).astype(np.uint8)


def blend(crop, other, random):
  """A face of nobody: the mean of two, or one on this side of a soft line and the other beyond it."""
  if random.random() < 0.5: other = other[:, ::-1]
  crop, other = behind(crop, other), behind(other, crop)
  share = np.float32(random.uniform(0.3, 0.7))
  if random.random() < 0.5:
    angle, at = random.uniform(0, 2 * np.pi), random.normal(0, 12)
    y, x = np.mgrid[:len(crop), :len(crop)] - len(crop) / 2
    share = (1 / (1 + np.exp(-(np.cos(angle) * x + np.sin(angle) * y - at) / random.uniform(1, 6))))[:, :, None]
  return (share * crop + (1 - share) * other).astype(np.uint8)


def colour(image, random):
  if random.random() < 0.1: image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
  if random.random() < 0.5: return image
  gain = np.exp(random.normal(0, 0.2)) * np.exp(random.normal(0, 0.04, 3))
  gamma = np.exp(random.normal(0, 0.2))
  levels = 255 * (np.arange(256)[:, None] / 255) ** gamma * gain
  return cv2.LUT(image, np.clip(levels, 0, 255).astype(np.uint8)[:, None])


def damage(image, random):
  """Each kind of damage by a small chance of its own, so that about half of the crops stay whole."""
  if random.random() < 0.15: image = shrink(image, random, 0.18, 0.65)
  if random.random() < 0.1: image = blur(image, random)
  if random.random() < 0.15: image = cover(image, random)
  if random.random() < 0.2: image = compress(image, random)
  return image


def shrink(image, random, least, most):
  """Loses detail: down by a scale between `least` and `most`, and up again."""
  scale = random.uniform(least, most)
  small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
  return cv2.resize(small, image.shape[1::-1], interpolation=random.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC]))


def blur(image, random):
  if random.random() < 0.5: return cv2.GaussianBlur(image, (0, 0), random.uniform(0.5, 2.5))
  length = int(random.integers(3, 10))
  kernel = np.zeros((length, length), np.float32)
  kernel[length // 2] = 1 / length
  turn = cv2.getRotationMatrix2D((length // 2, length // 2), random.uniform(0, 180), 1)
  kernel = cv2.warpAffine(kernel, turn, (length, length))
  return cv2.filter2D(image, -1, kernel / kernel.sum())


def cover(image, random):
  """A mask over nose and mouth, dark glasses, or a rectangle anywhere."""
  image, tint = image.copy(), tuple(int(v) for v in random.integers(0, 256, 3))
  kind = random.integers(3)
  if kind == 0:
    top = int(random.uniform(62, 80))
    points = np.array([(14, top), (56, top - 10), (98, top), (90, 111), (22, 111)]) + random.integers(-4, 5, (5, 2))
    cv2.fillPoly(image, [points.astype(np.int32)], tint, cv2.LINE_AA)
  elif kind == 1:
    dark = tuple(v // 5 for v in tint)
    axes = int(random.uniform(13, 18)), int(random.uniform(8, 14))
    for x in (38, 74): cv2.ellipse(image, (x, 53), axes, 0, 0, 360, dark, -1, cv2.LINE_AA)
    cv2.line(image, (50, 50), (62, 50), dark, 2)
  else:
    (x, y), (w, h) = random.integers(-10, 100, 2), random.integers(16, 56, 2)
    image[max(y, 0):y + h, max(x, 0):x + w] = tint
  return image


def compress(image, random):
  quality = int(random.uniform(15, 80))
  return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
