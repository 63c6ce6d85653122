// PNG, using libspng.
#include <spng.h>
#include <stdlib.h>

#include "codec_support.h"

// 2 deflated bits expand to at most 258 bytes: 1032 to 1. Each row adds a filter byte.
enum { PNG_EXPANSION = 1040 };

static burnish_codec_status fail(burnish_image *image, int error) {
  free(image->samples);
  image->samples = NULL;
  switch (error) {
    case SPNG_EMEM:
      burnish_message(image->message, "no memory for the PNG data");
      return BURNISH_CODEC_OUT_OF_MEMORY;
    case SPNG_IO_EOF:
    case SPNG_EIDAT_TOO_SHORT:
      burnish_message(image->message, "the PNG data end too early: the file is truncated");
      return BURNISH_CODEC_DAMAGED;
    case SPNG_EWIDTH:
    case SPNG_EHEIGHT:
      burnish_message(image->message, "the PNG header gives a width or height of 0 or beyond 2^31");
      return BURNISH_CODEC_DAMAGED;
    default:
      burnish_message(image->message, "damaged PNG data (%s)", spng_strerror(error));
      return BURNISH_CODEC_DAMAGED;
  }
}

// Chooses libspng's output format and describes it in the image.
static int output_format(
    const struct spng_ihdr *header, int transparent, burnish_image *image, int *flags) {
  int wide = header->bit_depth == 16;
  int is_gray = header->color_type == SPNG_COLOR_TYPE_GRAYSCALE ||
                header->color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
  image->colors = is_gray ? 1 : 3;
  image->type = wide ? BURNISH_SAMPLE_UINT16 : BURNISH_SAMPLE_UINT8;
  *flags = transparent ? SPNG_DECODE_TRNS : 0;
  switch (header->color_type) {
    case SPNG_COLOR_TYPE_GRAYSCALE:
      image->channels = transparent ? 2 : 1;
      if (transparent) return wide ? SPNG_FMT_GA16 : SPNG_FMT_GA8;
      return wide ? SPNG_FMT_PNG : SPNG_FMT_G8;
    case SPNG_COLOR_TYPE_GRAYSCALE_ALPHA:
      image->channels = 2;
      *flags = 0;
      return SPNG_FMT_PNG;
    case SPNG_COLOR_TYPE_TRUECOLOR:
    case SPNG_COLOR_TYPE_INDEXED:
      image->channels = transparent ? 4 : 3;
      if (transparent) return wide ? SPNG_FMT_RGBA16 : SPNG_FMT_RGBA8;
      return wide ? SPNG_FMT_PNG : SPNG_FMT_RGB8;
    default:
      image->channels = 4;
      *flags = 0;
      return SPNG_FMT_PNG;
  }
}

// Checks that the palette has a color for each number.
static burnish_codec_status check_numbers(
    const uint8_t *bytes, size_t count, burnish_limits limits, burnish_image *image) {
  burnish_image numbers;
  burnish_palette palette;
  burnish_codec_status status = burnish_decode_png_numbers(bytes, count, limits, &numbers, &palette);
  free(numbers.samples);
  if (!status) return status;
  free(image->samples);
  image->samples = NULL;
  burnish_message(image->message, "%s", numbers.message);
  return status;
}

burnish_codec_status burnish_decode_png(
    const uint8_t *bytes, size_t count, burnish_limits limits, burnish_image *image) {
  burnish_clear(image);
  spng_ctx *context = spng_ctx_new(0);
  if (!context) return fail(image, SPNG_EMEM);
  burnish_codec_status status = BURNISH_CODEC_OK;
  struct spng_ihdr header;
  struct spng_trns transparency;
  int error, flags;

  // Limits the inflated size of a profile. This decoder gets no texts.
  spng_set_chunk_limits(context, 16 << 20, 32 << 20);
  error = spng_set_png_buffer(context, bytes, count);
  if (!error) error = spng_get_ihdr(context, &header);
  if (error) goto failed;
  image->width = header.width;
  image->height = header.height;
  size_t bits = header.bit_depth;
  if (header.color_type == SPNG_COLOR_TYPE_TRUECOLOR) bits *= 3;
  if (header.color_type == SPNG_COLOR_TYPE_TRUECOLOR_ALPHA) bits *= 4;
  if (header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA) bits *= 2;
  status = burnish_check_size(image, bits, count, PNG_EXPANSION, limits);
  if (status) goto done;

  error = spng_get_trns(context, &transparency);
  if (error && error != SPNG_ECHUNKAVAIL) goto failed;
  // A damaged profile is ignored.
  struct spng_iccp profile;
  if (spng_get_iccp(context, &profile) == 0)
    status = burnish_keep_profile(image, profile.profile, profile.profile_len);
  if (status) goto done;
  int format = output_format(&header, error == 0, image, &flags);
  if (image->channels > image->colors) image->alpha = (int32_t)image->colors;
  size_t size;
  error = spng_decoded_image_size(context, format, &size);
  if (error) goto failed;
  if (size != (size_t)header.width * header.height * image->channels * image->type) {
    error = SPNG_EINTERNAL;
    goto failed;
  }
  status = burnish_allocate(image, limits);
  if (status) goto done;
  error = spng_decode_image(context, image->samples, size, format, flags);
  // Reads the end chunk too, to detect a file that is cut off after its samples.
  if (!error) error = spng_decode_chunks(context);
  if (error) goto failed;
  // libspng reads a number without a color as black.
  if (header.color_type == SPNG_COLOR_TYPE_INDEXED) status = check_numbers(bytes, count, limits, image);
done:
  spng_ctx_free(context);
  return status;
failed:
  spng_ctx_free(context);
  return fail(image, error);
}

burnish_codec_status burnish_encode_png(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels,
    burnish_sample_type type, burnish_profile profile, burnish_bytes *result) {
  static const uint8_t color_types[] = {
    SPNG_COLOR_TYPE_GRAYSCALE, SPNG_COLOR_TYPE_GRAYSCALE_ALPHA, SPNG_COLOR_TYPE_TRUECOLOR,
    SPNG_COLOR_TYPE_TRUECOLOR_ALPHA,
  };
  result->bytes = NULL;
  result->count = 0;
  result->message[0] = 0;
  spng_ctx *context = spng_ctx_new(SPNG_CTX_ENCODER);
  int error = context ? 0 : SPNG_EMEM;
  struct spng_ihdr header = {
    .width = width, .height = height, .bit_depth = (uint8_t)(8 * type),
    .color_type = color_types[channels - 1],
  };
  if (!error) error = spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1);
  if (!error) error = spng_set_ihdr(context, &header);
  struct spng_iccp chunk = {
    .profile_name = "ICC profile", .profile_len = profile.count, .profile = (char *)profile.bytes,
  };
  if (!error && profile.bytes) error = spng_set_iccp(context, &chunk);
  if (!error)
    error = spng_encode_image(
        context, samples, (size_t)width * height * channels * type, SPNG_FMT_PNG,
        SPNG_ENCODE_FINALIZE);
  if (!error) result->bytes = spng_get_png_buffer(context, &result->count, &error);
  spng_ctx_free(context);
  if (!error) return BURNISH_CODEC_OK;
  free(result->bytes);
  result->bytes = NULL;
  burnish_message(result->message, "PNG encoding failed (%s)", spng_strerror(error));
  return error == SPNG_EMEM ? BURNISH_CODEC_OUT_OF_MEMORY : BURNISH_CODEC_UNSUPPORTED;
}
