#include "tiff_layout.h"

#include <string.h>

enum {
  // LZW reaches about 2700 to 1, deflate 1032 to 1. `burnish_check_size` uses the ratio.
  TIFF_EXPANSION = 1 << 14,
  // Overlapping strips only matter if they make a large image.
  CHEAP_PIXELS = 1 << 22,
  PHOTOMETRIC_LINEAR_RAW = 34892,
};

static const char *COLORS = "gray, a palette, RGB, YCbCr, CMYK, or L*a*b*";

/// The number of channels of the color interpretation, or 0 with a message if it is not supported.
static int color_count(const tiff_layout *layout, burnish_image *image) {
  switch (layout->photometric) {
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_PALETTE: return 1;
    case PHOTOMETRIC_RGB:
    case PHOTOMETRIC_YCBCR:
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_ICCLAB: return 3;
    case PHOTOMETRIC_SEPARATED: return 4;
    case PHOTOMETRIC_CFA:
    case PHOTOMETRIC_LINEAR_RAW:
      burnish_unsupported(image, "a developed image", "a camera's raw image, not developed");
      return 0;
    default:
      burnish_unsupported(
          image, COLORS, "a TIFF file of photometric interpretation %d, which is not supported",
          layout->photometric);
      return 0;
  }
}

static burnish_codec_status choose_type(const tiff_layout *layout, burnish_image *image) {
  int bits = layout->bits;
  int is_lab =
      layout->photometric == PHOTOMETRIC_CIELAB || layout->photometric == PHOTOMETRIC_ICCLAB;
  int is_whole = layout->sample_format == SAMPLEFORMAT_UINT || layout->sample_format == SAMPLEFORMAT_VOID;
  const char *wanted = NULL;
  if (is_lab || layout->photometric == PHOTOMETRIC_SEPARATED) {
    // a* and b* are always signed, so the tag is ignored.
    if ((bits != 8 && bits != 16) || layout->sample_format == SAMPLEFORMAT_IEEEFP)
      wanted = "8 or 16 bits a sample for CMYK and L*a*b*";
    image->type = bits == 8 ? BURNISH_SAMPLE_UINT8 : BURNISH_SAMPLE_UINT16;
  } else if (layout->photometric == PHOTOMETRIC_PALETTE) {
    if (!is_whole || bits > 8) wanted = "1 to 8 bits a sample for a palette";
    image->type = BURNISH_SAMPLE_UINT8;
  } else if (layout->photometric == PHOTOMETRIC_YCBCR) {
    if (!is_whole || bits != 8) wanted = "8 bits a sample for YCbCr";
    image->type = BURNISH_SAMPLE_UINT8;
  } else if (is_whole) {
    if (bits == 0 || (bits > 16 && bits != 32)) wanted = "1 to 16 or 32 bits a sample";
    image->type = bits <= 8    ? BURNISH_SAMPLE_UINT8
                    : bits <= 16 ? BURNISH_SAMPLE_UINT16
                                 : BURNISH_SAMPLE_FLOAT32;
    // 1, 2, and 4 bits are spread over 8.
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16)
      image->maximum = (1ull << bits) - 1;
  } else if (layout->sample_format == SAMPLEFORMAT_INT) {
    if (bits != 8 && bits != 16 && bits != 32) wanted = "8, 16, or 32 bits a signed sample";
    image->type = BURNISH_SAMPLE_FLOAT32;
    image->maximum = (1ull << (bits - 1)) - 1;
  } else if (layout->sample_format == SAMPLEFORMAT_IEEEFP) {
    if (bits != 16 && bits != 32 && bits != 64)
      wanted = "16, 32, or 64 bits a floating-point sample";
    image->type = BURNISH_SAMPLE_FLOAT32;
  } else {
    return burnish_unsupported(
        image, "whole or floating-point numbers",
        "a TIFF file of sample format %d (complex numbers), which is not supported",
        layout->sample_format);
  }
  if (!wanted) return BURNISH_CODEC_OK;
  return burnish_unsupported(
      image, wanted, "a TIFF file of %d bits a sample, which is not supported", bits);
}

/// Finds the first opacity among the channels beyond the colors. The others become separate bands.
static void find_alpha(TIFF *file, int colors, tiff_layout *layout, burnish_image *image) {
  uint16_t count = 0, *kinds = NULL;
  TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &count, &kinds);
  for (int i = 0; kinds && i < count && colors + i < layout->samples; ++i) {
    if (kinds[i] != EXTRASAMPLE_ASSOCALPHA && kinds[i] != EXTRASAMPLE_UNASSALPHA) continue;
    image->alpha = colors + i;
    layout->is_premultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
    return;
  }
}

