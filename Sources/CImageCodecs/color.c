// Inks, L*a*b*, and color profiles, using Little CMS.
#include <lcms2.h>
#include <stdlib.h>
#include <string.h>

#include "codec_support.h"

static burnish_codec_status no_memory(burnish_image *image) {
  burnish_message(image->message, "no memory to convert its colors");
  return BURNISH_CODEC_OUT_OF_MEMORY;
}

/// A transform from inks to sRGB, or NULL if the profile is not for inks.
static cmsHTRANSFORM ink_transform(const burnish_image *image, int extra, int is_inverted) {
  if (!image->profile || image->profile_size > UINT32_MAX) return NULL;
  cmsHPROFILE inks = cmsOpenProfileFromMem(image->profile, (cmsUInt32Number)image->profile_size);
  cmsHPROFILE colors = cmsCreate_sRGBProfile();
  cmsHTRANSFORM transform = NULL;
  cmsUInt32Number layout = EXTRA_SH(extra) | BYTES_SH(image->type);
  if (inks && colors && cmsGetColorSpace(inks) == cmsSigCmykData)
    transform = cmsCreateTransform(
        inks, COLORSPACE_SH(PT_CMYK) | CHANNELS_SH(4) | FLAVOR_SH(is_inverted) | layout, colors,
        COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3) | layout, INTENT_PERCEPTUAL, cmsFLAGS_COPY_ALPHA);
  if (inks) cmsCloseProfile(inks);
  if (colors) cmsCloseProfile(colors);
  return transform;
}

/// Computes (1 - C)(1 - K), rounded.
static void multiply_inks(const burnish_image *image, void *target, int is_inverted) {
  size_t pixels = (size_t)image->width * image->height;
  uint32_t channels = image->channels;
  uint64_t largest = image->type == BURNISH_SAMPLE_UINT16 ? 65535 : 255;
  for (size_t i = 0; i < pixels; ++i)
    for (uint32_t channel = 0; channel < channels; ++channel) {
      if (channel == 3) continue;
      size_t from = i * channels + channel, black = i * channels + 3;
      size_t to = i * (channels - 1) + (channel < 3 ? channel : channel - 1);
      uint64_t value, ink;
      if (image->type == BURNISH_SAMPLE_UINT16) {
        value = ((uint16_t *)image->samples)[from], ink = ((uint16_t *)image->samples)[black];
      } else {
        value = ((uint8_t *)image->samples)[from], ink = ((uint8_t *)image->samples)[black];
      }
      if (channel < 3) {
        if (!is_inverted) value = largest - value, ink = largest - ink;
        value = (value * ink + largest / 2) / largest;
      }
      if (image->type == BURNISH_SAMPLE_UINT16) ((uint16_t *)target)[to] = (uint16_t)value;
      else ((uint8_t *)target)[to] = (uint8_t)value;
    }
}

static void replace(burnish_image *image, void *samples, uint32_t channels) {
  free(image->samples);
  free(image->profile);
  image->samples = samples;
  image->profile = NULL;
  image->profile_size = 0;
  image->channels = channels;
  image->colors = 3;
}

burnish_codec_status burnish_convert_inks(burnish_image *image, int is_inverted) {
  uint32_t channels = image->channels - 1;
  size_t pixels = (size_t)image->width * image->height;
  void *samples = malloc(pixels * channels * image->type);
  if (!samples) return no_memory(image);
  cmsHTRANSFORM transform = ink_transform(image, (int)image->channels - 4, is_inverted);
  if (transform) {
    size_t from = (size_t)image->width * image->channels * image->type;
    size_t to = (size_t)image->width * channels * image->type;
    for (uint32_t row = 0; row < image->height; ++row)
      cmsDoTransform(
          transform, (uint8_t *)image->samples + row * from, (uint8_t *)samples + row * to,
          image->width);
    cmsDeleteTransform(transform);
    burnish_message(image->remark, "its inks (CMYK) are turned into sRGB by its color profile");
  } else {
    multiply_inks(image, samples, is_inverted);
    burnish_message(
        image->remark,
        "its inks (CMYK) have no color profile: they are turned into RGB as (1 - C)(1 - K)");
  }
  replace(image, samples, channels);
  if (image->alpha >= 0) image->alpha -= 1;
  return BURNISH_CODEC_OK;
}

/// Reads L*, a*, and b* from a pixel's first three integers.
static void lab_of(
    const burnish_image *image, size_t place, burnish_lab_encoding encoding, float lab[3]) {
  for (int channel = 0; channel < 3; ++channel) {
    if (image->type == BURNISH_SAMPLE_UINT16) {
      uint16_t word = ((uint16_t *)image->samples)[place + (size_t)channel];
      lab[channel] = channel == 0 ? (float)word * 100 / (encoding == BURNISH_LAB_SIGNED ? 65535 : 65280)
                     : encoding == BURNISH_LAB_SIGNED ? (float)(int16_t)word / 256
                                                      : (float)word / 256 - 128;
    } else {
      uint8_t byte = ((uint8_t *)image->samples)[place + (size_t)channel];
      lab[channel] = channel == 0 ? (float)byte * 100 / 255
                     : encoding == BURNISH_LAB_SIGNED ? (float)(int8_t)byte
                                                      : (float)byte - 128;
    }
  }
}

