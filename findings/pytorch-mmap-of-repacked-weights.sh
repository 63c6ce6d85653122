#!/bin/sh
# PyTorch 2.13.0: a checkpoint that was unpacked and packed again by a common zip program is read by torch.load, stored or
# deflated. With mmap=True the deflated one gives wrong weights without a word: its compressed bytes are taken for numbers.
# (Where they end too close to the file's end, it says "Trying to resize storage that is not resizable".) The stored one
# gives right numbers at odd addresses, as the padding to 64 bytes went; NumPy calls such arrays not aligned.
#
# Expected before running: with mmap as without, or a refusal where a member cannot be mapped as it is.
# Seen: all six tensors of the deflated file are wrong with mmap, and right without.
#
# For us: our reader inflates such files, checks the archive's checksums, and agrees with torch.load without mmap; Python
# programs should not use mmap for checkpoints that may have been packed again.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --retries 0 --extra-index-url https://download.pytorch.org/whl/cpu \
  torch==2.13.0+cpu numpy==2.4.6
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import zipfile

import torch

torch.manual_seed(0)
weights = {f"layer{i}.weight": torch.randn(16, 3, 3, 3) for i in range(6)}
torch.save(weights, "saved.pth")
for name, method in (("stored.pth", zipfile.ZIP_STORED), ("deflated.pth", zipfile.ZIP_DEFLATED)):
    with zipfile.ZipFile("saved.pth") as saved, zipfile.ZipFile(name, "w", method) as packed:
        for member in saved.namelist():
            packed.writestr(member, saved.read(member))


def read(name, mmap):
    found = torch.load(name, mmap=mmap, weights_only=True)
    if not any(torch.equal(found[key], weights[key]) for key in weights):
        return "all wrong"
    assert all(torch.equal(found[key], weights[key]) for key in weights)
    return "right, aligned" if all(t.numpy().flags.aligned for t in found.values()) else "right, not aligned"


seen = {(name, mmap): read(name, mmap) for name in ("saved.pth", "stored.pth", "deflated.pth") for mmap in (False, True)}
print(torch.__version__, seen)
assert torch.__version__ == "2.13.0+cpu"
assert seen == {
    ("saved.pth", False): "right, aligned", ("saved.pth", True): "right, aligned",
    ("stored.pth", False): "right, aligned", ("stored.pth", True): "right, not aligned",
    ("deflated.pth", False): "right, aligned",
    ("deflated.pth", True): "all wrong",
}, "the behavior has changed"
PYTHON
