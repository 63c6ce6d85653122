// PNG with a palette, using libspng, as numbers instead of colors.
#include <spng.h>
#include <stdlib.h>
#include <string.h>

#include "codec_support.h"

// 2 deflated bits expand to at most 258 bytes.
enum { PNG_EXPANSION = 1040 };

static burnish_codec_status damaged(burnish_image *image, int error) {
  free(image->samples);
  image->samples = NULL;
  burnish_message(
      image->message,
      error == SPNG_IO_EOF || error == SPNG_EIDAT_TOO_SHORT
          ? "the PNG data end too early: the file is truncated"
          : "damaged PNG data (%s)", spng_strerror(error));
  return error == SPNG_EMEM ? BURNISH_CODEC_OUT_OF_MEMORY : BURNISH_CODEC_DAMAGED;
}

// Unpacks numbers of fewer than 8 bits to bytes. The first number is in the highest bits. Rows start at whole bytes.
static void unpack(const uint8_t *packed, const struct spng_ihdr *header, uint8_t *numbers) {
  unsigned bits = header->bit_depth;
  size_t row_bytes = ((size_t)header->width * bits + 7) / 8;
  for (uint32_t y = 0; y < header->height; ++y) {
    for (uint32_t x = 0; x < header->width; ++x) {
      size_t bit = (size_t)x * bits;
      uint8_t byte = packed[y * row_bytes + bit / 8];
      numbers[(size_t)y * header->width + x] =
          (uint8_t)(byte >> (8 - bits - bit % 8) & ((1u << bits) - 1));
    }
  }
}

static int read_palette(spng_ctx *context, burnish_palette *palette) {
  struct spng_plte colors;
  struct spng_trns transparency;
  int error = spng_get_plte(context, &colors);
  if (error) return error;
  palette->count = colors.n_entries;
  for (uint32_t k = 0; k < colors.n_entries; ++k) {
    palette->colors[k][0] = colors.entries[k].red;
    palette->colors[k][1] = colors.entries[k].green;
    palette->colors[k][2] = colors.entries[k].blue;
    palette->colors[k][3] = 255;
  }
  error = spng_get_trns(context, &transparency);
  if (error) return error == SPNG_ECHUNKAVAIL ? 0 : error;
  for (uint32_t k = 0; k < transparency.n_type3_entries && k < palette->count; ++k)
    palette->colors[k][3] = transparency.type3_alpha[k];
  return 0;
}

burnish_codec_status burnish_decode_png_numbers(
    const uint8_t *bytes, size_t count, burnish_limits limits, burnish_image *image,
    burnish_palette *palette) {
  burnish_clear(image);
  palette->count = 0;
  spng_ctx *context = spng_ctx_new(0);
  if (!context) return damaged(image, SPNG_EMEM);
  struct spng_ihdr header;
  uint8_t *packed = NULL;
  size_t size = 0;
  burnish_codec_status status = BURNISH_CODEC_OK;
  spng_set_chunk_limits(context, 16 << 20, 32 << 20);
  int error = spng_set_png_buffer(context, bytes, count);
  if (!error) error = spng_get_ihdr(context, &header);
  if (error || header.color_type != SPNG_COLOR_TYPE_INDEXED) goto done;
  image->width = header.width;
  image->height = header.height;
  image->channels = image->colors = 1;
  image->type = BURNISH_SAMPLE_UINT8;
  status = burnish_check_size(image, header.bit_depth, count, PNG_EXPANSION, limits);
  if (status) goto done;
  error = read_palette(context, palette);
  if (!error) error = spng_decoded_image_size(context, SPNG_FMT_PNG, &size);
  if (error) goto done;
  status = burnish_allocate(image, limits);
  if (status) goto done;
  packed = header.bit_depth < 8 ? malloc(size) : image->samples;
  if (!packed) error = SPNG_EMEM;
  if (!error) error = spng_decode_image(context, packed, size, SPNG_FMT_PNG, 0);
  // Reads the end chunk too, to detect a file that is cut off after its samples.
  if (!error) error = spng_decode_chunks(context);
  if (!error && packed != image->samples) unpack(packed, &header, image->samples);
  for (size_t k = 0; !error && k < (size_t)header.width * header.height; ++k)
    if (((uint8_t *)image->samples)[k] >= palette->count) error = SPNG_EPLTE_IDX;
done:
  if (packed != image->samples) free(packed);
  spng_ctx_free(context);
  if (error) return damaged(image, error);
  return status;
}

burnish_codec_status burnish_encode_png_numbers(
    const uint8_t *numbers, uint32_t width, uint32_t height, const burnish_palette *palette,
    burnish_bytes *result) {
  memset(result, 0, sizeof *result);
  spng_ctx *context = spng_ctx_new(SPNG_CTX_ENCODER);
  int error = context ? 0 : SPNG_EMEM;
  struct spng_ihdr header = {
    .width = width, .height = height, .bit_depth = 8, .color_type = SPNG_COLOR_TYPE_INDEXED,
  };
  struct spng_plte colors = {.n_entries = palette->count};
  struct spng_trns transparency = {0};
  for (uint32_t k = 0; k < palette->count; ++k) {
    const uint8_t *color = palette->colors[k];
    colors.entries[k] = (struct spng_plte_entry){.red = color[0], .green = color[1], .blue = color[2]};
    transparency.type3_alpha[k] = color[3];
    if (color[3] < 255) transparency.n_type3_entries = k + 1;
  }
  if (!error) error = spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1);
  if (!error) error = spng_set_ihdr(context, &header);
  if (!error) error = spng_set_plte(context, &colors);
  if (!error && transparency.n_type3_entries) error = spng_set_trns(context, &transparency);
  if (!error)
    error = spng_encode_image(
        context, numbers, (size_t)width * height, SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE);
  if (!error) result->bytes = spng_get_png_buffer(context, &result->count, &error);
  spng_ctx_free(context);
  if (!error) return BURNISH_CODEC_OK;
  free(result->bytes);
  result->bytes = NULL;
  burnish_message(result->message, "PNG encoding failed (%s)", spng_strerror(error));
  return error == SPNG_EMEM ? BURNISH_CODEC_OUT_OF_MEMORY : BURNISH_CODEC_UNSUPPORTED;
}
