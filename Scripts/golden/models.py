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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import numpy
import safetensors
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).resolve().parents[2] / "Training"))
import twins  # noqa: E402

GOLDEN = Path(__file__).resolve().parents[2] / "Tests/BurnishModelsTests/Golden"
# The change of a gradient, relative to its largest element, that perturbations of PERTURBATION may cause.
STEADY = 4e-4
PERTURBATION = 5e-6
DISTURBANCES = 12


@dataclass
class Case:
    name: str
    make: Callable[[], nn.Module]
    loss: str
    inference: tuple[int, int, int]  # batch, height, width
    training: tuple[int, int, int] | None
    hyperparameters: dict = field(default_factory=dict)
    # The row and column from which every fourth pixel is trained on; all pixels without.
    lattice: tuple[int, int] | None = None
    joint: bool = True  # called with target and guide; otherwise with one image of three channels
    outputs: int = 3  # the channels of what comes out of a single image


CASES = [
    Case(
        "fdkn", lambda: twins.FDKN(), "l1", (1, 33, 47), None, {"channels": [32, 32, 64, 64, 128, 128]}
    ),
    Case(
        "fdkn-narrow",
        lambda: twins.FDKN((16, 16, 16, 16, 32, 32)),
        "l1",
        (1, 33, 47),
        (2, 12, 20),
        {"channels": [16, 16, 16, 16, 32, 32]},
    ),
    Case(
        "fdkn-uneven",
        lambda: twins.FDKN((8, 8, 12, 12, 24, 20), residual=False, gray_guide=True),
        "l1",
        (2, 18, 29),
        (1, 13, 22),
        {"channels": [8, 8, 12, 12, 24, 20], "residual": False, "guide": "gray"},
    ),
    Case(
        "dkn-narrow",
        lambda: twins.DKN((16, 16, 16, 16, 16, 32, 32)),
        "l1",
        (2, 9, 15),
        (2, 14, 21),
        {"channels": [16, 16, 16, 16, 16, 32, 32], "lattice": [2, 1]},
        lattice=(2, 1),
    ),
    Case(
        "dkn-plain",
        lambda: twins.DKN((8, 8, 12, 12, 16, 20, 24), kernel=5, residual=False, offsets=False),
        "l1",
        (1, 10, 13),
        (1, 17, 22),
        {"channels": [8, 8, 12, 12, 16, 20, 24], "kernelSize": 5, "residual": False, "offsets": "none", "lattice": [0, 3]},
        lattice=(0, 3),
    ),
    Case(
        "dkn-guide",
        lambda: twins.DKN((8, 8, 8, 8, 8, 8, 8), source="guide"),
        "l1",
        (1, 9, 8),
        (1, 16, 18),
        {"channels": [8, 8, 8, 8, 8, 8, 8], "kernelSource": "guide", "lattice": [3, 3]},
        lattice=(3, 3),
    ),
    Case(
        "dkn-target",
        lambda: twins.DKN((8, 8, 8, 8, 8, 8, 8), kernel=15, source="target", offsets=False),
        "l1",
        (1, 9, 8),
        (1, 16, 18),
        {"channels": [8, 8, 8, 8, 8, 8, 8], "kernelSize": 15, "kernelSource": "target", "offsets": "none", "lattice": [1, 0]},
        lattice=(1, 0),
    ),
    Case(
        "fdkn-plain",
        lambda: twins.FDKN((8, 8, 8, 8, 8, 16), kernel=5, offsets=False),
        "l1",
        (1, 18, 29),
        (1, 13, 22),
        {"channels": [8, 8, 8, 8, 8, 16], "kernelSize": 5, "offsets": "none"},
    ),
    Case(
        "fdkn-guide",
        lambda: twins.FDKN((8, 8, 8, 8, 8, 16), source="guide"),
        "l1",
        (1, 18, 29),
        (1, 13, 22),
        {"channels": [8, 8, 8, 8, 8, 16], "kernelSource": "guide"},
    ),
    Case(
        "fdkn-target",
        lambda: twins.FDKN((8, 8, 8, 8, 8, 16), residual=False, source="target"),
        "l1",
        (1, 18, 29),
        (1, 13, 22),
        {"channels": [8, 8, 8, 8, 8, 16], "residual": False, "kernelSource": "target"},
    ),
    Case("djfr", lambda: twins.DJF(), "l2", (1, 33, 47), (1, 20, 28), {"skip": True}),
    Case(
        "djfr-merged",
        lambda: twins.DJF(
            branch=(12,), merged=16, branch_sizes=(5, 3), joint=(16, 8, 8), joint_sizes=(3, 1, 3, 3), branch_ends_in_relu=True
        ),
        "l2",
        (1, 12, 17),
        (2, 13, 18),
        {"branch": [12, 16], "branchKernelSizes": [5, 3], "branchEndsInReLU": True,
         "joint": [16, 8, 8, 1], "jointKernelSizes": [3, 1, 3, 3]},
    ),
    Case(
        "djfr-stacked",
        lambda: twins.DJF(branch=(), merged=None, branch_sizes=(), joint=(12, 8), joint_sizes=(5, 3, 3)),
        "l2",
        (1, 12, 17),
        (2, 13, 18),
        {"branch": [], "joint": [12, 8, 1], "jointKernelSizes": [5, 3, 3]},
    ),
    Case(
        "djf-narrow",
        lambda: twins.DJF(skip=False, branch=(20, 12), joint=(16, 8)),
        "l2",
        (2, 9, 31),
        (1, 21, 30),
        {"skip": False, "branch": [20, 12], "joint": [16, 8]},
    ),
    Case(
        "stack",
        lambda: twins.ConvolutionStack(width=16),
        "l2",
        (1, 33, 47),
        (1, 12, 14),
        {"layers": 20, "width": 16},
        joint=False,
    ),
    Case(
        "deepam",
        lambda: twins.DeepAM(rounds=2, depth=5, channels=16, gamma_layer=3, gamma_floor=0.02, residual=True),
        "l1",
        (1, 13, 18),
        (2, 9, 14),
        {"rounds": 2, "depth": 5, "channels": 16, "gammaLayer": 3, "gammaFloor": 0.02, "residual": True},
        joint=False,
    ),
    Case(
        "deepam-paper",
        lambda: twins.DeepAM(rounds=1, channels=8),
        "l1",
        (1, 13, 18),
        (2, 9, 14),
        {"rounds": 1, "channels": 8},
        joint=False,
    ),
    Case(
        "deepam-joint",
        lambda: twins.DeepAM(rounds=2, depth=6, channels=16, gamma_layer=4, gamma_floor=0.02, guide_depth=3, merging_layer=3),
        "l1",
        (1, 13, 18),
        (2, 9, 14),
        {"rounds": 2, "depth": 6, "channels": 16, "gammaLayer": 4, "gammaFloor": 0.02},
    ),
    Case(
        "rbdn-plain",
        lambda: twins.RBDN(3, 3, branches=0, channels=16, transposed=True),
        "l2",
        (1, 15, 20),
        (2, 10, 13),
        {"inputChannels": 3, "outputChannels": 3, "branches": 0, "channels": 16},
        joint=False,
    ),
    Case(
        "rbdn-branched",
        lambda: twins.RBDN(3, 3, branches=3, channels=16, depth=3, residual=True, transposed=True),
        "l2",
        (1, 31, 46),
        (2, 30, 16),
        {"inputChannels": 3, "outputChannels": 3, "branches": 3, "channels": 16, "depth": 3, "residual": True},
        joint=False,
    ),
    Case(
        "rbdn-bilinear",
        lambda: twins.RBDN(3, 2, branches=2, channels=8, depth=3, bilinear=True, transposed=True),
        "l2",
        (1, 16, 23),
        (2, 15, 16),
        {"inputChannels": 3, "outputChannels": 2, "branches": 2, "channels": 8, "depth": 3, "upsampling": "bilinear"},
        joint=False,
        outputs=2,
    ),
    Case(
        "rbdn-rearranged",
        lambda: twins.RBDN(3, 3, branches=1, channels=16, depth=3, residual=True, transposed=True, rearranged=True),
        "l2",
        (1, 15, 22),
        (2, 10, 13),
        {
            "inputChannels": 3, "outputChannels": 3, "branches": 1, "channels": 16, "depth": 3, "residual": True,
            "halving": "rearrangement",
        },
        joint=False,
    ),
    Case(
        "rbdn-linear",
        lambda: twins.RBDN(3, 3, branches=2, channels=8, depth=3, concatenation=False, transposed=True),
        "l1",
        (1, 16, 23),
        (2, 15, 16),
        {"inputChannels": 3, "outputChannels": 3, "branches": 2, "channels": 8, "depth": 3, "concatenation": False},
        joint=False,
    ),
]


def half(x: Tensor) -> Tensor:
    """Rounded to half precision, kept in double."""
    return x.half().double()


def picture(shape: tuple[int, ...], random: torch.Generator) -> Tensor:
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
                    # Differences and weights as they are in pictures.
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
        return {"image": picture((batch, 3, height, width), random)}
    return {
        "target": picture((batch, 1, height, width), random),
        "guide": picture((batch, 3, height, width), random),
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
