"""The recogniser's network: segments whose outputs have the shapes of MobileFaceNet's, so that each can learn from one."""
import torch
import torch.nn as nn


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
    fast = self.training and x.device.type == "cpu"
    return FastPReLU.apply(x, self.weight) if fast else super().forward(x)


def convolution(inputs, outputs, size=1, stride=1):
  return [nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs)]


class Unit(nn.Module):
  """A dense 3×3 convolution, PReLU and a linear 1×1 convolution, added to the input where the shapes agree."""

  def __init__(self, inputs, hidden, outputs, stride=1):
    super().__init__()
    self.layers = nn.Sequential(
      *convolution(inputs, hidden, 3, stride), PReLU(hidden), *convolution(hidden, outputs))
    self.adds = inputs == outputs and stride == 1

  def forward(self, x):
    return x + self.layers(x) if self.adds else self.layers(x)


class Stem(nn.Module):
  """(N, 3, 112, 112) RGB 0..255 to (N, 64, 28, 28)."""

  def __init__(self):
    super().__init__()
    self.layers = nn.Sequential(
      *convolution(3, 32, 3, 2), PReLU(32), *convolution(32, 64, 3, 2), PReLU(64),
      *convolution(64, 64, 3), PReLU(64), *convolution(64, 64))

  def forward(self, image):
    return self.layers((image - 127.5) * (1 / 128))


class Head(nn.Module):
  """(N, 128, 7, 7) to (N, 128): a depthwise convolution over the whole picture, and a linear layer."""

  def __init__(self, hidden=512):
    super().__init__()
    self.layers = nn.Sequential(
      *convolution(128, hidden), PReLU(hidden),
      nn.Conv2d(hidden, hidden, 7, groups=hidden, bias=False), nn.BatchNorm2d(hidden))
    self.linear, self.norm = nn.Linear(hidden, 128, bias=False), nn.BatchNorm1d(128)

  def forward(self, x):
    return self.norm(self.linear(self.layers(x).flatten(1)))


class Recogniser(nn.Module):
  """(N, 3, 112, 112) RGB 0..255 to (N, 128), not normalised."""

  def __init__(self):
    super().__init__()
    self.segments = nn.ModuleList([
      Stem(), *(Unit(64, 80, 64) for _ in range(4)), Unit(64, 128, 128, 2),
      *(Unit(128, 144, 128) for _ in range(6)), Unit(128, 256, 128, 2),
      *(Unit(128, 192, 128) for _ in range(2)), Head()])

  def forward(self, image):
    return self.outputs(image)[-1]

  def outputs(self, image, forced=None):
    """What each segment answers; with `forced`, the right answers of all but the last, each gets the right input."""
    found = []
    for index, segment in enumerate(self.segments):
      found.append(segment((forced or found)[index - 1] if index else image))
    return found
