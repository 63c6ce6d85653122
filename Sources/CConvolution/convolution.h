#pragma once

/// The number of tiles in a group. Memory holds `[frequency][tile][channel]` for one group, then for the next. A
/// tile's frequencies are thus close together, and each frequency of a group can be multiplied in one pass.
enum { GROUP = 12 };

/// The number of groups processed at a time. It is large enough to pay for a pass over the transformed kernel, and
/// small enough for the groups to stay in a core's own cache.
enum { GROUPS = 2 };

/// The distance in floats between frequencies of a group. The extra vector avoids the same cache lines.
static inline int64_t frequency_stride(int64_t channels) { return GROUP * channels + LANES; }

static inline int64_t group_stride(int64_t channels) { return FREQUENCIES * frequency_stride(channels); }

static size_t scratch_bytes(const burnish_winograd_shape *shape) {
  const int64_t floats = GROUPS * (group_stride(shape->input_channels) + group_stride(shape->output_channels));
  return (size_t)floats * sizeof(float);
}

/// Transforms `count` tiles' parts of an image into frequencies: windows of the input, or tiles of the output's
/// gradient.
#define GATHER(NAME, OF, PADDING_TOP, PADDING_LEFT, SIDE, TRANSFORM) \
  KERNEL_INLINE void NAME( \
    const burnish_winograd_shape *shape, const float *source, int64_t first, int64_t count, float *frequencies) { \
    const int64_t channels = shape->OF##_channels, plane = shape->OF##_height * shape->OF##_width * NEIGHBORS; \
    float patch[SIDE * SIDE * NEIGHBORS]; \
    struct place places[GROUP]; \
    for (int64_t tile = 0; tile < count; tile++) places[tile] = place_of(shape, first + tile); \
    for (int64_t channel = 0; channel < channels; channel += LANES) { \
      for (int64_t tile = 0; tile < count; tile++) { \
        const struct place place = places[tile]; \
        int64_t stride; \
        const float *window = window_at( \
          source + plane_of(place.image, channels, channel, plane), shape->OF##_height, shape->OF##_width, \
          place.row - (PADDING_TOP), place.column - (PADDING_LEFT), SIDE, patch, &stride); \
        TRANSFORM(window, stride, frequencies + tile * channels + channel, frequency_stride(channels)); \
      } \
    } \
  }

GATHER(gather_inputs, input, shape->padding_top, shape->padding_left, WINDOW, window_to_frequencies)
GATHER(gather_gradients, output, 0, 0, TILE, gradient_to_frequencies)
#undef GATHER

/// Computes a group's output tiles from their products.
KERNEL_INLINE void scatter_outputs(
  const burnish_winograd_shape *shape, const float *products, const burnish_winograd_finish *finish, int64_t first,
  int64_t count, float *destination) {
  const int64_t channels = shape->output_channels, plane = shape->output_height * shape->output_width * NEIGHBORS;
  struct place places[GROUP];
  for (int64_t tile = 0; tile < count; tile++) places[tile] = place_of(shape, first + tile);
  for (int64_t channel = 0; channel < channels; channel += LANES) {
    for (int64_t tile = 0; tile < count; tile++) {
      const struct place place = places[tile];
      frequencies_to_tile(
        products + tile * channels + channel, frequency_stride(channels),
        finish->bias ? load(finish->bias + channel) : zeros(), finish, destination,
        plane_of(place.image, channels, channel, plane)
          + (place.row * shape->output_width + place.column) * NEIGHBORS,
        shape->output_width * NEIGHBORS, shape->output_height - place.row, shape->output_width - place.column);
    }
  }
}

/// Prefetches the inputs of the tiles from `first` on, while the tiles before them are multiplied. Each call takes
/// the `step`th of `steps` shares, so that the requests do not come all at once. A window's neighbors have already
/// requested its first row and column.
KERNEL_INLINE void prefetch_inputs(
  const burnish_winograd_shape *shape, const float *source, int64_t first, int64_t end, int64_t step, int64_t steps) {
  const int64_t height = shape->input_height, width = shape->input_width;
  const int64_t planes = shape->input_channels / NEIGHBORS;
  const int64_t windows = clamped(end - first, 0, GROUPS * GROUP) * planes;
  for (int64_t window = step * windows / steps; window < (step + 1) * windows / steps; window++) {
    const struct place place = place_of(shape, first + window / planes);
    const float *plane = source + (place.image * planes + window % planes) * height * width * NEIGHBORS;
    const int64_t row = place.row - shape->padding_top, column = place.column - shape->padding_left;
    const int64_t bottom = clamped(row + WINDOW, 0, height), right = clamped(column + WINDOW, 0, width);
    for (int64_t y = clamped(row + 1, 0, height); y < bottom; y++)
      for (int64_t x = clamped(column + 1, 0, width); x < right; x++) prefetch(plane + (y * width + x) * NEIGHBORS);
  }
}

