#include "primitive.h"

#if DNNL_VERSION_MAJOR == 2

// oneDNN 2: operations have separate descriptors, and an iterator lists their implementations.

static dnnl_status_t best(
  dnnl_primitive_desc_t *result, const_dnnl_op_desc_t operation, const_dnnl_primitive_attr_t attributes,
  const_dnnl_primitive_desc_t hint, burnish_reluctance reluctance
) {
  dnnl_primitive_desc_iterator_t iterator = NULL;
  dnnl_status_t status =
    dnnl_primitive_desc_iterator_create(&iterator, operation, attributes, burnish_engine(), hint);
  *result = NULL;
  int least = 0;
  for (; status == dnnl_success; status = dnnl_primitive_desc_iterator_next(iterator)) {
    dnnl_primitive_desc_t offered = dnnl_primitive_desc_iterator_fetch(iterator);
    if (!offered) continue;
    const int own = reluctance ? reluctance(offered) : 0;
    if (*result && own >= least) {
      dnnl_primitive_desc_destroy(offered);
      continue;
    }
    if (*result) dnnl_primitive_desc_destroy(*result);
    *result = offered;
    least = own;
    if (own == 0) break;
  }
  if (iterator) dnnl_primitive_desc_iterator_destroy(iterator);
  return *result ? dnnl_success : dnnl_unimplemented;
}

/// The same for a gradient, which needs the forward pass as a hint.
static dnnl_status_t best_gradient(
  dnnl_primitive_desc_t *result, const_dnnl_op_desc_t operation, const_dnnl_op_desc_t forward,
  const_dnnl_primitive_attr_t attributes, burnish_reluctance reluctance
) {
  dnnl_primitive_desc_t hint = NULL;
  dnnl_status_t status = dnnl_primitive_desc_create(&hint, forward, NULL, burnish_engine(), NULL);
  if (status == dnnl_success) status = best(result, operation, attributes, hint, reluctance);
  if (hint) dnnl_primitive_desc_destroy(hint);
  return status;
}

dnnl_status_t burnish_convolution_descriptor(
  dnnl_primitive_desc_t *result, burnish_convolution_kind kind, const struct burnish_convolution_setup *setup,
  const_dnnl_primitive_attr_t attributes, burnish_reluctance reluctance
) {
  const burnish_descriptor source = burnish_layout_descriptor(setup->source);
  const burnish_descriptor weights = burnish_layout_descriptor(setup->weights);
  const burnish_descriptor bias = setup->bias ? burnish_layout_descriptor(setup->bias) : NULL;
  const burnish_descriptor destination = burnish_layout_descriptor(setup->destination);
  const dnnl_alg_kind_t direct = dnnl_convolution_direct;
  dnnl_convolution_desc_t forward, gradient;
  dnnl_status_t status = dnnl_dilated_convolution_forward_desc_init(
    &forward, setup->direction, direct, source, weights, bias, destination, setup->strides, setup->dilations,
    setup->padding_before, setup->padding_after);
  if (status != dnnl_success) return status;
  if (kind == BURNISH_CONVOLUTION_INFERENCE || kind == BURNISH_CONVOLUTION_FORWARD)
    return best(result, &forward, attributes, NULL, reluctance);
  status = kind == BURNISH_CONVOLUTION_SOURCE_GRADIENT
    ? dnnl_dilated_convolution_backward_data_desc_init(
        &gradient, direct, source, weights, destination, setup->strides, setup->dilations, setup->padding_before,
        setup->padding_after)
    : dnnl_dilated_convolution_backward_weights_desc_init(
        &gradient, direct, source, weights, bias, destination, setup->strides, setup->dilations,
        setup->padding_before, setup->padding_after);
  if (status != dnnl_success) return status;
  return best_gradient(result, &gradient, &forward, attributes, reluctance);
}

dnnl_status_t burnish_normalization_descriptor(
  dnnl_primitive_desc_t *result, burnish_normalization_kind kind, const burnish_layout *layout, float epsilon,
  unsigned flags, const_dnnl_primitive_attr_t attributes
) {
  const burnish_descriptor samples = burnish_layout_descriptor(layout);
  const dnnl_prop_kind_t direction =
    kind == BURNISH_NORMALIZATION_INFERENCE ? dnnl_forward_inference : dnnl_forward_training;
  dnnl_batch_normalization_desc_t forward, gradient;
  dnnl_status_t status = dnnl_batch_normalization_forward_desc_init(&forward, direction, samples, epsilon, flags);
  if (status != dnnl_success) return status;
  if (kind != BURNISH_NORMALIZATION_GRADIENT) return best(result, &forward, attributes, NULL, NULL);
  status =
    dnnl_batch_normalization_backward_desc_init(&gradient, dnnl_backward, samples, samples, epsilon, flags);
  if (status != dnnl_success) return status;
  return best_gradient(result, &gradient, &forward, attributes, NULL);
}

bool burnish_ignores(const_dnnl_primitive_desc_t descriptor, int argument) {
  (void)descriptor, (void)argument;
  return false;
}

dnnl_status_t burnish_append_activation(dnnl_post_ops_t operations, burnish_activation activation) {
  return dnnl_post_ops_append_eltwise(
    operations, 1.0f, activation == BURNISH_RELU ? dnnl_eltwise_relu : dnnl_eltwise_logistic, 0.0f, 0.0f);
}

#endif
