// TIFF files in memory, with libtiff's messages captured; not visible to Swift.
#ifndef BURNISH_TIFF_MEMORY_H
#define BURNISH_TIFF_MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <tiffio.h>

typedef struct tiff_memory {
  /// Allocated memory if the file is written, otherwise borrowed.
  uint8_t *bytes;
  size_t count;
  size_t capacity;
  size_t position;
  int is_written;
  /// The first error that libtiff reported, in 200 bytes of the caller.
  char *message;
  /// Whether that error was about channels of a pixel with different bits.
  int has_unequal_samples;
} tiff_memory;

/// Opens a file in memory, for reading or (`is_written`) writing. Returns NULL with a message if that fails.
///
/// libtiff allocates at most `largest_allocation` bytes at once. `directory` is the position of the directory to
/// read; 0 means the first one.
TIFF *tiff_memory_open(tiff_memory *memory, tmsize_t largest_allocation, uint64_t directory);

#endif
