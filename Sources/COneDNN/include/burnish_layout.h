#ifndef BURNISH_LAYOUT_H
#define BURNISH_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The memory layout of an array's samples: oneDNN's memory descriptor.
typedef struct burnish_layout burnish_layout;

/// Row-major order without padding. `rank` is 1 to 6.
burnish_layout *burnish_layout_plain(const int64_t *extents, int rank);

/// Images `[N, C, H, W]` with channels in groups of 16, innermost (`nChw16c`).
burnish_layout *burnish_layout_channels16(const int64_t extents[4]);

void burnish_layout_destroy(burnish_layout *layout);

/// The memory size of an array in this layout in bytes, including padding.
size_t burnish_layout_bytes(const burnish_layout *layout);

/// Whether both layouts have the same extents and memory order.
bool burnish_layout_equal(const burnish_layout *a, const burnish_layout *b);

/// Copies samples from one layout to another of the same extents; false if oneDNN cannot.
bool burnish_reorder(
  const burnish_layout *from_layout, const float *from, const burnish_layout *to_layout, float *to,
  int threads);

#endif
