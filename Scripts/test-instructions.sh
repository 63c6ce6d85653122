#!/bin/sh
# Runs the numeric tests again under each limit on instructions that is lower than what this processor has.
#
# Usage: test-instructions.sh COMMAND...   the command runs the tests, which are built already
set -eu
: "${1:?"usage: test-instructions.sh COMMAND..."}"

lower="sse41"
has() { grep -qwm1 "$1" /proc/cpuinfo 2>/dev/null; }
if has avx512bw; then lower="avx2 $lower"; fi
if has amx_tile; then lower="avx512 $lower"; fi

for limit in $lower; do
  echo "The numeric tests with instructions up to $limit:"
  BURNISH_INSTRUCTIONS=$limit "$@"
done
