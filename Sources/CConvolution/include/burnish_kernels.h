#pragma once

#include <stdbool.h>

/// What a kernel is compiled for: vectors of 4, 8 or 16 samples.
typedef enum { BURNISH_KERNELS_NONE, BURNISH_KERNELS_SSE2, BURNISH_KERNELS_AVX2, BURNISH_KERNELS_AVX512 } burnish_kernels;

/// Whether this processor has the instructions; of none it has none.
bool burnish_processor_has(burnish_kernels kernels);

/// The name of the `index`th of the instruction sets that the processor and the operating system offer, or NULL beyond
/// the last: vectors, products in low precision, tiles (AMX). Empty where it is not an x86 processor.
const char *burnish_processor_feature(int index);

enum { BURNISH_PROCESSOR_NAME = 49 };

/// The processor's name as it states it, ended by a zero; empty where it states none.
void burnish_processor_name(char name[BURNISH_PROCESSOR_NAME]);
