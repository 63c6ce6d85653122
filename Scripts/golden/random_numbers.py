"""First numbers of xoshiro256** seeded by SplitMix64, in plain integers.

Run: python3 Scripts/golden/random_numbers.py
Prints the values that Tests/BurnishTensorsTests/RandomNumbersTests.swift holds.
"""

MASK = (1 << 64) - 1


def splitmix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotl(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


def xoshiro(seed):
    fill = splitmix(seed)
    s = [next(fill) for _ in range(4)]
    while True:
        yield (rotl((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)


# SplitMix64 of seed 1234567 as published with the Rosetta Code task "Pseudo-random numbers/Splitmix64".
check = splitmix(1234567)
assert [next(check) for _ in range(5)] == [
    6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431,
    16408922859458223821,
]
# The first value is also that of rand_xoshiro (Rust) seeded by 42: 1546998764402558742.
numbers = xoshiro(42)
print(", ".join(f"0x{next(numbers):016x}" for _ in range(4)))
