#include "winograd.h"

static const struct winograd_instructions *with(burnish_kernels kernels) {
#if defined(__x86_64__)
  return kernels == BURNISH_KERNELS_AVX512 ? &winograd_avx512 : &winograd_avx2;
#else
  // Callers must have checked that the kernels exist.
  __builtin_trap();
#endif
}

bool burnish_winograd_has(burnish_kernels kernels) {
  return kernels >= BURNISH_KERNELS_AVX2 && burnish_processor_has(kernels);
}

int64_t burnish_winograd_tiles(const burnish_winograd_shape *shape) {
  return shape->images * ((shape->output_height + 3) / 4) * ((shape->output_width + 3) / 4);
}

size_t burnish_winograd_kernel_count(int64_t input_channels, int64_t output_channels) {
  return (size_t)(36 * input_channels * output_channels);
}

size_t burnish_winograd_scratch_bytes(const burnish_winograd_shape *shape) {
  return with(shape->kernels)->scratch_bytes(shape);
}

void burnish_winograd_transform_kernel(
  burnish_kernels kernels, const float *kernel, int64_t outputs, int64_t inputs, bool mirrored, float *transformed) {
  with(kernels)->transform_kernel(kernel, outputs, inputs, mirrored, transformed);
}

void burnish_winograd_convolve(
  const burnish_winograd_shape *shape, const float *source, const float *transformed_kernel,
  const burnish_winograd_finish *finish, float *destination, int64_t first, int64_t end, void *scratch) {
  with(shape->kernels)->convolve(shape, source, transformed_kernel, finish, destination, first, end, scratch);
}

void burnish_winograd_add_kernel_gradient(
  const burnish_winograd_shape *shape, const float *source, const float *destination_gradient, int64_t first,
  int64_t end, float *sums, float *bias_sums, void *scratch) {
  with(shape->kernels)->add_kernel_gradient(shape, source, destination_gradient, first, end, sums, bias_sums, scratch);
}

void burnish_winograd_kernel_gradient(
  burnish_kernels kernels, const float *sums, int64_t outputs, int64_t inputs, float *gradient) {
  with(kernels)->kernel_gradient(sums, outputs, inputs, gradient);
}
