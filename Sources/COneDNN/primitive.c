#include "primitive.h"

#include "execution.h"

#include <stdlib.h>

struct burnish_primitive {
  dnnl_primitive_t primitive;
  dnnl_primitive_desc_t descriptor;
};

static int argument_index(burnish_argument argument) {
  switch (argument) {
    case BURNISH_SOURCE: return DNNL_ARG_SRC;
    case BURNISH_WEIGHTS: return DNNL_ARG_WEIGHTS;
    case BURNISH_BIAS: return DNNL_ARG_BIAS;
    case BURNISH_DESTINATION: return DNNL_ARG_DST;
    case BURNISH_MEAN: return DNNL_ARG_MEAN;
    case BURNISH_VARIANCE: return DNNL_ARG_VARIANCE;
    case BURNISH_SCALE: return DNNL_ARG_SCALE;
    case BURNISH_SHIFT: return DNNL_ARG_SHIFT;
    case BURNISH_WORKSPACE: return DNNL_ARG_WORKSPACE;
    case BURNISH_SCRATCH: return DNNL_ARG_SCRATCHPAD;
    case BURNISH_SOURCE_GRADIENT: return DNNL_ARG_DIFF_SRC;
    case BURNISH_WEIGHTS_GRADIENT: return DNNL_ARG_DIFF_WEIGHTS;
    case BURNISH_BIAS_GRADIENT: return DNNL_ARG_DIFF_BIAS;
    case BURNISH_DESTINATION_GRADIENT: return DNNL_ARG_DIFF_DST;
    case BURNISH_SCALE_GRADIENT: return DNNL_ARG_DIFF_SCALE;
    case BURNISH_SHIFT_GRADIENT: return DNNL_ARG_DIFF_SHIFT;
  }
  return -1;
}

dnnl_primitive_attr_t burnish_attributes(burnish_activation activation) {
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_post_ops_t operations = NULL;
  bool done = dnnl_primitive_attr_create(&attributes) == dnnl_success
    && dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user) == dnnl_success;
  if (done && activation != BURNISH_NO_ACTIVATION)
    done = dnnl_post_ops_create(&operations) == dnnl_success
      && burnish_append_activation(operations, activation) == dnnl_success
      && dnnl_primitive_attr_set_post_ops(attributes, operations) == dnnl_success;
  if (operations) dnnl_post_ops_destroy(operations);
  if (done) return attributes;
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  return NULL;
}

burnish_primitive *burnish_primitive_create(dnnl_primitive_desc_t descriptor) {
  burnish_primitive *result = calloc(1, sizeof *result);
  if (!result) {
    dnnl_primitive_desc_destroy(descriptor);
    return NULL;
  }
  result->descriptor = descriptor;
  if (dnnl_primitive_create(&result->primitive, descriptor) == dnnl_success) return result;
  burnish_primitive_destroy(result);
  return NULL;
}

void burnish_primitive_destroy(burnish_primitive *primitive) {
  if (!primitive) return;
  if (primitive->primitive) dnnl_primitive_destroy(primitive->primitive);
  if (primitive->descriptor) dnnl_primitive_desc_destroy(primitive->descriptor);
  free(primitive);
}

static burnish_descriptor descriptor_of(
  const burnish_primitive *primitive, burnish_argument argument
) {
  return dnnl_primitive_desc_query_md(
    primitive->descriptor, dnnl_query_exec_arg_md, argument_index(argument));
}

burnish_layout *burnish_primitive_layout(
  const burnish_primitive *primitive, burnish_argument argument
) {
  const burnish_descriptor descriptor = descriptor_of(primitive, argument);
  return descriptor ? burnish_layout_copy(descriptor) : NULL;
}

size_t burnish_primitive_bytes(const burnish_primitive *primitive, burnish_argument argument) {
  const burnish_descriptor descriptor = descriptor_of(primitive, argument);
  return descriptor ? dnnl_memory_desc_get_size(descriptor) : 0;
}

const char *burnish_primitive_name(const burnish_primitive *primitive) {
  const char *name = NULL;
  dnnl_primitive_desc_query(primitive->descriptor, dnnl_query_impl_info_str, 0, &name);
  return name ? name : "";
}

bool burnish_primitive_execute(
  const burnish_primitive *primitive, int count, const burnish_argument *arguments,
  void *const *pointers, int threads
) {
  enum { most = 16 };
  dnnl_exec_arg_t executed[most];
  if (count > most) return false;
  bool done = true;
  int created = 0;
  for (int index = 0; index < count && done; index++) {
    executed[created].arg = argument_index(arguments[index]);
    if (burnish_ignores(primitive->descriptor, executed[created].arg)) continue;
    const burnish_descriptor descriptor = descriptor_of(primitive, arguments[index]);
    done = descriptor
      && dnnl_memory_create(&executed[created].memory, descriptor, burnish_engine(), pointers[index])
        == dnnl_success;
    if (done) created++;
  }
  done = done && burnish_run(primitive->primitive, threads, created, executed);
  for (int index = 0; index < created; index++)
    dnnl_memory_destroy(executed[index].memory);
  return done;
}
