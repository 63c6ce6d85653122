#ifndef BURNISH_HDF5_LIBRARY_H
#define BURNISH_HDF5_LIBRARY_H

// Debian installs the headers of several builds; their differences do not matter here.
#if __has_include(<hdf5.h>)
#include <hdf5.h>
#else
#include <hdf5/serial/hdf5.h>
#endif

#include <stdbool.h>

/// The functions of the HDF5 library that are used here. Functions with several versions include the version number.
#define BURNISH_HDF5_FUNCTIONS(X) \
  X(H5Aclose)                     \
  X(H5Aexists)                    \
  X(H5Aget_type)                  \
  X(H5Aopen)                      \
  X(H5Aread)                      \
  X(H5Dclose)                     \
  X(H5Dget_space)                 \
  X(H5Dget_type)                  \
  X(H5Dread)                      \
  X(H5Eset_auto2)                 \
  X(H5Fclose)                     \
  X(H5Fopen)                      \
  X(H5Gget_info)                  \
  X(H5Iget_type)                  \
  X(H5Lget_name_by_idx)           \
  X(H5Oclose)                     \
  X(H5Oopen)                      \
  X(H5Rdereference2)              \
  X(H5Sclose)                     \
  X(H5Sget_simple_extent_dims)    \
  X(H5Sget_simple_extent_ndims)   \
  X(H5Tclose)                     \
  X(H5Tcopy)                      \
  X(H5Tget_class)                 \
  X(H5Tget_size)                  \
  X(H5Tis_variable_str)           \
  X(H5Tset_size)                  \
  X(H5open)

typedef struct burnish_hdf5_library {
#define X(name) __typeof__(&name) name;
  BURNISH_HDF5_FUNCTIONS(X)
#undef X
  /// Types in memory, which exist once the library is open.
  const hid_t *native_float, *c_string;
} burnish_hdf5_library;

/// The HDF5 library that libmatio uses, or NULL if libmatio is not loaded, or uses no HDF5 or another library.
const burnish_hdf5_library *burnish_hdf5_loaded(void);

#endif
