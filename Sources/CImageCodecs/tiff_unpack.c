#include <math.h>
#include <string.h>

#include "tiff_layout.h"

static float half(uint16_t bits) {
  int exponent = bits >> 10 & 31, fraction = bits & 1023;
  float magnitude = exponent == 0    ? ldexpf((float)fraction, -24)
                    : exponent == 31 ? (fraction ? NAN : INFINITY)
                                     : ldexpf((float)(1024 + fraction), exponent - 25);
  return bits & 0x8000 ? -magnitude : magnitude;
}

// Copies `count` values of one C type to samples of another.
#define COPY(stored, made, expression)                              \
  for (size_t i = 0; i < count; ++i) {                              \
    stored value;                                                   \
    memcpy(&value, packed + i * sizeof value, sizeof value);        \
    ((made *)target)[i * step] = (made)(expression);                \
  }                                                                 \
  return

static void unpack_floats(
    const tiff_layout *layout, const uint8_t *packed, size_t count, void *target, size_t step) {
  if (layout->sample_format == SAMPLEFORMAT_IEEEFP) {
    if (layout->bits == 16) { COPY(uint16_t, float, half(value)); }
    if (layout->bits == 32) { COPY(float, float, value); }
    COPY(double, float, value);
  }
  if (layout->sample_format == SAMPLEFORMAT_INT) {
    if (layout->bits == 8) { COPY(int8_t, float, value); }
    if (layout->bits == 16) { COPY(int16_t, float, value); }
    COPY(int32_t, float, value);
  }
  COPY(uint32_t, float, value);
}

void burnish_unpack_tiff(
    const tiff_layout *layout, burnish_sample_type type, const uint8_t *packed, size_t count,
    void *target, size_t step) {
  if (type == BURNISH_SAMPLE_FLOAT32) {
    unpack_floats(layout, packed, count, target, step);
    return;
  }
  if (layout->bits == 8) { COPY(uint8_t, uint8_t, value); }
  if (layout->bits == 16) { COPY(uint16_t, uint16_t, value); }
  // Packed bits, the highest first. 1, 2, and 4 bits of gray or color are spread over 0...255.
  int bits = layout->bits, is_index = layout->photometric == PHOTOMETRIC_PALETTE;
  unsigned largest = (1u << bits) - 1;
  unsigned scale = !is_index && (bits == 1 || bits == 2 || bits == 4) ? 255 / largest : 1;
  uint32_t held = 0;
  int held_bits = 0;
  for (size_t i = 0; i < count; ++i) {
    while (held_bits < bits) {
      held = held << 8 | *packed++;
      held_bits += 8;
    }
    held_bits -= bits;
    unsigned value = (held >> held_bits & largest) * scale;
    if (type == BURNISH_SAMPLE_UINT8) ((uint8_t *)target)[i * step] = (uint8_t)value;
    else ((uint16_t *)target)[i * step] = (uint16_t)value;
  }
}
