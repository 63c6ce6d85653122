#ifndef BURNISH_THREADS_H
#define BURNISH_THREADS_H

/// Runs `body(context, part, parts)` once for each of at most `parts` parts and waits for all.
///
/// A part has a thread of its own. The threads are those of the OpenMP runtime that oneDNN uses, so that
/// Swift loops and oneDNN's own share one pool and never wait for each other's idle threads. Where
/// another caller keeps them busy, and inside of another loop, the calling thread runs
/// `body(context, 0, 1)` alone.
/// - threads: the size of the team, the same for all loops. The runtime ends threads that a smaller
///   team has no use for, and would create them again for the next loop.
void burnish_parallel(
  int parts, int threads, void *context, void (*body)(void *context, int part, int parts));

/// The number of threads that oneDNN's primitives use from now on when the calling thread runs them.
void burnish_set_threads(int threads);

/// The number of processors that the process might run on when it started: online, and in its affinity mask.
int burnish_processors(void);

/// The number of processors that are online.
int burnish_online_processors(void);

/// The number of threads that the runtime starts at most, `OMP_THREAD_LIMIT`.
int burnish_thread_limit(void);

#endif
