"""Model cards as Burnish reads them: one JSON object in the metadata of a safetensors file."""

from __future__ import annotations

import json

from recipe import Recipe

KEY = "burnish.card"
# What cards say of the sets of recipes: the license, and what a model for them restores.
SETS = {"nyu-train": ("academic use", "depth"), "pictures": ("research use", "picture")}


def metadata(recipe: Recipe, steps: int, data: str, engine: str) -> dict[str, str]:
    """The metadata of weights.

    `steps`: optimization steps taken. `data`: the training data in words. `engine`: library and device in words. Figures
    stay empty: `burnish publish` measures them. Keys are the format's own, `dataLicence` among them.
    """
    model = dict(recipe["model"])
    license, target = SETS[recipe["data"]["set"]]
    card = {
        "name": recipe["name"],
        "task": recipe["task"],
        "architecture": {"name": model.pop("architecture"), "hyperparameters": model},
        "degradation": recipe["degradation"],
        "target": target,
        "recipe": recipe.text,
        "steps": steps,
        "engine": engine,
        "data": data,
        "dataLicence": license,
        "figures": [],
    }
    return {KEY: json.dumps(card, sort_keys=True)}
