#ifndef BURNISH_ENGINE_H
#define BURNISH_ENGINE_H

#include <dnnl.h>

#include "COneDNN.h"

/// A memory descriptor in oneDNN's interface: a pointer to a structure in version 2, a handle in version 3.
#if DNNL_VERSION_MAJOR == 2
typedef const dnnl_memory_desc_t *burnish_descriptor;
#elif DNNL_VERSION_MAJOR == 3
typedef const_dnnl_memory_desc_t burnish_descriptor;
#else
  #error "Sources/COneDNN is written for oneDNN 2 and 3."
#endif

struct burnish_layout {
  dnnl_memory_desc_t descriptor;
};

/// The processor as a oneDNN engine, and the calling thread's only stream.
dnnl_engine_t burnish_engine(void);
dnnl_stream_t burnish_stream(void);

burnish_descriptor burnish_layout_descriptor(const burnish_layout *layout);

burnish_layout *burnish_layout_copy(burnish_descriptor descriptor);

/// A layout of given extents whose memory order a primitive chooses.
burnish_layout *burnish_layout_any(int rank, const dnnl_dims_t extents);

#endif
