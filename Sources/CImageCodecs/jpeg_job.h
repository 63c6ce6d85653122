// Shared by JPEG decoding and encoding; not visible to Swift.
//
// libjpeg reports errors by longjmp. All jumps end in `burnish_run_jpeg`.
#ifndef BURNISH_JPEG_JOB_H
#define BURNISH_JPEG_JOB_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "codec_support.h"

// Everything that a jump must leave intact. The caller of the function that calls setjmp owns it, so its values are
// defined after a jump.
typedef struct jpeg_job {
  struct jpeg_error_mgr errors;
  jmp_buf landing;
  char *message;
  burnish_codec_status status;
  struct jpeg_progress_mgr progress;
  struct jpeg_decompress_struct decompress;
  struct jpeg_compress_struct compress;
  burnish_image *image;
  const uint8_t *bytes;
  size_t count;
  burnish_limits limits;
  /// The components that scans have covered, one bit each.
  unsigned seen;
  /// Whether the data lack the end marker.
  int has_no_end;
  const void *samples;
  burnish_profile profile;
  uint32_t width, height, channels;
  int quality;
  unsigned char *output;
  unsigned long output_size;
} jpeg_job;

_Noreturn void burnish_stop_jpeg(jpeg_job *job, burnish_codec_status status);
struct jpeg_error_mgr *burnish_jpeg_errors(jpeg_job *job);

/// Does the work, and also returns here if a jump stops it.
void burnish_run_jpeg(jpeg_job *job, void (*work)(jpeg_job *));

#endif
