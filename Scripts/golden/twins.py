"""PyTorch twins of Burnish's networks, written from the papers.

They are oracles for the tests (`models.py` beside this file) and peers for the benchmarks (`Benchmarks/peers.py`);
parameter names are those of the Swift models, so that a state dictionary is also a Burnish checkpoint.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class KernelBranch(nn.Module):
    """One branch of FDKN: six 3x3 convolutions at a quarter of the resolution, then kernel weights and offsets.

    Table 2 of the paper; batch normalisation after the first, third and fifth convolution.
    """

    def __init__(self, inputs: int, channels: Sequence[int], taps: int):
        super().__init__()
        widths = [inputs, *channels]
        for layer in range(1, 7):
            self.add_module(f"conv{layer}", nn.Conv2d(widths[layer - 1], widths[layer], 3, padding=1))
            if layer % 2 == 1:
                self.add_module(f"norm{layer}", nn.BatchNorm2d(widths[layer]))
        self.weight = nn.Conv2d(widths[-1], 16 * taps, 1)
        self.offset = nn.Conv2d(widths[-1], 16 * 2 * taps, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        x = F.relu(self.norm1(self.conv1(x)))
        x = F.relu(self.conv2(x))
        x = F.relu(self.norm3(self.conv3(x)))
        x = F.relu(self.conv4(x))
        x = F.relu(self.norm5(self.conv5(x)))
        x = F.relu(self.conv6(x))
        return torch.sigmoid(self.weight(x)), self.offset(x)


class FDKN(nn.Module):
    """B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering", the fast version.

    Target `[N, 1, H, W]`, guide `[N, 3, H, W]`; any size, replicated at the bottom and right to a multiple of 4.
    Channels of the predicted maps: weights `tap * 16 + phase`, offsets `(2 * tap + axis) * 16 + phase`, where phase is
    `4 * dy + dx` and axis 0 is the column.
    """

    def __init__(
        self,
        channels: Sequence[int] = (32, 32, 64, 64, 128, 128),
        kernel: int = 3,
        residual: bool = True,
        gray_guide: bool = False,
        reach: float = 7.0,
    ):
        super().__init__()
        self.kernel, self.residual, self.gray_guide, self.reach = kernel, residual, gray_guide, reach
        self.guide = KernelBranch(16 if gray_guide else 48, channels, kernel * kernel)
        self.target = KernelBranch(16, channels, kernel * kernel)

    def kernels(self, target: Tensor, guide: Tensor) -> tuple[Tensor, Tensor]:
        """Weights `[N, taps, H, W]` and positions `[N, taps, 2, H, W]` (column, row) relative to the pixel."""
        guide_weight, guide_offset = self.guide(F.pixel_unshuffle(guide, 4))
        target_weight, target_offset = self.target(F.pixel_unshuffle(target, 4))
        weight = F.pixel_shuffle(guide_weight * target_weight, 4)
        offset = F.pixel_shuffle(guide_offset * target_offset, 4)
        if self.residual:
            weight = weight - weight.mean(1, keepdim=True)
        else:
            weight = weight / weight.sum(1, keepdim=True)
        offset = offset.unflatten(1, (self.kernel**2, 2))
        side = torch.arange(self.kernel, dtype=offset.dtype) - self.kernel // 2
        rows, columns = torch.meshgrid(side, side, indexing="ij")
        grid = torch.stack([columns.flatten(), rows.flatten()], 1)[None, :, :, None, None]
        return weight, (grid + offset).clamp(-self.reach, self.reach)

    def forward(self, target: Tensor, guide: Tensor) -> Tensor:
        height, width = target.shape[2:]
        if self.gray_guide:
            guide = (guide * guide.new_tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
        border = (0, -width % 4, 0, -height % 4)
        if any(border):
            target, guide = (F.pad(x, border, mode="replicate") for x in (target, guide))
        weight, position = self.kernels(target, guide)
        result = (weight * sample(target, position)).sum(1, keepdim=True)
        if self.residual:
            result = target + result
        return result[:, :, :height, :width]


def sample(image: Tensor, position: Tensor) -> Tensor:
    """Bilinear samples `[N, taps, H, W]` of `image` `[N, 1, H, W]`, coordinates clamped to the image.

    `position`: `[N, taps, 2, H, W]`, column and row relative to the pixel.
    """
    batch, taps, _, height, width = position.shape
    columns = torch.arange(width, dtype=position.dtype)
    rows = torch.arange(height, dtype=position.dtype)[:, None]
    # Grid coordinates -1 and 1 are the centres of the outermost pixels (align_corners).
    x = (position[:, :, 0] + columns) * (2 / max(width - 1, 1)) - 1
    y = (position[:, :, 1] + rows) * (2 / max(height - 1, 1)) - 1
    grid = torch.stack([x, y], -1).reshape(batch, taps * height, width, 2)
    samples = F.grid_sample(image, grid, mode="bilinear", padding_mode="border", align_corners=True)
    return samples.reshape(batch, taps, height, width)


class Chain(nn.Module):
    """Three unpadded convolutions, of sizes 9, 1 and 5, ReLU between them."""

    def __init__(self, widths: Sequence[int], sizes: Sequence[int] = (9, 1, 5)):
        super().__init__()
        for layer, size in enumerate(sizes, 1):
            self.add_module(f"conv{layer}", nn.Conv2d(widths[layer - 1], widths[layer], size))

    def forward(self, x: Tensor) -> Tensor:
        return self.conv3(F.relu(self.conv2(F.relu(self.conv1(x)))))


class DJF(nn.Module):
    """Y. Li, J.-B. Huang, N. Ahuja, M.-H. Yang, "Joint Image Filtering with Deep Convolutional Networks".

    With `skip` (DJFR) the target is added to the output. Target and guide are replicated by 12 pixels on every side,
    6 of which the branches and 6 of which the joint network consume, so the output has the target's size.
    """

    def __init__(self, skip: bool = True, branch: Sequence[int] = (96, 48), joint: Sequence[int] = (64, 32)):
        super().__init__()
        self.skip = skip
        self.guide = Chain([3, *branch, 1])
        self.target = Chain([1, *branch, 1])
        self.joint = Chain([2, *joint, 1])

    def forward(self, target: Tensor, guide: Tensor) -> Tensor:
        wide_target, wide_guide = (F.pad(x, (12, 12, 12, 12), mode="replicate") for x in (target, guide))
        result = self.joint(torch.cat([self.guide(wide_guide), self.target(wide_target)], 1))
        return target + result if self.skip else result


class ConvolutionStack(nn.Module):
    """3x3 convolutions, ReLU after all but the last, batch normalisation in all but the first and last.

    With its defaults this is the denoising autoencoder of S. Bigdeli, M. Zwicker, "Image Restoration using
    Autoencoding Priors".
    """

    def __init__(self, layers: int = 20, width: int = 64, channels: int = 3):
        super().__init__()
        self.layers = layers
        for layer in range(1, layers + 1):
            inputs = channels if layer == 1 else width
            outputs = channels if layer == layers else width
            self.add_module(f"conv{layer}", nn.Conv2d(inputs, outputs, 3, padding=1))
            if 1 < layer < layers:
                self.add_module(f"norm{layer}", nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        for layer in range(1, self.layers + 1):
            x = getattr(self, f"conv{layer}")(x)
            if 1 < layer < self.layers:
                x = getattr(self, f"norm{layer}")(x)
            if layer < self.layers:
                x = F.relu(x)
        return x
