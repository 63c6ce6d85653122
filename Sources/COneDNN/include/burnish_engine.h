#ifndef BURNISH_ENGINE_PUBLIC_H
#define BURNISH_ENGINE_PUBLIC_H

#include <stdbool.h>

/// Families of instructions of x86 processors, each of which includes those before it.
typedef enum { BURNISH_SSE41, BURNISH_AVX2, BURNISH_AVX512, BURNISH_ALL_INSTRUCTIONS } burnish_instructions;

/// Starts the engine, once and before anything is computed: a later limit would not reach kernels that exist already.
///
/// Without a limit, oneDNN's own environment variable `ONEDNN_MAX_CPU_ISA` counts. Returns false if oneDNN refuses.
bool burnish_start_engine(burnish_instructions limit);

/// The best family that oneDNN uses: what the processor has, within the limit.
burnish_instructions burnish_effective_instructions(void);

/// oneDNN's own words for the instructions that it uses.
const char *burnish_oneDNN_instructions(void);

/// Major, minor and patch version of the library that is linked.
void burnish_oneDNN_version(int version[3]);

#endif
