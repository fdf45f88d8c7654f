#include "Limit.h"
#include "Rows.h"

#if __has_include(<tiffio.h>)

#include <stdarg.h>
#include <stdio.h>
#include <tiffio.h>

typedef struct {
  const uint8_t *bytes;
  uint64_t count, position;
  cpictures_report *report;
  TIFF *tiff;
  /// Rows that the library decodes at once: a strip, or a row of tiles.
  uint32_t band;
} context;

static tmsize_t supply(thandle_t handle, void *target, tmsize_t length) {
  context *self = handle;
  uint64_t rest = self->position < self->count ? self->count - self->position : 0;
  uint64_t part = length < 0 ? 0 : (uint64_t)length < rest ? (uint64_t)length : rest;
  memcpy(target, self->bytes + self->position * (part > 0), part);
  self->position += part;
  return (tmsize_t)part;
}

static tmsize_t refuse_to_write(thandle_t handle, void *bytes, tmsize_t length) { return 0; }

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  context *self = handle;
  uint64_t start = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? self->position : self->count;
  return self->position = start + offset;
}

static int close_file(thandle_t handle) { return 0; }
static toff_t size(thandle_t handle) { return ((context *)handle)->count; }

/// Strips that do not have to be decompressed are used where they lie.
static int map(thandle_t handle, void **base, toff_t *length) {
  context *self = handle;
  *base = (void *)self->bytes;
  *length = self->count;
  return 1;
}

static void unmap(thandle_t handle, void *base, toff_t length) {}

/// The first thing that is wrong is the reason for the rest.
static int note(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments) {
  cpictures_report *report = data;
  if (report->message[0] == 0) vsnprintf(report->message, sizeof report->message, format, arguments);
  return 1;
}

static int ignore(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments) { return 1; }

static int fail(cpictures_report *report, int is_unsupported, const char *reason) {
  if (report->message[0] != 0) {
    report->is_unsupported = is_unsupported;
    return -1;
  }
  return report_failure(report, is_unsupported, "%s", reason);
}

static TIFF *open_tiff(context *self) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (options == NULL) return NULL;
  TIFFOpenOptionsSetErrorHandlerExtR(options, note, self->report);
  TIFFOpenOptionsSetWarningHandlerExtR(options, ignore, self->report);
  TIFF *tiff = TIFFClientOpenExt(
    "", "r", self, supply, refuse_to_write, seek, close_file, size, map, unmap, options);
  TIFFOpenOptionsFree(options);
  return tiff;
}

/// Of a scheme that this library cannot decode, the name where it is well known.
static const char *name(uint16_t scheme) {
  switch (scheme) {
  case 33003: case 33004: case 33005: case 34712: return "JPEG 2000";
  case 34887: return "LERC";
  case 34925: return "LZMA";
  case 34933: return "PNG";
  case 50000: return "Zstandard";
  case 50001: case 34927: return "WebP";
  case 50002: case 52546: return "JPEG XL";
  default: return "an unknown scheme";
  }
}

static void read_band(context *self) {
  uint32_t band = 0;
  if (TIFFIsTiled(self->tiff)) TIFFGetField(self->tiff, TIFFTAG_TILELENGTH, &band);
  else TIFFGetFieldDefaulted(self->tiff, TIFFTAG_ROWSPERSTRIP, &band);
  uint32_t height = self->report->height;
  self->band = band == 0 || band > height ? height : band;
}

static double coded_bytes(context *self) {
  return (double)(TIFFIsTiled(self->tiff) ? TIFFTileSize64(self->tiff) : TIFFStripSize64(self->tiff));
}

