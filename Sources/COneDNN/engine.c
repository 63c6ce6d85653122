#include "engine.h"

#include <dnnl_debug.h>
#include <pthread.h>
#include <stdlib.h>

// Every computation starts the engine first, so the limit on instructions is already set.
static dnnl_engine_t engine;

static dnnl_cpu_isa_t oneDNN_limit(burnish_instructions limit) {
  switch (limit) {
    case BURNISH_SSE41: return dnnl_cpu_isa_sse41;
    case BURNISH_AVX2: return dnnl_cpu_isa_avx2;
    case BURNISH_AVX512: return dnnl_cpu_isa_avx512_core;
    case BURNISH_ALL_INSTRUCTIONS: break;
  }
  abort();
}

bool burnish_start_engine(burnish_instructions limit) {
  if (limit != BURNISH_ALL_INSTRUCTIONS && dnnl_set_max_cpu_isa(oneDNN_limit(limit)) != dnnl_success)
    return false;
  return dnnl_engine_create(&engine, dnnl_cpu, 0) == dnnl_success;
}

dnnl_engine_t burnish_engine(void) {
  if (!engine) abort();
  return engine;
}

/// The stream of each thread, which ends with the thread.
static _Thread_local dnnl_stream_t stream;
static pthread_key_t stream_key;
static pthread_once_t stream_once = PTHREAD_ONCE_INIT;

static void end_stream(void *ended) {
  dnnl_stream_destroy(ended);
  stream = NULL;
}

static void create_stream_key(void) { pthread_key_create(&stream_key, end_stream); }

dnnl_stream_t burnish_stream(void) {
  if (!stream && dnnl_stream_create(&stream, burnish_engine(), dnnl_stream_default_flags) == dnnl_success) {
    pthread_once(&stream_once, create_stream_key);
    pthread_setspecific(stream_key, stream);
  }
  return stream;
}

burnish_instructions burnish_effective_instructions(void) {
  const int effective = (int)dnnl_get_effective_cpu_isa();
  const struct {
    int isa;
    burnish_instructions instructions;
  } known[] = {
    {dnnl_cpu_isa_avx512_core, BURNISH_AVX512}, {dnnl_cpu_isa_avx2, BURNISH_AVX2}, {dnnl_cpu_isa_sse41, BURNISH_SSE41}};
  for (size_t index = 0; index < sizeof known / sizeof *known; index++)
    if ((effective & known[index].isa) == known[index].isa) return known[index].instructions;
  return BURNISH_SSE41;
}

const char *burnish_oneDNN_instructions(void) { return dnnl_cpu_isa2str(dnnl_get_effective_cpu_isa()); }

void burnish_oneDNN_version(int version[3]) {
  const dnnl_version_t *found = dnnl_version();
  version[0] = found->major;
  version[1] = found->minor;
  version[2] = found->patch;
}
