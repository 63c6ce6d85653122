// How a TIFF file's directory lays out its samples; not visible to Swift.
#ifndef BURNISH_TIFF_LAYOUT_H
#define BURNISH_TIFF_LAYOUT_H

#include "codec_support.h"
#include "tiff_memory.h"

typedef struct tiff_layout {
  uint16_t bits, samples, sample_format, photometric, planes, compression;
  /// Whether the stored colors are multiplied by alpha.
  int is_premultiplied;
  /// The palette's red, green, and blue, 2^bits each, or NULL if there is none.
  uint16_t *palette[3];
} tiff_layout;

/// Reads the tags, chooses the image's layout in memory, and checks its size.
burnish_codec_status burnish_read_tiff_layout(
    TIFF *file, size_t count, burnish_limits limits, tiff_layout *layout, burnish_image *image);

/// Converts `count` samples, packed as libtiff returns them, to samples of the image's type, `step` samples apart.
void burnish_unpack_tiff(
    const tiff_layout *layout, burnish_sample_type type, const uint8_t *packed, size_t count,
    void *target, size_t step);

#endif