static int open_picture(context *self, const uint8_t *bytes, size_t count, cpictures_report *report) {
  *self = (context){.bytes = bytes, .count = count, .report = report};
  self->tiff = open_tiff(self);
  if (self->tiff == NULL) return fail(report, 0, "its header is damaged");
  uint32_t width = 0, height = 0;
  TIFFGetField(self->tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(self->tiff, TIFFTAG_IMAGELENGTH, &height);
  if (width == 0 || height == 0) return fail(report, 0, "it has no size");
  report->width = width;
  report->height = height;
  uint16_t orientation = 1;
  TIFFGetFieldDefaulted(self->tiff, TIFFTAG_ORIENTATION, &orientation);
  report->orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  read_band(self);
  report->memory = 4.0 * width * self->band + 2 * coded_bytes(self);
  uint16_t compression = COMPRESSION_NONE;
  TIFFGetFieldDefaulted(self->tiff, TIFFTAG_COMPRESSION, &compression);
  if (!TIFFIsCODECConfigured(compression))
    return report_failure(report, 1, "compression %u (%s) is not built in", compression, name(compression));
  if (compression == COMPRESSION_NONE) report->least_bytes = (double)width * height / 8;
  // Of all that can be in a TIFF, CCITT's codes take the fewest bits: one a row.
  else report->least_bytes = (double)width * height / 4096;
  return 0;
}

static int read_header(const uint8_t *bytes, size_t count, cpictures_report *report) {
  context self;
  int status = open_picture(&self, bytes, count, report);
  if (self.tiff) TIFFClose(self.tiff);
  return status;
}

static void read_profile(context *self) {
  uint32_t length = 0;
  void *profile = NULL;
  if (TIFFGetField(self->tiff, TIFFTAG_ICCPROFILE, &length, &profile)) report_profile(self->report, profile, length);
}

/// Pixels of the library are numbers of 32 bits with red lowest, premultiplied with alpha.
static void give_row(rows *target, const uint32_t *row, uint8_t *line) {
  for (size_t x = 0; x < target->width; x++) {
    line[4 * x] = (uint8_t)TIFFGetR(row[x]);
    line[4 * x + 1] = (uint8_t)TIFFGetG(row[x]);
    line[4 * x + 2] = (uint8_t)TIFFGetB(row[x]);
    line[4 * x + 3] = (uint8_t)TIFFGetA(row[x]);
  }
  rows_add(target, line, 4, 1);
}

static void read_bands(context *self, TIFFRGBAImage *image, rows *target, uint32_t *raster, uint8_t *line) {
  for (uint32_t y = 0; y < target->height; y += self->band) {
    if (limit_is_over()) return;
    uint32_t rest = target->height - y, part = rest < self->band ? rest : self->band;
    image->row_offset = (int)y;
    image->col_offset = 0;
    if (!TIFFRGBAImageGet(image, raster, target->width, part)) return;
    for (uint32_t row = 0; row < part; row++) give_row(target, raster + (size_t)row * target->width, line);
  }
}

static int decode_rgba(context *self, TIFFRGBAImage *image, rows *target) {
  uint32_t *raster = calloc((size_t)target->width * self->band, sizeof *raster);
  uint8_t *line = malloc((size_t)target->width * 4);
  int status = raster && line ? 0 : report_failure(self->report, 0, "there is not enough memory");
  if (status == 0) read_bands(self, image, target, raster, line);
  free(raster);
  free(line);
  return status;
}

static int decode_picture(
  context *self, unsigned denominator, uint8_t *pixels, size_t capacity, cpictures_report *report) {
  static const char apology[] = "Sorry, ";
  const size_t length = sizeof apology - 1;
  char reason[1024] = "";
  TIFFRGBAImage image;
  if (!TIFFRGBAImageOK(self->tiff, reason) || !TIFFRGBAImageBegin(&image, self->tiff, 1, reason))
    return report_failure(report, 1, "%s", reason + (strncmp(reason, apology, length) == 0 ? length : 0));
  // Rows as they are stored; what is to be turned is turned afterwards, by one who knows all eight ways.
  image.req_orientation = image.orientation;
  rows target;
  int status = rows_begin(&target, report->width, report->height, denominator, pixels, capacity, report);
  if (status == 0) {
    status = decode_rgba(self, &image, &target);
    if (rows_end(&target, report) != 0) status = fail(report, 0, "its pixels are damaged");
  }
  TIFFRGBAImageEnd(&image);
  return status;
}

static int decode(
  const uint8_t *bytes, size_t count, unsigned denominator,
  uint8_t *pixels, size_t capacity, cpictures_report *report) {
  context self;
  int status = open_picture(&self, bytes, count, report);
  if (status == 0) {
    read_profile(&self);
    status = decode_picture(&self, denominator, pixels, capacity, report);
  }
  if (self.tiff) TIFFClose(self.tiff);
  return status;
}

const reader tiff_reader = {read_header, decode};

#else
const reader tiff_reader = {NULL, NULL};
#endif
