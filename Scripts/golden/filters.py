"""Reference values of the classical filters, by NumPy and SciPy in double precision.

Run from the repository's root:  python Scripts/golden/filters.py
Writes Tests/BurnishFiltersTests/Golden/*.npy and VERSIONS.txt.

Colorization solves its sparse equations directly.

The guided filter is written with explicit windows and a matrix solver, after the paper's equations. Where
OpenCV's ximgproc is at hand (opencv-contrib-python-headless) the script holds itself against it away from the
borders, which OpenCV mirrors, and on samples of 0...255: OpenCV gives up on matrices of small determinant.
"""

import platform
from pathlib import Path

import cv2
import numpy as np
import scipy
import scipy.ndimage
import scipy.sparse
import scipy.sparse.linalg

FOLDER = Path("Tests/BurnishFiltersTests/Golden")

# Height, width, channels of the guide, radius, epsilon. The last radii are beyond the image.
GUIDED = [
    (37, 29, 1, 2, 1e-3), (37, 29, 3, 2, 1e-3), (70, 33, 3, 8, 1e-2), (70, 33, 1, 8, 1e-6),
    (9, 12, 3, 20, 1e-4), (1, 7, 1, 3, 1e-2), (130, 6, 3, 1, 1e-5),
]
# Of these cases the size of a larger guide.
ENLARGED = {0: (75, 60), 2: (70, 99)}


def image(height, width, channels, seed):
    """Flat patches, ramps and noise."""
    generator = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for _ in range(channels):
        patches = generator.random((height // 8 + 1, width // 8 + 1))[y // 8, x // 8]
        ramp = (x * generator.random() + y * generator.random()) / (height + width)
        planes.append(0.6 * patches + 0.3 * ramp + 0.1 * generator.random((height, width)))
    return np.stack(planes).astype(np.float32)


def windows(height, width, radius):
    for y in range(height):
        for x in range(width):
            yield y, x, slice(max(0, y - radius), y + radius + 1), slice(
                max(0, x - radius), x + radius + 1)


def enlarged(planes, height, width):
    """Bilinearly, pixels being squares; beyond the borders stands the nearest sample."""
    rows, columns = (
        (np.arange(size) + 0.5) * count / size - 0.5 for size, count in zip((height, width), planes.shape[1:]))
    places = np.meshgrid(rows, columns, indexing="ij")
    return np.stack([scipy.ndimage.map_coordinates(plane, places, order=1, mode="nearest") for plane in planes])


def guided(target, guide, radius, epsilon, large=None):
    guide, target = guide.astype(np.float64), target.astype(np.float64)
    channels, height, width = guide.shape
    coefficients = np.zeros((channels + 1, height, width))
    for y, x, rows, columns in windows(height, width, radius):
        i = guide[:, rows, columns].reshape(channels, -1)
        p = target[rows, columns].reshape(-1)
        centered = i - i.mean(1, keepdims=True)
        sigma = centered @ centered.T / p.size
        covariance = centered @ (p - p.mean()) / p.size
        a = np.linalg.solve(sigma + epsilon * np.eye(channels), covariance)
        coefficients[:channels, y, x] = a
        coefficients[channels, y, x] = p.mean() - a @ i.mean(1)
    mean = np.zeros_like(coefficients)
    for y, x, rows, columns in windows(height, width, radius):
        mean[:, y, x] = coefficients[:, rows, columns].mean((1, 2))
    if large is not None:
        mean, guide = enlarged(mean, *large.shape[1:]), large.astype(np.float64)
    return (mean[:channels] * guide).sum(0) + mean[channels]


def colorized(luminance, scribbled, chromaticity, variance_scale=0.6, least_variance=4e-6):
    """The sum's minimum row by row: each free pixel the weighted mean of its neighbors."""
    luminance = luminance.astype(np.float64)
    height, width = luminance.shape
    index = np.arange(height * width).reshape(height, width)
    one_sided = scipy.sparse.lil_matrix((height * width, height * width))
    for y, x, rows, columns in windows(height, width, 1):
        window = luminance[rows, columns]
        variance = max(window.var(), least_variance)
        weights = np.exp(-(window - luminance[y, x])**2 / (variance_scale * variance))
        for neighbor, weight in zip(index[rows, columns].ravel(), weights.ravel()):
            if neighbor != index[y, x]:
                one_sided[index[y, x], neighbor] = max(weight, 1e-5)
    affinity = one_sided.tocsr().multiply(one_sided.T.tocsr()).sqrt()
    laplacian = (scipy.sparse.diags(np.asarray(affinity.sum(1)).ravel()) - affinity).tocsr()
    fixed = scribbled.ravel() != 0
    result = chromaticity.astype(np.float64).reshape(2, -1).copy()
    free = laplacian[~fixed]
    for plane in result:
        plane[~fixed] = scipy.sparse.linalg.spsolve(
            free[:, ~fixed].tocsc(), -(free[:, fixed] @ plane[fixed]))
    return result.reshape(2, height, width)


def colorization():
    height, width = 33, 46
    luminance = image(height, width, 1, 300)[0]
    scribbled = np.zeros((height, width), np.float32)
    chromaticity = np.zeros((2, height, width), np.float32)
    generator = np.random.default_rng(301)
    for y, x in (3, 4), (8, 30), (20, 12), (28, 40), (25, 25):
        scribbled[y:y + 2, x:x + 5] = 1
        chromaticity[:, y:y + 2, x:x + 5] = generator.uniform(-0.4, 0.4, (2, 1, 1))
    result = colorized(luminance, scribbled, chromaticity)
    np.save(FOLDER / "colorization-luminance.npy", luminance[None, None])
    np.save(FOLDER / "colorization-scribbled.npy", scribbled[None, None])
    np.save(FOLDER / "colorization-chromaticity.npy", chromaticity[None])
    np.save(FOLDER / "colorization-result.npy", result[None].astype(np.float32))


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for index, (height, width, channels, radius, epsilon) in enumerate(GUIDED):
        guide = image(height, width, channels, 100 + index)
        target = image(height, width, 1, 200 + index)[0]
        result = guided(target, guide, radius, epsilon)
        if hasattr(cv2, "ximgproc"):
            inside = (slice(2 * radius, -2 * radius), slice(2 * radius, -2 * radius))
            image_like = np.ascontiguousarray(guide.transpose(1, 2, 0)) * 255
            other = cv2.ximgproc.guidedFilter(
                image_like, target * 255, radius, epsilon * 255**2) / 255
            if other[inside].size:
                worst = np.abs(other - result)[inside].max()
                print(f"guided {index}: OpenCV's differs by {worst:.1e} inside of the borders")
                assert worst < 1e-4
        if index in ENLARGED:
            large = image(*ENLARGED[index], channels, 400 + index)
            np.save(FOLDER / f"guided-{index}-large.npy", large[None])
            np.save(
                FOLDER / f"guided-{index}-enlarged.npy",
                guided(target, guide, radius, epsilon, large)[None, None].astype(np.float32))
        np.save(FOLDER / f"guided-{index}-guide.npy", guide[None])
        np.save(FOLDER / f"guided-{index}-target.npy", target[None, None])
        np.save(FOLDER / f"guided-{index}-result.npy", result[None, None].astype(np.float32))
    colorization()
    (FOLDER / "VERSIONS.txt").write_text(
        f"python {platform.python_version()}\nnumpy {np.__version__}\nscipy {scipy.__version__}\n")


if __name__ == "__main__":
    main()
