"""DKN, the deformable kernel network."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .kernels import apply_kernels, joined


class WindowBranch(nn.Module):
    """One branch of DKN: unpadded convolutions, two of stride 2, then kernel weights and offsets.

    Table 1 of the paper; batch normalization after the first, third and fifth convolution.
    """

    SIZES, STRIDES = (7, 2, 5, 2, 5, 3, 3), (1, 2, 1, 2, 1, 1, 1)

    def __init__(self, inputs: int, channels: Sequence[int], taps: int, offsets: bool):
        super().__init__()
        widths = [inputs, *channels]
        for layer, (size, stride) in enumerate(zip(self.SIZES, self.STRIDES), 1):
            self.add_module(f"conv{layer}", nn.Conv2d(widths[layer - 1], widths[layer], size, stride))
        for layer in (1, 3, 5):
            self.add_module(f"norm{layer}", nn.BatchNorm2d(widths[layer]))
        self.weight = nn.Conv2d(widths[-1], taps, 1)
        self.offset = nn.Conv2d(widths[-1], 2 * taps, 1) if offsets else None

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        for layer in range(1, 8):
            x = getattr(self, f"conv{layer}")(x)
            if layer in (1, 3, 5):
                x = getattr(self, f"norm{layer}")(x)
            x = F.relu(x)
        return torch.sigmoid(self.weight(x)), self.offset(x) if self.offset else None


class DKN(nn.Module):
    """B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering", by shift and stitch.

    Target `[N, 1, H, W]`, guide `[N, 3, H, W]`, of any size; replicated borders give each pixel its window of 51 x 51.
    """

    def __init__(
        self,
        channels: Sequence[int] = (32, 32, 64, 64, 128, 128, 128),
        kernel: int = 3,
        residual: bool = True,
        reach: float = 7.0,
        source: str = "both",
        offsets: bool = True,
    ):
        super().__init__()
        self.kernel, self.residual, self.reach = kernel, residual, reach
        self.guide = WindowBranch(3, channels, kernel**2, offsets) if source != "target" else None
        self.target = WindowBranch(1, channels, kernel**2, offsets) if source != "guide" else None

    def shifted(self, target: Tensor, guide: Tensor, row: int, column: int) -> Tensor:
        """The result at every fourth row and column from the given ones: one pass."""
        rows = torch.arange(row, target.shape[2], 4, device=target.device)
        columns = torch.arange(column, target.shape[3], 4, device=target.device)
        factors = []
        for branch, image in [(self.guide, guide), (self.target, target)]:
            if branch:
                # A window's last row and column are passed over by the strides: 50 x 50 pixels count.
                height, width = 4 * (len(rows) - 1) + 50, 4 * (len(columns) - 1) + 50
                padded = F.pad(image, (25, 24, 25, 24), mode="replicate")
                factors.append(branch(padded[:, :, row : row + height, column : column + width]))
        weight, offset = joined([x for x, _ in factors]), joined([x for _, x in factors])
        return apply_kernels(target, weight, offset, self, rows, columns)

    def forward(self, target: Tensor, guide: Tensor) -> Tensor:
        result = torch.empty_like(target)
        for row in range(min(4, target.shape[2])):
            for column in range(min(4, target.shape[3])):
                result[:, :, row::4, column::4] = self.shifted(target, guide, row, column)
        return result
