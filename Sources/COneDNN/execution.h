#ifndef BURNISH_EXECUTION_INTERNAL_H
#define BURNISH_EXECUTION_INTERNAL_H

#include "engine.h"

/// Executes a primitive for `threads` threads on the team that all callers share, and
/// waits for it.
bool burnish_run(dnnl_primitive_t primitive, int threads, int count, const dnnl_exec_arg_t *arguments);

#endif
