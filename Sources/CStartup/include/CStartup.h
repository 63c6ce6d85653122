#pragma once

/// The time that an idle thread spins before it sleeps, in iterations of libgomp's waiting loop.
///
/// On an Intel Xeon, 1000 iterations take about 40 microseconds, so a loop that follows at once finds its
/// threads awake. The default of libgomp, 300000 iterations, takes 12 milliseconds there.
#define BURNISH_SPINS "1000"

/// The value of `GOMP_SPINCOUNT` that this program set, or NULL if the user's settings decide or
/// the program could not set it.
///
/// A call also links the object file that sets the value.
const char *burnish_startup_spins(void);

/// The program's arguments from the system, with its name first; `count` receives their number. NULL if the system
/// did not pass them here.
///
/// Swift reads them from /proc, which may be missing, and repairs arguments that are not UTF-8.
char **burnish_startup_arguments(int *count);

/// From now on, the program ends with one line and exit code 71 if the system refuses memory or a thread to any
/// caller. `before` is called first and must not allocate.
void burnish_startup_watch_memory(void (*before)(void));
