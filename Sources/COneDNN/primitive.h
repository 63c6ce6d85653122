#ifndef BURNISH_PRIMITIVE_INTERNAL_H
#define BURNISH_PRIMITIVE_INTERNAL_H

#include "engine.h"

/// Creates a primitive from an operation descriptor, with a scratch pad that the caller provides.
/// Takes ownership of `post_operations` and `hint`, which may be NULL.
burnish_primitive *burnish_primitive_create(
  const_dnnl_op_desc_t operation, dnnl_post_ops_t post_operations, dnnl_primitive_desc_t hint);

#endif
