"""DeepAM's reconstruction, (Gamma + D'D) u = Gamma f + D'v, for batches of squares.

It is differentiable, and its number of steps never depends on data, so that it fits into a captured graph.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from .reconstruction import forward_differences, forward_differences_adjoint


class CosineTransform:
    """The orthonormal cosine transform of type 2 of squares, which makes the Laplacian `D'D` diagonal."""

    def __init__(self, size: int, device: torch.device):
        k = torch.arange(size, dtype=torch.float64)
        matrix = torch.cos(math.pi / size * (k[None] + 0.5) * k[:, None]) * math.sqrt(2 / size)
        matrix[0] /= math.sqrt(2)
        self.matrix = matrix.float().to(device)
        line = 2 - 2 * torch.cos(math.pi / size * k)
        self.laplacian = (line[:, None] + line[None]).float().to(device)


class BatchedReconstruction:
    """What `dense_reconstruction` computes, for squares `[N, 1, size, size]`, by a fixed number of conjugate gradients.

    The cosine transform inverts the matrix with the mean of its diagonal, between two diagonal scalings: the
    preconditioner.
    """

    def __init__(self, size: int, device: torch.device, iterations: int = 20):
        self.transform = CosineTransform(size, device)
        self.iterations = iterations

    def solve(self, gamma: Tensor, b: Tensor, start: Tensor) -> Tensor:
        c, laplacian = self.transform.matrix, self.transform.laplacian
        # Scaled by q on both sides, Gamma's part of the matrix is nearer to a constant times the identity.
        mean = gamma.mean((2, 3), keepdim=True)
        q = ((mean + 4) / (gamma + 4)).sqrt()
        inverse = 1 / (laplacian + mean)

        def apply(x):
            return gamma * x + forward_differences_adjoint(forward_differences(x))

        def precondition(r):
            r = q * r
            return q * (c.T @ ((c @ r @ c.T) * inverse) @ c)

        x = start
        r = b - apply(x)
        z = precondition(r)
        p = z
        rz = (r * z).sum((1, 2, 3), keepdim=True)
        for _ in range(self.iterations):
            ap = apply(p)
            alpha = rz / (p * ap).sum((1, 2, 3), keepdim=True).clamp_min(1e-20)
            x = x + alpha * p
            r = r - alpha * ap
            z = precondition(r)
            new = (r * z).sum((1, 2, 3), keepdim=True)
            p = z + (new / rz.clamp_min(1e-20)) * p
            rz = new
        return x

    def __call__(self, f: Tensor, v: Tensor, gamma: Tensor, start: Tensor) -> Tensor:
        with torch.autocast(f.device.type, enabled=False):
            return Solution.apply(self, f.float(), v.float(), gamma.float(), start.float())


class Solution(torch.autograd.Function):
    """The solution as a function of f, v, and Gamma; its gradient solves the same system once more."""

    @staticmethod
    def forward(context, solver, f, v, gamma, start):
        u = solver.solve(gamma, gamma * f + forward_differences_adjoint(v), start)
        context.solver = solver
        context.save_for_backward(f, gamma, u)
        return u

    @staticmethod
    def backward(context, upstream):
        f, gamma, u = context.saved_tensors
        adjoint = context.solver.solve(gamma, upstream, torch.zeros_like(upstream))
        return None, gamma * adjoint, forward_differences(adjoint), adjoint * (f - u), None
