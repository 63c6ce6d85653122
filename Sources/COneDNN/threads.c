#include "threads.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "burnish_threads.h"

// Entry points of the OpenMP runtime (libgomp, and libomp under the same names). They are called
// directly because a package must not pass compiler flags such as -fopenmp to those who use it.
extern void GOMP_parallel(void (*fn)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_dynamic(void);
extern int omp_get_thread_limit(void);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_get_num_procs(void);
extern int omp_in_parallel(void);
extern void omp_set_dynamic(int dynamic);
extern void omp_set_num_threads(int threads);

// The runtime keeps a team of threads for every thread that starts a region. Here one thread at a time
// does so. The first one to come, usually an application's only one, does it itself: a hand-over would
// cost two switches between threads. All others have it done by one thread, the conductor. So there are
// two teams at most, one of which sleeps.

/// Held by whoever uses the team.
static pthread_mutex_t team = PTHREAD_MUTEX_INITIALIZER;

/// Not zero while the thread runs a part of a region.
static _Thread_local int inside;

/// Its address stands for the thread.
static _Thread_local char identity;

/// The thread that starts its regions itself.
static _Atomic(char *) owner;
static pthread_key_t owner_key;
static pthread_once_t owner_once = PTHREAD_ONCE_INIT;

/// The owner's end: its threads end with it, and another thread may take its place.
static void disown(void *thread) {
  char *expected = thread;
  atomic_compare_exchange_strong(&owner, &expected, NULL);
}

static void create_owner_key(void) { pthread_key_create(&owner_key, disown); }

/// Whether the calling thread, which holds the team, starts its regions itself.
static bool is_owner(void) {
  char *current = atomic_load(&owner);
  if (current) return current == &identity;
  pthread_once(&owner_once, create_owner_key);
  if (pthread_setspecific(owner_key, &identity) != 0) return false;
  atomic_store(&owner, &identity);
  return true;
}

static struct {
  pthread_mutex_t lock;
  pthread_cond_t wanted, done;
  bool exists;
  void (*start)(void *);
  void *data;
} conductor = {
  PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER, false, NULL, NULL,
};

static void *conduct(void *unused) {
  (void)unused;
  pthread_mutex_lock(&conductor.lock);
  for (;;) {
    while (!conductor.start) pthread_cond_wait(&conductor.wanted, &conductor.lock);
    pthread_mutex_unlock(&conductor.lock);
    conductor.start(conductor.data);
    pthread_mutex_lock(&conductor.lock);
    conductor.start = NULL;
    pthread_cond_signal(&conductor.done);
  }
  return NULL;
}

/// Makes the conductor if there is none yet; signals are for an application's own threads.
static bool has_conductor(void) {
  if (conductor.exists) return true;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  conductor.exists = pthread_create(&thread, NULL, conduct, NULL) == 0;
  if (conductor.exists) pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return conductor.exists;
}

static void hand_over(void (*start)(void *), void *data) {
  pthread_mutex_lock(&conductor.lock);
  conductor.data = data;
  conductor.start = start;
  pthread_cond_signal(&conductor.wanted);
  while (conductor.start) pthread_cond_wait(&conductor.done, &conductor.lock);
  pthread_mutex_unlock(&conductor.lock);
}

/// Runs a region for the calling thread, which holds the team, and gives the team back.
static void run_and_release(void (*start)(void *), void *data) {
  if (is_owner() || !has_conductor()) {
    start(data);
  } else {
    hand_over(start, data);
  }
  pthread_mutex_unlock(&team);
}

static bool is_inside(void) { return inside || omp_in_parallel(); }

void burnish_on_team(int threads, void (*start)(void *), void *data) {
  if (threads <= 1 || is_inside()) {
    start(data);
    return;
  }
  pthread_mutex_lock(&team);
  run_and_release(start, data);
}

struct loop {
  int parts, threads;
  void *context;
  void (*body)(void *, int, int);
};

static void run_part(void *data) {
  const struct loop *loop = data;
  const int part = omp_get_thread_num(), threads = omp_get_num_threads();
  const int parts = loop->parts < threads ? loop->parts : threads;
  if (part >= parts) return;
  inside++;
  loop->body(loop->context, part, parts);
  inside--;
}

static void start_loop(void *data) {
  const struct loop *loop = data;
  GOMP_parallel(run_part, data, (unsigned)loop->threads, 0);
}

void burnish_parallel(int parts, int threads, void *context, void (*body)(void *, int, int)) {
  struct loop loop = {parts, threads, context, body};
  // A loop need not wait for the team: its parts can also be done one after another.
  if (parts > 1 && threads > 1 && !is_inside() && pthread_mutex_trylock(&team) == 0) {
    run_and_release(start_loop, &loop);
  } else {
    body(context, 0, 1);
  }
}

void burnish_set_threads(int threads) {
  omp_set_num_threads(threads);
  // Where OMP_DYNAMIC is true, a busy machine would give a primitive fewer threads than it was made for.
  if (omp_get_dynamic()) omp_set_dynamic(0);
}

int burnish_processors(void) { return omp_get_num_procs(); }

int burnish_online_processors(void) {
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}

int burnish_thread_limit(void) { return omp_get_thread_limit(); }
