#!/usr/bin/env python3
"""Golden outputs and gradients for BurnishModels, from the PyTorch twins in `Training/twins`.

Writes two files per case into Tests/BurnishModelsTests/Golden:

`CASE.weights.safetensors`: the parameters and running statistics by path, in half precision (the twins compute with
the rounded values, so reading them is exact).

`CASE.safetensors`: `inference.*` (inputs and output with running statistics), `training.*` (inputs, `truth`, output with
batch statistics, `loss`), `gradient.PATH` of the loss for every parameter, `inputGradient.NAME` for every input, and
`updated.PATH`, the running statistics after that one step. Computed in double precision, rounded to single.

The bias of a convolution in front of a batch normalization has no effect on the training output; its gradient is
stored as exactly 0, and a comparison needs an absolute tolerance there, on the scale of the other gradients.

A network of ReLUs, clamps and bilinear cells has kinks. Seeds are tried in order until gradients do not notice
perturbations of the size of what single precision and Winograd convolutions round, so that a correct implementation does
not fall on the other side of one, whatever the processor.

Usage: models.py [CASE ...]; needs torch and safetensors.
"""

import json
import sys
from pathlib import Path

import numpy
import safetensors
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).resolve().parents[2] / "Training"))
import twins  # noqa: E402
from model_cases import CASES, Case  # noqa: E402

GOLDEN = Path(__file__).resolve().parents[2] / "Tests/BurnishModelsTests/Golden"
# The change of a gradient, relative to its largest element, that perturbations of PERTURBATION may cause.
STEADY = 4e-4
PERTURBATION = 5e-6
DISTURBANCES = 12


def half(x: Tensor) -> Tensor:
    """Rounded to half precision, kept in double."""
    return x.half().double()


