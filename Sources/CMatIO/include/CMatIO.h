// Reads MATLAB's .mat files (version 5, and 7.3, which is HDF5) for Swift, using libmatio.
//
// Neither libmatio nor the HDF5 library withstands every damaged or hostile file. So a separate process reads the
// file: a fork of the calling process with limits on memory and time. It writes what it found to a pipe. If it
// crashes, the calling process goes on. It ends with the calling process, on Linux even if that is killed.
#ifndef BURNISH_MAT_IO_H
#define BURNISH_MAT_IO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The reason why a file could not be read.
typedef enum burnish_mat_status {
  BURNISH_MAT_OK = 0,
  /// The bytes violate the format, or end too early.
  BURNISH_MAT_DAMAGED,
  /// More data than the limit, or nested too deeply.
  BURNISH_MAT_TOO_LARGE,
  /// No process could be created, or libmatio is not installed; `message` says which.
  BURNISH_MAT_NO_PROCESS,
} burnish_mat_status;

/// The contents of a record; its first byte.
typedef enum burnish_mat_kind {
  /// The last record.
  BURNISH_MAT_END = 0,
  /// Real numbers of any type, as 32-bit floats.
  BURNISH_MAT_NUMBERS = 1,
  /// Characters, one byte each; '?' replaces non-ASCII characters.
  BURNISH_MAT_TEXT = 2,
  /// Anything else, such as sparse or complex numbers, functions and objects; without contents.
  BURNISH_MAT_OTHER = 3,
} burnish_mat_kind;

/// Every array of a file, one record after another, in the byte order of the machine.
///
/// A record has the kind (1 byte), the length of the path (4 bytes), and the path ("net.layers{1}.pad"). Then come
/// the number of dimensions (1 byte), the dimensions (8 bytes each), and the elements. They are in MATLAB's order,
/// the first index moving fastest. The last record has only the kind.
typedef struct burnish_mat_records {
  /// Allocated by `malloc`; the caller frees it. NULL unless reading succeeded.
  uint8_t *bytes;
  size_t count;
  /// One line that describes the error; empty on success.
  char message[200];
} burnish_mat_records;

/// The limits for reading.
typedef struct burnish_mat_bounds {
  /// The maximum number of bytes of records.
  size_t records;
  /// Bytes of address space beyond the calling process's own.
  size_t memory;
  /// Seconds of computing.
  unsigned seconds;
  /// Seconds until the end, including waiting.
  unsigned wait;
} burnish_mat_bounds;

/// The limits for a file of `size` bytes. A few bytes of a compressed file can request any amount, but weights and
/// kernels hardly compress. A small file gets 2 seconds of computing and 256 MiB.
burnish_mat_bounds burnish_mat_bounds_for(size_t size);

burnish_mat_status burnish_read_mat(
    const char *path, burnish_mat_bounds bounds, burnish_mat_records *records);

#ifdef __cplusplus
}
#endif
#endif
