#ifndef BURNISH_MAT_WRITER_H
#define BURNISH_MAT_WRITER_H

#include "CMatIO.h"

enum { BURNISH_MAT_PATH_LIMIT = 1024, BURNISH_MAT_DEPTH_LIMIT = 32, BURNISH_MAT_RANK_LIMIT = 16 };

/// The destination of records, and the path of the current array.
typedef struct burnish_mat_writer {
  int descriptor;
  size_t left;
  size_t filled;
  burnish_mat_status status;
  char path[BURNISH_MAT_PATH_LIMIT];
  uint8_t buffer[1 << 16];
} burnish_mat_writer;

void burnish_mat_flush(burnish_mat_writer *out);
void burnish_mat_put(burnish_mat_writer *out, const void *bytes, size_t count);
void burnish_mat_put_byte(burnish_mat_writer *out, uint8_t byte);

/// Writes the beginning of a record, with extents in MATLAB's order.
void burnish_mat_put_head(
    burnish_mat_writer *out, burnish_mat_kind kind, int rank, const uint64_t *extents);

#endif
