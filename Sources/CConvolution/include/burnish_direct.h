#pragma once

#include <stddef.h>
#include <stdint.h>

#include "burnish_kernels.h"

// Convolution by its definition, for any kernel, stride, and dilation. Every output sample is one sum in one fixed
// order (groups of input channels, rows and columns of the kernel, channels of the group). The results therefore do
// not depend on how threads divide the rows.

/// The layout of an array's channels: plain `[N, C, H, W]`, or groups of 16, innermost.
typedef struct {
  /// 16, or 1 for the plain layout.
  int64_t group;
  int64_t channels, height, width;
} burnish_direct_images;

typedef struct {
  burnish_kernels kernels;
  int64_t images;
  /// A blocked array has a multiple of 16 channels.
  burnish_direct_images input, output;
  int64_t kernel_height, kernel_width;
  /// 1 for every pixel and for neighboring taps.
  int64_t stride, dilation;
  /// The number of zeros before the first row and column. Missing samples after the last are zero as well.
  int64_t padding_top, padding_left;
} burnish_direct_shape;

/// The number of floats in an arranged kernel.
size_t burnish_direct_kernel_count(const burnish_direct_shape *shape);

/// Arranges a kernel `[outputs, inputs, height, width]` in panels of outputs and fills the last group of 16 with zeros.
/// The result works only with the same instructions.
void burnish_direct_arrange_kernel(const burnish_direct_shape *shape, const float *kernel, float *arranged);

/// Computes rows of the output from `first` up to but not including `end`, counted over all images.
///
/// `bias` has a float for each output channel, filled with zeros to a multiple of 16. With `relu`, negative samples
/// become 0, and NaN stays NaN.
void burnish_direct_convolve(
  const burnish_direct_shape *shape, const float *source, const float *arranged_kernel, const float *bias, bool relu,
  float *destination, int64_t first, int64_t end);
