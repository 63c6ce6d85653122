// Deflated bytes by zlib.
#include <zlib.h>

#include "CImageCodecs.h"

int burnish_inflate(const uint8_t *bytes, size_t count, uint8_t *target, size_t size) {
  if (count > UINT32_MAX || size > UINT32_MAX) return 0;
  z_stream stream = {
    .next_in = (uint8_t *)bytes, .avail_in = (uInt)count, .next_out = target,
    .avail_out = (uInt)size,
  };
  // Archives hold the data without zlib's header.
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return 0;
  int result = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  return result == Z_STREAM_END && stream.avail_out == 0;
}
