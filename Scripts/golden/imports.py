#!/usr/bin/env python3
"""Small weight files of other programs for the tests of BurnishImport, and what their networks yield.

Writes into Tests/BurnishImportTests/Golden: files of PyTorch (both forms), MATLAB (version 5 by SciPy, version 7.3 by
h5py with the attributes that MATLAB gives), and Caffe (by hand, from the numbers of fields in caffe.proto);
`expected.safetensors` with inputs and outputs of the networks of `releases.py`; and files that are to be refused.

PyTorch's old form names storages by their addresses, so files of that form differ from run to run.

Usage: imports.py; needs torch, scipy, h5py and safetensors.
"""

import os
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path

import h5py
import numpy
import safetensors
import scipy
import scipy.io
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

import releases
from caffe import blob, caffe_network, field, layer

GOLDEN = Path(__file__).resolve().parents[2] / "Tests/BurnishImportTests/Golden"
HEIGHT, WIDTH = 20, 24


def initialize(model: nn.Module, random: torch.Generator, offsets: float = 1.0) -> nn.Module:
    """He's initialization and statistics like a trained network's, all exact in half precision."""
    with torch.no_grad():
        for path, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=random)
            if parameter.dim() == 4:
                gain = offsets if ".offset." in path else 2.0
                value = noise * (gain / parameter[0].numel()) ** 0.5
            else:
                value = 0.1 * noise + (1 if ".norm" in path and path.endswith(".weight") else 0)
            parameter.copy_(value.half())
        for path, buffer in model.named_buffers():
            if "mean" in path:
                buffer.copy_((0.1 * torch.randn(buffer.shape, generator=random)).half())
            elif "var" in path:
                buffer.copy_((0.5 + torch.rand(buffer.shape, generator=random)).half())
            elif "num_batches" in path:
                buffer.fill_(12345)
    return model.eval()


def images(random: torch.Generator) -> tuple[Tensor, Tensor]:
    coarse = torch.rand(1, 4, 6, 7, generator=random)
    smooth = nn.functional.interpolate(coarse, (HEIGHT, WIDTH), mode="bicubic", align_corners=True).clamp(0, 1)
    return smooth[:, :1], smooth[:, 1:]


