#include "Context.h"

#include <string.h>

#include <jerror.h>

_Static_assert(CJPEG_MESSAGE_LENGTH >= JMSG_LENGTH_MAX, "libjpeg formats into the report");

static cjpeg_context *context_of(j_common_ptr info) { return (cjpeg_context *)info->err; }

/// What the file is, where it may well be whole but is of a kind that libjpeg does not decode.
static const char *unsupported_kind(const struct jpeg_error_mgr *errors) {
  int value = errors->msg_parm.i[0];
  switch (errors->msg_code) {
  case JERR_BAD_PRECISION: return value == 12 ? "12-bit JPEG pictures" : NULL;
  case JERR_SOF_UNSUPPORTED:
    if (value == 0xC3 || value == 0xCB) return "lossless JPEG pictures";
    return value == 0xC8 ? NULL : "hierarchical JPEG pictures";
  case JERR_UNKNOWN_MARKER:
    if (value == 0xF7) return "JPEG-LS pictures";
    return value == 0xDE ? "hierarchical JPEG pictures" : NULL;
  case JERR_CONVERSION_NOTIMPL: return "JPEG pictures with these colour components";
  case JERR_ARITH_NOTIMPL: return "arithmetic-coded JPEG pictures";
  default: return NULL;
  }
}

static void fail(j_common_ptr info) {
  cjpeg_context *state = context_of(info);
  const char *kind = unsupported_kind(info->err);
  state->report->is_unsupported = kind != NULL;
  if (kind) snprintf(state->report->message, CJPEG_MESSAGE_LENGTH, "%s", kind);
  else (*info->err->format_message)(info, state->report->message);
  longjmp(state->escape, 1);
}

/// Level -1 is a warning, higher levels are chatter.
static void note(j_common_ptr info, int level) {
  cjpeg_context *state = context_of(info);
  if (level >= 0 || !info->is_decompressor) return;
  if (!damage_note(&state->damage, (j_decompress_ptr)info, state->report)) return;
  if (state->report->damage++ == 0) (*info->err->format_message)(info, state->report->message);
}

static void ignore_output(j_common_ptr info) { (void)info; }

/// A few kilobytes can hold thousands of scans, each of which costs a pass over the whole picture. libjpeg calls this
/// before it reads a marker or decodes a row of a scan.
static void limit_work(j_common_ptr info) {
  j_decompress_ptr decoder = (j_decompress_ptr)info;
  cjpeg_context *state = context_of(info);
  const double each_call = 16;
  double rows = decoder->comps_in_scan == 1 ? decoder->cur_comp_info[0]->v_samp_factor : 1;
  state->blocks += each_call + rows * decoder->MCUs_per_row * decoder->blocks_in_MCU;
  if (state->blocks <= CJPEG_MOST_BLOCKS) return;
  snprintf(
    state->report->message, CJPEG_MESSAGE_LENGTH, "too many scans: given up in scan %d, after %d million blocks of 8x8",
    decoder->input_scan_number, CJPEG_MOST_BLOCKS / 1000000);
  state->report->is_costly = 1;
  longjmp(state->escape, 1);
}

struct jpeg_error_mgr *cjpeg_prepare(cjpeg_context *state, cjpeg_report *report) {
  memset(report, 0, sizeof *report);
  memset(&state->progress, 0, sizeof state->progress);
  memset(&state->damage, 0, sizeof state->damage);
  state->blocks = 0;
  report->complete = 1;
  state->report = report;
  jpeg_std_error(&state->errors);
  state->errors.error_exit = fail;
  state->errors.emit_message = note;
  state->errors.output_message = ignore_output;
  state->progress.progress_monitor = limit_work;
  return &state->errors;
}
