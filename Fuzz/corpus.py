#!/usr/bin/env python3
"""Packs and unpacks the inputs that Fuzz/Corpus keeps, an archive for each reader.

Usage: corpus.py unpack FOLDER READER...   into FOLDER/READER, which is replaced
       corpus.py pack FOLDER READER        what lies in FOLDER, smallest inputs first, as far as there is room
"""

import pathlib
import shutil
import sys
import zipfile

CORPUS = pathlib.Path(__file__).resolve().parent / "Corpus"
# In bytes; the whole folder lies in the repository.
LARGEST = 80_000


def unpack(folder, readers):
    for reader in readers:
        target = pathlib.Path(folder) / reader
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        if (CORPUS / f"{reader}.zip").exists():
            with zipfile.ZipFile(CORPUS / f"{reader}.zip") as archive:
                archive.extractall(target)


def pack(folder, reader):
    inputs = [path.read_bytes() for path in pathlib.Path(folder).iterdir()]
    CORPUS.mkdir(exist_ok=True)
    path = CORPUS / f"{reader}.zip"
    kept = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for contents in sorted(set(inputs), key=lambda contents: (len(contents), contents)):
            # Bytes that cannot be packed, the names in two places, and the directory.
            if archive.fp.tell() + len(contents) + 100 * (kept + 2) > LARGEST:
                break
            # The same archive for the same inputs, whenever it is made.
            archive.writestr(zipfile.ZipInfo(f"{kept:04}"), contents, zipfile.ZIP_DEFLATED)
            kept += 1
    print(f"{reader}: {kept} of {len(inputs)} inputs kept, {path.stat().st_size} bytes")


if __name__ == "__main__":
    if len(sys.argv) > 3 and sys.argv[1] == "unpack":
        unpack(sys.argv[2], sys.argv[3:])
    elif len(sys.argv) == 4 and sys.argv[1] == "pack":
        pack(sys.argv[2], sys.argv[3])
    else:
        sys.exit(__doc__.strip())
