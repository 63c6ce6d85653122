#ifndef BURNISH_MAT_RECORDS_H
#define BURNISH_MAT_RECORDS_H

#include "CMatIO.h"

/// The size in bytes of the text that follows the records after a failure. It ends with a zero and may be empty.
enum { BURNISH_MAT_COMPLAINT = 160 };

/// Reads a file with libmatio and writes its records to a descriptor, at most `limit` bytes.
///
/// libmatio must be loaded. A hostile file can make it crash or run forever, so call this in a separate process.
burnish_mat_status burnish_write_records(const char *path, size_t limit, int descriptor);

#endif
