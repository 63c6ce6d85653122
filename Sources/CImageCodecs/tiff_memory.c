#include "tiff_memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec_support.h"

static tmsize_t read_bytes(thandle_t handle, void *target, tmsize_t count) {
  tiff_memory *memory = handle;
  if (count < 0 || memory->position >= memory->count) return 0;
  size_t present = memory->count - memory->position;
  if ((size_t)count > present) count = (tmsize_t)present;
  memcpy(target, memory->bytes + memory->position, (size_t)count);
  memory->position += (size_t)count;
  return count;
}

static tmsize_t write_bytes(thandle_t handle, void *source, tmsize_t count) {
  tiff_memory *memory = handle;
  if (!memory->is_written || count < 0) return 0;
  size_t end = memory->position + (size_t)count;
  if (end > memory->capacity) {
    size_t capacity = memory->capacity < 4096 ? 4096 : memory->capacity;
    while (capacity < end) capacity *= 2;
    uint8_t *bytes = realloc(memory->bytes, capacity);
    if (!bytes) return 0;
    memory->bytes = bytes;
    memory->capacity = capacity;
  }
  // A position beyond the end may be written first. The gap is filled with zeros.
  if (memory->position > memory->count)
    memset(memory->bytes + memory->count, 0, memory->position - memory->count);
  memcpy(memory->bytes + memory->position, source, (size_t)count);
  memory->position = end;
  if (end > memory->count) memory->count = end;
  return count;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  tiff_memory *memory = handle;
  uint64_t base = whence == SEEK_CUR ? memory->position : whence == SEEK_END ? memory->count : 0;
  // Relative offsets are two's complement. A sum beyond any file reads as the end.
  memory->position = (size_t)(base + offset);
  return memory->position;
}

static int close_file(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size(thandle_t handle) { return ((tiff_memory *)handle)->count; }

static int map(thandle_t handle, void **base, toff_t *count) {
  tiff_memory *memory = handle;
  if (memory->is_written) return 0;
  *base = memory->bytes;
  *count = memory->count;
  return 1;
}

static void unmap(thandle_t handle, void *base, toff_t count) {
  (void)handle, (void)base, (void)count;
}

// Returning 1 keeps messages from libtiff's own handler, which prints them.
static int on_error(TIFF *file, void *user, const char *module, const char *format, va_list values) {
  (void)file, (void)module;
  tiff_memory *memory = user;
  if (memory->message[0] == 0) {
    char text[160];
    vsnprintf(text, sizeof text, format, values);
    memory->has_unequal_samples = strstr(text, "different values per sample") != NULL;
    burnish_message(memory->message, "damaged TIFF data (%s)", text);
  }
  return 1;
}

static int on_warning(
    TIFF *file, void *user, const char *module, const char *format, va_list values) {
  (void)file, (void)user, (void)module, (void)format, (void)values;
  return 1;
}

TIFF *tiff_memory_open(tiff_memory *memory, tmsize_t largest_allocation, uint64_t directory) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) {
    burnish_message(memory->message, "no memory for the TIFF data");
    return NULL;
  }
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, largest_allocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, memory);
  TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, memory);
  TIFF *file = TIFFClientOpenExt(
      "memory", memory->is_written ? "w" : directory ? "rh" : "r", memory, read_bytes, write_bytes, seek, close_file,
      size, map, unmap, options);
  TIFFOpenOptionsFree(options);
  if (file && directory && !TIFFSetSubDirectory(file, directory)) {
    TIFFClose(file);
    file = NULL;
  }
  if (!file && memory->message[0] == 0)
    burnish_message(memory->message, "damaged TIFF data (no directory)");
  return file;
}
