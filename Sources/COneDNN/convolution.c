#include <string.h>

#include "primitive.h"

/// The memory layout of a convolution's images.
///
/// If oneDNN may choose the layout for inference, it puts channels innermost for 1x1 kernels and large kernels. For
/// other kernels, it uses groups of 16 channels. Activations would then be reordered repeatedly.
/// With AVX-512, every algorithm has a kernel for groups of 16 that is at least as fast.
static burnish_layout *image_layout(const dnnl_dims_t extents) {
  return extents[1] % 16 == 0 && burnish_effective_instructions() == BURNISH_AVX512
    ? burnish_layout_channels16(extents) : burnish_layout_any(4, extents);
}

/// Nonzero for implementations whose last bits depend on the number of threads. Inference takes them only if oneDNN
/// offers nothing else.
///
/// The kernels for single pixels split their sums by that number. There are two forward Winograd kernels, with tiles of
/// 2x3 and 4x3, and oneDNN's preference depends on the number. The larger tiles are taken if they are available.
static int reluctance(const_dnnl_primitive_desc_t descriptor) {
  const char *name = NULL;
  if (dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &name) != dnnl_success || !name) return 0;
  return strstr(name, "1x1") || strstr(name, "wino_2x3");
}

burnish_primitive *burnish_convolution_create(
  burnish_convolution_kind kind, const burnish_convolution_shape *shape, bool bias,
  burnish_activation activation, int threads
) {
  burnish_set_threads(threads);
  const bool is_forward = kind == BURNISH_CONVOLUTION_INFERENCE || kind == BURNISH_CONVOLUTION_FORWARD;
  const dnnl_dims_t source_extents = {
    shape->images, shape->input_channels, shape->input_height, shape->input_width};
  const dnnl_dims_t weight_extents = {
    shape->output_channels, shape->input_channels, shape->kernel_height, shape->kernel_width};
  const dnnl_dims_t destination_extents = {
    shape->images, shape->output_channels, shape->output_height, shape->output_width};
  burnish_layout *source = image_layout(source_extents), *weights = burnish_layout_any(4, weight_extents);
  burnish_layout *biases = bias ? burnish_layout_plain(&shape->output_channels, 1) : NULL;
  burnish_layout *destination = image_layout(destination_extents);
  const struct burnish_convolution_setup setup = {
    .direction = kind == BURNISH_CONVOLUTION_INFERENCE ? dnnl_forward_inference : dnnl_forward_training,
    .source = source,
    .weights = weights,
    .bias = biases,
    .destination = destination,
    .strides = {shape->stride, shape->stride},
    .dilations = {shape->dilation - 1, shape->dilation - 1},
    .padding_before = {shape->padding_top, shape->padding_left},
    .padding_after = {shape->padding_bottom, shape->padding_right}};
  dnnl_primitive_attr_t attributes = burnish_attributes(activation);
  dnnl_primitive_desc_t descriptor = NULL;
  const bool done = source && weights && destination && (biases || !bias) && attributes
    && burnish_convolution_descriptor(
         &descriptor, kind, &setup, attributes, is_forward ? reluctance : NULL) == dnnl_success;
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  burnish_layout_destroy(source);
  burnish_layout_destroy(weights);
  burnish_layout_destroy(biases);
  burnish_layout_destroy(destination);
  return done ? burnish_primitive_create(descriptor) : NULL;
}
