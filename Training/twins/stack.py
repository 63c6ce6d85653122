"""A plain stack of convolutions, which is also the denoising autoencoder."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F


class ConvolutionStack(nn.Module):
    """3x3 convolutions, ReLU after all but the last, batch normalization in all but the first and last.

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


class Autoencoder(ConvolutionStack):
    """The stack as Burnish trains it: `[N, 3, H, W]` to the same, the input plus the stack's correction."""

    def forward(self, x: Tensor) -> Tensor:
        return x + super().forward(x)
