#include "execution.h"
#include "threads.h"

struct execution {
  dnnl_primitive_t primitive;
  int threads, count;
  const dnnl_exec_arg_t *arguments;
  bool done;
};

/// Runs on the thread that starts the region, because oneDNN uses that thread's number of threads and stream.
static void execute(void *data) {
  struct execution *execution = data;
  burnish_set_threads(execution->threads);
  execution->done =
    dnnl_primitive_execute(
      execution->primitive, burnish_stream(), execution->count, execution->arguments)
      == dnnl_success
    && dnnl_stream_wait(burnish_stream()) == dnnl_success;
}

bool burnish_run(dnnl_primitive_t primitive, int threads, int count, const dnnl_exec_arg_t *arguments) {
  struct execution execution = {primitive, threads, count, arguments, false};
  burnish_on_team(threads, execute, &execution);
  return execution.done;
}
