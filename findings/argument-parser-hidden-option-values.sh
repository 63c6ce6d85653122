#!/bin/sh
# swift-argument-parser 1.8.2: the error for a wrong value of an option names the allowed values, unless the option is
# hidden. Then it ends behind "is invalid", so that nobody learns what would do.
#
# Guess before the run: a hidden option is missing from helps alone; its errors are those of a visible one.
# Seen (Swift 6.3.1, Linux): visible "Please provide one of 'red' and 'blue'.", hidden no such sentence.
#
# For us: no option with a list of values is hidden (CONTRIBUTING.md).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/Sources/Colors"
cat > "$folder/Package.swift" <<'SWIFT'
// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "Colors",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .executableTarget(
      name: "Colors",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")])
  ])
SWIFT
cat > "$folder/Sources/Colors/Colors.swift" <<'SWIFT'
import ArgumentParser

enum Color: String, ExpressibleByArgument, CaseIterable { case red, blue }

@main struct Colors: ParsableCommand {
  @Option var shown = Color.red
  @Option(help: .hidden) var hidden = Color.red
}
SWIFT
cd "$folder"
swift build --quiet
program=$(swift build --show-bin-path)/Colors
shown=$("$program" --shown green 2>&1 || true)
hidden=$("$program" --hidden green 2>&1 || true)
echo "visible: $shown"
echo "hidden:  $hidden"
case $shown in *"'red' and 'blue'"*) ;; *) echo "changed: a visible option's error names no values"; exit 1 ;; esac
case $hidden in *"'red' and 'blue'"*) echo "changed: a hidden option's error names the values"; exit 1 ;; esac
case $hidden in *invalid*) ;; *) echo "changed: a hidden option's value is not refused"; exit 1 ;; esac
echo "as described"
