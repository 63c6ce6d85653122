#pragma once

#include "transforms.h"

// Matrix products of the 36 frequencies, in registers: a block of rows by up to four vectors of 16 channels.

enum { MOST_VECTORS = 4, MOST_ROWS = 12 };

/// products[row][column] = sum over channels of inputs[row][channel] * kernel[channel][column]
WINOGRAD_TARGET void multiply_rows(
  const int rows, const int vectors, const float *restrict inputs, int64_t input_stride, const float *restrict kernel,
  int64_t channels, float *restrict products, int64_t product_stride) {
  lanes sums[MOST_ROWS][MOST_VECTORS];
#pragma clang loop unroll(full)
  for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++) sums[row][vector] = _mm512_setzero_ps();
  for (int64_t channel = 0; channel < channels; channel++) {
    lanes factors[MOST_VECTORS];
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++)
      factors[vector] = _mm512_loadu_ps(kernel + (channel * vectors + vector) * 16);
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++) {
      const lanes input = _mm512_set1_ps(inputs[row * input_stride + channel]);
#pragma clang loop unroll(full)
      for (int vector = 0; vector < vectors; vector++)
        sums[row][vector] = _mm512_fmadd_ps(input, factors[vector], sums[row][vector]);
    }
  }
#pragma clang loop unroll(full)
  for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++)
      _mm512_storeu_ps(products + row * product_stride + vector * 16, sums[row][vector]);
}

/// sums[channel][column] += sum over tiles of inputs[tile][channel] * gradients[tile][column], for four channels;
/// tiles come in groups of `group`.
WINOGRAD_TARGET void add_outer_products(
  const int vectors, const float *restrict inputs, int64_t input_stride, int64_t input_group,
  const float *restrict gradients, int64_t gradient_stride, int64_t gradient_group, int64_t group, int64_t tiles,
  float *restrict sums, int64_t sum_stride) {
  enum { CHANNELS = 4 };
  lanes total[CHANNELS][MOST_VECTORS];
#pragma clang loop unroll(full)
  for (int channel = 0; channel < CHANNELS; channel++)
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++)
      total[channel][vector] = _mm512_loadu_ps(sums + channel * sum_stride + vector * 16);
  for (int64_t first = 0; first < tiles; first += group) {
    const int64_t count = tiles - first < group ? tiles - first : group;
    for (int64_t tile = 0; tile < count; tile++) {
      lanes gradient[MOST_VECTORS];
#pragma clang loop unroll(full)
      for (int vector = 0; vector < vectors; vector++)
        gradient[vector] = _mm512_loadu_ps(gradients + tile * gradient_stride + vector * 16);
#pragma clang loop unroll(full)
      for (int channel = 0; channel < CHANNELS; channel++) {
        const lanes input = _mm512_set1_ps(inputs[tile * input_stride + channel]);
#pragma clang loop unroll(full)
        for (int vector = 0; vector < vectors; vector++)
          total[channel][vector] = _mm512_fmadd_ps(input, gradient[vector], total[channel][vector]);
      }
    }
    inputs += input_group;
    gradients += gradient_group;
  }
#pragma clang loop unroll(full)
  for (int channel = 0; channel < CHANNELS; channel++)
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++)
      _mm512_storeu_ps(sums + channel * sum_stride + vector * 16, total[channel][vector]);
}
