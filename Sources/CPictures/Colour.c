#include "Reader.h"

#if __has_include(<lcms2.h>)

#include <lcms2.h>

int cpictures_has_colours(void) { return 1; }

/// How much a channel may change before it is worth the time.
enum { NOTICEABLE = 3 };

static int is_noticeable(cmsHTRANSFORM transform) {
  static const uint8_t colours[] = {230, 30, 30, 30, 230, 30, 30, 30, 230, 220, 170, 140, 120, 80, 60, 128, 128, 128};
  uint8_t converted[sizeof colours];
  cmsDoTransform(transform, colours, converted, sizeof colours / 3);
  for (size_t i = 0; i < sizeof colours; i++)
    if (abs(colours[i] - converted[i]) > NOTICEABLE) return 1;
  return 0;
}

static cmsHTRANSFORM transform_from(cmsHPROFILE profile) {
  if (cmsGetColorSpace(profile) != cmsSigRgbData) return NULL;
  cmsHPROFILE srgb = cmsCreate_sRGBProfile();
  cmsHTRANSFORM transform = cmsCreateTransform(
    profile, TYPE_RGB_8, srgb, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);
  cmsCloseProfile(srgb);
  return transform;
}

int cpictures_to_srgb(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t pixel_count) {
  cmsHPROFILE profile = cmsOpenProfileFromMem(bytes, (cmsUInt32Number)count);
  if (profile == NULL) return 0;
  cmsHTRANSFORM transform = transform_from(profile);
  cmsCloseProfile(profile);
  if (transform == NULL) return 0;
  int changes = is_noticeable(transform);
  const size_t most = 1 << 20;
  for (size_t done = 0; changes && done < pixel_count; done += most) {
    size_t part = pixel_count - done < most ? pixel_count - done : most;
    cmsDoTransform(transform, pixels + 3 * done, pixels + 3 * done, (cmsUInt32Number)part);
  }
  cmsDeleteTransform(transform);
  return changes;
}

/// SMPTE EG 432-1 primaries with the white point D65 and the curve of sRGB.
void report_display_p3(cpictures_report *report) {
  cmsCIExyY white = {0.3127, 0.3290, 1};
  cmsCIExyYTRIPLE primaries = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
  cmsFloat64Number parameters[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve *curve = cmsBuildParametricToneCurve(NULL, 4, parameters);
  if (curve == NULL) return;
  cmsToneCurve *curves[] = {curve, curve, curve};
  cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsFreeToneCurve(curve);
  cmsUInt32Number length = 0;
  if (profile && cmsSaveProfileToMem(profile, NULL, &length) && length > 0) {
    void *bytes = malloc(length);
    if (bytes && cmsSaveProfileToMem(profile, bytes, &length)) report_profile(report, bytes, length);
    free(bytes);
  }
  if (profile) cmsCloseProfile(profile);
}

#else

int cpictures_has_colours(void) { return 0; }

int cpictures_to_srgb(const uint8_t *profile, size_t profile_count, uint8_t *pixels, size_t pixel_count) { return 0; }

void report_display_p3(cpictures_report *report) {}

#endif
