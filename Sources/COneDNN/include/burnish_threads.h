#ifndef BURNISH_THREADS_H
#define BURNISH_THREADS_H

/// Runs `body(context, part, parts)` once for each of at most `parts` parts and waits for all.
///
/// Each part has a separate thread from the OpenMP runtime that oneDNN uses. Swift loops and oneDNN's loops
/// thus share one pool and never wait for each other's idle threads. If another caller keeps the threads
/// busy, or inside another loop, the calling thread runs `body(context, 0, 1)`
/// alone.
/// - threads: the size of the team, the same for all loops. The runtime ends threads that a smaller
///   team does not need and would create them again for the next loop.
void burnish_parallel(
  int parts, int threads, void *context, void (*body)(void *context, int part, int parts));

/// Sets the number of threads for oneDNN's primitives that the calling thread runs from now on.
void burnish_set_threads(int threads);

/// The number of online processors in the process's affinity mask at its start.
int burnish_processors(void);

/// The number of processors that are online.
int burnish_online_processors(void);

/// The largest number of threads that the runtime starts, `OMP_THREAD_LIMIT`.
int burnish_thread_limit(void);

#endif
