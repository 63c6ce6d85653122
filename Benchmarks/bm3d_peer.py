#!/usr/bin/env python3
"""Denoises a set of gray images with BM3D, as a peer for `burnish evaluate denoise` under awgn-gray.

Needs bm3d, scikit-image, numpy and pillow from PyPI (measured with bm3d 4.0.3, scikit-image 0.26.0), in an environment of
its own: BM3D's license allows research use alone. Noise has the protocol's strength, not its very samples; over a set the
means agree to a few hundredths of a decibel. Every image appears as a line when it is done.

Usage: bm3d_peer.py FOLDER --sigma 25 [--limit N]
"""

import argparse
from pathlib import Path

import bm3d
import numpy as np
from PIL import Image
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="PNG images, gray or turned to gray by Pillow")
    parser.add_argument("--sigma", type=float, required=True, help="standard deviation of the noise, in 0...255")
    parser.add_argument("--limit", type=int, default=None, help="only the first images")
    options = parser.parse_args()
    paths = sorted(options.folder.glob("*.png"))[: options.limit]
    if not paths:
        raise SystemExit(f"{options.folder}: no PNG images")
    random = np.random.default_rng(0)
    results = []
    for path in paths:
        truth = np.asarray(Image.open(path).convert("L"), np.float64) / 255
        noisy = truth + random.normal(0, options.sigma / 255, truth.shape)
        restored = np.clip(bm3d.bm3d(noisy, options.sigma / 255), 0, 1)
        psnr = peak_signal_noise_ratio(truth, restored, data_range=1)
        ssim = structural_similarity(
            truth, restored, data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )
        results.append((psnr, ssim))
        print(f"{path.name}  {psnr:.4f}  {ssim:.4f}", flush=True)
    psnr, ssim = np.mean(results, axis=0)
    print(f"mean of {len(results)}  {psnr:.4f}  {ssim:.4f}")


if __name__ == "__main__":
    main()
