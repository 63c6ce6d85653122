#!/bin/sh
# Renews Fuzz/Corpus: of what fuzzing has found, what covers more of a reader than the first inputs do.
#
# Usage: Fuzz/keep.sh [READER...]   all readers if none is named
#
# Reads .build/fuzz-work/READER/corpus, where Fuzz/run.sh leaves what it finds (BURNISH_FUZZ_WORK is another place), and what
# is kept already. Inputs are cut to 4 kB, and each reader's take 80 kB at most, packed.
set -eu
cd "$(dirname "$0")/.."
. Fuzz/common.sh

for reader in $readers; do
  chosen="$work/$reader/chosen"
  rm -rf "$chosen"
  mkdir -p "$work/$reader/corpus"
  # What covers no more than the folder that it goes to is left out.
  cp -R "$work/seeds/$reader" "$chosen"
  log="$work/$reader/keep.txt"
  "$program" "$reader" -set_cover_merge=1 -max_len=4096 $limits "-artifact_prefix=$work/$reader/" \
    "$chosen" "$work/kept/$reader" "$work/$reader/corpus" >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    exit 1
  }
  for seed in "$work/seeds/$reader"/*; do rm -f "$chosen/${seed##*/}"; done
  python3 Fuzz/corpus.py pack "$chosen" "$reader"
done