/// Computes the products of one frequency of a group.
KERNEL_INLINE void multiply_group(
  const float *inputs, int64_t input_channels, const float *kernel, int64_t output_channels, float *products) {
#define MULTIPLY(ROWS, VECTORS) \
  case VECTORS: \
    for (int64_t tile = 0; tile < GROUP; tile += ROWS) \
      multiply_rows( \
        ROWS, VECTORS, inputs + tile * input_channels, input_channels, kernel + channel * input_channels, \
        input_channels, products + tile * output_channels + channel, output_channels); \
    break;
  for (int64_t channel = 0; channel < output_channels; channel += PANEL_VECTORS * LANES)
    switch (clamped((output_channels - channel) / LANES, 1, PANEL_VECTORS)) { EACH_BLOCK(MULTIPLY) }
#undef MULTIPLY
}

KERNEL_FUNCTION void convolve(
  const burnish_winograd_shape *shape, const float *source, const float *transformed_kernel,
  const burnish_winograd_finish *finish, float *destination, int64_t first, int64_t end, void *scratch) {
  const int64_t input_channels = shape->input_channels, output_channels = shape->output_channels;
  float *inputs = scratch, *products = inputs + GROUPS * group_stride(input_channels);
  for (int64_t tile = first; tile < end; tile += GROUPS * GROUP) {
    const int64_t groups = clamped((end - tile + GROUP - 1) / GROUP, 1, GROUPS);
    for (int64_t group = 0; group < groups; group++) {
      float *own = inputs + group * group_stride(input_channels);
      const int64_t count = clamped(end - tile - group * GROUP, 1, GROUP);
      // A smaller group is multiplied as a whole group.
      if (count < GROUP) memset(own, 0, (size_t)group_stride(input_channels) * sizeof(float));
      gather_inputs(shape, source, tile + group * GROUP, count, own);
    }
    for (int64_t frequency = 0; frequency < FREQUENCIES; frequency++)
      for (int64_t group = 0; group < groups; group++) {
        multiply_group(
          inputs + group * group_stride(input_channels) + frequency * frequency_stride(input_channels),
          input_channels, transformed_kernel + frequency * input_channels * output_channels, output_channels,
          products + group * group_stride(output_channels) + frequency * frequency_stride(output_channels));
        prefetch_inputs(
          shape, source, tile + GROUPS * GROUP, end, frequency * groups + group, FREQUENCIES * groups);
      }
    for (int64_t group = 0; group < groups; group++)
      scatter_outputs(
        shape, products + group * group_stride(output_channels), finish, tile + group * GROUP,
        clamped(end - tile - group * GROUP, 1, GROUP), destination);
  }
}

/// Adds up the sums of one frequency over `tiles` tiles of all groups.
KERNEL_INLINE void add_groups(
  const float *inputs, int64_t input_channels, const float *gradients, int64_t output_channels, int64_t tiles,
  float *sums) {
#define ADD(ROWS, VECTORS) \
  case VECTORS: \
    for (int64_t input = 0; input < input_channels; input += OUTER_ROWS) \
      add_outer_products( \
        VECTORS, inputs + input, input_channels, group_stride(input_channels), gradients + channel, \
        output_channels, group_stride(output_channels), GROUP, tiles, \
        sums + input * output_channels + channel, output_channels); \
    break;
  for (int64_t channel = 0; channel < output_channels; channel += PANEL_VECTORS * LANES)
    switch (clamped((output_channels - channel) / LANES, 1, PANEL_VECTORS)) { EACH_BLOCK(ADD) }
#undef ADD
}

KERNEL_FUNCTION void add_kernel_gradient(
  const burnish_winograd_shape *shape, const float *source, const float *destination_gradient, int64_t first,
  int64_t end, float *sums, float *bias_sums, void *scratch) {
  const int64_t input_channels = shape->input_channels, output_channels = shape->output_channels;
  float *inputs = scratch, *gradients = inputs + GROUPS * group_stride(input_channels);
  for (int64_t tile = first; tile < end; tile += GROUPS * GROUP) {
    const int64_t tiles = clamped(end - tile, 1, GROUPS * GROUP);
    for (int64_t done = 0; done < tiles; done += GROUP) {
      float *group = gradients + done / GROUP * group_stride(output_channels);
      const int64_t count = clamped(tiles - done, 1, GROUP);
      gather_inputs(
        shape, source, tile + done, count, inputs + done / GROUP * group_stride(input_channels));
      gather_gradients(shape, destination_gradient, tile + done, count, group);
      if (!bias_sums) continue;
      // This frequency adds up the rows and columns of a tile.
      const float *totals = group + (WINDOW + 1) * frequency_stride(output_channels);
      for (int64_t each = 0; each < count; each++)
        for (int64_t channel = 0; channel < output_channels; channel++)
          bias_sums[channel] += totals[each * output_channels + channel];
    }
    for (int64_t frequency = 0; frequency < FREQUENCIES; frequency++)
      add_groups(
        inputs + frequency * frequency_stride(input_channels), input_channels,
        gradients + frequency * frequency_stride(output_channels), output_channels, tiles,
        sums + frequency * input_channels * output_channels);
  }
}
