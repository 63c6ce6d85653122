"""The trainer of one task: a step, its capture as a graph, the schedule, validation, and the weights that are kept."""

from __future__ import annotations

import math
import sys
import time
import traceback
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

import card
import checksum
import networks
from optimizer import Optimizer
from tasks import Task


class Trainer:
    """Trains a task; on a GPU by replaying a captured graph of one whole step on a stream of its own.

    A step is batch, degradation, network, gradients, optimizer, and averages. Nothing in it may ask for a tensor's
    value, which would end the capture. The weights that are kept are averages over a tenth of the steps so far, a
    thousand at most, at the validation with the least loss.
    """

    def __init__(self, task: Task, out: Path, start: Path | None, graphed: bool):
        recipe, device = task.recipe, task.device
        self.task, self.recipe, self.device, self.out = task, recipe, device, out
        self.graphed = graphed and device.type == "cuda"
        if start:
            networks.load(task.network, start)
        layout = torch.channels_last if device.type == "cuda" else torch.contiguous_format
        task.network.to(device, memory_format=layout)
        self.statistics = [m for m in task.network.modules() if isinstance(m, nn.BatchNorm2d)]
        for module in self.statistics:
            module.momentum = 0.02
        self.half = recipe["precision"] == "bfloat16"
        self.parameters = dict(task.network.named_parameters())
        self.rate = torch.zeros((), device=device)
        settings = recipe["optimizer"]
        self.optimizer = Optimizer(
            self.parameters, self.rate, settings["rule"] == "muon", settings["weightDecay"],
            settings["clipGradientNorm"])
        self.average = [p.detach().clone() for p in self.optimizer.parameters]
        self.keep = torch.zeros((), device=device)
        self.generator = torch.Generator(device).manual_seed(recipe["seed"])
        self.stream = torch.cuda.Stream(priority=-1 if task.urgent else 0) if device.type == "cuda" else None
        self.value = torch.zeros((), device=device)
        self.steps, self.best, self.error = 0, math.inf, None
        self.log: list[tuple[float, int, float]] = []

    def step(self, frozen: bool) -> None:
        """One step; with `frozen`, running statistics are constants and the network is in single precision."""
        self.task.network.train()
        if frozen:
            for module in self.statistics:
                module.eval()
        half = self.half and not frozen
        with torch.autocast(self.device.type, torch.bfloat16, enabled=half, cache_enabled=False):
            loss = self.task.loss(self.generator)
        gradients = torch.autograd.grad(loss, self.optimizer.parameters)
        self.optimizer.update(list(gradients))
        with torch.no_grad():
            # Not lerp, which would ask for the weight's value.
            change = torch._foreach_sub(self.optimizer.parameters, self.average)
            torch._foreach_mul_(change, 1 - self.keep)
            torch._foreach_add_(self.average, change)
            self.value.lerp_(loss.detach().float(), 0.02)

    def capture(self) -> None:
        """Captures a step with moving statistics and one with constant ones; after two steps each, at rate 0."""
        self.graphs = {}
        if not self.graphed:
            return
        for frozen in (False, True) if self.statistics or self.half else (False,):
            self.stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(self.stream):
                for _ in range(2):
                    self.step(frozen)
                self.stream.synchronize()
                graph = torch.cuda.CUDAGraph()
                graph.register_generator_state(self.generator)
                with torch.cuda.graph(graph, stream=self.stream, capture_error_mode="thread_local"):
                    self.step(frozen)
                self.graphs[frozen] = graph
        self.graphs.setdefault(True, self.graphs[False])

    def run(self, steps: int, seconds: float | None) -> None:
        """Trains for so many steps, or for so many seconds; what goes wrong is noted, for other tasks go on."""
        try:
            if self.stream:
                # The default device is a thread's own.
                with torch.device(self.device), torch.cuda.stream(self.stream):
                    self.train(steps, seconds)
            else:
                self.train(steps, seconds)
        except BaseException:
            self.error = traceback.format_exc()
            print(self.recipe.task, self.error, file=sys.stderr, flush=True)

    def train(self, steps: int, seconds: float | None) -> None:
        """The schedule follows the steps, or with `seconds` the clock; validation too, as often as by steps."""
        begin, schedule = time.time(), self.recipe["schedule"]
        validations = max(1, round(steps / self.recipe["validation"]["every"]))
        self.validate()
        done = 0
        while True:
            share = (time.time() - begin) / seconds if seconds else self.steps / steps
            if share >= 1:
                break
            rise = min(1, share / schedule["warmupShare"])
            last = schedule["finalFraction"]
            fall = last + (1 - last) * 0.5 * (1 + math.cos(math.pi * share))
            self.rate.fill_(self.recipe["optimizer"]["learningRate"] * rise * fall)
            self.keep.fill_(min(0.999, max(0.0, 1 - 10 / (self.steps + 10))))
            frozen = share >= 1 - schedule["frozenShare"]
            if self.graphed:
                self.graphs[frozen].replay()
            else:
                self.step(frozen)
            self.steps += 1
            if self.stream and self.steps % 20 == 0:
                self.stream.synchronize()
            if self.steps % 200 == 0:
                self.log.append((time.time() - begin, self.steps, float(self.value)))
            if int(share * validations) > done:
                done = int(share * validations)
                self.validate()
        self.validate()

    @torch.no_grad()
    def validate(self) -> None:
        """The averaged weights' loss on fixed batches of what training never reads; the best weights are written."""
        before = [p.clone() for p in self.optimizer.parameters]
        torch._foreach_copy_(self.optimizer.parameters, self.average)
        self.task.network.eval()
        generator = torch.Generator(self.device).manual_seed(20261130)
        count = self.recipe["validation"]["batches"]
        loss = sum(float(self.task.loss(generator, kept=True)) for _ in range(count)) / count
        torch._foreach_copy_(self.optimizer.parameters, before)
        self.task.network.train()
        print(f"{self.recipe.task}: step {self.steps}, validation {loss:.5g}", flush=True)
        if loss < self.best:
            self.best = loss
            self.save()

    def save(self) -> None:
        """Writes the averages in single precision with their card; `burnish publish` rounds and measures them."""
        names = {id(p): n for n, p in self.parameters.items()}
        state = {names[id(p)]: a for p, a in zip(self.optimizer.parameters, self.average)}
        state |= {n: b for n, b in self.task.network.named_buffers() if "num_batches" not in n}
        state = {n: v.detach().float().cpu().contiguous() for n, v in state.items()}
        if bad := [n for n, v in state.items() if not v.half().isfinite().all()]:
            print(self.recipe.task, "has numbers that half precision cannot hold:", bad[:3], flush=True)
        metadata = card.metadata(self.recipe, self.steps, self.task.data_words, engine(self.device))
        path = self.out / f"{self.recipe.task}.safetensors"
        draft = path.with_suffix(".unfinished")
        save_file(state, str(draft), metadata)
        checksum.add(str(draft))
        draft.replace(path)


def engine(device: torch.device) -> str:
    """What takes the steps, in words, as cards name it."""
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "a processor"
    return f"PyTorch {torch.__version__} on {name}"
