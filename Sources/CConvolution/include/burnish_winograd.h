#pragma once

#include <stddef.h>
#include <stdint.h>

#include "burnish_kernels.h"

// Convolution by 3x3 kernels with Winograd's minimal filtering F(4x4, 3x3) (Lavin and Gray, "Fast Algorithms for
// Convolutional Neural Networks", CVPR 2016, section 4.3). Tiles of 6x6 input samples give 4x4 output samples with
// 36 products instead of 144.
//
// Images are [N, C, H, W] with channels in groups of 16, innermost; C is a multiple of 16. Work is counted in output
// tiles, first along an image's rows of tiles, then over the images. Any range of tiles can be computed separately,
// and a tile's result does not depend on the range. Scratch memory is aligned to 64 bytes.

/// A convolution of stride 1 by a 3x3 kernel.
typedef struct {
  burnish_kernels kernels;
  int64_t images;
  int64_t input_channels, input_height, input_width;
  int64_t output_channels, output_height, output_width;
  /// The number of zeros before the first row and column. Missing samples after the last are zero as well.
  int64_t padding_top, padding_left;
} burnish_winograd_shape;

/// Whether this processor has the instructions and the algorithm exists for them: vectors of at least 8 samples.
bool burnish_winograd_has(burnish_kernels kernels);

int64_t burnish_winograd_tiles(const burnish_winograd_shape *shape);

/// The number of floats in a transformed kernel and in the sums of its gradient.
size_t burnish_winograd_kernel_count(int64_t input_channels, int64_t output_channels);

/// The number of extra bytes that one thread needs for any of the computations, a multiple of 64.
size_t burnish_winograd_scratch_bytes(const burnish_winograd_shape *shape);

/// Transforms a kernel `[outputs, inputs, 3, 3]`. The result works only with the same instructions.
///
/// With `mirrored`, the kernel is rotated by 180 degrees, and its inputs and outputs are swapped. It then
/// carries gradients from the output to the input.
void burnish_winograd_transform_kernel(
  burnish_kernels kernels, const float *kernel, int64_t outputs, int64_t inputs, bool mirrored, float *transformed);

/// The operations on the sums before they are written.
typedef struct {
  /// Added to each channel; may be NULL.
  const float *bias;
  /// Whether negative samples become 0.
  bool relu;
  /// One bit for each sample, in the destination's order, with a byte's lowest bit first. The sample becomes 0 if
  /// its bit is not set. May be NULL.
  const uint8_t *mask;
  /// Receives a bit for each sample that is above 0, in the same order; may be NULL.
  uint8_t *signs;
} burnish_winograd_finish;

/// Computes output tiles from `first` up to but not including `end`.
void burnish_winograd_convolve(
  const burnish_winograd_shape *shape, const float *source, const float *transformed_kernel,
  const burnish_winograd_finish *finish, float *destination, int64_t first, int64_t end, void *scratch);

/// Adds the contribution of output tiles from `first` up to but not including `end` to the kernel and bias gradients.
///
/// `sums` is in the transformed domain; `bias_sums`, one float for each output channel, may be NULL.
void burnish_winograd_add_kernel_gradient(
  const burnish_winograd_shape *shape, const float *source, const float *destination_gradient, int64_t first,
  int64_t end, float *sums, float *bias_sums, void *scratch);

/// The gradient of a kernel `[outputs, inputs, 3, 3]` from its sums.
void burnish_winograd_kernel_gradient(
  burnish_kernels kernels, const float *sums, int64_t outputs, int64_t inputs, float *gradient);
