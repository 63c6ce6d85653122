// Makes one system call fail, for tests. Loaded with LD_PRELOAD; settings in environment variables:
//
//   FAULT_CALL    open, pread, write, fsync, rename, linkat, ftruncate, mmap, or malloc
//   FAULT_NUMBER  which of these calls fails, counted from 1
//   FAULT_ERRNO   its error; with 0, the call does half of its work (pread, write)
//   FAULT_FOLDER  only calls for files in this folder or its subfolders count; memory calls always count
//   FAULT_MARK    a file that is created when the call fails, which shows that there were enough calls
//   FAULT_BYTES   only memory requests of at least this size count
//   FAULT_NAMED   if set, the system has no files without names
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *call, *folder, *mark;
static int number, code, is_named;
static size_t least_bytes;
static atomic_int count;
// Open files in the folder.
static _Atomic char is_watched[1024];

__attribute__((constructor)) static void read_settings(void) {
  const char *text;
  folder = getenv("FAULT_FOLDER");
  mark = getenv("FAULT_MARK");
  number = (text = getenv("FAULT_NUMBER")) ? atoi(text) : 0;
  code = (text = getenv("FAULT_ERRNO")) ? atoi(text) : EIO;
  least_bytes = (text = getenv("FAULT_BYTES")) ? (size_t)atoll(text) : 1;
  is_named = getenv("FAULT_NAMED") != NULL;
  // Set last, because calls count from here on.
  call = getenv("FAULT_CALL");
}

static int fails(const char *name) {
  if (!call || strcmp(call, name) != 0 || atomic_fetch_add(&count, 1) + 1 != number) return 0;
  if (mark) {
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_WRONLY, 0666);
    if (descriptor >= 0) syscall(SYS_close, descriptor);
  }
  errno = code;
  return 1;
}

static int concerns(const char *path) {
  // Commands run in the folder, so relative paths are in it.
  return path[0] != '/' || (folder && strncmp(path, folder, strlen(folder)) == 0);
}

static void watch(int descriptor, int is_there) {
  if (descriptor >= 0 && descriptor < 1024) is_watched[descriptor] = (char)is_there;
}

static int watched(int descriptor) { return descriptor >= 0 && descriptor < 1024 && is_watched[descriptor]; }

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  int mode = va_arg(list, int);
  va_end(list);
  if (is_named && (flags & O_TMPFILE) == O_TMPFILE) {
    errno = EOPNOTSUPP;
    return -1;
  }
  if (concerns(path) && fails("open")) return -1;
  int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  watch(descriptor, concerns(path));
  return descriptor;
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int close(int descriptor) {
  watch(descriptor, 0);
  return (int)syscall(SYS_close, descriptor);
}

ssize_t pread(int descriptor, void *bytes, size_t size, off_t offset) {
  if (watched(descriptor) && fails("pread")) {
    if (code != 0) return -1;
    size = (size + 1) / 2;
  }
  return syscall(SYS_pread64, descriptor, bytes, size, offset);
}

ssize_t pread64(int descriptor, void *bytes, size_t size, off64_t offset) __attribute__((alias("pread")));

ssize_t write(int descriptor, const void *bytes, size_t size) {
  if (watched(descriptor) && fails("write")) {
    if (code != 0) return -1;
    size = (size + 1) / 2;
  }
  return syscall(SYS_write, descriptor, bytes, size);
}

int fsync(int descriptor) {
  if (watched(descriptor) && fails("fsync")) return -1;
  return (int)syscall(SYS_fsync, descriptor);
}

int ftruncate(int descriptor, off_t size) {
  if (watched(descriptor) && fails("ftruncate")) return -1;
  return (int)syscall(SYS_ftruncate, descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) __attribute__((alias("ftruncate")));

int rename(const char *old, const char *new) {
  if (concerns(new) && fails("rename")) return -1;
  return (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
  if (concerns(new) && fails("linkat")) return -1;
  return (int)syscall(SYS_linkat, from, old, to, new, flags);
}

void *mmap(void *place, size_t size, int protection, int flags, int descriptor, off_t offset) {
  if (fails("mmap")) return MAP_FAILED;
  return (void *)syscall(SYS_mmap, place, size, protection, flags, descriptor, offset);
}

void *mmap64(void *, size_t, int, int, int, off64_t) __attribute__((alias("mmap")));

// The program's own functions call these instead of the C library's.
static void *(*original_malloc)(size_t), *(*original_calloc)(size_t, size_t);
static void *(*original_realloc)(void *, size_t), *(*original_memalign)(size_t, size_t);

#define ORIGINAL(name) (original_##name ? original_##name : (*(void **)&original_##name = dlsym(RTLD_NEXT, "__libc_" #name), original_##name))

void *__libc_malloc(size_t bytes) {
  return bytes >= least_bytes && fails("malloc") ? NULL : ORIGINAL(malloc)(bytes);
}

void *__libc_calloc(size_t number_of, size_t size) {
  return number_of * size >= least_bytes && fails("malloc") ? NULL : ORIGINAL(calloc)(number_of, size);
}

void *__libc_realloc(void *pointer, size_t bytes) {
  return bytes >= least_bytes && fails("malloc") ? NULL : ORIGINAL(realloc)(pointer, bytes);
}

void *__libc_memalign(size_t alignment, size_t bytes) {
  return bytes >= least_bytes && fails("malloc") ? NULL : ORIGINAL(memalign)(alignment, bytes);
}
