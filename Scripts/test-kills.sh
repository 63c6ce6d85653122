#!/bin/bash
# Kills a small training at random moments, without mercy, and resumes it each time. It has to go on from the last
# checkpoint, leave nothing else in its folder, and end with the bytes of a training that nothing interrupted.
#
#   Scripts/test-kills.sh [PROGRAM] [KILLS] [SEED]     # by default 50 kills, and a seed of the time
set -u
program=$(realpath "${1:-.build/release/burnish}")
kills=${2:-50}
seed=${3:-$(date +%s)}
RANDOM=$seed
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export OMP_NUM_THREADS=1 LC_ALL=C
every=10
echo "$kills kills, seed $seed"

"$program" demo --model bicubic --samples samples -o sheet.png > said || exit 1
cat > recipe.yaml << RECIPE
name: small
task: regression
model: {architecture: RBDN, inputChannels: 3, outputChannels: 3, branches: 0, channels: 8, depth: 2, halving: pooling,
  upsampling: learned, concatenation: true, residual: true}
degradation: {kind: pairs}
seed: 1
start: scratch
data: {set: pairs, inputs: pairs/inputs, targets: pairs/targets, inputColors: rgb, targetColors: rgb,
  licence: made by burnish itself, validationFrames: 1, margin: 0, cropSize: 16, batchSize: 2, flips: true,
  quarterTurns: true}
loss: l2
optimizer: {rule: muon, learningRate: 0.006, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8, weightDecay: 0.0001,
  clipGradientNorm: 1}
schedule: {steps: STEPS, warmup: 20, finalFraction: 0.01}
validation: {every: $every, averageDecay: 0.95}
RECIPE
# Long enough for all of the kills: the speed is measured first.
sed s/STEPS/100/ recipe.yaml > short.yaml
start=$(date +%s%N)
"$program" train short.yaml --data samples --out short > said || exit 1
took=$(( ($(date +%s%N) - start) / 1000000 ))
# A run is killed after up to 50 steps' time and the start of the program.
longest=$((took / 2 + 300))
steps=$((kills * 25 / every * every + 100))
sed -i s/STEPS/$steps/ recipe.yaml
"$program" train recipe.yaml --data samples --out whole > said || exit 1

fail() { echo "$1"; exit 1; }

# The step of a file's first or last line about a validation.
validated() { sed -n 's/^step \([0-9]*\): validation.*/\1/p' "$1"; }

reached=0 killed=0 finished=0
while [ $finished = 0 ]; do
  resume=
  [ -e run/state.safetensors ] && resume=--resume
  "$program" train recipe.yaml --data samples --out run $resume > said 2> errors &
  process=$!
  if [ $killed -lt "$kills" ]; then
    sleep "$(printf '0.%03d' $((RANDOM % (longest < 1000 ? longest : 999))))"
    if kill -9 $process 2> /dev/null; then killed=$((killed + 1)); fi
  fi
  wait $process 2> /dev/null
  code=$?
  [ $code = 137 ] || [ $code = 0 ] || fail "exit code $code after $killed kills: $(cat errors)"
  [ $code = 0 ] && finished=1
  first=$(validated said | head -1) last=$(validated said | tail -1)
  if [ -n "$first" ]; then
    [ "$first" -ge "$reached" ] || fail "after $killed kills it went on before step $reached, at $first"
    [ "$first" -le $((reached + every)) ] || fail "after $killed kills it jumped from step $reached to $first"
    reached=$last
  fi
done
others=$(ls -A run | grep -v -x -e best.safetensors -e last.safetensors -e state.safetensors -e log.csv -e recipe.yaml)
[ -z "$others" ] || fail "left behind: $others"
for file in best last state; do
  cmp "run/$file.safetensors" "whole/$file.safetensors" || fail "another $file.safetensors than without kills"
done
# Rows of time have no place in a comparison; those of validations do.
diff <(grep -v ',$' run/log.csv) <(grep -v ',$' whole/log.csv) > /dev/null || fail "another log.csv than without kills"
echo "killed $killed times in $steps steps; ended with the bytes of a training without kills"
