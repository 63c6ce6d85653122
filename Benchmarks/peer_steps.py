"""What PyTorch is timed at besides inference: steps of training, and the descent."""

from pathlib import Path

import numpy
import torch

from peer_networks import network


class TrainingStep:
    """Forward, backward and Adam on a batch; the loss is the mean squared error: of the stack's noise, of RBDN's crops."""

    def __init__(self, case: str, directory: Path, inputs: dict[str, torch.Tensor], layout: torch.memory_format):
        name, given, wanted = {
            "training": ("stack", "patches", "noise"), "rbdn-training": ("rbdn", "crops", "truths"),
        }[case]
        self.model = network(name, directory).train().to(memory_format=layout)
        self.given = inputs[given].contiguous(memory_format=layout)
        self.wanted = inputs[wanted].contiguous(memory_format=layout)
        self.adam = torch.optim.Adam(self.model.parameters(), lr=1e-3, fused=True)

    def __call__(self) -> numpy.ndarray:
        self.adam.zero_grad(set_to_none=True)
        loss = torch.nn.functional.mse_loss(self.model(self.given), self.wanted)
        loss.backward()
        self.adam.step()
        return loss.detach().reshape(1).numpy()


class Descent:
    """Gradient descent with momentum on the autoencoding prior, from noise that is given, for an image with holes."""

    def __init__(self, directory: Path, inputs: dict[str, torch.Tensor], layout: torch.memory_format):
        self.network = network("prior", directory).to(memory_format=layout).requires_grad_(False)
        self.observed, self.mask = inputs["holed"].contiguous(memory_format=layout), inputs["mask"]
        self.noise = inputs["draws"]

    def __call__(self) -> numpy.ndarray:
        image, step = self.observed.clamp(0, 1), torch.zeros_like(self.observed)
        for number, noise in enumerate(self.noise, 1):
            weight = number**-0.5
            x = image.requires_grad_()
            noisy = x + noise
            term = (noisy + self.network(noisy) - x).square().sum() / 2
            (gradient,) = torch.autograd.grad(term, x)
            with torch.no_grad():
                data = self.mask * (self.mask * x - self.observed)
                step = 0.9 * step - 0.1 * ((1 - weight) * data + weight * gradient)
                image = (x + step).clamp_(0, 1)
        return image.numpy()
