#!/usr/bin/env python3
"""Trains Burnish's networks with PyTorch, many at once on one GPU, or to try things out on a processor.

Each task is a recipe of `Training/gpu/recipes`. It starts from weights in the folder of --weights where its recipe says
so, and leaves OUT/TASK.safetensors with a card, which `burnish publish` measures and writes in half precision.

Examples:
  python Training/gpu/train.py --task fdkn-x4 --data DIR --weights runs --out runs/gpu
  python Training/gpu/train.py --task fdkn-x4 --task fdkn-x8 --task fdkn-x16 --seconds 540 --data DIR \\
    --weights runs --out runs/gpu
  python Training/gpu/train.py --task fdkn-x4 --device cpu --steps 4 --batch 2 --crop 64 --frames 8 --data DIR \\
    --weights Sources/Burnish/Weights --out /tmp/try
"""

from __future__ import annotations

import argparse
import threading
import time
import traceback
from pathlib import Path

import torch

import networks
from data import DataSets
from recipe import Recipe, tasks
from tasks import make_task
from trainer import Trainer


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__[: __doc__.index("Examples")], epilog=__doc__[__doc__.index("Examples") :],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", action="append", required=True, choices=tasks(), metavar="NAME",
                        help="a recipe; may be given several times")
    parser.add_argument("--data", required=True, type=Path, help="the folder that holds rgbd and natural")
    parser.add_argument("--weights", required=True, type=Path, help="the folder with weights that recipes start from")
    parser.add_argument("--out", required=True, type=Path, help="the folder to write to")
    parser.add_argument("--seconds", type=float, help="let the clock drive schedules, all tasks at once, for so long")
    parser.add_argument("--device", default="cuda", help="cuda or cpu (default: cuda)")
    parser.add_argument("--eager", action="store_true", help="take steps one by one, without captured graphs")
    tries = parser.add_argument_group("to try things out, in place of the recipe's values")
    tries.add_argument("--steps", type=positive, help="optimization steps")
    tries.add_argument("--batch", type=positive, help="crops in a batch")
    tries.add_argument("--crop", type=positive, help="the side of crops")
    tries.add_argument("--frames", type=positive, help="train only on the first N frames or images")
    return parser.parse_args()


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return number


def recipe_of(name: str, arguments: argparse.Namespace) -> Recipe:
    """The recipe, with what the command line changes; its text for the card then says so."""
    recipe = Recipe.named(name)
    changes = {
        ("data", "batchSize"): arguments.batch, ("data", "cropSize"): arguments.crop,
        ("schedule", "steps"): arguments.steps,
    }
    for (section, key), value in changes.items():
        if value:
            recipe[section][key] = value
            recipe.text += f"# Changed: {key}: {value}\n"
    if arguments.seconds:
        recipe.text += f"# Scheduled by the clock: {arguments.seconds:g} s\n"
    return recipe


def prepared(name: str, arguments: argparse.Namespace, sets: DataSets) -> Trainer:
    began = time.time()
    recipe = recipe_of(name, arguments)
    start = None if recipe["start"] == "scratch" else networks.start_file(arguments.weights, recipe["start"])
    torch.manual_seed(recipe["seed"])
    trainer = Trainer(make_task(recipe, sets), arguments.out, start, not arguments.eager)
    try:
        trainer.capture()
    except Exception:
        print(name, "not captured:", traceback.format_exc()[-1500:], flush=True)
        trainer.graphed = False
    print(f"{name}: from {start or 'scratch'}, ready in {time.time() - began:.1f} s", flush=True)
    return trainer


def main() -> None:
    arguments = parsed()
    device = torch.device(arguments.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        raise SystemExit("train.py: PyTorch finds no GPU here; --device cpu would do")
    torch.set_default_device(device)
    if device.type == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
        torch.backends.cudnn.benchmark = True
    arguments.out.mkdir(parents=True, exist_ok=True)
    sets = DataSets(arguments.data, device, arguments.frames)
    trainers = [prepared(name, arguments, sets) for name in dict.fromkeys(arguments.task)]
    threads = [
        threading.Thread(target=t.run, args=(t.recipe["schedule"]["steps"], arguments.seconds)) for t in trainers
    ]
    # Only now: captures beside running threads took minutes instead of seconds.
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for trainer in trainers:
        course = " ".join(f"{t:.0f}s/{s}:{v:.4g}" for t, s, v in trainer.log[:: max(1, len(trainer.log) // 8)])
        print(f"{trainer.recipe.task}: {trainer.steps} steps, best validation {trainer.best:.5g}; {course}", flush=True)
    if any(trainer.error for trainer in trainers):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
