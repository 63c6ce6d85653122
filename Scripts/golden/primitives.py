"""PyTorch's values of the primitives, for Tests/BurnishTensorsTests.

Run: python Scripts/golden/primitives.py   (needs torch, numpy, safetensors; all on PyPI)
Writes Tests/BurnishTensorsTests/Golden/primitives.safetensors: for each case "<case>/<array>", inputs in single
precision and results in double precision, computed by PyTorch in double precision from the single-precision inputs.
Integers that describe a case (stride, padding, ...) are written beside it, so that tests take them from the file.
"""

import pathlib
import sys

import numpy
import safetensors.torch
import torch
import torch.nn.functional as F

torch.manual_seed(20240521)
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests/BurnishTensorsTests/Golden"
arrays = {}


def normal(*shape):
    return torch.randn(*shape, dtype=torch.float32).double().requires_grad_()


def put(case, inputs, output, settings=()):
    """Stores inputs, output, a random output gradient and the gradients of all inputs."""
    gradient = torch.randn(output.shape, dtype=torch.float32).double()
    output.backward(gradient)
    for name, value in inputs.items():
        arrays[f"{case}/{name}"] = value.detach().float().contiguous()
        if value.grad is not None:
            arrays[f"{case}/{name}.gradient"] = value.grad.contiguous()
    arrays[f"{case}/output"] = output.detach().contiguous()
    arrays[f"{case}/outputGradient"] = gradient.float().contiguous()
    if settings:
        arrays[f"{case}/settings"] = torch.tensor(settings, dtype=torch.float32)


# Settings of convolutions: stride, padding, dilation.
CONVOLUTIONS = {
    "convolution-3x3": ((2, 3, 7, 9), 5, 3, 1, 1, 1),
    "convolution-3x3-16": ((1, 16, 6, 8), 16, 3, 1, 1, 1),
    "convolution-strided": ((2, 17, 9, 8), 4, 3, 2, 1, 1),
    "convolution-dilated": ((1, 4, 11, 10), 16, 3, 1, 3, 3),
    "convolution-9x9": ((1, 1, 12, 10), 3, 9, 1, 4, 1),
    "convolution-4x4": ((1, 3, 10, 13), 2, 4, 3, 2, 1),
}
for name, (shape, outputs, kernel, stride, padding, dilation) in CONVOLUTIONS.items():
    inputs = {"input": normal(*shape), "weight": normal(outputs, shape[1], kernel, kernel), "bias": normal(outputs)}
    put(name, inputs, F.conv2d(*inputs.values(), stride, padding, dilation), (stride, padding, dilation))

for name, shape in {"normalization": (2, 3, 5, 4), "normalization-16": (3, 16, 4, 3)}.items():
    inputs = {"input": normal(*shape), "scale": normal(shape[1]), "shift": normal(shape[1])}
    mean, variance = torch.zeros(shape[1]).double(), torch.ones(shape[1]).double()
    output = F.batch_norm(inputs["input"], mean, variance, inputs["scale"], inputs["shift"], True, 1.0, 1e-3)
    put(name, inputs, output)
    arrays[f"{name}/mean"] = mean
    # PyTorch's running variance divides by the count less one.
    count = shape[0] * shape[2] * shape[3]
    arrays[f"{name}/variance"] = variance * (count - 1) / count

x = normal(2, 3, 6, 7)
pooled, indices = F.max_pool2d(x, 2, return_indices=True)
put("pooling", {"input": x}, pooled)
arrays["pooling/indices"] = indices.int().contiguous()
small = normal(2, 3, 3, 3)
put("unpooling", {"input": small}, F.max_unpool2d(small, indices, 2, output_size=(6, 7)))

SIZES = {"up": ((2, 2, 4, 5), (8, 10)), "down": ((1, 3, 9, 7), (4, 3)), "uneven": ((1, 1, 5, 6), (13, 4))}
for name, (shape, size) in SIZES.items():
    x = normal(*shape)
    put(f"bilinear-{name}", {"input": x}, F.interpolate(x, size, mode="bilinear", align_corners=False))

for name, shape, r in (("shuffle-2", (2, 8, 3, 4), 2), ("shuffle-4", (1, 16, 3, 2), 4)):
    x = normal(*shape)
    put(name, {"input": x}, F.pixel_shuffle(x, r), (r,))


def deformable(target, weights, offsets, k, radius, r, border):
    """Deformable sampling in terms of PyTorch's own pixel_shuffle and grid_sample."""
    n, c, height, width = target.shape
    weights, offsets = F.pixel_shuffle(weights, r), F.pixel_shuffle(offsets, r)
    y, x = torch.meshgrid(torch.arange(height).double(), torch.arange(width).double(), indexing="ij")
    result = 0
    for t in range(k * k):
        dx = (offsets[:, 2 * t] + t % k - k // 2).clamp(-radius, radius)
        dy = (offsets[:, 2 * t + 1] + t // k - k // 2).clamp(-radius, radius)
        grid = torch.stack([2 * (x + dx) / (width - 1) - 1, 2 * (y + dy) / (height - 1) - 1], -1)
        sampled = F.grid_sample(target, grid, "bilinear", "border" if border else "zeros", align_corners=True)
        result = result + weights[:, t : t + 1] * sampled
    return result


# Settings: kernel size, window radius, subsampling, 1 for replicated borders.
SAMPLINGS = {
    "sampling": ((2, 3, 7, 9), 3, 3, 1, 1, 1.5),
    "sampling-zero": ((1, 1, 8, 10), 3, 4, 1, 0, 3.0),
    "sampling-blocks": ((2, 1, 8, 12), 3, 7, 4, 1, 2.0),
    "sampling-5x5": ((1, 2, 6, 8), 5, 2, 2, 1, 1.0),
}
for name, (shape, k, radius, r, border, spread) in SAMPLINGS.items():
    n, c, height, width = shape
    offsets = (spread * torch.randn(n, 2 * k * k * r * r, height // r, width // r)).double().requires_grad_()
    inputs = {
        "target": normal(*shape),
        "weights": normal(n, k * k * r * r, height // r, width // r),
        "offsets": offsets,
    }
    put(name, inputs, deformable(*inputs.values(), k, radius, r, border), (k, radius, r, border))

logits, labels = normal(2, 5, 4, 3), torch.randint(0, 5, (2, 4, 3))
labels[0, 1] = 2
weights = torch.rand(5).double() + 0.5
put("entropy-hard", {"input": logits}, F.cross_entropy(logits, labels, weights, ignore_index=2))
arrays["entropy-hard/labels"] = labels.int()
arrays["entropy-hard/classWeights"] = weights
logits, target = normal(2, 6, 3, 4), torch.rand(2, 6, 3, 4).double().softmax(1)
put("entropy-soft", {"input": logits}, F.cross_entropy(logits, target))
arrays["entropy-soft/target"] = target

FOLDER.mkdir(exist_ok=True)
safetensors.torch.save_file(arrays, FOLDER / "primitives.safetensors")
(FOLDER / "VERSIONS.txt").write_text(
    f"primitives.safetensors: Python {sys.version.split()[0]}, torch {torch.__version__}, numpy {numpy.__version__}, "
    f"safetensors {safetensors.__version__}\n"
)
