#ifndef BURNISH_ENGINE_PUBLIC_H
#define BURNISH_ENGINE_PUBLIC_H

#include <stdbool.h>

/// Instruction sets of x86 processors. Each one includes the ones before it.
typedef enum { BURNISH_SSE41, BURNISH_AVX2, BURNISH_AVX512, BURNISH_ALL_INSTRUCTIONS } burnish_instructions;

/// Starts the engine. Call it once before any computation, because a later limit would not affect existing kernels.
///
/// Without a limit, oneDNN's environment variable `ONEDNN_MAX_CPU_ISA` applies. Returns false if oneDNN refuses.
bool burnish_start_engine(burnish_instructions limit);

/// The best instruction set that oneDNN uses: the processor's best within the limit.
burnish_instructions burnish_effective_instructions(void);

/// oneDNN's name for the instructions that it uses.
const char *burnish_oneDNN_instructions(void);

/// The major, minor, and patch version of the linked library.
void burnish_oneDNN_version(int version[3]);

#endif
