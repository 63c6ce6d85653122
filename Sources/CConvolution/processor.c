#include "burnish_kernels.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
  #include <cpuid.h>
#endif

bool burnish_processor_has(burnish_kernels kernels) {
#if defined(__x86_64__)
  switch (kernels) {
    case BURNISH_KERNELS_NONE: return false;
    case BURNISH_KERNELS_SSE2: return true;
    case BURNISH_KERNELS_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case BURNISH_KERNELS_AVX512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("fma");
  }
#endif
  return false;
}

#if defined(__x86_64__)

/// A register of a leaf of the CPUID instruction.
enum place { LEAF_1_ECX, LEAF_7_EBX, LEAF_7_ECX, LEAF_7_EDX, LEAF_7_1_EAX, PLACES };

/// The states that the operating system must save for a feature, as bits of the register XCR0.
enum { VECTORS_256 = 0x6, VECTORS_512 = 0xe6, TILES = 0x60000 };

static const struct {
  const char *name;
  enum place place;
  int bit;
  uint32_t saved;
} features[] = {
  {"sse4.1", LEAF_1_ECX, 19, 0},
  {"avx", LEAF_1_ECX, 28, VECTORS_256},
  {"f16c", LEAF_1_ECX, 29, VECTORS_256},
  {"fma", LEAF_1_ECX, 12, VECTORS_256},
  {"avx2", LEAF_7_EBX, 5, VECTORS_256},
  {"avx_vnni", LEAF_7_1_EAX, 4, VECTORS_256},
  {"avx512f", LEAF_7_EBX, 16, VECTORS_512},
  {"avx512dq", LEAF_7_EBX, 17, VECTORS_512},
  {"avx512bw", LEAF_7_EBX, 30, VECTORS_512},
  {"avx512vl", LEAF_7_EBX, 31, VECTORS_512},
  {"avx512_vnni", LEAF_7_ECX, 11, VECTORS_512},
  {"avx512_bf16", LEAF_7_1_EAX, 5, VECTORS_512},
  {"avx512_fp16", LEAF_7_EDX, 23, VECTORS_512},
  {"amx_tile", LEAF_7_EDX, 24, TILES},
  {"amx_int8", LEAF_7_EDX, 25, TILES},
  {"amx_bf16", LEAF_7_EDX, 22, TILES},
  {"amx_fp16", LEAF_7_1_EAX, 21, TILES},
};

/// The states that the operating system saves, or 0 if it does not report them.
static uint32_t saved_states(uint32_t leaf_1_ecx) {
  if (!(leaf_1_ecx & 1u << 27)) return 0;
  uint32_t low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static void read_registers(uint32_t registers[PLACES]) {
  uint32_t a, b, c, d;
  memset(registers, 0, PLACES * sizeof *registers);
  if (__get_cpuid(1, &a, &b, &c, &d)) registers[LEAF_1_ECX] = c;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return;
  registers[LEAF_7_EBX] = b;
  registers[LEAF_7_ECX] = c;
  registers[LEAF_7_EDX] = d;
  if (a >= 1 && __get_cpuid_count(7, 1, &a, &b, &c, &d)) registers[LEAF_7_1_EAX] = a;
}

const char *burnish_processor_feature(int index) {
  uint32_t registers[PLACES];
  read_registers(registers);
  const uint32_t saved = saved_states(registers[LEAF_1_ECX]);
  for (size_t known = 0; known < sizeof features / sizeof *features; known++) {
    const bool is_there = registers[features[known].place] >> features[known].bit & 1
      && (saved & features[known].saved) == features[known].saved;
    if (is_there && index-- == 0) return features[known].name;
  }
  return NULL;
}

void burnish_processor_name(char name[BURNISH_PROCESSOR_NAME]) {
  memset(name, 0, BURNISH_PROCESSOR_NAME);
  for (uint32_t part = 0; part < 3; part++) {
    uint32_t words[4];
    if (!__get_cpuid(0x80000002 + part, words, words + 1, words + 2, words + 3)) return;
    memcpy(name + part * sizeof words, words, sizeof words);
  }
}

#else

const char *burnish_processor_feature(int index) {
  (void)index;
  return NULL;
}

void burnish_processor_name(char name[BURNISH_PROCESSOR_NAME]) { memset(name, 0, BURNISH_PROCESSOR_NAME); }

#endif
