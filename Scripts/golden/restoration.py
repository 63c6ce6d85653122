#!/usr/bin/env python3
"""Golden values for degradations and deconvolutions (SciPy, NumPy, scikit-image), and for the descent on the
autoencoding prior (the PyTorch twin).

Writes into Tests/BurnishInverseTests/Golden:

`operators.safetensors`: an image, a kernel and what `scipy.signal.convolve2d` and `scipy.ndimage.convolve` make of
them with the three borders, and of an image after the valid blur what `correlate2d` brings back.

`kernel.mat` and `kernels.mat` (into Tests/BurnishImportTests/Golden): a matrix alone, and two in a cell beside a number;
`kernel-planes.mat`, `kernel-complex.mat` and `kernel-sparse.mat`: arrays that are no matrices of real numbers.

`deconvolution.safetensors`: a kernel; for each border what was seen of a small image with noise, and what two methods
make of it. Richardson's and Lucy's is scikit-image's where opposite borders follow, from gray as it begins: copies of
the image lie around it, so many that scikit-image's own borders, which are zeros, do not reach it. With the other
borders it is the formula, the blur a dense matrix. The hyper-Laplacian deconvolution solves dense systems, and finds
the length of each shrunk gradient as a root of the energy's derivative.

And into Tests/BurnishTests/Golden:

`descent.weights.safetensors` and `descent.safetensors`: a small autoencoder; for each case what was seen, the start,
the noise of each iteration, and the image, the data residual and the prior residual of each iteration. The descent is
written out after algorithm 1 of S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors", with the
weights that sum to one; computed in double precision, rounded to single. The error of an image that was reduced by
MATLAB's imresize (`resampling.py`) is enlarged by it again, as in the authors' release.

`splitting.safetensors`: likewise for the faster solver, whose systems are solved here as dense matrices; without and with a
finer prior, whose kernels, biases and normalizations are three quarters of the other's.

Run from the repository's root: python Scripts/golden/restoration.py; needs torch, scipy, scikit-image and safetensors, and what
`resampling.py` imports, opencv-python-headless and pillow.
"""

import copy
import platform
import sys
from collections.abc import Callable
from pathlib import Path

import numpy
import safetensors
import scipy
import scipy.io
import scipy.ndimage
import scipy.optimize
import scipy.signal
import scipy.sparse
import skimage
import torch
from safetensors.numpy import save_file
from torch import Tensor

from deconvolution import deconvolutions
from resampling import imresize

sys.path.append(str(Path(__file__).resolve().parents[2] / "Training"))
import twins  # noqa: E402

TESTS = Path(__file__).resolve().parents[2] / "Tests"
FOLDER = TESTS / "BurnishTests/Golden"
INVERSE_FOLDER = TESTS / "BurnishInverseTests/Golden"
ITERATIONS = 8
# Of the faster solver.
DENOISINGS, DESCENTS = 3, 5
SIGMA = 25  # of the noise that the autoencoder is for, in 0...255
FINER_SIGMA = 11  # of the finer one's


def planewise(function: Callable, image: numpy.ndarray) -> numpy.ndarray:
    return numpy.stack([function(plane) for plane in image[0]])[None]


def operators() -> dict[str, numpy.ndarray]:
    random = numpy.random.default_rng(61)
    image = random.random((1, 2, 9, 13)).astype(numpy.float32)
    weights = random.random((5, 3)).astype(numpy.float32)
    kernel = weights.astype(numpy.float64) / weights.astype(numpy.float64).sum()
    exact = image.astype(numpy.float64)
    valid = planewise(lambda plane: scipy.signal.convolve2d(plane, kernel, "valid"), exact)
    return {
        "picture": image,
        "weights": weights,
        "kernel": kernel,
        "valid": valid,
        "replicate": planewise(lambda plane: scipy.ndimage.convolve(plane, kernel, mode="nearest"), exact),
        "circular": planewise(lambda plane: scipy.ndimage.convolve(plane, kernel, mode="wrap"), exact),
        "adjoint": planewise(lambda plane: scipy.signal.correlate2d(plane, kernel, "full"), valid),
        # Every third pixel from the second on, after the blur with replicated borders.
        "sampled": planewise(
            lambda plane: scipy.ndimage.convolve(plane, kernel, mode="nearest")[1::3, 1::3], exact),
    }


