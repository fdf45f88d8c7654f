"""JPEG's losses as arithmetic on a batch: colour at half the resolution, 8×8 cosine transforms, rounded coefficients
(ITU-T T.81, annex A.3.3 and the example tables of annex K; JFIF's YCbCr)."""
from functools import cache

import torch
import torch.nn.functional as F

LUMA = """16 11 10 16 24 40 51 61 12 12 14 19 26 58 60 55 14 13 16 24 40 57 69 56 14 17 22 29 51 87 80 62
18 22 37 56 68 109 103 77 24 35 55 64 81 104 113 92 49 64 78 87 103 121 120 101 72 92 95 98 112 100 103 99"""
CHROMA = """17 18 24 47 99 99 99 99 18 21 26 66 99 99 99 99 24 26 56 99 99 99 99 99 47 66 99 99 99 99 99 99
99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99"""


def compress(images, dice):
  """images (n, 3, H, W) RGB 0..255 with sides in multiples of 16, at qualities from 15 to 80."""
  return coded(images, 15 + dice.integers(66, len(images)).float())


def coded(images, quality):
  to, back, transform, tables = constants(images.device)
  scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality)[:, None, None, None]
  luma, chroma = torch.floor((tables * scale + 50) / 100).clamp(1, 255).split(1, 1)
  ycc = torch.einsum("ij,njhw->nihw", to, images.round())
  y = quantised(ycc[:, :1] - 128, luma, transform) + 128
  half = quantised(F.avg_pool2d(ycc[:, 1:], 2), chroma, transform)
  whole = F.interpolate(half, scale_factor=2, mode="bilinear", align_corners=False)
  return torch.einsum("ij,njhw->nihw", back, torch.cat([y, whole], 1)).round().clamp(0, 255)


def quantised(planes, table, transform):
  """planes (n, c, H, W), table (n, 1, 8, 8)."""
  n, c, height, width = planes.shape
  blocks = planes.view(n, c, height // 8, 8, width // 8, 8).transpose(3, 4).reshape(n, -1, 8, 8)
  coefficients = torch.round(transform @ blocks @ transform.T / table) * table
  blocks = (transform.T @ coefficients @ transform).view(n, c, height // 8, width // 8, 8, 8)
  return blocks.transpose(3, 4).reshape(n, c, height, width)


@cache
def constants(device):
  to = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
  back = torch.tensor([[1, 0, 1.402], [1, -0.344136, -0.714136], [1, 1.772, 0]])
  k = torch.arange(8.0)
  transform = torch.cos((2 * k + 1) * k[:, None] * torch.pi / 16) / 2
  transform[0] = 8 ** -0.5
  tables = torch.tensor([[float(v) for v in text.split()] for text in (LUMA, CHROMA)]).view(1, 2, 8, 8)
  return [value.to(device) for value in (to, back, transform, tables)]
