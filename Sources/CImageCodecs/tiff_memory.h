// TIFF files in memory, and libtiff's messages caught; not seen by Swift.
#ifndef BURNISH_TIFF_MEMORY_H
#define BURNISH_TIFF_MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <tiffio.h>

typedef struct tiff_memory {
  /// Owned where the file is written.
  uint8_t *bytes;
  size_t count;
  size_t capacity;
  size_t position;
  int is_written;
  /// The first error that libtiff reported; 200 bytes of the caller's.
  char *message;
  /// Whether that error was that the channels of a pixel have different bits.
  int has_unequal_samples;
} tiff_memory;

/// Opens a file in memory, for reading or (`is_written`) writing; NULL with a message if that
/// fails.
///
/// Nothing larger than `largest_allocation` is allocated by libtiff at once. `directory` is where the
/// directory to read lies; 0 is the first one.
TIFF *tiff_memory_open(tiff_memory *memory, tmsize_t largest_allocation, uint64_t directory);

#endif
