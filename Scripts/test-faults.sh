#!/bin/bash
# Lets the nth call of the system fail in each command, for n = 1, 2, 3, ... until the command makes fewer calls. Each time
# there has to be the old output or the whole new one, no other file, one line, a documented exit code. Linux alone.
#
#   Scripts/test-faults.sh [PROGRAM] [OUTPUT...]       # all commands, or those that make these outputs
#
# Of the table's columns the last says how often each exit code came. Requests of memory are many: those of 64 kB and more
# fail one by one up to the 20th, and then in growing steps.
set -u
program=$(realpath "${1:-.build/release/burnish}")
shift
chosen=" $* "
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O1 -shared -fPIC -o "$work/faults.so" "$root/Tests/Faults/faults.c" -ldl || exit 1
run=$work/run
mkdir -p "$run/in" && cd "$run" || exit 1
export OMP_NUM_THREADS=1 LC_ALL=C

"$program" demo --model bicubic --samples "$work/samples" -o "$work/sheet.png" > "$work/said" || exit 1
cp "$work/samples"/{depth,photo,small,scratches,scratched}.png in/
# Small, so that a run takes little time.
cp "$work/samples/pairs/inputs/01.png" in/part.png
cp "$work/samples/pairs/targets/01.png" in/guide.png
cp "$root/Sources/Burnish/Weights/djfr-x4.safetensors" in/djfr.safetensors
printf 'step,learning_rate,loss,rmse\n1,0.1,0.5,3\n2,0.1,0.4,2\n' > in/log.csv

# For outputs that begin with "named" the system has no files without names.
commands=(
  "named.svg plot in/log.csv"
  "named.png denoise in/part.png --model tv --sigma 10"
  "o.png denoise in/part.png --model tv --sigma 10"
  "o.tif smooth in/part.png --model guided --rounds 1"
  "o.jpg smooth in/part.png --model l0"
  "o.npy denoise in/part.png --guide in/guide.png --model guided"
  "o.pfm denoise in/part.png --model tv --sigma 10"
  "depth.png upsample in/depth.png --guide in/photo.png --model bicubic"
  "kernel.png inspect kernel in/depth.png --guide in/photo.png --at 9,9"
  "o.svg plot in/log.csv"
  "whole.png inpaint in/scratched.png --mask in/scratches.png --iterations 1"
)

old=$work/old
printf 'the old output' > "$old"
failures=0

# One run with a fault; says what is wrong, or nothing. The exit code is in $code.
attempt() {
  local output=$1 call=$2 number=$3 errno=$4
  shift 4
  rm -f "$work/mark" "$output"
  cp "$old" "$output"
  LD_PRELOAD=$work/faults.so FAULT_CALL=$call FAULT_NUMBER=$number FAULT_ERRNO=$errno FAULT_FOLDER=$run \
    FAULT_MARK=$work/mark FAULT_BYTES=65536 "$program" "$@" --overwrite -o "$output" > "$work/said" 2> "$work/errors"
  code=$?
  local lines
  lines=$(wc -l < "$work/errors")
  case $code in
    0) cmp -s "$output" "$work/new" || echo "exit code 0 with another output" ;;
    65 | 66 | 71 | 73 | 74)
      [ "$lines" = 1 ] || echo "$lines lines of errors"
      cmp -s "$output" "$old" || cmp -s "$output" "$work/new" || echo "the output is neither the old nor the new one" ;;
    *) echo "exit code $code: $(head -c 200 "$work/errors" | tr '\n' ' ')" ;;
  esac
  # Whoever retries what was only interrupted, or goes on with what is left, sees no failure.
  case $errno in
    0 | 4) [ $code = 0 ] || echo "exit code $code after a call that was only interrupted" ;;
  esac
  local others
  others=$(ls -A | grep -v -x -e in -e "$output")
  [ -z "$others" ] || { echo "left behind: $others"; rm -f $others; }
}

printf '%-12s %-10s %-6s %6s  %s\n' output call error times "exit codes"
for line in "${commands[@]}"; do
  read -r output rest <<< "$line"
  [ "$chosen" = "  " ] || [[ $chosen == *" $output "* ]] || continue
  read -r -a words <<< "$rest"
  unset FAULT_NAMED
  case $output in named*) export FAULT_NAMED=1 ;; esac
  rm -f "$output"
  "$program" "${words[@]}" -o "$output" > "$work/said" || { echo "$line: does not work at all"; exit 1; }
  mv "$output" "$work/new"
  # EIO, ENOSPC, EBUSY, EINTR, ENOMEM, and half of the work.
  for fault in open:5 open:4 pread:5 pread:4 pread:0 write:28 write:5 write:4 write:0 fsync:5 fsync:4 rename:5 rename:16 \
    rename:4 linkat:5 linkat:4 linkat:95 mmap:12 malloc:12; do
    call=${fault%:*} errno=${fault#*:} number=1 times=0 step=1 codes=""
    while :; do
      wrong=$(attempt "$output" "$call" "$number" "$errno" "${words[@]}"; echo "code $code")
      code=${wrong##*code } wrong=${wrong%code *}
      [ -e "$work/mark" ] || break
      times=$((times + 1))
      codes="$codes$code "
      if [ -n "$wrong" ]; then
        failures=$((failures + 1))
        printf '%s: %s number %d, error %d: %s\n' "$output" "$call" "$number" "$errno" "$(echo "$wrong" | tr '\n' ' ')"
      fi
      [ "$call" != malloc ] || [ "$number" -lt 20 ] || step=$((number / 4))
      number=$((number + step))
    done
    printf '%-12s %-10s %-6s %6d  %s\n' "$output" "$call" "$errno" "$times" \
      "$(echo "$codes" | tr ' ' '\n' | sort | uniq -c | awk '$2 != "" {printf "%s x%s  ", $2, $1}')"
  done
  rm -f "$output"
done
echo "$failures failures"
[ $failures = 0 ]
