#ifndef BURNISH_PRIMITIVE_INTERNAL_H
#define BURNISH_PRIMITIVE_INTERNAL_H

#include "engine.h"

/// A convolution in oneDNN's terms; `bias` is NULL where there is none.
struct burnish_convolution_setup {
  dnnl_prop_kind_t direction;
  const burnish_layout *source, *weights, *bias, *destination;
  dnnl_dims_t strides, dilations, padding_before, padding_after;
};

/// How little an implementation is wanted: 0 at once, others only where nothing better is offered.
typedef int (*burnish_reluctance)(const_dnnl_primitive_desc_t descriptor);

// Descriptors of primitives; these functions alone are written twice, once for each version of oneDNN. Among the
// implementations that oneDNN offers, best first, the first of least reluctance is taken.

dnnl_status_t burnish_convolution_descriptor(
  dnnl_primitive_desc_t *result, burnish_convolution_kind kind, const struct burnish_convolution_setup *setup,
  const_dnnl_primitive_attr_t attributes, burnish_reluctance reluctance);

dnnl_status_t burnish_normalization_descriptor(
  dnnl_primitive_desc_t *result, burnish_normalization_kind kind, const burnish_layout *layout, float epsilon,
  unsigned flags, const_dnnl_primitive_attr_t attributes);

/// Whether this version must not be given an argument that the other one needs.
bool burnish_ignores(const_dnnl_primitive_desc_t descriptor, int argument);

dnnl_status_t burnish_append_activation(dnnl_post_ops_t operations, burnish_activation activation);

/// Attributes of a primitive whose scratch pad the caller provides, with an activation after it. NULL if oneDNN refuses.
dnnl_primitive_attr_t burnish_attributes(burnish_activation activation);

/// Takes ownership of the descriptor. NULL if oneDNN refuses.
burnish_primitive *burnish_primitive_create(dnnl_primitive_desc_t descriptor);

#endif
