#include "mat_hdf5.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hdf5_library.h"

/// Set before reading starts.
static const burnish_hdf5_library *library;

enum { class_limit = 32, name_limit = 512 };

/// H5F_ACC_RDONLY, whose macro calls functions of a library that is not linked.
static const unsigned read_only = 0;

/// Reads the class of an object, or "" if it has none.
static void read_class(hid_t object, char *name) {
  memset(name, 0, class_limit);
  if (library->H5Aexists(object, "MATLAB_class") <= 0) return;
  hid_t attribute = library->H5Aopen(object, "MATLAB_class", H5P_DEFAULT);
  if (attribute < 0) return;
  hid_t type = library->H5Aget_type(attribute);
  size_t size = library->H5Tget_size(type);
  if (library->H5Tget_class(type) == H5T_STRING && library->H5Tis_variable_str(type) > 0) {
    char *text = NULL;
    if (library->H5Aread(attribute, type, &text) >= 0 && text != NULL)
      snprintf(name, class_limit, "%s", text);
  } else if (library->H5Tget_class(type) == H5T_STRING && size > 0 && size < class_limit) {
    library->H5Aread(attribute, type, name);
  }
  library->H5Tclose(type);
  library->H5Aclose(attribute);
}

/// Whether libmatio reads a different class than the file holds, or the file holds none.
static bool loses_class(hid_t object) {
  char right[class_limit], found[class_limit];
  read_class(object, right);
  memset(found, 0, sizeof found);
  if (right[0] == 0) return true;
  hid_t attribute = library->H5Aopen(object, "MATLAB_class", H5P_DEFAULT);
  hid_t type = library->H5Aget_type(attribute);
  size_t size = library->H5Tget_size(type);
  bool loses = library->H5Tis_variable_str(type) > 0;
  if (!loses) {
    hid_t ended = library->H5Tcopy(*library->c_string);
    library->H5Tset_size(ended, size);
    loses = library->H5Aread(attribute, ended, found) < 0 || strcmp(found, right) != 0;
    library->H5Tclose(ended);
  }
  library->H5Tclose(type);
  library->H5Aclose(attribute);
  return loses;
}

/// The number of members of a group.
static hsize_t member_count(hid_t group) {
  H5G_info_t info;
  return library->H5Gget_info(group, &info) < 0 ? 0 : info.nlinks;
}

/// Opens a member of a group and stores its name.
///
/// Returns a negative number for names internal to the format, such as "#refs#", and for members that cannot be
/// opened.
static hid_t open_member(hid_t group, hsize_t index, char *name) {
  ssize_t length = library->H5Lget_name_by_idx(
      group, ".", H5_INDEX_NAME, H5_ITER_INC, index, name, name_limit, H5P_DEFAULT);
  if (length <= 0 || length >= name_limit || name[0] == '#') return -1;
  return library->H5Oopen(group, name, H5P_DEFAULT);
}

static hid_t open_file(const char *path) {
  library = burnish_hdf5_loaded();
  if (library == NULL || library->H5open() < 0) return -1;
  library->H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  return library->H5Fopen(path, read_only, H5P_DEFAULT);
}

/// Whether a file has the header of MATLAB's version 7.3.
static bool is_version_73(const char *path) {
  uint8_t header[128];
  FILE *file = fopen(path, "rbe");
  if (file == NULL) return false;
  size_t count = fread(header, 1, sizeof header, file);
  fclose(file);
  return count == sizeof header && header[124] == 0 && header[125] == 2 && header[126] == 'I'
      && header[127] == 'M';
}

bool burnish_mat_needs_hdf5(const char *path) {
  if (!is_version_73(path)) return false;
  hid_t file = open_file(path);
  if (file < 0) return false;
  bool needs = false;
  char name[name_limit];
  hsize_t count = member_count(file);
  for (hsize_t index = 0; index < count && !needs; ++index) {
    hid_t object = open_member(file, index, name);
    if (object < 0) continue;
    needs = loses_class(object);
    library->H5Oclose(object);
  }
  library->H5Fclose(file);
  return needs;
}

/// Reads a data set's extents in MATLAB's order. Returns the rank, or -1 if it is too high.
static int read_extents(hid_t set, uint64_t *extents, size_t *count) {
  hsize_t dims[BURNISH_MAT_RANK_LIMIT];
  hid_t space = library->H5Dget_space(set);
  int rank = library->H5Sget_simple_extent_ndims(space);
  *count = 1;
  if (rank > BURNISH_MAT_RANK_LIMIT) rank = -1;
  if (rank > 0 && library->H5Sget_simple_extent_dims(space, dims, NULL) != rank) rank = -1;
  for (int axis = 0; axis < rank; ++axis) {
    extents[axis] = dims[rank - 1 - axis];
    if (__builtin_mul_overflow(*count, (size_t)extents[axis], count)) *count = SIZE_MAX / 16;
  }
  library->H5Sclose(space);
  // MATLAB arrays have at least two dimensions.
  for (; rank >= 0 && rank < 2; ++rank) extents[rank] = 1;
  return rank;
}

