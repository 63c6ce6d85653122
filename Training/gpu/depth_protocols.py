"""The protocols of depth upsampling as matrices, on any device."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor


def cubic(x: np.ndarray, a: float = -0.5) -> np.ndarray:
    """Keys' cubic kernel, the one of Pillow and MATLAB; 0 beyond a distance of 2."""
    x = np.abs(x)
    near = (a + 2) * x**3 - (a + 3) * x**2 + 1
    far = a * x**3 - 5 * a * x**2 + 8 * a * x - 4 * a
    return np.where(x <= 1, near, np.where(x < 2, far, 0))


def resampling(source: int, target: int, kind: str = "bicubic", borders: str = "renormalized") -> Tensor:
    """The matrix `[target, source]` that resizes a line with half-pixel centers, antialiased where it shrinks.

    `borders`: `renormalized` as Pillow does, `symmetric` as MATLAB does. `kind`: `bicubic` or `bilinear`.
    """
    scale = source / target
    stretch = max(scale, 1)
    support = (2 if kind == "bicubic" else 1) * stretch
    matrix = np.zeros((target, source))
    for row in range(target):
        center = (row + 0.5) * scale
        places = np.arange(math.floor(center - support) - 1, math.ceil(center + support) + 2)
        distance = (places + 0.5 - center) / stretch
        weight = cubic(distance) if kind == "bicubic" else np.maximum(0, 1 - np.abs(distance))
        if borders == "symmetric":
            period = places % (2 * source)
            places = np.where(period < source, period, 2 * source - 1 - period)
        else:
            inside = (places >= 0) & (places < source)
            places, weight = places[inside], weight[inside]
        np.add.at(matrix[row], places, weight / weight.sum())
    return torch.tensor(matrix, dtype=torch.float32)


class DepthReduction:
    """A depth map's reduction by `factor` and its enlargement, on squares `[N, 1, size, size]`.

    `protocol`: `dkn-bicubic`, both as Pillow resizes; `djf-nearest` and `bmp-3`, which keep the last sample of each block
    and enlarge it as MATLAB does, bicubic and bilinear. Both are linear, so that one matrix serves rows and columns.
    """

    def __init__(self, protocol: str, factor: int, size: int, device: torch.device):
        low = size // factor
        if protocol == "dkn-bicubic":
            down, up = resampling(size, low), resampling(low, size)
        else:
            down = torch.zeros(low, size)
            down[torch.arange(low), torch.arange(low) * factor + factor - 1] = 1
            up = resampling(low, size, "bicubic" if protocol == "djf-nearest" else "bilinear", "symmetric")
        self.matrix = (up.double() @ down.double()).float().to(device)

    def __call__(self, depth: Tensor) -> Tensor:
        with torch.autocast(depth.device.type, enabled=False):
            return self.matrix @ depth @ self.matrix.T
