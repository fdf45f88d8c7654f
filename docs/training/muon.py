"""Muon: orthogonalised momentum for the weights of convolutions (Jordan et al. 2024), Adam for all others."""
import torch
import torch.nn as nn


def orthogonal(matrix, steps=4):
  """About the nearest matrix with singular values of 1, by Jordan's quintic Newton-Schulz iteration."""
  x = matrix.bfloat16()
  if x.shape[0] > x.shape[1]: return orthogonal(matrix.T, steps).T
  x = x / (x.norm() + 1e-7)
  for _ in range(steps):
    square = x @ x.T
    x = 3.4445 * x + (2.0315 * square @ square - 4.775 * square) @ x
  return x.to(matrix.dtype)


def normalised(net):
  """The weights whose scale does not count because BatchNormalization follows: of layers without a bias."""
  layers = [m for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear)) and m.bias is None]
  return [m.weight for m in layers if getattr(m, "groups", 1) == 1]


class Muon(torch.optim.Optimizer):
  """`rate` is how much a step changes a normalised weight, as a share of its length; Adam's is 0.03 of it."""

  def __init__(self, net, others, rate):
    matrices = normalised(net)
    known = {id(weight) for weight in matrices}
    others = [*others, *(p for p in net.parameters() if id(p) not in known)]
    groups = [dict(params=matrices, share=1.0), dict(params=others, share=0.03)]
    super().__init__(groups, dict(lr=rate))

  def set_rate(self, rate):
    for group in self.param_groups: group["lr"] = rate * group["share"]

  @torch.no_grad()
  def step(self):
    for update, group in zip((self.turn, self.adam), self.param_groups):
      for parameter in group["params"]:
        if parameter.grad is not None: update(parameter, parameter.grad, self.state[parameter], group["lr"])

  def turn(self, weight, gradient, state, rate, momentum=0.9):
    if not state: state["mean"] = torch.zeros_like(weight)
    mean = state["mean"].lerp_(gradient, 1 - momentum)
    direction = orthogonal(gradient.lerp(mean, momentum).flatten(1)).view_as(weight)
    length = min(weight.flatten(1).shape) ** 0.5
    weight.mul_(length / (weight.norm() + 1e-7)).sub_(rate * direction)

  def adam(self, parameter, gradient, state, rate, betas=(0.9, 0.98)):
    if not state: state.update(steps=0, mean=torch.zeros_like(parameter), square=torch.zeros_like(parameter))
    state["steps"] += 1
    mean = state["mean"].lerp_(gradient, 1 - betas[0]) / (1 - betas[0] ** state["steps"])
    square = state["square"].lerp_(gradient ** 2, 1 - betas[1]) / (1 - betas[1] ** state["steps"])
    parameter.sub_(rate * mean / (square.sqrt() + 1e-8))
