#pragma once

#include "burnish_winograd.h"

/// The computations of `burnish_winograd.h`, compiled for one instruction set.
struct winograd_instructions {
  size_t (*scratch_bytes)(const burnish_winograd_shape *shape);
  void (*transform_kernel)(
    const float *kernel, int64_t outputs, int64_t inputs, bool mirrored, float *transformed);
  void (*convolve)(
    const burnish_winograd_shape *shape, const float *source, const float *transformed_kernel,
    const burnish_winograd_finish *finish, float *destination, int64_t first, int64_t end, void *scratch);
  void (*add_kernel_gradient)(
    const burnish_winograd_shape *shape, const float *source, const float *destination_gradient, int64_t first,
    int64_t end, float *sums, float *bias_sums, void *scratch);
  void (*kernel_gradient)(const float *sums, int64_t outputs, int64_t inputs, float *gradient);
};

#if defined(__x86_64__)
extern const struct winograd_instructions winograd_avx512, winograd_avx2;
#endif
