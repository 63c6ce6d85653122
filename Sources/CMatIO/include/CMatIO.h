// MATLAB's .mat files (version 5, and 7.3, which is HDF5) for Swift, through libmatio.
//
// Neither libmatio nor the HDF5 library below it withstands every damaged or hostile file. So a file is
// read by a process of its own, a fork of the calling one with bounds on memory and time, which
// writes what it found to a pipe. Whatever happens to that process, the calling one goes on; it ends with
// the calling one, on Linux also where that is killed.
#ifndef BURNISH_MAT_IO_H
#define BURNISH_MAT_IO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Why a file could not be read.
typedef enum burnish_mat_status {
  BURNISH_MAT_OK = 0,
  /// The bytes break the rules of the format, or end too early.
  BURNISH_MAT_DAMAGED,
  /// More data than the limit, or nested too deeply.
  BURNISH_MAT_TOO_LARGE,
  /// No process could be made, or libmatio is not installed; `message` says which.
  BURNISH_MAT_NO_PROCESS,
} burnish_mat_status;

/// What a record holds; its first byte.
typedef enum burnish_mat_kind {
  /// The last record: nothing follows.
  BURNISH_MAT_END = 0,
  /// Real numbers of any type, as 32-bit floats.
  BURNISH_MAT_NUMBERS = 1,
  /// Characters, one byte each; '?' for what is not ASCII.
  BURNISH_MAT_TEXT = 2,
  /// Anything else, such as sparse or complex numbers, functions and objects; without contents.
  BURNISH_MAT_OTHER = 3,
} burnish_mat_kind;

/// Every array of a file, one record after the other, in the byte order of the machine.
///
/// A record is its kind (1 byte), the length of its path (4 bytes), the path ("net.layers{1}.pad"), the
/// number of its dimensions (1 byte), the dimensions (8 bytes each), and the elements in MATLAB's
/// order, the first index moving fastest. The last record is the kind alone.
typedef struct burnish_mat_records {
  /// Made by `malloc`; the caller frees it. NULL unless reading succeeded.
  uint8_t *bytes;
  size_t count;
  /// One line that says what went wrong; empty on success.
  char message[200];
} burnish_mat_records;

/// What reading may take.
typedef struct burnish_mat_bounds {
  /// The most bytes of records.
  size_t records;
  /// Bytes of addresses beside those that the calling process has already.
  size_t memory;
  /// Of computing.
  unsigned seconds;
  /// Seconds until the end, waiting included.
  unsigned wait;
} burnish_mat_bounds;

/// Bounds for a file of so many bytes: few bytes of a compressed file can ask for any amount, while weights and kernels
/// hardly compress at all. A small one gets 2 seconds of computing and 256 MiB.
burnish_mat_bounds burnish_mat_bounds_for(size_t size);

burnish_mat_status burnish_read_mat(
    const char *path, burnish_mat_bounds bounds, burnish_mat_records *records);

#ifdef __cplusplus
}
#endif
#endif