def torch_files(random: torch.Generator, expected: dict[str, Tensor]) -> None:
    model = initialize(releases.FDKNRelease((4, 6, 6, 4, 8, 6)), random, offsets=0.3)
    state = model.released()
    save = lambda name, value, new=True: torch.save(value, GOLDEN / name, _use_new_zipfile_serialization=new)
    save("fdkn-pickles.pth", state, False)
    save("fdkn-archive.pth", state)
    target, guide = images(random)
    with torch.no_grad():
        output = model.double()(target.double(), guide.double()).float()
    expected |= {"fdkn.target": target, "fdkn.guide": guide, "fdkn.output": output}
    model.float()
    state = {name: value.clone() for name, value in model.released().items()}

    # The same numbers, differently stored: other types, strides, a shared storage, a checkpoint around.
    varied = OrderedDict()
    types = [torch.float64, torch.float16, torch.float32]
    for index, (name, value) in enumerate(state.items()):
        if value.is_floating_point():
            value = value.to(types[index % 3])
        if value.dim() == 4:
            value = value.transpose(0, 1).contiguous().transpose(0, 1)
        if name.endswith(".bias"):
            value = torch.cat([value.new_zeros(3), value, value.new_zeros(2)])[3:-2]
        varied[f"module.{name}"] = value
    save("fdkn-varied-archive.pth", {"epoch": 3, "state_dict": varied, "best": 1.5})
    save("fdkn-varied-pickles.pth", {"epoch": 3, "state_dict": varied, "best": 1.5}, False)

    def without(*names: str) -> dict[str, Tensor]:
        return {name: value for name, value in state.items() if name not in names}

    small = {name: value for name, value in state.items() if "conv1" in name}
    save("refused-missing.pth", without("DepthKernel.conv4.bias"))
    save("refused-shape.pth", without() | {"DepthKernel.conv3.weight": torch.zeros(6, 6, 5, 5)})
    save("refused-other.pth", {"features.0.weight": torch.zeros(2, 3, 3, 3)})
    save("refused-more.pth", without() | {"RefineKernel.conv1.weight": torch.zeros(2, 3, 3, 3)})
    # An axis of one sample may have any stride.
    stretched = torch.zeros(2).as_strided((2, 1), (1, 2**63 - 1))
    save("refused-stride.pth", without() | {"RefineKernel.stretched": stretched})
    save("refused-nan.pth", without() | {"ImageKernel.conv2.bias": torch.full((6,), torch.nan)})
    save("refused-list.pth", [torch.zeros(2)])

    class Hostile:
        def __reduce__(self):
            return os.system, ("touch hostile-was-here",)

    save("refused-call.pth", small | {"hostile": Hostile()})
    save("refused-call-pickles.pth", small | {"hostile": Hostile()}, False)
    save("refused-module.pth", nn.Sequential(nn.Conv2d(1, 1, 3)))
    with zipfile.ZipFile(GOLDEN / "fdkn-archive.pth") as source:
        members = {info.filename: source.read(info) for info in source.infolist()}
    # As other programs pack it again; torch.load reads the first of them, and refuses the second.
    with zipfile.ZipFile(GOLDEN / "fdkn-deflated.pth", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in members.items():
            archive.writestr(zipfile.ZipInfo(name), contents, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(GOLDEN / "refused-compressed.pth", "w") as archive:
        archive.writestr(zipfile.ZipInfo("a/data.pkl"), members["fdkn-archive/data.pkl"], zipfile.ZIP_BZIP2)
    with zipfile.ZipFile(GOLDEN / "refused-order.pth", "w") as archive:
        for name, contents in members.items():
            archive.writestr(zipfile.ZipInfo(name), b"big" if name.endswith("byteorder") else contents)


def mat_layers(model: releases.DJFRelease) -> list[dict]:
    """The layers of the release's MatConvNet network; kernels as height, width, input, output."""

    def weights(convolution: nn.Conv2d) -> list[numpy.ndarray]:
        kernels = convolution.weight.detach().permute(2, 3, 1, 0).numpy()
        return [numpy.asfortranarray(kernels), convolution.bias.detach().numpy()[None]]

    layers = []
    for index in range(5):
        if index % 2:
            layers.append({"type": "relu"})
        else:
            layers.append(
                {
                    "type": "conv",
                    "weights": weights(model.guide[index]),
                    "weights_depth": weights(model.target[index]),
                    **{name: 1.0 for name in ("stride", "stride_depth")},
                    **{name: 2.0 for name in ("pad", "pad_depth")},
                }
            )
    for index in range(5):
        if index % 2:
            layers.append({"type": "relu"})
        else:
            layers.append({"type": "conv", "weights": weights(model.joint[index]), "stride": 1.0, "pad": 0.0})
    return layers + [{"type": "MSEloss", "class": numpy.zeros((21, 21), numpy.float32)}]


def save_mat5(path: Path, layers: list[dict], compress: bool) -> None:
    def cell(values: list) -> numpy.ndarray:
        array = numpy.empty((1, len(values)), object)
        for index, value in enumerate(values):
            array[0, index] = value
        return array

    converted = [
        {key: cell(value) if isinstance(value, list) else value for key, value in layer.items()} for layer in layers
    ]
    scipy.io.savemat(path, {"net": {"layers": cell(converted)}}, do_compression=compress)
    # The header's date would differ from run to run.
    with open(path, "r+b") as file:
        file.write(b"MATLAB 5.0 MAT-file, written by SciPy".ljust(116))


def save_mat73(path: Path, layers: list[dict]) -> None:
    """As MATLAB saves with -v7.3: HDF5 behind 512 bytes, cells as references into #refs#."""
    with h5py.File(path, "w", userblock_size=512, libver=("earliest", "v108"), track_order=False) as file:
        references = file.create_group("#refs#", track_order=False)

        def mark(item, name: str, **attributes) -> None:
            # As MATLAB has it: said to end with a zero, for which there is no room.
            kind = h5py.h5t.C_S1.copy()
            kind.set_size(len(name))
            kind.set_strpad(h5py.h5t.STR_NULLTERM)
            attribute = h5py.h5a.create(item.id, b"MATLAB_class", kind, h5py.h5s.create(h5py.h5s.SCALAR))
            attribute.write(numpy.array(name.encode()), mtype=kind)
            for key, value in attributes.items():
                item.attrs[key] = value

        def write(group: h5py.Group, name: str, value) -> None:
            if isinstance(value, str):
                item = group.create_dataset(name, data=numpy.array([[ord(c)] for c in value], numpy.uint16))
                mark(item, "char", MATLAB_int_decode=numpy.int32(2))
            elif isinstance(value, dict):
                item = group.create_group(name)
                names = numpy.empty(len(value), object)
                names[:] = [numpy.array([c.encode() for c in key], "S1") for key in value]
                mark(item, "struct")
                item.attrs.create("MATLAB_fields", names, dtype=h5py.vlen_dtype(numpy.dtype("S1")))
                for key, member in value.items():
                    write(item, key, member)
            elif isinstance(value, list):
                places = []
                for member in value:
                    place = f"r{len(references):04}"
                    write(references, place, member)
                    places.append([references[place].ref])
                item = group.create_dataset(name, data=numpy.array(places, h5py.ref_dtype))
                mark(item, "cell")
            else:
                array = numpy.atleast_2d(value)
                kept = array.ndim
                while kept > 2 and array.shape[kept - 1] == 1:
                    kept -= 1
                array = array.reshape(array.shape[:kept], order="F").T
                options = {"compression": "gzip", "chunks": array.shape} if array.size > 1000 else {}
                item = group.create_dataset(name, data=array, **options)
                mark(item, "single" if array.dtype == numpy.float32 else "double")

        write(file, "net", {"layers": layers})
    header = b"MATLAB 7.3 MAT-file, written by h5py, HDF5 schema 1.00 .".ljust(116)
    with open(path, "r+b") as file:
        file.write(header + bytes(8) + b"\x00\x02IM")


def matlab_files(random: torch.Generator, expected: dict[str, Tensor]) -> None:
    model = initialize(releases.DJFRelease((7, 5), (6, 4), skip=True), random)
    layers = mat_layers(model)
    save_mat5(GOLDEN / "djf-5.mat", layers, compress=True)
    save_mat5(GOLDEN / "djf-5-plain.mat", layers, compress=False)
    save_mat73(GOLDEN / "djf-73.mat", layers)
    target, guide = images(random)
    with torch.no_grad():
        output = model.double()(target.double(), guide.double()).float()
    expected |= {"djf.target": target, "djf.guide": guide, "djf.output": output}
    wrong = [dict(layer) for layer in layers]
    wrong[2]["weights_depth"] = [numpy.zeros((1, 1, 9, 5), numpy.float32), layers[2]["weights_depth"][1]]
    save_mat5(GOLDEN / "refused-shape.mat", wrong, compress=True)
    wrong = [dict(layer) for layer in layers]
    wrong[3] = {"type": "pool"}
    save_mat5(GOLDEN / "refused-pool.mat", wrong, compress=True)
    plain = [layer for layer in layers if layer["type"] != "relu"]
    save_mat5(GOLDEN / "refused-plain.mat", plain, compress=True)
    wrong = [dict(layer) for layer in layers]
    wrong[1]["leak"] = 0.2
    save_mat5(GOLDEN / "refused-leak.mat", wrong, compress=True)
    wrong = [dict(layer) for layer in layers]
    wrong[0]["weights"] = [numpy.zeros((8, 8, 3, 7), numpy.float32), layers[0]["weights"][1]]
    save_mat5(GOLDEN / "refused-even.mat", wrong, compress=True)
    scipy.io.savemat(GOLDEN / "refused-other.mat", {"kernels": numpy.ones((3, 3))})
    with open(GOLDEN / "refused-other.mat", "r+b") as file:
        file.write(b"MATLAB 5.0 MAT-file, written by SciPy".ljust(116))


def caffe_files(random: torch.Generator, expected: dict[str, Tensor]) -> None:
    model = initialize(releases.AutoencoderRelease(5, 8, count=2.0), random)
    network = caffe_network(model)
    (GOLDEN / "autoencoder.caffemodel").write_bytes(network)
    _, guide = images(random)
    image = guide.flip(1) * 255
    with torch.no_grad():
        output = model.double()(image.double()).float()
    expected |= {"autoencoder.picture": guide, "autoencoder.output": output.flip(1) / 255}
    (GOLDEN / "refused-padding.caffemodel").write_bytes(caffe_network(model, padding=0))
    leaking = network.replace(layer("relu2", "ReLU"), layer("relu2", "ReLU", field(123, field(1, 0.2))))
    (GOLDEN / "refused-leak.caffemodel").write_bytes(leaking)
    scale = layer("scale2", "Scale", blob(torch.ones(8)), blob(torch.ones(8)))
    (GOLDEN / "refused-scale.caffemodel").write_bytes(network.replace(layer("relu2", "ReLU"), scale + layer("relu2", "ReLU")))
    last = layer("up", "Deconvolution", blob(torch.ones(3, 3, 3, 3)))
    (GOLDEN / "refused-more.caffemodel").write_bytes(network + last)
    model.conv3 = nn.Conv2d(8, 8, 5)
    (GOLDEN / "refused-shape.caffemodel").write_bytes(caffe_network(model))
    (GOLDEN / "refused-other.caffemodel").write_bytes(field(1, b"net") + layer("fc6", "InnerProduct"))
    (GOLDEN / "refused-old.caffemodel").write_bytes(field(1, b"net") + field(2, field(4, b"conv1") + field(5, 4)))


def main() -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(1)
    random = torch.Generator().manual_seed(1)
    expected: dict[str, Tensor] = {}
    torch_files(random, expected)
    matlab_files(random, expected)
    caffe_files(random, expected)
    save_file({name: value.contiguous() for name, value in expected.items()}, GOLDEN / "expected.safetensors")
    for path in GOLDEN.iterdir():
        path.chmod(0o644)
        print(f"{path.name}: {path.stat().st_size} bytes")
    (GOLDEN / "VERSIONS.txt").write_text(
        f"Scripts/golden/imports.py, torch {torch.__version__}, scipy {scipy.__version__}, h5py {h5py.__version__}, "
        f"safetensors {safetensors.__version__}, numpy {numpy.__version__}, Python {sys.version.split()[0]}\n"
    )


if __name__ == "__main__":
    main()
