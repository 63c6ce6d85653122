#!/usr/bin/env python3
"""Draws the rooms of Documentation/architecture.md from the package's manifest, as a Mermaid diagram between two marks.

Usage: Scripts/draw-rooms.py [--check]   --check writes nothing and fails where the drawing is not the manifest's
"""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "Documentation/architecture.md"
BEGIN, END = "<!-- rooms: Scripts/draw-rooms.py -->\n", "<!-- end of rooms -->\n"


def edges() -> dict[str, set[str]]:
    """The targets that are not tests, and what each stands on."""
    with tempfile.TemporaryDirectory() as scratch:
        # In a folder of its own, as another build may hold the package's.
        command = ["swift", "package", "--scratch-path", scratch, "dump-package"]
        manifest = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    rooms = {
        target["name"]: {name for each in target["dependencies"] for name in [next(iter(each.values()))[0]]}
        for target in manifest["targets"]
        if target["type"] in ("regular", "executable") and not target["name"].startswith("_")
    }
    return {name: below & rooms.keys() for name, below in rooms.items()}


def direct(rooms: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The arrows without those that others make together."""

    def reached(name: str) -> set[str]:
        return rooms[name].union(*(reached(below) for below in rooms[name]))

    return [
        (name, below)
        for name in rooms
        for below in sorted(rooms[name])
        if not any(below in reached(other) for other in rooms[name] - {below})
    ]


def drawing() -> str:
    lines = [f"  {name} --> {below}\n" for name, below in direct(edges())]
    return f"{BEGIN}```mermaid\ngraph TD\n{''.join(lines)}```\n{END}"


def main() -> None:
    text = PAGE.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    new = before + drawing() + after
    if "--check" in sys.argv:
        if new != text:
            sys.exit(f"{PAGE}: the rooms are not drawn as the manifest has them; run Scripts/draw-rooms.py")
    else:
        PAGE.write_text(new)


main()
