// JPEG, using libjpeg-turbo.
#include "jpeg_job.h"

enum {
  // Flat areas of a progressive file take almost no bits. Beyond this ratio, the header is not trusted.
  JPEG_EXPANSION = 1 << 14,
  // Files with hundreds of scans over the whole image exist only to waste time. Programs write at most 12 scans.
  // With 8 bits and 3 components, only about 100 scans can make sense.
  MOST_SCANS = 100,
  // Small images may have this many pixels in all their scans. In larger images, each scan must hold some data.
  CHEAP_SCANNED_PIXELS = 1 << 29,
};

static void on_progress(j_common_ptr common) {
  j_decompress_ptr info = (j_decompress_ptr)common;
  jpeg_job *job = common->client_data;
  for (int i = 0; i < info->comps_in_scan; ++i)
    if (info->cur_comp_info[i]) job->seen |= 1u << info->cur_comp_info[i]->component_index;
  uint64_t scans = (uint64_t)info->input_scan_number;
  uint64_t pixels = (uint64_t)info->image_width * info->image_height;
  if (scans <= MOST_SCANS &&
      (scans * pixels <= CHEAP_SCANNED_PIXELS || scans * pixels <= (uint64_t)job->count * 1000))
    return;
  burnish_stop_jpeg(
      job, burnish_unsupported(
               job->image, "at most 100 scans, and 1000 pixels for each byte of the file",
               "a JPEG file of %llu or more scans over %ux%u pixels", (unsigned long long)scans,
               info->image_width, info->image_height));
}

// The scans must have covered every component. Without an end marker, they must also have covered every bit of every
// coefficient: otherwise a file cut off between two scans looks complete.
static void check_complete(jpeg_job *job) {
  j_decompress_ptr info = &job->decompress;
  int is_complete = (job->seen & ((1u << info->num_components) - 1)) ==
                    (1u << info->num_components) - 1;
  if (info->progressive_mode && info->coef_bits)
    for (int component = 0; component < info->num_components; ++component)
      for (int k = 0; k < DCTSIZE2; ++k) {
        int bits = info->coef_bits[component][k];
        if (job->has_no_end ? bits != 0 : k == 0 && bits < 0) is_complete = 0;
      }
  if (is_complete) return;
  burnish_message(job->message, "the JPEG data end too early: the file is truncated");
  burnish_stop_jpeg(job, BURNISH_CODEC_DAMAGED);
}

static void decode(jpeg_job *job) {
  j_decompress_ptr info = &job->decompress;
  burnish_image *image = job->image;
  jpeg_create_decompress(info);
  job->progress.progress_monitor = on_progress;
  info->progress = &job->progress;
  jpeg_mem_src(info, job->bytes, job->count);
  // The segments that hold a color profile.
  jpeg_save_markers(info, JPEG_APP0 + 2, 0xFFFF);
  jpeg_read_header(info, TRUE);
  image->width = info->image_width;
  image->height = info->image_height;
  image->type = BURNISH_SAMPLE_UINT8;
  burnish_codec_status status = burnish_check_size(
      image, 8 * (uint64_t)info->num_components, job->count, JPEG_EXPANSION, job->limits);
  if (status) burnish_stop_jpeg(job, status);
  if (info->data_precision != 8)
    burnish_stop_jpeg(
        job, burnish_unsupported(
                 image, "8 bits a sample", "a JPEG file of %d bits a sample",
                 info->data_precision));
  if (info->num_components != 1 && info->num_components != 3 && info->num_components != 4)
    burnish_stop_jpeg(
        job, burnish_unsupported(
                 image, "gray, RGB, YCbCr, CMYK, or YCCK", "a JPEG file of %d components",
                 info->num_components));
  image->channels = (uint32_t)info->num_components;
  image->colors = image->channels == 1 ? 1 : 3;
  unsigned int profile_size = 0;
  if (jpeg_read_icc_profile(info, (JOCTET **)&image->profile, &profile_size))
    image->profile_size = profile_size;
  info->out_color_space = image->channels == 1   ? JCS_GRAYSCALE
                          : image->channels == 3 ? JCS_RGB
                                                   : JCS_CMYK;
  // The coefficients of all scans are kept until the last scan.
  status = burnish_allocate(image, job->limits);
  if (status) burnish_stop_jpeg(job, status);
  jpeg_start_decompress(info);
  size_t stride = (size_t)info->output_width * image->channels;
  while (info->output_scanline < info->output_height) {
    JSAMPROW row = (JSAMPROW)image->samples + info->output_scanline * stride;
    jpeg_read_scanlines(info, &row, 1);
  }
  // Data after the last row are ignored: they change no sample.
  check_complete(job);
}

burnish_codec_status burnish_decode_jpeg(
    const uint8_t *bytes, size_t count, burnish_limits limits, burnish_image *image) {
  burnish_clear(image);
  jpeg_job job = {
    .message = image->message, .image = image, .bytes = bytes, .count = count,
    .limits = limits,
  };
  job.decompress.err = burnish_jpeg_errors(&job);
  job.decompress.client_data = &job;
  burnish_run_jpeg(&job, decode);
  // Adobe's programs store the inverse of ink, and mark the file as theirs.
  int is_inverted = job.decompress.saw_Adobe_marker;
  jpeg_destroy_decompress(&job.decompress);
  if (!job.status && image->channels == 4)
    job.status = burnish_convert_inks(image, is_inverted);
  if (job.status) {
    free(image->samples);
    image->samples = NULL;
  }
  return job.status;
}
