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

/// Why a picture could not be decoded or encoded.
typedef enum burnish_codec_status {
  BURNISH_CODEC_OK = 0,
  /// The bytes break the rules of the format, or end too early.
  BURNISH_CODEC_DAMAGED,
  /// The format allows it, this library does not read it.
  BURNISH_CODEC_UNSUPPORTED,
  /// More pixels than the limit.
  BURNISH_CODEC_TOO_LARGE,
  BURNISH_CODEC_OUT_OF_MEMORY,
} burnish_codec_status;

/// The type of a sample in memory, in the byte order of the machine.
typedef enum burnish_sample_type {
  BURNISH_SAMPLE_UINT8 = 1,
  BURNISH_SAMPLE_UINT16 = 2,
  BURNISH_SAMPLE_FLOAT32 = 4,
} burnish_sample_type;

/// A picture in memory: rows from top to bottom, channels interleaved, rows not padded.
typedef struct burnish_picture {
  uint32_t width;
  uint32_t height;
  /// 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha.
  uint32_t channels;
  burnish_sample_type type;
  /// The orientation as EXIF numbers it, 1...8; 1 where the codec does not know.
  uint32_t orientation;
  /// Made by `malloc`; the caller frees it. NULL unless decoding succeeded.
  void *samples;
  /// The colour profile (ICC), made by `malloc`; the caller frees it. NULL where there is none.
  void *profile;
  size_t profile_size;
  /// One line that says what went wrong; empty on success.
  char message[200];
} burnish_picture;

/// A colour profile (ICC) for an encoder; `bytes` is NULL where there is none.
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
    const uint8_t *bytes, size_t count, uint64_t pixel_limit, burnish_picture *picture);
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

/// The numbers of a PNG with a palette, one channel of 8 bits. Of one without, `palette->count` is 0 and the picture has
/// no samples.
burnish_codec_status burnish_decode_png_numbers(
    const uint8_t *bytes, size_t count, uint64_t pixel_limit, burnish_picture *picture,
    burnish_palette *palette);
/// All numbers are below `palette->count`.
burnish_codec_status burnish_encode_png_numbers(
    const uint8_t *numbers, uint32_t width, uint32_t height, const burnish_palette *palette,
    burnish_bytes *result);

burnish_codec_status burnish_decode_jpeg(
    const uint8_t *bytes, size_t count, uint64_t pixel_limit, burnish_picture *picture);
/// `channels` is 1 or 3, samples are 8-bit; `quality` is 1...100. Chroma is not subsampled from 90
/// on.
burnish_codec_status burnish_encode_jpeg(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels, int quality,
    burnish_profile profile, burnish_bytes *result);

/// Strips or tiles, interleaved or in planes, any compression that libtiff knows; the first picture
/// of a file.
burnish_codec_status burnish_decode_tiff(
    const uint8_t *bytes, size_t count, uint64_t pixel_limit, burnish_picture *picture);
/// One channel of whole numbers of 8, 16 or 32 bits, signed or not, or floating point of 32 or 64, of the first picture of
/// a file, as floating point of 32 bits with the values as stored. `no_data` receives the text of GDAL's tag 42113, which
/// is empty where there is none.
burnish_codec_status burnish_decode_heights(
    const uint8_t *bytes, size_t count, uint64_t pixel_limit, burnish_picture *picture,
    char no_data[64]);
/// Whether the bytes are a TIFF file of one channel that says where on the earth it lies, or what number is no sample.
int burnish_is_elevation(const uint8_t *bytes, size_t count);
burnish_codec_status burnish_encode_tiff(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels,
    burnish_sample_type type, burnish_profile profile, burnish_bytes *result);

#ifdef __cplusplus
}
#endif
#endif
