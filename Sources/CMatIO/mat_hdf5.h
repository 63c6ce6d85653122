#ifndef BURNISH_MAT_HDF5_H
#define BURNISH_MAT_HDF5_H

#include <stdbool.h>

#include "mat_writer.h"

/// Whether a file of version 7.3 holds arrays that libmatio knows no class of.
///
/// h5py and hdf5storage store the class as a text of fixed length without a zero at its end, of which libmatio loses the last
/// letter (1.5.23: `Mat_H5ReadClassType` reads it into a type that ends with one), or none at all.
bool burnish_mat_needs_hdf5(const char *path);

/// Writes the records of such a file: numbers, texts, structures and cells.
burnish_mat_status burnish_mat_write_hdf5(const char *path, burnish_mat_writer *out);

#endif
