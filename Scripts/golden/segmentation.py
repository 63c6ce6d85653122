#!/usr/bin/env python3
"""Golden values for segmentation: FDKN as a layer after class scores, and mean intersection over union.

Run from the repository's root:  python Scripts/golden/segmentation.py

`Tests/BurnishModelsTests/Golden/fdkn-scores.safetensors` and `fdkn-scores.weights.safetensors`: as the other cases of
`models.py`, but the model filters each of 5 classes under the image, and the loss is the cross entropy of
4 times the result against `training.truth` (class numbers, -1 for pixels that do not count). PyTorch, double precision.

`Tests/BurnishEvaluationTests/Golden/segmentation.json`: scikit-learn's Jaccard score of label maps that are a formula.
"""

import json
import sys
from pathlib import Path

import numpy as np
import sklearn
import torch
from safetensors.torch import save_file
from sklearn.metrics import jaccard_score
from torch import Tensor
from torch.nn import functional as F

import models

sys.path.append(str(Path(__file__).resolve().parents[2] / "Training"))
import twins  # noqa: E402

TESTS = Path(__file__).resolve().parents[2] / "Tests"
CHANNELS = (8, 8, 12, 12, 16, 16)
CLASSES = 5
TEMPERATURE = 4.0


def layer(model: twins.FDKN, scores: Tensor, guide: Tensor) -> Tensor:
    """Each class filtered by itself; the guide's branch sees each image once."""
    images, classes = scores.shape[:2]
    hook = model.guide.register_forward_hook(
        lambda module, inputs, output: tuple(y.repeat_interleave(classes, 0) for y in output))
    result = model(scores.reshape(images * classes, 1, *scores.shape[2:]), guide)
    hook.remove()
    return result.reshape(scores.shape)


def backward(model, scores, guide, labels):
    statistics = {path: buffer.clone() for path, buffer in model.named_buffers()}
    model.train()
    model.zero_grad()
    scores, guide = scores.clone().requires_grad_(), guide.clone().requires_grad_()
    output = layer(model, scores, guide)
    loss = F.cross_entropy(TEMPERATURE * output, labels, ignore_index=-1)
    loss.backward()
    gradients = {f"gradient.{path}": p.grad.clone() for path, p in model.named_parameters()}
    gradients |= {"inputGradient.scores": scores.grad, "inputGradient.guide": guide.grad}
    updated = {f"updated.{path}": buffer.clone() for path, buffer in model.named_buffers()}
    model.load_state_dict(statistics, strict=False)
    return output.detach(), loss.detach(), gradients, updated


def unsteadiness(model, scores, guide, labels, random) -> float:
    """The largest relative change of a gradient under perturbations of the size of rounding."""
    _, _, exact, _ = backward(model, scores, guide, labels)
    state = {path: p.detach().clone() for path, p in model.named_parameters()}
    worst = 0.0

    def disturb(x: Tensor) -> Tensor:
        return x * (1 + models.PERTURBATION * torch.randn(x.shape, generator=random).double())

    for _ in range(4):
        with torch.no_grad():
            for path, parameter in model.named_parameters():
                parameter.copy_(disturb(state[path]))
        _, _, other, _ = backward(model, disturb(scores), disturb(guide), labels)
        for path, gradient in exact.items():
            if gradient.abs().max() > 1e-12:
                worst = max(worst, ((other[path] - gradient).abs().max() / gradient.abs().max()).item())
    with torch.no_grad():
        for path, parameter in model.named_parameters():
            parameter.copy_(state[path])
    return worst


def write_layer() -> None:
    for seed in range(1, 1000):
        random = torch.Generator().manual_seed(seed)
        model = twins.FDKN(CHANNELS, residual=False).double()
        models.initialize(model, random)
        model.load_state_dict(
            {k: models.half(v) if v.is_floating_point() else v for k, v in model.state_dict().items()})
        scores = models.smooth_image((2, CLASSES, 12, 18), random)
        guide = models.smooth_image((2, 3, 12, 18), random)
        labels = torch.randint(-1, CLASSES, (2, 12, 18), generator=random)
        if unsteadiness(model, scores, guide, labels, random) < models.STEADY:
            break
    else:
        raise SystemExit("no seed gives gradients away from every kink")
    output, loss, gradients, updated = backward(model, scores, guide, labels)
    golden = {
        "training.scores": scores, "training.guide": guide, "training.truth": labels,
        "training.output": output, "training.loss": loss,
    }
    golden |= {path: torch.zeros_like(g) if g.abs().max() < 1e-12 else g for path, g in gradients.items()}
    golden |= {path: value for path, value in updated.items() if value.is_floating_point()}
    with torch.no_grad():
        golden["inference.output"] = layer(model.eval(), scores, guide)
    description = {
        "case": "fdkn-scores", "hyperparameters": {"channels": CHANNELS, "residual": False}, "seed": seed,
        "torch": torch.__version__,
    }
    metadata = {"golden": json.dumps(description)}
    folder = TESTS / "BurnishModelsTests/Golden"
    weights = {k: v.half() for k, v in model.state_dict().items() if v.is_floating_point()}
    for end, tensors in (
        (".weights.safetensors", weights),
        (".safetensors", {path: x.float().contiguous() for path, x in golden.items()}),
    ):
        save_file(tensors, folder / f"fdkn-scores{end}", metadata)
        (folder / f"fdkn-scores{end}").chmod(0o644)
    print(f"fdkn-scores: seed {seed}")


def labels(height: int, width: int, classes: int, phase: int) -> np.ndarray:
    """Label maps that the test makes by the same formula; 0 is the label that does not count."""
    y, x = np.mgrid[:height, :width]
    return (x * (3 + phase) // 7 + y * y // (11 + phase) + x * y * phase // 13) % classes


def write_metric() -> None:
    cases = []
    for height, width, classes, phases in [(20, 30, 7, (0, 1)), (31, 17, 12, (0, 3)), (9, 9, 40, (1, 2))]:
        truth, found = (labels(height, width, classes, phase).ravel() for phase in phases)

        def score(truth, found, ignored):
            present = np.union1d(truth, found)
            return float(jaccard_score(
                truth, found, labels=present[present != ignored], average="macro", zero_division=0))

        counted = truth != 0
        cases.append({
            "height": height, "width": width, "classes": classes, "phases": phases,
            "all": score(truth, found, -1),
            "ignoringZero": score(truth[counted], found[counted], 0),
        })
    (TESTS / "BurnishEvaluationTests/Golden/segmentation.json").write_text(
        json.dumps({"scikit-learn": sklearn.__version__, "cases": cases}, indent=2) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    write_metric()
    if "--metric" not in sys.argv:
        write_layer()
