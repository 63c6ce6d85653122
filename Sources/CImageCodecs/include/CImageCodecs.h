// Image files decoded from and encoded to memory, for Swift.
//
// Every function returns, whatever the bytes are: libjpeg's longjmp and libtiff's varargs handlers
// stay inside this target, nothing is printed, and nothing is allocated for a header that the file
// cannot back.
#ifndef BURNISH_IMAGE_CODECS_H
#define BURNISH_IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Why an image could not be decoded or encoded.
typedef enum burnish_codec_status {
  BURNISH_CODEC_OK = 0,
  /// The bytes break the rules of the format, or end too early.
  BURNISH_CODEC_DAMAGED,
  /// The format allows it, this library does not read it.
  BURNISH_CODEC_UNSUPPORTED,
  /// More pixels than the limit, or than so small a file may stand for.
  BURNISH_CODEC_TOO_LARGE,
  BURNISH_CODEC_OUT_OF_MEMORY,
} burnish_codec_status;

/// The type of a sample in memory, in the byte order of the machine.
typedef enum burnish_sample_type {
  BURNISH_SAMPLE_UINT8 = 1,
  BURNISH_SAMPLE_UINT16 = 2,
  BURNISH_SAMPLE_FLOAT32 = 4,
} burnish_sample_type;

/// What a decoder may take.
typedef struct burnish_limits {
  /// The most pixels.
  uint64_t pixels;
  /// The most bytes of memory for the samples and what is made of them at once.
  uint64_t memory;
} burnish_limits;

/// An image in memory: rows from top to bottom, channels interleaved, rows not padded.
typedef struct burnish_image {
  uint32_t width;
  uint32_t height;
  /// Colors, opacity, and other bands.
  uint32_t channels;
  /// How many of the channels are colors: 1 gray, 3 RGB. They come first.
  uint32_t colors;
  /// Which channel is the opacity; -1 where there is none.
  int32_t alpha;
  burnish_sample_type type;
  /// The number that stands for 1; 0 where it is the largest of an integer type, or 1 itself.
  uint64_t maximum;
  /// Made by `malloc`; the caller frees it. NULL unless decoding succeeded.
  void *samples;
  /// The color profile (ICC), made by `malloc`; the caller frees it. NULL where there is none.
  void *profile;
  size_t profile_size;
  /// One line that says what went wrong; empty on success.
  char message[200];
  /// What would do instead; may be empty.
  char wanted[100];
  /// One line that says what was assumed or left out; empty where nothing was.
  char remark[200];
} burnish_image;

/// A color profile (ICC) for an encoder; `bytes` is NULL where there is none.
typedef struct burnish_profile {
  const void *bytes;
  size_t count;
} burnish_profile;

/// Bytes of a file made by an encoder.
typedef struct burnish_bytes {
  /// Made by `malloc`; the caller frees it. NULL unless encoding succeeded.
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
  /// 0 where there is no palette.
  uint32_t count;
  /// Red, green, blue, and opacity.
  uint8_t colors[256][4];
} burnish_palette;

/// The numbers of a PNG with a palette, one channel of 8 bits. Of one without, `palette->count` is 0 and the image has
/// no samples.
burnish_codec_status burnish_decode_png_numbers(
    const uint8_t *bytes, size_t count, burnish_limits limits, burnish_image *image,
    burnish_palette *palette);
/// All numbers are below `palette->count`.
burnish_codec_status burnish_encode_png_numbers(
    const uint8_t *numbers, uint32_t width, uint32_t height, const burnish_palette *palette,
    burnish_bytes *result);

/// Gray, RGB, YCbCr, and inks (CMYK, YCCK), which come out as RGB; 8 bits.
burnish_codec_status burnish_decode_jpeg(
    const uint8_t *bytes, size_t count, burnish_limits limits, burnish_image *image);
/// `channels` is 1 or 3, samples are 8-bit; `quality` is 1...100. Chroma is not subsampled from 90
/// on.
burnish_codec_status burnish_encode_jpeg(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels, int quality,
    burnish_profile profile, burnish_bytes *result);

/// Strips or tiles, interleaved or in planes, any compression that libtiff knows.
///
/// `directory` is where the image's directory lies in the file; 0 is the first one.
burnish_codec_status burnish_decode_tiff(
    const uint8_t *bytes, size_t count, burnish_limits limits, uint64_t directory,
    burnish_image *image);
/// `colors` is 1 or 3 of the `channels`; if `has_alpha`, the last one is an opacity. All others are
/// written as unspecified.
burnish_codec_status burnish_encode_tiff(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels, uint32_t colors,
    int has_alpha, burnish_sample_type type, burnish_profile profile, burnish_bytes *result);

/// How numbers stand for light: Y = (a X + b)^gamma from `linear_end` on and slope * X below it.
///
/// Where `table` is not NULL, its `table_count` values for X from 0 to 1 count instead.
typedef struct burnish_tone_curve {
  double gamma, a, b, slope, linear_end;
  const float *table;
  uint32_t table_count;
} burnish_tone_curve;

/// Makes a color profile (ICC) of `chromaticities`: x and y of white, red, green, and blue.
///
/// `code_points` are the four numbers of ITU-T H.273 that say the same; NULL where none do.
burnish_codec_status burnish_make_profile(
    const double chromaticities[8], burnish_tone_curve curve, int is_gray,
    const uint8_t *code_points, burnish_bytes *result);

#ifdef __cplusplus
}
#endif
#endif
