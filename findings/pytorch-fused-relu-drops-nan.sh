#!/bin/sh
# PyTorch 2.13.0 (CPU, oneDNN): a convolution and the ReLU after it give NaN where the input is NaN. Once
# torch.jit.optimize_for_inference has fused them, the same module gives 0 there, without a warning; so does the fused linear
# layer that torch.compile uses. Fused hardtanh (ReLU6) does it too; tanh, sigmoid, leaky ReLU and GELU keep NaN.
#
# Expected before running: NaN in, NaN out, fused or not, as torch.relu documents and as the eager mode does.
# Seen: 144 NaN without fusing, 0 with it.
#
# For us: a hole of a depth map that is NaN must be closed before a network, not found again behind it; and an engine with a
# fused ReLU is no oracle for NaN.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --retries 0 --extra-index-url https://download.pytorch.org/whl/cpu \
  torch==2.13.0+cpu numpy==2.4.6
"$work/venv/bin/python" - <<'PYTHON'
import warnings

import torch

warnings.filterwarnings("ignore")
torch.manual_seed(0)
image = torch.randn(1, 16, 8, 8)
image[0, 0, 3, 3] = float("nan")
layers = torch.nn.Sequential(torch.nn.Conv2d(16, 16, 3, padding=1), torch.nn.ReLU()).eval()
with torch.no_grad():
    eager = layers(image)
    fused = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.script(layers)))
    for _ in range(3):
        result = fused(image)
    weights, bias = layers[0].weight, layers[0].bias
    pointwise = {
        name: torch.ops.mkldnn._convolution_pointwise(
            image, weights, bias, [1, 1], [1, 1], [1, 1], 1, name, scalars, "")
        for name, scalars in (("relu", []), ("hardtanh", [0.0, 6.0]), ("leaky_relu", [0.1]), ("tanh", []))
    }
found = {
    "version": torch.__version__,
    "eager": int(eager.isnan().sum()),
    "optimize_for_inference": int(result.isnan().sum()),
    "zeros in place of NaN": int((result[eager.isnan()] == 0).sum()),
} | {name: int(values.isnan().sum()) for name, values in pointwise.items()}
print(found)
assert found == {
    "version": "2.13.0+cpu", "eager": 144, "optimize_for_inference": 0, "zeros in place of NaN": 144,
    "relu": 0, "hardtanh": 0, "leaky_relu": 144, "tanh": 144,
}, "the behavior has changed"
PYTHON
