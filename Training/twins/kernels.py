"""The filtering that FDKN, DKN, and the pyramid share: a kernel of its own for every pixel."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F


def joined(factors: Sequence[Tensor | None]) -> Tensor | None:
    """The product of the branches' factors that there are."""
    there = [x for x in factors if x is not None]
    return there[0] * there[1] if len(there) == 2 else there[0] if there else None


def apply_kernels(target: Tensor, weight: Tensor, offset: Tensor | None, settings, rows: Tensor, columns: Tensor):
    """The result `[N, 1, h, w]` at the pixels of the given rows and columns of `target` `[N, 1, H, W]`.

    `weight`: `[N, taps, h, w]`, not yet normalized; `offset`: `[N, 2 * taps, h, w]`, tap by tap, column before row.
    `settings`: a network with `kernel` (taps in each direction), `reach` (pixels that taps may move), `residual`.
    """
    kernel = settings.kernel
    weight = weight - weight.mean(1, keepdim=True) if settings.residual else weight / weight.sum(1, keepdim=True)
    side = torch.arange(kernel, dtype=weight.dtype, device=weight.device) - kernel // 2
    down, right = torch.meshgrid(side, side, indexing="ij")
    position = torch.stack([right.flatten(), down.flatten()], 1)[None, :, :, None, None]
    if offset is None:
        position = position.expand(*weight.shape[:2], 2, *weight.shape[2:])
    else:
        position = (position + offset.unflatten(1, (kernel**2, 2))).clamp(-settings.reach, settings.reach)
    result = (weight * sample(target, position, rows, columns)).sum(1, keepdim=True)
    return target[:, :, rows][..., columns] + result if settings.residual else result


def sample(image: Tensor, position: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Bilinear samples `[N, taps, h, w]` of `image` `[N, 1, H, W]`, coordinates clamped to the image.

    `position`: `[N, taps, 2, h, w]`, column and row relative to the pixel, which stands in the given row and column.
    """
    batch, taps, _, height, width = position.shape
    # Grid coordinates -1 and 1 are the centers of the outermost pixels (align_corners).
    x = (position[:, :, 0] + columns) * (2 / max(image.shape[3] - 1, 1)) - 1
    y = (position[:, :, 1] + rows[:, None]) * (2 / max(image.shape[2] - 1, 1)) - 1
    grid = torch.stack([x, y], -1).reshape(batch, taps * height, width, 2)
    samples = F.grid_sample(image, grid, mode="bilinear", padding_mode="border", align_corners=True)
    return samples.reshape(batch, taps, height, width)
