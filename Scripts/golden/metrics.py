"""Reference values of the metrics, by scikit-image, SciPy and NumPy.

Run from the repository's root:  python Scripts/golden/metrics.py
Writes Tests/BurnishEvaluationTests/Golden/metrics.json, masks.json and VERSIONS.txt.

The images are a formula, so that the test makes them by itself.
"""

import json
import platform
from pathlib import Path

import numpy as np
import scipy
import skimage
from scipy.ndimage import convolve, distance_transform_edt
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

FOLDER = Path("Tests/BurnishEvaluationTests/Golden")


def image(height, width, planes, phase):
    """Integers, so that both sides start from the same numbers to the bit."""
    c, y, x = np.meshgrid(np.arange(planes), np.arange(height), np.arange(width), indexing="ij")
    smooth = (x * (3 + c) + y * 2) % 200
    detail = (x * x * 7 + y * y * 11 + x * y * 13 + c * 17 + phase * (x * 5 + y * 3)) % 41
    return (smooth + detail).astype(np.float64)


def case(height, width, planes, border):
    truth = image(height, width, planes, 0)
    result = image(height, width, planes, 1)
    inner = (slice(None), slice(border, height - border), slice(border, width - border))
    difference = (result - truth)[inner]
    ssim = [
        structural_similarity(
            truth[p], result[p], data_range=255, gaussian_weights=True, sigma=1.5,
            use_sample_covariance=False)
        for p in range(planes)
    ]
    return {
        "height": height, "width": width, "planes": planes, "border": border,
        "rmse": float(np.sqrt(np.mean(difference ** 2))),
        "mae": float(np.mean(np.abs(difference))),
        "psnr": float(peak_signal_noise_ratio(truth[inner], result[inner], data_range=255)),
        "bad3": float(100 * np.mean(np.abs(difference) > 3)),
        "ssim": float(np.mean(ssim)),
    }


def weighted_f_measure(result, truth):
    """The definition of Margolin et al. (CVPR 2014, equations 5 to 12), beta squared = 1.

    Of several nearest foreground pixels the first in the order of rows counts; SciPy's distances
    check the search.
    """
    if not truth.any():
        return 0.0
    error = np.abs(result - truth)
    rows, columns = np.nonzero(truth)
    y, x = np.mgrid[: truth.shape[0], : truth.shape[1]]
    squares = (y[..., None] - rows) ** 2 + (x[..., None] - columns) ** 2
    nearest = squares.argmin(-1)
    distance = np.sqrt(squares.min(-1))
    assert np.allclose(distance, distance_transform_edt(truth == 0))
    spread = np.where(truth, error, error[rows[nearest], columns[nearest]])
    t = np.arange(-3, 4)
    window = np.exp(-(t[:, None] ** 2 + t**2) / (2 * 5**2))
    mean = convolve(spread, window / window.sum(), mode="constant", cval=0)
    best = np.where(truth, np.minimum(error, mean), error)
    weighted = best * np.where(truth, 1, 2 - np.exp(np.log(0.5) / 5 * distance))
    positives = truth.sum() - weighted[truth].sum()
    false = weighted[~truth].sum()
    recall = 1 - weighted[truth].mean()
    precision = positives / (positives + false) if positives + false else 0
    return float(2 * recall * precision / (recall + precision)) if recall + precision else 0.0


def mask_case(name, height, width, mask):
    y, x = np.mgrid[:height, :width]
    truth = mask(y, x) != 0
    # Graded numbers that are the same in single precision on both sides.
    grade = (x * x * 7 + y * y * 11 + x * y * 13) % 65 / 64
    result = np.where(truth, 1 - grade * grade * 0.5, grade * 0.25)
    return {
        "name": name, "height": height, "width": width, "mask": [int(v) for v in truth.ravel()],
        "graded": weighted_f_measure(result, truth),
        "half": weighted_f_measure(np.full(truth.shape, 0.5), truth),
        "zero": weighted_f_measure(np.zeros(truth.shape), truth),
        "perfect": weighted_f_measure(truth.astype(float), truth),
        "inverse": weighted_f_measure(1.0 - truth, truth),
    }


masks = [
    mask_case("disc", 31, 37, lambda y, x: (y - 12) ** 2 + (x - 20) ** 2 < 81),
    mask_case("stripes", 20, 26, lambda y, x: (x // 5 + y // 9) % 2),
    mask_case("pixel", 17, 19, lambda y, x: (y == 3) & (x == 15)),
    mask_case("corner", 9, 40, lambda y, x: (y < 2) & (x < 3)),
    mask_case("full", 12, 9, lambda y, x: y >= 0),
    mask_case("empty", 12, 9, lambda y, x: y < 0),
]
cases = [case(31, 45, 1, 0), case(31, 45, 1, 6), case(24, 17, 3, 2), case(11, 11, 1, 0)]
FOLDER.mkdir(parents=True, exist_ok=True)
(FOLDER / "metrics.json").write_text(json.dumps(cases, indent=2) + "\n")
(FOLDER / "masks.json").write_text(
    "[\n" + ",\n".join(json.dumps(mask) for mask in masks) + "\n]\n")
(FOLDER / "VERSIONS.txt").write_text(
    f"python {platform.python_version()}\nnumpy {np.__version__}\n"
    f"scipy {scipy.__version__}\nscikit-image {skimage.__version__}\n")
