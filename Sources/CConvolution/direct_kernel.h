#pragma once

// The convolution for one instruction set, whose header must come before this one.

/// The number of adjacent input channels if channels form groups.
enum { INPUTS = 16 };

/// The number of output channels of a group, and of a panel of groups that are computed together.
enum { OUTPUTS = 16, VECTORS = OUTPUTS / LANES, MOST_PIXELS = DIRECT_PIXELS * DIRECT_GROUPS, PANEL = OUTPUTS * DIRECT_GROUPS };

/// Sums of pixels by vectors: as many as fit into the registers, in any proportion.
typedef lanes block_sums[MOST_PIXELS * VECTORS];

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }

/// The taps along one axis that read the input. Taps before `first` and from `end` on read zeros.
struct taps {
  int64_t first, end;
};

/// `position` is the position of the first tap.
static inline struct taps taps_inside(int64_t position, int64_t count, int64_t dilation, int64_t extent) {
  const int64_t first = position >= 0 ? 0 : (-position + dilation - 1) / dilation;
  const int64_t end = position >= extent ? 0 : least(count, (extent - 1 - position) / dilation + 1);
  return (struct taps){first, most(first, end)};
}

/// Adds the products of `count` samples of each pixel, `sample_step` apart, and the factors of each output vector.
KERNEL_INLINE void add_run(
  const int pixels, const int vectors, int64_t pixel_step, const float *samples, int64_t sample_step,
  const float *factors, int64_t count, block_sums sums) {
  for (int64_t index = 0; index < count; index++) {
    lanes factor[PANEL / LANES];
#pragma clang loop unroll(full)
    for (int vector = 0; vector < vectors; vector++) factor[vector] = load(factors + (index * vectors + vector) * LANES);
#pragma clang loop unroll(full)
    for (int pixel = 0; pixel < pixels; pixel++) {
      const lanes sample = all(samples[pixel * pixel_step + index * sample_step]);
#pragma clang loop unroll(full)
      for (int vector = 0; vector < vectors; vector++)
        sums[pixel * vectors + vector] = product_plus(sample, factor[vector], sums[pixel * vectors + vector]);
    }
  }
}

/// The sums over all input channels and the given taps, for adjacent pixels, whose samples are `pixel_step` apart.
///
/// `source` is the image's first sample. `row` and `column` are the position of the first pixel's first tap.
KERNEL_INLINE void add_products(
  const int pixels, const int vectors, int64_t pixel_step, const burnish_direct_shape *shape, const float *source,
  const float *kernel, int64_t row, int64_t column, struct taps rows, struct taps columns, block_sums sums) {
  const burnish_direct_images *input = &shape->input;
  const int64_t group = input->group, width = input->width, plane = input->height * width * group;
  const int64_t outputs = vectors * LANES, tap_floats = group * outputs, kernel_row = shape->kernel_width * tap_floats;
  for (int64_t channel = 0; channel < input->channels; channel += group) {
    const float *samples = source + channel / group * plane
      + ((row + rows.first * shape->dilation) * width + column + columns.first * shape->dilation) * group;
    const float *factors = kernel + channel * shape->kernel_height * shape->kernel_width * outputs
      + rows.first * kernel_row + columns.first * tap_floats;
    for (int64_t y = rows.first; y < rows.end; y++) {
      if (group == 1) {
        add_run(
          pixels, vectors, pixel_step, samples, shape->dilation, factors, columns.end - columns.first, sums);
      } else {
        for (int64_t x = 0; x < columns.end - columns.first; x++)
          add_run(
            pixels, vectors, pixel_step, samples + x * shape->dilation * INPUTS, 1, factors + x * INPUTS * outputs,
            INPUTS, sums);
      }
      samples += shape->dilation * width * group;
      factors += kernel_row;
    }
  }
}

/// The destination of an output row. `first` is its first sample in the panel's first channel. `channels` is the number
/// of channels from there on. The strides are distances in floats between pixels, channels of a group, and groups.
struct place {
  float *first;
  int64_t channels, pixel_stride, channel_stride, group_stride;
  bool is_blocked;
};

KERNEL_INLINE void finish_pixel(
  const int groups, const lanes *sums, const float *bias, bool relu, struct place place, int64_t column) {
  for (int group = 0; group < groups; group++) {
    float *first = place.first + column * place.pixel_stride + group * place.group_stride, samples[OUTPUTS];
    float *to = place.is_blocked ? first : samples;
#pragma clang loop unroll(full)
    for (int vector = 0; vector < VECTORS; vector++) {
      const lanes sum = plus(sums[group * VECTORS + vector], load(bias + group * OUTPUTS + vector * LANES));
      store(to + vector * LANES, relu ? rectified(sum) : sum);
    }
    if (place.is_blocked) continue;
    const int64_t channels = least(OUTPUTS, place.channels - group * OUTPUTS);
    for (int64_t channel = 0; channel < channels; channel++) first[channel * place.channel_stride] = samples[channel];
  }
}

/// Computes adjacent pixels, starting at the output's `column`, for a panel of outputs.
typedef void pixels_convolution(
  const burnish_direct_shape *shape, const float *source, const float *kernel, const float *bias, bool relu,
  int64_t row, int64_t column, struct taps rows, struct taps columns, struct place place);

