#include "primitive.h"

static dnnl_memory_desc_t any_layout(int rank, const dnnl_dims_t extents) {
  dnnl_memory_desc_t descriptor;
  dnnl_memory_desc_init_by_tag(&descriptor, rank, extents, dnnl_f32, dnnl_format_tag_any);
  return descriptor;
}

bool burnish_uses_avx512(void) {
  const int wide = dnnl_cpu_isa_avx512_core;
  return ((int)dnnl_get_effective_cpu_isa() & wide) == wide;
}

/// What a convolution's images look like in memory.
///
/// Left to choose, inference takes one-by-one kernels and large ones with the channels innermost, and
/// their neighbours in groups of 16 channels: activations are then turned over again and again.
/// With AVX-512, every algorithm has a kernel for groups of 16 that is at least as fast.
static dnnl_memory_desc_t image_layout(const dnnl_dims_t extents) {
  if (extents[1] % 16 != 0 || !burnish_uses_avx512()) return any_layout(4, extents);
  dnnl_memory_desc_t descriptor;
  dnnl_memory_desc_init_by_tag(&descriptor, 4, extents, dnnl_f32, dnnl_nChw16c);
  return descriptor;
}

burnish_primitive *burnish_convolution_create(
  burnish_convolution_kind kind, const burnish_convolution_shape *shape, bool bias,
  burnish_activation activation, int threads
) {
  burnish_set_threads(threads);
  const dnnl_dims_t source_extents = {
    shape->images, shape->input_channels, shape->input_height, shape->input_width};
  const dnnl_dims_t weight_extents = {
    shape->output_channels, shape->input_channels, shape->kernel_height, shape->kernel_width};
  const dnnl_dims_t destination_extents = {
    shape->images, shape->output_channels, shape->output_height, shape->output_width};
  const dnnl_dims_t bias_extents = {shape->output_channels};
  const dnnl_dims_t strides = {shape->stride, shape->stride};
  const dnnl_dims_t dilations = {shape->dilation - 1, shape->dilation - 1};
  const dnnl_dims_t padding_before = {shape->padding_top, shape->padding_left};
  const dnnl_dims_t padding_after = {shape->padding_bottom, shape->padding_right};

  const dnnl_memory_desc_t source = image_layout(source_extents);
  const dnnl_memory_desc_t weights = any_layout(4, weight_extents);
  const dnnl_memory_desc_t destination = image_layout(destination_extents);
  dnnl_memory_desc_t bias_layout;
  dnnl_memory_desc_init_by_tag(&bias_layout, 1, bias_extents, dnnl_f32, dnnl_a);
  const dnnl_memory_desc_t *optional_bias = bias ? &bias_layout : NULL;

  // Gradients want the forward pass as a hint.
  const dnnl_prop_kind_t direction =
    kind == BURNISH_CONVOLUTION_INFERENCE ? dnnl_forward_inference : dnnl_forward_training;
  dnnl_convolution_desc_t forward;
  if (dnnl_dilated_convolution_forward_desc_init(
        &forward, direction, dnnl_convolution_direct, &source, &weights, optional_bias, &destination, strides,
        dilations, padding_before, padding_after)
      != dnnl_success)
    return NULL;

  if (kind == BURNISH_CONVOLUTION_INFERENCE || kind == BURNISH_CONVOLUTION_FORWARD) {
    dnnl_post_ops_t post_operations = NULL;
    if (activation != BURNISH_NO_ACTIVATION) {
      const dnnl_alg_kind_t function =
        activation == BURNISH_RELU ? dnnl_eltwise_relu : dnnl_eltwise_logistic;
      if (dnnl_post_ops_create(&post_operations) != dnnl_success) return NULL;
      dnnl_post_ops_append_eltwise(post_operations, 1.0f, function, 0.0f, 0.0f);
    }
    return burnish_primitive_create(&forward, post_operations, NULL);
  }

  dnnl_convolution_desc_t gradient;
  const dnnl_status_t status = kind == BURNISH_CONVOLUTION_SOURCE_GRADIENT
    ? dnnl_dilated_convolution_backward_data_desc_init(
        &gradient, dnnl_convolution_direct, &source, &weights, &destination, strides, dilations, padding_before,
        padding_after)
    : dnnl_dilated_convolution_backward_weights_desc_init(
        &gradient, dnnl_convolution_direct, &source, &weights, optional_bias, &destination, strides, dilations,
        padding_before, padding_after);
  if (status != dnnl_success) return NULL;
  dnnl_primitive_desc_t hint = NULL;
  if (dnnl_primitive_desc_create(&hint, &forward, NULL, burnish_engine(), NULL) != dnnl_success)
    return NULL;
  return burnish_primitive_create(&gradient, NULL, hint);
}
