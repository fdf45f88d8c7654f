"""The deterministic inputs of the fixtures; Generator.swift in the tests computes the same numbers."""

import numpy as np


def uniform(seed, count):
    """SplitMix64: value i is the top 24 bits of mix(seed + (i + 1) * golden) as a float32 in 0..<1."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)


def noise(seed, shape, low, high):
    """float32: low + u * (high - low)."""
    values = uniform(seed, int(np.prod(shape)))
    return (np.float32(low) + values * np.float32(high - low)).reshape(shape)


def smooth(seed, shape):
    """Whole grey levels 0..255 that change slowly, as in a photo: an 8x8 grid per channel, interpolated in float64."""
    n, c, height, width = shape
    grid = uniform(seed, n * c * 81).astype(np.float64).reshape(n, c, 9, 9)
    y = np.arange(height, dtype=np.float64) * 8 / height
    x = np.arange(width, dtype=np.float64) * 8 / width
    y0, x0 = np.floor(y).astype(int), np.floor(x).astype(int)
    fy, fx = (y - y0)[:, None], (x - x0)[None, :]
    top = grid[:, :, y0][:, :, :, x0] * (1 - fx) + grid[:, :, y0][:, :, :, x0 + 1] * fx
    bottom = grid[:, :, y0 + 1][:, :, :, x0] * (1 - fx) + grid[:, :, y0 + 1][:, :, :, x0 + 1] * fx
    return np.floor((top * (1 - fy) + bottom * fy) * 255 + 0.5).astype(np.float32)
