// What the codecs share; not seen by Swift.
#ifndef BURNISH_CODEC_SUPPORT_H
#define BURNISH_CODEC_SUPPORT_H

#include "CImageCodecs.h"

/// Writes one line into a message of 200 bytes.
void burnish_message(char *message, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/// Clears a picture before decoding.
void burnish_clear(burnish_picture *picture);

/// Refuses more pixels than `pixel_limit`, and samples that `count` bytes of file cannot hold.
///
/// `expansion` is the most bytes of samples that one byte of file can stand for in the format: a
/// header that asks for more comes from a damaged or truncated file, and is refused before anything
/// is allocated.
burnish_codec_status burnish_check_size(
    burnish_picture *picture, size_t bytes_per_pixel, size_t count, uint64_t expansion,
    uint64_t pixel_limit);

/// Keeps a copy of a file's colour profile.
burnish_codec_status burnish_keep_profile(
    burnish_picture *picture, const void *bytes, size_t count);

/// Allocates the samples of a picture whose extents, channels and type are set.
burnish_codec_status burnish_allocate(burnish_picture *picture);

#endif
