#!/usr/bin/env python3
"""Checks the trainer on a processor, in a minute or two and without research data.

- The depth protocols as matrices are what Pillow computes.
- Every recipe builds its network, and the shipped weights that it starts from fit.
- A short training of each kind of task on made-up scenes lowers its loss, and leaves weights with a card.

Example:
  python Training/gpu/check.py
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from PIL import Image
from safetensors import safe_open

import card
import networks
from depth_protocols import DepthReduction
from recipe import Recipe, tasks
from tasks import make_task
from trainer import Trainer

CPU = torch.device("cpu")
WEIGHTS = Path(__file__).resolve().parents[2] / "Sources/Burnish/Weights"
# Tasks of every kind: crop, batch, learning rate, and steps that are taken here.
TRAININGS = {
    "fdkn-x4": (32, 4, 1e-2, 20), "dkn-x4": (32, 4, 1e-2, 20), "pyramid": (32, 6, 2e-3, 20),
    "pyramid-sensor": (32, 4, 2e-3, 20), "deepam-sigma25": (32, 2, 2e-3, 20), "autoencoder-sigma25": (32, 2, 2e-3, 20),
    "photo": (48, 2, 2e-3, 20),
}


def check_protocols() -> None:
    """Matrices against Pillow's resizing of 32-bit floats; borders of MATLAB's dialect are not Pillow's and left out."""
    random = np.random.default_rng(1)
    for factor in (4, 8, 16):
        size = 12 * factor
        low = size // factor
        depth = random.random((size, size), dtype=np.float32)
        image = Image.fromarray(depth)
        kept = Image.fromarray(depth[factor - 1 :: factor, factor - 1 :: factor])
        expected = {
            "dkn-bicubic": (image.resize((low, low), Image.BICUBIC).resize((size, size), Image.BICUBIC), 0),
            "djf-nearest": (kept.resize((size, size), Image.BICUBIC), 2 * factor),
            "bmp-3": (kept.resize((size, size), Image.BILINEAR), factor),
        }
        for protocol, (wanted, border) in expected.items():
            found = DepthReduction(protocol, factor, size, CPU)(torch.from_numpy(depth)[None, None])[0, 0].numpy()
            part = slice(border, size - border)
            worst = np.abs(found - np.asarray(wanted))[part, part].max()
            report(f"{protocol} x{factor}", worst < 2e-6, f"off by {worst:.1e} at most")


def check_recipes() -> None:
    """Networks of all recipes, with the shipped weights that they start from."""
    for task in tasks():
        recipe = Recipe.named(task)
        network = networks.make_network(recipe["model"], recipe["data"]["cropSize"], CPU)
        if recipe["start"] != "scratch":
            networks.load(network, networks.start_file(WEIGHTS, recipe["start"]))
        report(f"recipe {task}", True, f"{sum(p.numel() for p in network.parameters())} parameters")


class Scenes:
    """Discs and boxes of plain depth and color before a slope, in place of data sets."""

    device = CPU

    def of(self, data: dict) -> tuple:
        depth, color = zip(*(self.scene(seed) for seed in range(8)))
        # 160 pixels hold a crop of 32 with what is around it for a factor of 16, within the margin.
        frames = SimpleNamespace(depth=torch.stack(depth), color=torch.stack(color), margin=data.get("margin", 0))
        kept = SimpleNamespace(depth=frames.depth[6:], color=frames.color[6:], margin=frames.margin)
        frames.depth, frames.color = frames.depth[:6], frames.color[:6]
        return (frames, kept, "scenes") if data["set"] == "nyu-train" else ([frames], [kept], "scenes")

    @staticmethod
    def scene(seed: int, size: int = 160) -> tuple[torch.Tensor, torch.Tensor]:
        random = np.random.default_rng(seed)
        y, x = np.mgrid[:size, :size] / size
        depth, color = 0.5 + 0.5 * y, np.tile(random.random((3, 1, 1)), (1, size, size))
        for _ in range(30):
            cy, cx, radius = random.random(3) * (1, 1, 0.2)
            box = np.maximum(abs(y - cy), abs(x - cx)) < radius
            disc = (y - cy) ** 2 + (x - cx) ** 2 < radius**2
            inside = box if random.random() < 0.5 else disc
            depth[inside], color[:, inside] = 0.5 * random.random(), random.random((3, 1))
        return torch.from_numpy(depth.astype(np.float32)), torch.from_numpy((color * 255).astype(np.uint8))


def check_trainings() -> None:
    for task, (crop, batch, rate, steps) in TRAININGS.items():
        recipe = Recipe.named(task)
        recipe["data"].update(cropSize=crop, batchSize=batch)
        recipe["validation"].update(every=3, batches=1)
        torch.manual_seed(1)
        with tempfile.TemporaryDirectory() as folder:
            trainer = Trainer(make_task(recipe, Scenes()), Path(folder), None, graphed=False)
            before = fixed_loss(trainer)
            # The same batch at each step, and no schedule, whose constant statistics come too early in so few steps.
            trainer.rate.fill_(rate)
            for _ in range(steps):
                trainer.generator.manual_seed(7)
                trainer.step(frozen=False)
            after = fixed_loss(trainer)
            trainer.steps = 0
            trainer.train(3, None)
            path = Path(folder) / f"{task}.safetensors"
            with safe_open(path, "numpy") as file:
                has_card = card.KEY in file.metadata()
        report(f"training {task}", after < 0.9 * before and has_card, f"{before:.4g} to {after:.4g}")


@torch.no_grad()
def fixed_loss(trainer: Trainer) -> float:
    """The loss on that batch, with its own statistics: running ones need longer trainings."""
    trainer.task.network.train()
    return float(trainer.task.loss(torch.Generator().manual_seed(7)))


def report(what: str, holds: bool, found: str) -> None:
    print(f"{'ok' if holds else 'WRONG'}: {what}: {found}", flush=True)
    if not holds:
        raise SystemExit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    torch.set_num_threads(1)
    check_protocols()
    check_recipes()
    check_trainings()


if __name__ == "__main__":
    main()
