#ifndef DECODER_H
#define DECODER_H

#include "Context.h"

/// Reads the header of a picture in memory, and notes in the report what it says.
void cjpeg_open(j_decompress_ptr decoder, cjpeg_context *context, const uint8_t *bytes, size_t count);

/// - Parameter denominator: of the scale: 1, 2, 4 or 8.
/// - Parameter space: of the rows to come.
void cjpeg_start(j_decompress_ptr decoder, cjpeg_context *context, unsigned denominator, J_COLOR_SPACE space);

/// RGB, or CMYK where the picture is of inks.
J_COLOR_SPACE cjpeg_colours(j_decompress_ptr decoder);

/// - Returns: room for a row, until the decoder is destroyed.
JSAMPARRAY cjpeg_row(j_decompress_ptr decoder, unsigned samples);

/// - Returns: room for a row of inks; NULL where the picture has none.
JSAMPARRAY cjpeg_inks(j_decompress_ptr decoder);

/// Reads the next row as RGB.
/// - Parameter inks: of `cjpeg_inks`.
void cjpeg_read_row(j_decompress_ptr decoder, JSAMPARRAY inks, uint8_t *row);

#endif
