// TIFF, using libtiff: deflated, in strips.
#include <stdlib.h>

#include "codec_support.h"
#include "tiff_memory.h"

burnish_codec_status burnish_encode_tiff(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels, uint32_t colors,
    int has_alpha, burnish_sample_type type, burnish_profile profile, burnish_bytes *result) {
  result->bytes = NULL;
  result->count = 0;
  result->message[0] = 0;
  tiff_memory memory = {.is_written = 1, .message = result->message};
  TIFF *file = tiff_memory_open(&memory, 0, 0);
  if (!file) return BURNISH_CODEC_OUT_OF_MEMORY;
  int is_float = type == BURNISH_SAMPLE_FLOAT32;
  int fine = 1;
  fine &= TIFFSetField(file, TIFFTAG_IMAGEWIDTH, width);
  fine &= TIFFSetField(file, TIFFTAG_IMAGELENGTH, height);
  fine &= TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, (uint16_t)(8 * type));
  fine &= TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, (uint16_t)channels);
  fine &= TIFFSetField(
      file, TIFFTAG_SAMPLEFORMAT, is_float ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
  fine &= TIFFSetField(
      file, TIFFTAG_PHOTOMETRIC, colors == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  fine &= TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  fine &= TIFFSetField(file, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  // The predictor for floating point saves more, but few programs other than libtiff know it.
  if (!is_float) fine &= TIFFSetField(file, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  uint16_t *extra = calloc(channels, sizeof *extra);
  if (!extra) fine = 0;
  if (fine && channels > colors) {
    // All extra channels except a final opacity are EXTRASAMPLE_UNSPECIFIED, which is 0.
    if (has_alpha) extra[channels - colors - 1] = EXTRASAMPLE_UNASSALPHA;
    fine &= TIFFSetField(file, TIFFTAG_EXTRASAMPLES, (int)(channels - colors), extra);
  }
  if (profile.bytes)
    fine &= TIFFSetField(file, TIFFTAG_ICCPROFILE, (uint32_t)profile.count, profile.bytes);
  size_t stride = (size_t)width * channels * type;
  // Strips of about 64 KiB, which other programs can read one at a time.
  uint32_t rows = stride >= 65536 ? 1 : (uint32_t)(65536 / stride);
  if (rows > height) rows = height;
  fine &= TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, rows);
  // Predictors work in place, so every strip is copied.
  uint8_t *strip = malloc(stride * rows);
  if (!strip) fine = 0;
  for (uint32_t y = 0, index = 0; fine && y < height; y += rows, ++index) {
    size_t size = stride * (height - y < rows ? height - y : rows);
    const uint8_t *source = (const uint8_t *)samples + y * stride;
    for (size_t i = 0; i < size; ++i) strip[i] = source[i];
    fine = TIFFWriteEncodedStrip(file, index, strip, (tmsize_t)size) == (tmsize_t)size;
  }
  free(strip);
  free(extra);
  if (fine) fine = TIFFFlush(file);
  TIFFClose(file);
  // Closing writes too, so its errors count.
  if (!fine || result->message[0]) {
    free(memory.bytes);
    if (!result->message[0]) burnish_message(result->message, "TIFF encoding failed");
    return BURNISH_CODEC_OUT_OF_MEMORY;
  }
  result->bytes = memory.bytes;
  result->count = memory.count;
  return BURNISH_CODEC_OK;
}
