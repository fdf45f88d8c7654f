"""Views of aligned crops, a batch at a time on the crops' device: placed a little differently, before another
background, coloured, and by chance damaged."""
import torch
import torch.nn.functional as F

from covers import cover
from data import SIDE
from jpeg import compress
from resampling import blur, move, shrink

SIZE = 112
BEHIND, BLENDED = 0.5, 0.15  # shares of the batch: with another crop behind, blended with another
COVERED, SHRUNK, BLURRED, MOVED, COMPRESSED = 0.2, 0.2, 0.06, 0.05, 0.25


def views(pixels, where, dice):
  """pixels (N, 4, 120, 120) as of `Crops`; where (n,) indices. Returns the views as a camera might have taken them
  and the same damaged, both (n, 3, 112, 112) RGB 0..255, and the indices within the batch of the faces of nobody."""
  others = pixels[dice.integers(len(pixels), len(where))]
  faces, nobody = mixed(pixels[where].float(), others.float(), dice)
  whole = colour(place(faces, dice), dice)
  return whole, damage(whole.clone(), dice), nobody


def mixed(crops, others, dice):
  behind, blended = dice.deal(len(crops), BEHIND, BLENDED)
  faces = crops[:, :3].clone()
  faces[behind] = before(crops[behind], others[behind])
  faces[blended] = blend(crops[blended], others[blended], dice)
  return faces, blended


def before(crops, others):
  """The other crop where this one shows what lies beyond its photo."""
  share = crops[:, 3:] / 255
  return share * others[:, :3] + (1 - share) * crops[:, :3]


def blend(crops, others, dice):
  """Faces of nobody: the mean of two, or one on this side of a soft line and the other beyond it."""
  n = len(crops)
  others = torch.where((dice.uniform(0, 1, n) < 0.5).view(-1, 1, 1, 1), others.flip(3), others)
  along = torch.arange(SIDE, device=crops.device) - SIDE / 2
  angle, at, width = (v.view(-1, 1, 1) for v in (
    dice.uniform(0, 2 * torch.pi, n), dice.normal(12, n), dice.uniform(1, 6, n)))
  line = torch.sigmoid((torch.cos(angle) * along + torch.sin(angle) * along[:, None] - at) / width)
  even = dice.uniform(0.3, 0.7, n).view(-1, 1, 1).expand_as(line)
  share = torch.where((dice.uniform(0, 1, n) < 0.5).view(-1, 1, 1), line, even)[:, None]
  return share * before(crops, others) + (1 - share) * before(others, crops)


def place(faces, dice):
  """Mirrors by chance, then turns, scales and shifts by as much as the detector's points err; cuts the margin off."""
  n = len(faces)
  angle, scale = dice.normal(4 * torch.pi / 180, n), torch.exp(dice.normal(0.05, n))
  mirror, shift = torch.sign(dice.uniform(-1, 1, n)), dice.normal(1.5, n, 2) / (SIDE / 2)
  cosine, sine = torch.cos(angle) / scale * SIZE / SIDE, torch.sin(angle) / scale * SIZE / SIDE
  matrix = torch.stack([
    torch.stack([mirror * cosine, mirror * sine, shift[:, 0]], 1), torch.stack([-sine, cosine, shift[:, 1]], 1)], 1)
  grid = F.affine_grid(matrix, (n, 3, SIZE, SIZE), align_corners=False)
  return F.grid_sample(faces, grid, padding_mode="border", align_corners=False)


def colour(images, dice):
  n = len(images)
  grey, tinted = dice.some(n, 0.1), dice.some(n, 0.5)
  weights = torch.tensor([0.299, 0.587, 0.114], device=images.device).view(1, 3, 1, 1)
  images[grey] = (images[grey] * weights).sum(1, keepdim=True).expand(-1, 3, -1, -1)
  gain = torch.exp(dice.normal(0.2, len(tinted), 1) + dice.normal(0.04, len(tinted), 3))[:, :, None, None]
  gamma = torch.exp(dice.normal(0.2, len(tinted)))[:, None, None, None]
  images[tinted] = 255 * (images[tinted].clamp(0, 255) / 255) ** gamma * gain
  return images.clamp(0, 255)


def damage(images, dice):
  """Each kind of damage to a part of its own, so that about half of the views stay whole."""
  for work, share in ((cover, COVERED), (blur, BLURRED), (move, MOVED), (shrink, SHRUNK), (compress, COMPRESSED)):
    some = dice.some(len(images), share)
    if len(some): images[some] = work(images[some], dice)
  return images.clamp(0, 255)
