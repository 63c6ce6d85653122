#ifndef BURNISH_MAT_LIBRARY_H
#define BURNISH_MAT_LIBRARY_H

#include <matio.h>
#include <stdbool.h>
#include <stddef.h>

/// The functions of libmatio that are used here.
#define BURNISH_MAT_FUNCTIONS(X) \
  X(Mat_GetLibraryVersion)       \
  X(Mat_LogInitFunc)             \
  X(Mat_Open)                    \
  X(Mat_VarFree)                 \
  X(Mat_VarGetCell)              \
  X(Mat_VarGetNumberOfFields)    \
  X(Mat_VarGetStructFieldByIndex) \
  X(Mat_VarGetStructFieldnames)  \
  X(Mat_VarReadNext)

typedef struct burnish_mat_library {
#define X(name) __typeof__(&name) name;
  BURNISH_MAT_FUNCTIONS(X)
#undef X
} burnish_mat_library;

/// The library, or NULL if no suitable version is installed.
///
/// It is loaded on first use. HDF5 and about thirty libraries below it take as long to load as the rest of the
/// program. Few runs read a .mat file.
const burnish_mat_library *burnish_mat_loaded(void);

#endif
