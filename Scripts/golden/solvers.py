"""Reference values of the solvers, by SciPy in double precision.

Run from the repository's root:  python Scripts/golden/solvers.py
Writes Tests/BurnishSolversTests/Golden/*.npy and VERSIONS.txt.

The screened Poisson equation is solved as a sparse system, without a transform.
"""

import platform
from pathlib import Path

import numpy as np
import scipy
import scipy.fft
import scipy.sparse
import scipy.sparse.linalg

FOLDER = Path("Tests/BurnishSolversTests/Golden")

# Height, width, shift. 131 and 139 are primes beyond those that a sum is made for.
SIZES = [(1, 1, 0.5), (1, 7, 0.1), (5, 1, 2.0), (4, 6, 0.01), (16, 20, 0.3), (37, 53, 1e-3), (131, 3, 0.2),
         (18, 139, 0.05)]


def differences(length):
    """To the next sample, none beyond the last one."""
    matrix = scipy.sparse.diags([-np.ones(length), np.ones(length - 1)], [0, 1]).tolil()
    matrix[length - 1, length - 1] = 0
    return matrix.tocsr()


def solved(b, shift):
    height, width = b.shape[1:]
    down = scipy.sparse.kron(differences(height), scipy.sparse.identity(width))
    right = scipy.sparse.kron(scipy.sparse.identity(height), differences(width))
    matrix = shift * scipy.sparse.identity(height * width) + down.T @ down + right.T @ right
    return np.stack([
        np.reshape(scipy.sparse.linalg.spsolve(matrix.tocsc(), plane.ravel()), plane.shape) for plane in b])


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for index, (height, width, shift) in enumerate(SIZES):
        x = np.random.default_rng(400 + index).standard_normal((2, height, width)).astype(np.float32)
        exact = x.astype(np.float64)
        coefficients = scipy.fft.dctn(exact, type=2, norm="ortho", axes=(1, 2))
        np.save(FOLDER / f"cosine-{index}-x.npy", x[None])
        np.save(FOLDER / f"cosine-{index}-coefficients.npy", coefficients[None].astype(np.float32))
        np.save(FOLDER / f"cosine-{index}-solved.npy", solved(exact, shift)[None].astype(np.float32))
    (FOLDER / "VERSIONS.txt").write_text(
        f"python {platform.python_version()}\nnumpy {np.__version__}\nscipy {scipy.__version__}\n")


if __name__ == "__main__":
    main()
