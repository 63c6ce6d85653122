#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#if defined(__APPLE__)
#include <mach-o/dyld.h>
#elif defined(__linux__)
#include <sys/auxv.h>
#endif

#if defined(__linux__) && defined(O_TMPFILE)

int burnish_open_nameless(const char *folder) {
  // Without this folder, such a file cannot get its name.
  if (access("/proc/self/fd", X_OK) != 0) return -1;
  int descriptor;
  do descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

int burnish_name(int descriptor, const char *path) {
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  int status;
  do status = linkat(AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
  while (status < 0 && errno == EINTR);
  return status;
}

#else

int burnish_open_nameless(const char *folder) {
  (void)folder;
  return -1;
}

int burnish_name(int descriptor, const char *path) {
  (void)descriptor;
  (void)path;
  errno = ENOTSUP;
  return -1;
}

#endif

// Only a few files have temporary names at a time. A place is free, being filled, or in use. Only places in use are
// read, so a signal may come at any moment.
enum { FREE, FILLING, IN_USE, PLACES = 16 };

static struct {
  atomic_int state;
  char path[PATH_MAX];
} places[PLACES];

void burnish_note_temporary(const char *path) {
  if (strlen(path) >= PATH_MAX) return;
  for (int index = 0; index < PLACES; index++) {
    int expected = FREE;
    if (!atomic_compare_exchange_strong(&places[index].state, &expected, FILLING)) continue;
    strcpy(places[index].path, path);
    atomic_store(&places[index].state, IN_USE);
    return;
  }
}

void burnish_forget_temporary(const char *path) {
  for (int index = 0; index < PLACES; index++) {
    if (atomic_load(&places[index].state) != IN_USE || strcmp(places[index].path, path) != 0) continue;
    atomic_store(&places[index].state, FREE);
    return;
  }
}

void burnish_remove_temporaries(void) {
  for (int index = 0; index < PLACES; index++)
    if (atomic_load(&places[index].state) == IN_USE) unlink(places[index].path);
}

void burnish_end_by_signal(int number) {
  burnish_remove_temporaries();
  signal(number, SIG_DFL);
  // The signal is blocked until this handler returns; then it ends the process.
  raise(number);
}

#if defined(__APPLE__)

const char *burnish_program(void) {
  static char path[PATH_MAX];
  uint32_t size = sizeof path;
  return _NSGetExecutablePath(path, &size) == 0 ? path : NULL;
}

#elif defined(__linux__)

const char *burnish_program(void) {
  // The kernel passes the path at the start, even without /proc.
  return (const char *)getauxval(AT_EXECFN);
}

#else

const char *burnish_program(void) { return NULL; }

#endif

int burnish_is_ignored(int number) {
  struct sigaction present;
  return sigaction(number, NULL, &present) == 0 && present.sa_handler == SIG_IGN;
}

unsigned burnish_crc32(unsigned sum, const void *bytes, size_t count) {
  return (unsigned)crc32_z(sum, bytes, count);
}
