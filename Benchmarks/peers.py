#!/usr/bin/env python3
"""The other engines of the benchmark: the same networks in PyTorch, ONNX Runtime and OpenVINO.

    peers.py prepare DIRECTORY [--fdkn WEIGHTS] [--dkn WEIGHTS] [--djfr WEIGHTS]
        writes the weights and inputs that every engine, ours included, reads
    peers.py serve torch|onnxruntime|openvino DIRECTORY THREADS
        answers requests on the standard input; the protocol is described in `run`
    peers.py compare FOUND REFERENCE [--share SHARE]
        prints the largest difference, relative to the reference's largest sample; of the samples that differ least,
        so many
"""

import argparse
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Callable

import numpy
import torch
from safetensors.torch import load_file, save_file

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / folder) for folder in ("Scripts/golden", "Training")]
import models  # noqa: E402
import twins  # noqa: E402
from peer_networks import network, sample_windows  # noqa: E402
from peer_steps import Descent, TrainingStep  # noqa: E402

HEIGHT, WIDTH = 480, 640
PATCHES, PATCH = 32, 40
GRAY_HEIGHT, GRAY_WIDTH = 321, 481
CROPS, CROP = 16, 128
NETWORKS = ("fdkn", "dkn", "djfr", "stack", "deepam", "rbdn")
EXPORTED = ("fdkn", "djfr", "stack")
DESCENTS, SIDE = 20, 128
TRAININGS = ("training", "rbdn-training")

# MARK: What the engines read


def scene(random: torch.Generator) -> dict[str, torch.Tensor]:
    """A smooth depth map with edges, its guide in color, a color image, noisy patches with their noise, noisy gray images,
    and noisy crops of one with what they were."""
    guide = models.smooth_image((1, 3, HEIGHT, WIDTH), random)
    target = (0.6 * models.smooth_image((1, 1, HEIGHT, WIDTH), random) + 0.4 * (guide[:, :1] > 0.5)).clamp(0, 1)
    noise = torch.randn(PATCHES, 3, PATCH, PATCH, generator=random) * (25 / 255)
    gray = models.smooth_image((1, 1, GRAY_HEIGHT, GRAY_WIDTH), random)
    luma = models.smooth_image((1, 1, HEIGHT, WIDTH), random)
    crops = models.smooth_image((CROPS, 1, CROP, CROP), random).float()

    def noisy(x: torch.Tensor) -> torch.Tensor:
        return (x + torch.randn(x.shape, generator=random) * (25 / 255)).float()

    holed = models.smooth_image((1, 3, SIDE, SIDE), random).float()
    mask = (torch.rand(1, 1, SIDE, SIDE, generator=random) < 0.3).float()
    return {
        "target": target.float(),
        "guide": guide.float(),
        "image": models.smooth_image((1, 3, HEIGHT, WIDTH), random).float(),
        "patches": models.smooth_image((PATCHES, 3, PATCH, PATCH), random).float() + noise,
        "noise": noise,
        "gray": noisy(gray),
        "luma": noisy(luma),
        "crops": noisy(crops),
        "truths": crops,
        "holed": holed * mask,
        "mask": mask,
        "draws": torch.randn(DESCENTS, 3, SIDE, SIDE, generator=random) * (25 / 255),
    }


