#!/bin/sh
# Checks that names and texts are in American English and free of common slips, by codespell.
#
# Usage: Scripts/check-spelling.sh   installs codespell where it is missing, as root on Debian
set -eu
cd "$(dirname "$0")/.."
if ! command -v codespell >/dev/null; then
  apt-get update -q
  apt-get install -q -y --no-install-recommends codespell
fi
# Words within names count too. What is allowed: a keyword, parameters of programs and a wrong key of a test, and the
# spelling that recipes and cards promise to read, and that of Swift's `Task.isCancelled`.
git ls-files -z -- '*.swift' '*.c' '*.h' '*.md' '*.py' '*.sh' '*.yaml' '*.txt' 'Benchmarks/run' 'Makefile' |
  xargs -0 codespell --builtin clear,en-GB_to_en-US --regex '[A-Z]?[a-z]+' \
    --ignore-words-list inout,atleast,parm,ths,faktor,licence,cancelled
