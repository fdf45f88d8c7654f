"""Rounding errors of Winograd's method in float32 for a choice of its points, against the direct sum in float64.

    python Tests/Scripts/winograd_error.py     needs numpy

Prints, for layers of 128 channels with non-negative inputs, the largest error relative to the largest result, and the
root mean square error relative to the results'.
"""

import numpy as np

CHANNELS, OUTPUTS, TILES = 128, 64, 64


def four(p, q):
    """F(4, 3) with the points 0, ±p, ±q and infinity: the transforms of input, weights and output."""
    pp, qq = p * p, q * q
    inputs = [
        [pp * qq, 0, -(pp + qq), 0, 1, 0], [0, -p * qq, -qq, p, 1, 0], [0, p * qq, -qq, -p, 1, 0],
        [0, -pp * q, -pp, q, 1, 0], [0, pp * q, -pp, -q, 1, 0], [0, pp * qq, 0, -(pp + qq), 0, 1],
    ]
    outputs = [
        [1, 1, 1, 1, 1, 0], [0, p, -p, q, -q, 0], [0, pp, pp, qq, qq, 0], [0, p**3, -(p**3), q**3, -(q**3), 1],
    ]
    scales = [pp * qq, 2 * pp * (pp - qq), 2 * pp * (pp - qq), 2 * qq * (qq - pp), 2 * qq * (qq - pp)]
    weights = [[1 / n, x / n, x * x / n] for x, n in zip((0, p, -p, q, -q), scales)] + [[0, 0, 1]]
    return np.array(inputs), np.array(weights), np.array(outputs)


def two():
    inputs = [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, -1, 0, 1]]
    weights = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]]
    return np.array(inputs), np.array(weights), np.array([[1, 1, 1, 0], [0, 1, -1, 1]])


def error(inputs, weights, outputs):
    random = np.random.default_rng(0)
    patch, tile = len(inputs), len(outputs)
    x = np.maximum(random.standard_normal((TILES, CHANNELS, patch, patch)), 0).astype(np.float32)
    w = (random.standard_normal((OUTPUTS, CHANNELS, 3, 3)) * np.sqrt(2 / 9 / CHANNELS)).astype(np.float32)
    exact = sum(
        np.einsum("tcyx,kc->tkyx", x[:, :, i : i + tile, j : j + tile].astype(float), w[:, :, i, j].astype(float))
        for i in range(3) for j in range(3))
    single = np.float32
    columns = np.einsum("iy,tcyx->tcix", inputs.astype(single), x).astype(single)
    patches = np.einsum("jx,tcix->ijtc", inputs.astype(single), columns).astype(single)
    kernels = np.einsum("iy,kcyx,jx->ijck", weights, w.astype(float), weights).astype(single)
    products = patches @ kernels
    columns = np.einsum("yi,ijtk->tkyj", outputs.astype(single), products).astype(single)
    result = np.einsum("xj,tkyj->tkyx", outputs.astype(single), columns).astype(single)
    difference = result - exact
    return np.abs(difference).max() / np.abs(exact).max(), np.sqrt((difference**2).mean() / (exact**2).mean())


if __name__ == "__main__":
    cases = {"F(2, 3)": two(), "F(4, 3) with 1, 2": four(1, 2), "F(4, 3) with 1, 1/2": four(1, 0.5)}
    cases["F(4, 3) with √½, √2"] = four(0.5**0.5, 2**0.5)
    for name, transforms in cases.items():
        print(f"{name}: largest {error(*transforms)[0]:.1e}, root mean square {error(*transforms)[1]:.1e}")
