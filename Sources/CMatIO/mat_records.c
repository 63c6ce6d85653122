#include "mat_records.h"

#include <stdio.h>
#include <string.h>

#include "mat_hdf5.h"
#include "mat_library.h"
#include "mat_writer.h"

enum {
  path_limit = BURNISH_MAT_PATH_LIMIT,
  depth_limit = BURNISH_MAT_DEPTH_LIMIT,
  rank_limit = BURNISH_MAT_RANK_LIMIT,
};

/// Set before reading starts.
static const burnish_mat_library *library;

/// The number of elements, or 0 if it overflows. No data can have that many.
static size_t element_count(const matvar_t *variable) {
  size_t count = 1;
  for (int axis = 0; axis < variable->rank; ++axis)
    if (__builtin_mul_overflow(count, variable->dims[axis], &count)) return 0;
  return count;
}

static void put_head(burnish_mat_writer *out, burnish_mat_kind kind, const matvar_t *variable) {
  uint64_t extents[rank_limit];
  for (int axis = 0; axis < variable->rank; ++axis) extents[axis] = variable->dims[axis];
  burnish_mat_put_head(out, kind, variable->rank, extents);
}

static int element_size(enum matio_types type) {
  switch (type) {
    case MAT_T_INT8: case MAT_T_UINT8: case MAT_T_UTF8: return 1;
    case MAT_T_INT16: case MAT_T_UINT16: case MAT_T_UTF16: return 2;
    case MAT_T_INT32: case MAT_T_UINT32: case MAT_T_UTF32: case MAT_T_SINGLE: return 4;
    case MAT_T_INT64: case MAT_T_UINT64: case MAT_T_DOUBLE: return 8;
    default: return 0;
  }
}

#define ELEMENT(type) (*(const type *)place)

static double element(const matvar_t *variable, size_t index) {
  const uint8_t *place = (const uint8_t *)variable->data + index * (size_t)variable->data_size;
  switch (variable->data_type) {
    case MAT_T_INT8: return ELEMENT(int8_t);
    case MAT_T_UINT8: case MAT_T_UTF8: return ELEMENT(uint8_t);
    case MAT_T_INT16: return ELEMENT(int16_t);
    case MAT_T_UINT16: case MAT_T_UTF16: return ELEMENT(uint16_t);
    case MAT_T_INT32: return ELEMENT(int32_t);
    case MAT_T_UINT32: case MAT_T_UTF32: return ELEMENT(uint32_t);
    case MAT_T_INT64: return (double)ELEMENT(int64_t);
    case MAT_T_UINT64: return (double)ELEMENT(uint64_t);
    case MAT_T_SINGLE: return ELEMENT(float);
    default: return ELEMENT(double);
  }
}

static void put_elements(burnish_mat_writer *out, const matvar_t *variable) {
  size_t count = element_count(variable);
  int size = element_size(variable->data_type);
  size_t bytes = 0;
  int is_whole = size > 0 && variable->data_size == size && !variable->isComplex
      && !__builtin_mul_overflow(count, (size_t)size, &bytes) && bytes <= variable->nbytes
      && (count == 0 || variable->data != NULL);
  int is_empty = element_count(variable) == 0;
  if (!is_whole && !is_empty) {
    put_head(out, BURNISH_MAT_OTHER, variable);
    return;
  }
  int is_text = variable->class_type == MAT_C_CHAR;
  put_head(out, is_text ? BURNISH_MAT_TEXT : BURNISH_MAT_NUMBERS, variable);
  for (size_t index = 0; index < count && out->status == BURNISH_MAT_OK; ++index) {
    double value = element(variable, index);
    if (is_text) {
      burnish_mat_put_byte(out, value >= 32 && value < 127 ? (uint8_t)value : '?');
    } else {
      float rounded = (float)value;
      burnish_mat_put(out, &rounded, sizeof rounded);
    }
  }
}

static void put_variable(burnish_mat_writer *out, matvar_t *variable, int depth);

/// Writes an array under the current path followed by `name`.
static void put_child(burnish_mat_writer *out, matvar_t *variable, const char *name, int depth) {
  if (variable == NULL) return;
  size_t length = strlen(out->path);
  int added = snprintf(out->path + length, path_limit - length, "%s", name);
  if (added < 0 || (size_t)added >= path_limit - length || depth >= depth_limit)
    out->status = BURNISH_MAT_TOO_LARGE;
  else
    put_variable(out, variable, depth + 1);
  out->path[length] = 0;
}

