#include "CWinograd.h"

#if !defined(__x86_64__)

// Elsewhere nothing of this exists, and nothing asks for it once it has been told so.

bool burnish_winograd_available(void) { return false; }

int64_t burnish_winograd_tiles(const burnish_winograd_shape *shape) { __builtin_trap(); }

size_t burnish_winograd_kernel_count(int64_t input_channels, int64_t output_channels) { __builtin_trap(); }

size_t burnish_winograd_scratch_bytes(const burnish_winograd_shape *shape) { __builtin_trap(); }

void burnish_winograd_transform_kernel(
  const float *kernel, int64_t outputs, int64_t inputs, bool mirrored, float *transformed) {
  __builtin_trap();
}

void burnish_winograd_convolve(
  const burnish_winograd_shape *shape, const float *source, const float *transformed_kernel, const float *bias,
  bool relu, float *destination, int64_t first, int64_t end, void *scratch) {
  __builtin_trap();
}

void burnish_winograd_add_kernel_gradient(
  const burnish_winograd_shape *shape, const float *source, const float *destination_gradient, int64_t first,
  int64_t end, float *sums, float *bias_sums, void *scratch) {
  __builtin_trap();
}

void burnish_winograd_kernel_gradient(const float *sums, int64_t outputs, int64_t inputs, float *gradient) {
  __builtin_trap();
}

#endif
