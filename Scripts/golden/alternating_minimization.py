"""Reference values of alternating minimization, by NumPy, SciPy and scikit-image in double precision.

Run from the repository's root:  python Scripts/golden/alternating_minimization.py
Writes Tests/BurnishFiltersTests/Golden/alternating-*.npy and VERSIONS-alternating.txt.

The half-quadratic algorithm is written down plainly, with linear systems solved in the cosine basis. The
minimum of total variation is scikit-image's, by Chambolle's projection, which shares nothing with it but the
energy. (scikit-image's split Bregman method has another energy at the borders: its result's is 8 % higher.)
"""

import platform
from pathlib import Path

import numpy as np
import scipy
import scipy.fft
import skimage
from skimage.restoration import denoise_tv_chambolle

FOLDER = Path("Tests/BurnishFiltersTests/Golden")


def differences(u):
    """To the right and to the lower neighbor, none beyond the borders: [2, C, H, W]."""
    d = np.zeros((2,) + u.shape)
    d[0, :, :, :-1] = u[:, :, 1:] - u[:, :, :-1]
    d[1, :, :-1] = u[:, 1:] - u[:, :-1]
    return d


def adjoint(v):
    result = np.zeros(v.shape[1:])
    result[:, :, 1:] += v[0, :, :, :-1]
    result[:, :, :-1] -= v[0, :, :, :-1]
    result[:, 1:] += v[1, :, :-1]
    result[:, :-1] -= v[1, :, :-1]
    return result


def shrink(d, penalty, beta):
    """The minimum of φ(|v|) + β/2 |v − d|², in which directions and colors share one length."""
    length = np.sqrt((d**2).sum((0, 1)))
    safe = np.maximum(length, 1e-30)
    if penalty == "tv":
        kept = np.maximum(length - 1 / beta, 0)
    elif penalty == "l0":
        kept = np.where(length**2 > 2 / beta, length, 0)
    else:
        # D. Krishnan, R. Fergus: the largest root of a quartic, by bisection between the least length that
        # can be a minimum and the length itself; kept where its energy is below that of zero.
        low, high = np.full_like(length, (2 / (9 * beta))**0.75), length.copy()
        for _ in range(80):
            middle = (low + high) / 2
            above = 2 / 3 * middle**(-1 / 3) + beta * (middle - length) > 0
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        kept = np.where(high**(2 / 3) + beta / 2 * (high - length)**2 < beta / 2 * length**2, high, 0)
    return d * (kept / safe)


def minimize(f, penalty, weight, start, growth, end, rounds=1):
    height, width = f.shape[1:]
    eigenvalues = ((2 - 2 * np.cos(np.pi * np.arange(height) / height))[:, None]
                   + (2 - 2 * np.cos(np.pi * np.arange(width) / width))[None])
    u, beta = f.astype(np.float64), start
    while beta <= end * (1 + 1e-9):
        for _ in range(rounds):
            v = shrink(differences(u), penalty, beta)
            right = scipy.fft.dctn(weight * f + beta * adjoint(v), norm="ortho", axes=(1, 2))
            u = scipy.fft.idctn(right / (weight + beta * eigenvalues), norm="ortho", axes=(1, 2))
        beta *= growth
    return u


def variation_energy(u, f, weight):
    return weight / 2 * ((u - f)**2).sum() + np.sqrt((differences(u)**2).sum((0, 1))).sum()


def image(height, width, channels, seed):
    """Patches, a ramp and noise."""
    generator = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    patches = generator.random((channels, height // 8 + 1, width // 8 + 1))[:, y // 8, x // 8]
    ramp = (x + 2 * y) / (2 * width + 4 * height)
    return (0.7 * patches + 0.3 * ramp + 0.06 * generator.standard_normal(patches.shape)).astype(np.float32)


# Height, width, channels, penalty, weight, first β, growth, last β, rounds for each.
CASES = [
    (30, 41, 1, "tv", 12.0, 2.0, 2.0, 2048.0, 1), (26, 19, 3, "tv", 9.0, 1.0, 1.7, 1000.0, 2),
    (30, 41, 1, "l0", 100.0, 4.0, 2.0, 1e6, 1), (26, 19, 3, "l0", 60.0, 4.0, 2.0, 1e6, 1),
    (30, 41, 1, "hyper-laplacian", 12.0, 1.0, 2 * 2**0.5, 256.0, 1),
    (26, 19, 3, "hyper-laplacian", 12.0, 1.0, 2.0, 512.0, 2), (1, 17, 1, "l0", 80.0, 4.0, 2.0, 1e6, 1),
]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for index, (height, width, channels, *settings) in enumerate(CASES):
        f = image(height, width, channels, 500 + index)
        np.save(FOLDER / f"alternating-{index}-noisy.npy", f[None])
        np.save(FOLDER / f"alternating-{index}-result.npy", minimize(f, *settings)[None].astype(np.float32))
    f, weight = image(40, 51, 1, 600), 10.0
    exact = f[0].astype(np.float64)
    chambolle = denoise_tv_chambolle(exact, weight=1 / weight, eps=1e-12, max_num_iter=100000)
    print("Chambolle", variation_energy(chambolle[None], f, weight))
    ours = minimize(f, "tv", weight, 1.0, 1.3, 1e5, 3)
    print("alternating minimization", variation_energy(ours, f, weight), np.abs(ours - chambolle).max())
    np.save(FOLDER / "alternating-variation-noisy.npy", f[None])
    np.save(FOLDER / "alternating-variation-chambolle.npy", chambolle[None, None].astype(np.float32))
    (FOLDER / "VERSIONS-alternating.txt").write_text(
        f"python {platform.python_version()}\nnumpy {np.__version__}\nscipy {scipy.__version__}\n"
        f"scikit-image {skimage.__version__}\n")


if __name__ == "__main__":
    main()
