"""What the benchmark writes down: the machine, versions, and a table for each case."""

import os
import platform
import subprocess
from pathlib import Path

from benchmark_cases import OURS
from benchmark_engines import PYTHON


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{name}, {os.cpu_count()} processors"


def versions() -> dict[str, str]:
    code = "import importlib.metadata as m; print(*(m.version(p) for p in ('torch', 'onnxruntime', 'openvino')))"
    found = subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True, check=True).stdout.split()
    return dict(zip(("PyTorch", "ONNX Runtime", "OpenVINO"), found))


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:.0f}" if seconds >= 0.1 else f"{seconds * 1e3:.1f}"


def row(label: str, entry: dict) -> str:
    if "problem" in entry:
        return f"| {label} | not measured: {entry['problem'].replace('|', '/')[:100]} | | | | |"
    low, high = entry["ratio_range"] if "ratio_range" in entry else (None, None)
    cells = [
        label,
        f"{milliseconds(entry['median'])}",
        f"{milliseconds(min(entry['seconds']))} to {milliseconds(max(entry['seconds']))}",
        "" if label == OURS or low is None else f"{entry['ratio']:.2f}",
        "" if label == OURS or low is None else f"{low:.2f} to {high:.2f}",
        f"{entry['memory'] / 2**20:.0f}" if "memory" in entry else "",
    ]
    return "| " + " | ".join(cells) + " |"


def markdown(report: dict) -> str:
    used = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    lines = [
        "# Benchmark",
        "",
        f"Made by `make benchmark` on {report['date']}: {report['processor']}; {report['threads']} threads; median of "
        f"{report['rounds']} rounds after {report['warm_up']} to warm up; load average before: {report['load']:.2f}.",
        f"{used}. Weights: {report['weights']}.",
        "",
        "The engines take turns in one run, on the same weights and inputs, and their results were held against each",
        "other first. A ratio is a peer's time divided by Burnish's: how many times as fast Burnish is. Times are in",
        "milliseconds, memory is the peak resident set of a process of its own, in MiB.",
    ]
    for result in report["results"]:
        lines += ["", f"## {result['title']}", ""]
        lines += ["| engine | median | range | ratio | range | memory |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
        lines += [row(label, entry) for label, entry in result["engines"].items()]
        if "reference" in result:
            verdict = "reached" if result["met"] else "**missed**"
            lines += [
                "",
                f"{result['ratio']:.2f} times {result['reference']}; the goal of {result['goal']:g} is {verdict}.",
            ]
        if "memory_ratio" in result:
            verdict = "reached" if result["memory_met"] else "**missed**"
            lines += [
                f"Its peak memory is {result['memory_ratio']:.2f} times ours; the goal of {result['memory_goal']:g} is "
                f"{verdict}."
            ]
    return "\n".join(lines) + "\n"
