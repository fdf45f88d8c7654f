#include "Damage.h"

#include <string.h>

#include <jerror.h>

/// Those below take no part in a JPEG file; libjpeg skips them.
enum { FIRST_MARKER = 0xC0 };

static int is_restart(int marker) { return marker >= JPEG_RST0 && marker <= JPEG_RST0 + 7; }

/// Whether a restart marker lies in the compressed data from `start` up to `end`, which are both in the file's bytes: when
/// those are used up libjpeg points elsewhere, but says so before, and nothing is looked for any more.
static int has_restart(const JOCTET *start, const JOCTET *end) {
  while (end - start > 1 && (start = memchr(start, 0xFF, end - start - 1))) {
    if (is_restart(start[1])) return 1;
    start++;
  }
  return 0;
}

static void lose(cjpeg_report *report, double part) {
  report->lost += part;
  if (report->lost > 1) report->lost = 1;
}

static void lose_interval(damage_tracker *tracker, j_decompress_ptr decoder, cjpeg_report *report) {
  double units = (double)decoder->MCUs_per_row * decoder->MCU_rows_in_scan;
  tracker->last = decoder->src->next_input_byte;
  if (units > 0) lose(report, decoder->restart_interval / units);
}

/// Several warnings may come from one interval; from one marker to the next at most all of it is lost.
static void lose_once(damage_tracker *tracker, j_decompress_ptr decoder, cjpeg_report *report) {
  if (decoder->restart_interval == 0) return;
  if (tracker->last == NULL || has_restart(tracker->last, decoder->src->next_input_byte))
    lose_interval(tracker, decoder, report);
}

/// Nothing that follows in this scan can be decoded. Where intervals are missing before a marker ends the scan too early,
/// it is for their sake that it does; the file as such is not cut off.
static void end(damage_tracker *tracker, j_decompress_ptr decoder, cjpeg_report *report) {
  tracker->has_ended = 1;
  if (decoder->total_iMCU_rows == 0) return;
  double complete = (double)decoder->input_iMCU_row / decoder->total_iMCU_rows;
  if ((report->lost > 0 || tracker->is_moved) && !tracker->is_at_end) lose(report, 1 - complete);
  else report->complete = complete;
}

/// The entropy decoder ran into a marker where compressed data should be.
static void hit_marker(damage_tracker *tracker, j_decompress_ptr decoder, cjpeg_report *report) {
  int goes_on = is_restart(decoder->unread_marker) || decoder->unread_marker < FIRST_MARKER;
  int is_last_row = decoder->input_iMCU_row + 1 >= decoder->total_iMCU_rows;
  if (decoder->restart_interval > 0 && !tracker->is_at_end && (goes_on || is_last_row))
    lose_once(tracker, decoder, report);
  else
    end(tracker, decoder, report);
}

/// A marker other than the expected restart marker ends an interval. Where it is one of the next two restart markers,
/// libjpeg leaves the intervals before it empty; where it is one of the last two it skips data; what follows another one it
/// takes for the interval that should be there, so that the missing ones are missing at the end. After a marker of another
/// kind there is no way on.
static void resynchronise(damage_tracker *tracker, j_decompress_ptr decoder, cjpeg_report *report) {
  int found = decoder->err->msg_parm.i[0], expected = decoder->err->msg_parm.i[1];
  int ahead = (found - JPEG_RST0 - expected) & 7;
  if (!is_restart(found)) {
    if (found >= FIRST_MARKER) end(tracker, decoder, report);
  } else if (ahead <= 2) {
    lose_interval(tracker, decoder, report);
  } else if (ahead < 6) {
    tracker->is_moved = 1;
  }
}

/// Surplus bytes are harmless, but for those that a decoder in step would have used up before a restart marker.
static int is_out_of_step(damage_tracker *tracker, const struct jpeg_error_mgr *warning) {
  if (!is_restart(warning->msg_parm.i[1])) return 0;
  int surplus = warning->msg_parm.i[0] - tracker->made_up;
  tracker->made_up = 0;
  return surplus > 0;
}

static int is_damage(damage_tracker *tracker, const struct jpeg_error_mgr *warning) {
  switch (warning->msg_code) {
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_ARITH_BAD_CODE:
  case JWRN_MUST_RESYNC:
  case JWRN_BOGUS_PROGRESSION: return 1;
  case JWRN_EXTRANEOUS_DATA: return is_out_of_step(tracker, warning);
  default: return 0;
  }
}

static void note_coarse(const damage_tracker *tracker, cjpeg_report *report) {
  report->is_coarse = 1;
  if (tracker->is_at_end) report->is_cut_off = 1;
}

int damage_note(damage_tracker *tracker, j_decompress_ptr decoder, cjpeg_report *report) {
  int code = decoder->err->msg_code;
  // The decoder reads ahead: whether anything is missing shows when it wants more.
  if (code == JWRN_JPEG_EOF) tracker->is_at_end = 1;
  if (!is_damage(tracker, decoder->err)) return 0;
  if (code == JWRN_HIT_MARKER) tracker->made_up += sizeof(size_t);
  // A later scan only adds detail to rows that are all there.
  if (decoder->input_scan_number > 1) note_coarse(tracker, report);
  if (tracker->has_ended || decoder->input_scan_number > 1) return 1;
  switch (code) {
  case JWRN_HIT_MARKER: hit_marker(tracker, decoder, report); break;
  case JWRN_MUST_RESYNC: resynchronise(tracker, decoder, report); break;
  case JWRN_BOGUS_PROGRESSION: break;
  default: lose_once(tracker, decoder, report);
  }
  return 1;
}

/// Whether every coefficient of the component has come in full precision.
static int is_refined(j_decompress_ptr decoder, int component) {
  if (decoder->comp_info[component].quant_table == NULL) return 0;
  if (!decoder->progressive_mode || decoder->coef_bits == NULL) return 1;
  for (int i = 0; i < DCTSIZE2; i++)
    if (decoder->coef_bits[component][i] != 0) return 0;
  return 1;
}

void damage_settle(const damage_tracker *tracker, j_decompress_ptr decoder, cjpeg_report *report) {
  if (!tracker->is_at_end || !jpeg_has_multiple_scans(decoder)) return;
  for (int c = 0; c < decoder->num_components; c++)
    if (!is_refined(decoder, c)) note_coarse(tracker, report);
}
