// What decoding and encoding JPEG share: libjpeg's errors are longjmps, all of which end in the function
// that `burnish_run_jpeg` calls; not seen by Swift.
#ifndef BURNISH_JPEG_JOB_H
#define BURNISH_JPEG_JOB_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "codec_support.h"

// Everything that a jump must leave intact. It belongs to the caller of the function that calls
// setjmp, so that its values are defined after a jump.
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
  /// Which components a scan has had, a bit each.
  unsigned seen;
  /// Whether the data end without the marker of their end.
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

/// Does the work, and returns here also when it is stopped by a jump.
void burnish_run_jpeg(jpeg_job *job, void (*work)(jpeg_job *));

#endif
