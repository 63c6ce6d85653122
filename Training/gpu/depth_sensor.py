"""What depth sensors do to depth, on any device."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from draws import normal, uniform


class Sensor:
    """Depth `[N, 1, S, S]` in 0...1 as a sensor of lower resolution delivers it, enlarged to the guide's grid.

    A factor of 2 to 16 and a phase for each map; noise that grows with the square of the distance; steps;
    samples averaged across edges (flying pixels) or taken from one side; dropouts, holes at edges; a shift of the
    depth against the guide. Returns the enlarged depth and its validity (0 or 1), `[N, 1, S, S]` each.
    """

    def __init__(self, device: torch.device, size: int):
        self.size, self.device = size, device
        self.line = torch.arange(size, device=device, dtype=torch.float32)

    def __call__(self, truth: Tensor, generator) -> tuple[Tensor, Tensor]:
        n, s = len(truth), self.size
        draw = lambda low=0.0, high=1.0: uniform(low, high, n, truth, generator)
        factor = torch.exp2(draw(1, 4))
        phase_x, phase_y = draw() * factor, draw() * factor
        shift_x, shift_y = [normal(factor, generator) * 2.0 for _ in range(2)]
        # The places, on the full grid, that the low-resolution samples around each pixel come from.
        def cells(phase):
            k = (self.line[None] - phase[:, 0, 0]) / factor[:, 0, 0]
            return torch.floor(k), k - torch.floor(k)

        (kx, tx), (ky, ty) = cells(phase_x), cells(phase_y)
        # A low-resolution sample's footprint: the mean of 4 x 4 places inside it, or its middle alone.
        spread = torch.where(draw() < 0.7, draw(0.3, 1.0), torch.zeros_like(factor))

        # The low-resolution grid is drawn at its finest, factor 2: s / 2 + 3 samples a side.
        m = s // 2 + 3
        j = torch.arange(-1, m - 1, device=self.device, dtype=torch.float32)
        cx = (j[None] * factor[:, 0, 0] + phase_x[:, 0, 0])
        cy = (j[None] * factor[:, 0, 0] + phase_y[:, 0, 0])
        low = 0
        for oy in (-0.375, -0.125, 0.125, 0.375):
            for ox in (-0.375, -0.125, 0.125, 0.375):
                px = cx + (ox * spread * factor + shift_x)[:, 0, 0]
                py = cy + (oy * spread * factor + shift_y)[:, 0, 0]
                ix = px.round().clamp(0, s - 1).long()
                iy = py.round().clamp(0, s - 1).long()
                low = low + truth[torch.arange(n, device=self.device)[:, None, None], 0, iy[:, :, None], ix[:, None, :]]
        low = (low / 16)[:, None]
        strength = torch.where(draw() < 0.8, torch.exp(draw(math.log(5e-4), math.log(2e-2))), torch.zeros_like(factor))
        low = low + normal(low, generator) * strength * (0.3 + low) ** 2
        step = torch.where(draw() < 0.5, torch.exp(draw(math.log(5e-4), math.log(1e-2))), torch.full_like(factor, 1e-5))
        low = (low / step).round() * step
        # Holes: single samples, and samples beside an edge.
        rough = F.max_pool2d(low, 3, 1, 1) + F.max_pool2d(-low, 3, 1, 1)
        edge_share, single_share = draw() ** 2, 0.15 * draw() ** 3
        lost = torch.rand(low.shape, generator=generator, device=self.device)
        valid = ~((lost < single_share) | ((rough > 0.04) & (lost < edge_share * 0.8)))
        valid = torch.where(draw() < 0.4, torch.ones_like(valid), valid)
        # A hole takes the mean of valid neighbors, from near to far, as the program fills before it filters.
        filled, weight = low * valid, valid.float()
        for _ in range(4):
            around = F.avg_pool2d(filled, 3, 1, 1, count_include_pad=False)
            share = F.avg_pool2d(weight, 3, 1, 1, count_include_pad=False)
            fresh = (weight == 0) & (share > 0)
            filled = torch.where(fresh, around / share.clamp_min(1e-6), filled)
            weight = torch.where(fresh, torch.ones_like(weight), weight)
        filled = torch.where(weight == 0, low, filled)

        batch = torch.arange(n, device=self.device)[:, None, None]

        def at(plane, y, x):
            return plane[batch, 0, (y + 1).clamp(0, m - 1).long()[:, :, None], (x + 1).clamp(0, m - 1).long()[:, None, :]]

        def cubic_weights(t):
            a = -0.5
            d = [1 + t, t, 1 - t, 2 - t]
            near = lambda x: (a + 2) * x**3 - (a + 3) * x**2 + 1
            far = lambda x: a * x**3 - 5 * a * x**2 + 8 * a * x - 4 * a
            return [far(d[0]), near(d[1]), near(d[2]), far(d[3])]

        wx, wy = cubic_weights(tx), cubic_weights(ty)
        enlarged = 0
        for r in range(4):
            row = 0
            for c in range(4):
                row = row + wx[c][:, None, :] * at(filled, ky + r - 1, kx + c - 1)
            enlarged = enlarged + wy[r][:, :, None] * row
        covering = at(valid.float(), torch.round(ky + ty), torch.round(kx + tx))
        return enlarged[:, None], covering[:, None]
