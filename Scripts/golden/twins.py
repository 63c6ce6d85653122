"""PyTorch twins of Burnish's networks, written from the papers.

They are oracles for the tests (`models.py` beside this file) and peers for the benchmarks (`Benchmarks/peers.py`);
parameter names are those of the Swift models, so that a state dictionary is also a Burnish checkpoint.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F


class KernelBranch(nn.Module):
    """One branch of FDKN: six 3x3 convolutions at a quarter of the resolution, then kernel weights and offsets.

    Table 2 of the paper; batch normalisation after the first, third and fifth convolution.
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


def joined(factors: Sequence[Tensor | None]) -> Tensor | None:
    """The product of the branches' factors that there are."""
    there = [x for x in factors if x is not None]
    return there[0] * there[1] if len(there) == 2 else there[0] if there else None


def apply_kernels(target: Tensor, weight: Tensor, offset: Tensor | None, settings, rows: Tensor, columns: Tensor):
    """The result at the pixels of the given rows and columns.

    `weight`: `[N, taps, h, w]`, not yet normalised; `offset`: `[N, 2 * taps, h, w]`, tap by tap, column before row.
    """
    kernel = settings.kernel
    weight = weight - weight.mean(1, keepdim=True) if settings.residual else weight / weight.sum(1, keepdim=True)
    side = torch.arange(kernel, dtype=weight.dtype) - kernel // 2
    down, right = torch.meshgrid(side, side, indexing="ij")
    position = torch.stack([right.flatten(), down.flatten()], 1)[None, :, :, None, None]
    if offset is None:
        position = position.expand(*weight.shape[:2], 2, *weight.shape[2:])
    else:
        position = (position + offset.unflatten(1, (kernel**2, 2))).clamp(-settings.reach, settings.reach)
    result = (weight * sample(target, position, rows, columns)).sum(1, keepdim=True)
    return target[:, :, rows][..., columns] + result if settings.residual else result


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
        source: str = "both",
        offsets: bool = True,
    ):
        super().__init__()
        self.kernel, self.residual, self.gray_guide, self.reach = kernel, residual, gray_guide, reach
        self.guide = KernelBranch(16 if gray_guide else 48, channels, kernel**2, offsets) if source != "target" else None
        self.target = KernelBranch(16, channels, kernel**2, offsets) if source != "guide" else None

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
        rows, columns = (torch.arange(size) for size in target.shape[2:])
        result = apply_kernels(target, weight, offset, self, rows, columns)
        return result[:, :, :height, :width]


class WindowBranch(nn.Module):
    """One branch of DKN: unpadded convolutions, two of stride 2, then kernel weights and offsets.

    Table 1 of the paper; batch normalisation after the first, third and fifth convolution.
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
        rows, columns = torch.arange(row, target.shape[2], 4), torch.arange(column, target.shape[3], 4)
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


def sample(image: Tensor, position: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Bilinear samples `[N, taps, h, w]` of `image` `[N, 1, H, W]`, coordinates clamped to the image.

    `position`: `[N, taps, 2, h, w]`, column and row relative to the pixel, which stands in the given row and column.
    """
    batch, taps, _, height, width = position.shape
    # Grid coordinates -1 and 1 are the centres of the outermost pixels (align_corners).
    x = (position[:, :, 0] + columns) * (2 / max(image.shape[3] - 1, 1)) - 1
    y = (position[:, :, 1] + rows[:, None]) * (2 / max(image.shape[2] - 1, 1)) - 1
    grid = torch.stack([x, y], -1).reshape(batch, taps * height, width, 2)
    samples = F.grid_sample(image, grid, mode="bilinear", padding_mode="border", align_corners=True)
    return samples.reshape(batch, taps, height, width)


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


def mirrored(count: int, margin: int) -> Tensor:
    """The places of an axis that stand in it and in a margin behind it, mirrored at the last one."""
    return torch.from_numpy(np.pad(np.arange(count), (0, margin), mode="reflect"))


