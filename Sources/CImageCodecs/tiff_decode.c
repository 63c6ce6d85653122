// TIFF, using libtiff: an image in strips or tiles, interleaved or in planes.
#include <stdlib.h>
#include <string.h>

#include "tiff_layout.h"

static burnish_codec_status truncated(burnish_image *image) {
  if (image->message[0] == 0)
    burnish_message(image->message, "the TIFF data end too early: the file is truncated");
  return BURNISH_CODEC_DAMAGED;
}

typedef struct tiff_pieces {
  int is_planar, is_tiled;
  uint32_t width, height;
  /// Samples per pixel, and bytes per row.
  uint32_t samples;
  size_t stride;
  tmsize_t size;
} tiff_pieces;

static burnish_codec_status find_pieces(
    TIFF *file, const tiff_layout *layout, burnish_image *image, tiff_pieces *pieces) {
  pieces->is_planar = layout->planes == PLANARCONFIG_SEPARATE && layout->samples > 1;
  pieces->is_tiled = TIFFIsTiled(file);
  pieces->width = image->width;
  if (pieces->is_tiled) {
    if (!TIFFGetField(file, TIFFTAG_TILEWIDTH, &pieces->width) ||
        !TIFFGetField(file, TIFFTAG_TILELENGTH, &pieces->height))
      return truncated(image);
  } else {
    TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &pieces->height);
    if (pieces->height > image->height) pieces->height = image->height;
  }
  if (pieces->width == 0 || pieces->height == 0) return truncated(image);
  pieces->samples = pieces->is_planar ? 1 : layout->samples;
  uint64_t stride = ((uint64_t)pieces->width * pieces->samples * layout->bits + 7) / 8;
  pieces->size = pieces->is_tiled ? TIFFTileSize(file) : TIFFStripSize(file);
  // libtiff must compute the same piece size. A piece is bounded like the image: a tile may be larger than its
  // image, but not by much.
  uint64_t area = (uint64_t)pieces->width * pieces->height;
  uint64_t most = (uint64_t)image->width * image->height;
  if (pieces->size <= 0 || (uint64_t)pieces->size != stride * pieces->height ||
      area > 4 * most + (1 << 24))
    return truncated(image);
  pieces->stride = (size_t)stride;
  return BURNISH_CODEC_OK;
}

// Unpacks `columns` x `rows` pixels of a piece into the image. `plane` is the channel of a piece with one channel.
static void place(
    const tiff_layout *layout, const tiff_pieces *pieces, burnish_image *image,
    const uint8_t *piece, uint32_t x, uint32_t y, uint32_t columns, uint32_t rows, uint32_t plane) {
  size_t sample = image->type;
  for (uint32_t row = 0; row < rows; ++row) {
    size_t pixel = (size_t)(y + row) * image->width + x;
    uint8_t *line = (uint8_t *)image->samples + (pixel * image->channels + plane) * sample;
    burnish_unpack_tiff(
        layout, image->type, piece + row * pieces->stride, (size_t)columns * pieces->samples, line,
        pieces->is_planar ? image->channels : 1);
  }
}

static burnish_codec_status read_pieces(
    TIFF *file, const tiff_layout *layout, burnish_image *image) {
  tiff_pieces pieces;
  burnish_codec_status status = find_pieces(file, layout, image, &pieces);
  if (status) return status;
  uint8_t *piece = malloc((size_t)pieces.size);
  if (!piece) {
    burnish_message(image->message, "no memory for %zu bytes of samples", (size_t)pieces.size);
    return BURNISH_CODEC_OUT_OF_MEMORY;
  }
  uint32_t width = image->width, height = image->height;
  for (uint32_t plane = 0; plane < (pieces.is_planar ? image->channels : 1) && !status; ++plane) {
    for (uint32_t y = 0; y < height && !status; y += pieces.height) {
      uint32_t rows = height - y < pieces.height ? height - y : pieces.height;
      for (uint32_t x = 0; x < width && !status; x += pieces.width) {
        uint32_t columns = width - x < pieces.width ? width - x : pieces.width;
        tmsize_t wanted = pieces.is_tiled ? pieces.size : (tmsize_t)(pieces.stride * rows);
        tmsize_t received =
            pieces.is_tiled
                ? TIFFReadEncodedTile(file, TIFFComputeTile(file, x, y, 0, plane), piece, wanted)
                : TIFFReadEncodedStrip(file, TIFFComputeStrip(file, y, plane), piece, wanted);
        // Some codecs report an error and still deliver a piece, padded with arbitrary bytes.
        if (received != wanted || image->message[0]) status = truncated(image);
        else place(layout, &pieces, image, piece, x, y, columns, rows, plane);
        if (UINT32_MAX - x < pieces.width) break;
      }
      if (UINT32_MAX - y < pieces.height) break;
    }
  }
  free(piece);
  return status;
}

