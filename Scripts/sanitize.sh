#!/bin/sh
# Runs tests under a sanitizer, in a build of its own, and fails if there is a report.
#
# Usage: Scripts/sanitize.sh [address|thread [FILTER]]   both if none is named; FILTER chooses other tests
#
# address: what reads files, and the C code below it, with AddressSanitizer, its search for leaks on Linux, and, in C,
#          UndefinedBehaviorSanitizer.
# thread:  what shares work or memory among threads, with ThreadSanitizer. On Linux Tests/Sanitizers/synchronization.c tells it what
#          libgomp and Swift's own libraries synchronize. References are left out: they are plain loops on one thread.
#
# Reports lie in .build/sanitize-NAME/reports. Tests that need research data are skipped.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
unset BURNISH_DATA BURNISH_WEIGHTS
system=$(uname -s)

run() { # SANITIZER FILTER PRELOADED FLAGS...
  sanitizer=$1 filter=$2 preloaded=$3
  shift 3
  build=.build/sanitize-$sanitizer
  reports=$PWD/$build/reports
  # A debug build builds again only what changed; plain loops without optimization would take hours.
  set -- -c debug -Xswiftc -O -Xcc -O2 --scratch-path "$build" --sanitize "$sanitizer" "$@"
  $SWIFT build "$@" --build-tests
  rm -rf "$reports"
  mkdir -p "$reports"
  # Into files, as the process that reads MATLAB files has no standard error.
  ASAN_OPTIONS=detect_leaks=$leaks:allocator_may_return_null=1:suppressions=$PWD/Tests/Sanitizers/address-sanitizer.supp:log_path=$reports/report
  UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:log_path=$reports/report
  TSAN_OPTIONS=ignore_noninstrumented_modules=1:suppressions=$PWD/Tests/Sanitizers/thread-sanitizer.supp:log_path=$reports/report
  export ASAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS
  # Threads that wait for each other would take the time of those that work.
  export OMP_WAIT_POLICY=passive
  code=0
  LD_PRELOAD=$preloaded $SWIFT test "$@" --skip-build --disable-xctest --filter "$filter" || code=$?
  for report in "$reports"/*; do
    # Else it says that memory was refused, which damaged files ask for.
    if ! grep -qE 'ERROR: |runtime error: |WARNING: ThreadSanitizer' "$report" 2>/dev/null; then continue; fi
    echo "Scripts/sanitize.sh: $report:" >&2
    cat "$report" >&2
    code=1
  done
  if [ "$code" -ne 0 ]; then exit 1; fi
}

chosen=${2:-}
shares_work='(Threading|ConcurrentCall|ThreadIndependence|BufferPool|ScratchMemory)Tests|bytesDependNotOnThreads|BurnishTests.ThreadCountTests'
for sanitizer in ${1:-address thread}; do
  leaks=0
  case $sanitizer in
    address)
      if [ "$system" = Linux ]; then leaks=1; fi
      run address "${chosen:-BurnishCoreTests|BurnishTensorsTests|BurnishImagesTests|BurnishImportTests}" '' -Xcc -fsanitize=undefined
      ;;
    thread)
      preloaded=
      if [ "$system" = Linux ]; then
        mkdir -p .build
        preloaded=$PWD/.build/synchronization.so
        # Swift's calling convention is known to its own compiler of C.
        clang -O1 -shared -fPIC -o "$preloaded" Tests/Sanitizers/synchronization.c -ldl
      fi
      run thread "${chosen:-$shares_work}" "$preloaded"
      ;;
    *)
      echo "Scripts/sanitize.sh: \"$sanitizer\" is no sanitizer; expected address or thread" >&2
      exit 64
      ;;
  esac
done