def smooth_image(shape: tuple[int, ...], random: torch.Generator) -> Tensor:
    """A smooth random image with a little noise, in 0...1 and exact in single precision."""
    batch, channels, height, width = shape
    coarse = torch.rand(batch, channels, 2 + height // 6, 2 + width // 6, generator=random)
    smooth = F.interpolate(coarse, (height, width), mode="bicubic", align_corners=True)
    return (smooth + 0.05 * torch.randn(shape, generator=random)).clamp(0, 1).double()


def initialize(model: nn.Module, random: torch.Generator) -> None:
    """He's initialization, small biases, and kernel heads whose offsets reach beyond the window now and then."""
    for path, parameter in model.named_parameters():
        with torch.no_grad():
            noise = torch.randn(parameter.shape, generator=random)
            if parameter.dim() == 4:
                fan_in = parameter[0].numel()
                head = path.split(".")[-2]
                gain = {"weight": 1.0, "offset": 5.0}.get(head, 2.0)
                parameter.copy_(noise * (gain / fan_in) ** 0.5)
                if isinstance(model, twins.ConvolutionStack):
                    # A deep random chain amplifies rounding from layer to layer; a chain around the identity does not.
                    parameter.mul_(0.4)
                    nn.init.dirac_(identity := torch.empty_like(parameter))
                    parameter.add_(identity)
                    if path == f"conv{model.layers}.weight":
                        parameter.mul_(0.2)
                elif isinstance(model, twins.DeepAM):
                    # Differences and weights as they are in images.
                    parameter.mul_({"gamma": 0.2, f"conv{model.depth}": 0.1}.get(head, 1.0))
            elif ".norm" in f".{path}" and path.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            else:
                parameter.copy_(0.1 * noise)
                if path.endswith("gamma.bias"):
                    parameter.add_(0.4)


def run(model: nn.Module, case: Case, inputs: dict[str, Tensor]) -> Tensor:
    if case.joint:
        return model(inputs["target"], inputs["guide"])
    return model(inputs["image"])


def make_inputs(case: Case, size: tuple[int, int, int], random: torch.Generator) -> dict[str, Tensor]:
    batch, height, width = size
    if not case.joint:
        return {"image": smooth_image((batch, 3, height, width), random)}
    return {
        "target": smooth_image((batch, 1, height, width), random),
        "guide": smooth_image((batch, 3, height, width), random),
    }


def backward(model: nn.Module, case: Case, inputs: dict[str, Tensor], truth: Tensor):
    """Output, loss and all gradients in training mode; the running statistics are left as they were."""
    statistics = {path: buffer.clone() for path, buffer in model.named_buffers()}
    model.train()
    model.zero_grad()
    inputs = {name: x.clone().requires_grad_() for name, x in inputs.items()}
    if case.lattice:
        output = model.shifted(inputs["target"], inputs["guide"], *case.lattice)
    else:
        output = run(model, case, inputs)
    difference = output - truth
    loss = difference.abs().mean() if case.loss == "l1" else difference.square().mean()
    loss.backward()
    gradients = {f"gradient.{path}": p.grad.clone() for path, p in model.named_parameters()}
    gradients |= {
        f"inputGradient.{name}": torch.zeros_like(x) if x.grad is None else x.grad for name, x in inputs.items()
    }
    updated = {path: buffer.clone() for path, buffer in model.named_buffers()}
    model.load_state_dict(statistics, strict=False)
    return output.detach(), loss.detach(), gradients, updated


def unsteadiness(model: nn.Module, case: Case, inputs, truth: Tensor, random: torch.Generator) -> float:
    """The largest relative change of a gradient under rounding-sized perturbations of parameters and inputs."""
    _, _, exact, _ = backward(model, case, inputs, truth)
    worst = 0.0
    state = {path: p.detach().clone() for path, p in model.named_parameters()}

    def disturb(x: Tensor) -> Tensor:
        return x * (1 + PERTURBATION * torch.randn(x.shape, generator=random).double())

    for _ in range(DISTURBANCES):
        if worst >= STEADY:
            break
        with torch.no_grad():
            for path, p in model.named_parameters():
                p.copy_(disturb(state[path]))
        _, _, found, _ = backward(model, case, {k: disturb(x) for k, x in inputs.items()}, truth)
        for path, gradient in exact.items():
            scale = gradient.abs().max().item()
            if scale > 1e-12:
                worst = max(worst, (found[path] - gradient).abs().max().item() / scale)
    with torch.no_grad():
        for path, p in model.named_parameters():
            p.copy_(state[path])
    return worst


def prepare(case: Case, seed: int):
    random = torch.Generator().manual_seed(seed)
    model = case.make().double()
    initialize(model, random)
    inference = make_inputs(case, case.inference, random)
    # Running statistics like those of a trained network: the ones of the inference input.
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1.0
    with torch.no_grad():
        run(model.train(), case, inference)
    for norm in norms:
        norm.momentum = 0.1
    model.load_state_dict({k: half(v) if v.is_floating_point() else v for k, v in model.state_dict().items()})
    training = make_inputs(case, case.training, random) if case.training else None
    return model, inference, training, random


def write(case: Case) -> None:
    for seed in range(1, 1000):
        model, inference, training, random = prepare(case, seed)
        if training is None:
            break
        clean = training["target"] if case.joint else training["image"][:, : case.outputs]
        if case.lattice:
            row, column = case.lattice
            clean = clean[:, :, row::4, column::4]
        truth = (clean + 0.1 * torch.randn(clean.shape, generator=random)).float().double()
        noticed = unsteadiness(model, case, training, truth, random)
        if noticed < STEADY:
            break
    else:
        raise SystemExit(f"{case.name}: no seed gives gradients away from every kink")

    weights = {k: v.half() for k, v in model.state_dict().items() if v.is_floating_point()}
    golden = {f"inference.{name}": x for name, x in inference.items()}
    with torch.no_grad():
        golden["inference.output"] = run(model.eval(), case, inference)
    if training is not None:
        output, loss, gradients, updated = backward(model, case, training, truth)
        golden |= {f"training.{name}": x for name, x in training.items()}
        golden |= {"training.truth": truth, "training.output": output, "training.loss": loss}
        golden |= {
            path: torch.zeros_like(g) if g.abs().max() < 1e-12 else g for path, g in gradients.items()
        }
        golden |= {
            f"updated.{path}": value for path, value in updated.items() if value.is_floating_point()
        }

    # One entry: safetensors writes several in an order that changes from run to run.
    description = {
        "case": case.name,
        "hyperparameters": case.hyperparameters,
        "loss": {"l1": "mean absolute difference", "l2": "mean squared difference"}[case.loss],
        "seed": seed,
    }
    metadata = {"golden": json.dumps(description)}
    save_file(weights, GOLDEN / f"{case.name}.weights.safetensors", metadata)
    golden = {path: x.float().contiguous() for path, x in golden.items()}
    save_file(golden, GOLDEN / f"{case.name}.safetensors", metadata)
    for end in (".safetensors", ".weights.safetensors"):
        (GOLDEN / f"{case.name}{end}").chmod(0o644)
    size = sum((GOLDEN / f"{case.name}{end}").stat().st_size for end in (".safetensors", ".weights.safetensors"))
    count = sum(p.numel() for p in model.parameters())
    print(f"{case.name}: seed {seed}, {count} parameters, {size / 1e6:.2f} MB", flush=True)


def main() -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    # Warnings only: unpooling is deterministic on one thread, but not declared so.
    torch.use_deterministic_algorithms(True, warn_only=True)
    wanted = sys.argv[1:] or [case.name for case in CASES]
    if unknown := set(wanted) - {case.name for case in CASES}:
        raise SystemExit(f"unknown: {', '.join(unknown)}; there are: {', '.join(c.name for c in CASES)}")
    for case in CASES:
        if case.name in wanted:
            write(case)
    (GOLDEN / "VERSIONS.txt").write_text(
        f"Scripts/golden/models.py, torch {torch.__version__}, safetensors {safetensors.__version__}, "
        f"numpy {numpy.__version__}, Python {sys.version.split()[0]}\n"
    )


if __name__ == "__main__":
    main()
