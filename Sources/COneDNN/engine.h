#ifndef BURNISH_ENGINE_H
#define BURNISH_ENGINE_H

#include <dnnl.h>

#include "COneDNN.h"

#if DNNL_VERSION_MAJOR != 2
  #error "Sources/COneDNN is written for oneDNN 2; version 3 creates its descriptors in another way."
#endif

struct burnish_layout {
  dnnl_memory_desc_t descriptor;
};

/// The processor as a oneDNN engine, and the one stream of the calling thread.
dnnl_engine_t burnish_engine(void);
dnnl_stream_t burnish_stream(void);

burnish_layout *burnish_layout_copy(const dnnl_memory_desc_t *descriptor);

#endif
