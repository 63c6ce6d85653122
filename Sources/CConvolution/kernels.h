#pragma once

// Moves kernels into the transformed domain, and their gradients out of it.

enum { TAPS = 3 };

/// The offset of the vector of output channels from `output` on in one frequency of a transformed kernel. Vectors
/// are in panels, as the products read them.
static inline int64_t panel_offset(int64_t inputs, int64_t outputs, int64_t input, int64_t output) {
  const int64_t width = PANEL_VECTORS * LANES, panel = output / width * width;
  const int64_t panel_width = clamped(outputs - panel, LANES, width);
  return panel * inputs + input * panel_width + output - panel;
}

KERNEL_INLINE void store_kernel(const float taps[TAPS * TAPS][LANES], float *transformed, int64_t stride) {
  lanes columns[TAPS][WINDOW];
  for (int x = 0; x < TAPS; x++) {
    lanes g[TAPS];
    for (int y = 0; y < TAPS; y++) g[y] = load(taps[y * TAPS + x]);
    transform_kernel(g, columns[x]);
  }
  for (int y = 0; y < WINDOW; y++) {
    lanes g[TAPS], u[WINDOW];
    for (int x = 0; x < TAPS; x++) g[x] = columns[x][y];
    transform_kernel(g, u);
    for (int x = 0; x < WINDOW; x++) store(transformed + (y * WINDOW + x) * stride, u[x]);
  }
}

KERNEL_FUNCTION void store_transformed_kernel(
  const float *kernel, int64_t outputs, int64_t inputs, bool mirrored, float *transformed) {
  const int64_t from = mirrored ? outputs : inputs, to = mirrored ? inputs : outputs;
  for (int64_t input = 0; input < from; input++)
    for (int64_t output = 0; output < to; output += LANES) {
      float taps[TAPS * TAPS][LANES];
      for (int64_t lane = 0; lane < LANES; lane++) {
        const float *one = mirrored ? kernel + (input * inputs + output + lane) * TAPS * TAPS
                                    : kernel + ((output + lane) * inputs + input) * TAPS * TAPS;
        for (int tap = 0; tap < TAPS * TAPS; tap++) taps[mirrored ? TAPS * TAPS - 1 - tap : tap][lane] = one[tap];
      }
      store_kernel(taps, transformed + panel_offset(from, to, input, output), from * to);
    }
}

KERNEL_FUNCTION void store_kernel_gradient(
  const float *sums, int64_t outputs, int64_t inputs, float *gradient) {
  for (int64_t input = 0; input < inputs; input++)
    for (int64_t output = 0; output < outputs; output += LANES) {
      const float *first = sums + input * outputs + output;
      lanes columns[WINDOW][TAPS];
      for (int x = 0; x < WINDOW; x++) {
        lanes u[WINDOW];
        for (int y = 0; y < WINDOW; y++) u[y] = load(first + (y * WINDOW + x) * inputs * outputs);
        transform_kernel_gradient(u, columns[x]);
      }
      for (int y = 0; y < TAPS; y++) {
        lanes u[WINDOW], g[TAPS];
        for (int x = 0; x < WINDOW; x++) u[x] = columns[x][y];
        transform_kernel_gradient(u, g);
        for (int x = 0; x < TAPS; x++) {
          float values[LANES];
          store(values, g[x]);
          for (int64_t lane = 0; lane < LANES; lane++)
            gradient[((output + lane) * inputs + input) * TAPS * TAPS + y * TAPS + x] = values[lane];
        }
      }
    }
}
