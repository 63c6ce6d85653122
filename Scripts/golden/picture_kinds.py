"""Writes images of rarer kinds into Tests/BurnishImagesTests/Golden with tifffile, imagecodecs and Pillow.

TIFF of every kind of number, compression, predictor and colors, and JPEG and TIFF in inks. Samples follow the
formulas of images.py. What Little CMS makes of inks through a profile is kept as a PNG beside them.

    python Scripts/golden/picture_kinds.py
"""

import io
import struct
import zipfile

import imagecodecs
import numpy as np
import PIL
import tifffile
from images import HERE, HEIGHT, WIDTH, ramp, real
from PIL import Image, ImageCms


def tiff(name, samples, **options):
    tifffile.imwrite(HERE / f"kind-{name}.tif", samples, **options)


def numbers():
    gray, wide = ramp(1).squeeze(), ramp(1, 16).squeeze()
    tiff("f16", (wide / 65536).astype(np.float16), photometric="minisblack")
    tiff("f64", real(3).astype(np.float64), photometric="rgb")
    tiff("u32", wide.astype(np.uint32) * 65537, photometric="minisblack", byteorder=">")
    tiff("i16", (wide.astype(np.int32) - 32768).astype(np.int16), photometric="minisblack")
    tiff("i8", (gray.astype(np.int32) - 128).astype(np.int8), photometric="minisblack")
    tiff("i32", wide.astype(np.int32) * 32768, photometric="minisblack")
    for bits in 1, 2, 4:
        level = gray % (1 << bits)
        packed = imagecodecs.packints_encode(np.pad(level, ((0, 0), (0, -WIDTH % 8))), bits)
        write_packed(f"u{bits}", packed, bits)
    level = (wide % 4096).astype(np.uint16)
    rows = [np.packbits(((row[:, None] >> np.arange(11, -1, -1)) & 1).astype(np.uint8).ravel()) for row in level]
    write_packed("u12", b"".join(row.tobytes() for row in rows), 12, trimmed=True)
    bilevel = Image.fromarray(gray % 2 * 255).convert("1")
    for name in "group3", "group4", "tiff_ccitt":
        bilevel.save(HERE / f"kind-{name}.tif", compression=name)


def write_packed(name, packed, bits, trimmed=False):
    """A classic TIFF of one strip of packed gray samples."""
    stride = (WIDTH * bits + 7) // 8
    if not trimmed:
        whole = len(packed) // HEIGHT
        packed = b"".join(packed[y * whole:y * whole + stride] for y in range(HEIGHT))
    entries = [(256, 4, WIDTH), (257, 4, HEIGHT), (258, 3, bits), (259, 3, 1), (262, 3, 1),
               (273, 4, 8), (277, 3, 1), (278, 4, HEIGHT), (279, 4, len(packed))]
    data = bytearray(struct.pack("<2sHI", b"II", 42, 8 + len(packed) + len(packed) % 2) + packed)
    data += b"\0" * (len(packed) % 2) + struct.pack("<H", len(entries))
    for tag, kind, value in entries:
        data += struct.pack("<HHII", tag, kind, 1, value)
    (HERE / f"kind-{name}.tif").write_bytes(bytes(data) + b"\0\0\0\0")


def compressions():
    rgb, numbers = ramp(3), real(3)
    tiff("zstd", rgb, photometric="rgb", compression="zstd", predictor=2)
    tiff("lzma", rgb, photometric="rgb", compression="lzma")
    tiff("lerc", real(1).squeeze(), photometric="minisblack", compression="lerc")
    tiff("predictor-3", numbers, photometric="rgb", compression="deflate", predictor=3)
    tiff("predictor-3-f64", numbers.astype(np.float64), photometric="rgb", compression="deflate", predictor=3)
    tiff("predictor-2-u16", ramp(3, 16), photometric="rgb", compression="lzw", predictor=2)
    tiff("planar-float", np.moveaxis(numbers, -1, 0), photometric="rgb", planarconfig="separate",
         compression="deflate", predictor=3)
    tiff("planar-tiled", np.moveaxis(ramp(3, 16), -1, 0), photometric="rgb", planarconfig="separate",
         tile=(16, 16), compression="zstd")