burnish_codec_status burnish_convert_lab(burnish_image *image, burnish_lab_encoding encoding) {
  cmsHPROFILE lab = cmsCreateLab4Profile(NULL), colors = cmsCreate_sRGBProfile();
  cmsHTRANSFORM transform =
      lab && colors ? cmsCreateTransform(
                          lab, TYPE_Lab_FLT, colors,
                          COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3) | BYTES_SH(image->type),
                          INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE)
                    : NULL;
  if (lab) cmsCloseProfile(lab);
  if (colors) cmsCloseProfile(colors);
  float *row = malloc((size_t)image->width * 3 * sizeof(float));
  uint8_t *converted = malloc((size_t)image->width * 3 * image->type);
  burnish_codec_status status = BURNISH_CODEC_OK;
  if (transform && row && converted) {
    size_t pixel = (size_t)image->channels * image->type, colored = 3 * (size_t)image->type;
    for (size_t y = 0; y < image->height; ++y) {
      for (size_t x = 0; x < image->width; ++x)
        lab_of(image, (y * image->width + x) * image->channels, encoding, row + 3 * x);
      cmsDoTransform(transform, row, converted, image->width);
      for (size_t x = 0; x < image->width; ++x)
        memcpy(
            (uint8_t *)image->samples + (y * image->width + x) * pixel, converted + x * colored,
            colored);
    }
    free(image->profile);
    image->profile = NULL;
    image->profile_size = 0;
    burnish_message(image->remark, "its colors (L*a*b*) are turned into sRGB");
  } else {
    status = no_memory(image);
  }
  if (transform) cmsDeleteTransform(transform);
  free(row);
  free(converted);
  return status;
}

static cmsToneCurve *tone_curve(burnish_tone_curve curve) {
  if (curve.table) return cmsBuildTabulatedToneCurveFloat(NULL, curve.table_count, curve.table);
  if (curve.a == 1 && curve.b == 0 && curve.linear_end == 0) return cmsBuildGamma(NULL, curve.gamma);
  double parameters[] = {curve.gamma, curve.a, curve.b, curve.slope, curve.linear_end};
  return cmsBuildParametricToneCurve(NULL, 4, parameters);
}

burnish_codec_status burnish_make_profile(
    const double chromaticities[8], burnish_tone_curve curve, int is_gray,
    const uint8_t *code_points, burnish_bytes *result) {
  memset(result, 0, sizeof *result);
  cmsCIExyY white = {chromaticities[0], chromaticities[1], 1};
  cmsCIExyYTRIPLE primaries = {
    {chromaticities[2], chromaticities[3], 1},
    {chromaticities[4], chromaticities[5], 1},
    {chromaticities[6], chromaticities[7], 1},
  };
  cmsToneCurve *tones = tone_curve(curve);
  cmsToneCurve *all[] = {tones, tones, tones};
  cmsHPROFILE profile = NULL;
  if (tones)
    profile = is_gray ? cmsCreateGrayProfile(&white, tones)
                      : cmsCreateRGBProfile(&white, &primaries, all);
  if (tones) cmsFreeToneCurve(tones);
  if (profile && code_points) {
    // Primaries, transfer characteristics, matrix coefficients, and whether the range is full.
    cmsVideoSignalType signal = {code_points[0], code_points[1], code_points[2], code_points[3]};
    // The tag needs profile version 4.4.
    cmsSetProfileVersion(profile, 4.4);
    if (!cmsWriteTag(profile, cmsSigcicpTag, &signal)) {
      cmsCloseProfile(profile);
      profile = NULL;
    }
  }
  cmsUInt32Number count = 0;
  if (profile && cmsSaveProfileToMem(profile, NULL, &count) && count > 128) {
    result->bytes = malloc(count);
    if (result->bytes && !cmsSaveProfileToMem(profile, result->bytes, &count)) {
      free(result->bytes);
      result->bytes = NULL;
    }
  }
  if (profile) cmsCloseProfile(profile);
  if (!result->bytes) {
    burnish_message(result->message, "colors that no profile can be made of");
    return BURNISH_CODEC_UNSUPPORTED;
  }
  // The same colors give the same bytes: the header has the date 2000-01-01 and no computed profile ID.
  static const uint8_t date[12] = {2000 >> 8, 2000 & 255, 0, 1, 0, 1};
  memcpy(result->bytes + 24, date, sizeof date);
  memset(result->bytes + 84, 0, 16);
  result->count = count;
  return BURNISH_CODEC_OK;
}
