#include "mat_library.h"

#include "hdf5_library.h"

#include <pthread.h>
#include <stdio.h>

#ifndef __APPLE__
#include <dlfcn.h>
#endif

static burnish_mat_library library;
static bool is_loaded;
static burnish_hdf5_library hdf5;
static bool has_hdf5;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#ifdef __APPLE__

// The library is linked on macOS. dlopen would not find names without a path, and the linked libraries load quickly.
static void load(void) {
#define X(name) library.name = &name;
  BURNISH_MAT_FUNCTIONS(X)
#undef X
  is_loaded = true;
#define X(name) hdf5.name = &name;
  BURNISH_HDF5_FUNCTIONS(X)
#undef X
  hdf5.native_float = &H5T_NATIVE_FLOAT_g;
  hdf5.c_string = &H5T_C_S1_g;
  has_hdf5 = true;
}

#else

/// Whether a library has all functions, and is at least as new as the headers used for compiling.
static bool is_usable(void *handle) {
#define X(name)                                            \
  *(void **)&library.name = dlsym(handle, #name);          \
  if (library.name == NULL) return false;
  BURNISH_MAT_FUNCTIONS(X)
#undef X
  int major = 0, minor = 0, release = 0;
  library.Mat_GetLibraryVersion(&major, &minor, &release);
  return major == MATIO_MAJOR_VERSION && minor == MATIO_MINOR_VERSION
      && release >= MATIO_RELEASE_LEVEL;
}

/// Whether the library depends on HDF5, so that it gives access to HDF5's functions.
static bool finds_hdf5(void *handle) {
#define X(name)                                     \
  *(void **)&hdf5.name = dlsym(handle, #name);      \
  if (hdf5.name == NULL) return false;
  BURNISH_HDF5_FUNCTIONS(X)
#undef X
  hdf5.native_float = dlsym(handle, "H5T_NATIVE_FLOAT_g");
  hdf5.c_string = dlsym(handle, "H5T_C_S1_g");
  return hdf5.native_float != NULL && hdf5.c_string != NULL;
}

static bool try_name(const char *name) {
  void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return false;
  if (is_usable(handle)) {
    has_hdf5 = finds_hdf5(handle);
    return true;
  }
  dlclose(handle);
  return false;
}

static void load(void) {
  // On the machine that compiled this, the name without a number matches the headers. Other machines may have only
  // names with the number of the binary interface, so far 4 to 14.
  is_loaded = try_name("libmatio.so");
  for (int number = 4; !is_loaded && number < 32; ++number) {
    char name[32];
    snprintf(name, sizeof name, "libmatio.so.%d", number);
    is_loaded = try_name(name);
  }
}

#endif

const burnish_hdf5_library *burnish_hdf5_loaded(void) {
  pthread_once(&once, load);
  return has_hdf5 ? &hdf5 : NULL;
}

const burnish_mat_library *burnish_mat_loaded(void) {
  pthread_once(&once, load);
  return is_loaded ? &library : NULL;
}
