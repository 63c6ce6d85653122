"""Writes the checkpoints in Tests/BurnishImportTests/Golden: the weights of `fdkn-archive.pth` as other programs store them.

Every file holds the same numbers, which are exact in half precision, but `checkpoint-norms*.pth`, whose weights are put
together again, and agree to rounding.

Usage: checkpoints.py; needs torch, numpy and safetensors, and the files of imports.py.
"""

import argparse
import io
import zipfile
from pathlib import Path

import numpy
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.utils import parametrizations, weight_norm

GOLDEN = Path(__file__).resolve().parents[2] / "Tests/BurnishImportTests/Golden"


def save(name: str, value) -> None:
    torch.save(value, GOLDEN / f"checkpoint-{name}.pth")


def in_parts(state: dict[str, Tensor], normalize) -> dict[str, Tensor]:
    """The state dict after weight normalization of every kernel."""
    parts = {}
    for name, value in state.items():
        if value.dim() != 4:
            parts[name] = value
            continue
        layer = nn.Conv2d(value.shape[1], value.shape[0], value.shape[2], bias=False)
        layer.weight.data = value.float()
        prefix = name.removesuffix("weight")
        parts |= {prefix + key: part for key, part in normalize(layer).state_dict().items()}
    return parts


def main() -> None:
    full = torch.load(GOLDEN / "fdkn-archive.pth", weights_only=True)
    state = {name: value.half() if value.is_floating_point() else value for name, value in full.items()}
    zeros = {name: torch.zeros_like(value) for name, value in state.items()}
    prefixed = lambda prefix: {f"{prefix}{name}": value for name, value in state.items()}
    save("tutorial", {"epoch": 3, "model_state_dict": state, "loss": torch.tensor(0.5),
                      "optimizer_state_dict": {"state": {0: {"momentum_buffer": torch.ones(2)}}, "param_groups": []}})
    save("compiled", prefixed("_orig_mod.module."))
    save("params", {"params": state})
    save("ema", {"params": zeros, "params_ema": state})
    save("lightning", {"state_dict": prefixed("model.") | {"loss.net.0.weight": torch.ones(1, 1, 3, 3)}, "epoch": 3,
                       "hyper_parameters": {"lr": 0.001}, "callbacks": {}})
    save("arguments", {"state_dict": state, "args": argparse.Namespace(lr=0.001, folder=Path("data")), "kinds": {1, 2}})
    save("numpy", {"state_dict": state, "best": numpy.float64(31.2), "curve": numpy.arange(3), "raw": b"bytes"})
    save("nested", {"checkpoint": {"net": state}, "step": 7})
    save("swa", prefixed("module.") | {"n_averaged": torch.tensor(12)})
    save("negated", {name: torch._neg_view(-value) if value.is_floating_point() else value for name, value in state.items()})
    save("norms", in_parts(state, parametrizations.weight_norm))
    save("norms-old", in_parts(state, weight_norm))
    save("spectral", in_parts(state, parametrizations.spectral_norm))
    save("two", {"first": state, "second": zeros})
    torch.serialization.set_crc32_options(False)
    save("unchecked", state)
    torch.serialization.set_crc32_options(True)
    save_file({name: value.contiguous() for name, value in prefixed("netG.").items()},
              GOLDEN / "checkpoint-prefixed.safetensors", metadata={"format": "pt"})

    # Two members of a zip archive in one place.
    contents = io.BytesIO()
    with zipfile.ZipFile(contents, "w") as archive:
        for name in ["a/data.pkl", "a/data/0"]:
            archive.writestr(name, b"\x80\x02}." * 10)
        archive.filelist[1].header_offset = archive.filelist[0].header_offset
    (GOLDEN / "refused-overlap.pth").write_bytes(contents.getvalue())
    for path in [*GOLDEN.glob("checkpoint-*"), GOLDEN / "refused-overlap.pth"]:
        path.chmod(0o644)
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
