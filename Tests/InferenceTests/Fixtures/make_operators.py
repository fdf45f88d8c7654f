"""Writes operators.json and operators.bin: small networks of one to a few nodes with onnxruntime's answers.

    python make_operators.py     needs numpy, onnx, onnxruntime

operators.bin holds, at the offsets that operators.json names, the ONNX files and the outputs (float32, little-endian).
Inputs come from generator.py: noise with the case's seed, from -1 to 1.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import generator

HERE = Path(__file__).resolve().parent
CASES = []


def case(name, nodes, shape, constants=None, opset=13, outputs=("y",), other=None):
    """`shape` is that of input x; `constants` by name; `other` the shape of a second input z."""
    CASES.append((name, nodes, shape, constants or {}, opset, outputs, other))


def node(operator, inputs, outputs="y", **attributes):
    return helper.make_node(operator, inputs.split(","), outputs.split(","), **attributes)


def weights(*shape, seed=7, scale=1.0):
    return (generator.noise(seed, shape, -1, 1) * np.float32(scale)).astype(np.float32)


def whole(*values):
    return np.array(values, dtype=np.int64)


def number(*values):
    return np.array(values, dtype=np.float32)


def convolutions():
    x = (1, 5, 9, 8)
    for name, shape, attributes in [
        ("3x3", (6, 5, 3, 3), dict(pads=[1, 1, 1, 1])),
        ("1x1", (7, 5, 1, 1), {}),
        ("stride", (4, 5, 3, 3), dict(strides=[2, 2], pads=[1, 1, 1, 1])),
        ("uneven pads and strides", (4, 5, 3, 2), dict(strides=[2, 1], pads=[0, 1, 2, 0])),
        ("dilation", (4, 5, 3, 3), dict(dilations=[2, 2], pads=[2, 2, 2, 2])),
        ("same upper", (4, 5, 3, 3), dict(auto_pad="SAME_UPPER", strides=[2, 2])),
        ("same lower", (4, 5, 4, 4), dict(auto_pad="SAME_LOWER")),
        ("valid", (4, 5, 3, 3), dict(auto_pad="VALID")),
        ("1x1 stride 2", (4, 5, 1, 1), dict(strides=[2, 2])),
        ("padded 1x1", (4, 5, 1, 1), dict(pads=[1, 1, 1, 1])),
        ("wide", (35, 5, 3, 3), dict(pads=[1, 1, 1, 1])),
    ]:
        for opset in (11, 17) if name == "3x3" else (13,):
            case(f"conv {name} {opset}", [node("Conv", "x,w,b", **attributes)], x,
                 {"w": weights(*shape), "b": weights(shape[0], seed=8)}, opset)
    case("conv no bias", [node("Conv", "x,w", kernel_shape=[3, 3])], x, {"w": weights(4, 5, 3, 3)})
    case("conv batch", [node("Conv", "x,w,b", pads=[1, 1, 1, 1])], (3, 5, 6, 7),
         {"w": weights(4, 5, 3, 3), "b": weights(4, seed=8)})
    for groups, outputs in ((2, 6), (4, 8), (4, 4), (8, 16)):
        channels = 8 if groups > 2 else 6
        case(f"conv groups {groups} to {outputs}", [node("Conv", "x,w,b", group=groups, pads=[1, 1, 1, 1])],
             (2, channels, 6, 5), {"w": weights(outputs, channels // groups, 3, 3), "b": weights(outputs, seed=8)})
    for kernel, attributes in ((3, dict(pads=[1, 1, 1, 1])), (3, dict(strides=[2, 2], pads=[1, 1, 1, 1])),
                               (5, dict(pads=[2, 2, 2, 2])), (7, {}), (3, dict(dilations=[2, 2], pads=[2, 2, 2, 2]))):
        case(f"depthwise {kernel} {attributes}", [node("Conv", "x,w,b", group=19, **attributes)], (2, 19, 7, 8),
             {"w": weights(19, 1, kernel, kernel), "b": weights(19, seed=8)})


def fusions():
    w, b = weights(6, 4, 3, 3), weights(6, seed=8)
    normal = {"s": weights(6, seed=1), "o": weights(6, seed=2), "m": weights(6, seed=3), "v": weights(6, seed=4) ** 2}
    conv = node("Conv", "x,w,b", "c", pads=[1, 1, 1, 1])
    batch = "s,o,m,v"
    case("conv bn", [conv, node("BatchNormalization", f"c,{batch}")], (1, 4, 5, 6), dict(w=w, b=b, **normal))
    case("conv bn opset 15", [conv, node("BatchNormalization", f"c,{batch}", epsilon=1e-3)], (1, 4, 5, 6),
         dict(w=w, b=b, **normal), 15)
    case("conv bn prelu add", [
        conv, node("BatchNormalization", f"c,{batch}", "n"), node("PRelu", "n,p", "a"),
        node("Conv", "a,w2", "d", pads=[1, 1, 1, 1]), node("Add", "d,a")], (2, 4, 5, 6),
        dict(w=w, b=b, p=weights(6, 1, 1, seed=5), w2=weights(6, 6, 3, 3), **normal))
    case("conv add relu", [conv, node("Conv", "x,w,b", "d", pads=[1, 1, 1, 1]), node("Add", "c,d", "e"), node("Relu", "e")],
         (1, 4, 5, 6), dict(w=w, b=b))
    case("grouped conv add prelu", [
        node("Conv", "x,w2,b", "c", group=2, pads=[1, 1, 1, 1]), node("Conv", "x,w,b", "d", pads=[1, 1, 1, 1]),
        node("Add", "d,c", "e"), node("PRelu", "e,p")], (2, 4, 5, 6),
        dict(w=w, w2=weights(6, 2, 3, 3), b=b, p=weights(6, 1, 1)))
    case("value used twice", [conv, node("Relu", "c", "r"), node("Add", "c,r")], (1, 4, 5, 6), dict(w=w, b=b))
    case("value added to itself", [conv, node("Add", "c,c")], (1, 4, 5, 6), dict(w=w, b=b))
    case("inner value is an output", [conv, node("Relu", "c")], (1, 4, 5, 6), dict(w=w, b=b), outputs=("c", "y"))
    case("scale and shift before padding", [node("Sub", "x,k", "a"), node("Mul", "a,q", "s"), node("Conv", "s,w,b", pads=[1, 1, 1, 1])],
         (1, 4, 5, 6), dict(w=w, b=b, k=number(0.5), q=np.float32(0.125)))
    case("scale and shift without padding", [node("Mul", "x,q", "s"), node("Sub", "s,k", "a"), node("Conv", "a,w,b")],
         (1, 4, 5, 6), dict(w=w, b=b, k=number(0.5), q=np.float32(0.125)))
    case("bn before padding", [node("BatchNormalization", "x,s,o,m,v", "n"), node("Conv", "n,w,b", pads=[1, 1, 1, 1])],
         (2, 6, 5, 6), dict(w=weights(3, 6, 3, 3), b=weights(3), **normal))
    case("bn before groups", [node("BatchNormalization", "x,s,o,m,v", "n"), node("Conv", "n,w,b", group=3)],
         (2, 6, 5, 6), dict(w=weights(9, 2, 3, 3), b=weights(9), **normal))
    case("identity and dropout", [node("Identity", "x", "i"), node("Dropout", "i", "d"), node("Relu", "d")], (2, 3, 4, 5))
    case("constant minus and over", [node("Sub", "k,x", "a"), node("Div", "a,q")], (2, 3, 4, 5),
         dict(k=np.float32(0.5), q=np.float32(3)))


def elementwise():
    x = (2, 6, 4, 5)
    for name, attributes in (("Relu", {}), ("Sigmoid", {}), ("LeakyRelu", dict(alpha=0.3)), ("LeakyRelu", {})):
        case(f"{name} {attributes}", [node(name, "x", **attributes)], x)
    for name, slope in (("channel", (6, 1, 1)), ("one", (1,)), ("full", (6, 4, 5)), ("last", (5,)), ("batched", (1, 6, 1, 1))):
        case(f"PRelu {name}", [node("PRelu", "x,p")], x, {"p": weights(*slope)}, 16 if name == "full" else 11)
    case("PRelu matrix", [node("PRelu", "x,p")], (3, 6), {"p": weights(6)})
    case("Clip both", [node("Clip", "x,l,h")], x, {"l": np.float32(-0.25), "h": np.float32(0.5)}, 11)
    case("Clip high", [node("Clip", "x,,h")], x, {"h": np.float32(0.5)}, 13)
    for name in ("Add", "Sub", "Mul", "Div"):
        for kind, shape in (("same", x), ("channel", (6, 1, 1)), ("pixel", (2, 1, 4, 5)), ("scalar", ()), ("rows", (4, 1)),
                            ("last", (5,))):
            values = weights(*shape) if shape else np.float32(0.7)
            case(f"{name} {kind}", [node(name, "x,k")], x, {"k": np.asarray(values, np.float32)}, 17 if kind == "rows" else 13)
    for name in ("Add", "Sub"):
        case(f"{name} both spread", [node(name, "x,z")], (2, 6, 1, 5), other=(1, 6, 4, 1))
        case(f"{name} two inputs", [node(name, "z,x")], (2, 6, 4, 5), other=(6, 1, 5))
    case("Mul squeeze and excite", [
        node("GlobalAveragePool", "x", "g"), node("Conv", "g,w,b", "c"), node("Sigmoid", "c", "s"), node("Mul", "x,s")],
        x, {"w": weights(6, 6, 1, 1), "b": weights(6)})
    case("Mul per pixel", [node("Conv", "x,w", "c"), node("Sigmoid", "c", "s"), node("Mul", "s,x")], (1, 6, 4, 5),
         {"w": weights(1, 6, 1, 1)})
    for opset in (11, 13):
        for axis in (1, -1, 2):
            case(f"Softmax {axis} opset {opset}", [node("Softmax", "x", axis=axis)], (2, 3, 4), opset=opset)
    case("Softmax image", [node("Softmax", "x", axis=1)], x)
    case("Softmax default", [node("Softmax", "x")], (3, 7), opset=11)


def pools():
    x = (2, 5, 7, 8)
    for operator in ("MaxPool", "AveragePool"):
        for name, attributes in [
            ("2x2", dict(kernel_shape=[2, 2], strides=[2, 2])),
            ("3x3 padded", dict(kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])),
            ("ceil", dict(kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)),
            ("ceil padded", dict(kernel_shape=[2, 2], strides=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1)),
            ("same", dict(kernel_shape=[3, 2], auto_pad="SAME_UPPER")),
            ("uneven", dict(kernel_shape=[3, 2], strides=[1, 2], pads=[0, 1, 1, 0])),
        ]:
            case(f"{operator} {name}", [node(operator, "x", **attributes)], x)
    case("MaxPool dilated", [node("MaxPool", "x", kernel_shape=[2, 2], dilations=[2, 3])], x)
    case("AveragePool counting", [node("AveragePool", "x", kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1)], x)
    case("GlobalAveragePool", [node("GlobalAveragePool", "x")], x)
    for axes, keep in (([2, 3], 1), ([2, 3], 0), ([1], 1), ([-1], 0), ([0, 2], 1)):
        case(f"ReduceMean {axes} {keep}", [node("ReduceMean", "x", axes=axes, keepdims=keep)], x)
    case("ReduceMean all", [node("ReduceMean", "x")], x)
    case("ReduceMean 18", [node("ReduceMean", "x,a")], x, {"a": whole(1, 2)}, 18)


def matrices():
    case("Gemm", [node("Gemm", "x,w,b")], (3, 5), {"w": weights(5, 7), "b": weights(7)})
    case("Gemm transB", [node("Gemm", "x,w,b", transB=1, alpha=0.5, beta=2.0)], (3, 5), {"w": weights(7, 5), "b": weights(1, 7)})
    case("Gemm transA", [node("Gemm", "x,w", transA=1)], (5, 3), {"w": weights(5, 7)})
    case("Gemm full C", [node("Gemm", "x,w,b", beta=0.5)], (3, 5), {"w": weights(5, 7), "b": weights(3, 7)})
    case("Gemm column C", [node("Gemm", "x,w,b")], (3, 5), {"w": weights(5, 7), "b": weights(3, 1)})
    case("Gemm two inputs", [node("Gemm", "x,z,b", alpha=0.5, transB=1)], (3, 5), {"b": weights(7)}, other=(7, 5))
    case("Gemm bn relu", [node("Gemm", "x,w,b", "g"), node("BatchNormalization", "g,s,o,m,v", "n"), node("Relu", "n")], (3, 5),
         dict(w=weights(5, 4), b=weights(4), s=weights(4, seed=1), o=weights(4, seed=2), m=weights(4, seed=3),
              v=weights(4, seed=4) ** 2))
    case("MatMul", [node("MatMul", "x,w")], (2, 3, 5), {"w": weights(5, 4)})
    case("MatMul add", [node("MatMul", "x,w", "m"), node("Add", "m,b")], (2, 3, 5), {"w": weights(5, 4), "b": weights(4)})
    case("MatMul batched", [node("MatMul", "x,z")], (2, 3, 5), other=(2, 5, 4))
    case("MatMul broadcast", [node("MatMul", "x,z")], (2, 1, 3, 5), other=(4, 5, 6))
    case("MatMul bn over rows", [node("MatMul", "x,w", "m"), node("BatchNormalization", "m,s,o,m1,v")], (2, 3, 5),
         dict(w=weights(5, 3), s=weights(3, seed=1), o=weights(3, seed=2), m1=weights(3, seed=3), v=weights(3, seed=4) ** 2))
    case("conv flatten gemm", [node("Conv", "x,w", "c"), node("Flatten", "c", "f"), node("Gemm", "f,g,b", transB=1)],
         (2, 3, 4, 5), {"w": weights(6, 3, 2, 2), "g": weights(4, 72), "b": weights(4)})
    case("conv reshape matmul", [node("Conv", "x,w", "c"), node("Reshape", "c,r", "f"), node("MatMul", "f,g")],
         (2, 3, 4, 5), {"w": weights(6, 3, 2, 2), "g": weights(12, 4), "r": whole(0, 6, -1)})


def movement():
    x = (2, 3, 4, 6)
    for axis in (0, 1, 2, -1, 4):
        case(f"Flatten {axis}", [node("Flatten", "x", axis=axis)], x)
    for name, shape in (("minus one", (2, -1)), ("zero", (0, 4, -1, 0)), ("split", (2, 3, 2, 2, 6)), ("all", (-1,))):
        case(f"Reshape {name}", [node("Reshape", "x,s")], x, {"s": whole(*shape)}, 11 if name == "zero" else 14)
    for order in ((0, 2, 3, 1), (2, 3, 0, 1), (3, 0, 1, 2), None):
        attributes = {"perm": order} if order else {}
        case(f"Transpose {order}", [node("Transpose", "x", **attributes)], x)
        case(f"conv transpose reshape {order}", [
            node("Conv", "x,w", "c"), node("Transpose", "c", "t", **attributes), node("Reshape", "t,s")], x,
            {"w": weights(5, 3, 1, 1), "s": whole(-1, 5)})
    case("Squeeze 11", [node("Squeeze", "x", axes=[0, -1])], (1, 3, 4, 1), opset=11)
    case("Squeeze 13", [node("Squeeze", "x,a")], (1, 3, 1, 4), {"a": whole(2)})
    case("Squeeze all", [node("Squeeze", "x")], (1, 3, 1, 4))
    case("Unsqueeze 11", [node("Unsqueeze", "x", axes=[0, -1])], (3, 4), opset=11)
    case("Unsqueeze 13", [node("Unsqueeze", "x,a")], (3, 4), {"a": whole(1, 2)})
    for name, starts, ends, axes, steps in [
        ("plain", [1], [3], [2], None), ("negative", [-3, 0], [-1, 2], [-1, 1], None), ("step", [0], [6], [3], [2]),
        ("backwards", [-1], [-100], [3], [-1]), ("backwards step", [4, 3], [0, -50], [3, 2], [-2, -1]),
        ("beyond", [0], [2**62], [1], None), ("no axes", [1, 1], [2, 3], None, None),
    ]:
        constants = {"s": whole(*starts), "e": whole(*ends)}
        if axes:
            constants["a"] = whole(*axes)
        if steps:
            constants["t"] = whole(*steps)
        case(f"Slice {name}", [node("Slice", ",".join(["x"] + list(constants)))], x, constants, 11 if steps else 13)
    case("Slice channels into conv", [node("Conv", "x,w", "c"), node("Slice", "c,s,e,a", "l"), node("Conv", "l,v")], x,
         {"w": weights(8, 3, 1, 1), "s": whole(2), "e": whole(6), "a": whole(1), "v": weights(3, 4, 3, 3)})
    for axis in (0, 1, 2, -1):
        case(f"Concat {axis}", [node("Relu", "x", "r"), node("Concat", "x,r,x", axis=axis)], x)
    case("Concat convolutions", [
        node("Conv", "x,w", "a"), node("Conv", "x,v", "b", pads=[1, 1, 1, 1]), node("Relu", "b", "r"), node("MaxPool", "x", "p", kernel_shape=[1, 1]),
        node("Concat", "a,p,r", "j", axis=1), node("Conv", "j,u", "k"), node("Add", "k,a")], x,
        {"w": weights(5, 3, 1, 1), "v": weights(4, 3, 3, 3), "u": weights(5, 12, 1, 1)})
    case("Concat depthwise", [
        node("Conv", "x,w", "a", group=3), node("Conv", "x,v", "b"), node("Concat", "b,a", axis=1)], x,
        {"w": weights(3, 1, 1, 1), "v": weights(4, 3, 1, 1)})
    case("Gather", [node("Gather", "x,i", axis=1)], x, {"i": np.array([[2, 0], [-1, 1]], dtype=np.int64)})
    case("Gather scalar", [node("Gather", "x,i", axis=-1)], x, {"i": np.array(3, dtype=np.int64)})
    case("Expand", [node("Expand", "x,s")], (3, 1, 5), {"s": whole(2, 1, 4, 1)})
    case("Cast and ConstantOfShape", [
        node("Shape", "x", "s"), node("ConstantOfShape", "s", "k", value=numpy_helper.from_array(number(1.5))), node("Mul", "x,k")], x)
    case("shape arithmetic", [
        node("Shape", "x", "s"), node("Gather", "s,one", "c", axis=0), node("Unsqueeze", "c,zero", "u"),
        node("Slice", "s,zero,one1", "n"), node("Mul", "u,two", "d"), node("Div", "d,two", "q"),
        node("Cast", "q", "f", to=TensorProto.FLOAT), node("Cast", "f", "g", to=TensorProto.INT64),
        node("Concat", "n,g,minus", "r", axis=0), node("Reshape", "x,r")], x,
        {"one": np.array(1, dtype=np.int64), "zero": whole(0), "one1": whole(1), "two": whole(2), "minus": whole(-1)})
    case("Shape 15", [node("Shape", "x", "s", start=1, end=-1), node("Concat", "s,m", "r", axis=0), node("Reshape", "x,r")], x,
         {"m": whole(-1)}, 15)
    case("Constant forms", [
        node("Constant", "", "k", value_float=0.5), node("Constant", "", "i", value_ints=[6, -1]),
        node("Add", "x,k", "a"), node("Reshape", "a,i")], x)


def resizes():
    x = (2, 3, 5, 4)
    modes = ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"]
    for mode in modes:
        for kind, operand in (("scales", number(1, 1, 2, 2)), ("scales uneven", number(1, 1, 1.6, 0.75)), ("sizes", whole(2, 3, 7, 9))):
            inputs = "x,,,s" if kind == "sizes" else "x,,s"
            case(f"Resize linear {mode} {kind}", [node("Resize", inputs, mode="linear", coordinate_transformation_mode=mode)],
                 x, {"s": operand}, 13)
    for rounding in ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"):
        for mode in modes:
            case(f"Resize nearest {mode} {rounding}", [
                node("Resize", "x,,,s", mode="nearest", coordinate_transformation_mode=mode, nearest_mode=rounding)],
                (1, 2, 5, 4), {"s": whole(1, 2, 8, 6)})
    case("Resize 11 tf", [node("Resize", "x,e,s", mode="nearest", coordinate_transformation_mode="tf_half_pixel_for_nn")], x,
         {"e": number(), "s": number(1, 1, 2, 1.5)}, 11)
    case("Resize 18 axes", [node("Resize", "x,,s", mode="linear", axes=[2, 3])], x, {"s": number(2, 2)}, 18)
    case("Resize 19 symmetric", [node("Resize", "x,,s", mode="linear", coordinate_transformation_mode="half_pixel_symmetric")], x,
         {"s": number(1, 1, 1.3, 1.7)}, 19)
    case("Resize 10", [node("Resize", "x,s", mode="nearest")], x, {"s": number(1, 1, 2, 2)}, 10)
    case("Upsample 9", [node("Upsample", "x,s", mode="linear")], x, {"s": number(1, 1, 2, 2)}, 9)
    case("Upsample 9 nearest", [node("Upsample", "x,s")], x, {"s": number(1, 1, 3, 2)}, 9)
    case("Resize of one pixel", [node("Resize", "x,,s", mode="linear", coordinate_transformation_mode="pytorch_half_pixel")],
         (1, 3, 1, 4), {"s": number(1, 1, 1, 0.25)})


def model(nodes, shape, constants, opset, outputs, other):
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)]
    if other:
        inputs.append(helper.make_tensor_value_info("z", TensorProto.FLOAT, other))
    graph = helper.make_graph(
        [_without_empty_inputs(n) for n in nodes], "g", inputs,
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8 if opset > 9 else 4)


def _without_empty_inputs(n):
    if list(n.input) == [""]:
        del n.input[:]
    return n


def main():
    for group in (convolutions, fusions, elementwise, pools, matrices, movement, resizes):
        group()
    settings = onnxruntime.SessionOptions()
    settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    blob, records = bytearray(), []

    def store(data):
        start = len(blob)
        blob.extend(data)
        return {"offset": start, "bytes": len(data)}

    for seed, (name, nodes, shape, constants, opset, outputs, other) in enumerate(CASES, start=1):
        data = model(nodes, shape, constants, opset, outputs, other).SerializeToString()
        feed = {"x": generator.noise(seed, shape, -1, 1)}
        if other:
            feed["z"] = generator.noise(seed + 1000, other, -1, 1)
        try:
            results = onnxruntime.InferenceSession(data, settings, providers=["CPUExecutionProvider"]).run(list(outputs), feed)
        except Exception as error:
            print(f"SKIPPED {name}: {str(error)[:150]}")
            continue
        records.append({
            "name": name, "seed": seed, "model": store(data),
            "inputs": {key: list(value.shape) for key, value in feed.items()},
            "outputs": [{"name": output, "shape": list(value.shape), "data": store(value.astype("<f4").tobytes())}
                        for output, value in zip(outputs, results)],
        })
    (HERE / "operators.bin").write_bytes(blob)
    (HERE / "operators.json").write_text(json.dumps(records, separators=(",", ":")))
    print(len(records), "cases", len(blob), "bytes")


if __name__ == "__main__":
    main()
