#include <stdlib.h>

#include "execution.h"

// Memory descriptors are structures that are copied in version 2, and objects with an owner in version 3.

#if DNNL_VERSION_MAJOR == 2

burnish_descriptor burnish_layout_descriptor(const burnish_layout *layout) { return &layout->descriptor; }

static dnnl_status_t copy(dnnl_memory_desc_t *to, burnish_descriptor from) {
  *to = *from;
  return dnnl_success;
}

static dnnl_status_t by_tag(
  dnnl_memory_desc_t *to, int rank, const dnnl_dims_t extents, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_init_by_tag(to, rank, extents, dnnl_f32, tag);
}

static dnnl_status_t by_strides(
  dnnl_memory_desc_t *to, int rank, const dnnl_dims_t extents, const dnnl_dims_t strides) {
  return dnnl_memory_desc_init_by_strides(to, rank, extents, dnnl_f32, strides);
}

static void destroy(dnnl_memory_desc_t descriptor) { (void)descriptor; }

#else

burnish_descriptor burnish_layout_descriptor(const burnish_layout *layout) { return layout->descriptor; }

static dnnl_status_t copy(dnnl_memory_desc_t *to, burnish_descriptor from) {
  return dnnl_memory_desc_clone(to, from);
}

static dnnl_status_t by_tag(
  dnnl_memory_desc_t *to, int rank, const dnnl_dims_t extents, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_create_with_tag(to, rank, extents, dnnl_f32, tag);
}

static dnnl_status_t by_strides(
  dnnl_memory_desc_t *to, int rank, const dnnl_dims_t extents, const dnnl_dims_t strides) {
  return dnnl_memory_desc_create_with_strides(to, rank, extents, dnnl_f32, strides);
}

static void destroy(dnnl_memory_desc_t descriptor) { dnnl_memory_desc_destroy(descriptor); }

#endif

/// Frees the layout and returns NULL if creating the descriptor failed.
static burnish_layout *checked(burnish_layout *layout, dnnl_status_t status) {
  if (status == dnnl_success) return layout;
  free(layout);
  return NULL;
}

burnish_layout *burnish_layout_copy(burnish_descriptor descriptor) {
  burnish_layout *layout = malloc(sizeof *layout);
  return layout ? checked(layout, copy(&layout->descriptor, descriptor)) : NULL;
}

static burnish_layout *tagged(int rank, const dnnl_dims_t extents, dnnl_format_tag_t tag) {
  burnish_layout *layout = malloc(sizeof *layout);
  return layout ? checked(layout, by_tag(&layout->descriptor, rank, extents, tag)) : NULL;
}

burnish_layout *burnish_layout_any(int rank, const dnnl_dims_t extents) {
  return tagged(rank, extents, dnnl_format_tag_any);
}

burnish_layout *burnish_layout_channels16(const int64_t extents[4]) { return tagged(4, extents, dnnl_nChw16c); }

burnish_layout *burnish_layout_plain(const int64_t *extents, int rank) {
  dnnl_dims_t strides;
  int64_t stride = 1;
  for (int axis = rank - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= extents[axis];
  }
  burnish_layout *layout = malloc(sizeof *layout);
  return layout ? checked(layout, by_strides(&layout->descriptor, rank, extents, strides)) : NULL;
}

void burnish_layout_destroy(burnish_layout *layout) {
  if (!layout) return;
  destroy(layout->descriptor);
  free(layout);
}

size_t burnish_layout_bytes(const burnish_layout *layout) {
  return dnnl_memory_desc_get_size(burnish_layout_descriptor(layout));
}

bool burnish_layout_equal(const burnish_layout *a, const burnish_layout *b) {
  return dnnl_memory_desc_equal(burnish_layout_descriptor(a), burnish_layout_descriptor(b));
}

bool burnish_reorder(
  const burnish_layout *from_layout, const float *from, const burnish_layout *to_layout, float *to,
  int threads
) {
  burnish_set_threads(threads);
  dnnl_primitive_desc_t descriptor = NULL;
  dnnl_primitive_t primitive = NULL;
  dnnl_memory_t source = NULL, destination = NULL;
  const dnnl_engine_t engine = burnish_engine();
  const burnish_descriptor given = burnish_layout_descriptor(from_layout), wanted = burnish_layout_descriptor(to_layout);
  bool done = dnnl_reorder_primitive_desc_create(&descriptor, given, engine, wanted, engine, NULL) == dnnl_success
    && dnnl_primitive_create(&primitive, descriptor) == dnnl_success
    && dnnl_memory_create(&source, given, engine, (void *)from) == dnnl_success
    && dnnl_memory_create(&destination, wanted, engine, to) == dnnl_success;
  if (done) {
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, destination}};
    done = burnish_run(primitive, threads, 2, arguments);
  }
  if (source) dnnl_memory_destroy(source);
  if (destination) dnnl_memory_destroy(destination);
  if (primitive) dnnl_primitive_destroy(primitive);
  if (descriptor) dnnl_primitive_desc_destroy(descriptor);
  return done;
}
