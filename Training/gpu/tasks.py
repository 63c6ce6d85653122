"""Tasks: a network, and the loss of a batch that a generator alone decides."""

from __future__ import annotations

import torch
from torch import Tensor, nn

import losses
from camera import CameraAndFile
from data import DataSets, crops
from depth_protocols import DepthReduction
from depth_sensor import Sensor
from draws import normal, uniform
from networks import make_network
from recipe import Recipe


class Task:
    """What a recipe trains. `training` and `kept` are the parts of its data; batches never mix them."""

    # Whether its kernels go before those of other tasks.
    urgent = False

    def __init__(self, recipe: Recipe, sets: DataSets):
        self.recipe, self.device = recipe, sets.device
        self.training, self.kept, self.data_words = sets.of(recipe["data"])
        self.crop, self.batch = recipe["data"]["cropSize"], recipe["data"]["batchSize"]
        self.network: nn.Module = make_network(recipe["model"], self.crop, sets.device)

    def loss(self, generator: torch.Generator, kept: bool = False) -> Tensor:
        """The loss of a batch, of the training part or of the kept one."""
        raise NotImplementedError


class DepthUpsampling(Task):
    """A joint filter for depth that a protocol reduced, by one factor or by several in equal parts of each batch."""

    def __init__(self, recipe: Recipe, sets: DataSets):
        super().__init__(recipe, sets)
        kind = recipe["degradation"]
        self.factors = kind["factors"] if "factors" in kind else [kind["factor"]]
        # Crops are reduced with what is around them, as whole frames are.
        self.around = {factor: 2 * factor if factor < 16 else factor for factor in self.factors}
        self.reductions = {
            factor: DepthReduction(kind["protocol"], factor, self.crop + 2 * around, sets.device)
            for factor, around in self.around.items()
        }

    def made(self, factor: int, generator, kept: bool) -> tuple[Tensor, Tensor, Tensor]:
        """Crops of depth as it was and as the network is given it, and of color."""
        frames, around = self.kept if kept else self.training, self.around[factor]
        outer, count = self.crop + 2 * around, max(1, self.batch // len(self.factors))
        depth, color = crops([frames.depth, frames.color], count, outer, frames.margin, generator)
        given = self.reductions[factor](depth)
        return tuple(losses.inner(x, around).contiguous() for x in (depth, given, color))

    def loss(self, generator, kept=False):
        made = [self.made(factor, generator, kept) for factor in self.factors]
        depth, given, color = (torch.cat(x) for x in zip(*made))
        result = self.network(given, color)
        if self.recipe["loss"] == "l1":
            return losses.l1(result, depth, 2)
        if len(self.factors) == 1:
            return losses.mean_and_rms(result, depth, 6)
        # Each factor weighs about the same, though errors grow with it.
        parts = zip(self.factors, result.chunk(len(made)), depth.chunk(len(made)))
        return sum(losses.mean_and_rms(r, d, 6) * 8 / factor for factor, r, d in parts) / len(made)


class LatticeUpsampling(DepthUpsampling):
    """DKN on every fourth row and column, a sixteenth of the work; crops lie anywhere, so that all phases are seen."""

    def loss(self, generator, kept=False):
        depth, given, color = self.made(self.factors[0], generator, kept)
        result = self.network.shifted(given, color, 0, 0)
        return losses.mean_and_rms(result, depth[:, :, ::4, ::4], 2)


class SensorUpsampling(Task):
    """A joint filter that is given the validity of depth as well, on simulated sensors.

    FDKN takes it as a fourth channel of its guide, the pyramid as a second one of its target.
    """

    def __init__(self, recipe: Recipe, sets: DataSets):
        super().__init__(recipe, sets)
        self.outer = self.crop + 64
        self.sensor = Sensor(sets.device, self.outer)

    def loss(self, generator, kept=False):
        frames = self.kept if kept else self.training
        depth, color = crops([frames.depth, frames.color], self.batch, self.outer, frames.margin, generator)
        # The range of a crop stands for that of other scenes.
        low, high = depth.amin((1, 2, 3), keepdim=True), depth.amax((1, 2, 3), keepdim=True)
        depth = (depth - low) / (high - low).clamp_min(0.15)
        given, valid = self.sensor(depth, generator)
        depth, given, valid, color = (losses.inner(x, 32).contiguous() for x in (depth, given, valid, color))
        if self.recipe["model"].get("targetChannels") == 2:
            result = self.network(torch.cat([given, valid], 1), color)
        else:
            result = self.network(given, torch.cat([color, valid], 1))
        return losses.mean_and_rms(result, depth, 6)


class Images(Task):
    """A network for images alone; batches take each folder's share of all images."""

    def truth(self, size: int, generator, kept: bool) -> Tensor:
        """Crops in color, `[N, 3, size, size]`."""
        parts = self.kept if kept else self.training
        total = sum(len(p.color) for p in parts)
        counts = [max(1, round(self.batch * len(p.color) / total)) for p in parts]
        counts[0] = self.batch - sum(counts[1:])
        return torch.cat([crops([p.color], n, size, 0, generator)[0] for p, n in zip(parts, counts)])


class Denoising(Images):
    """White noise of one strength or of a range, on gray images or in color."""

    def __init__(self, recipe: Recipe, sets: DataSets):
        super().__init__(recipe, sets)
        kind = recipe["degradation"]
        self.sigma = [kind[k] for k in (("sigma", "sigma") if "sigma" in kind else ("leastSigma", "greatestSigma"))]

    def loss(self, generator, kept=False):
        truth = self.truth(self.crop, generator, kept)
        if self.recipe["data"]["colors"] == "gray":
            truth = 0.299 * truth[:, :1] + 0.587 * truth[:, 1:2] + 0.114 * truth[:, 2:]
        strength = uniform(*self.sigma, self.batch, truth, generator) / 255
        result = self.network(truth + strength * normal(truth, generator))
        if self.recipe["loss"] == "l2":
            return losses.l2(result, truth, self.sigma[0])
        return losses.l2_by_strength(result, truth, strength)


class Photographs(Images):
    """What cameras and files do to photographs in color."""

    urgent = True

    def __init__(self, recipe: Recipe, sets: DataSets):
        super().__init__(recipe, sets)
        self.degradation = CameraAndFile(sets.device, self.crop + 16)

    def loss(self, generator, kept=False):
        truth = self.degradation.softened(self.truth(self.crop + 16, generator, kept), generator)
        given = self.degradation(truth, generator)
        truth, given = (losses.inner(x, 8).contiguous() for x in (truth, given))
        return losses.charbonnier(self.network(given), truth)


def make_task(recipe: Recipe, sets: DataSets) -> Task:
    """The task that a recipe's degradation and architecture ask for."""
    kind = recipe["degradation"]["kind"]
    if kind == "upsampling" and recipe["model"]["architecture"] == "DKN":
        return LatticeUpsampling(recipe, sets)
    kinds = {
        "upsampling": DepthUpsampling, "depth-sensor": SensorUpsampling, "gaussian-noise": Denoising,
        "gaussian-noise-range": Denoising, "camera-and-file": Photographs,
    }
    return kinds[kind](recipe, sets)
