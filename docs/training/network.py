"""The recogniser's network, and how it grows out of a smaller one."""
import torch
import torch.nn as nn

# Channels and residual blocks of the four stages (56, 28, 14 and 7 pixels).
SIZES = {
  "pilot": ((32, 48, 96, 192), (1, 2, 2, 2)),
  "mini": ((32, 64, 128, 192), (1, 2, 4, 2)),
}


class FastPReLU(torch.autograd.Function):
  """PReLU out of vectorised operators: PyTorch's own backward pass takes a third of a step in bfloat16 on a CPU."""

  @staticmethod
  def forward(context, x, slope):
    context.save_for_backward(x, slope)
    positive = x.relu()
    return torch.addcmul(positive, x - positive, slope.to(x.dtype).view(1, -1, 1, 1))

  @staticmethod
  def backward(context, gradient):
    x, slope = context.saved_tensors
    positive = torch.ops.aten.threshold_backward(gradient, x, 0)
    negative = gradient - positive
    inputs = torch.addcmul(positive, negative, slope.to(x.dtype).view(1, -1, 1, 1))
    return inputs, (negative * x).sum((0, 2, 3)).to(slope.dtype)


class PReLU(nn.PReLU):
  def forward(self, x):
    return FastPReLU.apply(x, self.weight) if self.training else super().forward(x)


class Block(nn.Module):
  """Two dense 3×3 convolutions with a residual connection."""

  def __init__(self, inputs, outputs, stride):
    super().__init__()
    self.c = nn.Sequential(
      nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), PReLU(outputs),
      nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
    same = inputs == outputs and stride == 1
    self.d = nn.Identity() if same else nn.Sequential(
      nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
    self.a = PReLU(outputs)

  def forward(self, x):
    return self.a(self.c(x) + self.d(x))


class Recogniser(nn.Module):
  """(N, 3, 112, 112) RGB 0..255 to (N, dimensions), not normalised."""

  def __init__(self, size, dimensions=128):
    super().__init__()
    widths, self.blocks = SIZES[size]
    layers = [nn.Conv2d(3, widths[0], 3, 2, 1, bias=False), nn.BatchNorm2d(widths[0]), PReLU(widths[0])]
    inputs = widths[0]
    for stage, (outputs, count) in enumerate(zip(widths, self.blocks)):
      for block in range(count):
        layers.append(Block(inputs, outputs, 2 if block == 0 and stage > 0 else 1))
        inputs = outputs
    self.f = nn.Sequential(*layers)
    self.g = nn.Sequential(nn.Conv2d(inputs, inputs, 7, groups=inputs, bias=False), nn.BatchNorm2d(inputs))
    self.fc, self.bn = nn.Linear(inputs, dimensions, bias=False), nn.BatchNorm1d(dimensions)

  def forward(self, image):
    x = self.g(self.f((image - 127.5) * (1 / 128))).flatten(1)
    return self.bn(self.fc(x))


def grow(small, large):
  """Puts `small` into `large`, which has at least its channels and blocks, so that both compute the same.

  New channels get random weights in and zero weights out; new blocks start as the identity."""
  source, target = small.state_dict(), large.state_dict()
  places = dict(zip(block_names(small), block_names(large, small.blocks)))
  for name, old in source.items():
    prefix = ".".join(name.split(".")[:2])
    new = target[name.replace(prefix, places.get(prefix, prefix), 1)]
    if new.dim() > 1 and new.shape[1] > old.shape[1]: new[:old.shape[0], old.shape[1]:] = 0
    new[tuple(slice(0, length) for length in old.shape)] = old
  large.load_state_dict(target)
  kept = set(places.values())
  for name in block_names(large):
    if name not in kept: make_identity(large.f[int(name.split(".")[1])])


def block_names(net, counts=None):
  """The names of the first counts[stage] blocks of each stage."""
  names, at = [], 3
  for stage, count in enumerate(net.blocks):
    names += [f"f.{at + block}" for block in range(counts[stage] if counts else count)]
    at += count
  return names


def make_identity(block):
  nn.init.zeros_(block.c[4].weight)
  nn.init.zeros_(block.c[4].bias)
  nn.init.ones_(block.a.weight)
