"""Prints what bilinear enlargement by OpenCV gives under the protocol bmp-3 on the published sets.

Run from the repository's root:  BURNISH_DATA=DIR python Scripts/golden/bad_pixels.py
The figures stand in Tests/BurnishEvaluationTests/ReferenceFigureTests.swift, because the images may not.
Ran with OpenCV 5.0.0, NumPy 2.4.6.
"""

import os
from pathlib import Path

import cv2
import numpy as np

DATA = Path(os.environ["BURNISH_DATA"]) / "rgbd"


def figures(depth, factor, levels):
    """RMSE, and the percentage of pixels off by more than 3 of the levels that the depth spans."""
    height, width = (extent // factor * factor for extent in depth.shape)
    truth = depth[:height, :width]
    low = truth[factor - 1 :: factor, factor - 1 :: factor]
    result = cv2.resize(low, (width, height), interpolation=cv2.INTER_LINEAR)
    error = np.abs(result - truth)
    # An error of just 3 does not count, whatever rounding makes of it.
    return np.sqrt(np.mean(error**2)), 100 * np.mean(error * (255 / levels(truth)) > 3 + 1e-4)


def suite(folder, unit, levels):
    paths = sorted((DATA / folder).iterdir())
    return [unit(cv2.imread(str(path), cv2.IMREAD_UNCHANGED).astype(np.float64)) for path in paths], levels


def span(depth):
    return depth.max() - depth.min()


if __name__ == "__main__":
    print("OpenCV", cv2.__version__, "NumPy", np.__version__)
    suites = {
        "middlebury": suite("Middlebury/Depth", lambda v: v, lambda depth: 255),
        "lu": suite("Lu/Depth", lambda v: v, lambda depth: 255),
        "nyu": suite("NYU-test/depth", lambda v: (v + 0.5) * 1000 / 255, span),
    }
    for name, (maps, levels) in suites.items():
        for factor in (4, 8, 16):
            values = np.mean([figures(depth, factor, levels) for depth in maps], axis=0)
            print(f"{name} x{factor} rmse {values[0]:.4f} bmp3 {values[1]:.4f}")
