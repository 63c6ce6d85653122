# What Fuzz/run.sh and Fuzz/keep.sh share, which read it from the repository's root: builds the readers and lays out their
# first inputs. Sets `program`, `work`, and `readers`, the readers that were named or all.
work=${BURNISH_FUZZ_WORK:-.build/fuzz-work}
SWIFT=${SWIFT:-swift}

command -v python3 >/dev/null || {
  echo "$0: python3 is missing, which makes the first inputs" >&2
  exit 69
}

BURNISH_FUZZ=1 $SWIFT build -c release --scratch-path .build/fuzz --product burnish-fuzz --sanitize address \
  -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld -Xcc -fsanitize=fuzzer-no-link >&2
program=$PWD/.build/fuzz/release/burnish-fuzz

readers=${*:-$("$program")}
for reader in $readers; do
  "$program" | grep -qx -- "$reader" || {
    echo "$0: there is no reader \"$reader\"; there are:" $("$program") >&2
    exit 64
  }
done

python3 Fuzz/make_seeds.py "$work/seeds"
python3 Fuzz/corpus.py unpack "$work/kept" $readers

# Swift keeps what it makes once until the process ends; that is no leak.
ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:handle_sigill=1
export ASAN_OPTIONS
# What an input may take, in seconds and MB.
limits="-timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=1024"
