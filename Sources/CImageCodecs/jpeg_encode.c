// JPEG, using libjpeg-turbo.
#include "jpeg_job.h"

static void encode(jpeg_job *job) {
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
  jpeg_job job = {
    .message = result->message, .samples = samples, .width = width, .height = height,
    .channels = channels, .quality = quality, .profile = profile,
  };
  job.compress.err = burnish_jpeg_errors(&job);
  job.compress.client_data = &job;
  burnish_run_jpeg(&job, encode);
  jpeg_destroy_compress(&job.compress);
  // After a failure, `output` may point to memory that libjpeg has already replaced by a larger block, so freeing it
  // is unsafe. Only lack of memory leads there.
  if (!job.status) {
    result->bytes = job.output;
    result->count = job.output_size;
  }
  return job.status;
}
