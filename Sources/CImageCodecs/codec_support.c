#include "codec_support.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  // Images up to this size may come from files of any size: 4096 x 2048 of one color.
  CHEAP_PIXELS = 1 << 23,
  // Larger images have content. A byte holds about 10 pixels of a photograph and about 100 of a drawing. For a page
  // of text in black and white, it holds about 1000.
  PIXELS_PER_BYTE = 256,
  BITS_PER_BYTE = 4000,
};

static void one_line(char *message) {
  // Removes bytes of the file that a terminal would act on.
  for (char *c = message; *c; ++c)
    if ((unsigned char)*c < 32 || (unsigned char)*c > 126) *c = ' ';
}

void burnish_message(char *message, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, 200, format, arguments);
  va_end(arguments);
  one_line(message);
}

burnish_codec_status burnish_unsupported(
    burnish_image *image, const char *wanted, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(image->message, sizeof image->message, format, arguments);
  va_end(arguments);
  one_line(image->message);
  snprintf(image->wanted, sizeof image->wanted, "%s", wanted);
  return BURNISH_CODEC_UNSUPPORTED;
}

void burnish_clear(burnish_image *image) {
  memset(image, 0, sizeof *image);
  image->alpha = -1;
}

burnish_codec_status burnish_check_size(
    burnish_image *image, uint64_t bits_per_pixel, size_t count, uint64_t expansion,
    burnish_limits limits) {
  uint64_t pixels = (uint64_t)image->width * image->height;
  burnish_message(
      image->message, "the header gives a size of %ux%u", image->width, image->height);
  if (pixels == 0) return BURNISH_CODEC_DAMAGED;
  if (pixels > limits.pixels) {
    snprintf(
        image->wanted, sizeof image->wanted, "at most %llu pixels",
        (unsigned long long)limits.pixels);
    return BURNISH_CODEC_TOO_LARGE;
  }
  // Pixels are at most 2^28 here, so nothing overflows.
  if (pixels * bits_per_pixel / 8 > ((uint64_t)count + 64) * expansion) {
    burnish_message(
        image->message, "the header gives a size of %ux%u, which %zu bytes of file cannot hold",
        image->width, image->height, count);
    return BURNISH_CODEC_DAMAGED;
  }
  uint64_t most = bits_per_pixel == 1 ? BITS_PER_BYTE : PIXELS_PER_BYTE;
  if (pixels > CHEAP_PIXELS && pixels > most * count) {
    burnish_message(
        image->message, "the header gives a size of %ux%u in only %zu bytes of file",
        image->width, image->height, count);
    snprintf(
        image->wanted, sizeof image->wanted,
        "at most %d pixels, or %llu for each byte of the file", CHEAP_PIXELS,
        (unsigned long long)most);
    return BURNISH_CODEC_TOO_LARGE;
  }
  image->message[0] = 0;
  return BURNISH_CODEC_OK;
}

burnish_codec_status burnish_keep_profile(
    burnish_image *image, const void *bytes, size_t count) {
  if (count == 0) return BURNISH_CODEC_OK;
  image->profile = malloc(count);
  if (!image->profile) {
    burnish_message(image->message, "no memory for a color profile of %zu bytes", count);
    return BURNISH_CODEC_OUT_OF_MEMORY;
  }
  memcpy(image->profile, bytes, count);
  image->profile_size = count;
  return BURNISH_CODEC_OK;
}

burnish_codec_status burnish_allocate(burnish_image *image, burnish_limits limits) {
  uint64_t samples = (uint64_t)image->width * image->height * image->channels;
  uint64_t size = samples * image->type;
  // Counts the caller's copy, and the floating-point numbers computed from it.
  uint64_t needed = 2 * size + 4 * samples;
  if (needed <= limits.memory && size <= SIZE_MAX) image->samples = malloc((size_t)size);
  if (image->samples) return BURNISH_CODEC_OK;
  burnish_message(
      image->message, "no memory for an image of %ux%u, which takes %llu MB", image->width,
      image->height, (unsigned long long)(needed >> 20));
  return BURNISH_CODEC_OUT_OF_MEMORY;
}
