// What the codecs share; not seen by Swift.
#ifndef BURNISH_CODEC_SUPPORT_H
#define BURNISH_CODEC_SUPPORT_H

#include "CImageCodecs.h"

/// Writes one line into a message of 200 bytes.
void burnish_message(char *message, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/// Says that the format allows what this library does not read, and what it does read.
burnish_codec_status burnish_unsupported(
    burnish_image *image, const char *wanted, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/// Clears an image before decoding.
void burnish_clear(burnish_image *image);

/// Refuses more pixels than the limit, samples that `count` bytes of file cannot hold, and large
/// images from next to nothing.
///
/// - bits_per_pixel: as stored.
/// - expansion: the most bytes of samples that one byte of file can stand for in the format. A
///   header that asks for more comes from a damaged or truncated file, and is refused before
///   anything is allocated.
burnish_codec_status burnish_check_size(
    burnish_image *image, uint64_t bits_per_pixel, size_t count, uint64_t expansion,
    burnish_limits limits);

/// Keeps a copy of a file's color profile.
burnish_codec_status burnish_keep_profile(
    burnish_image *image, const void *bytes, size_t count);

/// Allocates the samples of an image whose extents, channels and type are set.
burnish_codec_status burnish_allocate(burnish_image *image, burnish_limits limits);

/// Replaces inks by colors in sRGB: the first 4 channels by 3, through the image's profile, which is
/// then dropped, or as (1 - C)(1 - K).
///
/// - is_inverted: whether the largest number stands for no ink.
burnish_codec_status burnish_convert_inks(burnish_image *image, int is_inverted);

/// How L*, a*, and b* are stored in integers: TIFF 6.0 (signed a* and b*), or ICC (with an offset).
typedef enum burnish_lab_encoding { BURNISH_LAB_SIGNED, BURNISH_LAB_OFFSET } burnish_lab_encoding;

/// Replaces L*, a*, b* (D50) of 8 or 16 bits by colors in sRGB.
burnish_codec_status burnish_convert_lab(burnish_image *image, burnish_lab_encoding encoding);

#endif
