#include "CStartup.h"

#include <stddef.h>
#if defined(__APPLE__)
#include <crt_externs.h>
#endif
#include <string.h>

// libgomp reads its settings once, in its constructor, and has no function for this setting. The
// constructors of shared libraries run before the program's constructors, but functions in the program's
// .preinit_array run before all of them. That early, the C library has no environment yet, and setenv has
// no lasting effect. The kernel's environment vector already exists, and the C library will use it
// unchanged. It has no free entry. The program therefore borrows an entry that no library reads while it
// is loaded, until the program's own constructors run.

// volatile, because the compiler assumes that constructors run first. It would find NULL here and leave
// out the constructor below.
static char **volatile borrowed;
static char *original;

static int argument_count;
static char **argument_vector;

#if defined(__linux__) && defined(__GLIBC__)

static char setting[] = "GOMP_SPINCOUNT=" BURNISH_SPINS;

static int begins(const char *entry, const char *prefix) {
  return strncmp(entry, prefix, strlen(prefix)) == 0;
}

/// Whether an entry is a name that shells, services, and containers set for people and shells.
static int may_be_borrowed(const char *entry) {
  static const char *const names[] = {
    "_=", "OLDPWD=", "SHLVL=", "PWD=", "HOSTNAME=", "SHELL=", "LOGNAME=", "INVOCATION_ID=", "MAIL=",
  };
  for (size_t index = 0; index < sizeof names / sizeof *names; index++)
    if (begins(entry, names[index])) return 1;
  return 0;
}

static void ask(int count, char **arguments, char **environment) {
  argument_count = count;
  argument_vector = arguments;
  if (!environment) return;
  char **place = NULL;
  for (char **entry = environment; *entry; entry++) {
    // OMP_WAIT_POLICY also has variants such as OMP_WAIT_POLICY_ALL.
    if (begins(*entry, "GOMP_SPINCOUNT=") || begins(*entry, "OMP_WAIT_POLICY")) return;
    if (!place && may_be_borrowed(*entry)) place = entry;
  }
  if (!place) return;
  borrowed = place;
  original = *place;
  *place = setting;
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = ask;

/// Restores the entry before any code of the program runs.
__attribute__((constructor(101))) static void give_back(void) {
  if (borrowed) *borrowed = original;
}

#endif

char **burnish_startup_arguments(int *count) {
#if defined(__APPLE__)
  *count = *_NSGetArgc();
  return *_NSGetArgv();
#else
  *count = argument_count;
  return argument_vector;
#endif
}

const char *burnish_startup_spins(void) { return borrowed ? BURNISH_SPINS : NULL; }
