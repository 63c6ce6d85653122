#!/bin/sh
# Builds the examples and runs each on a scene made here: depth of two planes, and a photograph with the same edge.
set -eu
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$folder" <<'PYTHON'
import struct, sys
folder = sys.argv[1]
with open(f"{folder}/depth.pgm", "wb") as file:
    file.write(b"P5 32 24 65535\n")
    file.write(b"".join(struct.pack(">H", 1000 if x + y < 28 else 2000) for y in range(24) for x in range(32)))
with open(f"{folder}/photo.ppm", "wb") as file:
    file.write(b"P6 128 96 255\n")
    file.write(bytes(v for y in range(96) for x in range(128) for v in ((200, 180, 90) if x + y < 112 else (40, 60, 120))))
PYTHON
swift build -c release
programs=$(swift build -c release --show-bin-path)
"$programs/SharpenDepth" "$folder/depth.pgm" "$folder/photo.ppm" "$folder/sharp.pgm"
# The result has the photograph's size, and nearly all depth is that of the plane that the photograph shows there.
python3 - "$folder" <<'PYTHON'
import struct, sys
data = open(f"{sys.argv[1]}/sharp.pgm", "rb").read()
magic, width, height, white = data.split(maxsplit=4)[:4]
assert (magic, width, height, white) == (b"P5", b"128", b"96", b"65535"), data[:20]
samples = struct.unpack(f">{128 * 96}H", data[-2 * 128 * 96 :])
wrong = sum(abs(s - (1000 if x + y < 112 else 2000)) > 250 for (y, x), s in zip(((y, x) for y in range(96) for x in range(128)), samples))
assert wrong < 128 * 96 * 3 // 100, wrong
print(f"fine: {wrong} pixels of {128 * 96} on the wrong side")
PYTHON

# The README's code is the one that was built.
python3 - <<'PYTHON'
import re
block = re.search(r"## The library.*?```swift\n(.*?)```", open("../README.md").read(), re.S)[1]
assert block == open("Sources/Readme/main.swift").read(), "README.md and Examples/Sources/Readme/main.swift differ"
PYTHON

"$programs/DepthFromArrays" | tee "$folder/arrays.txt"
grep -q "160x120 pixels" "$folder/arrays.txt"
grep -q "it was canceled" "$folder/arrays.txt"
mkdir "$folder/clean"
cp "$folder/photo.ppm" "$folder/second.ppm"
"$programs/ManyImages" "$folder/clean" "$folder/photo.ppm" "$folder/second.ppm"
cmp "$folder/clean/photo.ppm" "$folder/clean/second.ppm"
"$programs/KernelInCode" "$folder/photo.ppm" 5 "$folder/unblurred.png"
test -s "$folder/unblurred.png"
"$programs/ListModels" | grep "opened by path: fdkn"
"$programs/ErrorsByCode" "$folder/photo.ppm" "$folder/none.ppm" "$folder/arrays.txt" | tee "$folder/errors.txt"
test "$(cut -c1-3 "$folder/errors.txt" | tr '\n' ' ')" = "200 404 422 "
