"""Golden values for the classical deconvolutions, by SciPy and scikit-image; `restoration.py` writes them."""

import numpy
import scipy.ndimage
import scipy.optimize
import scipy.signal
import skimage.restoration

# The noise in 0...255.
LUCY_ITERATIONS, DECONVOLUTION_SIGMA = 30, 4


def dense_blur(kernel: numpy.ndarray, border: str, height: int, width: int) -> numpy.ndarray:
    """What SciPy's convolutions do to a plane, as a matrix."""
    def apply(plane: numpy.ndarray) -> numpy.ndarray:
        if border == "valid":
            return scipy.signal.convolve2d(plane, kernel, "valid")
        return scipy.ndimage.convolve(plane, kernel, mode={"replicate": "nearest", "circular": "wrap"}[border])

    unit = numpy.eye(height * width).reshape(-1, height, width)
    return numpy.stack([apply(plane).ravel() for plane in unit], axis=1)


def richardson_lucy(blur: numpy.ndarray, seen: numpy.ndarray, x: numpy.ndarray) -> numpy.ndarray:
    """Of planes as rows."""
    for _ in range(LUCY_ITERATIONS):
        x = x * ((seen / (x @ blur.T)) @ blur) / blur.sum(axis=0)
    return x


def periodic_richardson_lucy(kernel: numpy.ndarray, plane: numpy.ndarray) -> numpy.ndarray:
    reach = [2 * LUCY_ITERATIONS * (side // 2) for side in kernel.shape]
    around = numpy.pad(plane, [(margin, margin) for margin in reach], mode="wrap")
    found = skimage.restoration.richardson_lucy(around, kernel, num_iter=LUCY_ITERATIONS, clip=False)
    return found[reach[0]:-reach[0], reach[1]:-reach[1]]


def shrunk(length: float, beta: float) -> float:
    """The minimum v of v^(2/3) + beta/2 (v - length)^2."""
    def energy(v: float) -> float:
        return v ** (2 / 3) + beta / 2 * (v - length) ** 2

    def derivative(v: float) -> float:
        return 2 / 3 * v ** (-1 / 3) + beta * (v - length)

    lowest = (2 / (9 * beta)) ** 0.75  # of the derivative
    if lowest >= length or derivative(lowest) >= 0:
        return 0
    root = scipy.optimize.brentq(derivative, lowest, length, xtol=1e-15)
    # Single precision must come to the same choice.
    assert abs(energy(root) / energy(0) - 1) > 1e-4
    return root if energy(root) < energy(0) else 0


def hyper_laplacian(
    blur: numpy.ndarray, seen: numpy.ndarray, x: numpy.ndarray, height: int, width: int, weight: float,
) -> numpy.ndarray:
    """The minimum of weight/2 |A x - B|^2 + sum |D x|^(2/3), all planes' differences at a pixel one vector."""
    def differences(length: int) -> numpy.ndarray:
        return numpy.eye(length, k=1)[:-1] - numpy.eye(length)[:-1]

    # The last column has no right and the last row no lower neighbor.
    right = numpy.kron(numpy.eye(height), numpy.pad(differences(width), [(0, 1), (0, 0)]))
    down = numpy.kron(numpy.pad(differences(height), [(0, 1), (0, 0)]), numpy.eye(width))
    gradient = numpy.concatenate([right, down])
    for step in range(6):
        beta = 8 ** (step / 2)
        slopes = x @ gradient.T
        lengths = numpy.sqrt((slopes.reshape(-1, height * width) ** 2).sum(axis=0))
        kept = numpy.array([shrunk(length, beta) / max(length, 1e-300) for length in lengths])
        edges = slopes * numpy.tile(kept, 2)
        system = weight * blur.T @ blur + beta * gradient.T @ gradient
        x = numpy.linalg.solve(system, (weight * seen @ blur + beta * edges @ gradient).T).T
    return x


def deconvolutions() -> dict[str, numpy.ndarray]:
    random = numpy.random.default_rng(63)
    height, width = 16, 18
    kernel = random.random((5, 3)).astype(numpy.float32).astype(numpy.float64)
    kernel /= kernel.sum()
    y, x = numpy.indices((height, width))
    truth = numpy.stack([0.25 + 0.5 * ((y // 5 + x // 4 + plane) % 2) for plane in range(2)])
    arrays = {"kernel": kernel}
    for border in ["valid", "replicate", "circular"]:
        blur = dense_blur(kernel, border, height, width)
        shape = (2, height - 4, width - 2) if border == "valid" else truth.shape
        seen = truth.reshape(2, -1) @ blur.T
        seen = (seen + DECONVOLUTION_SIGMA / 255 * random.standard_normal(seen.shape)).astype(numpy.float32)
        observed = seen.reshape(shape)
        # Without known borders it begins as a continuation of what was seen.
        margin = [(0, 0), (2, 2), (1, 1)] if border == "valid" else 0
        start = numpy.pad(observed, margin, mode="edge").astype(numpy.float64).reshape(2, -1)
        arrays[f"{border}.observed"] = observed[None]
        if border == "circular":
            lucy = numpy.stack([periodic_richardson_lucy(kernel, plane.astype(numpy.float64)) for plane in observed])
        else:
            lucy = richardson_lucy(blur, seen.astype(numpy.float64), start)
        arrays[f"{border}.lucy"] = lucy.reshape(1, *truth.shape)
        weight = 2000 * (2.55 / DECONVOLUTION_SIGMA) ** 2
        edges = hyper_laplacian(blur, seen.astype(numpy.float64), start, height, width, weight)
        arrays[f"{border}.edges"] = edges.reshape(1, *truth.shape)
    return arrays
