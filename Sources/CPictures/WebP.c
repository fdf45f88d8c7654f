#include "Rows.h"

#if __has_include(<webp/decode.h>) && __has_include(<webp/demux.h>)

#include <webp/decode.h>
#include <webp/demux.h>

typedef struct {
  WebPDemuxer *demuxer;
  /// The first frame of an animation, or the only one.
  WebPIterator frame;
  WebPBitstreamFeatures features;
} context;

static void finish(context *self) {
  WebPDemuxReleaseIterator(&self->frame);
  WebPDemuxDelete(self->demuxer);
}

static void read_profile(context *self, cpictures_report *report) {
  WebPChunkIterator chunk;
  memset(&chunk, 0, sizeof chunk);
  if (WebPDemuxGetChunk(self->demuxer, "ICCP", 1, &chunk)) report_profile(report, chunk.chunk.bytes, chunk.chunk.size);
  WebPDemuxReleaseChunkIterator(&chunk);
}

static int open_frame(context *self, const uint8_t *bytes, size_t count, cpictures_report *report) {
  memset(self, 0, sizeof *self);
  WebPData data = {bytes, count};
  WebPDemuxState state;
  self->demuxer = WebPDemuxPartial(&data, &state);
  if (self->demuxer == NULL || state == WEBP_DEMUX_PARSE_ERROR) return report_failure(report, 0, "it cannot be parsed");
  if (!WebPDemuxGetFrame(self->demuxer, 1, &self->frame)) return report_failure(report, 0, "the data end too early");
  WebPData fragment = self->frame.fragment;
  if (WebPGetFeatures(fragment.bytes, fragment.size, &self->features) != VP8_STATUS_OK)
    return report_failure(report, 0, "its header is damaged");
  report->width = (unsigned)self->features.width;
  report->height = (unsigned)self->features.height;
  // Lossless pictures are held as a whole in four bytes a pixel, alpha in one; the rest is laid on grey afterwards.
  report->memory = (self->features.has_alpha ? 9.0 : 5.0) * report->width * report->height;
  read_profile(self, report);
  return 0;
}

static int read_header(const uint8_t *bytes, size_t count, cpictures_report *report) {
  context self;
  int status = open_frame(&self, bytes, count, report);
  finish(&self);
  return status;
}

/// What of the picture came before the data ended shows in the rows that were written.
static unsigned decode_rows(WebPData data, WebPDecoderConfig *config, cpictures_report *report) {
  WebPIDecoder *decoder = WebPIDecode(NULL, 0, config);
  if (decoder == NULL) return 0;
  VP8StatusCode status = WebPIUpdate(decoder, data.bytes, data.size);
  int last = 0;
  if (status == VP8_STATUS_OK) last = config->output.height;
  else WebPIDecGetRGB(decoder, &last, NULL, NULL, NULL);
  if (status != VP8_STATUS_OK)
    report_failure(
      report, status == VP8_STATUS_UNSUPPORTED_FEATURE,
      status == VP8_STATUS_SUSPENDED ? "the data end too early" : "its pixels are damaged");
  WebPIDelete(decoder);
  return last > 0 ? (unsigned)last : 0;
}

static int decode_frame(
  context *self, unsigned denominator, uint8_t *pixels, size_t capacity, cpictures_report *report) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return report_failure(report, 0, "the library has another version");
  unsigned columns = (report->width + denominator - 1) / denominator;
  unsigned lines = (report->height + denominator - 1) / denominator;
  unsigned channels = self->features.has_alpha ? 4 : 3;
  rows target;
  if (rows_begin(&target, columns, lines, 1, pixels, capacity, report) != 0) return -1;
  size_t stride = (size_t)columns * channels;
  uint8_t *buffer = channels == 4 ? calloc(lines, stride) : pixels;
  if (buffer == NULL) return report_failure(report, 0, "there is not enough memory");
  config.options.use_scaling = denominator > 1;
  config.options.scaled_width = (int)columns;
  config.options.scaled_height = (int)lines;
  config.output.colorspace = channels == 4 ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.width = (int)columns;
  config.output.height = (int)lines;
  config.output.u.RGBA.rgba = buffer;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = stride * lines;
  unsigned done = decode_rows(self->frame.fragment, &config, report);
  if (channels == 4)
    for (unsigned y = 0; y < done; y++) rows_add(&target, buffer + y * stride, 4, 0);
  else
    target.row = done;
  if (channels == 4) free(buffer);
  WebPFreeDecBuffer(&config.output);
  return rows_end(&target, report);
}

static int decode(
  const uint8_t *bytes, size_t count, unsigned denominator,
  uint8_t *pixels, size_t capacity, cpictures_report *report) {
  context self;
  int status = open_frame(&self, bytes, count, report);
  if (status == 0) status = decode_frame(&self, denominator, pixels, capacity, report);
  finish(&self);
  return status;
}

const reader webp_reader = {read_header, decode};

#else
const reader webp_reader = {NULL, NULL};
#endif
