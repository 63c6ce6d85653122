#pragma once

#include "burnish_direct.h"

/// `burnish_direct_convolve`, compiled for one instruction set.
typedef void direct_convolution(
  const burnish_direct_shape *shape, const float *source, const float *arranged_kernel, const float *bias, bool relu,
  float *destination, int64_t first, int64_t end);

#if defined(__x86_64__)
extern direct_convolution direct_sse2, direct_avx2, direct_avx512;
#endif
