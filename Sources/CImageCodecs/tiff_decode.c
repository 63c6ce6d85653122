// TIFF by libtiff: the first picture of a file, in strips or tiles, interleaved or in planes.
#include <stdlib.h>
#include <string.h>

#include "codec_support.h"
#include "tiff_memory.h"

enum {
  // LZW reaches some 2700 to 1, deflate 1032 to 1; see burnish_check_size.
  TIFF_EXPANSION = 1 << 14,
};

typedef struct tiff_layout {
  uint16_t bits, samples, sample_format, photometric, planes, compression;
  /// Whether colours were multiplied by alpha before they were stored.
  int is_premultiplied;
} tiff_layout;

static burnish_codec_status unsupported(burnish_picture *picture, const char *what, int value) {
  burnish_message(picture->message, "a TIFF file of %s %d", what, value);
  return BURNISH_CODEC_UNSUPPORTED;
}

// Reads the tags and decides what the picture will be in memory.
static burnish_codec_status read_layout(
    TIFF *file, size_t count, uint64_t pixel_limit, tiff_layout *layout, burnish_picture *picture) {
  uint16_t extra_count = 0, *extra = NULL, orientation = 1;
  if (!TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &picture->width) ||
      !TIFFGetField(file, TIFFTAG_IMAGELENGTH, &picture->height) ||
      !TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &layout->photometric)) {
    burnish_message(picture->message, "damaged TIFF data (no size or no kind of colours)");
    return BURNISH_CODEC_DAMAGED;
  }
  TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &layout->bits);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &layout->samples);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLEFORMAT, &layout->sample_format);
  TIFFGetFieldDefaulted(file, TIFFTAG_PLANARCONFIG, &layout->planes);
  TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &layout->compression);
  TIFFGetFieldDefaulted(file, TIFFTAG_ORIENTATION, &orientation);
  TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &extra_count, &extra);
  picture->orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  layout->is_premultiplied = extra_count == 1 && extra[0] == EXTRASAMPLE_ASSOCALPHA;

  // JPEG inside of TIFF is turned to RGB by libtiff.
  if (layout->photometric == PHOTOMETRIC_YCBCR && layout->compression == COMPRESSION_JPEG &&
      layout->planes == PLANARCONFIG_CONTIG) {
    TIFFSetField(file, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    layout->photometric = PHOTOMETRIC_RGB;
  }
  int colours;
  switch (layout->photometric) {
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_MINISWHITE: colours = 1; break;
    case PHOTOMETRIC_RGB: colours = 3; break;
    default: return unsupported(picture, "photometric interpretation", layout->photometric);
  }
  if (layout->samples != colours && layout->samples != colours + 1)
    return unsupported(picture, "samples per pixel:", layout->samples);
  if (layout->sample_format == SAMPLEFORMAT_UINT && layout->bits == 8) {
    picture->type = BURNISH_SAMPLE_UINT8;
  } else if (layout->sample_format == SAMPLEFORMAT_UINT && layout->bits == 16) {
    picture->type = BURNISH_SAMPLE_UINT16;
  } else if (layout->sample_format == SAMPLEFORMAT_IEEEFP && layout->bits == 32) {
    picture->type = BURNISH_SAMPLE_FLOAT32;
  } else if (layout->sample_format == SAMPLEFORMAT_UINT) {
    return unsupported(picture, "unsigned samples, bits each:", layout->bits);
  } else if (layout->sample_format == SAMPLEFORMAT_IEEEFP) {
    return unsupported(picture, "floating-point samples, bits each:", layout->bits);
  } else {
    return unsupported(picture, "sample format", layout->sample_format);
  }
  picture->channels = layout->samples;
  return burnish_check_size(
      picture, (size_t)picture->channels * picture->type, count,
      layout->compression == COMPRESSION_NONE ? 1 : TIFF_EXPANSION, pixel_limit);
}

// Copies `columns` x `rows` pixels of a piece into the picture; `plane` is the channel of a piece
// of one.
static void place(
    const burnish_picture *picture, const uint8_t *piece, size_t piece_width, uint32_t x, uint32_t y,
    uint32_t columns, uint32_t rows, uint32_t plane, int is_planar) {
  size_t sample = picture->type, pixel = sample * picture->channels;
  uint8_t *target = picture->samples;
  for (uint32_t row = 0; row < rows; ++row) {
    uint8_t *line = target + ((size_t)(y + row) * picture->width + x) * pixel;
    if (!is_planar) {
      memcpy(line, piece + row * piece_width * pixel, columns * pixel);
      continue;
    }
    const uint8_t *source = piece + row * piece_width * sample;
    for (uint32_t column = 0; column < columns; ++column)
      memcpy(line + column * pixel + plane * sample, source + column * sample, sample);
  }
}

static burnish_codec_status truncated(burnish_picture *picture) {
  if (picture->message[0] == 0)
    burnish_message(picture->message, "the TIFF data end too early: the file is truncated");
  return BURNISH_CODEC_DAMAGED;
}

