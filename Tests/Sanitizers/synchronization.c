// Tells ThreadSanitizer about synchronization that it cannot see. libgomp and Swift's own libraries are not
// built with it, so threads that wait for each other there seem not to wait. Scripts/sanitize.sh builds this
// library and loads it before the tests (LD_PRELOAD), on Linux only.

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <dlfcn.h>
#include <stdint.h>

// Functions of the program's ThreadSanitizer. Programs that it starts lack them.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

static void acquire(void *address) {
  if (__tsan_acquire) __tsan_acquire(address);
}

static void release(void *address) {
  if (__tsan_release) __tsan_release(address);
}

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

// `Synchronization.Mutex` is compiled into its callers, where ThreadSanitizer sees it, except for the
// functions in which a thread waits.

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slowly(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT void unlock_slowly(SELF void *mutex) __asm__(UNLOCK);

SWIFT void lock_slowly(uint32_t thread, SELF void *mutex) {
  static SWIFT void (*original)(uint32_t, SELF void *);
  if (!original) original = (SWIFT void (*)(uint32_t, SELF void *))next(LOCK);
  original(thread, mutex);
  acquire(mutex);
}

SWIFT void unlock_slowly(SELF void *mutex) {
  static SWIFT void (*original)(SELF void *);
  if (!original) original = (SWIFT void (*)(SELF void *))next(UNLOCK);
  release(mutex);
  original(mutex);
}

// A parallel region of the OpenMP runtime, ours or oneDNN's: its parts run after its start, and its end comes
// after its parts. Races between parts stay visible, because a part acquires only the start and releases only
// the end.

struct region {
  void (*part)(void *);
  void *data;
  char start, end;
};

static void run_part(void *data) {
  struct region *region = data;
  acquire(&region->start);
  region->part(region->data);
  release(&region->end);
}

void GOMP_parallel(void (*part)(void *), void *data, unsigned threads, unsigned flags) {
  static void (*original)(void (*)(void *), void *, unsigned, unsigned);
  if (!original) original = (void (*)(void (*)(void *), void *, unsigned, unsigned))next("GOMP_parallel");
  struct region region = {part, data, 0, 0};
  release(&region.start);
  original(run_part, &region, threads, flags);
  acquire(&region.end);
}
