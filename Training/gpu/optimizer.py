"""The optimizer as operations on tensors alone, so that its step is part of a captured graph."""

from __future__ import annotations

import math

import torch
from torch import Tensor


class Optimizer:
    """Muon for kernels between hidden channels, AdamW for the rest; every number that changes is a tensor.

    AdamW has betas of 0.9 and 0.999 and an epsilon of 1e-8, Muon a momentum of 0.95 with Nesterov's look ahead and steps
    of the size of Adam's. Gradients that are not finite count as 0. `rate`: the learning rate, a tensor without
    dimensions that the schedule fills.
    """

    def __init__(self, parameters: dict[str, Tensor], rate: Tensor, muon: bool, decay: float, clip: float):
        self.rate, self.decay, self.clip = rate, decay, clip
        takes = lambda p: muon and p.dim() == 4 and p.shape[0] >= 8 and p.shape[1] >= 8
        self.others = [p for p in parameters.values() if not takes(p)]
        self.first = [torch.zeros_like(p) for p in self.others]
        self.second = [torch.zeros_like(p) for p in self.others]
        self.count = torch.zeros((), device=rate.device)
        groups: dict[tuple, list[Tensor]] = {}
        for p in parameters.values():
            if takes(p):
                groups.setdefault(tuple(p.shape), []).append(p)
        self.groups = [(ps, [torch.zeros_like(p) for p in ps]) for ps in groups.values()]
        self.parameters = self.others + [p for ps, _ in self.groups for p in ps]

    @torch.no_grad()
    def update(self, gradients: list[Tensor]) -> None:
        """One step; `gradients` in the order of `self.parameters`; they are changed."""
        for gradient in gradients:
            gradient.nan_to_num_(0.0, 0.0, 0.0)
        norm = torch.stack(torch._foreach_norm(gradients)).norm()
        torch._foreach_mul_(gradients, self.clip / norm.clamp_min(self.clip))
        self.count += 1
        mine = gradients[: len(self.others)]
        torch._foreach_lerp_(self.first, mine, 0.1)
        torch._foreach_mul_(self.second, 0.999)
        torch._foreach_addcmul_(self.second, mine, mine, 0.001)
        root = torch._foreach_sqrt(self.second)
        torch._foreach_div_(root, (1 - 0.999**self.count).sqrt())
        torch._foreach_add_(root, 1e-8)
        step = torch._foreach_div(self.first, root)
        torch._foreach_mul_(step, self.rate / (1 - 0.9**self.count))
        torch._foreach_mul_(self.others, 1 - self.rate * self.decay)
        torch._foreach_sub_(self.others, step)
        rest = gradients[len(self.others) :]
        for parameters, means in self.groups:
            mine, rest = rest[: len(parameters)], rest[len(parameters) :]
            torch._foreach_lerp_(means, mine, 0.05)
            ahead = torch._foreach_lerp(means, mine, 0.05)
            matrix = torch.stack([a.flatten(1) for a in ahead])
            direction = nearly_orthogonal(matrix)
            length = self.rate * 0.2 * math.sqrt(max(matrix.shape[1:]))
            direction = direction.reshape(len(parameters), *parameters[0].shape) * length
            torch._foreach_mul_(parameters, 1 - self.rate * self.decay)
            torch._foreach_sub_(parameters, list(direction.unbind(0)))


def nearly_orthogonal(x: Tensor) -> Tensor:
    """Muon's five iterations of Newton and Schulz on matrices `[N, rows, columns]`: singular values come near to 1.

    Source: K. Jordan and others, "Muon: An optimizer for hidden layers in neural networks".
    """
    tall = x.shape[1] > x.shape[2]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(5):
        square = x @ x.mT
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
    return x.mT if tall else x
