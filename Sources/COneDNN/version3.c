#include "primitive.h"

#if DNNL_VERSION_MAJOR == 3

// oneDNN 3: primitives have descriptors from the start, and these step from one implementation to the next.

/// Takes ownership of `offered`, the first implementation.
static dnnl_status_t best(
  dnnl_primitive_desc_t *result, dnnl_primitive_desc_t offered, burnish_reluctance reluctance
) {
  *result = NULL;
  int least = 0;
  do {
    const int own = reluctance ? reluctance(offered) : 0;
    if (*result && own >= least) continue;
    if (*result) dnnl_primitive_desc_destroy(*result);
    *result = NULL;
    if (own == 0) {
      *result = offered;
      return dnnl_success;
    }
    if (dnnl_primitive_desc_clone(result, offered) != dnnl_success) break;
    least = own;
  } while (dnnl_primitive_desc_next_impl(offered) == dnnl_success);
  dnnl_primitive_desc_destroy(offered);
  return *result ? dnnl_success : dnnl_unimplemented;
}

dnnl_status_t burnish_convolution_descriptor(
  dnnl_primitive_desc_t *result, burnish_convolution_kind kind, const struct burnish_convolution_setup *setup,
  const_dnnl_primitive_attr_t attributes, burnish_reluctance reluctance
) {
  const dnnl_engine_t engine = burnish_engine();
  const burnish_descriptor source = burnish_layout_descriptor(setup->source);
  const burnish_descriptor weights = burnish_layout_descriptor(setup->weights);
  const burnish_descriptor bias = setup->bias ? burnish_layout_descriptor(setup->bias) : NULL;
  const burnish_descriptor destination = burnish_layout_descriptor(setup->destination);
  const dnnl_alg_kind_t direct = dnnl_convolution_direct;
  const bool is_forward = kind == BURNISH_CONVOLUTION_INFERENCE || kind == BURNISH_CONVOLUTION_FORWARD;
  dnnl_primitive_desc_t forward = NULL, gradient = NULL;
  dnnl_status_t status = dnnl_convolution_forward_primitive_desc_create(
    &forward, engine, setup->direction, direct, source, weights, bias, destination, setup->strides,
    setup->dilations, setup->padding_before, setup->padding_after, is_forward ? attributes : NULL);
  if (status != dnnl_success) return status;
  if (is_forward) return best(result, forward, reluctance);
  // The forward pass is a hint.
  status = kind == BURNISH_CONVOLUTION_SOURCE_GRADIENT
    ? dnnl_convolution_backward_data_primitive_desc_create(
        &gradient, engine, direct, source, weights, destination, setup->strides, setup->dilations,
        setup->padding_before, setup->padding_after, forward, attributes)
    : dnnl_convolution_backward_weights_primitive_desc_create(
        &gradient, engine, direct, source, weights, bias, destination, setup->strides, setup->dilations,
        setup->padding_before, setup->padding_after, forward, attributes);
  if (status == dnnl_success) status = best(result, gradient, reluctance);
  // Stepping to another implementation still reads the hint.
  dnnl_primitive_desc_destroy(forward);
  return status;
}

dnnl_status_t burnish_normalization_descriptor(
  dnnl_primitive_desc_t *result, burnish_normalization_kind kind, const burnish_layout *layout, float epsilon,
  unsigned flags, const_dnnl_primitive_attr_t attributes
) {
  const dnnl_engine_t engine = burnish_engine();
  const burnish_descriptor samples = burnish_layout_descriptor(layout);
  const bool is_forward = kind != BURNISH_NORMALIZATION_GRADIENT;
  const dnnl_prop_kind_t direction =
    kind == BURNISH_NORMALIZATION_INFERENCE ? dnnl_forward_inference : dnnl_forward_training;
  dnnl_primitive_desc_t forward = NULL;
  dnnl_status_t status = dnnl_batch_normalization_forward_primitive_desc_create(
    &forward, engine, direction, samples, samples, epsilon, flags, is_forward ? attributes : NULL);
  if (status != dnnl_success || is_forward) {
    *result = forward;
    return status;
  }
  status = dnnl_batch_normalization_backward_primitive_desc_create(
    result, engine, dnnl_backward, samples, samples, samples, epsilon, flags, forward, attributes);
  dnnl_primitive_desc_destroy(forward);
  return status;
}

/// True for the shift in the gradient of a normalization.
bool burnish_ignores(const_dnnl_primitive_desc_t descriptor, int argument) {
  dnnl_prop_kind_t direction = dnnl_prop_kind_undef;
  return argument == DNNL_ARG_SHIFT
    && dnnl_primitive_desc_query(descriptor, dnnl_query_prop_kind, 0, &direction) == dnnl_success
    && direction == dnnl_backward;
}

dnnl_status_t burnish_append_activation(dnnl_post_ops_t operations, burnish_activation activation) {
  return dnnl_post_ops_append_eltwise(
    operations, activation == BURNISH_RELU ? dnnl_eltwise_relu : dnnl_eltwise_logistic, 0.0f, 0.0f);
}

#endif
