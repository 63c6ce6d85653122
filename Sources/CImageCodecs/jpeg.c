// JPEG by libjpeg-turbo. Its errors are longjmps, all of which end in this file.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <jerror.h>

#include "codec_support.h"

enum {
  // Flat areas of a progressive file take next to no bits; beyond this a header is not believed.
  JPEG_EXPANSION = 1 << 14,
  // Files with thousands of scans, each over the whole picture, exist only to waste time.
  MOST_SCANS = 500,
};

// Everything that a jump must leave intact. It belongs to the caller of the function that calls
// setjmp, so that its values are defined after a jump.
typedef struct job {
  struct jpeg_error_mgr errors;
  jmp_buf landing;
  char *message;
  burnish_codec_status status;
  struct jpeg_progress_mgr progress;
  struct jpeg_decompress_struct decompress;
  struct jpeg_compress_struct compress;
  burnish_picture *picture;
  const uint8_t *bytes;
  size_t count;
  uint64_t pixel_limit;
  const void *samples;
  burnish_profile profile;
  uint32_t width, height, channels;
  int quality;
  unsigned char *output;
  unsigned long output_size;
} job;

static job *job_of(j_common_ptr info) { return info->client_data; }

static _Noreturn void stop(job *job, burnish_codec_status status) {
  job->status = status;
  longjmp(job->landing, 1);
}

static void on_error(j_common_ptr info) {
  job *job = job_of(info);
  char text[JMSG_LENGTH_MAX];
  switch (info->err->msg_code) {
    case JERR_OUT_OF_MEMORY:
      burnish_message(job->message, "no memory for the JPEG data");
      stop(job, BURNISH_CODEC_OUT_OF_MEMORY);
    case JERR_INPUT_EOF:
    case JERR_INPUT_EMPTY:
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
      burnish_message(job->message, "the JPEG data end too early: the file is truncated");
      break;
    default:
      info->err->format_message(info, text);
      burnish_message(job->message, "damaged JPEG data (%s)", text);
  }
  stop(job, BURNISH_CODEC_DAMAGED);
}

// libjpeg carries on after warnings and fills up with gray. What says that samples are lost is an
// error here.
static void on_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_BOGUS_ICC:
      return;
    default:
      on_error(info);
  }
}

static void print_nothing(j_common_ptr info) { (void)info; }

static void on_progress(j_common_ptr info) {
  if (((j_decompress_ptr)info)->input_scan_number <= MOST_SCANS) return;
  job *job = job_of(info);
  burnish_message(job->message, "a JPEG file of more than %d scans", MOST_SCANS);
  stop(job, BURNISH_CODEC_UNSUPPORTED);
}

static struct jpeg_error_mgr *error_manager(job *job) {
  jpeg_std_error(&job->errors);
  job->errors.error_exit = on_error;
  job->errors.emit_message = on_message;
  job->errors.output_message = print_nothing;
  return &job->errors;
}

/// Does the work, and returns here also when it is stopped by a jump.
static void run(job *job, void (*work)(struct job *)) {
  if (setjmp(job->landing) == 0) work(job);
}

static void decode(job *job) {
  j_decompress_ptr info = &job->decompress;
  burnish_picture *picture = job->picture;
  jpeg_create_decompress(info);
  job->progress.progress_monitor = on_progress;
  info->progress = &job->progress;
  jpeg_mem_src(info, job->bytes, job->count);
  // The segments that hold a colour profile.
  jpeg_save_markers(info, JPEG_APP0 + 2, 0xFFFF);
  jpeg_read_header(info, TRUE);
  picture->width = info->image_width;
  picture->height = info->image_height;
  picture->type = BURNISH_SAMPLE_UINT8;
  burnish_codec_status status = burnish_check_size(
      picture, info->num_components, job->count, JPEG_EXPANSION, job->pixel_limit);
  if (status) stop(job, status);
  if (info->num_components != 1 && info->num_components != 3) {
    burnish_message(job->message, "a JPEG file of %d components", info->num_components);
    stop(job, BURNISH_CODEC_UNSUPPORTED);
  }
  picture->channels = info->num_components;
  unsigned int profile_size = 0;
  if (jpeg_read_icc_profile(info, (JOCTET **)&picture->profile, &profile_size))
    picture->profile_size = profile_size;
  info->out_color_space = info->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(info);
  status = burnish_allocate(picture);
  if (status) stop(job, status);
  size_t stride = (size_t)info->output_width * picture->channels;
  while (info->output_scanline < info->output_height) {
    JSAMPROW row = (JSAMPROW)picture->samples + info->output_scanline * stride;
    jpeg_read_scanlines(info, &row, 1);
  }
  jpeg_finish_decompress(info);
}

burnish_codec_status burnish_decode_jpeg(
    const uint8_t *bytes, size_t count, uint64_t pixel_limit, burnish_picture *picture) {
  burnish_clear(picture);
  job job = {
    .message = picture->message, .picture = picture, .bytes = bytes, .count = count,
    .pixel_limit = pixel_limit,
  };
  job.decompress.err = error_manager(&job);
  job.decompress.client_data = &job;
  run(&job, decode);
  jpeg_destroy_decompress(&job.decompress);
  if (job.status) {
    free(picture->samples);
    picture->samples = NULL;
  }
  return job.status;
}

static void encode(job *job) {
  j_compress_ptr info = &job->compress;
  jpeg_create_compress(info);
  jpeg_mem_dest(info, &job->output, &job->output_size);
  info->image_width = job->width;
  info->image_height = job->height;
  info->input_components = (int)job->channels;
  info->in_color_space = job->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(info);
  jpeg_set_quality(info, job->quality, TRUE);
  info->optimize_coding = TRUE;
  if (job->quality >= 90 && job->channels == 3) {
    info->comp_info[0].h_samp_factor = 1;
    info->comp_info[0].v_samp_factor = 1;
  }
  jpeg_start_compress(info, TRUE);
  if (job->profile.bytes)
    jpeg_write_icc_profile(info, job->profile.bytes, (unsigned int)job->profile.count);
  size_t stride = (size_t)job->width * job->channels;
  while (info->next_scanline < info->image_height) {
    JSAMPROW row = (JSAMPROW)job->samples + info->next_scanline * stride;
    jpeg_write_scanlines(info, &row, 1);
  }
  jpeg_finish_compress(info);
}

burnish_codec_status burnish_encode_jpeg(
    const void *samples, uint32_t width, uint32_t height, uint32_t channels, int quality,
    burnish_profile profile, burnish_bytes *result) {
  result->bytes = NULL;
  result->count = 0;
  result->message[0] = 0;
  job job = {
    .message = result->message, .samples = samples, .width = width, .height = height,
    .channels = channels, .quality = quality, .profile = profile,
  };
  job.compress.err = error_manager(&job);
  job.compress.client_data = &job;
  run(&job, encode);
  jpeg_destroy_compress(&job.compress);
  // After a failure `output` may name memory that libjpeg has already exchanged for a larger piece,
  // so that freeing it is not safe. Only running out of memory leads there.
  if (!job.status) {
    result->bytes = job.output;
    result->count = job.output_size;
  }
  return job.status;
}
