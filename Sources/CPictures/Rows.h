#ifndef ROWS_H
#define ROWS_H

#include "Reader.h"

/// Takes a picture row by row, lays it on mid grey and shrinks it, so that no more than a row of it is in memory.
typedef struct {
  uint8_t *pixels;
  unsigned width, height, denominator, columns;
  /// How many rows have come.
  unsigned row;
  /// Of the rows that become one row of the result.
  uint32_t *sums;
} rows;

/// `capacity` is what `cpictures_decode` was given. Returns 0, or -1 with the reason in `report`. `rows_end` has
/// to follow.
int rows_begin(
  rows *self, unsigned width, unsigned height, unsigned denominator, uint8_t *pixels, size_t capacity,
  cpictures_report *report);

/// `channels` is 3, or 4 with alpha at the end.
void rows_add(rows *self, const uint8_t *row, unsigned channels, int is_premultiplied);

/// Makes rows that have not come grey, and says in `report->complete` how many have.
/// Returns 0, or -1 where none has come.
int rows_end(rows *self, cpictures_report *report);

#endif
