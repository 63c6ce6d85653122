"""The PyTorch twins with the weights of the benchmark, whose widths follow the files."""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

sys.path.append(str(Path(__file__).resolve().parents[1] / "Training"))
import twins  # noqa: E402


def fdkn(state: dict[str, torch.Tensor]) -> twins.FDKN:
    channels = [state[f"guide.conv{layer}.weight"].shape[0] for layer in range(1, 7)]
    kernel = round((state["guide.weight.weight"].shape[0] / 16) ** 0.5)
    return twins.FDKN(channels, kernel, gray_guide=state["guide.conv1.weight"].shape[1] == 16)


def dkn(state: dict[str, torch.Tensor]) -> twins.DKN:
    channels = [state[f"guide.conv{layer}.weight"].shape[0] for layer in range(1, 8)]
    return twins.DKN(channels, round(state["guide.weight.weight"].shape[0] ** 0.5))


def djfr(state: dict[str, torch.Tensor]) -> twins.DJF:
    def widths(path: str) -> list[int]:
        return [state[f"{path}.conv{layer}.weight"].shape[0] for layer in (1, 2)]

    return twins.DJF(branch=widths("guide"), joint=widths("joint"))


def deepam(state: dict[str, torch.Tensor]) -> twins.DeepAM:
    rounds = sum(path.endswith(".gamma.bias") for path in state)
    return twins.DeepAM(rounds, reconstruct=twins.MultigridReconstruction())


def network(name: str, directory: Path) -> torch.nn.Module:
    state = load_file(directory / f"{name}.safetensors")
    make = {
        "fdkn": fdkn, "dkn": dkn, "djfr": djfr, "stack": lambda _: twins.ConvolutionStack(), "deepam": deepam,
        "rbdn": lambda _: twins.RBDN(), "prior": lambda _: twins.ConvolutionStack(),
    }[name]
    model = make(state)
    missing = model.load_state_dict(state, strict=False).missing_keys
    if any(not key.endswith("num_batches_tracked") for key in missing):
        raise ValueError(f"{name}.safetensors lacks {missing[0]}")
    return model.eval()


def sample_windows(image: torch.Tensor, position: torch.Tensor, rows: torch.Tensor, columns: torch.Tensor):
    """What `twins.kernels.sample` computes at every pixel, in the way of FDKN's release: the 15 x 15 window around each pixel
    is copied out, and each is sampled as an image of its own."""
    batch, taps, _, height, width = position.shape
    reach = 7
    side = 2 * reach + 1
    padded = torch.nn.functional.pad(image, (reach,) * 4, mode="replicate")
    windows = torch.nn.functional.unfold(padded, side).transpose(1, 2).reshape(-1, 1, side, side)
    grid = position.permute(0, 3, 4, 1, 2).reshape(-1, taps, 1, 2) / reach
    samples = torch.nn.functional.grid_sample(windows, grid, mode="bilinear", align_corners=True)
    return samples.reshape(batch, height, width, taps).permute(0, 3, 1, 2)
