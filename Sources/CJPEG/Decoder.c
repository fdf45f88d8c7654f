#include "Decoder.h"

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

void cjpeg_open(j_decompress_ptr decoder, cjpeg_context *state, const uint8_t *bytes, size_t count) {
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

J_COLOR_SPACE cjpeg_colours(j_decompress_ptr decoder) {
  int cmyk = decoder->jpeg_color_space == JCS_CMYK || decoder->jpeg_color_space == JCS_YCCK;
  return cmyk ? JCS_CMYK : JCS_RGB;
}

void cjpeg_start(j_decompress_ptr decoder, cjpeg_context *state, unsigned denominator, J_COLOR_SPACE space) {
  decoder->out_color_space = space;
  decoder->scale_num = 1;
  decoder->scale_denom = denominator;
  decoder->progress = &state->progress;
  jpeg_start_decompress(decoder);
  decoder->progress = NULL;
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

JSAMPARRAY cjpeg_row(j_decompress_ptr decoder, unsigned samples) {
  return decoder->mem->alloc_sarray((j_common_ptr)decoder, JPOOL_IMAGE, decoder->output_width * samples, 1);
}

JSAMPARRAY cjpeg_inks(j_decompress_ptr decoder) {
  return decoder->out_color_space == JCS_CMYK ? cjpeg_row(decoder, 4) : NULL;
}

void cjpeg_read_row(j_decompress_ptr decoder, JSAMPARRAY inks, uint8_t *row) {
  jpeg_read_scanlines(decoder, inks ? inks : &row, 1);
  if (inks) cmyk_to_rgb(inks[0], row, decoder->output_width, decoder->saw_Adobe_marker);
}
