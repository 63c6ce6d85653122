#ifndef BURNISH_ENGINE_H
#define BURNISH_ENGINE_H

#include <dnnl.h>

#include "COneDNN.h"

/// A memory descriptor as oneDNN hands it out and takes it: a pointer to a structure in version 2, a handle in version 3.
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

/// The processor as a oneDNN engine, and the one stream of the calling thread.
dnnl_engine_t burnish_engine(void);
dnnl_stream_t burnish_stream(void);

burnish_descriptor burnish_layout_descriptor(const burnish_layout *layout);

burnish_layout *burnish_layout_copy(burnish_descriptor descriptor);

/// Extents whose order of memory a primitive is to choose.
burnish_layout *burnish_layout_any(int rank, const dnnl_dims_t extents);

#endif
