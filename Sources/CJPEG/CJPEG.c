#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "Damage.h"

_Static_assert(CJPEG_MESSAGE_LENGTH >= JMSG_LENGTH_MAX, "libjpeg formats into the report");

typedef struct {
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  cjpeg_report *report;
  damage_tracker damage;
  /// Blocks that were decoded into memory so far.
  double blocks;
} context;

static context *context_of(j_common_ptr info) { return (context *)info->err; }

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
  context *state = context_of(info);
  const char *kind = unsupported_kind(info->err);
  state->report->is_unsupported = kind != NULL;
  if (kind) snprintf(state->report->message, CJPEG_MESSAGE_LENGTH, "%s", kind);
  else (*info->err->format_message)(info, state->report->message);
  longjmp(state->escape, 1);
}

/// Level -1 is a warning, higher levels are chatter.
static void note(j_common_ptr info, int level) {
  context *state = context_of(info);
  if (level >= 0 || !info->is_decompressor) return;
  if (!damage_note(&state->damage, (j_decompress_ptr)info, state->report)) return;
  if (state->report->damage++ == 0) (*info->err->format_message)(info, state->report->message);
}

static void ignore_output(j_common_ptr info) { (void)info; }

/// A few kilobytes can hold thousands of scans, each of which costs a pass over the whole picture. libjpeg calls this
/// before it reads a marker or decodes a row of a scan.
static void limit_work(j_common_ptr info) {
  j_decompress_ptr decoder = (j_decompress_ptr)info;
  context *state = context_of(info);
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

static struct jpeg_error_mgr *prepare(context *state, cjpeg_report *report) {
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

/// Of a picture that has to be in memory as a whole before its first row can be given, as its scans refine each other.
static double coefficient_bytes(j_decompress_ptr decoder) {
  if (!jpeg_has_multiple_scans(decoder)) return 0;
  double blocks = 0;
  for (int c = 0; c < decoder->num_components; c++) {
    jpeg_component_info component = decoder->comp_info[c];
    double columns = component.width_in_blocks + component.h_samp_factor - 1;
    blocks += columns * (component.height_in_blocks + component.v_samp_factor - 1);
  }
  return blocks * sizeof(JBLOCK);
}

/// Whether the first component is the picture's brightness and no other is finer.
static int has_luma(j_decompress_ptr decoder) {
  if (decoder->jpeg_color_space != JCS_YCbCr && decoder->jpeg_color_space != JCS_GRAYSCALE) return 0;
  jpeg_component_info *luma = decoder->comp_info;
  return luma->h_samp_factor == decoder->max_h_samp_factor && luma->v_samp_factor == decoder->max_v_samp_factor;
}

static void count_blocks(j_decompress_ptr decoder, cjpeg_report *report) {
  if (!has_luma(decoder)) return;
  // A single component is not interleaved: its MCU is a block, whatever its factors say.
  unsigned across = decoder->num_components == 1 ? 1 : (unsigned)decoder->max_h_samp_factor;
  unsigned down = decoder->num_components == 1 ? 1 : (unsigned)decoder->max_v_samp_factor;
  report->columns = decoder->image_width / (8 * across) * across;
  report->rows = decoder->image_height / (8 * down) * down;
}

static void open_decoder(j_decompress_ptr decoder, context *state, const uint8_t *bytes, size_t count) {
  jpeg_create_decompress(decoder);
  // Beside the coefficients there are tables and a few rows.
  decoder->mem->max_memory_to_use = CJPEG_MOST_COEFFICIENT_BYTES + (256L << 20);
  jpeg_mem_src(decoder, bytes, count);
  jpeg_read_header(decoder, TRUE);
  state->report->width = decoder->image_width;
  state->report->height = decoder->image_height;
  state->report->coefficient_bytes = coefficient_bytes(decoder);
  count_blocks(decoder, state->report);
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

static JSAMPARRAY row_of(j_decompress_ptr decoder, unsigned samples) {
  return decoder->mem->alloc_sarray((j_common_ptr)decoder, JPOOL_IMAGE, decoder->output_width * samples, 1);
}

/// - Parameter inks: room for a row of them; NULL where the picture has none.
static void read_row(j_decompress_ptr decoder, JSAMPARRAY inks, uint8_t *row) {
  jpeg_read_scanlines(decoder, inks ? inks : &row, 1);
  if (inks) cmyk_to_rgb(inks[0], row, decoder->output_width, decoder->saw_Adobe_marker);
}

static void read_rows(j_decompress_ptr decoder, uint8_t *pixels) {
  size_t stride = (size_t)decoder->output_width * 3;
  JSAMPARRAY inks = decoder->out_color_space == JCS_CMYK ? row_of(decoder, 4) : NULL;
  while (decoder->output_scanline < decoder->output_height)
    read_row(decoder, inks, pixels + stride * decoder->output_scanline);
}

static void start(j_decompress_ptr decoder, context *state, unsigned denominator) {
  int cmyk = decoder->jpeg_color_space == JCS_CMYK || decoder->jpeg_color_space == JCS_YCCK;
  decoder->out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
  decoder->scale_num = 1;
  decoder->scale_denom = denominator;
  decoder->progress = &state->progress;
  jpeg_start_decompress(decoder);
  decoder->progress = NULL;
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
  start(&decoder, &state, denominator);
  damage_settle(&state.damage, &decoder, report);
  if ((size_t)decoder.output_width * decoder.output_height * 3 != capacity)
    ERREXIT(&decoder, JERR_BUFFER_SIZE);
  read_rows(&decoder, pixels);
  jpeg_destroy_decompress(&decoder);
  return 0;
}

/// The first row from `row` on that a part needs; the picture's height where there is none.
static unsigned next_row(const cjpeg_part *parts, size_t count, unsigned row, unsigned height) {
  unsigned next = height;
  for (size_t i = 0; i < count; i++) {
    if (row >= parts[i].y + parts[i].height) continue;
    unsigned first = row > parts[i].y ? row : parts[i].y;
    if (first < next) next = first;
  }
  return next;
}

/// Rows that nobody needs cost no more than their codes where the library can do that.
static void pass_rows(j_decompress_ptr decoder, JSAMPARRAY inks, uint8_t *row, unsigned until) {
#ifdef LIBJPEG_TURBO_VERSION
  (void)inks, (void)row;
  if (until > decoder->output_scanline) jpeg_skip_scanlines(decoder, until - decoder->output_scanline);
#else
  while (decoder->output_scanline < until) read_row(decoder, inks, row);
#endif
}

static void copy_row(const uint8_t *row, unsigned y, const cjpeg_part *parts, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const cjpeg_part *part = parts + i;
    if (y < part->y || y >= part->y + part->height) continue;
    size_t length = (size_t)part->width * 3;
    memcpy(part->pixels + (y - part->y) * length, row + (size_t)part->x * 3, length);
  }
}

static int all_inside(const cjpeg_part *parts, size_t count, unsigned width, unsigned height) {
  for (size_t i = 0; i < count; i++) {
    if (parts[i].x > width || parts[i].width > width - parts[i].x) return 0;
    if (parts[i].y > height || parts[i].height > height - parts[i].y) return 0;
  }
  return 1;
}

int cjpeg_decode_parts(
  const uint8_t *bytes, size_t count, unsigned denominator, const cjpeg_part *parts, size_t part_count,
  cjpeg_report *report) {
  context state;
  struct jpeg_decompress_struct decoder = {.err = prepare(&state, report)};
  if (setjmp(state.escape)) {
    jpeg_destroy_decompress(&decoder);
    return -1;
  }
  open_decoder(&decoder, &state, bytes, count);
  start(&decoder, &state, denominator);
  if (!all_inside(parts, part_count, decoder.output_width, decoder.output_height)) ERREXIT(&decoder, JERR_BUFFER_SIZE);
  JSAMPARRAY inks = decoder.out_color_space == JCS_CMYK ? row_of(&decoder, 4) : NULL;
  uint8_t *row = row_of(&decoder, 3)[0];
  unsigned y;
  while ((y = next_row(parts, part_count, decoder.output_scanline, decoder.output_height)) < decoder.output_height) {
    pass_rows(&decoder, inks, row, y);
    read_row(&decoder, inks, row);
    copy_row(row, y, parts, part_count);
  }
  jpeg_destroy_decompress(&decoder);
  return 0;
}

int cjpeg_decode_blocks(
  const uint8_t *bytes, size_t count, uint8_t *blocks, size_t capacity, cjpeg_report *report) {
  context state;
  struct jpeg_decompress_struct decoder = {.err = prepare(&state, report)};
  if (setjmp(state.escape)) {
    jpeg_destroy_decompress(&decoder);
    return -1;
  }
  open_decoder(&decoder, &state, bytes, count);
  size_t columns = report->columns;
  if (columns * report->rows != capacity || capacity == 0) ERREXIT(&decoder, JERR_BUFFER_SIZE);
  decoder.out_color_space = JCS_GRAYSCALE;
  decoder.scale_num = 1;
  decoder.scale_denom = 8;
  decoder.do_fancy_upsampling = FALSE;
  decoder.do_block_smoothing = FALSE;
  decoder.progress = &state.progress;
  jpeg_start_decompress(&decoder);
  decoder.progress = NULL;
  JSAMPARRAY row = row_of(&decoder, 1);
  while (decoder.output_scanline < report->rows) {
    uint8_t *target = blocks + columns * decoder.output_scanline;
    jpeg_read_scanlines(&decoder, row, 1);
    memcpy(target, row[0], columns);
  }
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
