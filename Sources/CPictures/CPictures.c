#include "CPictures.h"

#include <stdarg.h>
#include <stdio.h>

#include "Limit.h"
#include "Quiet.h"
#include "Reader.h"

static const reader *reader_of(cpictures_format format) {
  switch (format) {
  case CPICTURES_PNG: return &png_reader;
  case CPICTURES_WEBP: return &webp_reader;
  case CPICTURES_HEIF: return &heif_reader;
  case CPICTURES_TIFF: return &tiff_reader;
  case CPICTURES_RAW: return &raw_reader;
  case CPICTURES_JXL: return &jxl_reader;
  }
  return NULL;
}

int report_failure(cpictures_report *report, int is_unsupported, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(report->message, sizeof report->message, format, arguments);
  va_end(arguments);
  report->is_unsupported = is_unsupported;
  return -1;
}

void report_profile(cpictures_report *report, const void *bytes, size_t count) {
  if (bytes == NULL || count == 0 || count > 4 << 20) return;
  free(report->profile);
  report->profile = malloc(count);
  report->profile_count = report->profile ? count : 0;
  if (report->profile) memcpy(report->profile, bytes, count);
}

int cpictures_is_built_in(cpictures_format format) {
  const reader *found = reader_of(format);
  return found && found->decode;
}

static const reader *begin(cpictures_format format, cpictures_report *report) {
  memset(report, 0, sizeof *report);
  report->complete = 1;
  if (cpictures_is_built_in(format)) return reader_of(format);
  report_failure(report, 1, "not built in");
  return NULL;
}

int cpictures_read_header(cpictures_format format, const uint8_t *bytes, size_t count, cpictures_report *report) {
  const reader *found = begin(format, report);
  if (found == NULL) return -1;
  quiet_begin();
  int status = found->read_header(bytes, count, report);
  quiet_end();
  return status;
}

int cpictures_decode(
  cpictures_format format, const uint8_t *bytes, size_t count, unsigned denominator, double seconds, uint8_t *pixels,
  size_t capacity, cpictures_report *report) {
  const reader *found = begin(format, report);
  if (found == NULL) return -1;
  quiet_begin();
  limit_begin(seconds);
  int status = found->decode(bytes, count, denominator, pixels, capacity, report);
  // What came before is no picture: on another machine it would be another.
  if (limit_end()) {
    report_failure(report, 0, "takes too long");
    report->is_slow = 1;
    status = -1;
  }
  quiet_end();
  return status;
}

void cpictures_release(cpictures_report *report) {
  free(report->profile);
  report->profile = NULL;
  report->profile_count = 0;
}

void cpictures_free(uint8_t *bytes) { free(bytes); }
