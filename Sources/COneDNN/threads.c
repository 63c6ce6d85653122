#include "burnish_threads.h"

// Entry points of the OpenMP runtime (libgomp, and libomp under the same names). They are called
// directly because a package must not pass compiler flags such as -fopenmp to those who use it.
extern void GOMP_parallel(void (*fn)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_get_num_procs(void);
extern void omp_set_num_threads(int threads);

struct job {
  void *context;
  void (*body)(void *, int, int);
};

static void run(void *data) {
  const struct job *job = data;
  job->body(job->context, omp_get_thread_num(), omp_get_num_threads());
}

void burnish_parallel(int threads, void *context, void (*body)(void *, int, int)) {
  struct job job = {context, body};
  GOMP_parallel(run, &job, (unsigned)threads, 0);
}

void burnish_set_threads(int threads) { omp_set_num_threads(threads); }

int burnish_processors(void) { return omp_get_num_procs(); }
