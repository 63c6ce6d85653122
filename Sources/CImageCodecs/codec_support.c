#include "codec_support.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void burnish_message(char *message, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, 200, format, arguments);
  va_end(arguments);
  // One line, and nothing from a file's own bytes that a terminal would act on.
  for (char *c = message; *c; ++c)
    if ((unsigned char)*c < 32 || (unsigned char)*c > 126) *c = ' ';
}

void burnish_clear(burnish_picture *picture) {
  memset(picture, 0, sizeof *picture);
  picture->orientation = 1;
}

burnish_codec_status burnish_check_size(
    burnish_picture *picture, size_t bytes_per_pixel, size_t count, uint64_t expansion,
    uint64_t pixel_limit) {
  uint64_t pixels = (uint64_t)picture->width * picture->height;
  if (pixels == 0) {
    burnish_message(
        picture->message, "the header gives a size of %ux%u", picture->width, picture->height);
    return BURNISH_CODEC_DAMAGED;
  }
  if (pixels > pixel_limit) {
    burnish_message(
        picture->message, "the header gives a size of %ux%u", picture->width, picture->height);
    return BURNISH_CODEC_TOO_LARGE;
  }
  if (pixels * bytes_per_pixel > ((uint64_t)count + 64) * expansion) {
    burnish_message(
        picture->message, "the header gives a size of %ux%u, which %zu bytes of file cannot hold",
        picture->width, picture->height, count);
    return BURNISH_CODEC_DAMAGED;
  }
  return BURNISH_CODEC_OK;
}

burnish_codec_status burnish_keep_profile(
    burnish_picture *picture, const void *bytes, size_t count) {
  if (count == 0) return BURNISH_CODEC_OK;
  picture->profile = malloc(count);
  if (!picture->profile) {
    burnish_message(picture->message, "no memory for a colour profile of %zu bytes", count);
    return BURNISH_CODEC_OUT_OF_MEMORY;
  }
  memcpy(picture->profile, bytes, count);
  picture->profile_size = count;
  return BURNISH_CODEC_OK;
}

burnish_codec_status burnish_allocate(burnish_picture *picture) {
  size_t size = (size_t)picture->width * picture->height * picture->channels * picture->type;
  picture->samples = malloc(size);
  if (picture->samples) return BURNISH_CODEC_OK;
  burnish_message(picture->message, "no memory for %zu bytes of samples", size);
  return BURNISH_CODEC_OUT_OF_MEMORY;
}
