#include <string.h>

#include <jerror.h>

#include "Decoder.h"

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
  while (decoder->output_scanline < until) cjpeg_read_row(decoder, inks, row);
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
  cjpeg_context state;
  struct jpeg_decompress_struct decoder = {.err = cjpeg_prepare(&state, report)};
  if (setjmp(state.escape)) {
    jpeg_destroy_decompress(&decoder);
    return -1;
  }
  cjpeg_open(&decoder, &state, bytes, count);
  cjpeg_start(&decoder, &state, denominator, cjpeg_colours(&decoder));
  if (!all_inside(parts, part_count, decoder.output_width, decoder.output_height)) ERREXIT(&decoder, JERR_BUFFER_SIZE);
  JSAMPARRAY inks = cjpeg_inks(&decoder);
  uint8_t *row = cjpeg_row(&decoder, 3)[0];
  unsigned y;
  while ((y = next_row(parts, part_count, decoder.output_scanline, decoder.output_height)) < decoder.output_height) {
    pass_rows(&decoder, inks, row, y);
    cjpeg_read_row(&decoder, inks, row);
    copy_row(row, y, parts, part_count);
  }
  jpeg_destroy_decompress(&decoder);
  return 0;
}
