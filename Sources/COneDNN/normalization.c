#include "primitive.h"

burnish_primitive *burnish_normalization_create(
  burnish_normalization_kind kind, const burnish_layout *layout, float epsilon, bool relu,
  int threads
) {
  burnish_set_threads(threads);
  unsigned flags = dnnl_use_scale | dnnl_use_shift;
  if (relu) flags |= dnnl_fuse_norm_relu;
  if (kind == BURNISH_NORMALIZATION_INFERENCE) flags |= dnnl_use_global_stats;
  dnnl_primitive_attr_t attributes = burnish_attributes(BURNISH_NO_ACTIVATION);
  if (!attributes) return NULL;
  dnnl_primitive_desc_t descriptor = NULL;
  const dnnl_status_t status =
    burnish_normalization_descriptor(&descriptor, kind, layout, epsilon, flags, attributes);
  dnnl_primitive_attr_destroy(attributes);
  return status == dnnl_success ? burnish_primitive_create(descriptor) : NULL;
}
