#!/bin/sh
# Fuzzes the functions that read files, under AddressSanitizer, and fails with the first fault.
#
# Usage: Fuzz/run.sh [SECONDS [READER...]]   for each reader, 20 if not given; all readers if none is named
#
# A fault is a crash, a report of the sanitizer, more than 10 seconds, more than 1 GB in one piece or 2 GB in all. The input
# is left in .build/fuzz-work/READER/faults, and becomes a test. What is found on the way is kept in
# .build/fuzz-work/READER/corpus, from where the next run goes on; BURNISH_FUZZ_WORK is another place for it. A run also begins
# with what Fuzz/Corpus keeps of earlier ones, which Fuzz/keep.sh renews. BURNISH_FUZZ_SEED is the seed of the random numbers,
# one of the time if not given.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-20}
if [ $# -gt 0 ]; then shift; fi
case $seconds in *[!0-9]* | '')
  echo "Fuzz/run.sh: \"$seconds\" is no number of seconds" >&2
  exit 64
  ;;
esac
seed=${BURNISH_FUZZ_SEED:-0}
. Fuzz/common.sh

failed=
for reader in $readers; do
  mkdir -p "$work/$reader/corpus" "$work/$reader/faults"
  dictionary=
  if [ -f "Fuzz/Dictionaries/$reader.dict" ]; then dictionary="-dict=Fuzz/Dictionaries/$reader.dict"; fi
  log="$work/$reader/log.txt"
  code=0
  "$program" "$reader" "-max_total_time=$seconds" "-seed=$seed" -max_len=65536 $limits \
    -print_final_stats=1 -verbosity=1 $dictionary "-artifact_prefix=$work/$reader/faults/" \
    "$work/$reader/corpus" "$work/kept/$reader" "$work/seeds/$reader" >"$log" 2>&1 || code=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
  echo "$reader: ${runs:-0} executions, ${coverage:-0} edges covered, exit code $code"
  if [ "$code" -ne 0 ]; then
    tail -n 40 "$log" >&2
    failed="$failed $reader"
  fi
done
if [ -n "$failed" ]; then
  echo "Fuzz/run.sh: faults in$failed" >&2
  exit 1
fi
