#!/usr/bin/env python3
"""Golden values for kernels of even sides, and for reductions, as other libraries make them.

Writes into Tests/BurnishInverseTests/Golden `kernels.safetensors`: an image, a kernel of 4 rows and 6 columns, and what makes of
them

- `signal`: scipy.signal.convolve2d (same, wrap);
- `ndimage`: scipy.ndimage.convolve (wrap);
- `deepinv`: deepinv.physics.functional.conv2d (circular);
- `opencv`: cv2.filter2D (BORDER_REPLICATE), which correlates;

and `reductions.safetensors`: an image, and what reduces it

- `torch.antialias.K.F`: torch.nn.functional.interpolate with antialias, of K bilinear and bicubic, by F;
- `torch.K.F`: the same without;
- `deepinv.K.F`: deepinv.physics.Downsampling (circular), of K bilinear and bicubic;
- `deepinv-matlab.F`: deepinv.physics.DownsamplingMatlab;
- `skimage.F`: skimage.transform.resize (bicubic, antialiased), which is none of the dialects.

Into Tests/BurnishImportTests/Golden, files of MATLAB's version 7.3 as libraries of Python write them, whose classes are texts
without a zero at their end: `kernel-h5py.mat` and `kernel-hdf5storage.mat`, the numbers 1 to 15 in 3 rows;
`kernels-hdf5storage.mat`, these in a cell behind a matrix of 3x3 ones, a text, and in a structure.

Run from the repository's root: python Scripts/golden/kernels.py; needs torch, scipy, deepinv 0.5.0, scikit-image,
opencv-python-headless, h5py, hdf5storage and safetensors.
"""

import platform
from importlib.metadata import version
from pathlib import Path

import cv2
import h5py
import hdf5storage
import numpy
import scipy.ndimage
import scipy.signal
import skimage.transform
import torch
from deepinv.physics import Downsampling, DownsamplingMatlab
from deepinv.physics.functional import conv2d
from safetensors.numpy import save_file

TESTS = Path(__file__).resolve().parents[2] / "Tests"
FOLDER = TESTS / "BurnishInverseTests/Golden"
LIBRARIES = ("numpy", "scipy", "torch", "deepinv", "scikit-image", "opencv-python-headless", "h5py", "hdf5storage")


def as_torch(array: numpy.ndarray) -> torch.Tensor:
    return torch.from_numpy(array[None, None])


def kernels() -> dict[str, numpy.ndarray]:
    random = numpy.random.default_rng(71)
    image = random.random((9, 13)).astype(numpy.float32)
    weights = random.random((4, 6)).astype(numpy.float32)
    exact = image.astype(numpy.float64)
    kernel = weights.astype(numpy.float64) / weights.astype(numpy.float64).sum()
    return {
        "picture": image,
        "weights": weights,
        "signal": scipy.signal.convolve2d(exact, kernel, "same", "wrap"),
        "ndimage": scipy.ndimage.convolve(exact, kernel, mode="wrap"),
        "deepinv": conv2d(as_torch(exact), as_torch(kernel), padding="circular")[0, 0].numpy(),
        "opencv": cv2.filter2D(exact, -1, kernel, borderType=cv2.BORDER_REPLICATE),
    }


def reductions() -> dict[str, numpy.ndarray]:
    image = numpy.random.default_rng(72).random((30, 60)).astype(numpy.float32)
    arrays = {"picture": image}
    exact = as_torch(image)
    for factor in (2, 3, 5):
        size = (30 // factor, 60 // factor)
        for kind in ("bilinear", "bicubic"):
            for name, antialias in ((f"torch.antialias.{kind}", True), (f"torch.{kind}", False)):
                arrays[f"{name}.{factor}"] = torch.nn.functional.interpolate(
                    exact, size, mode=kind, antialias=antialias, align_corners=False)[0, 0].numpy()
            physics = Downsampling(filter=kind, img_size=(1, 30, 60), factor=factor, padding="circular")
            arrays[f"deepinv.{kind}.{factor}"] = physics(exact)[0, 0].numpy()
        arrays[f"deepinv-matlab.{factor}"] = DownsamplingMatlab(factor=factor)(exact)[0, 0].numpy()
        arrays[f"skimage.{factor}"] = skimage.transform.resize(image, size, order=3, anti_aliasing=True)
    return arrays


def matlab_files(folder: Path) -> None:
    kernel = numpy.arange(1.0, 16).reshape(3, 5)
    hdf5storage.savemat(str(folder / "kernel-hdf5storage.mat"), {"kernel": kernel}, format="7.3")
    cell = numpy.empty((1, 2), dtype=object)
    cell[0, 0], cell[0, 1] = numpy.ones((3, 3)), kernel
    hdf5storage.savemat(
        str(folder / "kernels-hdf5storage.mat"),
        {"kernels": cell, "note": "made", "setup": {"kernel": kernel}}, format="7.3")
    path = folder / "kernel-h5py.mat"
    with h5py.File(path, "w", userblock_size=512) as file:
        # MATLAB's first extent is HDF5's last one.
        file.create_dataset("kernel", data=kernel.T).attrs["MATLAB_class"] = numpy.bytes_("double")
    with open(path, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM")


def main() -> None:
    matlab_files(TESTS / "BurnishImportTests/Golden")
    versions = {name: version(name) for name in LIBRARIES} | {"python": platform.python_version()}
    for name, arrays in (("kernels", kernels()), ("reductions", reductions())):
        save_file(
            {key: numpy.ascontiguousarray(value, dtype=numpy.float32) for key, value in arrays.items()},
            FOLDER / f"{name}.safetensors", metadata=versions)


if __name__ == "__main__":
    main()
