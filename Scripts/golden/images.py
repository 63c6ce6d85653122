"""Writes the image files in Tests/BurnishImagesTests/Golden with Pillow, OpenCV, tifffile and NumPy.

The samples follow formulas that the tests know too, so that lossless files need no second file:
sample(x, y, c) = (7 x + 13 y + 29 c) mod 256, and (1009 x + 2003 y + 4001 c) mod 65536 for 16 bits.
What a decoder makes of a lossy file is kept as a PNG beside it.

    python Scripts/golden/images.py
"""

import pathlib

import cv2
import numpy as np
import PIL
import skimage
import tifffile
from PIL import Image, ImageCms, ImageOps
from skimage.color import rgb2ycbcr

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
    # A palette of eight colors, color v = (31 v, 255 - 31 v, 17 v), transparent where v is 3.
    image = Image.fromarray(ramp(1).squeeze() % 8, "P")
    image.putpalette([w for v in range(8) for w in (31 * v, 255 - 31 * v, 17 * v)])
    image.save(HERE / "png-palette-transparent.png", transparency=3)


def smooth_image(width, height):
    """Something smooth with an edge and a corner of its own, so that no two orientations look alike."""
    y, x = np.mgrid[:height, :width] / max(width, height)
    rgb = np.stack([x, y, 0.5 + 0.4 * np.sin(9 * x * y)], -1)
    rgb[: height // 3, : width // 4] = [0.9, 0.1, 0.2]
    return Image.fromarray((rgb * 255).astype(np.uint8))


def jpeg():
    color = smooth_image(37, 26)
    color.save(HERE / "jpeg-rgb.jpg", quality=90)
    color.save(HERE / "jpeg-progressive.jpg", quality=80, progressive=True, subsampling="4:4:4")
    color.convert("L").save(HERE / "jpeg-gray.jpg", quality=90)
    for name in "jpeg-rgb", "jpeg-progressive", "jpeg-gray":
        Image.open(HERE / f"{name}.jpg").save(HERE / f"{name}.expected.png")
    color.convert("CMYK").save(HERE / "jpeg-cmyk.jpg")
    small = smooth_image(16, 8)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        name = HERE / f"jpeg-orientation-{orientation}.jpg"
        small.save(name, quality=90, subsampling="4:4:4", exif=exif)
        ImageOps.exif_transpose(Image.open(name)).save(str(name)[:-3] + "expected.png")


def real(channels, width=WIDTH, height=HEIGHT):
    """The 16-bit formula as numbers between -1 and 1 that single precision holds."""
    return (ramp(channels, 16, width, height).astype(np.float32) - 32768) / 32768


def tiff():
    for name, array in {
        "l-8": ramp(1).squeeze(), "l-16": ramp(1, 16).squeeze(), "l-float": real(1).squeeze(),
        "rgb-8": ramp(3), "rgb-16": ramp(3, 16), "rgb-float": real(3),
    }.items():
        photometric = "minisblack" if name.startswith("l") else "rgb"
        write = lambda kind, **options: tifffile.imwrite(
            HERE / f"tiff-{name}{kind}.tif", array, photometric=photometric, **options)
        write("")
        write("-deflate", compression="zlib", predictor="float" not in name, rowsperstrip=4)
        if name in ("rgb-8", "l-float"):
            write("-tiled", tile=(16, 16))
        if name in ("rgb-16",):
            write("-bigendian", byteorder=">", rowsperstrip=2)
            write("-bigtiff", bigtiff=True)
        if name == "rgb-8":
            tifffile.imwrite(
                HERE / "tiff-rgb-8-planar.tif", np.moveaxis(array, -1, 0), photometric="rgb",
                planarconfig="separate")
            Image.fromarray(array).save(HERE / "tiff-rgb-8-lzw.tif", compression="tiff_lzw")
            Image.fromarray(array).save(HERE / "tiff-rgb-8-packbits.tif", compression="packbits")
    tifffile.imwrite(
        HERE / "tiff-rgba-8.tif", ramp(4), photometric="rgb", extrasamples=["unassalpha"])
    tifffile.imwrite(
        HERE / "tiff-la-16.tif", ramp(2, 16), photometric="minisblack", planarconfig="contig",
        extrasamples=["unassalpha"])
    tifffile.imwrite(
        HERE / "tiff-l-8-white.tif", 255 - ramp(1).squeeze(), photometric="miniswhite")
    # Red 40, 80, 120 of 255 under an opacity of 128; where it is 0 nothing can be known.
    premultiplied = np.array([[[40, 0, 0, 128], [80, 64, 128, 128], [0, 0, 0, 0]]], np.uint8)
    tifffile.imwrite(
        HERE / "tiff-premultiplied.tif", premultiplied, photometric="rgb",
        extrasamples=["assocalpha"])
    for orientation in 3, 6:
        Image.fromarray(ramp(1).squeeze()).save(
            HERE / f"tiff-orientation-{orientation}.tif", tiffinfo={274: orientation})
    smooth_image(32, 24).save(HERE / "tiff-jpeg.tif", compression="jpeg", quality=95)
    Image.open(HERE / "tiff-jpeg.tif").save(HERE / "tiff-jpeg.expected.png")
    tifffile.imwrite(HERE / "tiff-complex.tif", np.ones((3, 3), np.complex64))


def portable():
    cv2.imwrite(str(HERE / "portable-8.pgm"), ramp(1))
    cv2.imwrite(str(HERE / "portable-16.pgm"), ramp(1, 16))
    cv2.imwrite(str(HERE / "portable-8.ppm"), ramp(3)[..., ::-1])
    cv2.imwrite(str(HERE / "portable-16.ppm"), ramp(3, 16)[..., ::-1])
    cv2.imwrite(str(HERE / "portable-gray.pfm"), real(1))
    cv2.imwrite(str(HERE / "portable-rgb.pfm"), real(3)[..., ::-1])
    head = f"{WIDTH} {HEIGHT}"
    gray, wide, rgb = ramp(1).squeeze(), ramp(1, 16).squeeze() % 1001, ramp(3)
    (HERE / "portable-text.pgm").write_text(
        f"P2 # a comment\n{head}\n# another\n255\n" + "\n".join(map(str, gray.ravel())) + "\n")
    (HERE / "portable-text-1000.pgm").write_text(
        f"P2\n{head} 1000\n" + "\n".join(" ".join(map(str, row)) for row in wide))
    (HERE / "portable-text.ppm").write_text(
        f"P3\n{head}\n255\n" + " ".join(map(str, rgb.ravel())) + "\n")
    (HERE / "portable-1000.pgm").write_bytes(
        f"P5\n{head}\n1000\n".encode() + wide.astype(">u2").tobytes())
    (HERE / "portable-bigendian.pfm").write_bytes(
        f"Pf\n{head}\n1.0\n".encode() + real(1).squeeze()[::-1].astype(">f4").tobytes())


def numpy_files():
    save = lambda name, array: np.save(HERE / f"numpy-{name}.npy", array)
    save("f4", real(1).squeeze())
    save("f8", real(1).squeeze().astype(np.float64))
    save("f2", real(1).squeeze().astype(np.float16))
    save("f4-bigendian", real(1).squeeze().astype(">f4"))
    save("f4-fortran", np.asfortranarray(real(1).squeeze()))
    save("f4-hwc", real(3))
    save("f4-chw", np.moveaxis(real(3), -1, 0).copy())
    save("f4-hwc-fortran", np.asfortranarray(real(3)))
    save("u1", ramp(1).squeeze())
    save("u2", ramp(1, 16).squeeze())
    save("u2-bigendian", ramp(1, 16).squeeze().astype(">u2"))
    save("u1-hwc4", ramp(4))
    save("i4", ramp(1, 16).squeeze().astype(np.int32) - 32768)
    save("i8", ramp(1, 16).squeeze().astype(np.int64) - 32768)
    save("bool", ramp(1).squeeze() % 2 == 1)
    save("complex", np.ones((3, 3), np.complex64))
    save("vector", np.ones(7, np.float32))
    save("fields", np.ones((3, 3), [("a", "<f4"), ("b", "<i4")]))


def profiles():
    """The same color profile in each format that holds one."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes(12)  # the date, which would be another one every time
    profile[84:100] = bytes(16)  # a checksum
    (HERE / "profile.icc").write_bytes(profile)
    for name in "png", "jpg", "tif":
        smooth_image(16, 8).save(HERE / f"profile.{name}", icc_profile=bytes(profile))


def colors():
    """Conversions of one random image, and a color map at 256 places."""
    rgb = np.random.default_rng(7).random((6, 8, 3), dtype=np.float32)
    np.save(HERE / "color-rgb.npy", rgb)
    np.save(HERE / "color-gray.npy", cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
    # Pillow's is the JPEG standard's, but only for 8 bits.
    eight = (rgb * 255).round().astype(np.uint8)
    Image.fromarray(eight).save(HERE / "color-rgb-8.png")
    np.save(HERE / "color-ycbcr-full.npy", np.array(Image.fromarray(eight).convert("YCbCr")))
    np.save(HERE / "color-ycbcr-studio.npy", (rgb2ycbcr(rgb) / 255).astype(np.float32))
    levels = np.arange(256, dtype=np.uint8)[None]
    cv2.imwrite(str(HERE / "colormap-turbo.png"), cv2.applyColorMap(levels, cv2.COLORMAP_TURBO))


def main():
    HERE.mkdir(parents=True, exist_ok=True)
    png()
    jpeg()
    tiff()
    portable()
    numpy_files()
    profiles()
    colors()
    (HERE / "VERSIONS.txt").write_text(
        f"Pillow {PIL.__version__}\nOpenCV {cv2.__version__}\nNumPy {np.__version__}\n"
        f"tifffile {tifffile.__version__}\nscikit-image {skimage.__version__}\n")


if __name__ == "__main__":
    main()
