"""The checksum that Burnish keeps in the metadata of a weight file.

  python Training/gpu/checksum.py Sources/Burnish/Weights/*.safetensors

gives it to files that have none, or a wrong one; the bytes of their tensors stay as they are.
"""

import json
import os
import struct
import sys
import zlib

KEY = "burnish.crc32"


def checksum(header: dict, data: bytes) -> str:
    """The sum of a file with such a header and such bytes behind it; see `ContentChecksum` in BurnishNetworks."""
    metadata = header.get("__metadata__", {})
    tensors = {name: entry for name, entry in header.items() if name != "__metadata__"}
    lines = []
    for name in sorted(tensors, key=str.encode):
        entry = tensors[name]
        start, end = entry["data_offsets"]
        extents = ",".join(map(str, entry["shape"]))
        lines.append(f"{name} {entry['dtype']} {extents} {zlib.crc32(data[start:end]):08x}")
    lines += [f"{key}={metadata[key]}" for key in sorted(metadata, key=str.encode) if key != KEY]
    return f"{zlib.crc32(b''.join(line.encode() + bytes(1) for line in lines)):08x}"


def add(path: str) -> None:
    """Writes a file anew with its checksum."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    header = {"__metadata__": dict(header.pop("__metadata__", {})), **header}
    header["__metadata__"][KEY] = checksum(header, data)
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    draft = path + ".draft"
    with open(draft, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
    os.replace(draft, path)


if __name__ == "__main__":
    for path in sys.argv[1:]:
        add(path)
