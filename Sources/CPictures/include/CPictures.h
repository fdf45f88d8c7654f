#ifndef CPICTURES_H
#define CPICTURES_H

#include <stddef.h>
#include <stdint.h>

/// Readers of the picture formats beside JPEG, each through its library. Where a library's header was not there when
/// this was built, its formats are not built in.
typedef enum {
  CPICTURES_PNG, CPICTURES_WEBP, CPICTURES_HEIF, CPICTURES_TIFF, CPICTURES_RAW, CPICTURES_JXL
} cpictures_format;

/// Longer messages are cut.
#define CPICTURES_MESSAGE_LENGTH 200

/// What there is to say beside the pixels. To be released with `cpictures_release` after each call.
typedef struct {
  /// Size of the picture as it is given, without shrinking.
  unsigned width, height;
  /// What is still to be applied to the pixels, as EXIF numbers it: 1-8; 0 where EXIF has to say it.
  unsigned orientation;
  /// Bytes that decoding may take beside the pixels that it gives, at most.
  double memory;
  /// What the compressed pixels take at least in the file, in bytes; 0 where the format allows any.
  double least_bytes;
  /// The part of the rows, 0 to 1, that was there before the data ended or were found damaged.
  double complete;
  /// Whether the call failed although the file may be whole: it has what the library does not decode.
  int is_unsupported;
  /// Whether the call failed because it took longer than it might.
  int is_slow;
  /// The ICC profile of the pixels, or NULL.
  uint8_t *profile;
  size_t profile_count;
  /// Why the call failed, or what was damaged; empty where all is well.
  char message[CPICTURES_MESSAGE_LENGTH];
} cpictures_report;

/// From this call on what libraries print on `stderr` while they read a picture goes nowhere; for a program whose screen
/// it would spoil. To be called once, before there are other threads.
void cpictures_keep_quiet(void);

/// Whether the format's library was there when this was built.
int cpictures_is_built_in(cpictures_format format);

/// Reads what comes before the pixels, and takes no more memory than that.
/// Returns 0, or -1 with the reason in `report->message`.
int cpictures_read_header(cpictures_format format, const uint8_t *bytes, size_t count, cpictures_report *report);

/// Decodes to RGB of 8 bits, laid on mid grey where it is transparent, shrunk by `denominator` (at least 1; camera raw:
/// an even number): ceil(width / denominator) by ceil(height / denominator) pixels of three bytes, which `capacity`
/// must equal. Gives up after `seconds` of the thread's CPU time, as soon as the library lets it; libwebp and libheif do
/// not, and what they do is bounded by the picture's size.
/// Returns 0, or -1 with the reason in `report->message`.
int cpictures_decode(
  cpictures_format format, const uint8_t *bytes, size_t count, unsigned denominator, double seconds, uint8_t *pixels,
  size_t capacity, cpictures_report *report);

/// The JPEG that a camera put into its raw file. Returns 0 and a buffer that `cpictures_free` releases, or -1.
int cpictures_raw_preview(const uint8_t *bytes, size_t count, uint8_t **preview, size_t *preview_count);

/// The EXIF block of the main picture of a HEIF file, from its TIFF header on. Returns 0 and a buffer that
/// `cpictures_free` releases, or -1.
int cpictures_heif_exif(const uint8_t *bytes, size_t count, uint8_t **block, size_t *block_count);

/// Whether colours of an ICC profile can be converted.
int cpictures_has_colours(void);

/// Converts RGB pixels from an ICC profile's colours to sRGB, in place. Changes nothing where the profile is damaged,
/// not one of RGB, or means nearly the same as sRGB. Returns whether it changed anything.
int cpictures_to_srgb(const uint8_t *profile, size_t profile_count, uint8_t *pixels, size_t pixel_count);

void cpictures_release(cpictures_report *report);
void cpictures_free(uint8_t *bytes);

#endif
