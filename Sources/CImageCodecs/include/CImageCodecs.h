// Decodes and encodes image files in memory, for Swift.
//
// Every function returns, for any bytes. libjpeg's longjmp and libtiff's varargs handlers stay inside this target.
// Nothing is printed, and nothing is allocated for a header that the file cannot back.
#ifndef BURNISH_IMAGE_CODECS_H
#define BURNISH_IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The reason why an image could not be decoded or encoded.
typedef enum burnish_codec_status {
  BURNISH_CODEC_OK = 0,
  /// The bytes violate the format, or end too early.
  BURNISH_CODEC_DAMAGED,
  /// The format allows it, but this library does not read it.
  BURNISH_CODEC_UNSUPPORTED,
  /// More pixels than the limit, or than such a small file can hold.
  BURNISH_CODEC_TOO_LARGE,
  BURNISH_CODEC_OUT_OF_MEMORY,
} burnish_codec_status;

/// The type of a sample in memory, in the byte order of the machine.
typedef enum burnish_sample_type {
  BURNISH_SAMPLE_UINT8 = 1,
  BURNISH_SAMPLE_UINT16 = 2,
  BURNISH_SAMPLE_FLOAT32 = 4,
} burnish_sample_type;

/// The limits of a decoder.
typedef struct burnish_limits {
  /// The maximum number of pixels.
  uint64_t pixels;
  /// The maximum number of bytes for the samples and everything computed from them at once.
  uint64_t memory;
} burnish_limits;

/// An image in memory: rows from top to bottom, channels interleaved, rows not padded.
typedef struct burnish_image {
  uint32_t width;
  uint32_t height;
  /// Colors, opacity, and other bands.
  uint32_t channels;
  /// The number of color channels: 1 for gray, 3 for RGB. They come first.
  uint32_t colors;
  /// The index of the opacity channel, or -1 if there is none.
  int32_t alpha;
  burnish_sample_type type;
  /// The number that means 1. If 0, that is the largest number of an integer type, or 1 itself for floating point.
  uint64_t maximum;
  /// Allocated by `malloc`; the caller frees it. NULL unless decoding succeeded.
  void *samples;
  /// The color profile (ICC), allocated by `malloc`; the caller frees it. NULL if there is none.
  void *profile;
  size_t profile_size;
  /// One line that describes the error; empty on success.
  char message[200];
  /// What the decoder accepts instead; may be empty.
  char wanted[100];
  /// One line that describes what was assumed or left out; may be empty.
  char remark[200];
} burnish_image;

/// A color profile (ICC) for an encoder; `bytes` is NULL if there is none.
typedef struct burnish_profile {
  const void *bytes;
  size_t count;
} burnish_profile;

/// The bytes of a file from an encoder.
typedef struct burnish_bytes {
  /// Allocated by `malloc`; the caller frees it. NULL unless encoding succeeded.
  uint8_t *bytes;
  size_t count;
  char message[200];
} burnish_bytes;

burnish_codec_status burnish_decode_png(
    const uint8_t *bytes, size_t count, burnish_limits limits, burnish_image *image);
burnish_codec_status burnish_encode_png(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels,
    burnish_sample_type type, burnish_profile profile, burnish_bytes *result);

/// The colors of a PNG's palette.
typedef struct burnish_palette {
  /// 0 if there is no palette.
  uint32_t count;
  /// Red, green, blue, and opacity.
  uint8_t colors[256][4];
} burnish_palette;

/// Decodes the numbers of a PNG with a palette, one channel of 8 bits.
///
/// If the PNG has no palette, `palette->count` is 0 and the image has no samples.
burnish_codec_status burnish_decode_png_numbers(
    const uint8_t *bytes, size_t count, burnish_limits limits, burnish_image *image,
    burnish_palette *palette);
/// All numbers must be below `palette->count`.
burnish_codec_status burnish_encode_png_numbers(
    const uint8_t *numbers, uint32_t width, uint32_t height, const burnish_palette *palette,
    burnish_bytes *result);

/// Decodes 8-bit gray, RGB, YCbCr, and inks (CMYK, YCCK), which become RGB.
burnish_codec_status burnish_decode_jpeg(
    const uint8_t *bytes, size_t count, burnish_limits limits, burnish_image *image);
/// Encodes 8-bit samples. `channels` is 1 or 3; `quality` is 1...100. From 90 on, chroma is not subsampled.
burnish_codec_status burnish_encode_jpeg(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels, int quality,
    burnish_profile profile, burnish_bytes *result);

/// Decodes strips or tiles, interleaved or in planes, with any compression that libtiff knows.
///
/// `directory` is the position of the image's directory in the file; 0 means the first one.
burnish_codec_status burnish_decode_tiff(
    const uint8_t *bytes, size_t count, burnish_limits limits, uint64_t directory,
    burnish_image *image);
/// Encodes `channels`, of which `colors` (1 or 3) are colors. If `has_alpha`, the last channel is the opacity. All
/// others are written as unspecified.
burnish_codec_status burnish_encode_tiff(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels, uint32_t colors,
    int has_alpha, burnish_sample_type type, burnish_profile profile, burnish_bytes *result);

/// How numbers translate to light: Y = (a X + b)^gamma from `linear_end` on, and slope * X below it.
///
/// If `table` is not NULL, its `table_count` values for X from 0 to 1 are used instead.
typedef struct burnish_tone_curve {
  double gamma, a, b, slope, linear_end;
  const float *table;
  uint32_t table_count;
} burnish_tone_curve;

/// Makes a color profile (ICC) from `chromaticities`: x and y of white, red, green, and blue.
///
/// `code_points` are the four numbers of ITU-T H.273 with the same meaning, or NULL if there are none.
burnish_codec_status burnish_make_profile(
    const double chromaticities[8], burnish_tone_curve curve, int is_gray,
    const uint8_t *code_points, burnish_bytes *result);

#ifdef __cplusplus
}
#endif
#endif
