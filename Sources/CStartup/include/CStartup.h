#pragma once

/// How long an idle thread spins before it sleeps, in turns of libgomp's waiting loop.
///
/// 1000 turns take some 40 microseconds on an Intel Xeon, in which a loop that follows at once finds its
/// threads awake. libgomp's own 300000 turns take 12 milliseconds there.
#define BURNISH_SPINS "1000"

/// The value of `GOMP_SPINCOUNT` that this program asked for, or NULL where it left the choice to the
/// user's own settings or found no way to ask.
///
/// A call of it also links the object file that does the asking.
const char *burnish_startup_spins(void);

/// The arguments that the system gave the program, its own name first, as many as `count` says; NULL where they did not
/// pass by here.
///
/// Swift reads them from /proc, which may be missing, and repairs those that are no UTF-8.
char **burnish_startup_arguments(int *count);

/// From now on, the program ends with one line and the exit code 71 where the system refuses memory or a thread, whoever
/// asked for it. `before` is called first; it may not allocate.
void burnish_startup_watch_memory(void (*before)(void));
