#include "jpeg_job.h"

#include <jerror.h>

_Noreturn void burnish_stop_jpeg(jpeg_job *job, burnish_codec_status status) {
  job->status = status;
  longjmp(job->landing, 1);
}

static void on_error(j_common_ptr info) {
  jpeg_job *job = info->client_data;
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  // Anything missing after the end of the data is missing because the data end.
  int code = job->has_no_end ? JWRN_JPEG_EOF : info->err->msg_code;
  switch (code) {
    case JERR_OUT_OF_MEMORY:
      burnish_message(job->message, "no memory for the JPEG data");
      burnish_stop_jpeg(job, BURNISH_CODEC_OUT_OF_MEMORY);
    case JERR_INPUT_EOF:
    case JERR_INPUT_EMPTY:
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
      burnish_message(job->message, "the JPEG data end too early: the file is truncated");
      break;
    case JERR_BAD_PRECISION:
      if (!job->image) break;
      burnish_stop_jpeg(
          job, burnish_unsupported(
                   job->image, "8 bits a sample", "a JPEG file of %d bits a sample",
                   info->err->msg_parm.i[0]));
    case JERR_ARITH_NOTIMPL:
    case JERR_SOF_UNSUPPORTED:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
      if (!job->image) break;
      burnish_stop_jpeg(
          job, burnish_unsupported(
                   job->image, "a baseline or progressive JPEG file",
                   "a kind of JPEG that is not supported (%s)", text));
    default: burnish_message(job->message, "damaged JPEG data (%s)", text);
  }
  burnish_stop_jpeg(job, BURNISH_CODEC_DAMAGED);
}

// libjpeg continues after warnings and fills with gray. Here, a warning that samples are lost is an error.
static void on_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  switch (info->err->msg_code) {
    case JWRN_JPEG_EOF:
      // The caller checks for other missing data when all rows are read.
      ((jpeg_job *)info->client_data)->has_no_end = 1;
      return;
    // A scan of sequential data that does not declare that it ends with coefficient 63, but does.
    case JWRN_NOT_SEQUENTIAL:
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

struct jpeg_error_mgr *burnish_jpeg_errors(jpeg_job *job) {
  jpeg_std_error(&job->errors);
  job->errors.error_exit = on_error;
  job->errors.emit_message = on_message;
  job->errors.output_message = print_nothing;
  return &job->errors;
}

void burnish_run_jpeg(jpeg_job *job, void (*work)(jpeg_job *)) {
  if (setjmp(job->landing) == 0) work(job);
}
