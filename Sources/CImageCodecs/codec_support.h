// Shared by the codecs; not visible to Swift.
#ifndef BURNISH_CODEC_SUPPORT_H
#define BURNISH_CODEC_SUPPORT_H

#include "CImageCodecs.h"

/// Writes one line into a message of 200 bytes.
void burnish_message(char *message, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/// Reports that the format allows something this library does not read, and what the library reads instead.
burnish_codec_status burnish_unsupported(
    burnish_image *image, const char *wanted, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/// Clears an image before decoding.
void burnish_clear(burnish_image *image);

/// Refuses images that exceed the limit of pixels, that `count` bytes of file cannot hold, or that have many pixels
/// but almost no bytes.
///
/// - bits_per_pixel: the bits per pixel in the file.
/// - expansion: the maximum number of sample bytes from one byte of file in this format. A header that needs more
///   comes from a damaged or truncated file, and is refused before any allocation.
burnish_codec_status burnish_check_size(
    burnish_image *image, uint64_t bits_per_pixel, size_t count, uint64_t expansion,
    burnish_limits limits);

/// Keeps a copy of a file's color profile.
burnish_codec_status burnish_keep_profile(
    burnish_image *image, const void *bytes, size_t count);

/// Allocates the samples of an image whose extents, channels and type are set.
burnish_codec_status burnish_allocate(burnish_image *image, burnish_limits limits);

/// Converts inks to sRGB: the first 4 channels become 3.
///
/// Uses the image's profile and then drops it. Without a profile, computes (1 - C)(1 - K).
/// - is_inverted: whether the largest number means no ink.
burnish_codec_status burnish_convert_inks(burnish_image *image, int is_inverted);

/// How integers store L*, a*, and b*: as in TIFF 6.0 (signed a* and b*), or ICC (with an offset).
typedef enum burnish_lab_encoding { BURNISH_LAB_SIGNED, BURNISH_LAB_OFFSET } burnish_lab_encoding;

/// Converts L*, a*, b* (D50) with 8 or 16 bits to sRGB.
burnish_codec_status burnish_convert_lab(burnish_image *image, burnish_lab_encoding encoding);

#endif
