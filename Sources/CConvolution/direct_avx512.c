#include "direct.h"

#if defined(__x86_64__)

  #include "avx512.h"
  #include "direct_kernel.h"

KERNEL_TARGET void direct_avx512(
  const burnish_direct_shape *shape, const float *source, const float *arranged_kernel, const float *bias, bool relu,
  float *destination, int64_t first, int64_t end) {
  convolve_rows(shape, source, arranged_kernel, bias, relu, destination, first, end);
}

#endif
