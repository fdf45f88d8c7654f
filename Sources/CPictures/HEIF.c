#include "Quiet.h"
#include "Rows.h"

#if __has_include(<libheif/heif.h>)

#include <libheif/heif.h>

enum { DISPLAY_P3 = 12, MOST_EXIF = 1 << 20 };

typedef struct {
  struct heif_context *library;
  struct heif_image_handle *handle;
  struct heif_image *image;
} context;

static int refuse(cpictures_report *report, struct heif_error error) {
  int is_unsupported = error.code == heif_error_Unsupported_filetype || error.code == heif_error_Unsupported_feature
    || error.code == heif_error_Plugin_loading_error || error.subcode == heif_suberror_Unsupported_codec;
  return report_failure(report, is_unsupported, "%s", error.message ? error.message : "it cannot be read");
}

static void finish(context *self) {
  if (self->image) heif_image_release(self->image);
  if (self->handle) heif_image_handle_release(self->handle);
  if (self->library) heif_context_free(self->library);
}

static void read_profile(context *self, cpictures_report *report) {
  size_t length = heif_image_handle_get_raw_color_profile_size(self->handle);
  uint8_t *profile = length > 0 && length <= 4 << 20 ? malloc(length) : NULL;
  if (profile && heif_image_handle_get_raw_color_profile(self->handle, profile).code == heif_error_Ok)
    report_profile(report, profile, length);
  free(profile);
  struct heif_color_profile_nclx *numbers = NULL;
  if (report->profile || heif_image_handle_get_nclx_color_profile(self->handle, &numbers).code != heif_error_Ok) return;
  if ((int)numbers->color_primaries == DISPLAY_P3) report_display_p3(report);
  heif_nclx_color_profile_free(numbers);
}

static int open_picture(context *self, const uint8_t *bytes, size_t count, cpictures_report *report) {
  *self = (context){.library = heif_context_alloc()};
  if (self->library == NULL) return report_failure(report, 0, "there is not enough memory");
  // Photos are decoded side by side already.
  heif_context_set_max_decoding_threads(self->library, 0);
  struct heif_error error = heif_context_read_from_memory_without_copy(self->library, bytes, count, NULL);
  if (error.code == heif_error_Ok) error = heif_context_get_primary_image_handle(self->library, &self->handle);
  if (error.code != heif_error_Ok) return refuse(report, error);
  int width = heif_image_handle_get_width(self->handle), height = heif_image_handle_get_height(self->handle);
  if (width <= 0 || height <= 0) return report_failure(report, 0, "it has no size");
  report->width = (unsigned)width;
  report->height = (unsigned)height;
  // The library applies `irot`, `imir` and `clap`.
  report->orientation = 1;
  // Planes as they were coded, as they are turned, and as they are given.
  int is_deep = heif_image_handle_get_luma_bits_per_pixel(self->handle) > 8;
  report->memory = (is_deep ? 20.0 : 12.0) * width * height;
  return 0;
}

static int read_header(const uint8_t *bytes, size_t count, cpictures_report *report) {
  context self;
  int status = open_picture(&self, bytes, count, report);
  finish(&self);
  return status;
}

static int decode_planes(context *self, int has_alpha, cpictures_report *report) {
  struct heif_decoding_options *options = heif_decoding_options_alloc();
  if (options) options->convert_hdr_to_8bit = 1;
  struct heif_error error = heif_decode_image(
    self->handle, &self->image, heif_colorspace_RGB,
    has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options);
  if (options) heif_decoding_options_free(options);
  return error.code == heif_error_Ok ? 0 : refuse(report, error);
}

static int give_rows(
  context *self, unsigned channels, unsigned denominator, uint8_t *pixels, size_t capacity, cpictures_report *report) {
  int stride = 0;
  const uint8_t *plane = heif_image_get_plane_readonly(self->image, heif_channel_interleaved, &stride);
  int width = heif_image_get_width(self->image, heif_channel_interleaved);
  int height = heif_image_get_height(self->image, heif_channel_interleaved);
  if (plane == NULL || stride < width * (int)channels || width != (int)report->width || height != (int)report->height)
    return report_failure(report, 0, "its size is not that of its header");
  rows target;
  int status = rows_begin(&target, report->width, report->height, denominator, pixels, capacity, report);
  if (status != 0) return status;
  int is_premultiplied = heif_image_handle_is_premultiplied_alpha(self->handle);
  for (int y = 0; y < height; y++) rows_add(&target, plane + (size_t)stride * y, channels, is_premultiplied);
  return rows_end(&target, report);
}

static int decode(
  const uint8_t *bytes, size_t count, unsigned denominator,
  uint8_t *pixels, size_t capacity, cpictures_report *report) {
  context self;
  int status = open_picture(&self, bytes, count, report);
  if (status == 0) {
    read_profile(&self, report);
    int has_alpha = heif_image_handle_has_alpha_channel(self.handle);
    status = decode_planes(&self, has_alpha, report);
    if (status == 0) status = give_rows(&self, has_alpha ? 4 : 3, denominator, pixels, capacity, report);
  }
  finish(&self);
  return status;
}

/// Four bytes before the block say how far behind them its TIFF header lies (ISO/IEC 23008-12, A.2.1).
static int copy_exif(context *self, uint8_t **block, size_t *block_count) {
  heif_item_id item;
  if (heif_image_handle_get_list_of_metadata_block_IDs(self->handle, "Exif", &item, 1) < 1) return -1;
  size_t length = heif_image_handle_get_metadata_size(self->handle, item);
  if (length < 12 || length > MOST_EXIF) return -1;
  uint8_t *bytes = malloc(length);
  if (bytes == NULL) return -1;
  int status = heif_image_handle_get_metadata(self->handle, item, bytes).code == heif_error_Ok ? 0 : -1;
  size_t start = 4 + ((size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3]);
  if (status != 0 || start >= length) {
    free(bytes);
    return -1;
  }
  memmove(bytes, bytes + start, length - start);
  *block = bytes;
  *block_count = length - start;
  return 0;
}

int cpictures_heif_exif(const uint8_t *bytes, size_t count, uint8_t **block, size_t *block_count) {
  context self;
  cpictures_report report = {0};
  quiet_begin();
  int status = open_picture(&self, bytes, count, &report);
  if (status == 0) status = copy_exif(&self, block, block_count);
  finish(&self);
  quiet_end();
  return status;
}

const reader heif_reader = {read_header, decode};

#else

const reader heif_reader = {NULL, NULL};

int cpictures_heif_exif(const uint8_t *bytes, size_t count, uint8_t **block, size_t *block_count) { return -1; }

#endif
