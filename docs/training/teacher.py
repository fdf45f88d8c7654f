"""The teacher: a recogniser in ONNX that answers for every crop the student sees."""
import io
from collections import Counter

import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import helper, numpy_helper

AT_ONCE = 8  # crops whose layers fit in a CPU's cache


def load_teacher(path, device, middle=True):
  """A function from (N, 3, 112, 112) RGB 0..255 to the teacher's middle layers, where asked for, in their order, and
  last its embedding (N, dimensions), all on `device`. OpenVINO, where installed, is four times as fast on a CPU as
  PyTorch, and twice as fast again where the processor multiplies in bfloat16."""
  model = onnx.load(path)
  names = [*(stream(model.graph) if middle else []), model.graph.output[0].name]
  if device.type == "cpu":
    try: return openvino_teacher(model, names)
    except ImportError: pass
  teacher = Teacher(model.graph, names).to(device, memory_format=torch.channels_last)
  return torch.compile(teacher.bfloat16()) if device.type == "cuda" else teacher


def stream(graph):
  """The tensors along the residual connections: each sum, and what a first sum of a stage is added to."""
  uses = Counter(name for node in graph.node for name in node.input)
  sums = [node for node in graph.node if node.op_type == "Add"]
  summed = {name for node in sums for name in node.input if uses[name] > 1} | {node.output[0] for node in sums}
  return [node.output[0] for node in graph.node if node.output[0] in summed]


def openvino_teacher(model, names):
  import openvino
  known = {output.name for output in model.graph.output}
  model.graph.output.extend(helper.make_tensor_value_info(name, 1, None) for name in names if name not in known)
  settings = {"INFERENCE_NUM_THREADS": torch.get_num_threads(), "INFERENCE_PRECISION_HINT": "bf16"}
  core = openvino.Core()
  network = core.compile_model(core.read_model(io.BytesIO(model.SerializeToString())), "CPU", settings)

  def answer(image):
    parts = []
    for few in image.contiguous().split(AT_ONCE):
      found = network(few.numpy())
      parts.append([np.array(found[name]) for name in names])
    return [torch.from_numpy(np.concatenate(layer)) for layer in zip(*parts)]

  return answer


class Teacher(nn.Module):
  """An ONNX recogniser of the operators in `_run` as a PyTorch module."""

  def __init__(self, graph, answers):
    super().__init__()
    self.input, self.answers = graph.input[0].name, answers
    self.names = {}
    constants = {node.output[0]: attributes(node)["value"] for node in graph.node if node.op_type == "Constant"}
    tensors = [*((tensor.name, tensor) for tensor in graph.initializer), *constants.items()]
    self.nodes = [node for node in graph.node if node.op_type != "Constant"]
    for index, (name, tensor) in enumerate(tensors):
      self.names[name] = f"w{index}"
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
    values = {self.input: image.to(self.w0.dtype)}
    for node in self.nodes:
      x = [values[name] if name in values else getattr(self, self.names[name]) for name in node.input]
      values[node.output[0]] = self._run(node, x)
    return [values[name].float() for name in self.answers]

  def _run(self, node, x):
    a, kind = attributes(node), node.op_type
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
  return {a.name: helper.get_attribute_value(a) for a in node.attribute}
