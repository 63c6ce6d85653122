"""DJF and DJFR, the deep joint filters."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Chain(nn.Module):
    """Unpadded convolutions with ReLU between them, and after the last one on request."""

    def __init__(self, widths: Sequence[int], sizes: Sequence[int] = (9, 1, 5), ends_in_relu: bool = False):
        super().__init__()
        self.depth, self.ends_in_relu = len(sizes), ends_in_relu
        for layer, size in enumerate(sizes, 1):
            self.add_module(f"conv{layer}", nn.Conv2d(widths[layer - 1], widths[layer], size))

    def forward(self, x: Tensor) -> Tensor:
        for layer in range(1, self.depth + 1):
            x = getattr(self, f"conv{layer}")(x)
            if layer < self.depth or self.ends_in_relu:
                x = F.relu(x)
        return x


class DJF(nn.Module):
    """Y. Li, J.-B. Huang, N. Ahuja, M.-H. Yang, "Joint Image Filtering with Deep Convolutional Networks".

    With `skip` (DJFR) the target is added to the output. Target and guide are replicated by what the convolutions
    consume (12 pixels on every side as in the paper), so the output has the target's size. Without branches, the joint
    network sees the images.
    """

    def __init__(
        self,
        skip: bool = True,
        branch: Sequence[int] = (96, 48),
        joint: Sequence[int] = (64, 32),
        merged: int | None = 1,
        branch_sizes: Sequence[int] = (9, 1, 5),
        joint_sizes: Sequence[int] = (9, 1, 5),
        branch_ends_in_relu: bool = False,
    ):
        super().__init__()
        self.skip = skip
        widths = [*branch, *([] if merged is None else [merged])]
        self.guide = Chain([3, *widths], branch_sizes, branch_ends_in_relu)
        self.target = Chain([1, *widths], branch_sizes, branch_ends_in_relu)
        self.joint = Chain([2 * widths[-1] if widths else 4, *joint, 1], joint_sizes)
        self.margin = sum(size // 2 for size in (*branch_sizes, *joint_sizes))

    def forward(self, target: Tensor, guide: Tensor) -> Tensor:
        wide_target, wide_guide = (F.pad(x, (self.margin,) * 4, mode="replicate") for x in (target, guide))
        result = self.joint(torch.cat([self.guide(wide_guide), self.target(wide_target)], 1))
        return target + result if self.skip else result