// Reads YCbCr that is not from JPEG. The tags give its chroma subsampling.
static burnish_codec_status read_ycbcr(TIFF *file, burnish_image *image) {
  char text[1024] = "";
  TIFFRGBAImage reading;
  if (!TIFFRGBAImageOK(file, text) || !TIFFRGBAImageBegin(&reading, file, 1, text))
    return burnish_unsupported(image, "another kind of TIFF file", "a TIFF file that cannot be read (%.100s)", text);
  // Keeps the stored orientation: the caller turns the image.
  reading.req_orientation = reading.orientation;
  size_t pixels = (size_t)image->width * image->height;
  uint32_t *raster = malloc(pixels * sizeof *raster);
  int is_fine = raster && TIFFRGBAImageGet(&reading, raster, image->width, image->height);
  TIFFRGBAImageEnd(&reading);
  uint8_t *samples = image->samples;
  for (size_t i = 0; is_fine && i < pixels; ++i) {
    samples[3 * i] = (uint8_t)TIFFGetR(raster[i]);
    samples[3 * i + 1] = (uint8_t)TIFFGetG(raster[i]);
    samples[3 * i + 2] = (uint8_t)TIFFGetB(raster[i]);
  }
  free(raster);
  return is_fine && !image->message[0] ? BURNISH_CODEC_OK : truncated(image);
}

// Inverts the first channel: white moves from 0 to the largest number.
static void invert(burnish_image *image) {
  size_t pixels = (size_t)image->width * image->height;
  unsigned largest = image->maximum                          ? (unsigned)image->maximum
                     : image->type == BURNISH_SAMPLE_UINT8 ? 255
                                                             : 65535;
  for (size_t i = 0; i < pixels; ++i) {
    size_t place = i * image->channels;
    if (image->type == BURNISH_SAMPLE_UINT8) {
      uint8_t *samples = image->samples;
      samples[place] = (uint8_t)(largest - samples[place]);
    } else if (image->type == BURNISH_SAMPLE_UINT16) {
      uint16_t *samples = image->samples;
      samples[place] = (uint16_t)(largest - samples[place]);
    } else {
      float *samples = image->samples;
      samples[place] = (image->maximum ? (float)image->maximum : 1) - samples[place];
    }
  }
}

// Divides colors by alpha if they were multiplied by it. They are lost if alpha is 0.
static void divide_by_alpha(burnish_image *image) {
  size_t pixels = (size_t)image->width * image->height;
  for (size_t i = 0; i < pixels; ++i) {
    for (uint32_t channel = 0; channel < image->colors; ++channel) {
      size_t place = i * image->channels + channel;
      size_t alpha = i * image->channels + (size_t)image->alpha;
      if (image->type == BURNISH_SAMPLE_FLOAT32) {
        float *samples = image->samples, one = image->maximum ? (float)image->maximum : 1;
        if (samples[alpha] > 0) samples[place] *= one / samples[alpha];
        continue;
      }
      uint8_t *bytes = image->samples;
      uint16_t *words = image->samples;
      int is_wide = image->type == BURNISH_SAMPLE_UINT16;
      uint64_t largest = image->maximum ? image->maximum : is_wide ? 65535 : 255;
      uint64_t color = is_wide ? words[place] : bytes[place];
      uint64_t opacity = is_wide ? words[alpha] : bytes[alpha];
      if (opacity == 0) continue;
      uint64_t value = (color * largest + opacity / 2) / opacity;
      if (value > largest) value = largest;
      if (is_wide) words[place] = (uint16_t)value;
      else bytes[place] = (uint8_t)value;
    }
  }
}

