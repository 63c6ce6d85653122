#!/usr/bin/env python3
"""Makes the first inputs of the fuzzed readers: small valid files.

Usage: make_seeds.py FOLDER

Most are golden files of the tests; a few are written here. Needs nothing beyond Python.
"""

import json
import pathlib
import shutil
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LARGEST = 65_536

# What tests keep under these endings, for each reader.
GOLDEN = {
    "png": [".png"],
    "jpeg": [".jpg"],
    "tiff": [".tif"],
    "portable": [".pgm", ".ppm", ".pbm", ".pfm"],
    "numpy": [".npy"],
    "npz": [".npz"],
    "depth": [".npy", ".pfm", ".tif", ".png"],
    "heights": [".tif", ".npy"],
    "labels": [".png", ".tif"],
    "scores": [".npy"],
    "flow": [".flo"],
    "weights": [".safetensors"],
    "pytorch": [".pth"],
    "caffe": [".caffemodel"],
    "matlab": [".mat"],
}

KERNELS = [
    "0 1 0\n1 4 1\n0 1 0\n",
    "\ufeff# a comment\r\n0.25, 0.5; 0.25\r\n\r\n1e-3,2.5E+1;-0\r\n",
    "nan inf 1\n0x10 1_0 +1\n",
    "0,25;0,5\n",
]

LOGS = [
    "step,learning_rate,loss,rmse\n100,0.001,0.25,\n200,0.0005,1e-3,1.5\n300,5e-05,0.125,1.25\n400,",
    "step,loss\n1,nan\n2,-inf\n3,1e308\n4,-1e308\n5,-0\n",
    "step,loss,psnr\r\n1,7,30\r\n2,7,30\r\n",
]


def safetensors(metadata, tensors):
    """The bytes of a file with float32 tensors that are all zero."""
    header, offset = {"__metadata__": metadata}, 0
    for name, shape in tensors.items():
        size = 4
        for extent in shape:
            size *= extent
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + bytes(offset)


def smallest_djf():
    """A network with one map in each layer, and its card."""
    tensors = {}
    for branch, channels in (("guide", 3), ("target", 1), ("joint", 2)):
        for layer in (1, 2, 3):
            tensors[f"{branch}.conv{layer}.weight"] = [1, channels if layer == 1 else 1, 1, 1]
            tensors[f"{branch}.conv{layer}.bias"] = [1]
    card = {
        "architecture": {
            "name": "DJF",
            "hyperparameters": {
                "branchChannels": [1, 1, 1],
                "branchKernelSizes": [1, 1, 1],
                "jointChannels": [1, 1, 1],
                "jointKernelSizes": [1, 1, 1],
                "skip": True,
            },
        },
        "data": "none",
        "dataLicence": "none",
        "degradation": {"kind": "upsampling", "factor": 4, "protocol": "djf-nearest"},
        "figures": [],
        "name": "djfr",
        "recipe": "",
        "steps": 1,
        "task": "depth-upsampling",
    }
    return safetensors({"burnish.card": json.dumps(card)}, tensors)


REPORT = {
    "task": "depth", "model": "bicubic",
    "rows": [{"name": "one", "values": {"rmse": 1.5}}],
}


def main(folder):
    folder = pathlib.Path(folder)
    golden = sorted(path for path in (ROOT / "Tests").rglob("Golden/**/*") if path.is_file())
    for reader, endings in GOLDEN.items():
        (folder / reader).mkdir(parents=True, exist_ok=True)
        for path in golden:
            if path.suffix in endings and path.stat().st_size <= LARGEST:
                shutil.copy(path, folder / reader / f"{path.parent.parent.name}-{path.name}")
    for reader in ("kernel", "log", "recipe", "report"):
        (folder / reader).mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(KERNELS):
        (folder / "kernel" / f"{number}.txt").write_text(text, newline="")
    for number, text in enumerate(LOGS):
        (folder / "log" / f"{number}.csv").write_text(text, newline="")
    (folder / "kernel" / "utf-16.txt").write_bytes("0 1\n1 0\n".encode("utf-16"))
    for path in sorted((ROOT / "Recipes").glob("*.yaml")):
        shutil.copy(path, folder / "recipe" / path.name)
    (folder / "report" / "report.json").write_text(json.dumps(REPORT))
    (folder / "weights" / "djf.safetensors").write_bytes(smallest_djf())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    main(sys.argv[1])