class RBDN(nn.Module):
    """V. Santhanam, V. Morariu, L. Davis, "Generalized Deep Image to Image Regression".

    `[N, inputs, H, W]` to `[N, outputs, H, W]`; any size, mirrored at the bottom and right to a multiple of
    2^(branches + 1). With `rearranged` the outermost pooling and unpooling rearrange pixels instead. Layers whose names say so in the paper are deconvolutions: with `transposed` they are computed as
    such, of the kernel turned by 180 degrees, otherwise as the convolutions that they equal.
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
        x = image[:, :, mirrored(height, -height % block)][..., mirrored(width, -width % block)]
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


class DeepAMRound(nn.Module):
    """One round of DeepAM's network: the differences v and the diagonal of Gamma of a picture."""

    def __init__(self, depth: int, channels: int, gamma_layer: int, guide_depth: int, merging_layer: int):
        super().__init__()
        self.depth, self.gamma_layer, self.merging_layer = depth, gamma_layer, merging_layer
        for layer in range(1, depth):
            behind_merging = guide_depth and layer == merging_layer + 1
            inputs = 1 if layer == 1 else channels * (2 if behind_merging else 1)
            self.add_module(f"conv{layer}", nn.Conv2d(inputs, channels, 3, padding=1, bias=False))
            self.add_module(f"norm{layer}", nn.BatchNorm2d(channels))
        self.add_module(f"conv{depth}", nn.Conv2d(channels, 2, 3, padding=1))
        self.gamma = nn.Conv2d(channels, 1, 3, padding=1)
        self.guide = nn.Module() if guide_depth else None
        self.guide_depth = guide_depth
        for layer in range(1, guide_depth + 1):
            inputs = 3 if layer == 1 else channels
            self.guide.add_module(f"conv{layer}", nn.Conv2d(inputs, channels, 3, padding=1, bias=False))
            self.guide.add_module(f"norm{layer}", nn.BatchNorm2d(channels))

    def forward(self, x: Tensor, guide: Tensor | None) -> tuple[Tensor, Tensor]:
        for layer in range(1, self.guide_depth + 1):
            guide = F.relu(getattr(self.guide, f"norm{layer}")(getattr(self.guide, f"conv{layer}")(guide)))
        for layer in range(1, self.depth):
            x = F.relu(getattr(self, f"norm{layer}")(getattr(self, f"conv{layer}")(x)))
            if layer == self.gamma_layer:
                gamma = F.relu(self.gamma(x))
            if self.guide_depth and layer == self.merging_layer:
                x = torch.cat([x, guide], 1)
        return getattr(self, f"conv{self.depth}")(x), gamma


def forward_differences(u: Tensor) -> Tensor:
    """`[N, 1, H, W]` to `[N, 2, H, W]`: to the right and to the lower neighbour, 0 across the border."""
    return torch.cat([F.pad(u.diff(dim=3), (0, 1)), F.pad(u.diff(dim=2), (0, 0, 0, 1))], 1)


def forward_differences_adjoint(v: Tensor) -> Tensor:
    """The adjoint of the differences: `[N, 2, H, W]` to `[N, 1, H, W]`."""
    along, down = v[:, :1, :, :-1], v[:, 1:, :-1]
    return F.pad(along, (1, 0)) - F.pad(along, (0, 1)) + F.pad(down, (0, 0, 1, 0)) - F.pad(down, (0, 0, 0, 1))


def dense_reconstruction(f: Tensor, v: Tensor, gamma: Tensor, start: Tensor) -> Tensor:
    """The solution u of (Gamma + D'D) u = Gamma f + D'v, with a dense matrix for each image."""
    height, width = f.shape[2:]
    units = torch.eye(height * width, dtype=f.dtype).reshape(-1, 1, height, width)
    laplacian = forward_differences_adjoint(forward_differences(units)).reshape(height * width, -1)
    matrix = laplacian + torch.diag_embed(gamma.flatten(1))
    b = gamma * f + forward_differences_adjoint(v)
    return torch.linalg.solve(matrix, b.flatten(1)[..., None]).reshape(f.shape)


