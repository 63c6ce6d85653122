#pragma once

#include <stdbool.h>

/// The instructions of a kernel: vectors of 4, 8, or 16 samples.
typedef enum { BURNISH_KERNELS_NONE, BURNISH_KERNELS_SSE2, BURNISH_KERNELS_AVX2, BURNISH_KERNELS_AVX512 } burnish_kernels;

/// Whether this processor has the instructions; false for `BURNISH_KERNELS_NONE`.
bool burnish_processor_has(burnish_kernels kernels);

/// The name of the `index`th instruction set that the processor and the operating system support: vectors, products
/// in low precision, tiles (AMX). NULL after the last one, and always NULL on processors other than x86.
const char *burnish_processor_feature(int index);

enum { BURNISH_PROCESSOR_NAME = 49 };

/// The processor's name as it reports it, with a zero at the end; empty if it reports none.
void burnish_processor_name(char name[BURNISH_PROCESSOR_NAME]);
