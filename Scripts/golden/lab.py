#!/usr/bin/env python3
"""Writes Tests/BurnishImagesTests/Golden/lab*: CIE L*a*b* by scikit-image, and the color loss by PyTorch.

`lab-rgb.npy`, `lab-lab.npy`: colors of sRGB, the corners and the gray axis of the cube among them, and L, a, b of them.
`lab-bins.npy`: a and b of the centers of the bins of 10 x 10 that hold a color of 8 bits, of the whole cube.
`lab-loss.safetensors`: scores, a and b, the counts of the bins in images; and from them, in double precision, the shares
of the five nearest bins, the weights of rebalancing, the loss with its gradient, and the annealed mean.

    python Scripts/golden/lab.py
"""

import pathlib

import numpy as np
import safetensors
import skimage
import torch
from safetensors.torch import save_file
from skimage.color import rgb2lab

HERE = pathlib.Path(__file__).resolve().parents[2] / "Tests/BurnishImagesTests/Golden"
NEIGHBORS, SIGMA, UNIFORM_SHARE, TEMPERATURE = 5, 5.0, 0.5, 0.38


def colors():
    random = np.random.default_rng(11)
    corners = np.array(np.meshgrid([0, 1], [0, 1], [0, 1])).reshape(3, -1).T
    grays = np.repeat(np.linspace(0, 0.1, 8)[:, None], 3, 1)
    rgb = np.concatenate([corners, grays, random.random((32, 3))]).astype(np.float32).reshape(6, 8, 3)
    np.save(HERE / "lab-rgb.npy", rgb)
    np.save(HERE / "lab-lab.npy", rgb2lab(rgb.astype(np.float64)).astype(np.float32).transpose(2, 0, 1))


def bins():
    levels = np.arange(256) / 255
    green, blue = np.meshgrid(levels, levels, indexing="ij")
    found = set()
    for red in levels:
        ab = rgb2lab(np.stack([np.full_like(green, red), green, blue], -1))[..., 1:].reshape(-1, 2)
        found |= set(map(tuple, np.unique(np.round(ab / 10).astype(int), axis=0)))
    centers = 10.0 * np.array(sorted(found))
    np.save(HERE / "lab-bins.npy", centers.astype(np.float32))
    return torch.tensor(centers)


def loss(centers):
    torch.manual_seed(3)
    count = len(centers)
    logits = (2 * torch.randn(2, count, 3, 4, dtype=torch.float64)).float().double().requires_grad_()
    # Beyond the gamut, too.
    ab = (40 * torch.randn(2, 2, 3, 4)).double()
    ab[0, :, 0, 0] = torch.tensor([130.0, -130.0])
    counts = torch.distributions.Poisson(1000 * torch.rand(count) ** 8).sample().long()

    distances = torch.cdist(ab.permute(0, 2, 3, 1).reshape(-1, 2), centers)
    near, index = distances.topk(NEIGHBORS, largest=False)
    weights = torch.exp(-((near**2 - near[:, :1] ** 2) / (2 * SIGMA**2)))
    shares = torch.zeros(len(ab.flatten()) // 2, count, dtype=torch.float64)
    shares.scatter_(1, index, weights / weights.sum(1, keepdim=True))

    kernel = torch.exp(-(torch.cdist(centers, centers) ** 2) / (2 * SIGMA**2))
    kernel = kernel / kernel.sum(1, keepdim=True)
    frequencies = (counts / counts.sum()).double() @ kernel
    balance = 1 / ((1 - UNIFORM_SHARE) * frequencies + UNIFORM_SHARE / count)
    balance = balance / (frequencies * balance).sum()

    rows = torch.log_softmax(logits, 1).permute(0, 2, 3, 1).reshape(-1, count)
    pixels = balance[index[:, 0]]
    value = (pixels * -(shares * rows).sum(1)).sum() / pixels.sum()
    value.backward()
    annealed = torch.softmax(logits.detach() / TEMPERATURE, 1)
    mean = torch.einsum("nqhw,qc->nchw", annealed, centers)

    shape = (2, 3, 4, count)
    arrays = {
        "logits": logits.detach(), "ab": ab, "counts": counts, "frequencies": frequencies, "weights": balance,
        "shares": shares.reshape(shape).permute(0, 3, 1, 2), "loss": value.detach(), "gradient": logits.grad,
        "mean": mean,
    }
    save_file({key: array.float().contiguous() for key, array in arrays.items()}, HERE / "lab-loss.safetensors")


def main():
    colors()
    loss(bins())
    (HERE / "VERSIONS-lab.txt").write_text(
        f"NumPy {np.__version__}\nscikit-image {skimage.__version__}\ntorch {torch.__version__}\n"
        f"safetensors {safetensors.__version__}\n")


if __name__ == "__main__":
    main()
