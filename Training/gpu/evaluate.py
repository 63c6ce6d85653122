#!/usr/bin/env python3
"""Figures of the networks that `burnish` cannot run yet: the guided pyramid, and RBDN for photographs.

Protocols are those of the program, whose figures of FDKN come out here too. Test sets are read here and nowhere else in this
folder.

Examples:
  python Training/gpu/evaluate.py depth pyramid.safetensors --task pyramid --data DIR --factors 4,8 --sets lu
  python Training/gpu/evaluate.py sensor pyramid-sensor.safetensors --task pyramid-sensor --data DIR
  python Training/gpu/evaluate.py photo photo.safetensors --task photo --data DIR --out seen
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from scipy.ndimage import distance_transform_edt
from torch import Tensor, nn

import networks
from camera import CameraAndFile
from recipe import Recipe, tasks

# Folders of depth and color, and whether depth is in levels 0...255; otherwise figures are in cm.
SETS = {
    "middlebury": ("Middlebury", "Depth", "RGB", True), "lu": ("Lu", "Depth", "RGB", True),
    "nyu": ("NYU-test", "depth", "rgb", False), "rgbdd": ("RGB-D-D", "Depth", "RGB", False),
}


def resized(array: np.ndarray, height: int, width: int) -> np.ndarray:
    """`[H, W]` by Pillow's bicubic resizing."""
    return np.asarray(Image.fromarray(array.astype(np.float32)).resize((width, height), Image.BICUBIC))


def read(path: Path, mode: str | None = None) -> np.ndarray:
    image = Image.open(path)
    return np.asarray(image.convert(mode) if mode else image)


