#pragma once

#include <immintrin.h>

// Eight samples at a time, in 16 registers.

#define KERNEL_TARGET __attribute__((target("avx2,fma")))
#define KERNEL_FUNCTION KERNEL_TARGET static
#define KERNEL_INLINE __attribute__((target("avx2,fma"), always_inline)) static inline

typedef __m256 lanes;
enum { LANES = 8 };

/// The number of pixels whose sums for this many groups of 16 channels fit into the registers.
enum { DIRECT_PIXELS = 6, DIRECT_GROUPS = 1 };

/// Blocks of products that fit into the registers, as rows by vectors. Channels form groups of 16, so every panel
/// is full.
#define EACH_BLOCK(BLOCK) BLOCK(6, 2)
enum { PANEL_VECTORS = 2 };

KERNEL_INLINE lanes load(const float *from) { return _mm256_loadu_ps(from); }
KERNEL_INLINE void store(float *to, lanes a) { _mm256_storeu_ps(to, a); }
KERNEL_INLINE lanes all(float value) { return _mm256_set1_ps(value); }
KERNEL_INLINE lanes zeros(void) { return _mm256_setzero_ps(); }
KERNEL_INLINE lanes plus(lanes a, lanes b) { return _mm256_add_ps(a, b); }
KERNEL_INLINE lanes minus(lanes a, lanes b) { return _mm256_sub_ps(a, b); }
KERNEL_INLINE lanes product(lanes a, lanes b) { return _mm256_mul_ps(a, b); }
/// a * b + c
KERNEL_INLINE lanes product_plus(lanes a, lanes b, lanes c) { return _mm256_fmadd_ps(a, b, c); }
/// NaN stays NaN.
KERNEL_INLINE lanes rectified(lanes a) { return _mm256_max_ps(_mm256_setzero_ps(), a); }
/// a where bits are set, and 0 elsewhere.
KERNEL_INLINE lanes where_set(lanes a, const uint8_t *bits) {
  const __m256i own = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
  const __m256i set = _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32(*bits), own), own);
  return _mm256_and_ps(_mm256_castsi256_ps(set), a);
}
/// Stores a bit for each sample that is above 0.
KERNEL_INLINE void store_signs(uint8_t *bits, lanes a) {
  *bits = (uint8_t)_mm256_movemask_ps(_mm256_cmp_ps(a, _mm256_setzero_ps(), _CMP_GT_OQ));
}
/// Prefetches the samples around an address into the core's caches except the smallest one.
KERNEL_INLINE void prefetch(const float *at) { _mm_prefetch((const char *)at, _MM_HINT_T1); }
