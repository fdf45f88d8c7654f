"""Damage of a picture by chance, for the detector's compositions."""
import cv2
import numpy as np


def colour(image, random):
  if random.random() < 0.1: image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
  if random.random() < 0.5: return image
  gain = np.exp(random.normal(0, 0.2)) * np.exp(random.normal(0, 0.04, 3))
  gamma = np.exp(random.normal(0, 0.2))
  levels = 255 * (np.arange(256)[:, None] / 255) ** gamma * gain
  return cv2.LUT(image, np.clip(levels, 0, 255).astype(np.uint8)[:, None])


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


def compress(image, random):
  quality = int(random.uniform(15, 80))
  return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
