"""Random numbers that are the same on every device: they are drawn on the CPU."""
import torch


class Dice:
  def __init__(self, seed, device="cpu"):
    self.generator, self.device = torch.Generator().manual_seed(seed), device

  def uniform(self, low, high, *shape):
    return self._there(torch.rand(*shape, generator=self.generator)) * (high - low) + low

  def normal(self, deviation, *shape):
    return self._there(torch.randn(*shape, generator=self.generator)) * deviation

  def integers(self, count, *shape):
    """From 0 to count - 1."""
    return self._there(torch.randint(count, shape, generator=self.generator))

  def some(self, count, share):
    """Indices of a random part of `count`: always the same number of them, so that shapes never change."""
    return self._there(torch.randperm(count, generator=self.generator)[:round(count * share)])

  def deal(self, count, *shares):
    """Like `some`, several parts that have nothing in common."""
    cards = self._there(torch.randperm(count, generator=self.generator))
    return cards.split([*(round(count * share) for share in shares), count - sum(round(count * s) for s in shares)])[:-1]

  def _there(self, values):
    if torch.device(self.device).type == "cpu": return values
    return values.pin_memory().to(self.device, non_blocking=True)
