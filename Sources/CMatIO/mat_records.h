#ifndef BURNISH_MAT_RECORDS_H
#define BURNISH_MAT_RECORDS_H

#include "CMatIO.h"

/// Bytes of the text that follows the records where reading them failed; ends with a zero, may be empty.
enum { BURNISH_MAT_COMPLAINT = 160 };

/// Reads a file with libmatio and writes its records to a descriptor, at most `limit` bytes.
///
/// libmatio must be loaded. It may crash or never end on a hostile file: to be called in a process made for it alone.
burnish_mat_status burnish_write_records(const char *path, size_t limit, int descriptor);

#endif
