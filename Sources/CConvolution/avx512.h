#pragma once

#include <immintrin.h>
#include <string.h>

// Sixteen samples at a time, in 32 registers.

// Each function is compiled for its own instructions. The package must run on processors without them, and it must
// not pass compiler flags to its users.
#define KERNEL_TARGET __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,fma")))
#define KERNEL_FUNCTION KERNEL_TARGET static
#define KERNEL_INLINE \
  __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,fma"), always_inline)) static inline

typedef __m512 lanes;
enum { LANES = 16 };

/// The number of pixels whose sums for this many groups of 16 channels fit into the registers.
enum { DIRECT_PIXELS = 14, DIRECT_GROUPS = 2 };

/// Blocks of products that fit into the registers, as rows by vectors, for one vector up to the vectors of a panel.
#define EACH_BLOCK(BLOCK) BLOCK(12, 1) BLOCK(12, 2) BLOCK(6, 3) BLOCK(6, 4)
enum { PANEL_VECTORS = 4 };

KERNEL_INLINE lanes load(const float *from) { return _mm512_loadu_ps(from); }
KERNEL_INLINE void store(float *to, lanes a) { _mm512_storeu_ps(to, a); }
KERNEL_INLINE lanes all(float value) { return _mm512_set1_ps(value); }
KERNEL_INLINE lanes zeros(void) { return _mm512_setzero_ps(); }
KERNEL_INLINE lanes plus(lanes a, lanes b) { return _mm512_add_ps(a, b); }
KERNEL_INLINE lanes minus(lanes a, lanes b) { return _mm512_sub_ps(a, b); }
KERNEL_INLINE lanes product(lanes a, lanes b) { return _mm512_mul_ps(a, b); }
/// a * b + c
KERNEL_INLINE lanes product_plus(lanes a, lanes b, lanes c) { return _mm512_fmadd_ps(a, b, c); }
/// NaN stays NaN.
KERNEL_INLINE lanes rectified(lanes a) { return _mm512_max_ps(_mm512_setzero_ps(), a); }
/// a where bits are set, and 0 elsewhere.
KERNEL_INLINE lanes where_set(lanes a, const uint8_t *bits) {
  __mmask16 mask;
  memcpy(&mask, bits, sizeof mask);
  return _mm512_maskz_mov_ps(mask, a);
}
/// Stores a bit for each sample that is above 0.
KERNEL_INLINE void store_signs(uint8_t *bits, lanes a) {
  const __mmask16 mask = _mm512_cmp_ps_mask(a, _mm512_setzero_ps(), _CMP_GT_OQ);
  memcpy(bits, &mask, sizeof mask);
}
/// Prefetches the samples around an address into the core's caches except the smallest one.
KERNEL_INLINE void prefetch(const float *at) { _mm_prefetch((const char *)at, _MM_HINT_T1); }
