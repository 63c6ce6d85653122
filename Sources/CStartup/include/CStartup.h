#pragma once

/// How long an idle thread spins before it sleeps, in turns of libgomp's waiting loop.
///
/// 1000 turns take some 20 to 40 microseconds, about as long as it takes to wake a thread that sleeps. So a
/// loop that follows soon finds its threads awake, and waiting costs at most twice of what it would
/// cost to know beforehand which is better. libgomp's own 300000 turns take some 10 milliseconds.
#define BURNISH_SPINS "1000"

/// The value of `GOMP_SPINCOUNT` that this program asked for, or NULL where it left the choice to the
/// user's own settings or found no way to ask.
///
/// A call of it also links the object file that does the asking.
const char *burnish_startup_spins(void);
