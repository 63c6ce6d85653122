"""Writes what Pillow, OpenCV and MATLAB's imresize make of one image, as .npy files.

MATLAB's is computed by `imresize` below: a transcription to NumPy, in double precision, of the definition
that MathWorks ships in readable form (imresize.m, `contributions`), written apart from the Swift code and
with full matrices instead of runs.

    python Scripts/golden/resampling.py
"""

import pathlib

import cv2
import numpy as np
import PIL
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parents[2] / "Tests/BurnishImagesTests/Golden/Resampling"

# Height and width of the source, and what it is resized to: up, down, both, by whole and broken factors.
SOURCE = (17, 23)
SIZES = [(34, 46), (51, 92), (40, 31), (5, 7), (30, 9), (1, 1)]

PILLOW = {
    "nearest": Image.Resampling.NEAREST, "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
OPENCV = {
    "nearest": cv2.INTER_NEAREST, "box": cv2.INTER_AREA, "bilinear": cv2.INTER_LINEAR,
    "bicubic": cv2.INTER_CUBIC, "lanczos": cv2.INTER_LANCZOS4,
}


def cubic(x):
    x = np.abs(x)
    return np.where(
        x <= 1, 1.5 * x**3 - 2.5 * x**2 + 1,
        np.where(x <= 2, -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2, 0))


def box(x):
    return ((x >= -0.5) & (x < 0.5)).astype(float)


def triangle(x):
    return np.where((x >= -1) & (x < 0), x + 1, np.where((x >= 0) & (x <= 1), 1 - x, 0))


def lanczos3(x):
    eps = np.finfo(float).eps
    f = (np.sin(np.pi * x) * np.sin(np.pi * x / 3) + eps) / ((np.pi**2 * x**2 / 3) + eps)
    return f * (np.abs(x) < 3)


MATLAB = {
    "nearest": (box, 1), "box": (box, 1), "bilinear": (triangle, 2), "bicubic": (cubic, 4),
    "lanczos": (lanczos3, 6),
}


def contributions(count, new_count, kernel, kernel_width, antialiasing):
    """A matrix [new_count, count]; indices count from 1 until the last line."""
    scale = new_count / count
    h = kernel
    if scale < 1 and antialiasing:
        h = lambda x: scale * kernel(scale * x)
        kernel_width = kernel_width / scale
    x = np.arange(1, new_count + 1)
    u = x / scale + 0.5 * (1 - 1 / scale)
    left = np.floor(u - kernel_width / 2)
    reach = int(np.ceil(kernel_width)) + 2
    indices = left[:, None] + np.arange(reach)
    weights = h(u[:, None] - indices)
    weights = weights / weights.sum(1, keepdims=True)
    mirror = np.concatenate([np.arange(1, count + 1), np.arange(count, 0, -1)])
    indices = mirror[np.mod(indices.astype(int) - 1, len(mirror))]
    matrix = np.zeros((new_count, count))
    np.add.at(matrix, (np.arange(new_count)[:, None], indices - 1), weights)
    return matrix


def imresize(image, size, method, antialiasing=None):
    kernel, width = MATLAB[method]
    if antialiasing is None:
        antialiasing = method != "nearest"
    rows = contributions(image.shape[0], size[0], kernel, width, antialiasing)
    columns = contributions(image.shape[1], size[1], kernel, width, antialiasing)
    return rows @ image.astype(float) @ columns.T


def main():
    HERE.mkdir(parents=True, exist_ok=True)
    source = np.random.default_rng(20).random(SOURCE, dtype=np.float32)
    np.save(HERE / "source.npy", source)
    for height, width in SIZES:
        for name, kernel in PILLOW.items():
            result = np.array(Image.fromarray(source, "F").resize((width, height), kernel))
            np.save(HERE / f"pillow-{name}-{height}x{width}.npy", result)
        for name, kernel in OPENCV.items():
            result = cv2.resize(source, (width, height), interpolation=kernel)
            np.save(HERE / f"openCV-{name}-{height}x{width}.npy", result)
        for name in MATLAB:
            result = imresize(source, (height, width), name).astype(np.float32)
            np.save(HERE / f"matlab-{name}-{height}x{width}.npy", result)
    for name in "bicubic", "bilinear":
        plain = imresize(source, (5, 7), name, antialiasing=False).astype(np.float32)
        np.save(HERE / f"matlab-{name}-plain-5x7.npy", plain)
    (HERE / "VERSIONS.txt").write_text(
        f"Pillow {PIL.__version__}\nOpenCV {cv2.__version__}\nNumPy {np.__version__}\n")


if __name__ == "__main__":
    main()