// The compiler folds a step that it knows into the addresses of the samples.
#define DEFINE_PIXELS(NAME, PIXELS, GROUPS, PIXEL_STEP) \
  KERNEL_FUNCTION void NAME( \
    const burnish_direct_shape *shape, const float *source, const float *kernel, const float *bias, bool relu, \
    int64_t row, int64_t column, struct taps rows, struct taps columns, struct place place) { \
    enum { WIDTH = (GROUPS) * VECTORS }; \
    block_sums sums; \
    _Pragma("clang loop unroll(full)") for (int index = 0; index < (PIXELS) * WIDTH; index++) sums[index] = zeros(); \
    add_products( \
      (PIXELS), WIDTH, (PIXEL_STEP), shape, source, kernel, row, column * shape->stride - shape->padding_left, rows, \
      columns, sums); \
    _Pragma("clang loop unroll(full)") for (int pixel = 0; pixel < (PIXELS); pixel++) \
      finish_pixel((GROUPS), sums + pixel * WIDTH, bias, relu, place, column + pixel); \
  }

// Whole panels, and a last panel of a single group if there is one.
#define DEFINE_STEP(NAME, PIXEL_STEP) \
  DEFINE_PIXELS(panel_##NAME, DIRECT_PIXELS, DIRECT_GROUPS, PIXEL_STEP) \
  DEFINE_PIXELS(group_##NAME, MOST_PIXELS, 1, PIXEL_STEP)

DEFINE_STEP(any, shape->stride * shape->input.group)
DEFINE_STEP(1, 1)
DEFINE_STEP(16, 16)
DEFINE_STEP(32, 32)
DEFINE_STEP(64, 64)
DEFINE_PIXELS(panel_alone, 1, DIRECT_GROUPS, 0)
DEFINE_PIXELS(group_alone, 1, 1, 0)
#undef DEFINE_STEP
#undef DEFINE_PIXELS

/// The functions for the pixels of a panel: `count` pixels together, or one alone.
struct pixel_kernels {
  int64_t count;
  pixels_convolution *together, *alone;
};

static inline struct pixel_kernels kernels_for(const burnish_direct_shape *shape, bool is_whole_panel) {
#define SUITED(NAME) is_whole_panel ? panel_##NAME : group_##NAME
  struct pixel_kernels kernels = {is_whole_panel ? DIRECT_PIXELS : MOST_PIXELS, SUITED(any), SUITED(alone)};
  switch (shape->stride * shape->input.group) {
    case 1: kernels.together = SUITED(1); break;
    case 16: kernels.together = SUITED(16); break;
    case 32: kernels.together = SUITED(32); break;
    case 64: kernels.together = SUITED(64); break;
  }
#undef SUITED
  return kernels;
}

/// Computes columns of one output row for a panel of channels.
KERNEL_FUNCTION void convolve_columns(
  const burnish_direct_shape *shape, struct pixel_kernels kernels, const float *source, const float *kernel,
  const float *bias, bool relu, int64_t output_row, int64_t first, int64_t end, struct place place) {
  const int64_t row = output_row * shape->stride - shape->padding_top;
  const struct taps rows = taps_inside(row, shape->kernel_height, shape->dilation, shape->input.height);
  const struct taps every = {0, shape->kernel_width};
  // Between these columns, no tap leaves the input.
  const int64_t reach = (shape->kernel_width - 1) * shape->dilation, stride = shape->stride;
  const int64_t inside_first = most(first, (shape->padding_left + stride - 1) / stride);
  const int64_t inside_end = least(end, (shape->input.width - 1 - reach + shape->padding_left + stride) / stride);
  for (int64_t column = first; column < end;) {
    // If too few columns are left, some are computed again.
    const int64_t start = least(column, inside_end - kernels.count);
    if (column < inside_end && start >= inside_first) {
      kernels.together(shape, source, kernel, bias, relu, row, start, rows, every, place);
      column = start + kernels.count;
    } else {
      const struct taps columns = taps_inside(
        column * stride - shape->padding_left, shape->kernel_width, shape->dilation, shape->input.width);
      kernels.alone(shape, source, kernel, bias, relu, row, column, rows, columns, place);
      column += 1;
    }
  }
}

/// The number of output columns to compute for all channels in turn. Their inputs stay in the core's smallest
/// cache.
static inline int64_t strip_width(const burnish_direct_shape *shape) {
  enum { CACHED_FLOATS = 6 << 10 };
  const int64_t column = shape->input.channels * shape->kernel_height * shape->stride;
  return most(1, CACHED_FLOATS / column / MOST_PIXELS) * MOST_PIXELS;
}

KERNEL_INLINE void convolve_rows(
  const burnish_direct_shape *shape, const float *source, const float *kernel, const float *bias, bool relu,
  float *destination, int64_t first, int64_t end) {
  const burnish_direct_images *output = &shape->output, *input = &shape->input;
  const int64_t pixels = output->height * output->width, strip = strip_width(shape);
  const int64_t products = input->channels * shape->kernel_height * shape->kernel_width;
  const struct pixel_kernels panel = kernels_for(shape, true), group = kernels_for(shape, false);
  for (int64_t index = first; index < end; index++) {
    const int64_t image = index / output->height, row = index % output->height;
    const float *from = source + image * input->channels * input->height * input->width;
    for (int64_t column = 0; column < output->width; column += strip)
      for (int64_t channel = 0; channel < output->channels; channel += PANEL) {
        const bool is_blocked = output->group == OUTPUTS;
        const struct place place = {
          destination + (image * output->channels + channel) * pixels + row * output->width * output->group,
          output->channels - channel, output->group, pixels, OUTPUTS * pixels, is_blocked};
        convolve_columns(
          shape, output->channels - channel > PANEL - OUTPUTS ? panel : group, from, kernel + channel * products,
          bias + channel, relu, row, column, least(output->width, column + strip), place);
      }
  }
}
