"""The system of equations that ends a round of DeepAM, and two ways to solve it."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def forward_differences(u: Tensor) -> Tensor:
    """`[N, 1, H, W]` to `[N, 2, H, W]`: to the right and to the lower neighbor, 0 across the border."""
    return torch.cat([F.pad(u.diff(dim=3), (0, 1)), F.pad(u.diff(dim=2), (0, 0, 0, 1))], 1)


def forward_differences_adjoint(v: Tensor) -> Tensor:
    """The adjoint of the differences: `[N, 2, H, W]` to `[N, 1, H, W]`."""
    along, down = v[:, :1, :, :-1], v[:, 1:, :-1]
    return F.pad(along, (1, 0)) - F.pad(along, (0, 1)) + F.pad(down, (0, 0, 1, 0)) - F.pad(down, (0, 0, 0, 1))


def dense_reconstruction(f: Tensor, v: Tensor, gamma: Tensor, start: Tensor) -> Tensor:
    """The solution u of (Gamma + D'D) u = Gamma f + D'v, with a dense matrix for each image."""
    height, width = f.shape[2:]
    units = torch.eye(height * width, dtype=f.dtype, device=f.device).reshape(-1, 1, height, width)
    laplacian = forward_differences_adjoint(forward_differences(units)).reshape(height * width, -1)
    matrix = laplacian + torch.diag_embed(gamma.flatten(1))
    b = gamma * f + forward_differences_adjoint(v)
    return torch.linalg.solve(matrix, b.flatten(1)[..., None]).reshape(f.shape)


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
        line = torch.tensor([0.25, 0.75, 0.75, 0.25], dtype=b.dtype, device=b.device)
        coarse = F.conv2d(padded, torch.outer(line, line)[None, None], stride=2)
        correction = self.cycle(levels, index + 1, coarse)
        x += F.interpolate(correction, scale_factor=2, mode="bilinear", align_corners=False)[:, :, :height, :width]
        return x.add_(damping * (b - self.apply(levels[index], x)))