static void put_variable(burnish_mat_writer *out, matvar_t *variable, int depth) {
  if (variable->rank < 0 || variable->rank > rank_limit
      || (variable->rank > 0 && variable->dims == NULL)) {
    out->status = BURNISH_MAT_DAMAGED;
    return;
  }
  size_t count = element_count(variable);
  // Field names have at most 63 characters; longer ones are damaged.
  char name[128];
  switch (variable->class_type) {
    case MAT_C_CELL:
      for (size_t index = 0; index < count && out->status == BURNISH_MAT_OK; ++index) {
        if (variable->data == NULL || index > 1 << 24) break;
        snprintf(name, sizeof name, "{%zu}", index + 1);
        put_child(out, library->Mat_VarGetCell(variable, (int)index), name, depth);
      }
      break;
    case MAT_C_STRUCT: {
      unsigned fields = library->Mat_VarGetNumberOfFields(variable);
      char *const *names = library->Mat_VarGetStructFieldnames(variable);
      if (names == NULL || variable->data == NULL) break;
      for (size_t index = 0; index < count && index < 1 << 24; ++index)
        for (unsigned field = 0; field < fields && out->status == BURNISH_MAT_OK; ++field) {
          if (names[field] == NULL) continue;
          // Elements of a 1x1 structure array are named without an index.
          int length = count == 1
              ? snprintf(name, sizeof name, ".%s", names[field])
              : snprintf(name, sizeof name, "(%zu).%s", index + 1, names[field]);
          if (length < 0 || (size_t)length >= sizeof name) continue;
          put_child(out, library->Mat_VarGetStructFieldByIndex(variable, field, index), name, depth);
        }
      break;
    }
    case MAT_C_CHAR: case MAT_C_DOUBLE: case MAT_C_SINGLE: case MAT_C_INT8: case MAT_C_UINT8:
    case MAT_C_INT16: case MAT_C_UINT16: case MAT_C_INT32: case MAT_C_UINT32: case MAT_C_INT64:
    case MAT_C_UINT64: put_elements(out, variable); break;
    case MAT_C_EMPTY: break;
    default: put_head(out, BURNISH_MAT_OTHER, variable);
  }
}

/// The first complaint of libmatio, which continues after many errors, with partly filled arrays.
static char complaint[BURNISH_MAT_COMPLAINT];

static void note(int level, const char *message) {
  int is_serious = level & (MATIO_LOG_LEVEL_ERROR | MATIO_LOG_LEVEL_CRITICAL | MATIO_LOG_LEVEL_WARNING);
  if (!is_serious || complaint[0]) return;
  snprintf(complaint, sizeof complaint, "%s", message);
  // Keeps one line, without bytes of the file that a terminal would act on.
  for (char *c = complaint; *c; ++c)
    if ((unsigned char)*c < 32 || (unsigned char)*c > 126) *c = ' ';
}

static void note_mutable(int level, char *message) { note(level, message); }

/// The callback type of this libmatio release: messages became constant between 1.5.23 and 1.5.28.
#define NOTE \
  _Generic(&Mat_LogInitFunc, int (*)(const char *, void (*)(int, char *)): note_mutable, default: note)

static burnish_mat_status write_records(const char *path, burnish_mat_writer *out) {
  if (burnish_mat_needs_hdf5(path)) return burnish_mat_write_hdf5(path, out);
  library->Mat_LogInitFunc("burnish", NOTE);
  mat_t *file = library->Mat_Open(path, MAT_ACC_RDONLY);
  if (file == NULL) return BURNISH_MAT_DAMAGED;
  matvar_t *variable;
  while (out->status == BURNISH_MAT_OK && (variable = library->Mat_VarReadNext(file)) != NULL) {
    out->path[0] = 0;
    if (variable->name != NULL) put_child(out, variable, variable->name, 0);
    library->Mat_VarFree(variable);
  }
  burnish_mat_put_byte(out, BURNISH_MAT_END);
  return complaint[0] && out->status == BURNISH_MAT_OK ? BURNISH_MAT_DAMAGED : out->status;
}

burnish_mat_status burnish_write_records(const char *path, size_t limit, int descriptor) {
  library = burnish_mat_loaded();
  // The writer is too large for a stack, and this process does nothing else.
  static burnish_mat_writer out;
  out.descriptor = descriptor;
  out.left = limit;
  burnish_mat_status status = write_records(path, &out);
  if (status != BURNISH_MAT_OK) {
    out.status = BURNISH_MAT_OK;
    out.left = sizeof complaint;
    burnish_mat_put(&out, complaint, sizeof complaint);
  }
  burnish_mat_flush(&out);
  return status;
}
