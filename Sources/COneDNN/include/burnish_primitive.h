#ifndef BURNISH_PRIMITIVE_H
#define BURNISH_PRIMITIVE_H

#include "burnish_layout.h"

/// A oneDNN computation for one combination of shapes, created once and executed many times.
///
/// Versions 2 and 3 of oneDNN have different C interfaces. Only the sources behind these headers know the version.
typedef struct burnish_primitive burnish_primitive;

/// The arrays that a primitive reads or writes.
typedef enum {
  BURNISH_SOURCE,
  BURNISH_WEIGHTS,
  BURNISH_BIAS,
  BURNISH_DESTINATION,
  BURNISH_MEAN,
  BURNISH_VARIANCE,
  BURNISH_SCALE,
  BURNISH_SHIFT,
  BURNISH_WORKSPACE,
  BURNISH_SCRATCH,
  BURNISH_SOURCE_GRADIENT,
  BURNISH_WEIGHTS_GRADIENT,
  BURNISH_BIAS_GRADIENT,
  BURNISH_DESTINATION_GRADIENT,
  BURNISH_SCALE_GRADIENT,
  BURNISH_SHIFT_GRADIENT,
} burnish_argument;

typedef enum {
  BURNISH_CONVOLUTION_INFERENCE,
  BURNISH_CONVOLUTION_FORWARD,
  BURNISH_CONVOLUTION_SOURCE_GRADIENT,
  BURNISH_CONVOLUTION_WEIGHTS_GRADIENT,
} burnish_convolution_kind;

typedef enum { BURNISH_NO_ACTIVATION, BURNISH_RELU, BURNISH_SIGMOID } burnish_activation;

/// A 2-D convolution. Extents are as in oneDNN, but dilation 1 means no dilation.
typedef struct {
  int64_t images, input_channels, input_height, input_width;
  int64_t output_channels, output_height, output_width;
  int64_t kernel_height, kernel_width;
  int64_t stride, dilation;
  int64_t padding_top, padding_left, padding_bottom, padding_right;
} burnish_convolution_shape;

/// Creates a convolution. Returns NULL if oneDNN has no such implementation.
burnish_primitive *burnish_convolution_create(
  burnish_convolution_kind kind, const burnish_convolution_shape *shape, bool bias,
  burnish_activation activation, int threads);

typedef enum {
  BURNISH_NORMALIZATION_TRAINING,
  BURNISH_NORMALIZATION_INFERENCE,
  BURNISH_NORMALIZATION_GRADIENT,
} burnish_normalization_kind;

/// Batch normalization with scale and shift over arrays in `layout`, optionally followed by ReLU.
burnish_primitive *burnish_normalization_create(
  burnish_normalization_kind kind, const burnish_layout *layout, float epsilon, bool relu,
  int threads);

void burnish_primitive_destroy(burnish_primitive *primitive);

/// The primitive's preferred layout for an argument, owned by the caller.
burnish_layout *burnish_primitive_layout(const burnish_primitive *primitive, burnish_argument argument);

/// The number of bytes that the primitive needs for an argument, or 0 if it does not use the argument.
size_t burnish_primitive_bytes(const burnish_primitive *primitive, burnish_argument argument);

/// The name of the implementation, such as "jit_wino_4x3:avx512_core".
const char *burnish_primitive_name(const burnish_primitive *primitive);

/// Runs the primitive on arrays in its preferred layouts. Returns false if oneDNN reports an error.
bool burnish_primitive_execute(
  const burnish_primitive *primitive, int count, const burnish_argument *arguments,
  void *const *pointers, int threads);

#endif
