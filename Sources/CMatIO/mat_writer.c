#include "mat_writer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void burnish_mat_flush(burnish_mat_writer *out) {
  size_t done = 0;
  while (done < out->filled) {
    ssize_t count = write(out->descriptor, out->buffer + done, out->filled - done);
    if (count < 0 && errno == EINTR) continue;
    // The reader has closed the pipe.
    if (count <= 0) _exit(1);
    done += (size_t)count;
  }
  out->filled = 0;
}

void burnish_mat_put(burnish_mat_writer *out, const void *bytes, size_t count) {
  if (out->status != BURNISH_MAT_OK) return;
  if (count > out->left) {
    out->status = BURNISH_MAT_TOO_LARGE;
    return;
  }
  out->left -= count;
  while (count > 0) {
    if (out->filled == sizeof out->buffer) burnish_mat_flush(out);
    size_t room = sizeof out->buffer - out->filled;
    size_t part = count < room ? count : room;
    memcpy(out->buffer + out->filled, bytes, part);
    out->filled += part;
    bytes = (const uint8_t *)bytes + part;
    count -= part;
  }
}

void burnish_mat_put_byte(burnish_mat_writer *out, uint8_t byte) { burnish_mat_put(out, &byte, 1); }

void burnish_mat_put_head(
    burnish_mat_writer *out, burnish_mat_kind kind, int rank, const uint64_t *extents) {
  uint32_t length = (uint32_t)strlen(out->path);
  burnish_mat_put_byte(out, (uint8_t)kind);
  burnish_mat_put(out, &length, sizeof length);
  burnish_mat_put(out, out->path, length);
  burnish_mat_put_byte(out, (uint8_t)rank);
  for (int axis = 0; axis < rank; ++axis)
    burnish_mat_put(out, &extents[axis], sizeof extents[axis]);
}
