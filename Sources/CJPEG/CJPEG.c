#include "CJPEG.h"

#include <stdlib.h>
#include <string.h>

#include <jerror.h>

#include "Decoder.h"

int cjpeg_read_header(const uint8_t *bytes, size_t count, cjpeg_report *report) {
  cjpeg_context state;
  struct jpeg_decompress_struct decoder = {.err = cjpeg_prepare(&state, report)};
  if (setjmp(state.escape)) {
    jpeg_destroy_decompress(&decoder);
    return -1;
  }
  cjpeg_open(&decoder, &state, bytes, count);
  jpeg_destroy_decompress(&decoder);
  return 0;
}

static void read_rows(j_decompress_ptr decoder, uint8_t *pixels) {
  size_t stride = (size_t)decoder->output_width * 3;
  JSAMPARRAY inks = cjpeg_inks(decoder);
  while (decoder->output_scanline < decoder->output_height)
    cjpeg_read_row(decoder, inks, pixels + stride * decoder->output_scanline);
}

int cjpeg_decode(
  const uint8_t *bytes, size_t count, unsigned denominator, uint8_t *pixels, size_t capacity, cjpeg_report *report) {
  cjpeg_context state;
  struct jpeg_decompress_struct decoder = {.err = cjpeg_prepare(&state, report)};
  if (setjmp(state.escape)) {
    jpeg_destroy_decompress(&decoder);
    return -1;
  }
  cjpeg_open(&decoder, &state, bytes, count);
  cjpeg_start(&decoder, &state, denominator, cjpeg_colours(&decoder));
  damage_settle(&state.damage, &decoder, report);
  if ((size_t)decoder.output_width * decoder.output_height * 3 != capacity)
    ERREXIT(&decoder, JERR_BUFFER_SIZE);
  read_rows(&decoder, pixels);
  jpeg_destroy_decompress(&decoder);
  return 0;
}

int cjpeg_decode_blocks(
  const uint8_t *bytes, size_t count, uint8_t *blocks, size_t capacity, cjpeg_report *report) {
  cjpeg_context state;
  struct jpeg_decompress_struct decoder = {.err = cjpeg_prepare(&state, report)};
  if (setjmp(state.escape)) {
    jpeg_destroy_decompress(&decoder);
    return -1;
  }
  cjpeg_open(&decoder, &state, bytes, count);
  size_t columns = report->columns;
  if (columns * report->rows != capacity || capacity == 0) ERREXIT(&decoder, JERR_BUFFER_SIZE);
  decoder.do_fancy_upsampling = FALSE;
  decoder.do_block_smoothing = FALSE;
  cjpeg_start(&decoder, &state, 8, JCS_GRAYSCALE);
  JSAMPARRAY row = cjpeg_row(&decoder, 1);
  while (decoder.output_scanline < report->rows) {
    uint8_t *target = blocks + columns * decoder.output_scanline;
    jpeg_read_scanlines(&decoder, row, 1);
    memcpy(target, row[0], columns);
  }
  jpeg_destroy_decompress(&decoder);
  return 0;
}

void cjpeg_free(uint8_t *bytes) { free(bytes); }
