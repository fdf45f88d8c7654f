"""The teacher: a recogniser in ONNX that answers for every crop the student sees."""
import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import numpy_helper


def load_teacher(path, device):
  """A function from (N, 3, 112, 112) RGB 0..255 to embeddings (N, dimensions) of length 1, on `device`.

  OpenVINO, where installed, is four times as fast on a CPU as PyTorch."""
  if device.type == "cpu":
    try: return openvino_teacher(path)
    except ImportError: pass
  module = Teacher(path).to(device, memory_format=torch.channels_last)
  return lambda image: F.normalize(module(image))


def openvino_teacher(path):
  import openvino
  settings = {"INFERENCE_NUM_THREADS": torch.get_num_threads()}
  model = openvino.Core().compile_model(path, "CPU", settings)
  return lambda image: F.normalize(torch.from_numpy(model(np.ascontiguousarray(image.numpy()))[0].copy()))


class Teacher(nn.Module):
  """An ONNX recogniser of the operators in `_run` as a PyTorch module."""

  def __init__(self, path):
    super().__init__()
    graph = onnx.load(path).graph
    self.nodes, self.input, self.output = graph.node, graph.input[0].name, graph.output[0].name
    self.names = {}
    for index, tensor in enumerate(graph.initializer):
      self.names[tensor.name] = f"w{index}"
      self.register_buffer(f"w{index}", torch.from_numpy(numpy_helper.to_array(tensor).copy()))
    self._fold()

  def _fold(self):
    """Folds each BatchNormalization that follows a convolution into its weights."""
    made = {node.output[0]: node for node in self.nodes if node.op_type == "Conv" and len(node.input) == 2}
    self.folded, self.biases = set(), {}
    for node in self.nodes:
      if node.op_type != "BatchNormalization" or node.input[0] not in made: continue
      gamma, beta, mean, variance = (getattr(self, self.names[name]) for name in node.input[1:5])
      scale = gamma / torch.sqrt(variance + attributes(node).get("epsilon", 1e-5))
      convolution = made[node.input[0]]
      weight = getattr(self, self.names[convolution.input[1]])
      weight.mul_(scale.reshape(-1, 1, 1, 1))
      self.biases[convolution.output[0]] = f"b{len(self.biases)}"
      self.register_buffer(self.biases[convolution.output[0]], beta - mean * scale)
      self.folded.add(node.output[0])

  @torch.no_grad()
  def forward(self, image):
    values = {self.input: image}
    for node in self.nodes:
      x = [values[name] if name in values else getattr(self, self.names[name]) for name in node.input]
      values[node.output[0]] = self._run(node, x)
    return values[self.output].float()

  def _run(self, node, x):
    a, kind = attributes(node), node.op_type
    if kind == "Constant": return torch.from_numpy(numpy_helper.to_array(a["value"]).copy()).to(self.w0.device)
    if kind == "Conv":
      folded = self.biases.get(node.output[0])
      bias = getattr(self, folded) if folded else (x[2] if len(x) > 2 else None)
      pads = a.get("pads", [0, 0, 0, 0])
      return F.conv2d(x[0], x[1], bias, a.get("strides", [1, 1]), pads[:2], 1, a.get("group", 1))
    if kind == "BatchNormalization":
      if node.output[0] in self.folded: return x[0]
      return F.batch_norm(x[0], x[3], x[4], x[1], x[2], False, 0, a.get("epsilon", 1e-5))
    if kind == "PRelu": return F.prelu(x[0], x[1].reshape(-1).to(x[0].dtype))
    if kind == "Add": return x[0] + x[1]
    if kind == "Sub": return x[0] - x[1]
    if kind == "Mul": return x[0] * x[1]
    if kind == "Flatten": return x[0].flatten(a.get("axis", 1))
    if kind == "MatMul": return x[0] @ x[1]
    if kind == "Gemm": return F.linear(x[0], x[1] if a.get("transB") else x[1].T, x[2])
    raise ValueError(f"The teacher has an operator that is not supported: {kind}.")


def attributes(node):
  return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
