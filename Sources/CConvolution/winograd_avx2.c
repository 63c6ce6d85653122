#include "winograd.h"

#if defined(__x86_64__)

  #include <string.h>

// The convolution with AVX2.

  #include "avx2.h"
  #include "transforms.h"
  #include "products.h"
  #include "tiles.h"
  #include "kernels.h"
  #include "convolution.h"

const struct winograd_instructions winograd_avx2 = {
  scratch_bytes, store_transformed_kernel, convolve, add_kernel_gradient, store_kernel_gradient};

#endif
