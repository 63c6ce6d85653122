"""The losses that recipes name, of images in 0...1."""

from __future__ import annotations

from torch import Tensor


def mean_and_rms(result: Tensor, truth: Tensor, border: int) -> Tensor:
    """Half the mean error and half the root mean square error of each crop, which is what figures count."""
    error = inner(result - truth, border)
    return 0.5 * error.abs().mean() + 0.5 * (error.square().mean((1, 2, 3)) + 1e-10).sqrt().mean()


def l1(result: Tensor, truth: Tensor, border: int) -> Tensor:
    """The mean error."""
    return inner(result - truth, border).abs().mean()


def l2(result: Tensor, truth: Tensor, strength: float) -> Tensor:
    """The mean squared error over the noise's `strength`, both in levels 0...255."""
    return (result.float() - truth).square().mean() * 255**2 / strength


def l2_by_strength(result: Tensor, truth: Tensor, strength: Tensor) -> Tensor:
    """The mean of squared errors over strengths `[N, 1, 1, 1]` in 0...1: each strength weighs about the same."""
    return ((result.float() - truth).square().mean((1, 2, 3), keepdim=True) / strength).mean() * 255


def charbonnier(result: Tensor, truth: Tensor) -> Tensor:
    """A smooth mean error in percent: neither the noisiest images alone nor the cleanest decide."""
    return ((result.float() - truth).square() + 1e-6).sqrt().mean() * 100


def inner(image: Tensor, border: int) -> Tensor:
    """`[N, C, H, W]` without a border of so many pixels."""
    return image[:, :, border:-border, border:-border]
