#!/usr/bin/env python3
"""What a restoration costs at different sizes: seconds per iteration and peak memory of `burnish superres`.

A colored image of waves is enlarged by 2 by the splitting, once with 6 iterations, of which the first 5 have no gradient and
cost a third, and once with more: with all 30, which are the default, up to 512x512 pixels, with 12 of 1024x1024 and 7 of
2048x2048. What the others cost is computed from the difference.

Usage: restoration_sizes.py BURNISH [--sizes 128,256,512,1024,2048] [--threads 2]; needs numpy.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

import numpy


def waves(side: int) -> numpy.ndarray:
    """An image of smooth structures and edges, 8 bits, [side, side, 3]."""
    random = numpy.random.default_rng(1)
    y, x = numpy.mgrid[:side, :side] / 32
    planes = [
        numpy.sin(x * a + y * b + c) + numpy.sign(numpy.sin(x * b - y * a))
        for a, b, c in random.uniform(0.2, 1.5, (3, 3))
    ]
    return ((numpy.stack(planes, -1) + 2) / 4 * 255).round().astype(numpy.uint8)


def run(burnish: str, source: Path, iterations: int, threads: int) -> tuple[float, int]:
    """Seconds, and peak memory in bytes."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [burnish, "superres", source, "--factor", "2", "--iterations", str(iterations), "--threads", str(threads),
         "-o", source.with_suffix(".out.png")],
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{burnish} superres ended with status {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - begin, usage.ru_maxrss * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("burnish")
    parser.add_argument("--sizes", default="128,256,512,1024,2048")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    if any(size % 2 or size < 64 for size in sizes):
        raise SystemExit(f"--sizes: {options.sizes}; expected even numbers from 64 on")
    print("| result | seconds per iteration | seconds, 30 iterations | peak memory, MiB |")
    print("| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            source = Path(folder) / f"{size}.ppm"
            image = waves(size // 2)
            source.write_bytes(b"P6 %d %d 255\n" % (size // 2, size // 2) + image.tobytes())
            first, _ = run(options.burnish, source, 6, options.threads)
            more = max(1, min(24, 24 * 512**2 // size**2))
            second, memory = run(options.burnish, source, 6 + more, options.threads)
            each = (second - first) / more
            print(f"| {size}x{size} | {each:.2f} | {first + 24 * each:.0f} | {memory / 2**20:.0f} |", flush=True)


if __name__ == "__main__":
    main()
