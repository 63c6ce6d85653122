#pragma once

// The positions of tiles in images, and the reading and writing of their samples.

/// The side of an output tile, the side of its input window, and the number of frequencies of a tile.
enum { TILE = 4, WINDOW = 6, FREQUENCIES = WINDOW * WINDOW };

/// The number of adjacent channels in images, for any vector size.
enum { NEIGHBORS = 16 };

struct place {
  int64_t image, row, column;
};

static inline int64_t tiles_across(int64_t extent) { return (extent + TILE - 1) / TILE; }

/// The output sample in the top left corner of a tile.
static inline struct place place_of(const burnish_winograd_shape *shape, int64_t tile) {
  const int64_t columns = tiles_across(shape->output_width), rows = tiles_across(shape->output_height);
  return (struct place){
    tile / (rows * columns), tile / columns % rows * TILE, tile % columns * TILE};
}

/// The number of floats before a channel's first sample. A group of neighboring channels has `plane` floats.
static inline int64_t plane_of(int64_t image, int64_t channels, int64_t channel, int64_t plane) {
  return (image * channels + channel) / NEIGHBORS * plane + channel % NEIGHBORS;
}

static inline int64_t clamped(int64_t value, int64_t low, int64_t high) {
  return value < low ? low : value > high ? high : value;
}

/// A window of `side` x `side` vectors, starting at (`row`, `column`), which may lie partly outside the plane. The
/// result is a pointer into the plane with its stride between rows, or a copy in `patch` with zeros outside the plane.
KERNEL_INLINE const float *window_at(
  const float *plane, int64_t height, int64_t width, int64_t row, int64_t column, int64_t side, float *patch,
  int64_t *stride) {
  if (row >= 0 && column >= 0 && row + side <= height && column + side <= width) {
    *stride = width * NEIGHBORS;
    return plane + (row * width + column) * NEIGHBORS;
  }
  *stride = side * NEIGHBORS;
  for (int64_t y = row; y < row + side; y++)
    for (int64_t x = column; x < column + side; x++) {
      const bool inside = y >= 0 && y < height && x >= 0 && x < width;
      store(
        patch + ((y - row) * side + x - column) * NEIGHBORS,
        inside ? load(plane + (y * width + x) * NEIGHBORS) : zeros());
    }
  return patch;
}

/// Computes B'dB of a window, one vector for each frequency.
KERNEL_INLINE void window_to_frequencies(
  const float *window, int64_t stride, float *frequencies, int64_t frequency_stride) {
  lanes columns[WINDOW][WINDOW];
#pragma clang loop unroll(full)
  for (int x = 0; x < WINDOW; x++) {
    lanes d[WINDOW];
#pragma clang loop unroll(full)
    for (int y = 0; y < WINDOW; y++) d[y] = load(window + y * stride + x * NEIGHBORS);
    transform_input(d, columns[x]);
  }
#pragma clang loop unroll(full)
  for (int y = 0; y < WINDOW; y++) {
    lanes d[WINDOW], t[WINDOW];
#pragma clang loop unroll(full)
    for (int x = 0; x < WINDOW; x++) d[x] = columns[x][y];
    transform_input(d, t);
#pragma clang loop unroll(full)
    for (int x = 0; x < WINDOW; x++) store(frequencies + (y * WINDOW + x) * frequency_stride, t[x]);
  }
}

/// Computes AyA' of a 4x4 window of the output's gradient, one vector for each frequency.
KERNEL_INLINE void gradient_to_frequencies(
  const float *window, int64_t stride, float *frequencies, int64_t frequency_stride) {
  lanes columns[TILE][WINDOW];
#pragma clang loop unroll(full)
  for (int x = 0; x < TILE; x++) {
    lanes y[TILE];
#pragma clang loop unroll(full)
    for (int row = 0; row < TILE; row++) y[row] = load(window + row * stride + x * NEIGHBORS);
    transform_output_gradient(y, columns[x]);
  }
#pragma clang loop unroll(full)
  for (int y = 0; y < WINDOW; y++) {
    lanes row[TILE], t[WINDOW];
#pragma clang loop unroll(full)
    for (int x = 0; x < TILE; x++) row[x] = columns[x][y];
    transform_output_gradient(row, t);
#pragma clang loop unroll(full)
    for (int x = 0; x < WINDOW; x++) store(frequencies + (y * WINDOW + x) * frequency_stride, t[x]);
  }
}

/// Computes A'mA, finishes the samples of a tile, and writes `rows` x `columns` of them. `bias` is the channels' bias,
/// `place` the index of the first sample in the destination, and `stride` the distance between rows.
KERNEL_INLINE void frequencies_to_tile(
  const float *frequencies, int64_t frequency_stride, lanes bias, const burnish_winograd_finish *finish,
  float *destination, int64_t place, int64_t stride, int64_t rows, int64_t columns) {
  lanes half[WINDOW][TILE];
#pragma clang loop unroll(full)
  for (int x = 0; x < WINDOW; x++) {
    lanes m[WINDOW];
#pragma clang loop unroll(full)
    for (int y = 0; y < WINDOW; y++) m[y] = load(frequencies + (y * WINDOW + x) * frequency_stride);
    transform_output(m, half[x]);
  }
#pragma clang loop unroll(full)
  for (int y = 0; y < TILE; y++) {
    lanes m[WINDOW], samples[TILE];
#pragma clang loop unroll(full)
    for (int x = 0; x < WINDOW; x++) m[x] = half[x][y];
    transform_output(m, samples);
    if (y >= rows) break;
#pragma clang loop unroll(full)
    for (int x = 0; x < TILE; x++) {
      lanes sample = plus(samples[x], bias);
      if (finish->relu) sample = rectified(sample);
      if (x >= columns) continue;
      const int64_t own = place + y * stride + x * NEIGHBORS;
      if (finish->mask) sample = where_set(sample, finish->mask + own / 8);
      if (finish->signs) store_signs(finish->signs + own / 8, sample);
      store(destination + own, sample);
    }
  }
}
