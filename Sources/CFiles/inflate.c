// Inflates bytes, using zlib.
#include "CFiles.h"

#include <limits.h>
#include <zlib.h>

static uInt counted(size_t count) { return count < UINT_MAX ? (uInt)count : UINT_MAX; }

int burnish_inflate(const void *bytes, size_t count, void *target, size_t size) {
  unsigned char none;
  z_stream stream = {
    .next_in = (unsigned char *)bytes,
    // zlib does not accept NULL, even for no bytes.
    .next_out = size > 0 ? target : &none,
  };
  // Archives hold the data without zlib's header.
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return 0;
  int result;
  do {
    // zlib counts in 32 bits.
    uInt in = counted(count), out = counted(size);
    stream.avail_in = in;
    stream.avail_out = out;
    result = inflate(&stream, Z_NO_FLUSH);
    count -= in - stream.avail_in;
    size -= out - stream.avail_out;
  } while (result == Z_OK);
  inflateEnd(&stream);
  return result == Z_STREAM_END && size == 0;
}
