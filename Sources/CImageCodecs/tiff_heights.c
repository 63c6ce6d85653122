// Elevation in TIFF by libtiff: one channel of any type of number, as it is stored, and what GDAL says of it.
#include <stdlib.h>
#include <string.h>

#include "codec_support.h"
#include "tiff_memory.h"

enum {
  // LZW reaches some 2700 to 1, deflate 1032 to 1; see burnish_check_size.
  TIFF_EXPANSION = 1 << 14,
  // GeoTIFF: the size of a pixel on the ground, a point of the ground, and the keys of the projection.
  TAG_PIXEL_SCALE = 33550,
  TAG_TIE_POINT = 33922,
  TAG_GEO_KEYS = 34735,
  // GDAL: the number that stands for no sample, as text.
  TAG_NO_DATA = 42113,
};

typedef struct number_type {
  uint16_t bits, format;
} number_type;

// The sample at a place of a piece.
static float number(const uint8_t *piece, size_t index, number_type type) {
#define STORED(kind) \
  do { \
    kind value; \
    memcpy(&value, piece + index * sizeof value, sizeof value); \
    return (float)value; \
  } while (0)
  if (type.format == SAMPLEFORMAT_IEEEFP) {
    if (type.bits == 32) STORED(float);
    STORED(double);
  }
  if (type.format == SAMPLEFORMAT_INT) {
    if (type.bits == 8) STORED(int8_t);
    if (type.bits == 16) STORED(int16_t);
    STORED(int32_t);
  }
  if (type.bits == 8) STORED(uint8_t);
  if (type.bits == 16) STORED(uint16_t);
  STORED(uint32_t);
#undef STORED
}

static int is_known(number_type type) {
  if (type.format == SAMPLEFORMAT_IEEEFP) return type.bits == 32 || type.bits == 64;
  if (type.format != SAMPLEFORMAT_INT && type.format != SAMPLEFORMAT_UINT) return 0;
  return type.bits == 8 || type.bits == 16 || type.bits == 32;
}

// The text of GDAL's tag; empty where there is none.
static void read_no_data(TIFF *file, char *text, size_t size) {
  text[0] = 0;
  const TIFFField *field = TIFFFindField(file, TAG_NO_DATA, TIFF_ANY);
  if (!field || TIFFFieldDataType(field) != TIFF_ASCII) return;
  const char *value = NULL;
  size_t count = size;
  if (TIFFFieldPassCount(field)) {
    // A tag that libtiff does not know passes its count, whose type depends on the tag's.
    uint32_t wide = 0;
    uint16_t narrow = 0;
    int is_wide = TIFFFieldReadCount(field) == TIFF_VARIABLE2;
    if (!(is_wide ? TIFFGetField(file, TAG_NO_DATA, &wide, &value)
                  : TIFFGetField(file, TAG_NO_DATA, &narrow, &value)))
      return;
    count = is_wide ? wide : narrow;
  } else if (!TIFFGetField(file, TAG_NO_DATA, &value)) {
    return;
  }
  for (size_t k = 0; value && k < count && k + 1 < size && value[k]; ++k) {
    text[k] = value[k];
    text[k + 1] = 0;
  }
}

static burnish_codec_status damaged(burnish_picture *picture) {
  if (picture->message[0] == 0)
    burnish_message(picture->message, "the TIFF data end too early: the file is truncated");
  return BURNISH_CODEC_DAMAGED;
}

