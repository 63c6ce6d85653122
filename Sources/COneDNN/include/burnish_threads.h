#ifndef BURNISH_THREADS_H
#define BURNISH_THREADS_H

/// Runs `body(context, thread, threads)` once on each of `threads` threads and waits for all.
///
/// The threads are those of the OpenMP runtime that oneDNN uses, so that Swift loops and
/// oneDNN's own share one pool and never wait for each other's idle threads.
void burnish_parallel(int threads, void *context, void (*body)(void *context, int thread, int threads));

/// The number of threads that oneDNN's primitives use from now on, in every thread that asks later.
void burnish_set_threads(int threads);

/// The number of processors that the runtime may use.
int burnish_processors(void);

#endif