def pairs(data: Path, name: str) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Depth `[H, W]` in the unit of its figures and color `[H, W, 3]` in 0...1."""
    folder, depth, color, _ = SETS[name]
    files = [sorted((data / "rgbd" / folder / part).iterdir()) for part in (depth, color)]
    for depth_file, color_file in zip(*files, strict=True):
        values = read(depth_file).astype(np.float32)
        if name == "nyu":
            values = (values + 0.5) * 1000 / 255
        if name == "rgbdd":
            values = values / 10
        yield values, read(color_file, "RGB").astype(np.float32) / 255


def tensor(array: np.ndarray) -> Tensor:
    """`[H, W]` or `[H, W, C]` as `[1, C, H, W]`."""
    return torch.tensor(array if array.ndim == 3 else array[..., None]).permute(2, 0, 1)[None].contiguous()


def filtered(network: nn.Module, model: dict, depth: Tensor, valid: Tensor, guide: Tensor) -> np.ndarray:
    """The network's result `[H, W]`; its recipe's `model` says whether and where it takes validity."""
    if model.get("targetChannels") == 2:
        depth = torch.cat([depth, valid], 1)
    if model.get("guideChannels") == 4:
        guide = torch.cat([guide, valid], 1)
    return network(depth, guide)[0, 0].numpy()


@torch.no_grad()
def depth(network: nn.Module, model: dict, arguments: argparse.Namespace) -> None:
    """RMSE under `dkn-bicubic`: cropped to whole blocks, a border of 6 pixels left out."""
    for name in arguments.sets.split(","):
        for factor in map(int, arguments.factors.split(",")):
            errors, plain = [], []
            for index, (truth, guide) in enumerate(pairs(arguments.data, name)):
                if arguments.limit and index >= arguments.limit:
                    break
                h, w = (x // factor * factor for x in truth.shape)
                truth, guide = truth[:h, :w], guide[:h, :w]
                low, high = (0, 255) if SETS[name][3] else (truth.min(), truth.max())
                scaled = (truth - low) / (high - low)
                given = resized(resized(scaled, h // factor, w // factor), h, w)
                target = tensor(given)
                result = filtered(network, model, target, torch.ones_like(target), tensor(guide))
                rmse = lambda x: np.sqrt(np.mean((x - scaled)[6:-6, 6:-6] ** 2)) * (high - low)
                errors.append(rmse(result))
                plain.append(rmse(given))
            print(
                f"{name} x{factor}: {np.mean(errors):.3f} (bicubic {np.mean(plain):.3f}, {len(errors)} images)",
                flush=True)


@torch.no_grad()
def sensor(network: nn.Module, model: dict, arguments: argparse.Namespace) -> None:
    """RMSE in mm and the share of errors above 5 cm, on the real pairs of RGB-D-D."""
    folder = arguments.data / "rgbd" / "RGB-D-D-real"
    for low, high, color in zip(*(sorted((folder / d).iterdir()) for d in ("DepthLR", "Depth", "RGB"))):
        truth, small = read(high).astype(np.float32), read(low).astype(np.float32)
        guide = tensor(read(color, "RGB").astype(np.float32) / 255)
        valid = small > 0
        if not valid.all():
            nearest = distance_transform_edt(~valid, return_distances=False, return_indices=True)
            small = small[tuple(nearest)]
        h, w = truth.shape
        large = resized(small, h, w)
        mask = np.asarray(Image.fromarray(valid).resize((w, h), Image.NEAREST)).astype(np.float32)
        a, b = np.percentile(large, 0.2), np.percentile(large, 99.8)
        result = filtered(network, model, tensor((large - a) / (b - a)), tensor(mask), guide) * (b - a) + a
        there = truth > 0
        rmse = lambda x: np.sqrt(np.mean((x - truth)[there] ** 2))
        bad = lambda x: 100 * np.mean(np.abs(x - truth)[there] > 50)
        print(
            f"{low.name}: bicubic {rmse(large):.1f} mm, {bad(large):.1f} % off by 5 cm; "
            f"network {rmse(result):.1f} mm, {bad(result):.1f} %", flush=True)


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """In dB, of images in 0...1."""
    return float(-10 * np.log10(np.mean((a - b) ** 2) + 1e-12))


def jpeg(image: np.ndarray, quality: int) -> np.ndarray:
    """Written and read again; images in 0...1."""
    buffer = io.BytesIO()
    Image.fromarray((image * 255).round().astype(np.uint8)).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer)) / 255.0


@torch.no_grad()
def photo(network: nn.Module, model: dict, arguments: argparse.Namespace) -> None:
    """PSNR on Kodak24 under simulated degradations and on the real noise of PolyU."""
    run = lambda image: network(tensor(image.astype(np.float32)))[0].permute(1, 2, 0).numpy().clip(0, 1)
    random = np.random.default_rng(1)
    camera = CameraAndFile(torch.device("cpu"), 496)

    def noisy(image: np.ndarray, sigma: float) -> np.ndarray:
        return np.round(np.clip(image + random.normal(0, sigma / 255, image.shape), 0, 1) * 255) / 255

    def taken(image: np.ndarray) -> np.ndarray:
        generator = torch.Generator().manual_seed(int(image.sum()))
        return camera.sensor(tensor(image[:496, :496].astype(np.float32)), generator)[0].permute(1, 2, 0).numpy()

    degradations = {"clean": lambda x: x, "camera": taken}
    degradations |= {f"noise {sigma}": lambda x, sigma=sigma: noisy(x, sigma) for sigma in (15, 25, 50)}
    degradations |= {f"jpeg {quality}": lambda x, quality=quality: jpeg(x, quality) for quality in (10, 20, 40, 80)}
    limit = arguments.limit or None
    kodak = [read(p, "RGB") / 255.0 for p in sorted((arguments.data / "natural/Kodak24").iterdir())][:limit]
    for label, degrade in degradations.items():
        given = [degrade(image) for image in kodak]
        summarize(f"Kodak24 {label}", run, [(y, x[: y.shape[0], : y.shape[1]]) for x, y in zip(kodak, given)])
    files = sorted((arguments.data / "real/polyu").glob("*_real.*"))[:limit]
    clean = lambda p: p.with_name(p.name.replace("_real", "_mean"))
    summarize("PolyU", run, [(read(p, "RGB") / 255.0, read(clean(p), "RGB") / 255.0) for p in files])
    if arguments.out:
        arguments.out.mkdir(exist_ok=True, parents=True)
        for folder in ("nir/real_noisy", "flash"):
            for p in sorted((arguments.data / folder).rglob("*.*")):
                x = read(p, "RGB")[:600, :800] / 255.0
                both = np.concatenate([x, run(x)], 1)
                Image.fromarray((both * 255).round().astype(np.uint8)).save(arguments.out / f"{p.parent.name}-{p.stem}.png")


def summarize(label: str, run, cases: list[tuple[np.ndarray, np.ndarray]]) -> None:
    before = np.mean([psnr(given, truth) for given, truth in cases])
    after = np.mean([psnr(run(given), truth) for given, truth in cases])
    print(f"{label}: {before:.2f} to {after:.2f} dB ({len(cases)} images)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__[: __doc__.index("Examples")], epilog=__doc__[__doc__.index("Examples") :],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    what = {"depth": depth, "sensor": sensor, "photo": photo}
    parser.add_argument("what", choices=what)
    parser.add_argument("weights", type=Path, help="a safetensors file")
    parser.add_argument("--task", required=True, choices=tasks(), metavar="NAME", help="the recipe of the weights")
    parser.add_argument("--data", required=True, type=Path, help="the folder that holds rgbd, natural, and real")
    parser.add_argument("--sets", default=",".join(SETS), help="of depth (default: %(default)s)")
    parser.add_argument("--factors", default="4,8,16", help="of depth (default: %(default)s)")
    parser.add_argument("--limit", type=int, default=0, help="measure only the first N images of each set")
    parser.add_argument("--out", type=Path, help="write photographs without ground truth, before and after, to look at")
    arguments = parser.parse_args()
    recipe = Recipe.named(arguments.task)
    network = networks.make_network(recipe["model"], recipe["data"]["cropSize"], torch.device("cpu"))
    networks.load(network, arguments.weights)
    what[arguments.what](network.eval(), recipe["model"], arguments)


if __name__ == "__main__":
    main()
