#include "Context.h"

int cjpeg_encode(
  const uint8_t *pixels, unsigned width, unsigned height, int quality, uint8_t **bytes, size_t *count,
  cjpeg_report *report) {
  cjpeg_context state;
  unsigned char *buffer = NULL;
  unsigned long length = 0;
  struct jpeg_compress_struct encoder = {.err = cjpeg_prepare(&state, report)};
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
