#pragma once

// Matrix products of the 36 frequencies in registers: a block of rows by up to a panel of channels.

enum { MOST_ROWS = 12, OUTER_ROWS = 4 };

/// products[row][column] = sum over channels of inputs[row][channel] * kernel[channel][column]
KERNEL_INLINE void multiply_rows(
  const int rows, const int vectors, const float *restrict inputs, int64_t input_stride, const float *restrict kernel,
  int64_t channels, float *restrict products, int64_t product_stride) {
  lanes sums[MOST_ROWS][PANEL_VECTORS];
#pragma clang loop unroll(full)
  for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++) sums[row][vector] = zeros();
  for (int64_t channel = 0; channel < channels; channel++) {
    lanes factors[PANEL_VECTORS];
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++)
      factors[vector] = load(kernel + (channel * vectors + vector) * LANES);
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++) {
      const lanes input = all(inputs[row * input_stride + channel]);
#pragma clang loop unroll(full)
      for (int vector = 0; vector < vectors; vector++)
        sums[row][vector] = product_plus(input, factors[vector], sums[row][vector]);
    }
  }
#pragma clang loop unroll(full)
  for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++)
      store(products + row * product_stride + vector * LANES, sums[row][vector]);
}

/// sums[channel][column] += sum over tiles of inputs[tile][channel] * gradients[tile][column], for OUTER_ROWS
/// channels. Tiles are in groups of `group`.
KERNEL_INLINE void add_outer_products(
  const int vectors, const float *restrict inputs, int64_t input_stride, int64_t input_group,
  const float *restrict gradients, int64_t gradient_stride, int64_t gradient_group, int64_t group, int64_t tiles,
  float *restrict sums, int64_t sum_stride) {
  lanes total[OUTER_ROWS][PANEL_VECTORS];
#pragma clang loop unroll(full)
  for (int channel = 0; channel < OUTER_ROWS; channel++)
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++)
      total[channel][vector] = load(sums + channel * sum_stride + vector * LANES);
  for (int64_t first = 0; first < tiles; first += group) {
    const int64_t count = tiles - first < group ? tiles - first : group;
    for (int64_t tile = 0; tile < count; tile++) {
      lanes gradient[PANEL_VECTORS];
#pragma clang loop unroll(full)
      for (int vector = 0; vector < vectors; vector++)
        gradient[vector] = load(gradients + tile * gradient_stride + vector * LANES);
#pragma clang loop unroll(full)
      for (int channel = 0; channel < OUTER_ROWS; channel++) {
        const lanes input = all(inputs[tile * input_stride + channel]);
#pragma clang loop unroll(full)
        for (int vector = 0; vector < vectors; vector++)
          total[channel][vector] = product_plus(input, gradient[vector], total[channel][vector]);
      }
    }
    inputs += input_group;
    gradients += gradient_group;
  }
#pragma clang loop unroll(full)
  for (int channel = 0; channel < OUTER_ROWS; channel++)
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++)
      store(sums + channel * sum_stride + vector * LANES, total[channel][vector]);
}
