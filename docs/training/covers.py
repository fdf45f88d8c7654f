"""What hides a part of a face: a mask over nose and mouth, dark glasses, or a rectangle anywhere.

A shape is its signed distance in pixels, positive inside; half a pixel on each side of its edge is mixed."""
import torch

SIZE = 112
MASK = ((14, 71), (56, 61), (98, 71), (90, 113), (22, 113))  # clockwise on the screen
EYES = ((38, 52), (74, 52))


def cover(images, dice):
  """images (n, 3, 112, 112): a third each get a mask, glasses and a rectangle, in a colour of their own."""
  n = len(images)
  masked, bespectacled = dice.deal(n, 0.4, 0.3)
  distance = rectangle(n, dice)
  distance[masked] = mask(len(masked), dice)
  distance[bespectacled] = glasses(len(bespectacled), dice)
  tint = dice.uniform(0, 255, n, 3)
  tint[bespectacled] *= 0.2
  share = (distance + 0.5).clamp(0, 1)[:, None]
  return share * shaded(tint, dice) + (1 - share) * images


def shaded(tint, dice):
  """Colours (n, 3) as pictures that are brighter on one side, with a grain."""
  n = len(tint)
  x, y = grid(tint.device)
  slope = dice.normal(0.25, n, 2)[:, :, None, None] / SIZE
  light = 1 + slope[:, 0] * (x - SIZE / 2) + slope[:, 1] * (y - SIZE / 2)
  grain = dice.normal(1, SIZE, SIZE) * dice.uniform(0, 8, n)[:, None, None]
  return (tint[:, :, None, None] * light[:, None] + grain[:, None]).clamp(0, 255)


def grid(device):
  along = torch.arange(SIZE, device=device, dtype=torch.float32)
  return along.expand(SIZE, SIZE), along[:, None].expand(SIZE, SIZE)


def mask(n, dice):
  """A convex polygon from the bridge of the nose down; each corner moves by some pixels, and all go up or down."""
  corners = torch.tensor(MASK, dtype=torch.float32, device=dice.device).expand(n, -1, -1)
  corners = corners + dice.uniform(-4, 4, n, len(MASK), 2)
  corners[:, :3, 1] += dice.uniform(-9, 9, n)[:, None]
  x, y = grid(dice.device)
  sides = []
  for (x1, y1), (x2, y2) in zip(corners.permute(1, 2, 0), corners.roll(-1, 1).permute(1, 2, 0)):
    x1, y1, x2, y2 = (v[:, None, None] for v in (x1, y1, x2, y2))
    sides.append(((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / torch.hypot(x2 - x1, y2 - y1))
  return torch.stack(sides).amin(0)


def glasses(n, dice):
  """Two ellipses and a bridge."""
  wide, high = dice.uniform(13, 18, n)[:, None, None], dice.uniform(8, 14, n)[:, None, None]
  x, y = grid(dice.device)
  discs = [(1 - torch.hypot((x - left) / wide, (y - top) / high)) * high for left, top in EYES]
  bridge = torch.minimum(8 - (x - SIZE / 2).abs(), 1 - (y - 50).abs())
  return torch.stack([*discs, bridge.expand(n, -1, -1)]).amax(0)


def rectangle(n, dice):
  x, y = grid(dice.device)
  left, top = dice.uniform(-10, 100, n)[:, None, None], dice.uniform(-10, 100, n)[:, None, None]
  wide, high = dice.uniform(16, 56, n)[:, None, None], dice.uniform(16, 56, n)[:, None, None]
  return torch.minimum(wide / 2 - (x - left - wide / 2).abs(), high / 2 - (y - top - high / 2).abs())