def descent(
    network: torch.nn.Module, degrade: Callable[[Tensor], Tensor], observed: Tensor, start: Tensor, noise: Tensor,
    prior_weight: Callable[[int], float], interior: Tensor, brought_back: Callable[[Tensor], Tensor] | None = None,
) -> dict[str, Tensor]:
    """The data's error goes back by the adjoint, unless by something else."""
    image, step = start.clone(), torch.zeros_like(start)
    images, data, prior = [], [], []
    for number in range(1, ITERATIONS + 1):
        weight = prior_weight(number)
        x = image.clone().requires_grad_()
        data_term = ((degrade(x) - observed) ** 2).sum()
        if brought_back:
            data_gradient = brought_back((degrade(x) - observed).detach())
        else:
            (data_gradient,) = torch.autograd.grad(data_term / 2, x)
        noisy = x + noise[number - 1]
        # The stack gives what to add to its input for the clean image.
        prior_term = ((noisy + network(noisy) - x) ** 2).sum()
        (prior_gradient,) = torch.autograd.grad(prior_term / 2, x)
        step = 0.9 * step - 0.1 * ((1 - weight) * data_gradient + weight * interior * prior_gradient)
        image = (image + step).clamp(0, 1)
        images.append(image)
        data.append(data_term.detach())
        prior.append(prior_term.detach())
    return {"pictures": torch.cat(images), "data": torch.stack(data), "prior": torch.stack(prior)}


def splitting(
    network: torch.nn.Module, degrade: Callable[[Tensor], Tensor], observed: Tensor, start: Tensor, noise: Tensor,
    sigma: float, finer: torch.nn.Module | None = None,
) -> dict[str, Tensor]:
    """Half-quadratic splitting, then proximal gradient steps with momentum, shorter where the prior's residual grows, the last
    two thirds of them with a finer prior if there is one; samples in 0...1, sigma in 0...255."""
    unit = torch.eye(start.numel(), dtype=torch.float64).reshape(-1, *start.shape[1:])
    matrix = torch.stack([degrade(column[None]).flatten() for column in unit], dim=1)

    def residual(x: Tensor) -> Tensor:
        return matrix @ x.flatten() - observed.flatten()

    def data_step(z: Tensor, rho: float) -> Tensor:
        """The minimum of |A x - B|^2 + rho |x - z|^2."""
        system = matrix.T @ matrix + rho * torch.eye(matrix.shape[1], dtype=torch.float64)
        return torch.linalg.solve(system, matrix.T @ observed.flatten() + rho * z.flatten()).reshape(start.shape)

    sigma = max(sigma, 1.0)
    found, weights, data, prior = [], [], [], []
    x = last = start
    for strength in numpy.geomspace(49, 20, DENOISINGS):
        rho = 1.5 * (sigma / strength) ** 2
        if not found:
            x = data_step(x, rho)
        contrast = SIGMA / strength
        z = x + network((x - 0.5) * contrast + 0.5).detach() / contrast
        weights.append(rho / (1 + rho))
        data.append((residual(x) ** 2).sum())
        prior.append(((z - x) ** 2).sum())
        found.append(z.clamp(0, 1))
        x = last = data_step(z, rho)
    mean, step, point, slope, least = None, 0.7, None, None, float("inf")
    for index in range(DESCENTS):
        share, strength, asked = 0.7, SIGMA, network
        if finer and index >= DESCENTS - DESCENTS * 2 // 3:
            share, strength, asked = 0.35, FINER_SIGMA, finer
            if index == DESCENTS - DESCENTS * 2 // 3:
                last, mean, step, least = x, None, 0.7, float("inf")
        weight = share * 4 * 6.875 / (2 * strength**2) * sigma**2
        ahead = x + (x - last) * 0.8 * (1 - index / (DESCENTS - 1))
        y = ahead.clone().requires_grad_()
        noisy = y + noise[DENOISINGS + index] * strength / SIGMA
        term = ((noisy + asked(noisy) - y) ** 2).sum()
        (gradient,) = torch.autograd.grad(term / 2, y)
        weights.append(weight / (1 + weight))
        data.append((residual(ahead) ** 2).sum())
        prior.append(term.detach())
        if term > 1.1 * least:
            step /= 2
            last = x = mean = data_step(point - step * slope, weight / step)
        else:
            point, slope, least = ahead, gradient, min(least, term.item())
            last, x = x, data_step(ahead - step * gradient, weight / step)
            mean = x if mean is None else (mean + x) / 2
        found.append(mean.clamp(0, 1))
    return {
        "pictures": torch.cat(found), "weights": torch.tensor(weights), "data": torch.stack(data),
        "prior": torch.stack(prior),
    }


