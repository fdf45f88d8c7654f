"""The detector's network: plain 3×3 convolutions, a pyramid of three levels, one anchor a cell."""
import torch
import torch.nn as nn
import torch.nn.functional as F

# Channels of the five stages (160, 80, 40, 20 and 10 cells at 320 pixels), convolutions of the last three, pyramid.
SIZES = {
  "pilot": ((16, 24, 48, 64, 64), (3, 3, 2), 48),
  "mini": ((16, 16, 48, 64, 64), (2, 3, 3), 48),
}


class Conv(nn.Sequential):
  def __init__(self, inputs, outputs, stride=1, side=3):
    super().__init__(
      nn.Conv2d(inputs, outputs, side, stride, side // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True))


class DetectorNetwork(nn.Module):
  """(N, 3, H, W) BGR 0..255, H and W multiples of 32, to three maps (N, 16, H / S, W / S) for S = 8, 16, 32:
  logits of class and object, 4 of the box, 10 of the points."""

  def __init__(self, size):
    super().__init__()
    (a, b, *widths), counts, pyramid = SIZES[size]
    self.s1, self.s2 = Conv(3, a, 2), Conv(a, b, 2)
    for level, inputs, outputs, count in zip((3, 4, 5), (b, *widths), widths, counts):
      stage = [Conv(inputs, outputs, 2), *(Conv(outputs, outputs) for _ in range(count - 1))]
      setattr(self, f"s{level}", nn.Sequential(*stage))
      setattr(self, f"l{level}", Conv(outputs, pyramid, 1, 1))
      setattr(self, f"t{level}", Conv(pyramid, pyramid))
      setattr(self, f"h{level}", nn.Conv2d(pyramid, 16, 1))
      nn.init.constant_(getattr(self, f"h{level}").bias[:2], -3)

  def forward(self, image):
    a = self.s3(self.s2(self.s1(image * (1 / 64) - 2)))
    b = self.s4(a)
    p5 = self.l5(self.s5(b))
    p4 = self.l4(b) + F.interpolate(p5, scale_factor=2, mode="nearest")
    p3 = self.l3(a) + F.interpolate(p4, scale_factor=2, mode="nearest")
    return [self.h3(self.t3(p3)), self.h4(self.t4(p4)), self.h5(self.t5(p5))]


class YuNetLayout(nn.Module):
  """The network with YuNet's twelve outputs (N, cells, 1, 1, 4 or 10), named by OUTPUTS."""

  OUTPUTS = [f"{kind}_{stride}" for kind in ("cls", "obj", "bbox", "kps") for stride in (8, 16, 32)]

  def __init__(self, net):
    super().__init__()
    self.net = net

  def forward(self, image):
    cells = [level.permute(0, 2, 3, 1).flatten(1, 2) for level in self.net(image)]
    return (*(x[..., :1].sigmoid() for x in cells), *(x[..., 1:2].sigmoid() for x in cells),
            *(x[..., 2:6] for x in cells), *(x[..., 6:] for x in cells))


@torch.no_grad()
def inherit(net, old):
  """Copies the weights `old` of another size: of a narrower second stage the channels that weigh most, of a stage of
  another length the first convolutions. Training has to heal the rest."""
  weighs = old["s2.1.weight"].abs() * old["s3.0.0.weight"].abs().sum((0, 2, 3))
  kept = weighs.argsort(descending=True)[:net.s2[0].out_channels].sort().values
  for name, new in net.state_dict().items():
    if name not in old: continue
    source = old[name]
    if name.startswith("s2.") and source.dim(): source = source[kept]
    if name == "s3.0.0.weight": source = source[:, kept]
    new.copy_(source)


def operations(net, side=320):
  """Multiplications and additions for a picture of this side."""
  total = []
  hook = lambda layer, _, out: total.append(2 * layer.weight.numel() * out.shape[2] * out.shape[3])
  hooks = [layer.register_forward_hook(hook) for layer in net.modules() if isinstance(layer, nn.Conv2d)]
  with torch.no_grad(): net.eval()(torch.zeros(1, 3, side, side))
  for handle in hooks: handle.remove()
  return sum(total)
