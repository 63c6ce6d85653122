#include "direct.h"

#if defined(__x86_64__)

  #include "sse2.h"
  #include "direct_kernel.h"

void direct_sse2(
  const burnish_direct_shape *shape, const float *source, const float *arranged_kernel, const float *bias, bool relu,
  float *destination, int64_t first, int64_t end) {
  convolve_rows(shape, source, arranged_kernel, bias, relu, destination, first, end);
}

#endif
