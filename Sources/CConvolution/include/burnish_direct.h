#pragma once

#include <stddef.h>
#include <stdint.h>

#include "burnish_kernels.h"

// Convolution by its definition, for any kernel, stride and dilation. Every output sample is one sum in one fixed order
// (groups of input channels, rows and columns of the kernel, channels of the group), so that no result depends on how the
// rows are shared out.

/// Where an array's channels lie: plain `[N, C, H, W]`, or in groups of 16, innermost.
typedef struct {
  /// 16, or 1 for plain.
  int64_t group;
  int64_t channels, height, width;
} burnish_direct_images;

typedef struct {
  burnish_kernels kernels;
  int64_t images;
  /// A blocked input has a multiple of 16 channels, and so has a blocked output.
  burnish_direct_images input, output;
  int64_t kernel_height, kernel_width;
  /// 1 for every pixel, and for neighboring taps.
  int64_t stride, dilation;
  /// Zeros before the first row and column; what is missing after the last is zero as well.
  int64_t padding_top, padding_left;
} burnish_direct_shape;

/// Floats that an arranged kernel takes.
size_t burnish_direct_kernel_count(const burnish_direct_shape *shape);

/// Arranges a kernel `[outputs, inputs, height, width]` in panels of outputs, the last group of 16 filled up with zeros;
/// what comes out serves the same instructions alone.
void burnish_direct_arrange_kernel(const burnish_direct_shape *shape, const float *kernel, float *arranged);

/// Computes rows of the output from `first` to before `end`, counted over all images.
///
/// `bias` has a float for each output channel, filled up with zeros to a multiple of 16; with `relu` what is below 0 becomes
/// 0, and what is not a number stays so.
void burnish_direct_convolve(
  const burnish_direct_shape *shape, const float *source, const float *arranged_kernel, const float *bias, bool relu,
  float *destination, int64_t first, int64_t end);
