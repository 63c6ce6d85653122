#ifndef BURNISH_MAT_HDF5_H
#define BURNISH_MAT_HDF5_H

#include <stdbool.h>

#include "mat_writer.h"

/// Whether a version 7.3 file holds arrays whose class libmatio cannot read.
///
/// h5py and hdf5storage store no class, or a fixed-length text without a final zero. libmatio loses the last letter
/// of such a text (1.5.23: `Mat_H5ReadClassType` reads it into a type that ends with a zero).
bool burnish_mat_needs_hdf5(const char *path);

/// Writes the records of such a file: numbers, texts, structures and cells.
burnish_mat_status burnish_mat_write_hdf5(const char *path, burnish_mat_writer *out);

#endif
