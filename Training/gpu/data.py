"""Training data in a device's memory: depth under color (NYU v2) and photographs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

# What crops are cut to, `(height, width)`: the size of BSDS, and one that most photographs of 640 pixels have.
SIZES = {"natural/BSDS400": (321, 481)}
OTHER_SIZE = (400, 600)


def in_parallel(function: Callable, items: Iterable) -> list:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, items))


def dequantized(levels: np.ndarray, rounds: int) -> np.ndarray:
    """Whole numbers `[H, W]` spread over their quantization cells.

    Each round takes the mean of a sample's four neighbors, kept within half a step of the number that was stored.
    """
    stored = levels.astype(np.float32)
    current = stored
    for _ in range(rounds):
        p = np.pad(current, 1, mode="edge")
        mean = (p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:]) / 4
        current = np.clip(mean, stored - 0.5, stored + 0.5)
    return current


class DepthFrames:
    """Depth `[F, H, W]` in 0...1 of each frame's own range, and color `[F, 3, H, W]` as bytes.

    `margin`: the width of the border that crops keep out of; NYU v2's color has a white one.
    """

    def __init__(self, folder: Path, numbers: list[int], rounds: int, margin: int, device: torch.device):
        def read(number: int) -> tuple[np.ndarray, np.ndarray]:
            depth = dequantized(np.asarray(Image.open(folder / "depth" / f"{number}.png")), rounds)
            color = np.asarray(Image.open(folder / "rgb" / f"{number}.jpg").convert("RGB"))
            low, high = depth.min(), depth.max()
            return ((depth - low) / max(high - low, 1)).astype(np.float32), color.transpose(2, 0, 1)

        depth, color = zip(*in_parallel(read, numbers))
        self.depth = torch.from_numpy(np.stack(depth)).to(device)
        self.color = torch.from_numpy(np.stack(color)).to(device)
        self.margin = margin


class Images:
    """Photographs of one size as bytes, `[F, 3, H, W]`; portraits are rotated, larger ones cut to the middle."""

    def __init__(self, files: list[Path], height: int, width: int, device: torch.device):
        def read(file: Path) -> np.ndarray | None:
            image = np.asarray(Image.open(file).convert("RGB"))
            if image.shape[0] > image.shape[1]:
                image = np.rot90(image)
            y, x = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
            return None if y < 0 or x < 0 else image[y : y + height, x : x + width].transpose(2, 0, 1).copy()

        images = [p for p in in_parallel(read, files) if p is not None]
        self.color = torch.from_numpy(np.stack(images)).to(device)
        self.margin = 0


class DataSets:
    """The sets of recipes under a folder, each read once; as pairs of what is trained on and what validation keeps."""

    def __init__(self, folder: Path, device: torch.device, limit: int | None = None):
        """`limit`: takes only so many frames for training, the first ones, to try things out."""
        self.folder, self.device, self.limit = folder, device, limit
        self.loaded: dict[tuple, tuple] = {}

    def of(self, data: dict) -> tuple:
        """The training and the kept part of a recipe's `data`, and the training part in words."""
        key = tuple(str(data.get(k)) for k in ("set", "folders", "validationFrames", "dequantizationRounds", "margin"))
        if key not in self.loaded:
            self.loaded[key] = self.depth(data) if data["set"] == "nyu-train" else self.images(data)
        return self.loaded[key]

    def depth(self, data: dict) -> tuple[DepthFrames, DepthFrames, str]:
        """The last frames by number are kept, as `burnish train` keeps them."""
        folder = self.folder / "rgbd" / "NYU-train"
        numbers = sorted(int(p.stem) for p in (folder / "depth").glob("*.png"))
        if not numbers:
            raise SystemExit(f"{folder}/depth: no depth maps")
        kept = data["validationFrames"]
        training = numbers[:-kept][: self.limit]
        read = lambda part: DepthFrames(folder, part, data["dequantizationRounds"], data["margin"], self.device)
        words = f"NYU v2, {len(training)} frames of the first 1000, depth of 8 bits"
        return read(training), read(numbers[-kept:]), words

    def images(self, data: dict) -> tuple[list[Images], list[Images], str]:
        """Keeps the last images of the first folder, by name, for validation."""
        training, kept, words = [], [], []
        for index, name in enumerate(data["folders"]):
            files = sorted((self.folder / name).glob("*.jp*g"))
            if not files:
                raise SystemExit(f"{self.folder / name}: no JPEG files")
            size = SIZES.get(name, OTHER_SIZE)
            if index == 0:
                files, last = files[: -data["validationFrames"]], files[-data["validationFrames"] :]
                kept = [Images(last, *size, self.device)]
            training.append(Images(files[: self.limit], *size, self.device))
            words.append(f"{name}, {len(training[-1].color)} images")
        return training, kept, "; ".join(words)


def crops(planes: list[Tensor], count: int, size: int, margin: int, generator: torch.Generator) -> list[Tensor]:
    """Crops of `size` by `size` at random places, mirrored and rotated, the same places in all `planes`.

    `planes`: `[F, H, W]` or `[F, C, H, W]`, numbers or bytes (which become 0...1). Returns `[count, C, size, size]` of
    each. Draws from `generator` alone and fits into a captured graph.
    """
    device = planes[0].device
    frames, (height, width) = planes[0].shape[0], planes[0].shape[-2:]

    def draw(limit: int) -> Tensor:
        return (torch.rand((count,), generator=generator, device=device) * limit).long()

    index = draw(frames)
    line = torch.arange(size, device=device)
    y = draw(height - 2 * margin - size + 1)[:, None] + margin + line
    x = draw(width - 2 * margin - size + 1)[:, None] + margin + line
    mirror = torch.rand((3, count, 1), generator=generator, device=device) < 0.5
    y, x = torch.where(mirror[0], y.flip(1), y), torch.where(mirror[1], x.flip(1), x)
    result = []
    for plane in planes:
        part = plane if plane.dim() == 4 else plane[:, None]
        part = part[index[:, None, None], :, y[:, :, None], x[:, None, :]].movedim(-1, 1)
        part = torch.where(mirror[2, :, :, None, None], part.transpose(2, 3), part)
        result.append(part.float() / 255 if part.dtype == torch.uint8 else part)
    return result
