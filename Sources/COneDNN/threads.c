#include "threads.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "burnish_threads.h"

// Entry points of the OpenMP runtime: libgomp, or libomp with the same names. They are called
// directly because a package must not pass compiler flags such as -fopenmp to its users.
extern void GOMP_parallel(void (*fn)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_dynamic(void);
extern int omp_get_thread_limit(void);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_get_num_procs(void);
extern int omp_in_parallel(void);
extern void omp_set_dynamic(int dynamic);
extern void omp_set_num_threads(int threads);

// The runtime keeps a team of threads for every thread that starts a region. Here, only one thread at a time
// starts regions. The first thread, usually an application's only one, starts them itself, because a hand-over
// would cost two thread switches. For all other threads, one thread, the conductor, starts them. So there
// are at most two teams, and one of them sleeps.

/// Held by the user of the team.
static pthread_mutex_t team = PTHREAD_MUTEX_INITIALIZER;

/// Nonzero while the thread runs a part of a region.
static _Thread_local int inside;

/// The address of this variable identifies the thread.
static _Thread_local char identity;

/// The thread that starts its own regions.
static _Atomic(char *) owner;
static pthread_key_t owner_key;
static pthread_once_t owner_once = PTHREAD_ONCE_INIT;

/// Called when the owner ends. Its threads end with it, and another thread may become the owner.
static void disown(void *thread) {
  char *expected = thread;
  atomic_compare_exchange_strong(&owner, &expected, NULL);
}

static void create_owner_key(void) { pthread_key_create(&owner_key, disown); }

/// Whether the calling thread, which holds the team, starts its own regions.
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

/// Creates the conductor if it does not exist yet. It blocks signals, which are for an application's own threads.
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

/// Runs a region for the calling thread, which holds the team, and releases the team.
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
  // A loop need not wait for the team, because the calling thread can run all parts in turn.
  if (parts > 1 && threads > 1 && !is_inside() && pthread_mutex_trylock(&team) == 0) {
    run_and_release(start_loop, &loop);
  } else {
    body(context, 0, 1);
  }
}

void burnish_set_threads(int threads) {
  omp_set_num_threads(threads);
  // If OMP_DYNAMIC is true, a busy machine would give a primitive fewer threads than it was made for.
  if (omp_get_dynamic()) omp_set_dynamic(0);
}

int burnish_processors(void) { return omp_get_num_procs(); }

int burnish_online_processors(void) {
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}

int burnish_thread_limit(void) { return omp_get_thread_limit(); }
