"""Writes the picture files in Tests/BurnishImagesTests/Golden with Pillow and OpenCV.

The samples follow formulas that the tests know too, so that lossless files need no second file:
sample(x, y, c) = (7 x + 13 y + 29 c) mod 256, and (1009 x + 2003 y + 4001 c) mod 65536 for 16 bits.
What a decoder makes of a lossy file is kept as a PNG beside it.

    python Scripts/golden/images.py
"""

import pathlib

import cv2
import numpy as np
import PIL
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).resolve().parents[2] / "Tests/BurnishImagesTests/Golden"
WIDTH, HEIGHT = 13, 9


def ramp(channels, bits=8, width=WIDTH, height=HEIGHT):
    y, x, c = np.mgrid[:height, :width, :channels]
    if bits == 8:
        return ((7 * x + 13 * y + 29 * c) % 256).astype(np.uint8)
    return ((1009 * x + 2003 * y + 4001 * c) % 65536).astype(np.uint16)


def png():
    for mode, channels in ("L", 1), ("LA", 2), ("RGB", 3), ("RGBA", 4):
        Image.fromarray(ramp(channels).squeeze(), mode).save(HERE / f"png-{mode.lower()}-8.png")
    cv2.imwrite(str(HERE / "png-l-16.png"), ramp(1, 16))
    cv2.imwrite(str(HERE / "png-rgb-16.png"), ramp(3, 16)[..., ::-1])
    cv2.imwrite(str(HERE / "png-rgba-16.png"), ramp(4, 16)[..., [2, 1, 0, 3]])
    # Levels 0 ... 2^bits - 1, which read as 0 ... 1.
    for bits in 1, 2, 4:
        level = ramp(1).squeeze() % (1 << bits)
        image = Image.fromarray(level, "P")
        image.putpalette([v * 255 // ((1 << bits) - 1) for v in range(1 << bits) for _ in range(3)])
        image.save(HERE / f"png-palette-{bits}.png", bits=bits)
    Image.fromarray((ramp(1).squeeze() % 2 * 255).astype(np.uint8)).convert("1").save(
        HERE / "png-gray-1.png")
    # A palette of eight colours, colour v = (31 v, 255 - 31 v, 17 v), transparent where v is 3.
    image = Image.fromarray(ramp(1).squeeze() % 8, "P")
    image.putpalette([w for v in range(8) for w in (31 * v, 255 - 31 * v, 17 * v)])
    image.save(HERE / "png-palette-transparent.png", transparency=3)


def picture(width, height):
    """Something smooth with an edge and a corner of its own, so that no two orientations look alike."""
    y, x = np.mgrid[:height, :width] / max(width, height)
    rgb = np.stack([x, y, 0.5 + 0.4 * np.sin(9 * x * y)], -1)
    rgb[: height // 3, : width // 4] = [0.9, 0.1, 0.2]
    return Image.fromarray((rgb * 255).astype(np.uint8))


def jpeg():
    colour = picture(37, 26)
    colour.save(HERE / "jpeg-rgb.jpg", quality=90)
    colour.save(HERE / "jpeg-progressive.jpg", quality=80, progressive=True, subsampling="4:4:4")
    colour.convert("L").save(HERE / "jpeg-gray.jpg", quality=90)
    for name in "jpeg-rgb", "jpeg-progressive", "jpeg-gray":
        Image.open(HERE / f"{name}.jpg").save(HERE / f"{name}.expected.png")
    colour.convert("CMYK").save(HERE / "jpeg-cmyk.jpg")
    small = picture(16, 8)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        name = HERE / f"jpeg-orientation-{orientation}.jpg"
        small.save(name, quality=90, subsampling="4:4:4", exif=exif)
        ImageOps.exif_transpose(Image.open(name)).save(str(name)[:-3] + "expected.png")


def main():
    HERE.mkdir(parents=True, exist_ok=True)
    png()
    jpeg()
    (HERE / "VERSIONS.txt").write_text(
        f"Pillow {PIL.__version__}\nOpenCV {cv2.__version__}\nNumPy {np.__version__}\n")


if __name__ == "__main__":
    main()
