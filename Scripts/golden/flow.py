"""Writes a flow field as OpenCV writes it, and one with vectors that are not known.

Run from the repository's root:  python Scripts/golden/flow.py
Writes Tests/BurnishImagesTests/Golden/flow.flo (by OpenCV) and flow-gaps.flo (by struct, after the format's
description: the float 202021.25, width and height as int32, then u and v of each pixel as float32, row by row).

The vectors are formulas whose values are exact, so that the test makes them by itself.
"""

import math
import struct
from pathlib import Path

import cv2
import numpy as np

FOLDER = Path("Tests/BurnishImagesTests/Golden")
HEIGHT, WIDTH = 5, 7

y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
flow = np.stack([0.25 * x - 0.5 * y, x * y / 8], -1).astype(np.float32)
assert cv2.writeOpticalFlow(str(FOLDER / "flow.flo"), flow)

gaps = {(1, 2): (1e10, 1e10), (3, 0): (math.nan, 0.0), (4, 6): (0.0, 1.5e9)}
with open(FOLDER / "flow-gaps.flo", "wb") as file:
    file.write(struct.pack("<fii", 202021.25, WIDTH, HEIGHT))
    for row in range(HEIGHT):
        for column in range(WIDTH):
            u, v = gaps.get((row, column), flow[row, column])
            file.write(struct.pack("<ff", u, v))
