#!/usr/bin/env python3
"""Gives weights without a card the one of their recipe, so that `burnish publish` measures and ships them.

`train.py` writes cards itself; this is for weights that were trained before it did.

Example:
  python Training/gpu/export.py fdkn-x4.safetensors --task fdkn-x4 --engine "PyTorch on one NVIDIA H200" \\
    --data-note "NYU v2, 380 frames of the first 1000, depth of 8 bits" -o runs/fdkn-x4.safetensors
"""

from __future__ import annotations

import argparse

from safetensors import safe_open
from safetensors.numpy import save_file

import card
import checksum
from recipe import Recipe, tasks


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0], epilog=__doc__[__doc__.index("Example") :],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", help="a safetensors file")
    parser.add_argument("--task", required=True, choices=tasks(), metavar="NAME", help="the recipe of the weights")
    parser.add_argument("--steps", type=int, help="steps taken (default: what the file's metadata says)")
    parser.add_argument("--engine", required=True, help="library and device in words")
    parser.add_argument("--data-note", required=True, help="the training data in words")
    parser.add_argument("-o", "--output", required=True, help="the file to write")
    arguments = parser.parse_args()
    with safe_open(arguments.weights, "numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
        steps = arguments.steps or int((file.metadata() or {}).get("steps", 0))
    if not steps:
        parser.error("the file does not say how many steps were taken: --steps")
    metadata = card.metadata(Recipe.named(arguments.task), steps, arguments.data_note, arguments.engine)
    save_file(tensors, arguments.output, metadata)
    checksum.add(arguments.output)


if __name__ == "__main__":
    main()
