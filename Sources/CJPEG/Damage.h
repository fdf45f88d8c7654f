#ifndef DAMAGE_H
#define DAMAGE_H

#include <stdio.h>

#include <jpeglib.h>

#include "CJPEG.h"

/// What has to be known from one warning to the next.
typedef struct {
  /// Where the last damaged restart interval was met.
  const JOCTET *last;
  /// Bytes that the entropy decoder made up where data was missing, which libjpeg counts as surplus later on.
  int made_up;
  /// Whether intervals stand earlier in the picture than they should, in the place of others that are missing.
  int is_moved;
  /// Whether nothing more of the scan can be decoded.
  int has_ended;
  /// Whether the file's bytes are used up: libjpeg then goes on as if the end marker stood there, which may be all that
  /// is missing.
  int is_at_end;
} damage_tracker;

/// Takes a warning of libjpeg, which `info->err` holds, into the report: what it says of the part that is missing.
/// Returns whether it tells of damage.
int damage_note(damage_tracker *tracker, j_decompress_ptr decoder, cjpeg_report *report);

/// For the end of a picture with several scans: notes whether the bytes ended before all scans had come.
void damage_settle(const damage_tracker *tracker, j_decompress_ptr decoder, cjpeg_report *report);

#endif
