"""Random numbers that one generator alone decides, so that a whole step fits into a captured graph."""

from __future__ import annotations

import torch
from torch import Tensor


def uniform(low: float, high: float, count: int, like: Tensor, generator: torch.Generator) -> Tensor:
    """One number in `low`...`high` for each image of a batch: `[count, 1, 1, 1]`, on the device of `like`."""
    return low + (high - low) * torch.rand((count, 1, 1, 1), generator=generator, device=like.device)


def normal(like: Tensor, generator: torch.Generator) -> Tensor:
    """Standard normal noise of the shape of `like`."""
    return torch.randn(like.shape, generator=generator, device=like.device)
