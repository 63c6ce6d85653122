#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CStartup.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Missing memory shows up in many places. Swift arrays and C++ objects end the program with a trap or an exception,
// libgomp exits with its own code, and decoders report a damaged file. The program's allocation functions therefore
// replace those of the C library, so that all these cases end in one place.

static void (*volatile before_end)(void);
static volatile pid_t owner;

void burnish_startup_watch_memory(void (*before)(void)) {
  owner = getpid();
  before_end = before;
}

// A sanitizer finds no heap errors and no threads unless it provides these functions itself.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

#if defined(__linux__) && defined(__GLIBC__) && !defined(HAS_SANITIZER)

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

/// No machine has this much memory, so callers must expect a refusal.
static const size_t absurd = (size_t)1 << 46;
/// Smaller requests are not compared with the free memory.
static const size_t large = (size_t)1 << 28;

/// Must not allocate, because the caller may hold any lock.
static void end(const char *line) {
  void (*before)(void) = before_end;
  // A process that was forked to read a damaged file reports failures in other ways.
  if (!before || getpid() != owner) return;
  before_end = NULL;
  before();
  ssize_t written = write(STDERR_FILENO, line, strlen(line));
  (void)written;
  // `EX_OSERR`, as in the program's documentation.
  _exit(71);
}

static void refused(size_t bytes) {
  if (bytes == 0 || bytes >= absurd) return;
  int is_much = bytes >= (size_t)1 << 20;
  char line[160];
  snprintf(
      line, sizeof line, "burnish: memory: no further %zu %s; expected more memory, or smaller files\n",
      is_much ? bytes >> 20 : bytes, is_much ? "MB" : "bytes");
  end(line);
}

/// Whether the machine has memory for a large request. The kernel grants more memory than there is and kills the
/// program when it uses that memory.
static int is_there(size_t bytes) {
  if (bytes < large || !before_end) return 1;
  int descriptor = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return 1;
  char text[4096];
  ssize_t count = read(descriptor, text, sizeof text - 1);
  close(descriptor);
  if (count <= 0) return 1;
  text[count] = 0;
  const char *names[] = {"MemAvailable:", "SwapFree:"};
  unsigned long long kilobytes = 0;
  for (int index = 0; index < 2; index++) {
    const char *line = strstr(text, names[index]);
    if (!line) return 1;
    kilobytes += strtoull(line + strlen(names[index]), NULL, 10);
  }
  return bytes / 1024 <= kilobytes;
}

static void *checked(void *pointer, size_t bytes) {
  if (!pointer) refused(bytes);
  return pointer;
}

static size_t product(size_t count, size_t size) {
  size_t bytes;
  return __builtin_mul_overflow(count, size, &bytes) ? SIZE_MAX : bytes;
}

void *malloc(size_t bytes) {
  if (!is_there(bytes)) refused(bytes);
  return checked(__libc_malloc(bytes), bytes);
}

void *calloc(size_t count, size_t size) {
  size_t bytes = product(count, size);
  if (!is_there(bytes)) refused(bytes);
  return checked(__libc_calloc(count, size), bytes);
}

void *realloc(void *pointer, size_t bytes) {
  if (!is_there(bytes)) refused(bytes);
  return checked(__libc_realloc(pointer, bytes), bytes);
}

void *reallocarray(void *pointer, size_t count, size_t size) {
  size_t bytes = product(count, size);
  if (bytes == SIZE_MAX) {
    errno = ENOMEM;
    return NULL;
  }
  return realloc(pointer, bytes);
}

void *memalign(size_t alignment, size_t bytes) {
  if (!is_there(bytes)) refused(bytes);
  return checked(__libc_memalign(alignment, bytes), bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) { return memalign(alignment, bytes); }

int posix_memalign(void **result, size_t alignment, size_t bytes) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
  int present = errno;
  void *pointer = memalign(alignment, bytes);
  errno = present;
  if (!pointer) return ENOMEM;
  *result = pointer;
  return 0;
}

// oneDNN writes code into this memory and jumps into it even if the allocation failed.
void *mmap(void *place, size_t bytes, int protection, int flags, int descriptor, off_t offset) {
  static void *(*original)(void *, size_t, int, int, int, off_t);
  if (!original) *(void **)&original = dlsym(RTLD_NEXT, "mmap");
  void *result = original(place, bytes, protection, flags, descriptor, offset);
  if (result == MAP_FAILED && errno == ENOMEM) refused(bytes);
  return result;
}

void *mmap64(void *, size_t, int, int, int, off64_t) __attribute__((alias("mmap")));

int pthread_create(
    pthread_t *restrict thread, const pthread_attr_t *restrict attributes, void *(*start)(void *), void *restrict argument) {
  static int (*original)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  if (!original) *(void **)&original = dlsym(RTLD_NEXT, "pthread_create");
  int status = original(thread, attributes, start, argument);
  if (status == EAGAIN || status == ENOMEM) 
    end("burnish: memory: the system starts no more threads; expected more memory, or less --threads\n");
  return status;
}

#endif
