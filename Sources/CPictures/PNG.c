#include "Limit.h"
#include "Rows.h"

#if __has_include(<png.h>)

#include <png.h>
#include <setjmp.h>

/// A deflate stream holds at most so many times its own length.
enum { MOST_DEFLATED = 1032 };

typedef struct {
  png_structp png;
  png_infop info;
  const uint8_t *bytes;
  size_t count, position;
  cpictures_report *report;
  /// All rows of an interlaced picture, or one row.
  uint8_t *buffer;
  rows rows;
} context;

static void fail(png_structp png, png_const_charp message) {
  context *self = png_get_error_ptr(png);
  report_failure(self->report, 0, "%s", message);
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp message) {}

static void supply(png_structp png, png_bytep target, size_t length) {
  context *self = png_get_io_ptr(png);
  if (length > self->count - self->position) png_error(png, "the data end too early");
  memcpy(target, self->bytes + self->position, length);
  self->position += length;
}

static int prepare(context *self, const uint8_t *bytes, size_t count, cpictures_report *report) {
  *self = (context){.bytes = bytes, .count = count, .report = report};
  self->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, self, fail, ignore);
  self->info = self->png ? png_create_info_struct(self->png) : NULL;
  return self->info ? 0 : report_failure(report, 0, "there is not enough memory");
}

static void finish(context *self) {
  free(self->buffer);
  png_destroy_read_struct(&self->png, &self->info, NULL);
}

static void read_info(context *self) {
  png_set_read_fn(self->png, self, supply);
  png_set_user_limits(self->png, 1000000, 1000000);
  png_read_info(self->png, self->info);
  cpictures_report *report = self->report;
  report->width = png_get_image_width(self->png, self->info);
  report->height = png_get_image_height(self->png, self->info);
  report->least_bytes = (double)png_get_rowbytes(self->png, self->info) * report->height / MOST_DEFLATED;
  int is_interlaced = png_get_interlace_type(self->png, self->info) != PNG_INTERLACE_NONE;
  report->memory = 4.0 * report->width * (is_interlaced ? report->height : 4);
  png_charp name;
  png_bytep profile;
  png_uint_32 length = 0;
  int compression;
  if (png_get_iCCP(self->png, self->info, &name, &compression, &profile, &length))
    report_profile(report, profile, length);
}

/// Errors of the library end the work.
static int run(context *self, void (*work)(context *)) {
  if (setjmp(png_jmpbuf(self->png))) return -1;
  work(self);
  return 0;
}

static int read_header(const uint8_t *bytes, size_t count, cpictures_report *report) {
  context self;
  int status = prepare(&self, bytes, count, report);
  if (status == 0) status = run(&self, read_info);
  finish(&self);
  return status;
}

/// Always RGBA of 8 bits.
static void expand(context *self) {
  png_set_expand(self->png);
  png_set_scale_16(self->png);
  png_set_gray_to_rgb(self->png);
  png_set_add_alpha(self->png, 0xFF, PNG_FILLER_AFTER);
}

static void read_interlaced(context *self, int passes) {
  size_t stride = (size_t)self->rows.width * 4;
  self->buffer = calloc(self->rows.height, stride);
  if (self->buffer == NULL) png_error(self->png, "there is not enough memory");
  for (int pass = 0; pass < passes; pass++)
    for (unsigned y = 0; y < self->rows.height; y++) {
      if (limit_is_over()) png_error(self->png, "takes too long");
      png_read_row(self->png, NULL, self->buffer + y * stride);
    }
  for (unsigned y = 0; y < self->rows.height; y++) rows_add(&self->rows, self->buffer + y * stride, 4, 0);
}

static void read_rows(context *self) {
  expand(self);
  int passes = png_set_interlace_handling(self->png);
  png_read_update_info(self->png, self->info);
  if (png_get_rowbytes(self->png, self->info) != (size_t)self->rows.width * 4)
    png_error(self->png, "its rows have no size");
  if (passes > 1) {
    read_interlaced(self, passes);
    return;
  }
  self->buffer = malloc((size_t)self->rows.width * 4);
  if (self->buffer == NULL) png_error(self->png, "there is not enough memory");
  for (unsigned y = 0; y < self->rows.height; y++) {
    if (limit_is_over()) png_error(self->png, "takes too long");
    png_read_row(self->png, self->buffer, NULL);
    rows_add(&self->rows, self->buffer, 4, 0);
  }
}

static int decode(
  const uint8_t *bytes, size_t count, unsigned denominator,
  uint8_t *pixels, size_t capacity, cpictures_report *report) {
  context self;
  int status = prepare(&self, bytes, count, report);
  if (status == 0) status = run(&self, read_info);
  if (status == 0) {
    status = rows_begin(&self.rows, report->width, report->height, denominator, pixels, capacity, report);
    if (status == 0) run(&self, read_rows);
    // Rows that came before an error are a picture.
    if (rows_end(&self.rows, report) != 0) status = -1;
  }
  finish(&self);
  return status;
}

const reader png_reader = {read_header, decode};

#else
const reader png_reader = {NULL, NULL};
#endif
