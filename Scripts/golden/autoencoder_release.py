#!/usr/bin/env python3
"""What PyTorch makes of a noisy image with the released weights of DAEP's autoencoder.

Neither the weights nor the image may lie in the repository, so neither does the result: the test of BurnishImport that
compares with it looks for the file that the environment variable BURNISH_AUTOENCODER names.

Usage: autoencoder_release.py DAE_sigma25.caffemodel IMAGE OUTPUT.safetensors; needs torch, pillow and safetensors.
"""

import sys
from collections.abc import Iterator

import numpy
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor

import releases


def varint(message: bytes, place: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        digit = message[place]
        place, number, shift = place + 1, number | (digit & 0x7F) << shift, shift + 7
        if digit < 0x80:
            return number, place


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message of Protocol Buffers: numbers, or the bytes of everything else."""
    place = 0
    while place < len(message):
        tag, place = varint(message, place)
        if tag & 7 == 0:
            value, place = varint(message, place)
        else:
            size = {1: 8, 5: 4}.get(tag & 7)
            if size is None:
                size, place = varint(message, place)
            value, place = message[place : place + size], place + size
        yield tag >> 3, value


def blobs(message: bytes) -> dict[str, list[numpy.ndarray]]:
    """The numbers of each layer's blobs, without their shapes."""
    return {
        dict(fields(layer))[1].decode(): [
            numpy.frombuffer(dict(fields(blob))[5], "<f4") for number, blob in fields(layer) if number == 7
        ]
        for number, layer in fields(message)
        if number == 100
    }


def network(path: str) -> releases.AutoencoderRelease:
    with open(path, "rb") as file:
        layers = blobs(file.read())
    depth = max(int(name[4:]) for name in layers if name.startswith("conv"))
    model = releases.AutoencoderRelease(depth, layers["conv2"][1].size, float(layers["bn2"][2][0]))
    with torch.no_grad():
        for index in range(1, depth + 1):
            convolution = model.get_submodule(f"conv{index}")
            weight, bias = (torch.tensor(values) for values in layers[f"conv{index}"])
            convolution.weight.copy_(weight.reshape(convolution.weight.shape))
            convolution.bias.copy_(bias)
            if 1 < index < depth:
                mean, variance, count = layers[f"bn{index}"]
                assert count[0] == model.count
                model.get_buffer(f"mean{index}").copy_(torch.tensor(mean))
                model.get_buffer(f"variance{index}").copy_(torch.tensor(variance))
    return model.double().eval()


def decibels(image: Tensor, truth: Tensor) -> float:
    return -10 * (image - truth).square().mean().log10().item()


def main() -> None:
    torch.set_num_threads(1)
    weights, photograph, output = sys.argv[1:]
    samples = numpy.asarray(Image.open(photograph).convert("RGB"), numpy.float64) / 255
    top, left = (samples.shape[0] - 160) // 2, (samples.shape[1] - 160) // 2
    truth = torch.tensor(samples[top : top + 160, left : left + 160]).permute(2, 0, 1)[None]
    noise = torch.randn(truth.shape, generator=torch.Generator().manual_seed(1)) * 25 / 255
    noisy = (truth + noise).float()
    with torch.no_grad():
        denoised = network(weights)(noisy.double().flip(1) * 255).flip(1) / 255
    print(f"noisy {decibels(noisy, truth):.2f} dB, denoised {decibels(denoised, truth):.2f} dB")
    arrays = {"truth": truth, "noisy": noisy, "denoised": denoised}
    save_file({name: array.float().contiguous() for name, array in arrays.items()}, output)


if __name__ == "__main__":
    main()
