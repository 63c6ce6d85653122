"""PyTorch twins of Burnish's networks, written from the papers: a file per network.

They are oracles for the tests (`Scripts/golden`), peers for the benchmarks (`Benchmarks/peers.py`), and what
`Training/gpu` trains. Parameter names are those of the Swift models, so that a state dictionary is also a Burnish
checkpoint.
"""

from .batched_reconstruction import BatchedReconstruction
from .deepam import DeepAM, DeepAMRound
from .djf import DJF, Chain
from .dkn import DKN, WindowBranch
from .fdkn import FDKN, FDKNBranch
from .pyramid import GuidedPyramid
from .rbdn import RBDN
from .reconstruction import (
    MultigridReconstruction,
    dense_reconstruction,
    forward_differences,
    forward_differences_adjoint,
)
from .stack import Autoencoder, ConvolutionStack
