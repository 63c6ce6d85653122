"""What cameras and files do to photographs, on any device."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from depth_protocols import resampling
from draws import normal, uniform

# The example tables of the JPEG standard, annex K.
LUMINANCE = torch.tensor([
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99.0]).reshape(8, 8)
CHROMINANCE = torch.tensor([
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99.0]).reshape(8, 8)


class CameraAndFile:
    """sRGB images `[N, 3, S, S]` in 0...1 as cameras, phones and the web deliver them; S a multiple of 16.

    Shot and read noise on a Bayer mosaic in linear light, white balance, linear demosaicing, tone curve; noise on
    sRGB, white or smooth, in brightness or color; reduction after the noise; JPEG once or twice, with halved colors
    or without; rounding to 8 bits. Each stage is left out for part of the images, all of them for some.
    """

    def __init__(self, device: torch.device, size: int):
        self.size = size
        k = torch.arange(8.0)
        dct = torch.cos((2 * k[None] + 1) * k[:, None] * math.pi / 16) * 0.5
        dct[0] *= math.sqrt(0.5)
        self.dct = dct.to(device)
        self.tables = torch.stack([LUMINANCE, CHROMINANCE]).to(device)
        mask = torch.zeros(3, size, size)
        mask[0, ::2, ::2] = mask[2, 1::2, 1::2] = 1
        mask[1, ::2, 1::2] = mask[1, 1::2, ::2] = 1
        self.bayer = mask.to(device)
        plain = torch.tensor([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 4.0
        green = torch.tensor([[0, 1, 0], [1, 4, 1], [0, 1, 0]]) / 4.0
        self.demosaicing = torch.stack([plain, green, plain])[:, None].to(device)
        line = torch.tensor([1, 4, 6, 4, 1.0]) / 16
        self.blur = torch.outer(line, line).expand(3, 1, 5, 5).contiguous().to(device)
        self.ycc = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]],
                                device=device)
        self.rgb = torch.linalg.inv(self.ycc.cpu().double()).float().to(device)
        # Reduced and enlarged again: noise of a larger grain.
        self.grains = [(resampling(round(size / s), size) @ resampling(size, round(size / s))).to(device) for s in (1.25, 1.6)]
        # The middle enlarged: a camera's pixels are softer than those of a reduced photograph.
        self.enlargements = []
        for factor in (1.4, 2.0):
            part = round(size / factor)
            matrix = torch.zeros(size, size)
            first = (size - part) // 2
            matrix[:, first : first + part] = resampling(part, size)
            self.enlargements.append(matrix.to(device))

    def sensor(self, srgb: Tensor, generator) -> Tensor:
        """Shot and read noise on a mosaic in linear light, and linear demosaicing."""
        n = len(srgb)
        draw = lambda low, high: uniform(low, high, n, srgb, generator)
        light = srgb.clamp(0, 1) ** 2.2
        exposure = torch.exp2(draw(-2.0, 0.4))
        gains = torch.cat([draw(1.5, 2.4), torch.ones_like(exposure), draw(1.4, 2.2)], 1)
        raw = light / gains * exposure
        shot = torch.exp(draw(math.log(1e-5), math.log(8e-3)))
        read = torch.exp(1.05 * torch.log(shot) + draw(-2.5, 0.2)) * 0.1
        mosaic = (raw * self.bayer).sum(1, keepdim=True)
        mosaic = mosaic + normal(mosaic, generator) * (mosaic * shot + read**2).sqrt()
        mosaic = mosaic.clamp(0, 1) * self.bayer
        linear = F.conv2d(F.pad(mosaic, (1, 1, 1, 1), mode="reflect"), self.demosaicing, groups=3)
        linear = (linear * gains / exposure).clamp(1e-6, 1)
        return linear ** (1 / 2.2)

    def noise(self, srgb: Tensor, generator) -> Tensor:
        """What cameras leave after their own processing.

        Brightness and color apart, fine and coarse, more of it in the dark or in the light; white noise in every color
        for some.
        """
        n, s = len(srgb), self.size
        draw = lambda low=0.0, high=1.0: uniform(low, high, n, srgb, generator)
        white = normal(srgb, generator)
        fine = F.conv2d(F.pad(normal(srgb, generator), (2, 2, 2, 2), mode="reflect"), self.blur, groups=3) * 3.66
        half = torch.randn((n, 3, s // 2, s // 2), generator=generator, device=srgb.device)
        half = F.conv2d(F.pad(half, (2, 2, 2, 2), mode="reflect"), self.blur, groups=3) * 3.66
        coarse = F.interpolate(half, scale_factor=2, mode="bilinear", align_corners=False)

        def mixed():
            shares = torch.cat([draw() ** 2, draw() ** 2, 0.7 * draw() ** 3], 1) + 1e-3
            shares = shares / shares.square().sum(1, keepdim=True).sqrt()
            return shares[:, :1] * white + shares[:, 1:2] * fine + shares[:, 2:] * coarse

        brightness = mixed()[:, :1] * draw() ** 2 * (28 / 255)
        color = mixed()[:, 1:] * draw() ** 2 * (36 / 255)
        field = torch.einsum("ij,njhw->nihw", self.rgb, torch.cat([brightness, color], 1))
        tilt = 1 + draw(-0.9, 0.9) * (2 * srgb.mean(1, keepdim=True) - 1)
        field = torch.where(draw() < 0.3, white * draw() ** 2 * (50 / 255), field * tilt)
        return (srgb + field).clamp(0, 1)

    def grain(self, srgb: Tensor, generator) -> Tensor:
        """Part of the images reduced and enlarged again, which makes their noise coarser."""
        kind = uniform(0, 1, len(srgb), srgb, generator)
        for share, matrix in zip((0.2, 0.4), self.grains):
            srgb = torch.where((kind < share) & (kind >= share - 0.2), matrix @ srgb @ matrix.T, srgb)
        return srgb.clamp(0, 1)

    def softened(self, truth: Tensor, generator) -> Tensor:
        """What a camera would have seen at best; part of the images enlarged from their middle."""
        kind = uniform(0, 1, len(truth), truth, generator)
        for share, matrix in zip((0.25, 0.4), self.enlargements):
            truth = torch.where((kind < share) & (kind >= share - 0.25), matrix @ truth @ matrix.T, truth)
        return truth.clamp(0, 1)

    def jpeg(self, srgb: Tensor, quality: Tensor, halved: Tensor) -> Tensor:
        """`quality`: `[N, 1, 1, 1]` in 1...100; `halved`: whether colors lose every other row and column."""
        n, s = len(srgb), self.size
        ycc = torch.einsum("ij,njhw->nihw", self.ycc, srgb * 255)
        y = ycc[:, :1] - 128
        c = ycc[:, 1:]
        small = F.avg_pool2d(c, 2)
        scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality) / 100

        def coded(planes: Tensor, table: Tensor) -> Tensor:
            h, w = planes.shape[2:]
            blocks = planes.reshape(n, -1, h // 8, 8, w // 8, 8).permute(0, 1, 2, 4, 3, 5)
            steps = (table * scale).round().clamp(1, 255)[:, :, None, None].reshape(n, 1, 1, 1, 8, 8)
            values = ((self.dct @ blocks @ self.dct.T) / steps).round() * steps
            return (self.dct.T @ values @ self.dct).permute(0, 1, 2, 4, 3, 5).reshape(n, -1, h, w)

        y = coded(y, self.tables[0]) + 128
        full = coded(c, self.tables[1])
        less = F.interpolate(coded(small, self.tables[1]), scale_factor=2, mode="bilinear", align_corners=False)
        c = torch.where(halved, less, full)
        return (torch.einsum("ij,njhw->nihw", self.rgb, torch.cat([y, c], 1)).clamp(0, 255)).round() / 255

    def __call__(self, truth: Tensor, generator) -> Tensor:
        """The degraded images, rounded to 8 bits; `truth` in 0...1."""
        n = len(truth)
        with torch.autocast(truth.device.type, enabled=False), torch.no_grad():
            draw = lambda low=0.0, high=1.0: uniform(low, high, n, truth, generator)
            image = torch.where(draw() < 0.5, self.sensor(truth, generator), truth)
            image = torch.where(draw() < 0.5, self.noise(image, generator), image)
            image = self.grain(image, generator)
            for share in (0.6, 0.15):
                quality = 20 + 78 * draw() ** 0.7
                # One shift of the 8 x 8 grid for all of a batch's second coding keeps shapes fixed.
                coded = self.jpeg(image, quality, draw() < 0.7)
                image = torch.where(draw() < share, coded, image)
                image = torch.roll(image, (3, 5), (2, 3)) if share == 0.6 else torch.roll(image, (-3, -5), (2, 3))
            image = torch.where(draw() < 0.06, truth, image)
            return (image.clamp(0, 1) * 255).round() / 255
