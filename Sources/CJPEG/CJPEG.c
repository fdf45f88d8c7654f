#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

_Static_assert(CJPEG_MESSAGE_LENGTH >= JMSG_LENGTH_MAX, "libjpeg formats into the report");

/// Bytes that libjpeg may hold: the coefficients of a progressive picture of 300 megapixels.
static const long memory_limit = 1L << 30;

typedef struct {
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  cjpeg_report *report;
} context;

static context *context_of(j_common_ptr info) { return (context *)info->err; }

static void fail(j_common_ptr info) {
  context *state = context_of(info);
  (*info->err->format_message)(info, state->report->message);
  longjmp(state->escape, 1);
}

static int is_damage(int code) {
  return code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF || code == JWRN_HUFF_BAD_CODE ||
    code == JWRN_ARITH_BAD_CODE || code == JWRN_MUST_RESYNC || code == JWRN_BOGUS_PROGRESSION;
}

/// Level -1 is a warning, higher levels are chatter.
static void note(j_common_ptr info, int level) {
  cjpeg_report *report = context_of(info)->report;
  int code = info->err->msg_code;
  if (level >= 0 || !is_damage(code)) return;
  if (report->damage++ == 0) (*info->err->format_message)(info, report->message);
  if (!info->is_decompressor || report->complete < 1) return;
  j_decompress_ptr decoder = (j_decompress_ptr)info;
  // A later scan only adds detail to rows that are all there.
  if ((code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF) && decoder->input_scan_number <= 1 &&
      decoder->total_iMCU_rows > 0)
    report->complete = (double)decoder->input_iMCU_row / decoder->total_iMCU_rows;
}

static void ignore_output(j_common_ptr info) { (void)info; }

/// A few kilobytes can hold thousands of scans, each of which costs a pass over the whole picture.
static void limit_scans(j_common_ptr info) {
  j_decompress_ptr decoder = (j_decompress_ptr)info;
  double pixels = (double)decoder->image_width * decoder->image_height;
  double most = 4e9 / pixels;
  if (most > 500) most = 500;
  if (most < 20) most = 20;
  if (decoder->input_scan_number <= most) return;
  context *state = context_of(info);
  snprintf(state->report->message, CJPEG_MESSAGE_LENGTH, "more than %d scans", (int)most);
  longjmp(state->escape, 1);
}

static struct jpeg_error_mgr *prepare(context *state, cjpeg_report *report) {
  memset(report, 0, sizeof *report);
  report->complete = 1;
  state->report = report;
  jpeg_std_error(&state->errors);
  state->errors.error_exit = fail;
  state->errors.emit_message = note;
  state->errors.output_message = ignore_output;
  state->progress.progress_monitor = limit_scans;
  return &state->errors;
}

static void open_decoder(j_decompress_ptr decoder, context *state, const uint8_t *bytes, size_t count) {
  jpeg_create_decompress(decoder);
  decoder->progress = &state->progress;
  decoder->mem->max_memory_to_use = memory_limit;
  jpeg_mem_src(decoder, bytes, count);
  jpeg_read_header(decoder, TRUE);
  state->report->width = decoder->image_width;
  state->report->height = decoder->image_height;
}

int cjpeg_read_header(const uint8_t *bytes, size_t count, cjpeg_report *report) {
  context state;
  struct jpeg_decompress_struct decoder = {.err = prepare(&state, report)};
  if (setjmp(state.escape)) {
    jpeg_destroy_decompress(&decoder);
    return -1;
  }
  open_decoder(&decoder, &state, bytes, count);
  jpeg_destroy_decompress(&decoder);
  return 0;
}

/// Adobe's programs store the inverse of the inks, others store the inks.
static void cmyk_to_rgb(const uint8_t *cmyk, uint8_t *rgb, unsigned width, int inverted) {
  for (unsigned x = 0; x < width; x++) {
    unsigned key = inverted ? cmyk[4 * x + 3] : 255 - cmyk[4 * x + 3];
    for (int c = 0; c < 3; c++) {
      unsigned light = inverted ? cmyk[4 * x + c] : 255 - cmyk[4 * x + c];
      rgb[3 * x + c] = (uint8_t)((light * key + 127) / 255);
    }
  }
}

static void read_rows(j_decompress_ptr decoder, uint8_t *pixels) {
  int cmyk = decoder->out_color_space == JCS_CMYK;
  size_t stride = (size_t)decoder->output_width * 3;
  JSAMPARRAY inks = cmyk
    ? decoder->mem->alloc_sarray((j_common_ptr)decoder, JPOOL_IMAGE, decoder->output_width * 4, 1) : NULL;
  while (decoder->output_scanline < decoder->output_height) {
    uint8_t *row = pixels + stride * decoder->output_scanline;
    jpeg_read_scanlines(decoder, cmyk ? inks : &row, 1);
    if (cmyk) cmyk_to_rgb(inks[0], row, decoder->output_width, decoder->saw_Adobe_marker);
  }
}

int cjpeg_decode(
  const uint8_t *bytes, size_t count, unsigned denominator, uint8_t *pixels, size_t capacity, cjpeg_report *report) {
  context state;
  struct jpeg_decompress_struct decoder = {.err = prepare(&state, report)};
  if (setjmp(state.escape)) {
    jpeg_destroy_decompress(&decoder);
    return -1;
  }
  open_decoder(&decoder, &state, bytes, count);
  int cmyk = decoder.jpeg_color_space == JCS_CMYK || decoder.jpeg_color_space == JCS_YCCK;
  decoder.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
  decoder.scale_num = 1;
  decoder.scale_denom = denominator;
  jpeg_start_decompress(&decoder);
  if ((size_t)decoder.output_width * decoder.output_height * 3 != capacity)
    ERREXIT(&decoder, JERR_BUFFER_SIZE);
  read_rows(&decoder, pixels);
  jpeg_destroy_decompress(&decoder);
  return 0;
}

int cjpeg_encode(
  const uint8_t *pixels, unsigned width, unsigned height, int quality, uint8_t **bytes, size_t *count,
  cjpeg_report *report) {
  context state;
  unsigned char *buffer = NULL;
  unsigned long length = 0;
  struct jpeg_compress_struct encoder = {.err = prepare(&state, report)};
  if (setjmp(state.escape)) {
    jpeg_destroy_compress(&encoder);
    return -1;
  }
  jpeg_create_compress(&encoder);
  jpeg_mem_dest(&encoder, &buffer, &length);
  encoder.image_width = width;
  encoder.image_height = height;
  encoder.input_components = 3;
  encoder.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  if (quality >= 95) encoder.comp_info[0].h_samp_factor = encoder.comp_info[0].v_samp_factor = 1;
  jpeg_start_compress(&encoder, TRUE);
  while (encoder.next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(pixels + (size_t)width * 3 * encoder.next_scanline);
    jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  *bytes = buffer;
  *count = length;
  return 0;
}

void cjpeg_free(uint8_t *bytes) { free(bytes); }
