"""The networks, sizes and losses that `models.py` makes golden files of."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from torch import nn

sys.path.append(str(Path(__file__).resolve().parents[2] / "Training"))
import twins  # noqa: E402


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