/// Whether the strips or tiles are longer in total than the file, so that some overlap.
static int has_overlaps(TIFF *file, size_t count) {
  uint32_t pieces = TIFFIsTiled(file) ? TIFFNumberOfTiles(file) : TIFFNumberOfStrips(file);
  uint64_t sum = 0;
  for (uint32_t i = 0; i < pieces && sum <= count; ++i) {
    uint64_t size = TIFFGetStrileByteCount(file, i);
    sum += size < count ? size : count;
  }
  return sum > count;
}

/// Whether the only strip of an uncompressed file extends into the directory after it.
///
/// Its declared length is then shorter than its rows. libtiff treats this as a mistake of the writer, and reads on.
static int covers_directory(TIFF *file) {
  uint64_t start = TIFFGetStrileOffset(file, 0), directory = TIFFCurrentDirOffset(file);
  return start < directory && directory < start + TIFFGetStrileByteCount(file, 0);
}

burnish_codec_status burnish_read_tiff_layout(
    TIFF *file, size_t count, burnish_limits limits, tiff_layout *layout, burnish_image *image) {
  memset(layout, 0, sizeof *layout);
  if (!TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &image->width) ||
      !TIFFGetField(file, TIFFTAG_IMAGELENGTH, &image->height) ||
      !TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &layout->photometric)) {
    burnish_message(image->message, "damaged TIFF data (no size or no kind of colors)");
    return BURNISH_CODEC_DAMAGED;
  }
  TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &layout->bits);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &layout->samples);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLEFORMAT, &layout->sample_format);
  TIFFGetFieldDefaulted(file, TIFFTAG_PLANARCONFIG, &layout->planes);
  TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &layout->compression);
  // libtiff converts JPEG inside TIFF to RGB.
  if (layout->photometric == PHOTOMETRIC_YCBCR && layout->compression == COMPRESSION_JPEG &&
      layout->planes == PLANARCONFIG_CONTIG) {
    TIFFSetField(file, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    layout->photometric = PHOTOMETRIC_RGB;
  }
  int colors = color_count(layout, image);
  if (colors == 0) return BURNISH_CODEC_UNSUPPORTED;
  if (!TIFFIsCODECConfigured(layout->compression) || layout->compression == COMPRESSION_OJPEG)
    return burnish_unsupported(
        image, "deflate, LZW, PackBits, fax, JPEG, Zstandard, LZMA, or none",
        "a TIFF file of compression %d, which is not supported", layout->compression);
  uint16_t ink_set = INKSET_CMYK;
  TIFFGetFieldDefaulted(file, TIFFTAG_INKSET, &ink_set);
  if (layout->photometric == PHOTOMETRIC_SEPARATED && ink_set != INKSET_CMYK)
    return burnish_unsupported(
        image, COLORS, "a TIFF file of inks other than CMYK, which is not supported");
  if (layout->samples < colors)
    return burnish_unsupported(
        image, COLORS, "a TIFF file of %d samples a pixel where its colors take %d",
        layout->samples, colors);
  burnish_codec_status status = choose_type(layout, image);
  if (status) return status;
  if (layout->photometric == PHOTOMETRIC_PALETTE &&
      (layout->samples > 1 || !TIFFGetField(
                                  file, TIFFTAG_COLORMAP, &layout->palette[0], &layout->palette[1],
                                  &layout->palette[2])))
    return burnish_unsupported(
        image, "one sample a pixel and a palette", "a TIFF file of a palette with %d samples",
        layout->samples);
  if (layout->photometric == PHOTOMETRIC_YCBCR && layout->samples != 3)
    return burnish_unsupported(
        image, "3 samples a pixel for YCbCr", "a TIFF file of YCbCr with %d samples",
        layout->samples);
  image->channels = layout->samples;
  image->colors = (uint32_t)colors;
  find_alpha(file, colors, layout, image);
  status = burnish_check_size(
      image, (uint64_t)layout->samples * layout->bits, count,
      layout->compression == COMPRESSION_NONE ? 1 : TIFF_EXPANSION, limits);
  if (status) return status;
  if ((uint64_t)image->width * image->height > CHEAP_PIXELS && has_overlaps(file, count)) {
    burnish_message(image->message, "damaged TIFF data (strips or tiles lie on top of each other)");
    return BURNISH_CODEC_DAMAGED;
  }
  if (layout->compression == COMPRESSION_NONE && covers_directory(file)) {
    burnish_message(image->message, "damaged TIFF data (fewer samples than rows and columns need)");
    return BURNISH_CODEC_DAMAGED;
  }
  return BURNISH_CODEC_OK;
}