static burnish_codec_status read_pieces(
    TIFF *file, number_type type, size_t count, burnish_picture *picture) {
  uint32_t width = picture->width, height = picture->height;
  uint32_t piece_width = width, piece_height = height;
  int is_tiled = TIFFIsTiled(file);
  if (is_tiled) {
    if (!TIFFGetField(file, TIFFTAG_TILEWIDTH, &piece_width) ||
        !TIFFGetField(file, TIFFTAG_TILELENGTH, &piece_height))
      return damaged(picture);
  } else {
    TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &piece_height);
    if (piece_height > height) piece_height = height;
  }
  if (piece_width == 0 || piece_height == 0) return damaged(picture);
  size_t bytes = type.bits / 8;
  tmsize_t size = is_tiled ? TIFFTileSize(file) : TIFFStripSize(file);
  // libtiff's own idea of a piece must be ours, and a piece is bounded as the picture is.
  if (size <= 0 || (uint64_t)size != (uint64_t)piece_width * piece_height * bytes ||
      (uint64_t)size > ((uint64_t)count + 64) * TIFF_EXPANSION)
    return damaged(picture);
  uint8_t *piece = malloc((size_t)size);
  if (!piece) {
    burnish_message(picture->message, "no memory for %zu bytes of samples", (size_t)size);
    return BURNISH_CODEC_OUT_OF_MEMORY;
  }
  burnish_codec_status status = BURNISH_CODEC_OK;
  float *samples = picture->samples;
  for (uint64_t y = 0; y < height && !status; y += piece_height) {
    uint32_t rows = height - y < piece_height ? height - (uint32_t)y : piece_height;
    for (uint64_t x = 0; x < width && !status; x += piece_width) {
      uint32_t columns = width - x < piece_width ? width - (uint32_t)x : piece_width;
      tmsize_t wanted = is_tiled ? size : (tmsize_t)((size_t)width * rows * bytes);
      uint32_t left = (uint32_t)x, top = (uint32_t)y;
      tmsize_t received =
          is_tiled ? TIFFReadEncodedTile(file, TIFFComputeTile(file, left, top, 0, 0), piece, size)
                   : TIFFReadEncodedStrip(file, TIFFComputeStrip(file, top, 0), piece, wanted);
      // Some codecs report an error and still deliver a piece, filled up with anything.
      if (received != wanted || picture->message[0]) {
        status = damaged(picture);
        break;
      }
      for (uint32_t row = 0; row < rows; ++row)
        for (uint32_t column = 0; column < columns; ++column)
          samples[(y + row) * width + x + column] =
              number(piece, (size_t)row * piece_width + column, type);
    }
  }
  free(piece);
  return status;
}

burnish_codec_status burnish_decode_heights(
    const uint8_t *bytes, size_t count, uint64_t pixel_limit, burnish_picture *picture,
    char no_data[64]) {
  burnish_clear(picture);
  no_data[0] = 0;
  tiff_memory memory = {
    .bytes = (uint8_t *)bytes, .count = count, .message = picture->message,
  };
  TIFF *file = tiff_memory_open(&memory, (tmsize_t)count + (64 << 20));
  if (!file) return BURNISH_CODEC_DAMAGED;
  // What libtiff found odd while it read the directory does not count; what follows does.
  picture->message[0] = 0;
  number_type type = {8, SAMPLEFORMAT_UINT};
  uint16_t channels = 1, compression = COMPRESSION_NONE;
  burnish_codec_status status = BURNISH_CODEC_OK;
  if (!TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &picture->width) ||
      !TIFFGetField(file, TIFFTAG_IMAGELENGTH, &picture->height)) {
    burnish_message(picture->message, "damaged TIFF data (no size)");
    status = BURNISH_CODEC_DAMAGED;
  }
  TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &type.bits);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLEFORMAT, &type.format);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &channels);
  TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &compression);
  if (!status && (channels != 1 || !is_known(type))) {
    burnish_message(
        picture->message, "a TIFF file of %d samples per pixel, %d bits each, sample format %d",
        channels, type.bits, type.format);
    status = BURNISH_CODEC_UNSUPPORTED;
  }
  picture->channels = 1;
  picture->type = BURNISH_SAMPLE_FLOAT32;
  if (!status)
    status = burnish_check_size(
        picture, type.bits / 8, count, compression == COMPRESSION_NONE ? 1 : TIFF_EXPANSION,
        pixel_limit);
  if (!status) {
    read_no_data(file, no_data, 64);
    picture->message[0] = 0;
    status = burnish_allocate(picture);
  }
  if (!status) status = read_pieces(file, type, count, picture);
  TIFFClose(file);
  if (!status) return status;
  free(picture->samples);
  picture->samples = NULL;
  return status;
}

int burnish_is_elevation(const uint8_t *bytes, size_t count) {
  char message[200] = "";
  tiff_memory memory = {.bytes = (uint8_t *)bytes, .count = count, .message = message};
  TIFF *file = tiff_memory_open(&memory, (tmsize_t)count + (64 << 20));
  if (!file) return 0;
  uint16_t channels = 1;
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &channels);
  static const uint32_t tags[] = {TAG_PIXEL_SCALE, TAG_TIE_POINT, TAG_GEO_KEYS, TAG_NO_DATA};
  int result = 0;
  // Of tags that libtiff does not know it has a description once a file holds one.
  for (size_t k = 0; channels == 1 && k < sizeof tags / sizeof *tags; ++k)
    for (int entry = 0; entry < TIFFGetTagListCount(file); ++entry)
      if (TIFFGetTagListEntry(file, entry) == tags[k]) result = 1;
  TIFFClose(file);
  return result;
}
