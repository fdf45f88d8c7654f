#include "Rows.h"

enum { GREY = 128 };

int rows_begin(
  rows *self, unsigned width, unsigned height, unsigned denominator, uint8_t *pixels, size_t capacity,
  cpictures_report *report) {
  *self = (rows){.pixels = pixels, .width = width, .height = height, .denominator = denominator};
  if (width == 0 || height == 0 || denominator == 0) return report_failure(report, 0, "it has no size");
  self->columns = (width - 1) / denominator + 1;
  size_t lines = (height - 1) / denominator + 1;
  if (lines * self->columns * 3 != capacity) return report_failure(report, 0, "its size is not that of its header");
  if (denominator == 1) return 0;
  self->sums = calloc((size_t)self->columns * 3, sizeof(uint32_t));
  return self->sums ? 0 : report_failure(report, 0, "there is not enough memory");
}

static unsigned on_grey(unsigned light, unsigned alpha, int is_premultiplied) {
  unsigned ground = GREY * (255 - alpha);
  unsigned sum = is_premultiplied ? light * 255 + ground : light * alpha + ground;
  unsigned result = (sum + 127) / 255;
  return result > 255 ? 255 : result;
}

static void flatten(const uint8_t *row, uint8_t *line, unsigned width, unsigned channels, int is_premultiplied) {
  if (channels == 3) {
    memcpy(line, row, (size_t)width * 3);
    return;
  }
  for (size_t x = 0; x < width; x++)
    for (int c = 0; c < 3; c++)
      line[3 * x + c] = (uint8_t)on_grey(row[4 * x + c], row[4 * x + 3], is_premultiplied);
}

static void sum_up(rows *self, const uint8_t *row, unsigned channels, int is_premultiplied) {
  uint32_t *sum = self->sums;
  for (unsigned x = 0, left = self->denominator; x < self->width; x++, row += channels) {
    for (int c = 0; c < 3; c++)
      sum[c] += channels == 3 ? row[c] : on_grey(row[c], row[3], is_premultiplied);
    if (--left == 0) {
      left = self->denominator;
      sum += 3;
    }
  }
}

/// Blocks at the right and the lower edge may have fewer pixels.
static void average(rows *self, unsigned lines) {
  uint8_t *line = self->pixels + (size_t)((self->row - 1) / self->denominator) * self->columns * 3;
  for (unsigned column = 0; column < self->columns; column++) {
    unsigned rest = self->width - column * self->denominator;
    unsigned area = (rest < self->denominator ? rest : self->denominator) * lines;
    for (int c = 0; c < 3; c++) line[3 * column + c] = (uint8_t)((self->sums[3 * column + c] + area / 2) / area);
  }
  memset(self->sums, 0, (size_t)self->columns * 3 * sizeof(uint32_t));
}

void rows_add(rows *self, const uint8_t *row, unsigned channels, int is_premultiplied) {
  if (self->row >= self->height) return;
  if (self->sums == NULL) {
    uint8_t *line = self->pixels + (size_t)self->row++ * self->columns * 3;
    flatten(row, line, self->width, channels, is_premultiplied);
    return;
  }
  sum_up(self, row, channels, is_premultiplied);
  self->row++;
  unsigned lines = self->row % self->denominator;
  if (lines == 0 || self->row == self->height) average(self, lines == 0 ? self->denominator : lines);
}

int rows_end(rows *self, cpictures_report *report) {
  if (self->height == 0 || self->columns == 0) return -1;
  unsigned lines = self->row % self->denominator;
  if (lines > 0 && self->row < self->height) average(self, lines);
  free(self->sums);
  self->sums = NULL;
  report->complete = (double)self->row / self->height;
  size_t begun = (self->row + self->denominator - 1) / self->denominator;
  size_t all = (self->height - 1) / self->denominator + 1;
  memset(self->pixels + begun * self->columns * 3, GREY, (all - begun) * self->columns * 3);
  return self->row > 0 ? 0 : -1;
}
