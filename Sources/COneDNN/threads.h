#ifndef BURNISH_THREADS_INTERNAL_H
#define BURNISH_THREADS_INTERNAL_H

#include <stdbool.h>

/// Runs `start(data)`, which starts a region of at most `threads` OpenMP threads, and waits for it.
///
/// Regions of all callers run one after another, so that together they use the threads of one region.
/// Inside a region, or with one thread, `start` runs on the calling thread at once.
void burnish_on_team(int threads, void (*start)(void *data), void *data);

#endif
