"""RBDN, the recursively branched deconvolutional network."""

from __future__ import annotations

import functools

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F


@functools.cache
def mirrored(count: int, margin: int, device: torch.device) -> Tensor:
    """The places of an axis that stand in it and in a margin behind it, mirrored at the last one."""
    return torch.as_tensor(np.pad(np.arange(count), (0, margin), mode="reflect"), device=device)


class RBDN(nn.Module):
    """V. Santhanam, V. Morariu, L. Davis, "Generalized Deep Image to Image Regression".

    `[N, inputs, H, W]` to `[N, outputs, H, W]`; any size, mirrored at the bottom and right to a multiple of
    2^(branches + 1). With `rearranged` the outermost pooling and unpooling rearrange pixels instead. Layers whose names
    say so in the paper are deconvolutions: with `transposed` they are computed as such, of the kernel rotated by 180
    degrees, otherwise as the convolutions that they equal.
    """

    def __init__(
        self,
        inputs: int = 1,
        outputs: int = 1,
        branches: int = 3,
        channels: int = 64,
        depth: int = 9,
        bilinear: bool = False,
        concatenation: bool = True,
        residual: bool = False,
        transposed: bool = False,
        rearranged: bool = False,
    ):
        super().__init__()
        self.rearranged = rearranged
        self.depth, self.bilinear, self.concatenation = depth, bilinear, concatenation
        self.residual, self.transposed = residual, transposed

        def add(module: nn.Module, layer: int, inputs: int, size: int = 3, outputs: int = channels) -> None:
            module.add_module(f"conv{layer}", nn.Conv2d(inputs, outputs, size, padding=size // 2, bias=False))
            module.add_module(f"norm{layer}", nn.BatchNorm2d(outputs))

        joined = channels * (2 if concatenation else 1)
        outer = channels // 4 if rearranged else channels
        add(self, 1, inputs, 9, outer)
        for index in range(1, branches + 1):
            self.add_module(f"branch{index}", branch := nn.Module())
            add(branch, 1, channels)
            add(branch, 2, channels if index == branches else joined)
            if not bilinear:
                add(branch, 3, channels)
        for layer in range(2, depth + 2):
            add(self, layer, joined if layer == 2 and branches else channels)
        self.add_module(f"conv{depth + 2}", nn.Conv2d(outer, outputs, 9, padding=4))
        self.branches = branches

    def deconvolution(self, convolution: nn.Conv2d, x: Tensor) -> Tensor:
        if not self.transposed:
            return convolution(x)
        kernel = convolution.weight.flip(2, 3).transpose(0, 1)
        return F.conv_transpose2d(x, kernel, convolution.bias, padding=kernel.shape[-1] // 2)

    def stage(self, module: nn.Module, layer: int, x: Tensor, deconvolution: bool = False) -> Tensor:
        convolution = getattr(module, f"conv{layer}")
        x = self.deconvolution(convolution, x) if deconvolution else convolution(x)
        return F.relu(getattr(module, f"norm{layer}")(x))

    def branch(self, index: int, pooled: Tensor) -> Tensor:
        """What the branches from `index` on make of their parent's pooled features."""
        if index > self.branches:
            return pooled
        module = getattr(self, f"branch{index}")
        x, places = F.max_pool2d(self.stage(module, 1, pooled), 2, return_indices=True)
        x = self.stage(module, 2, self.branch(index + 1, x))
        if self.bilinear:
            x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        else:
            x = self.stage(module, 3, F.max_unpool2d(x, places, 2), deconvolution=True)
        return torch.cat([pooled, x], 1) if self.concatenation else x

    def forward(self, image: Tensor) -> Tensor:
        height, width = image.shape[2:]
        block = 2 ** (self.branches + 1)
        rows, columns = (mirrored(size, -size % block, image.device) for size in (height, width))
        x = image[:, :, rows][..., columns]
        x = self.stage(self, 1, x)
        if self.rearranged:
            x = F.pixel_unshuffle(x, 2)
        else:
            x, places = F.max_pool2d(x, 2, return_indices=True)
        x = self.branch(1, x)
        for layer in range(2, self.depth + 2):
            x = self.stage(self, layer, x)
        x = F.pixel_shuffle(x, 2) if self.rearranged else F.max_unpool2d(x, places, 2)
        x = self.deconvolution(getattr(self, f"conv{self.depth + 2}"), x)
        x = x[:, :, :height, :width]
        return image + x if self.residual else x