static burnish_codec_status read_pieces(
    TIFF *file, const tiff_layout *layout, size_t count, burnish_picture *picture) {
  int is_planar = layout->planes == PLANARCONFIG_SEPARATE && layout->samples > 1;
  int is_tiled = TIFFIsTiled(file);
  uint32_t width = picture->width, height = picture->height;
  uint32_t piece_width = width, piece_height = height;
  if (is_tiled) {
    if (!TIFFGetField(file, TIFFTAG_TILEWIDTH, &piece_width) ||
        !TIFFGetField(file, TIFFTAG_TILELENGTH, &piece_height))
      return truncated(picture);
  } else {
    TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &piece_height);
    if (piece_height > height) piece_height = height;
  }
  if (piece_width == 0 || piece_height == 0) return truncated(picture);
  size_t pixel = (size_t)picture->type * (is_planar ? 1 : picture->channels);
  tmsize_t size = is_tiled ? TIFFTileSize(file) : TIFFStripSize(file);
  // libtiff's own idea of a piece must be ours, and a piece is bounded as the picture is.
  if (size <= 0 || (uint64_t)size != (uint64_t)piece_width * piece_height * pixel ||
      (uint64_t)size > ((uint64_t)count + 64) * TIFF_EXPANSION)
    return truncated(picture);
  uint8_t *piece = malloc((size_t)size);
  if (!piece) {
    burnish_message(picture->message, "no memory for %zu bytes of samples", (size_t)size);
    return BURNISH_CODEC_OUT_OF_MEMORY;
  }
  burnish_codec_status status = BURNISH_CODEC_OK;
  for (uint32_t plane = 0; plane < (is_planar ? picture->channels : 1) && !status; ++plane) {
    for (uint32_t y = 0; y < height && !status; y += piece_height) {
      uint32_t rows = height - y < piece_height ? height - y : piece_height;
      for (uint32_t x = 0; x < width && !status; x += piece_width) {
        uint32_t columns = width - x < piece_width ? width - x : piece_width;
        tmsize_t wanted = is_tiled ? size : (tmsize_t)(width * pixel * rows);
        tmsize_t received =
            is_tiled
                ? TIFFReadEncodedTile(file, TIFFComputeTile(file, x, y, 0, plane), piece, size)
                : TIFFReadEncodedStrip(file, TIFFComputeStrip(file, y, plane), piece, wanted);
        // Some codecs report an error and still deliver a piece, filled up with anything.
        if (received != wanted || picture->message[0])
          status = truncated(picture);
        else
          place(picture, piece, piece_width, x, y, columns, rows, plane, is_planar);
        if (UINT32_MAX - x < piece_width) break;
      }
      if (UINT32_MAX - y < piece_height) break;
    }
  }
  free(piece);
  return status;
}

// White as 0 becomes white as the largest number.
static void invert(burnish_picture *picture) {
  size_t pixels = (size_t)picture->width * picture->height;
  for (size_t i = 0; i < pixels; ++i) {
    size_t place = i * picture->channels;
    if (picture->type == BURNISH_SAMPLE_UINT8) {
      uint8_t *samples = picture->samples;
      samples[place] = 255 - samples[place];
    } else if (picture->type == BURNISH_SAMPLE_UINT16) {
      uint16_t *samples = picture->samples;
      samples[place] = 65535 - samples[place];
    } else {
      float *samples = picture->samples;
      samples[place] = 1 - samples[place];
    }
  }
}

// Colours that were multiplied by alpha are divided by it; they are lost where alpha is 0.
static void divide_by_alpha(burnish_picture *picture) {
  size_t pixels = (size_t)picture->width * picture->height;
  uint32_t colours = picture->channels - 1;
  for (size_t i = 0; i < pixels; ++i) {
    for (uint32_t channel = 0; channel < colours; ++channel) {
      size_t place = i * picture->channels + channel, alpha = i * picture->channels + colours;
      if (picture->type == BURNISH_SAMPLE_FLOAT32) {
        float *samples = picture->samples;
        if (samples[alpha] > 0) samples[place] /= samples[alpha];
        continue;
      }
      uint8_t *bytes = picture->samples;
      uint16_t *words = picture->samples;
      int is_wide = picture->type == BURNISH_SAMPLE_UINT16;
      uint64_t largest = is_wide ? 65535 : 255;
      uint64_t colour = is_wide ? words[place] : bytes[place];
      uint64_t opacity = is_wide ? words[alpha] : bytes[alpha];
      if (opacity == 0) continue;
      uint64_t value = (colour * largest + opacity / 2) / opacity;
      if (value > largest) value = largest;
      if (is_wide) words[place] = (uint16_t)value;
      else bytes[place] = (uint8_t)value;
    }
  }
}

burnish_codec_status burnish_decode_tiff(
    const uint8_t *bytes, size_t count, uint64_t pixel_limit, burnish_picture *picture) {
  burnish_clear(picture);
  tiff_memory memory = {
    .bytes = (uint8_t *)bytes, .count = count, .message = picture->message,
  };
  // What libtiff itself needs are tables of strips and copies of pieces of the file.
  TIFF *file = tiff_memory_open(&memory, (tmsize_t)count + (64 << 20));
  if (!file) return BURNISH_CODEC_DAMAGED;
  // What libtiff found odd while it read the directory does not count; what follows does.
  picture->message[0] = 0;
  tiff_layout layout;
  memset(&layout, 0, sizeof layout);
  burnish_codec_status status = read_layout(file, count, pixel_limit, &layout, picture);
  uint32_t profile_size = 0;
  void *profile = NULL;
  if (!status && TIFFGetField(file, TIFFTAG_ICCPROFILE, &profile_size, &profile))
    status = burnish_keep_profile(picture, profile, profile_size);
  if (!status) {
    picture->message[0] = 0;
    status = burnish_allocate(picture);
  }
  if (!status) status = read_pieces(file, &layout, count, picture);
  TIFFClose(file);
  if (status) {
    free(picture->samples);
    picture->samples = NULL;
    return status;
  }
  if (layout.photometric == PHOTOMETRIC_MINISWHITE) invert(picture);
  if (layout.is_premultiplied) divide_by_alpha(picture);
  return BURNISH_CODEC_OK;
}
