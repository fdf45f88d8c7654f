"""Writes the checkpoints that the tests read, with PyTorch's outputs for them.

Usage: make_checkpoints.py           the committed fixtures of CheckpointsTests and ArchitecturesTests
       make_checkpoints.py FOLDER    full-size checkpoints for ArchitecturesTests, about 1.2 GB, which then run with
                                     FACETUI_CHECKPOINTS=FOLDER swift test -c release --filter ArchitecturesTests
Needs torch and numpy; safetensors files are written by hand.
"""

import collections
import json
import pathlib
import struct
import sys

import numpy as np
import torch
from torch import nn

TESTS = pathlib.Path(__file__).resolve().parent.parent


def save_safetensors(state, path):
    """state: name -> tensor."""
    types = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64", torch.int64: "I64"}
    header, blobs, place = {"__metadata__": {"format": "pt"}}, [], 0
    for name, tensor in state.items():
        tensor = tensor.contiguous()
        blob = tensor.view(torch.int16).numpy().tobytes() if tensor.dtype == torch.bfloat16 else tensor.numpy().tobytes()
        header[name] = {"dtype": types[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [place, place + len(blob)]}
        blobs.append(blob)
        place += len(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def save(state, path, legacy=False):
    torch.save(state, path, _use_new_zipfile_serialization=not legacy)


def reader_state():
    """A few tensors of every kind that a state_dict may hold; values are exact in bfloat16."""
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 4 - 2
    state = collections.OrderedDict()
    state["plain"] = base.clone()
    state["half"] = base.half()
    state["brain"] = base.bfloat16()
    state["double"] = base.double()
    state["count"] = torch.tensor(12345678)
    state["transposed"] = base.t()
    state["view"] = base[1:3, 2:5]
    state["expanded"] = torch.tensor([1.5, -2.0]).unsqueeze(1).expand(2, 3)
    state["empty"] = torch.zeros(0, 3)
    state["bytes"] = torch.tensor([1, 2, 255], dtype=torch.uint8)
    state["parameter"] = torch.nn.Parameter(torch.tensor([0.5, 0.25]))
    state._metadata = collections.OrderedDict({"": {"version": 1}})
    return state


def make_reader(folder):
    state = reader_state()
    save(state, folder / "zip.pth")
    save(state, folder / "legacy.pth", legacy=True)
    prefixed = {"epoch": 3, "best": 0.5, "state_dict": {"module." + k: v for k, v in state.items()}}
    save(prefixed, folder / "prefixed_zip.pth")
    save(prefixed, folder / "prefixed_legacy.pth", legacy=True)
    contiguous = {k: v.detach().clone(memory_format=torch.contiguous_format) for k, v in state.items()}
    save_safetensors({k: v for k, v in contiguous.items() if k != "bytes"}, folder / "plain.safetensors")
    save(torch.nn.Linear(2, 2), folder / "whole_module.pth")
    expected = {k: {"shape": list(v.shape), "values": v.detach().double().flatten().tolist()} for k, v in state.items()}
    (folder / "expected.json").write_text(json.dumps(expected))


class FaceBlock(nn.Module):
    """The block of resnet_face18: one slope, which serves inside and after the sum."""

    def __init__(self, inputs, outputs, stride, reduction):
        super().__init__()
        self.bn0 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, inputs, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs)
        self.prelu = nn.PReLU()
        self.conv2 = nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = projection(inputs, outputs, stride)
        self.se = Excite(outputs, reduction) if reduction else None

    def forward(self, x):
        y = self.bn2(self.conv2(self.prelu(self.bn1(self.conv1(self.bn0(x))))))
        y = self.se(y) if self.se else y
        return self.prelu(y + (self.downsample(x) if self.downsample else x))


class Excite(nn.Module):
    def __init__(self, channels, reduction):
        super().__init__()
        hidden = max(channels // reduction, 1)
        self.fc = nn.Sequential(nn.Linear(channels, hidden), nn.PReLU(), nn.Linear(hidden, channels), nn.Sigmoid())

    def forward(self, x):
        return x * self.fc(x.mean((2, 3)))[:, :, None, None]


class ImprovedBlock(nn.Module):
    """The block of IResNet: a slope for each channel, none after the sum."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.prelu = nn.PReLU(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, stride, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = projection(inputs, outputs, stride)

    def forward(self, x):
        y = self.bn3(self.conv2(self.prelu(self.bn2(self.conv1(self.bn1(x))))))
        return y + (self.downsample(x) if self.downsample else x)


def projection(inputs, outputs, stride):
    if stride == 1 and inputs == outputs:
        return None
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


def stages(net, block, width, counts, first_stride):
    channels = width
    for stage, count in enumerate(counts):
        blocks = []
        for number in range(count):
            outputs = width << stage
            stride = (2 if stage or first_stride == 2 else 1) if number == 0 else 1
            blocks.append(block(channels, outputs, stride))
            channels = outputs
        setattr(net, f"layer{stage + 1}", nn.Sequential(*blocks))


class ResnetFace(nn.Module):
    def __init__(self, width=64, reduction=None, dimensions=512):
        super().__init__()
        self.conv1 = nn.Conv2d(1, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.prelu = nn.PReLU()
        stages(self, lambda i, o, s: FaceBlock(i, o, s, reduction), width, [2, 2, 2, 2], 1)
        self.bn4 = nn.BatchNorm2d(8 * width)
        self.fc5 = nn.Linear(8 * width * 8 * 8, dimensions)
        self.bn5 = nn.BatchNorm1d(dimensions)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.prelu(self.bn1(self.conv1(x))), 2, 2)
        x = self.bn4(self.layer4(self.layer3(self.layer2(self.layer1(x)))))
        return self.bn5(self.fc5(x.flatten(1)))


class IResnet(nn.Module):
    def __init__(self, counts, width=64, dimensions=512):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.prelu = nn.PReLU(width)
        stages(self, ImprovedBlock, width, counts, 2)
        self.bn2 = nn.BatchNorm2d(8 * width)
        self.fc = nn.Linear(8 * width * 7 * 7, dimensions)
        self.features = nn.BatchNorm1d(dimensions)

    def forward(self, x):
        x = self.prelu(self.bn1(self.conv1(x)))
        x = self.bn2(self.layer4(self.layer3(self.layer2(self.layer1(x)))))
        return self.features(self.fc(x.flatten(1)))


class Layers(nn.Module):
    """Modules in a row under names of choice."""

    def __init__(self, **modules):
        super().__init__()
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, x):
        for module in self.children():
            x = module(x)
        return x


class Shortcut(Layers):
    def forward(self, x):
        return x + super().forward(x)


def mobilefacenet(is_arcface_torch, width=64, dimensions=512):
    """In the names of InsightFace_Pytorch, or in those of arcface_torch, which has twice the width."""

    def conv(inputs, outputs, kernel=1, stride=1, padding=0, groups=1, active=True):
        parts = [nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
        parts += [nn.PReLU(outputs)] if active else []
        if is_arcface_torch:
            return Layers(layers=nn.Sequential(*parts))
        return Layers(**dict(zip(["conv", "bn", "prelu"], parts)))

    def depthwise(inputs, outputs, groups, stride, base=Layers):
        parts = [
            conv(inputs, groups), conv(groups, groups, 3, stride, 1, groups), conv(groups, outputs, active=False)]
        if is_arcface_torch:
            return base(layers=nn.Sequential(*parts))
        return base(**dict(zip(["conv", "conv_dw", "project"], parts)))

    def residual(channels, count, groups):
        blocks = nn.Sequential(*[depthwise(channels, channels, groups, 1, Shortcut) for _ in range(count)])
        return Layers(**{"layers" if is_arcface_torch else "model": blocks})

    w = width
    c = w * (2 if is_arcface_torch else 1)
    trunk = [
        conv(3, c, 3, 2, 1), conv(c, c, 3, 1, 1, groups=w), depthwise(c, c, 2 * w, 2), residual(c, 4, 2 * w),
        depthwise(c, 2 * c, 4 * w, 2), residual(2 * c, 6, 4 * w), depthwise(2 * c, 2 * c, 8 * w, 2),
        residual(2 * c, 2, 4 * w)]
    separable, last = conv(2 * c, 8 * w), conv(8 * w, 8 * w, 7, groups=8 * w, active=False)
    linear, norm = nn.Linear(8 * w, dimensions, bias=False), nn.BatchNorm1d(dimensions)
    if is_arcface_torch:
        head = nn.Sequential(last, nn.Flatten(), linear, norm)
        return Layers(layers=nn.Sequential(*trunk), conv_sep=separable, features=Layers(layers=head))
    names = ["conv1", "conv2_dw", "conv_23", "conv_3", "conv_34", "conv_4", "conv_45", "conv_5"]
    return Layers(
        **dict(zip(names, trunk)), conv_6_sep=separable, conv_6_dw=last, conv_6_flatten=nn.Flatten(), linear=linear,
        bn=norm)


def picture(channels, side):
    """Values in -1...1 that Swift computes alike, without a file."""
    index = torch.arange(2 * channels * side * side, dtype=torch.int64)
    return ((index * 7919 % 1999).float() / 999 - 1).reshape(2, channels, side, side)


def settle(net, channels, side):
    """Gives every BatchNorm and slope numbers of its own, and statistics of what passes through."""
    for module in net.modules():
        if isinstance(module, (nn.BatchNorm2d, nn.BatchNorm1d)):
            nn.init.uniform_(module.weight, 0.6, 1.4)
            nn.init.normal_(module.bias, 0, 0.2)
        elif isinstance(module, nn.PReLU):
            nn.init.uniform_(module.weight, -0.1, 0.4)
    net.train()
    with torch.no_grad():
        for _ in range(4):
            net(torch.randn(8, channels, side, side))
    net.eval()


def networks(is_full):
    """Name of the file -> architecture, squeeze-and-excitation, network."""
    size = {} if is_full else {"width": 2, "dimensions": 16}
    reduction = 16 if is_full else 2
    counts = {18: [2, 2, 2, 2], 34: [3, 4, 6, 3], 50: [3, 4, 14, 3], 100: [3, 13, 30, 3]}
    yield "face", "resnet_face18", False, lambda: ResnetFace(**size)
    yield "face_se", "resnet_face18", True, lambda: ResnetFace(reduction=reduction, **size)
    for depth in [18, 34, 50, 100] if is_full else [18]:
        yield f"iresnet{depth}", f"iresnet{depth}", False, lambda: IResnet(counts[depth], **size)
    yield "mobile", "mobilefacenet", False, lambda: mobilefacenet(False, **size)
    yield "mobile_arcface_torch", "mobilefacenet", False, lambda: mobilefacenet(True, **size)


def make_networks(folder, is_full):
    cases = []
    for name, architecture, squeeze_excite, make in networks(is_full):
        torch.manual_seed(1)
        net = make()
        channels, side = (1, 128) if architecture == "resnet_face18" else (3, 112)
        settle(net, channels, side)
        if not is_full and name.startswith("iresnet"):
            net.half().float()
        with torch.no_grad():
            outputs = net(picture(channels, side)).flatten().tolist()
        state = net.state_dict()
        if name.startswith("face"):
            save({f"module.{key}": value for key, value in state.items()}, folder / f"{name}_legacy.pth", legacy=True)
            save(state, folder / f"{name}_zip.pth")
            files = [f"{name}_legacy.pth", f"{name}_zip.pth"]
        elif name == "mobile_arcface_torch":
            save_safetensors(state, folder / f"{name}.safetensors")
            files = [f"{name}.safetensors"]
        else:
            is_half = not is_full and name.startswith("iresnet")
            save({key: value.half() if is_half and value.is_floating_point() else value for key, value in state.items()},
                 folder / f"{name}.pth")
            files = [f"{name}.pth"]
        for file in files:
            cases.append({
                "file": file, "architecture": architecture, "squeezeExcite": squeeze_excite, "isFull": is_full,
                "outputs": outputs})
        print(name, sum(p.numel() for p in net.parameters()))
    (folder / "reference.json").write_text(json.dumps(cases))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        target = pathlib.Path(sys.argv[1])
        target.mkdir(parents=True, exist_ok=True)
        make_networks(target, is_full=True)
    else:
        make_reader(TESTS / "CheckpointsTests/Fixtures")
        make_networks(TESTS / "ArchitecturesTests/Fixtures", is_full=False)
