#ifndef BURNISH_PRIMITIVE_INTERNAL_H
#define BURNISH_PRIMITIVE_INTERNAL_H

#include "engine.h"

/// A convolution in oneDNN's terms; `bias` may be NULL.
struct burnish_convolution_setup {
  dnnl_prop_kind_t direction;
  const burnish_layout *source, *weights, *bias, *destination;
  dnnl_dims_t strides, dilations, padding_before, padding_after;
};

/// Rates an implementation: 0 means take it at once; higher values mean take it only if nothing better is available.
typedef int (*burnish_reluctance)(const_dnnl_primitive_desc_t descriptor);

// Descriptors of primitives. Only these functions are written twice, once for each version of oneDNN. oneDNN offers
// implementations with the best first. The functions take the first implementation with the least reluctance.

dnnl_status_t burnish_convolution_descriptor(
  dnnl_primitive_desc_t *result, burnish_convolution_kind kind, const struct burnish_convolution_setup *setup,
  const_dnnl_primitive_attr_t attributes, burnish_reluctance reluctance);

dnnl_status_t burnish_normalization_descriptor(
  dnnl_primitive_desc_t *result, burnish_normalization_kind kind, const burnish_layout *layout, float epsilon,
  unsigned flags, const_dnnl_primitive_attr_t attributes);

/// Whether this version rejects an argument that the other version needs.
bool burnish_ignores(const_dnnl_primitive_desc_t descriptor, int argument);

dnnl_status_t burnish_append_activation(dnnl_post_ops_t operations, burnish_activation activation);

/// Attributes for a primitive with a scratch pad from the caller, followed by an activation. NULL if oneDNN refuses.
dnnl_primitive_attr_t burnish_attributes(burnish_activation activation);

/// Takes ownership of the descriptor. NULL if oneDNN refuses.
burnish_primitive *burnish_primitive_create(dnnl_primitive_desc_t descriptor);

#endif
