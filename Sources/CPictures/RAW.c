#include "Limit.h"
#include "Quiet.h"
#include "Rows.h"

#if __has_include(<libraw/libraw.h>)

#include <libraw/libraw.h>

enum { MOST_MEGABYTES = 1024 };

static int refuse(cpictures_report *report, int error) {
  int is_unsupported = error == LIBRAW_FILE_UNSUPPORTED || error == LIBRAW_UNSUPPORTED_THUMBNAIL;
  return report_failure(report, is_unsupported, "%s", is_unsupported ? "of this camera" : libraw_strerror(error));
}

/// The rows and columns that are swapped and reversed by the bits 4, 2 and 1 of LibRaw's `flip`, as EXIF numbers it.
static unsigned orientation_of(int flip) {
  static const uint8_t numbers[] = {1, 2, 4, 3, 5, 8, 6, 7};
  return numbers[flip & 7];
}

/// LibRaw asks between its steps.
static int stop_if_slow(void *nothing, enum LibRaw_progress step, int iteration, int expected) { return limit_is_over(); }

/// Half of the sensor's size, so that each group of four cells becomes one pixel; in sRGB, not turned.
static libraw_data_t *open_file(const uint8_t *bytes, size_t count, cpictures_report *report) {
  libraw_data_t *raw = libraw_init(0);
  if (raw == NULL) {
    report_failure(report, 0, "there is not enough memory");
    return NULL;
  }
  // Else it writes to the standard error.
  libraw_set_dataerror_handler(raw, NULL, NULL);
  libraw_set_progress_handler(raw, stop_if_slow, NULL);
  raw->params.half_size = 1;
  raw->params.use_camera_wb = 1;
  raw->params.output_bps = 8;
  raw->params.output_color = 1;
  raw->params.gamm[0] = 1 / 2.4;
  raw->params.gamm[1] = 12.92;
  // One in a thousand may become white; the default lets one in a hundred.
  raw->params.auto_bright_thr = 0.001f;
  raw->params.user_flip = 0;
  raw->params.max_raw_memory_mb = MOST_MEGABYTES;
  int error = libraw_open_buffer(raw, (void *)bytes, count);
  if (error == 0) return raw;
  refuse(report, error);
  libraw_close(raw);
  return NULL;
}

static int read_sizes(libraw_data_t *raw, cpictures_report *report) {
  report->width = raw->sizes.width;
  report->height = raw->sizes.height;
  if (report->width == 0 || report->height == 0) return report_failure(report, 0, "it has no size");
  // The cells in two bytes (or, of some cameras, in three numbers of two), a quarter of them in eight, and the pixels.
  report->memory = 12.0 * raw->sizes.raw_width * raw->sizes.raw_height;
  return 0;
}

static int read_header(const uint8_t *bytes, size_t count, cpictures_report *report) {
  libraw_data_t *raw = open_file(bytes, count, report);
  if (raw == NULL) return -1;
  // Before `user_flip` takes its place the file's own is here.
  report->orientation = orientation_of(raw->sizes.flip);
  int status = read_sizes(raw, report);
  libraw_close(raw);
  return status;
}

static int give_rows(
  const libraw_processed_image_t *image, unsigned denominator, uint8_t *pixels, size_t capacity,
  cpictures_report *report) {
  size_t stride = (size_t)image->width * 3;
  if (image->type != LIBRAW_IMAGE_BITMAP || image->colors != 3 || image->bits != 8
    || image->data_size < stride * image->height)
    return report_failure(report, 1, "with these colours");
  // What the sensor's odd last row or column becomes differs.
  unsigned width = (report->width + 1) / 2, height = (report->height + 1) / 2;
  if (image->width + 1u < width || image->height + 1u < height || image->width > width || image->height > height)
    return report_failure(report, 0, "its size is not that of its header");
  rows target;
  uint8_t *row = calloc(width, 3);
  int status = row ? rows_begin(&target, width, height, denominator / 2, pixels, capacity, report) : -1;
  if (status == 0) {
    for (unsigned y = 0; y < height; y++) {
      unsigned source = y < image->height ? y : image->height - 1u;
      memcpy(row, image->data + source * stride, stride);
      if (image->width < width) memcpy(row + stride, row + stride - 3, 3);
      rows_add(&target, row, 3, 0);
    }
    status = rows_end(&target, report);
  }
  free(row);
  return status;
}

static int develop(
  libraw_data_t *raw, unsigned denominator, uint8_t *pixels, size_t capacity, cpictures_report *report) {
  int error = libraw_unpack(raw);
  if (error == 0) error = libraw_dcraw_process(raw);
  if (error != 0) return refuse(report, error);
  libraw_processed_image_t *image = libraw_dcraw_make_mem_image(raw, &error);
  if (image == NULL) return refuse(report, error);
  int status = give_rows(image, denominator, pixels, capacity, report);
  libraw_dcraw_clear_mem(image);
  return status;
}

static int decode(
  const uint8_t *bytes, size_t count, unsigned denominator,
  uint8_t *pixels, size_t capacity, cpictures_report *report) {
  libraw_data_t *raw = open_file(bytes, count, report);
  if (raw == NULL) return -1;
  int status = read_sizes(raw, report);
  if (status == 0) status = develop(raw, denominator, pixels, capacity, report);
  libraw_close(raw);
  return status;
}

static int copy_preview(const uint8_t *bytes, size_t count, uint8_t **preview, size_t *preview_count) {
  cpictures_report report = {0};
  libraw_data_t *raw = open_file(bytes, count, &report);
  if (raw == NULL) return -1;
  int status = -1;
  // What a damaged file claims of its preview is allocated before it is read.
  int is_possible = raw->thumbnail.tlength <= count;
  if (is_possible && libraw_unpack_thumb(raw) == 0 && raw->thumbnail.tformat == LIBRAW_THUMBNAIL_JPEG
    && raw->thumbnail.tlength > 0) {
    *preview_count = raw->thumbnail.tlength;
    *preview = malloc(*preview_count);
    if (*preview) {
      memcpy(*preview, raw->thumbnail.thumb, *preview_count);
      status = 0;
    }
  }
  libraw_close(raw);
  return status;
}

int cpictures_raw_preview(const uint8_t *bytes, size_t count, uint8_t **preview, size_t *preview_count) {
  quiet_begin();
  int status = copy_preview(bytes, count, preview, preview_count);
  quiet_end();
  return status;
}

const reader raw_reader = {read_header, decode};

#else

const reader raw_reader = {NULL, NULL};

int cpictures_raw_preview(const uint8_t *bytes, size_t count, uint8_t **preview, size_t *preview_count) { return -1; }

#endif
