#include "primitive.h"

burnish_primitive *burnish_normalization_create(
  burnish_normalization_kind kind, const burnish_layout *layout, float epsilon, bool relu,
  int threads
) {
  burnish_set_threads(threads);
  unsigned flags = dnnl_use_scale | dnnl_use_shift;
  if (relu) flags |= dnnl_fuse_norm_relu;
  if (kind == BURNISH_NORMALIZATION_INFERENCE) flags |= dnnl_use_global_stats;
  const dnnl_prop_kind_t direction =
    kind == BURNISH_NORMALIZATION_INFERENCE ? dnnl_forward_inference : dnnl_forward_training;

  dnnl_batch_normalization_desc_t forward;
  if (dnnl_batch_normalization_forward_desc_init(
        &forward, direction, &layout->descriptor, epsilon, flags)
      != dnnl_success)
    return NULL;
  if (kind != BURNISH_NORMALIZATION_GRADIENT) return burnish_primitive_create(&forward, NULL, NULL);

  dnnl_batch_normalization_desc_t gradient;
  if (dnnl_batch_normalization_backward_desc_init(
        &gradient, dnnl_backward, &layout->descriptor, &layout->descriptor, epsilon, flags)
      != dnnl_success)
    return NULL;
  dnnl_primitive_desc_t hint = NULL;
  if (dnnl_primitive_desc_create(&hint, &forward, NULL, burnish_engine(), NULL) != dnnl_success)
    return NULL;
  return burnish_primitive_create(&gradient, NULL, hint);
}
