"""Networks as Caffe stores them: protocol buffers, written field by field."""

import struct

import torch
from torch import Tensor

import releases


def varint(number: int) -> bytes:
    digits = bytearray()
    while True:
        digits.append(number & 0x7F | (0x80 if number > 0x7F else 0))
        number >>= 7
        if number == 0:
            return bytes(digits)


def field(number: int, value: bytes | int | float) -> bytes:
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 5) + struct.pack("<f", value)


def blob(array: Tensor) -> bytes:
    """A BlobProto: packed data, then the shape."""
    values = array.detach().contiguous().flatten().tolist()
    shape = b"".join(varint(extent) for extent in array.shape)
    return field(7, field(5, struct.pack(f"<{len(values)}f", *values)) + field(7, field(1, shape)))


def layer(name: str, kind: str, *parts: bytes) -> bytes:
    """A LayerParameter among those of a NetParameter."""
    return field(100, field(1, name.encode()) + field(2, kind.encode()) + b"".join(parts))


def caffe_network(model: releases.AutoencoderRelease, padding: int = 1) -> bytes:
    noise = field(109, field(1, field(1, b"gaussian") + field(5, 0.0) + field(6, 25.0)))
    network = field(1, b"DAE") + layer("dummyNoise", "DummyData", field(4, b"dummyNoise"), noise)
    for index in range(1, model.depth + 1):
        convolution = model.get_submodule(f"conv{index}")
        settings = field(106, field(1, convolution.out_channels) + field(3, padding) + field(4, 3) + field(6, 1))
        network += layer(f"conv{index}", "Convolution", blob(convolution.weight), blob(convolution.bias), settings)
        if 1 < index < model.depth:
            statistics = [model.get_buffer(f"{name}{index}") for name in ("mean", "variance")]
            statistics.append(torch.tensor([model.count]))
            network += layer(f"bn{index}", "BatchNorm", *map(blob, statistics), field(139, field(2, 0.9)))
        if index < model.depth:
            network += layer(f"relu{index}", "ReLU")
    return network