class DeepAM(nn.Module):
    """Y. Kim, H. Jung, D. Min, K. Sohn, "Deeply Aggregated Alternating Minimization for Image Restoration".

    Picture or target `[N, C, H, W]`, each channel by itself; guide `[N, 3, H, W]` where `guide_depth` is not 0.
    """

    def __init__(
        self,
        rounds: int = 3,
        depth: int = 10,
        channels: int = 64,
        gamma_layer: int = 8,
        gamma_floor: float = 1e-3,
        residual: bool = False,
        guide_depth: int = 0,
        merging_layer: int = 3,
        reconstruct=dense_reconstruction,
    ):
        super().__init__()
        self.rounds, self.depth, self.gamma_floor, self.residual = rounds, depth, gamma_floor, residual
        self.reconstruct = reconstruct
        for number in range(1, rounds + 1):
            self.add_module(f"round{number}", DeepAMRound(depth, channels, gamma_layer, guide_depth, merging_layer))

    def forward(self, picture: Tensor, guide: Tensor | None = None) -> Tensor:
        f = picture.flatten(0, 1)[:, None]
        u = f
        for number in range(1, self.rounds + 1):
            v, gamma = getattr(self, f"round{number}")(u, guide)
            if self.residual:
                v = v + forward_differences(u)
            u = self.reconstruct(f, v, gamma + self.gamma_floor, u.detach())
        return u.reshape(picture.shape)


class MultigridReconstruction:
    """What `dense_reconstruction` computes, by conjugate gradients with a multigrid cycle as Burnish has them, for one
    image of any size. Not differentiable."""

    def __init__(self, tolerance: float = 1e-5, limit: int = 60):
        self.tolerance, self.limit = tolerance, limit

    def __call__(self, f: Tensor, v: Tensor, gamma: Tensor, start: Tensor) -> Tensor:
        levels = self.prepare(gamma)
        b = gamma * f + forward_differences_adjoint(v)
        u = start.clone()
        image = self.apply(levels[0], u)
        residual = b - image
        threshold = self.tolerance * (b.norm() + image.norm())
        last = None
        for _ in range(self.limit):
            if residual.norm() <= threshold:
                break
            preconditioned = self.cycle(levels, 0, residual)
            product = torch.sum(residual * preconditioned)
            direction = preconditioned if last is None else preconditioned.add_(direction, alpha=float(product / last))
            image = self.apply(levels[0], direction)
            step = float(product / torch.sum(direction * image))
            u.add_(direction, alpha=step)
            residual.sub_(image, alpha=step)
            last = product
        return u

    @staticmethod
    def prepare(gamma: Tensor) -> list[tuple]:
        levels, along, down = [], 1.0, 1.0
        while True:
            height, width = gamma.shape[2:]
            diagonal = gamma.clone()
            diagonal[:, :, 1:] += down
            diagonal[:, :, :-1] += down
            diagonal[:, :, :, 1:] += along
            diagonal[:, :, :, :-1] += along
            levels.append((gamma, 0.8 / diagonal, along, down))
            if height == width == 1:
                return levels
            along, down = along / (2 if height == 1 else 1), down / (2 if width == 1 else 1)
            gamma = 4 * F.avg_pool2d(F.pad(gamma, (0, width % 2, 0, height % 2)), 2)

    @staticmethod
    def apply(level: tuple, x: Tensor) -> Tensor:
        gamma, _, along, down = level
        result = gamma * x
        difference = down * x.diff(dim=2)
        result[:, :, 1:] += difference
        result[:, :, :-1] -= difference
        difference = along * x.diff(dim=3)
        result[:, :, :, 1:] += difference
        result[:, :, :, :-1] -= difference
        return result

    def cycle(self, levels: list[tuple], index: int, b: Tensor) -> Tensor:
        gamma, damping = levels[index][:2]
        height, width = b.shape[2:]
        if index + 1 == len(levels):
            return b / gamma
        x = damping * b
        residual = b - self.apply(levels[index], x)
        padded = F.pad(F.pad(residual, (0, width % 2, 0, height % 2)), (1, 1, 1, 1), mode="replicate")
        line = torch.tensor([0.25, 0.75, 0.75, 0.25], dtype=b.dtype)
        coarse = F.conv2d(padded, torch.outer(line, line)[None, None], stride=2)
        correction = self.cycle(levels, index + 1, coarse)
        x += F.interpolate(correction, scale_factor=2, mode="bilinear", align_corners=False)[:, :, :height, :width]
        return x.add_(damping * (b - self.apply(levels[index], x)))
