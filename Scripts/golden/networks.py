"""Writes the golden files in Tests/BurnishNetworksTests/Golden with PyTorch, NumPy and safetensors.

    python Scripts/golden/networks.py
"""

import pathlib
import platform

import numpy as np
import safetensors
import safetensors.numpy
import safetensors.torch
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parents[2] / "Tests/BurnishNetworksTests/Golden"


class Stack(nn.Module):
    """Convolutions with batch normalization and ReLU, at half resolution in between."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 16, 3, padding=1, stride=2)
        self.norm2 = nn.BatchNorm2d(16, momentum=0.3, eps=1e-3)
        self.up = nn.Conv2d(16, 8, 3, padding=1)
        self.out = nn.Conv2d(8, 1, 5, padding=2)

    def forward(self, x):
        x = torch.relu(self.norm1(self.conv1(x)))
        x = torch.relu(self.norm2(self.conv2(x)))
        x = nn.functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        return torch.sigmoid(self.out(torch.relu(self.up(x))))


def save_arrays(arrays: dict[str, np.ndarray], name: str) -> None:
    """safetensors 0.8 writes the memory of an array as it lies there, whatever the order of its axes (0.7 did not)."""
    safetensors.numpy.save_file({key: np.ascontiguousarray(array) for key, array in arrays.items()}, HERE / name)


def named(prefix, module):
    return {
        f"{prefix}.{name}": tensor.detach().clone().contiguous()
        for name, tensor in module.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }


def stack():
    torch.manual_seed(1)
    net = Stack()
    with torch.no_grad():
        for norm in net.norm1, net.norm2:
            norm.weight.uniform_(0.5, 1.5)
            norm.bias.uniform_(-0.5, 0.5)
    x, truth = torch.rand(2, 3, 12, 10), torch.rand(2, 1, 12, 10)
    tensors = {"input": x, "truth": truth, **named("before", net)}
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
    output = net(x)
    loss = (output - truth).abs().mean()
    loss.backward()
    tensors |= {"output": output.detach(), "loss": loss.detach()}
    tensors |= {f"gradient.{name}": p.grad.clone() for name, p in net.named_parameters()}
    optimizer.step()
    tensors |= named("after", net)
    net.eval()
    tensors["inference"] = net(x).detach()
    safetensors.torch.save_file(tensors, HERE / "stack.safetensors")


def optimizers():
    torch.manual_seed(2)
    first = {"kernel": torch.randn(3, 4), "bias": torch.randn(5)}
    gradients = [{name: torch.randn_like(t) for name, t in first.items()} for _ in range(5)]
    tensors = {f"first.{name}": t for name, t in first.items()}
    for step, named_gradients in enumerate(gradients):
        tensors |= {f"gradient{step}.{name}": g for name, g in named_gradients.items()}
    cases = {
        "adam": lambda p: torch.optim.Adam(p, lr=0.05),
        "adam-decay": lambda p: torch.optim.Adam(
            p, lr=0.05, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1),
        "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
        "sgd-momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1),
        "sgd-nesterov": lambda p: torch.optim.SGD(
            p, lr=0.05, momentum=0.9, weight_decay=0.1, nesterov=True),
    }
    for case, make in cases.items():
        parameters = {name: t.clone().requires_grad_() for name, t in first.items()}
        optimizer = make(parameters.values())
        for step, named_gradients in enumerate(gradients):
            for name, p in parameters.items():
                p.grad = named_gradients[name].clone()
            optimizer.step()
            tensors |= {f"{case}{step}.{name}": p.detach().clone() for name, p in parameters.items()}

    # Clipping, and an average of the plain Adam trajectory.
    parameters = [t.clone().requires_grad_() for t in first.values()]
    for p, g in zip(parameters, gradients[0].values()):
        p.grad = g.clone()
    tensors["norm"] = torch.nn.utils.clip_grad_norm_(parameters, 0.5)
    tensors |= {f"clipped.{name}": p.grad for name, p in zip(first, parameters)}
    average = torch.optim.swa_utils.get_ema_multi_avg_fn(0.9)
    for name, t in first.items():
        mean = t.clone()
        for step in range(5):
            average([mean], [tensors[f"adam{step}.{name}"]], step)
        tensors[f"average.{name}"] = mean
    safetensors.torch.save_file(tensors, HERE / "optimizers.safetensors")


def muon():
    """Muon's rule in double precision; PyTorch's own turns matrices to bfloat16 and is held against it loosely."""
    rng = np.random.default_rng(5)
    shapes = {"wide": (8, 9, 3, 3), "tall": (40, 12), "thin": (3, 16, 3, 3), "bias": (5,)}
    values = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    tensors = {f"first.{name}": v.astype(np.float32) for name, v in values.items()}
    gradients = [{n: rng.standard_normal(s) for n, s in shapes.items()} for _ in range(4)]
    rate, momentum, decay = 0.02, 0.95, 0.1

    def orthogonal(matrix):
        x = matrix.T if matrix.shape[0] > matrix.shape[1] else matrix
        x = x / (np.linalg.norm(x) + 1e-7)
        for _ in range(5):
            square = x @ x.T
            x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
        return x.T if matrix.shape[0] > matrix.shape[1] else x

    others = {n: torch.tensor(values[n], requires_grad=True) for n in ("thin", "bias")}
    adam = torch.optim.AdamW(
        [{"params": [others["thin"]], "weight_decay": decay}, {"params": [others["bias"]], "weight_decay": 0}],
        lr=rate)
    pytorch = {n: torch.tensor(values[n].reshape(len(values[n]), -1), requires_grad=True) for n in ("wide", "tall")}
    peer = torch.optim.Muon(
        pytorch.values(), lr=rate, momentum=momentum, weight_decay=decay, adjust_lr_fn="match_rms_adamw")
    means = {n: np.zeros(shapes[n]) for n in pytorch}
    for step, named in enumerate(gradients):
        tensors |= {f"gradient{step}.{n}": g.astype(np.float32) for n, g in named.items()}
        for name, mean in means.items():
            mean[:] = momentum * mean + (1 - momentum) * named[name]
            ahead = (momentum * mean + (1 - momentum) * named[name]).reshape(len(mean), -1)
            length = rate * 0.2 * max(ahead.shape) ** 0.5
            update = orthogonal(ahead).reshape(shapes[name])
            values[name] = values[name] * (1 - rate * decay) - length * update
            pytorch[name].grad = torch.tensor(named[name].reshape(len(mean), -1))
        for name, p in others.items():
            p.grad = torch.tensor(named[name])
        adam.step()
        peer.step()
        for name in others:
            values[name] = others[name].detach().numpy()
        for name, p in pytorch.items():
            difference = np.abs(p.detach().numpy().reshape(shapes[name]) - values[name]).max()
            assert difference < 0.02 * rate * 0.2 * max(p.shape) ** 0.5 * (step + 1), (name, difference)
        tensors |= {f"after{step}.{n}": v.astype(np.float32) for n, v in values.items()}
    save_arrays(tensors, "muon.safetensors")


def types():
    rng = np.random.default_rng(3)
    values = {
        "F64": np.array([1 / 3, -1e300, 1e-300, np.inf, 16777217.0]),
        "F32": rng.standard_normal((2, 3)).astype(np.float32),
        "F16": np.array([[1.5, -0.0, 65504, 6e-8], [np.inf, -np.inf, 1e-5, 0.1]], np.float16),
        "I64": np.array([-(2**62), 0, 16777217]),
        "I32": np.array([-(2**31), 7], np.int32),
        "I16": np.array([-32768, 32767], np.int16),
        "I8": np.array([-128, 127], np.int8),
        "U64": np.array([2**64 - 1, 1], np.uint64),
        "U32": np.array([2**32 - 1], np.uint32),
        "U16": np.array([65535], np.uint16),
        "U8": np.array([255, 0], np.uint8),
        "BOOL": np.array([True, False, True]),
        "scalar": np.array(2.5, np.float32),
        "empty": np.zeros((0, 3), np.float32),
    }
    tensors = {name: torch.from_numpy(np.ascontiguousarray(v)).reshape(v.shape) for name, v in values.items()}
    tensors["BF16"] = torch.tensor([1 / 3, -2.0**100, 1e-40], dtype=torch.bfloat16)
    with np.errstate(over="ignore"):
        wanted = {f"wanted.{name}": t.to(torch.float32, copy=True) for name, t in tensors.items()
                  if name != "F64"}
        wanted["wanted.F64"] = torch.from_numpy(values["F64"].astype(np.float32))
    metadata = {"task": "depth", "quoted \"key\"\n": "Grüße, 深度 \U0001f4f7 \\ \t end"}
    safetensors.torch.save_file(tensors | wanted, HERE / "types.safetensors", metadata=metadata)


def halves():
    """Numbers around every kind of tie and limit of 16-bit floats, and what NumPy rounds them to."""
    rng = np.random.default_rng(4)
    bits = rng.integers(0, 0x7c00, 600, dtype=np.uint16)
    bits = np.concatenate([bits, np.array([0, 1, 2, 0x3fe, 0x3ff, 0x400, 0x401, 0x7bfe, 0x7bff], np.uint16)])
    low = bits.view(np.float16).astype(np.float64)
    high = np.where(bits == 0x7bff, 65536.0, (bits + 1).astype(np.uint16).view(np.float16).astype(np.float64))
    middle = ((low + high) / 2).astype(np.float32)
    values = np.concatenate([
        low.astype(np.float32), middle, np.nextafter(middle, np.float32(0)),
        np.nextafter(middle, np.float32(np.inf)), rng.standard_normal(500).astype(np.float32),
        np.array([0, 1e-45, 1e-38, 65504, 1e38, np.inf], np.float32)])
    values = np.concatenate([values, -values])
    with np.errstate(over="ignore"):
        rounded = values.astype(np.float16)
    save_arrays({"values": values, "rounded": rounded}, "halves.safetensors")


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    torch.use_deterministic_algorithms(True)
    stack()
    optimizers()
    muon()
    types()
    halves()
    (HERE / "VERSIONS.txt").write_text(
        f"Scripts/golden/networks.py, torch {torch.__version__}, safetensors "
        f"{safetensors.__version__}, numpy {np.__version__}, Python {platform.python_version()}\n")
