#ifndef READER_H
#define READER_H

#include <stdlib.h>
#include <string.h>

#include "CPictures.h"

/// How one library reads its formats; both as the functions of the same names in CPictures.h. `decode` ends where
/// `limit_is_over`.
typedef struct {
  int (*read_header)(const uint8_t *bytes, size_t count, cpictures_report *report);
  int (*decode)(
    const uint8_t *bytes, size_t count, unsigned denominator, uint8_t *pixels, size_t capacity,
    cpictures_report *report);
} reader;

/// With NULL functions where the library is not built in.
extern const reader png_reader, webp_reader, heif_reader, tiff_reader, raw_reader, jxl_reader;

/// Puts a message into the report. Returns -1.
int report_failure(cpictures_report *report, int is_unsupported, const char *format, ...)
  __attribute__((format(printf, 3, 4)));

/// Keeps a copy of an ICC profile; none of over 4 MiB.
void report_profile(cpictures_report *report, const void *bytes, size_t count);

/// Display P3 as an ICC profile, for pictures that only name it.
void report_display_p3(cpictures_report *report);

#endif
