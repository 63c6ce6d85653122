#include "engine.h"

#include <pthread.h>

static dnnl_engine_t engine;
static pthread_once_t engine_once = PTHREAD_ONCE_INIT;

static void create_engine(void) { dnnl_engine_create(&engine, dnnl_cpu, 0); }

dnnl_engine_t burnish_engine(void) {
  pthread_once(&engine_once, create_engine);
  return engine;
}

static _Thread_local dnnl_stream_t stream;

dnnl_stream_t burnish_stream(void) {
  if (!stream) dnnl_stream_create(&stream, burnish_engine(), dnnl_stream_default_flags);
  return stream;
}