static void put_object(burnish_mat_writer *out, hid_t object, int depth);

/// Writes an object under the current path followed by `name`, and closes it.
static void put_child(burnish_mat_writer *out, hid_t object, const char *name, int depth) {
  size_t length = strlen(out->path);
  int added = snprintf(out->path + length, sizeof out->path - length, "%s", name);
  if (added < 0 || (size_t)added >= sizeof out->path - length || depth > BURNISH_MAT_DEPTH_LIMIT)
    out->status = BURNISH_MAT_TOO_LARGE;
  else
    put_object(out, object, depth);
  out->path[length] = 0;
  library->H5Oclose(object);
}

static void put_group(burnish_mat_writer *out, hid_t group, int depth) {
  char name[name_limit + 1];
  hsize_t count = member_count(group);
  // A dot precedes fields.
  name[0] = '.';
  for (hsize_t index = 0; index < count && out->status == BURNISH_MAT_OK; ++index) {
    hid_t object = open_member(group, index, name + 1);
    if (object >= 0) put_child(out, object, depth == 0 ? name + 1 : name, depth + 1);
  }
}

static void put_cell(burnish_mat_writer *out, hid_t set, size_t count, int depth) {
  hobj_ref_t *places = count <= out->left / sizeof *places ? malloc(count * sizeof *places) : NULL;
  hid_t type = library->H5Dget_type(set);
  if (places == NULL || library->H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, places) < 0) {
    out->status = places == NULL ? BURNISH_MAT_TOO_LARGE : BURNISH_MAT_DAMAGED;
    count = 0;
  }
  for (size_t index = 0; index < count && out->status == BURNISH_MAT_OK; ++index) {
    char name[32];
    snprintf(name, sizeof name, "{%zu}", index + 1);
    hid_t object = library->H5Rdereference2(set, H5P_DEFAULT, H5R_OBJECT, &places[index]);
    if (object >= 0) put_child(out, object, name, depth + 1);
  }
  library->H5Tclose(type);
  free(places);
}

static void put_numbers(
    burnish_mat_writer *out, hid_t set, bool is_text, int rank, const uint64_t *extents,
    size_t count) {
  // Records hold floats or single letters.
  float *samples = count <= out->left / (is_text ? 1 : sizeof *samples)
      ? malloc(count * sizeof *samples + 1) : NULL;
  if (samples == NULL) {
    out->status = BURNISH_MAT_TOO_LARGE;
    return;
  }
  if (count > 0
      && library->H5Dread(set, *library->native_float, H5S_ALL, H5S_ALL, H5P_DEFAULT, samples) < 0)
    out->status = BURNISH_MAT_DAMAGED;
  burnish_mat_put_head(out, is_text ? BURNISH_MAT_TEXT : BURNISH_MAT_NUMBERS, rank, extents);
  if (is_text) {
    for (size_t index = 0; index < count; ++index) {
      float letter = samples[index];
      burnish_mat_put_byte(out, letter >= 32 && letter < 127 ? (uint8_t)letter : '?');
    }
  } else {
    burnish_mat_put(out, samples, count * sizeof *samples);
  }
  free(samples);
}

static void put_object(burnish_mat_writer *out, hid_t object, int depth) {
  H5I_type_t kind = library->H5Iget_type(object);
  if (kind == H5I_GROUP) {
    put_group(out, object, depth);
    return;
  }
  if (kind != H5I_DATASET) return;
  uint64_t extents[BURNISH_MAT_RANK_LIMIT];
  size_t count = 0;
  int rank = read_extents(object, extents, &count);
  if (rank < 0) {
    out->status = BURNISH_MAT_TOO_LARGE;
    return;
  }
  char class[class_limit];
  read_class(object, class);
  // An empty array holds its extents instead of elements.
  bool is_empty = library->H5Aexists(object, "MATLAB_empty") > 0;
  hid_t type = library->H5Dget_type(object);
  H5T_class_t elements = library->H5Tget_class(type);
  library->H5Tclose(type);
  if (elements == H5T_REFERENCE && !is_empty)
    put_cell(out, object, count, depth);
  else if ((elements == H5T_INTEGER || elements == H5T_FLOAT) && !is_empty)
    put_numbers(out, object, strcmp(class, "char") == 0, rank, extents, count);
  else
    burnish_mat_put_head(out, BURNISH_MAT_OTHER, rank, extents);
}

burnish_mat_status burnish_mat_write_hdf5(const char *path, burnish_mat_writer *out) {
  hid_t file = open_file(path);
  if (file < 0) return BURNISH_MAT_DAMAGED;
  out->path[0] = 0;
  put_group(out, file, 0);
  burnish_mat_put_byte(out, BURNISH_MAT_END);
  library->H5Fclose(file);
  return out->status;
}
