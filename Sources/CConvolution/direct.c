#include "direct.h"

enum { OUTPUTS = 16 };

/// The number of output channels that the kernels compute together.
static int64_t panel_width(const burnish_direct_shape *shape) {
  return shape->kernels == BURNISH_KERNELS_AVX512 ? 2 * OUTPUTS : OUTPUTS;
}

size_t burnish_direct_kernel_count(const burnish_direct_shape *shape) {
  const int64_t groups = (shape->output.channels + OUTPUTS - 1) / OUTPUTS;
  return (size_t)(groups * OUTPUTS * shape->input.channels * shape->kernel_height * shape->kernel_width);
}

void burnish_direct_arrange_kernel(const burnish_direct_shape *shape, const float *kernel, float *arranged) {
  const int64_t inputs = shape->input.channels, outputs = shape->output.channels, group = shape->input.group;
  const int64_t filled = (outputs + OUTPUTS - 1) / OUTPUTS * OUTPUTS, panel = panel_width(shape);
  const int64_t taps = shape->kernel_height * shape->kernel_width;
  for (int64_t first = 0; first < filled; first += panel) {
    const int64_t end = first + panel < filled ? first + panel : filled;
    for (int64_t input = 0; input < inputs; input += group)
      for (int64_t tap = 0; tap < taps; tap++)
        for (int64_t member = 0; member < group; member++)
          for (int64_t output = first; output < end; output++)
            *arranged++ = output < outputs ? kernel[(output * inputs + input + member) * taps + tap] : 0;
  }
}

void burnish_direct_convolve(
  const burnish_direct_shape *shape, const float *source, const float *arranged_kernel, const float *bias, bool relu,
  float *destination, int64_t first, int64_t end) {
  direct_convolution *convolve = NULL;
#if defined(__x86_64__)
  switch (shape->kernels) {
    case BURNISH_KERNELS_SSE2: convolve = direct_sse2; break;
    case BURNISH_KERNELS_AVX2: convolve = direct_avx2; break;
    case BURNISH_KERNELS_AVX512: convolve = direct_avx512; break;
    case BURNISH_KERNELS_NONE: break;
  }
#endif
  // Callers must have checked that the kernels exist.
  if (!convolve) __builtin_trap();
  convolve(shape, source, arranged_kernel, bias, relu, destination, first, end);
}
