#ifndef CJPEG_H
#define CJPEG_H

#include <stddef.h>
#include <stdint.h>

/// Long enough for every message of libjpeg.
#define CJPEG_MESSAGE_LENGTH 200

/// Bytes that a picture with several scans may take while it is decoded: 89 megapixels with full colour, 178 with halved.
#define CJPEG_MOST_COEFFICIENT_BYTES (512L << 20)

/// Blocks of 8×8 samples that the scans of a picture may decode together: seven passes over a picture that takes all of
/// those bytes, as optimising encoders write them.
#define CJPEG_MOST_BLOCKS 32000000

/// What a decoder or encoder has to say beside the pixels.
typedef struct {
  /// Size of the picture in the file.
  unsigned width, height;
  /// Blocks of 8×8 pixels in whole MCUs; 0 where the picture has no brightness of its own, or none of its sides has one MCU.
  unsigned columns, rows;
  /// What decoding keeps of the whole picture in memory beside its pixels; 0 where it goes on row by row.
  double coefficient_bytes;
  /// Whether the call failed although the file may be whole: its kind, which `message` names, is not decoded, or it
  /// has too many scans.
  int is_unsupported, is_costly;
  /// Parts of the compressed data that could not be used (bad codes, lost synchronisation, premature end).
  long damage;
  /// The part of the rows, 0 to 1, that was there before the data ended; 1 where it did not end early.
  double complete;
  /// The part of the picture, 0 to 1, that lies in damaged restart intervals, after each of which decoding goes on.
  double lost;
  /// Whether rows that are there lack details or colours of later scans, and whether because the data ended early.
  int is_coarse, is_cut_off;
  /// Why the call failed, or the first damage that was met; empty where all is well.
  char message[CJPEG_MESSAGE_LENGTH];
} cjpeg_report;

/// Reads the size of the picture and what decoding takes. Returns 0, or -1 with the reason in `report->message`.
int cjpeg_read_header(const uint8_t *bytes, size_t count, cjpeg_report *report);

/// Decodes to RGB, shrunk by `denominator` (1, 2, 4 or 8): ceil(width / denominator) by ceil(height / denominator)
/// pixels of three bytes, which `capacity` must equal. Gives up on scans that decode more than `CJPEG_MOST_BLOCKS`.
/// Returns 0, or -1 with the reason in `report->message`.
int cjpeg_decode(
  const uint8_t *bytes, size_t count, unsigned denominator, uint8_t *pixels, size_t capacity, cjpeg_report *report);

/// A rectangle of a shrunken picture, and where its `width * height` RGB pixels are to be written.
typedef struct {
  unsigned x, y, width, height;
  uint8_t *pixels;
} cjpeg_part;

/// As `cjpeg_decode`, but gives only these parts, which lie inside the shrunken picture; what lies below the last of them
/// is not even read, so that the report tells nothing of damage. Their pixels are the same as in the whole picture.
int cjpeg_decode_parts(
  const uint8_t *bytes, size_t count, unsigned denominator, const cjpeg_part *parts, size_t part_count,
  cjpeg_report *report);

/// The mean brightness of each block of 8×8 pixels, of the MCUs that lie inside the picture as a whole: `columns` by `rows`
/// bytes, which `cjpeg_read_header` tells and `capacity` must equal. Needs no other coefficient than the blocks' first.
/// Returns 0, or -1 with the reason in `report->message`.
int cjpeg_decode_blocks(
  const uint8_t *bytes, size_t count, uint8_t *blocks, size_t capacity, cjpeg_report *report);

/// Encodes RGB pixels; `quality` is 1 to 100, from 95 on without chroma subsampling.
/// Returns 0 and a buffer that `cjpeg_free` releases, or -1 with the reason in `report->message`.
int cjpeg_encode(
  const uint8_t *pixels, unsigned width, unsigned height, int quality, uint8_t **bytes, size_t *count,
  cjpeg_report *report);

void cjpeg_free(uint8_t *bytes);

#endif
