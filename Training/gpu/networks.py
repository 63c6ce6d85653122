"""Networks from the `model` of a recipe, and weights to start them from."""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

sys.path.append(str(Path(__file__).resolve().parents[1]))
import twins  # noqa: E402

# Conjugate gradients of DeepAM's systems: with trained weights 6 reach single precision.
SOLVER_STEPS = 5


def make_network(model: dict, crop: int, device: torch.device) -> nn.Module:
    """The twin that a recipe's `model` describes, with PyTorch's initial weights.

    `crop`: the side of training crops, for which DeepAM's batched solver is made.
    """
    m = model
    match m["architecture"]:
        case "FDKN":
            return twins.FDKN(
                m["channels"], m["kernelSize"], m["residual"], m["guide"] == "gray", m["windowRadius"],
                m.get("kernelSource", "both"), m.get("offsets", "learned") == "learned", m.get("guideChannels", 3))
        case "DKN":
            return twins.DKN(
                m["channels"], m["kernelSize"], m["residual"], m["windowRadius"], m["kernelSource"],
                m["offsets"] == "learned")
        case "DJF":
            branch, joint = m["branchChannels"], m["jointChannels"]
            return twins.DJF(
                m["skip"], branch[:-1], joint[:-1], branch[-1] if branch else None, m["branchKernelSizes"],
                m["jointKernelSizes"])
        case "DeepAM" | "JointDeepAM":
            return twins.DeepAM(
                m["rounds"], m["depth"], m["channels"], m["gammaLayer"], m["gammaFloor"], m["residual"],
                m.get("guideDepth", 0), m.get("mergingLayer", 3),
                twins.BatchedReconstruction(crop, device, SOLVER_STEPS))
        case "RBDN":
            return twins.RBDN(
                m["inputChannels"], m["outputChannels"], m["branches"], m["channels"], m["depth"],
                m["upsampling"] == "bilinear", m["concatenation"], m["residual"],
                rearranged=m["halving"] == "rearrangement")
        case "DenoisingAutoencoder":
            return twins.Autoencoder(m["depth"], m["channels"], m["imageChannels"])
        case "GuidedPyramid":
            return twins.GuidedPyramid(
                m["channels"], m["blocks"], m["kernelSize"], m["windowRadius"], m["targetChannels"])
        case other:
            raise SystemExit(f"{other}: no such architecture")


def start_file(folder: Path, name: str) -> Path:
    """The weights of a name: `NAME.safetensors`, as shipped, or `NAME/best.safetensors`, as `burnish train` leaves them."""
    for path in (folder / f"{name}.safetensors", folder / name / "best.safetensors"):
        if path.is_file():
            return path
    raise SystemExit(f"{folder}: no {name}.safetensors and no {name}/best.safetensors, where the recipe starts")


def load(network: nn.Module, path: Path) -> None:
    """Reads weights of the same network, or of one with fewer channels that `adapted` knows to widen."""
    values = {name: value.float() for name, value in load_file(str(path)).items()}
    missing, unexpected = network.load_state_dict(adapted(values, network), strict=False)
    if wrong := [name for name in missing if "num_batches" not in name] + unexpected:
        raise SystemExit(f"{path}: not weights of this network: {', '.join(wrong[:3])}")


def adapted(values: dict[str, Tensor], network: nn.Module) -> dict[str, Tensor]:
    """Weights for gray images as a start for color, or for a guide of three channels as one for four."""
    values = dict(values)
    if isinstance(network, twins.RBDN) and values["conv1.weight"].shape[1] == 1 < network.conv1.in_channels:
        channels, last = network.conv1.in_channels, f"conv{network.depth + 2}"
        values["conv1.weight"] = values["conv1.weight"].repeat(1, channels, 1, 1) / channels
        values[f"{last}.weight"] = values[f"{last}.weight"].repeat(channels, 1, 1, 1)
        values[f"{last}.bias"] = values[f"{last}.bias"].repeat(channels)
    if isinstance(network, twins.FDKN):
        first = values["guide.conv1.weight"]
        if (more := network.guide.conv1.in_channels - first.shape[1]) > 0:
            # They do nothing yet.
            values["guide.conv1.weight"] = torch.cat([first, torch.zeros_like(first[:, :more])], 1)
    return values
