"""The networks as their authors' releases compute them, literally and slowly, under the releases' own names.

Oracles for the importers (`imports.py` beside this file). What is known of the releases stands in the doc comments.
"""

import sys
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).resolve().parents[2] / "Training"))
import twins  # noqa: E402


class FDKNRelease(nn.Module):
    """FDKN as released: gray guide, windows of `window` x `window` pixels cut from the target with zeros around it.

    Tap (i, j) reads column `(window // 2 + i + offset) * (window - 1) / window` of the window and row likewise with j;
    taps are counted with j fastest, and a tap's column offset comes before its row offset.
    """

    def __init__(self, channels: Sequence[int], kernel: int = 3, window: int = 15, residual: bool = True):
        super().__init__()
        self.kernel, self.window, self.residual = kernel, window, residual
        self.ImageKernel = twins.FDKNBranch(16, channels, kernel * kernel, offsets=True)
        self.DepthKernel = twins.FDKNBranch(16, channels, kernel * kernel, offsets=True)

    def released(self) -> OrderedDict[str, Tensor]:
        """The state dict under the release's names."""
        state = self.state_dict()
        renamed = OrderedDict()
        # PyTorch keeps version numbers of modules as an attribute.
        renamed._metadata = state._metadata
        for name, value in state.items():
            branch, layer, part = name.split(".")
            if layer.startswith("norm"):
                layer = f"conv{layer.removeprefix('norm')}_bn"
            elif layer in ("weight", "offset"):
                layer = f"conv_{layer}"
            renamed[f"{branch}.{layer}.{part}"] = value
        return renamed

    def forward(self, target: Tensor, guide: Tensor) -> Tensor:
        gray = (guide * guide.new_tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
        image_weight, image_offset = self.ImageKernel(F.pixel_unshuffle(gray, 4))
        depth_weight, depth_offset = self.DepthKernel(F.pixel_unshuffle(target, 4))
        weight = F.pixel_shuffle(image_weight * depth_weight, 4)
        offset = F.pixel_shuffle(image_offset * depth_offset, 4).unflatten(1, (self.kernel**2, 2))
        weight = weight - weight.mean(1, keepdim=True) if self.residual else weight / weight.sum(1, keepdim=True)
        batch, _, height, width = target.shape
        half = self.window // 2
        windows = F.unfold(target, self.window, padding=half)
        windows = windows.transpose(1, 2).reshape(-1, 1, self.window, self.window)
        first, second = torch.meshgrid(torch.arange(self.kernel), torch.arange(self.kernel), indexing="ij")
        grid = torch.stack([first.flatten(), second.flatten()], 1)[None, :, :, None, None]
        place = (half + grid + offset) * ((self.window - 1) / self.window)
        assert 0 <= place.min() and place.max() <= self.window - 1, "a tap leaves its window"
        place = place.permute(0, 3, 4, 1, 2).reshape(-1, self.kernel**2, 1, 2) * (2 / (self.window - 1)) - 1
        samples = F.grid_sample(windows, place, mode="bilinear", padding_mode="zeros", align_corners=True)
        samples = samples.reshape(batch, height, width, self.kernel**2).permute(0, 3, 1, 2)
        result = (weight * samples).sum(1, keepdim=True)
        return target + result if self.residual else result


class DJFRelease(nn.Module):
    """DJF (DJFR with `skip`) as released: zeros by 2 around the input of every convolution of a branch.

    What the release loses at the borders, 6 pixels, is made up for by continuing the images before.
    """

    def __init__(self, branch: Sequence[int], joint: Sequence[int], skip: bool):
        super().__init__()
        self.skip = skip
        self.guide = self.chain([3, *branch, 1], 2)
        self.target = self.chain([1, *branch, 1], 2)
        self.joint = self.chain([2, *joint, 1], 0)

    @staticmethod
    def chain(widths: Sequence[int], padding: int) -> nn.Sequential:
        layers = []
        for index, size in enumerate((9, 1, 5)):
            layers += [nn.Conv2d(widths[index], widths[index + 1], size, padding=padding), nn.ReLU()]
        return nn.Sequential(*layers[:-1])

    def forward(self, target: Tensor, guide: Tensor) -> Tensor:
        wide_target, wide_guide = (F.pad(x, (6, 6, 6, 6), mode="replicate") for x in (target, guide))
        result = self.joint(torch.cat([self.guide(wide_guide), self.target(wide_target)], 1))
        return target + result if self.skip else result


class AutoencoderRelease(nn.Module):
    """The autoencoder of DAEP as released: blue, green, red in 0...255; batch normalization as Caffe has it.

    The statistics are sums, to be divided by `count`.
    """

    def __init__(self, depth: int, width: int, count: float):
        super().__init__()
        self.depth, self.count = depth, count
        widths = [3] + [width] * (depth - 1) + [3]
        for layer in range(1, depth + 1):
            self.add_module(f"conv{layer}", nn.Conv2d(widths[layer - 1], widths[layer], 3, padding=1))
            if 1 < layer < depth:
                self.register_buffer(f"mean{layer}", torch.zeros(width))
                self.register_buffer(f"variance{layer}", torch.ones(width))

    def forward(self, image: Tensor) -> Tensor:
        x = image
        for layer in range(1, self.depth + 1):
            x = self.get_submodule(f"conv{layer}")(x)
            if 1 < layer < self.depth:
                mean, variance = (self.get_buffer(f"{name}{layer}") / self.count for name in ("mean", "variance"))
                x = (x - mean[:, None, None]) / (variance[:, None, None] + 1e-5).sqrt()
            if layer < self.depth:
                x = F.relu(x)
        return image + x
