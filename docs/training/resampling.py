"""Loss of detail: down and up again, out of focus, moved. A picture X becomes M X Mᵀ with a matrix M for each."""
from functools import cache

import cv2
import numpy as np
import torch
import torch.nn.functional as F

SIZE = 112
LEAST, MOST = 20, 73  # pixels of the side of a shrunken picture
SIGMAS = np.linspace(0.5, 2.5, 41)
LENGTHS, ANGLES = range(3, 10), range(0, 180, 10)


def shrink(images, dice):
  """Down to a side between LEAST and MOST pixels, and up again."""
  matrices = shrinking(images.device)
  return separable(images, matrices[dice.integers(len(matrices), len(images))])


def blur(images, dice):
  matrices = focusing(images.device)
  return separable(images, matrices[dice.integers(len(matrices), len(images))])


def move(images, dice):
  """As if the camera moved by 3 to 9 pixels."""
  kernels = moving(images.device)
  chosen = kernels[dice.integers(len(kernels), len(images))].repeat_interleave(3, 0)[:, None]
  flat = F.pad(images.flatten(0, 1)[None], (4, 4, 4, 4), mode="reflect")
  return F.conv2d(flat, chosen, groups=len(chosen)).view_as(images)


def separable(images, matrices):
  """images (n, 3, H, H), matrices (n, H, H)."""
  return torch.einsum("nij,ncjk,nlk->ncil", matrices, images, matrices)


@cache
def shrinking(device):
  """(m, 112, 112): for each side, down by the mean of areas and up by bilinear or bicubic interpolation."""
  eye, found = np.eye(SIZE, dtype=np.float32), []
  for side in range(LEAST, MOST + 1):
    down = cv2.resize(eye, (SIZE, side), interpolation=cv2.INTER_AREA)
    for method in (cv2.INTER_LINEAR, cv2.INTER_CUBIC):
      found.append(cv2.resize(np.eye(side, dtype=np.float32), (side, SIZE), interpolation=method) @ down)
  return torch.from_numpy(np.stack(found)).to(device)


@cache
def focusing(device):
  """(m, 112, 112): Gaussian blurs."""
  eye, found = np.eye(SIZE, dtype=np.float32), []
  for sigma in SIGMAS:
    kernel = cv2.getGaussianKernel(2 * round(4 * sigma) + 1, sigma).astype(np.float32)
    found.append(cv2.sepFilter2D(eye, -1, np.ones(1, np.float32), kernel))
  return torch.from_numpy(np.stack(found)).to(device)


@cache
def moving(device):
  """(m, 9, 9): lines of every length and angle through the middle, of sum 1."""
  found = []
  for length in LENGTHS:
    for angle in ANGLES:
      line = np.zeros((9, 9), np.float32)
      line[4, 4 - length // 2:4 - length // 2 + length] = 1
      line = cv2.warpAffine(line, cv2.getRotationMatrix2D((4, 4), angle, 1), (9, 9))
      found.append(line / line.sum())
  return torch.from_numpy(np.stack(found)).to(device)