def blurred(kernel: Tensor, border: str) -> Callable[[Tensor], Tensor]:
    weight = kernel.flip(0, 1)[None, None].expand(3, 1, *kernel.shape)
    margin = (kernel.shape[1] // 2,) * 2 + (kernel.shape[0] // 2,) * 2

    def apply(x: Tensor) -> Tensor:
        if border == "replicate":
            x = torch.nn.functional.pad(x, margin, mode="replicate")
        return torch.nn.functional.conv2d(x, weight, groups=3)

    return apply


def resized(x: Tensor, height: int, width: int) -> Tensor:
    """Bicubic as MATLAB's imresize, as products with matrices."""

    def matrix(before: int, after: int) -> Tensor:
        return torch.from_numpy(imresize(numpy.eye(before), (after, before), "bicubic"))

    return matrix(x.shape[2], height) @ x @ matrix(x.shape[3], width).T


def cases() -> tuple[dict[str, Tensor], dict[str, Tensor], dict[str, Tensor]]:
    torch.manual_seed(62)
    network = twins.ConvolutionStack(layers=4, width=6).double().eval()
    for name, value in network.state_dict().items():
        if name.endswith("running_var"):
            value.uniform_(0.5, 1.5)
        elif name.endswith("running_mean"):
            value.normal_(0, 0.1)
        # Swift reads the same numbers.
        if value.is_floating_point():
            value.copy_(value.float())
    kernel = torch.rand(5, 3, dtype=torch.float64).float().double()
    kernel /= kernel.sum()
    truth = torch.rand(1, 3, 15, 12, dtype=torch.float64).float().double()
    arrays = {"kernel": kernel, "truth": truth}

    def add(name: str, degrade, start: Tensor, prior_weight, interior: Tensor, brought_back=None):
        observed = degrade(truth)
        observed = (observed + 0.02 * torch.randn_like(observed)).float().double()
        noise = (torch.randn(ITERATIONS, *truth.shape[1:], dtype=torch.float64) * SIGMA / 255).float().double()
        start = start.float().double()
        arrays.update({f"{name}.observed": observed, f"{name}.start": start, f"{name}.noise": noise})
        found = descent(network, degrade, observed, start, noise, prior_weight, interior, brought_back)
        arrays.update({f"{name}.{key}": value for key, value in found.items()})

    gamma = 4 * 6.875 / (2 * SIGMA**2)
    interior = torch.zeros_like(truth)
    interior[:, :, 2:-2, 1:-1] = 1
    add("blur", blurred(kernel, "valid"), 0.5 + 0.2 * torch.randn_like(truth).clamp(-2, 2),
        lambda number: gamma / (gamma + 1 / 12.75**2), interior)
    add("sampling", lambda x: blurred(kernel, "replicate")(x)[:, :, 1::3, 1::3], torch.rand_like(truth),
        lambda number: number**-0.5, torch.ones_like(truth))
    add("reduction", lambda x: resized(x, 5, 4), torch.rand_like(truth), lambda number: number**-0.5,
        torch.ones_like(truth), lambda error: resized(error, 15, 12))
    weights = {name: value for name, value in network.state_dict().items() if value.is_floating_point()}
    faster = {}
    finer = copy.deepcopy(network)
    for value in finer.parameters():
        value.data.mul_(0.75)
    for name, degrade, sigma in [
        ("blur", blurred(kernel, "valid"), 12.75),
        ("sampling", lambda x: blurred(kernel, "replicate")(x)[:, :, 1::3, 1::3], 0),
    ]:
        given = [arrays[f"{name}.{key}"] for key in ["observed", "start", "noise"]]
        for suffix, other in [("", None), (".finer", finer)]:
            found = splitting(network, degrade, *given, sigma, other)
            faster.update({f"{name}{suffix}.{key}": value for key, value in found.items()})
    return weights, arrays, faster


def single(arrays: dict) -> dict[str, numpy.ndarray]:
    return {name: numpy.ascontiguousarray(value, dtype=numpy.float32) for name, value in arrays.items()}


def main():
    torch.set_num_threads(1)
    folders = [FOLDER, INVERSE_FOLDER]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    save_file(single(operators()), INVERSE_FOLDER / "operators.safetensors")
    save_file(single(deconvolutions()), INVERSE_FOLDER / "deconvolution.safetensors")
    matrix = numpy.arange(15.0).reshape(3, 5)
    scipy.io.savemat(TESTS / "BurnishImportTests/Golden/kernel.mat", {"kernel": matrix})
    cell = numpy.empty((1, 2), dtype=object)
    cell[0, 0], cell[0, 1] = matrix, matrix.T
    scipy.io.savemat(TESTS / "BurnishImportTests/Golden/kernels.mat", {"kernels": cell, "sigma": 2.55})
    for name, array in [("planes", numpy.ones((3, 5, 2))), ("complex", matrix * 1j), ("sparse", scipy.sparse.csc_matrix(matrix))]:
        scipy.io.savemat(TESTS / f"BurnishImportTests/Golden/kernel-{name}.mat", {"kernel": array})
    weights, arrays, faster = cases()
    save_file(single({name: value.numpy() for name, value in weights.items()}), FOLDER / "descent.weights.safetensors")
    save_file(single({name: value.numpy() for name, value in arrays.items()}), FOLDER / "descent.safetensors")
    save_file(single({name: value.numpy() for name, value in faster.items()}), FOLDER / "splitting.safetensors")
    for folder in folders:
        for file in folder.glob("*.safetensors"):
            file.chmod(0o644)
        (folder / "VERSIONS.txt").write_text(
            f"python {platform.python_version()}\nnumpy {numpy.__version__}\nscipy {scipy.__version__}\n"
            f"scikit-image {skimage.__version__}\ntorch {torch.__version__}\nsafetensors {safetensors.__version__}\n")


if __name__ == "__main__":
    main()