def colors():
    gray = ramp(1).squeeze()
    palette = np.stack([np.arange(256), 255 - np.arange(256), np.arange(256) * 3 % 256]).astype(np.uint16)
    tiff("palette", gray, photometric="palette", colormap=palette * 257)
    tiff("palette-fine", gray, photometric="palette", colormap=(palette * 257) ^ 1)
    tiff("cmyk", ramp(4), photometric="separated")
    tiff("cmyk-16", ramp(4, 16), photometric="separated")
    tiff("lab", ramp(3), photometric="cielab")
    tiff("lab-16", ramp(3, 16), photometric="cielab")
    tiff("icclab", ramp(3), photometric="icclab")
    tiff("bands-5", ramp(5), photometric="minisblack", planarconfig="contig", extrasamples=[0] * 4)
    tiff("infrared", ramp(4), photometric="rgb", extrasamples=["unspecified"])
    tiff("alpha-infrared", ramp(5), photometric="rgb", extrasamples=["unassalpha", "unspecified"])


def archives():
    """As numpy.savez and numpy.savez_compressed write them, but for the time of writing."""
    for name, method, count in ("stored", 0, 1), ("deflated", 8, 1), ("two", 0, 2):
        with zipfile.ZipFile(HERE / f"kind-{name}.npz", "w", method) as archive:
            for index in range(count):
                data = io.BytesIO()
                np.save(data, ramp(1, 16).squeeze())
                member = zipfile.ZipInfo(f"arr_{index}.npy")
                member.compress_type = method
                with archive.open(member, "w", force_zip64=True) as file:
                    file.write(data.getvalue())
    # With the numbers of 64 bits that members above 4 GB have.
    limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
    zipfile.ZIP64_LIMIT = zipfile.ZIP_FILECOUNT_LIMIT = 0
    with zipfile.ZipFile(HERE / "kind-large.npz", "w") as large:
        with zipfile.ZipFile(HERE / "kind-deflated.npz") as archive:
            large.writestr(zipfile.ZipInfo("arr_0.npy"), archive.read("arr_0.npy"), zipfile.ZIP_DEFLATED)
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits


def ink_profile():
    """A small profile of inks: a cube of 2 x 2 x 2 x 2 colors in L*a*b*, no ink to all of each."""
    tag = lambda kind, body: kind + bytes(4) + body
    grid = b""
    for c in 0, 1:
        for m in 0, 1:
            for y in 0, 1:
                for k in 0, 1:
                    light = (1 - 0.75 * k) * (100 - 38 * c - 45 * m - 8 * y)
                    pair = [(1 - k) * (-30 * c + 60 * m - 5 * y), (1 - k) * (-40 * c - 5 * m + 75 * y)]
                    grid += bytes([round(max(light, 3) * 2.55)] + [round(128 + v) for v in pair])
    line = bytes(range(256))
    unit = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    cube = tag(b"mft1", bytes([4, 3, 2, 0]) + unit + line * 4 + grid + line * 3)
    white = tag(b"XYZ ", struct.pack(">3i", 63190, 65536, 54061))
    name = b"inks\0"
    text = tag(b"desc", struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67))
    rights = tag(b"text", b"none\0")
    parts = [(b"desc", text), (b"cprt", rights), (b"wtpt", white), (b"A2B0", cube)]
    place, table, data = 128 + 4 + 12 * len(parts), b"", b""
    for key, body in parts:
        body += bytes(-len(body) % 4)
        table += struct.pack(">4sII", key, place + len(data), len(body))
        data += body
    size = place + len(data)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H4s", 2000, 1, 1, 0, 0, 0, b"acsp")
    head = head.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(parts)) + table + data


def inks():
    profile = ink_profile()
    inks = Image.fromarray(ramp(4, width=32, height=24) // 64 * 64, "CMYK")
    inks.save(HERE / "kind-inks-profile.tif", icc_profile=profile)
    flat = Image.fromarray(np.kron(ramp(4, width=4, height=3), np.ones((8, 8, 1), np.uint8)), "CMYK")
    flat.save(HERE / "kind-inks-profile.jpg", quality=100, icc_profile=profile)
    flat.save(HERE / "kind-inks.jpg", quality=100)
    source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
    for name in "kind-inks-profile.tif", "kind-inks-profile.jpg":
        converted = ImageCms.profileToProfile(Image.open(HERE / name), source, target, outputMode="RGB")
        # The profile of what came out tells the time.
        converted.info.pop("icc_profile", None)
        converted.save(HERE / f"{name[:-4]}-{name[-3:]}.expected.png")


def main():
    numbers()
    compressions()
    colors()
    inks()
    archives()
    (HERE / "VERSIONS-kinds.txt").write_text(
        f"Pillow {PIL.__version__}\nimagecodecs {imagecodecs.__version__}\n"
        f"NumPy {np.__version__}\ntifffile {tifffile.__version__}\n")


if __name__ == "__main__":
    main()
