"""Recipes of trainings on a GPU: `recipes/NAME.yaml`, one file per task, every hyperparameter named.

Keys that Burnish's own recipes have mean the same here. The others are:

- `loss`: `mean-and-rms`, `l1`, `l2`, `l2-by-strength`, or `charbonnier`, as `losses.py` defines them;
- `precision`: of a network's products while statistics move, `float32` or `bfloat16`;
- `schedule`, as shares of all steps: `warmupShare` at the start, and `frozenShare` at the end, for which running statistics
  of batch normalization are constants; `finalFraction` of the learning rate is left at the end;
- `validation`: every so many steps, the loss on so many fixed batches of what `validationFrames` keeps from training.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent / "recipes"
KEYS = {
    "": {"name", "task", "model", "degradation", "seed", "start", "data", "loss", "optimizer", "precision", "schedule",
         "validation"},
    "data": {"set", "folders", "colors", "validationFrames", "dequantizationRounds", "margin", "cropSize", "batchSize"},
    "optimizer": {"rule", "learningRate", "weightDecay", "clipGradientNorm"},
    "schedule": {"steps", "warmupShare", "frozenShare", "finalFraction"},
    "validation": {"every", "batches"},
}
OPTIONAL = {"folders", "colors", "dequantizationRounds", "margin"}


@dataclass
class Recipe:
    """A task's name, its values by key, and the text that weights carry in their card."""

    task: str
    values: dict
    text: str

    def __getitem__(self, key: str):
        return self.values[key]

    @classmethod
    def named(cls, task: str) -> Recipe:
        """Reads `recipes/TASK.yaml`; unknown and missing keys end the program with a line."""
        path = FOLDER / f"{task}.yaml"
        if not path.is_file():
            raise SystemExit(f"{task}: no such task; there are: {', '.join(tasks())}")
        text = path.read_text()
        recipe = cls(task, yaml.safe_load(text), text)
        for section, keys in KEYS.items():
            found = set(recipe.values if section == "" else recipe[section])
            if wrong := (found - keys) | (keys - found - OPTIONAL):
                raise SystemExit(f"{path}: unknown or missing: {', '.join(sorted(wrong))}")
        return recipe


def tasks() -> list[str]:
    """The names of all recipes."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))
