#include "Limit.h"
#include "Rows.h"

#if __has_include(<jxl/decode.h>)

#include <jxl/decode.h>
#include <jxl/parallel_runner.h>

static const JxlPixelFormat rgba = {4, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};

typedef struct {
  JxlDecoder *decoder;
  JxlBasicInfo info;
  uint8_t *buffer;
} context;

/// Runs the parts of the work one after the other, as long as there is time.
static JxlParallelRetCode run_parts(
  void *nothing, void *work, JxlParallelRunInit begin, JxlParallelRunFunction part, uint32_t first, uint32_t end) {
  JxlParallelRetCode status = begin(work, 1);
  for (uint32_t index = first; status == 0 && index < end; index++) {
    if (limit_is_over()) return JXL_PARALLEL_RET_RUNNER_ERROR;
    part(work, index, 0);
  }
  return status;
}

static int prepare(context *self, int events, const uint8_t *bytes, size_t count, cpictures_report *report) {
  *self = (context){.decoder = JxlDecoderCreate(NULL)};
  if (self->decoder == NULL) return report_failure(report, 0, "there is not enough memory");
  if (JxlDecoderSetParallelRunner(self->decoder, run_parts, NULL) != JXL_DEC_SUCCESS
    || JxlDecoderSubscribeEvents(self->decoder, JXL_DEC_BASIC_INFO | events) != JXL_DEC_SUCCESS
    || JxlDecoderSetInput(self->decoder, bytes, count) != JXL_DEC_SUCCESS)
    return report_failure(report, 0, "the library refuses to read it");
  JxlDecoderCloseInput(self->decoder);
  return 0;
}

static void finish(context *self) {
  free(self->buffer);
  if (self->decoder) JxlDecoderDestroy(self->decoder);
}

static int read_info(context *self, cpictures_report *report) {
  if (JxlDecoderProcessInput(self->decoder) != JXL_DEC_BASIC_INFO
    || JxlDecoderGetBasicInfo(self->decoder, &self->info) != JXL_DEC_SUCCESS)
    return report_failure(report, 0, "its header is damaged");
  report->width = self->info.xsize;
  report->height = self->info.ysize;
  // The library turns the picture as its header says.
  report->orientation = 1;
  // Planes of floats, and the pixels as they are given.
  report->memory = (4.0 * (3 + self->info.num_extra_channels) + 8) * report->width * report->height;
  return 0;
}

static int read_header(const uint8_t *bytes, size_t count, cpictures_report *report) {
  context self;
  int status = prepare(&self, 0, bytes, count, report);
  if (status == 0) status = read_info(&self, report);
  finish(&self);
  return status;
}

static void read_profile(context *self, cpictures_report *report) {
  size_t length = 0;
  if (JxlDecoderGetICCProfileSize(self->decoder, &rgba, JXL_COLOR_PROFILE_TARGET_DATA, &length) != JXL_DEC_SUCCESS
    || length == 0 || length > 4 << 20)
    return;
  uint8_t *profile = malloc(length);
  if (profile
    && JxlDecoderGetColorAsICCProfile(self->decoder, &rgba, JXL_COLOR_PROFILE_TARGET_DATA, profile, length)
      == JXL_DEC_SUCCESS)
    report_profile(report, profile, length);
  free(profile);
}

static int make_buffer(context *self, cpictures_report *report) {
  size_t length = 0;
  size_t expected = (size_t)report->width * report->height * 4;
  if (JxlDecoderImageOutBufferSize(self->decoder, &rgba, &length) != JXL_DEC_SUCCESS || length != expected)
    return report_failure(report, 0, "its size is not that of its header");
  self->buffer = calloc(length, 1);
  if (self->buffer == NULL) return report_failure(report, 0, "there is not enough memory");
  return JxlDecoderSetImageOutBuffer(self->decoder, &rgba, self->buffer, length) == JXL_DEC_SUCCESS
    ? 0 : report_failure(report, 0, "the library refuses to decode it");
}

/// As far as the first frame of an animation, or the only one.
static int read_pixels(context *self, cpictures_report *report) {
  for (;;) {
    switch (JxlDecoderProcessInput(self->decoder)) {
    case JXL_DEC_COLOR_ENCODING: read_profile(self, report); break;
    case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
      if (self->buffer || make_buffer(self, report) != 0) return report_failure(report, 0, "its frames are damaged");
      break;
    case JXL_DEC_FULL_IMAGE: return 0;
    case JXL_DEC_NEED_MORE_INPUT: return report_failure(report, 0, "the data end too early");
    default: return report_failure(report, 0, "its pixels are damaged");
    }
  }
}

static int decode(
  const uint8_t *bytes, size_t count, unsigned denominator,
  uint8_t *pixels, size_t capacity, cpictures_report *report) {
  context self;
  int status = prepare(&self, JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE, bytes, count, report);
  if (status == 0) status = read_info(&self, report);
  if (status == 0) status = read_pixels(&self, report);
  rows target = {0};
  if (status == 0) status = rows_begin(&target, report->width, report->height, denominator, pixels, capacity, report);
  if (status == 0) {
    size_t stride = (size_t)report->width * 4;
    int is_premultiplied = self.info.alpha_premultiplied;
    for (unsigned y = 0; y < report->height; y++) rows_add(&target, self.buffer + y * stride, 4, is_premultiplied);
    status = rows_end(&target, report);
  }
  finish(&self);
  return status;
}

const reader jxl_reader = {read_header, decode};

#else
const reader jxl_reader = {NULL, NULL};
#endif
