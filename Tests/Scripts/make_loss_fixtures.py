#!/usr/bin/env python3
"""Writes Tests/LossesTests/Fixtures/losses.json: values and gradients of the losses by PyTorch's autograd.

Needs torch. Everything is float64. The samples' angles to their true classes go from 0.05 to 3.09, so that every branch
of every margin is met; none lies where a formula has a corner.
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(5)
SAMPLES, CLASSES, SIZE = 24, 5, 8


def operands():
    weights = torch.randn(CLASSES, SIZE, dtype=torch.float64)
    labels = torch.arange(SAMPLES) % CLASSES
    rows = []
    for label, angle in zip(labels, torch.linspace(0.05, 3.09, SAMPLES)):
        w = F.normalize(weights[label], dim=0)
        other = torch.randn(SIZE, dtype=torch.float64)
        other = F.normalize(other - (other @ w) * w, dim=0)
        rows.append((0.5 + 2 * torch.rand(1, dtype=torch.float64)) * (math.cos(angle) * w + math.sin(angle) * other))
    return torch.stack(rows), weights, labels


def cosines(x, w):
    return F.linear(F.normalize(x), F.normalize(w))


def psi(cosine, m):
    angle = torch.acos(cosine)
    k = torch.floor(m * angle.detach() / math.pi)
    return (1 - 2 * (k % 2)) * torch.cos(m * angle) - 2 * k


def with_target(cosine, labels, target):
    return torch.where(F.one_hot(labels, CLASSES).bool(), target, cosine)


def lsoftmax(x, w, labels, m, lamb):
    c = cosines(x, w)
    logits = with_target(c, labels, (lamb * c + psi(c, m)) / (1 + lamb))
    return logits * x.norm(dim=1, keepdim=True) * w.norm(dim=1)


def sphereface(x, w, labels, m, lamb):
    c = cosines(x, w)
    return with_target(c, labels, (lamb * c + psi(c, m)) / (1 + lamb)) * x.norm(dim=1, keepdim=True)


def cosface(x, w, labels, m, s):
    c = cosines(x, w)
    return s * with_target(c, labels, c - m)


def arcface(x, w, labels, m, s, easy):
    c = cosines(x, w)
    target = torch.cos(torch.acos(c) + m)
    target = torch.where(c > 0, target, c) if easy else torch.where(torch.acos(c) + m < math.pi, target, c - math.sin(m) * m)
    return s * with_target(c, labels, target)


def combined(x, w, labels, m1, m2, m3, s):
    c = cosines(x, w)
    return s * with_target(c, labels, torch.cos(m1 * torch.acos(c) + m2) - m3)


def plain(x, w, labels):
    return F.linear(x, w)


def focal(logits, labels, gamma):
    log_p = F.log_softmax(logits, dim=1).gather(1, labels[:, None])[:, 0]
    return (-((1 - log_p.exp()) ** gamma) * log_p).mean()


CASES = [
    ("linear", plain, {}),
    ("lsoftmax", lsoftmax, dict(m=2, lamb=0.0)),
    ("lsoftmax", lsoftmax, dict(m=4, lamb=5.0)),
    ("sphereface", sphereface, dict(m=4, lamb=0.0)),
    ("sphereface", sphereface, dict(m=4, lamb=5.0)),
    ("sphereface", sphereface, dict(m=3, lamb=1.5)),
    ("cosface", cosface, dict(m=0.35, s=30.0)),
    ("cosface", cosface, dict(m=0.4, s=64.0)),
    ("arcface", arcface, dict(m=0.5, s=30.0, easy=False)),
    ("arcface", arcface, dict(m=0.5, s=64.0, easy=False)),
    ("arcface", arcface, dict(m=0.5, s=30.0, easy=True)),
    ("combined", combined, dict(m1=1.0, m2=0.3, m3=0.2, s=64.0)),
    ("combined", combined, dict(m1=1.1, m2=0.2, m3=0.1, s=30.0)),
]


def main():
    embeddings, weights, labels = operands()
    results = []
    for name, logits_of, parameters in CASES:
        for gamma in (None, 2.0):
            x = embeddings.clone().requires_grad_()
            w = weights.clone().requires_grad_()
            logits = logits_of(x, w, labels, **parameters)
            logits.retain_grad()
            loss = F.cross_entropy(logits, labels) if gamma is None else focal(logits, labels, gamma)
            loss.backward()
            results.append(
                dict(
                    margin=name, parameters={k: float(v) for k, v in parameters.items()}, gamma=gamma, value=loss.item(),
                    embeddings=x.grad.flatten().tolist(), weights=w.grad.flatten().tolist(),
                    logits=logits.detach().flatten().tolist() if name == "linear" else None,
                    logitGradient=logits.grad.flatten().tolist() if name == "linear" else None,
                )
            )
    fixture = dict(
        samples=SAMPLES, classes=CLASSES, size=SIZE, embeddings=embeddings.flatten().tolist(),
        weights=weights.flatten().tolist(), labels=labels.tolist(), cases=results,
    )
    target = pathlib.Path(__file__).parent.parent / "LossesTests" / "Fixtures" / "losses.json"
    target.write_text(json.dumps(json.loads(json.dumps(fixture), parse_float=lambda t: float(f"{float(t):.12g}"))))
    print(f"{target}: {len(results)} cases, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
