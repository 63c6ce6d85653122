"""DeepAM, deeply aggregated alternating minimization."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .reconstruction import dense_reconstruction, forward_differences


class DeepAMRound(nn.Module):
    """One round of DeepAM's network: the differences v and the diagonal of Gamma of an image."""

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


class DeepAM(nn.Module):
    """Y. Kim, H. Jung, D. Min, K. Sohn, "Deeply Aggregated Alternating Minimization for Image Restoration".

    Image or target `[N, C, H, W]`, each channel by itself; guide `[N, 3, H, W]` where `guide_depth` is not 0.
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

    def forward(self, image: Tensor, guide: Tensor | None = None) -> Tensor:
        f = image.flatten(0, 1)[:, None]
        u = f
        for number in range(1, self.rounds + 1):
            v, gamma = getattr(self, f"round{number}")(u, guide)
            if self.residual:
                v = v + forward_differences(u)
            u = self.reconstruct(f, v, gamma + self.gamma_floor, u.detach())
        return u.reshape(image.shape)
