"""FDKN, the fast deformable kernel network."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .kernels import apply_kernels, joined


class FDKNBranch(nn.Module):
    """One branch of FDKN: six 3x3 convolutions at a quarter of the resolution, then kernel weights and offsets.

    Table 2 of the paper; batch normalization after the first, third and fifth convolution.
    """

    def __init__(self, inputs: int, channels: Sequence[int], taps: int, offsets: bool):
        super().__init__()
        widths = [inputs, *channels]
        for layer in range(1, 7):
            self.add_module(f"conv{layer}", nn.Conv2d(widths[layer - 1], widths[layer], 3, padding=1))
            if layer % 2 == 1:
                self.add_module(f"norm{layer}", nn.BatchNorm2d(widths[layer]))
        self.weight = nn.Conv2d(widths[-1], 16 * taps, 1)
        self.offset = nn.Conv2d(widths[-1], 16 * 2 * taps, 1) if offsets else None

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        x = F.relu(self.norm1(self.conv1(x)))
        x = F.relu(self.conv2(x))
        x = F.relu(self.norm3(self.conv3(x)))
        x = F.relu(self.conv4(x))
        x = F.relu(self.norm5(self.conv5(x)))
        x = F.relu(self.conv6(x))
        return torch.sigmoid(self.weight(x)), self.offset(x) if self.offset else None


class FDKN(nn.Module):
    """B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering", the fast version.

    Target `[N, 1, H, W]`, guide `[N, 3, H, W]`; any size, replicated at the bottom and right to a multiple of 4.
    Channels of the predicted maps: weights `tap * 16 + phase`, offsets `(2 * tap + axis) * 16 + phase`, where phase is
    `4 * dy + dx` and axis 0 is the column. Kernels reach `reach` pixels; results are `[N, 1, H, W]`.
    """

    def __init__(
        self,
        channels: Sequence[int] = (32, 32, 64, 64, 128, 128),
        kernel: int = 3,
        residual: bool = True,
        gray_guide: bool = False,
        reach: float = 7.0,
        source: str = "both",
        offsets: bool = True,
        guide_channels: int = 3,
    ):
        super().__init__()
        self.kernel, self.residual, self.gray_guide, self.reach = kernel, residual, gray_guide, reach
        guide_inputs = 16 if gray_guide else 16 * guide_channels
        self.guide = FDKNBranch(guide_inputs, channels, kernel**2, offsets) if source != "target" else None
        self.target = FDKNBranch(16, channels, kernel**2, offsets) if source != "guide" else None

    def kernels(self, target: Tensor, guide: Tensor) -> tuple[Tensor, Tensor | None]:
        """Weights `[N, taps, H, W]` and offsets `[N, 2 * taps, H, W]`."""
        images = [(self.guide, guide), (self.target, target)]
        factors = [branch(F.pixel_unshuffle(image, 4)) for branch, image in images if branch]
        weight, offset = joined([x for x, _ in factors]), joined([x for _, x in factors])
        return F.pixel_shuffle(weight, 4), None if offset is None else F.pixel_shuffle(offset, 4)

    def forward(self, target: Tensor, guide: Tensor) -> Tensor:
        height, width = target.shape[2:]
        if self.gray_guide:
            guide = (guide * guide.new_tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
        border = (0, -width % 4, 0, -height % 4)
        if any(border):
            target, guide = (F.pad(x, border, mode="replicate") for x in (target, guide))
        weight, offset = self.kernels(target, guide)
        rows, columns = (torch.arange(size, device=target.device) for size in target.shape[2:])
        result = apply_kernels(target, weight, offset, self, rows, columns)
        return result[:, :, :height, :width]
