#include <stdlib.h>

#include "execution.h"

burnish_layout *burnish_layout_copy(const dnnl_memory_desc_t *descriptor) {
  burnish_layout *layout = malloc(sizeof *layout);
  if (layout) layout->descriptor = *descriptor;
  return layout;
}

burnish_layout *burnish_layout_plain(const int64_t *extents, int rank) {
  dnnl_dims_t strides;
  int64_t stride = 1;
  for (int axis = rank - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= extents[axis];
  }
  dnnl_memory_desc_t descriptor;
  if (dnnl_memory_desc_init_by_strides(&descriptor, rank, extents, dnnl_f32, strides)
      != dnnl_success)
    return NULL;
  return burnish_layout_copy(&descriptor);
}

burnish_layout *burnish_layout_channels16(const int64_t extents[4]) {
  dnnl_memory_desc_t descriptor;
  if (dnnl_memory_desc_init_by_tag(&descriptor, 4, extents, dnnl_f32, dnnl_nChw16c) != dnnl_success)
    return NULL;
  return burnish_layout_copy(&descriptor);
}

void burnish_layout_destroy(burnish_layout *layout) { free(layout); }

size_t burnish_layout_bytes(const burnish_layout *layout) {
  return dnnl_memory_desc_get_size(&layout->descriptor);
}

bool burnish_layout_equal(const burnish_layout *a, const burnish_layout *b) {
  return dnnl_memory_desc_equal(&a->descriptor, &b->descriptor);
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
  bool done =
    dnnl_reorder_primitive_desc_create(
      &descriptor, &from_layout->descriptor, engine, &to_layout->descriptor, engine, NULL)
      == dnnl_success
    && dnnl_primitive_create(&primitive, descriptor) == dnnl_success
    && dnnl_memory_create(&source, &from_layout->descriptor, engine, (void *)from) == dnnl_success
    && dnnl_memory_create(&destination, &to_layout->descriptor, engine, to) == dnnl_success;
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