// Converts indices to colors, with 8 bits unless the palette has finer ones.
static burnish_codec_status expand_palette(
    const tiff_layout *layout, burnish_limits limits, burnish_image *image) {
  size_t entries = (size_t)1 << layout->bits, pixels = (size_t)image->width * image->height;
  int are_bytes = 1, are_wide = 0;
  for (int channel = 0; channel < 3; ++channel)
    for (size_t i = 0; i < entries; ++i) {
      uint16_t value = layout->palette[channel][i];
      // Old programs store 0...255. Others store a byte twice, or followed by 0.
      if (value > 255) are_bytes = 0;
      if ((value >> 8) * 257 != value && (value & 255) != 0) are_wide = 1;
    }
  if (are_bytes) are_wide = 0;
  uint8_t *indices = image->samples;
  image->samples = NULL;
  image->channels = image->colors = 3;
  image->type = are_wide ? BURNISH_SAMPLE_UINT16 : BURNISH_SAMPLE_UINT8;
  burnish_codec_status status = burnish_allocate(image, limits);
  for (size_t i = 0; !status && i < pixels; ++i)
    for (int channel = 0; channel < 3; ++channel) {
      uint16_t value = layout->palette[channel][indices[i]];
      if (are_wide) ((uint16_t *)image->samples)[3 * i + (size_t)channel] = value;
      else ((uint8_t *)image->samples)[3 * i + (size_t)channel] = (uint8_t)(are_bytes ? value : value >> 8);
    }
  free(indices);
  return status;
}

static burnish_codec_status finish(
    const tiff_layout *layout, burnish_limits limits, burnish_image *image) {
  switch (layout->photometric) {
    case PHOTOMETRIC_MINISWHITE: invert(image); break;
    case PHOTOMETRIC_PALETTE: return expand_palette(layout, limits, image);
    case PHOTOMETRIC_SEPARATED: {
      burnish_codec_status status = burnish_convert_inks(image, 0);
      if (status) return status;
      break;
    }
    case PHOTOMETRIC_CIELAB: return burnish_convert_lab(image, BURNISH_LAB_SIGNED);
    case PHOTOMETRIC_ICCLAB: return burnish_convert_lab(image, BURNISH_LAB_OFFSET);
    default: break;
  }
  if (layout->is_premultiplied) divide_by_alpha(image);
  return BURNISH_CODEC_OK;
}

static burnish_codec_status decode(
    TIFF *file, size_t count, burnish_limits limits, burnish_image *image) {
  tiff_layout layout;
  burnish_codec_status status = burnish_read_tiff_layout(file, count, limits, &layout, image);
  if (status) return status;
  uint32_t profile_size = 0;
  void *profile = NULL;
  if (TIFFGetField(file, TIFFTAG_ICCPROFILE, &profile_size, &profile))
    status = burnish_keep_profile(image, profile, profile_size);
  image->message[0] = 0;
  if (!status) status = burnish_allocate(image, limits);
  if (status) return status;
  status = layout.photometric == PHOTOMETRIC_YCBCR ? read_ycbcr(file, image)
                                                   : read_pieces(file, &layout, image);
  // The palette belongs to the open file.
  return status ? status : finish(&layout, limits, image);
}

burnish_codec_status burnish_decode_tiff(
    const uint8_t *bytes, size_t count, burnish_limits limits, uint64_t directory,
    burnish_image *image) {
  burnish_clear(image);
  tiff_memory memory = {
    .bytes = (uint8_t *)bytes, .count = count, .message = image->message,
  };
  // libtiff itself needs tables of strips and copies of parts of the file.
  TIFF *file = tiff_memory_open(&memory, (tmsize_t)count + (64 << 20), directory);
  if (!file && memory.has_unequal_samples)
    return burnish_unsupported(
        image, "the same bits in each channel",
        "a TIFF file whose channels have different bits, which is not supported");
  if (!file) return BURNISH_CODEC_DAMAGED;
  // Ignores libtiff's errors while it read the directory. Later errors count.
  image->message[0] = 0;
  burnish_codec_status status = decode(file, count, limits, image);
  TIFFClose(file);
  if (status) {
    free(image->samples);
    image->samples = NULL;
  }
  return status;
}
