"""Reference values of the metrics, by scikit-image and NumPy.

Run from the repository's root:  python Scripts/golden/metrics.py
Writes Tests/BurnishEvaluationTests/Golden/metrics.json and VERSIONS.txt.

The pictures are a formula, so that the test makes them by itself.
"""

import json
import platform
from pathlib import Path

import numpy as np
import skimage
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

FOLDER = Path("Tests/BurnishEvaluationTests/Golden")


def picture(height, width, planes, phase):
    """Integers, so that both sides start from the same numbers to the bit."""
    c, y, x = np.meshgrid(np.arange(planes), np.arange(height), np.arange(width), indexing="ij")
    smooth = (x * (3 + c) + y * 2) % 200
    detail = (x * x * 7 + y * y * 11 + x * y * 13 + c * 17 + phase * (x * 5 + y * 3)) % 41
    return (smooth + detail).astype(np.float64)


def case(height, width, planes, border):
    truth = picture(height, width, planes, 0)
    result = picture(height, width, planes, 1)
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


cases = [case(31, 45, 1, 0), case(31, 45, 1, 6), case(24, 17, 3, 2), case(11, 11, 1, 0)]
FOLDER.mkdir(parents=True, exist_ok=True)
(FOLDER / "metrics.json").write_text(json.dumps(cases, indent=2) + "\n")
(FOLDER / "VERSIONS.txt").write_text(
    f"python {platform.python_version()}\nnumpy {np.__version__}\n"
    f"scikit-image {skimage.__version__}\n")
