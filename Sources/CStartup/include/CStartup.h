#pragma once

/// How long an idle thread spins before it sleeps, in turns of libgomp's waiting loop.
///
/// libgomp's own choice of 300000 takes some 10 milliseconds of a processor after every loop. Waking a
/// thread that sleeps takes some 10 microseconds.
#define BURNISH_SPINS "0"

/// The value of `GOMP_SPINCOUNT` that this program asked for, or NULL where it left the choice to the
/// user's own settings or found no way to ask.
///
/// A call of it also links the object file that does the asking.
const char *burnish_startup_spins(void);
