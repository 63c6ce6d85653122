#pragma once

#include <emmintrin.h>

// Four samples at a time, in 16 registers. Every 64-bit processor of this family has these instructions.

#define KERNEL_FUNCTION static
#define KERNEL_INLINE __attribute__((always_inline)) static inline

typedef __m128 lanes;
enum { LANES = 4 };

/// The number of pixels whose sums for this many groups of 16 channels fit into the registers.
enum { DIRECT_PIXELS = 3, DIRECT_GROUPS = 1 };

KERNEL_INLINE lanes load(const float *from) { return _mm_loadu_ps(from); }
KERNEL_INLINE void store(float *to, lanes a) { _mm_storeu_ps(to, a); }
KERNEL_INLINE lanes all(float value) { return _mm_set1_ps(value); }
KERNEL_INLINE lanes zeros(void) { return _mm_setzero_ps(); }
KERNEL_INLINE lanes plus(lanes a, lanes b) { return _mm_add_ps(a, b); }
/// a * b + c
KERNEL_INLINE lanes product_plus(lanes a, lanes b, lanes c) { return _mm_add_ps(_mm_mul_ps(a, b), c); }
/// NaN stays NaN.
KERNEL_INLINE lanes rectified(lanes a) { return _mm_max_ps(_mm_setzero_ps(), a); }
