#ifndef CJPEG_H
#define CJPEG_H

#include <stddef.h>
#include <stdint.h>

/// Long enough for every message of libjpeg.
#define CJPEG_MESSAGE_LENGTH 200

/// What a decoder or encoder has to say beside the pixels.
typedef struct {
  /// Size of the picture in the file.
  unsigned width, height;
  /// Parts of the compressed data that could not be used (bad codes, lost synchronisation, premature end).
  long damage;
  /// The part of the rows, 0 to 1, that was there before the data ended; 1 where it did not end early.
  double complete;
  /// Why the call failed, or the first damage that was met; empty where all is well.
  char message[CJPEG_MESSAGE_LENGTH];
} cjpeg_report;

/// Reads the size of the picture. Returns 0, or -1 with the reason in `report->message`.
int cjpeg_read_header(const uint8_t *bytes, size_t count, cjpeg_report *report);

/// Decodes to RGB, shrunk by `denominator` (1, 2, 4 or 8): ceil(width / denominator) by ceil(height / denominator)
/// pixels of three bytes, which `capacity` must equal. Gives up on files with absurdly many scans.
/// Returns 0, or -1 with the reason in `report->message`.
int cjpeg_decode(
  const uint8_t *bytes, size_t count, unsigned denominator, uint8_t *pixels, size_t capacity, cjpeg_report *report);

/// Encodes RGB pixels; `quality` is 1 to 100, from 95 on without chroma subsampling.
/// Returns 0 and a buffer that `cjpeg_free` releases, or -1 with the reason in `report->message`.
int cjpeg_encode(
  const uint8_t *pixels, unsigned width, unsigned height, int quality, uint8_t **bytes, size_t *count,
  cjpeg_report *report);

void cjpeg_free(uint8_t *bytes);

#endif