def arguments_of(name: str, inputs: dict[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
    alone = {"stack": "image", "deepam": "gray", "rbdn": "luma"}.get(name)
    return (inputs[alone],) if alone else (inputs["target"], inputs["guide"])


def prepare(directory: Path, shipped: dict[str, Path | None]) -> None:
    random = torch.Generator().manual_seed(1)
    inputs = scene(random)
    save_file({name: x.contiguous() for name, x in inputs.items()}, directory / "inputs.safetensors")
    fresh = {"fdkn": twins.FDKN, "dkn": twins.DKN, "djfr": twins.DJF, "stack": twins.ConvolutionStack}
    fresh["deepam"] = lambda: twins.DeepAM(reconstruct=twins.MultigridReconstruction())
    fresh["rbdn"] = twins.RBDN
    for name in NETWORKS:
        if path := shipped.get(name):
            state = {key: value.float() for key, value in load_file(path).items()}
        else:
            model = fresh[name]()
            models.initialize(model, random)
            for norm in (m for m in model.modules() if isinstance(m, torch.nn.BatchNorm2d)):
                norm.momentum = 1.0
            with torch.no_grad():  # statistics like a trained network's
                model.train()(*(x[:, :, :160, :160] for x in arguments_of(name, inputs)))
            state = {key: value for key, value in model.state_dict().items() if value.is_floating_point()}
        save_file(state, directory / f"{name}.safetensors")
        if name in EXPORTED:
            export(name, directory, inputs)
    save_file(
        {key: value.float() for key, value in load_file(shipped["autoencoder"]).items()},
        directory / "prior.safetensors",
    )
    convolution = [
        torch.randn(64 * HEIGHT * WIDTH, generator=random),
        torch.randn(64 * 64 * 9, generator=random) * (2 / (64 * 9)) ** 0.5,
        torch.randn(64, generator=random),
    ]
    torch.cat(convolution).numpy().tofile(directory / "convolution.f32")


def export(name: str, directory: Path, inputs: dict[str, torch.Tensor]) -> None:
    """The network as an ONNX file of fixed size, the form in which those engines are fastest."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = ["image"] if name == "stack" else ["target", "guide"]
        torch.onnx.export(
            network(name, directory), arguments_of(name, inputs), directory / f"{name}.onnx",
            input_names=names, output_names=["output"], opset_version=18, dynamo=False,
        )


# MARK: Engines


# A case prepared: does the work once and returns its result.
Work = Callable[[], numpy.ndarray]


def torch_work(case: str, directory: Path, threads: int) -> Work:
    torch.set_num_threads(threads)
    name, _, variant = case.partition(":")
    variants = {"": torch.contiguous_format, "channels-last": torch.channels_last, "windows": torch.contiguous_format}
    layout = variants[variant]
    if name == "convolution":
        samples = torch.from_numpy(numpy.fromfile(directory / "convolution.f32", dtype=numpy.float32))
        image, weight, bias = samples.split([64 * HEIGHT * WIDTH, 64 * 64 * 9, 64])
        image = image.reshape(1, 64, HEIGHT, WIDTH).contiguous(memory_format=layout)
        weight = weight.reshape(64, 64, 3, 3).contiguous(memory_format=layout)

        def convolve() -> numpy.ndarray:
            with torch.inference_mode():
                return torch.nn.functional.conv2d(image, weight, bias, padding=1).relu_().numpy()

        return convolve
    inputs = load_file(directory / "inputs.safetensors")
    if name in TRAININGS:
        return TrainingStep(name, directory, inputs, layout)
    if name == "descent":
        return Descent(directory, inputs, layout)
    model = network(name, directory).to(memory_format=layout)
    arguments = [x.contiguous(memory_format=layout) for x in arguments_of(name, inputs)]
    if variant == "windows":
        twins.kernels.sample = sample_windows

    def infer() -> numpy.ndarray:
        with torch.inference_mode():
            return model(*arguments).numpy()

    return infer


def onnxruntime_work(case: str, directory: Path, threads: int) -> Work:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(
        directory / f"{case}.onnx", options, providers=["CPUExecutionProvider"]
    )
    inputs = load_file(directory / "inputs.safetensors")
    feed = {argument.name: inputs[argument.name].numpy() for argument in session.get_inputs()}
    return lambda: session.run(None, feed)[0]


def openvino_work(case: str, directory: Path, threads: int) -> Work:
    import openvino

    settings = {
        "INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"
    }
    compiled = openvino.Core().compile_model(directory / f"{case}.onnx", "CPU", settings)
    inputs = load_file(directory / "inputs.safetensors")
    # A port also bears the names of what was found to be equal to it, such as a gathering of all rows.
    names = [next(name for name in port.names if name in inputs) for port in compiled.inputs]
    feed = [inputs[name].numpy() for name in names]
    request = compiled.create_infer_request()
    return lambda: request.infer(feed, share_inputs=True, share_outputs=True)[0]


def serve(make: Callable[[str, Path, int], Work], directory: Path, threads: int) -> None:
    prepared: dict[str, Work] = {}

    def answer(verb: str, case: str = "", path: str = "") -> str:
        if verb == "memory":
            return f"bytes {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}"
        if verb == "output":
            work = make(case, directory, threads)
            results = [work() for _ in range(3 if case.partition(":")[0] in TRAININGS else 1)]
            numpy.concatenate([numpy.ascontiguousarray(r, numpy.float32).ravel() for r in results]).tofile(path)
            return "written"
        if verb != "time":
            return f"error no such request: {verb}"
        if case not in prepared:
            prepared[case] = make(case, directory, threads)
        start = time.perf_counter()
        prepared[case]()
        return f"seconds {time.perf_counter() - start:.9f}"

    for line in sys.stdin:
        try:
            reply = answer(*line.split())
        except Exception as problem:  # whatever an engine fails with is the answer
            reply = f"error {type(problem).__name__}: {problem}".splitlines()[0]
        print(reply, flush=True)


def compare(found: Path, reference: Path, share: float) -> None:
    found, reference = (numpy.fromfile(path, dtype=numpy.float32) for path in (found, reference))
    if found.shape != reference.shape or not numpy.isfinite(found).all():
        raise SystemExit(f"{found.size} samples, some perhaps not finite; {reference.size} were expected")
    print(numpy.quantile(numpy.abs(found - reference), share) / numpy.abs(reference).max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    preparing = commands.add_parser("prepare")
    preparing.add_argument("directory", type=Path)
    preparing.add_argument("--fdkn", type=Path)
    preparing.add_argument("--djfr", type=Path)
    preparing.add_argument("--autoencoder", type=Path, required=True)
    serving = commands.add_parser("serve")
    works = {"torch": torch_work, "onnxruntime": onnxruntime_work, "openvino": openvino_work}
    serving.add_argument("engine", choices=works)
    serving.add_argument("directory", type=Path)
    serving.add_argument("threads", type=int)
    comparing = commands.add_parser("compare")
    comparing.add_argument("found", type=Path)
    comparing.add_argument("reference", type=Path)
    comparing.add_argument("--share", type=float, default=1)
    options = parser.parse_args()
    if options.command == "prepare":
        prepare(options.directory, {name: getattr(options, name) for name in ("fdkn", "djfr", "autoencoder")})
    elif options.command == "serve":
        serve(works[options.engine], options.directory, options.threads)
    else:
        compare(options.found, options.reference, options.share)


if __name__ == "__main__":
    main()
