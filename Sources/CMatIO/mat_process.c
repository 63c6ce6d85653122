#include "CMatIO.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mat_library.h"
#include "mat_records.h"

/// The address space in use, in bytes, or 0 if the system does not provide it.
static rlim_t present_memory(void) {
  unsigned long long pages = 0;
  FILE *file = fopen("/proc/self/statm", "re");
  if (file == NULL) return 0;
  if (fscanf(file, "%llu", &pages) != 1) pages = 0;
  fclose(file);
  return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

// A sanitizer writes its report to a file, because this process has no standard error.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WRITES_REPORTS 1
#endif
#endif

static void set_limit(int resource, rlim_t value) {
  struct rlimit limit;
  if (getrlimit(resource, &limit) != 0) return;
  if (limit.rlim_cur == RLIM_INFINITY || value < limit.rlim_cur) limit.rlim_cur = value;
  setrlimit(resource, &limit);
}

/// Ends this process when its parent ends, for any reason.
static void die_with(pid_t parent) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  // The parent may have ended before.
  if (getppid() != parent) _exit(1);
}

/// Runs the reading process from start to end.
static _Noreturn void read_and_exit(
    const char *path, burnish_mat_bounds bounds, int descriptor, rlim_t memory, pid_t parent) {
  die_with(parent);
  // A crash is expected here, so the caller's crash handlers must not see it. The caller's handlers for termination
  // must not run here either.
  int signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP, SIGXCPU, SIGALRM,
                   SIGINT,  SIGTERM, SIGHUP};
  for (size_t index = 0; index < sizeof signals / sizeof *signals; ++index)
    signal(signals[index], SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  // Nothing that the libraries print may appear either.
  int nowhere = open("/dev/null", O_RDWR);
  if (nowhere >= 0) {
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
  }
  set_limit(RLIMIT_CORE, 0);
  set_limit(RLIMIT_CPU, bounds.seconds);
#if !WRITES_REPORTS
  set_limit(RLIMIT_FSIZE, 0);
#endif
  // If the memory in use is unknown, assume more than any program uses.
  set_limit(RLIMIT_AS, (memory > 0 ? memory : (rlim_t)16 << 30) + bounds.memory);
  alarm(bounds.wait);
  _exit((int)burnish_write_records(path, bounds.records, descriptor));
}

/// Reads everything from a pipe, but stops once it exceeds `limit` bytes.
static uint8_t *collect(int descriptor, size_t limit, size_t *count) {
  size_t room = 1 << 16;
  uint8_t *bytes = malloc(room);
  *count = 0;
  while (bytes != NULL) {
    if (*count == room) {
      uint8_t *larger = realloc(bytes, room *= 2);
      if (larger == NULL) {
        free(bytes);
        return NULL;
      }
      bytes = larger;
    }
    ssize_t received = read(descriptor, bytes + *count, room - *count);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0 || (*count += (size_t)received) > limit) break;
  }
  return bytes;
}

burnish_mat_bounds burnish_mat_bounds_for(size_t size) {
  const size_t largest = (size_t)1 << 30;
  if (size > largest) size = largest;
  unsigned seconds = 2 + (unsigned)(size >> 20);
  size_t records = ((size_t)1 << 24) + 32 * size;
  return (burnish_mat_bounds){
      .records = records < largest ? records : largest,
      .memory = ((size_t)1 << 28) + 64 * size,
      .seconds = seconds < 300 ? seconds : 300,
      .wait = 10 * seconds < 600 ? 10 * seconds : 600,
  };
}

burnish_mat_status burnish_read_mat(
    const char *path, burnish_mat_bounds bounds, burnish_mat_records *records) {
  memset(records, 0, sizeof *records);
  // Load before the fork: loading takes locks that another thread may hold.
  if (burnish_mat_loaded() == NULL) {
    snprintf(
        records->message, sizeof records->message, "libmatio %d.%d, release %d or later, is not installed; Debian's package libmatio-dev brings it",
        MATIO_MAJOR_VERSION, MATIO_MINOR_VERSION, MATIO_RELEASE_LEVEL);
    return BURNISH_MAT_NO_PROCESS;
  }
  int ends[2];
  if (pipe(ends) != 0) {
    snprintf(records->message, sizeof records->message, "no pipe: %s", strerror(errno));
    return BURNISH_MAT_NO_PROCESS;
  }
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  rlim_t memory = present_memory();
  pid_t parent = getpid();
  pid_t process = fork();
  if (process == 0) {
    close(ends[0]);
    read_and_exit(path, bounds, ends[1], memory, parent);
  }
  int problem = errno;
  close(ends[1]);
  if (process < 0) {
    close(ends[0]);
    snprintf(records->message, sizeof records->message, "no process: %s", strerror(problem));
    return BURNISH_MAT_NO_PROCESS;
  }
  size_t count = 0;
  // After a failure, a text may follow that explains it.
  size_t limit = bounds.records + BURNISH_MAT_COMPLAINT;
  uint8_t *bytes = collect(ends[0], limit, &count);
  close(ends[0]);
  if (bytes == NULL || count > limit) kill(process, SIGKILL);
  int state = 0;
  pid_t waited;
  do waited = waitpid(process, &state, 0);
  while (waited < 0 && errno == EINTR);
  // If the program reaps all children itself, there is no state. The end of the records shows success.
  int status = waited == process
      ? (WIFEXITED(state) ? WEXITSTATUS(state) : BURNISH_MAT_DAMAGED) : BURNISH_MAT_OK;
  if (bytes == NULL || count > limit) status = BURNISH_MAT_TOO_LARGE;
  if (status == BURNISH_MAT_OK) {
    records->bytes = bytes;
    records->count = count;
    return BURNISH_MAT_OK;
  }
  if (waited == process && WIFSIGNALED(state))
    snprintf(
        records->message, sizeof records->message, "reading it ends in signal %d (%s)",
        WTERMSIG(state), strsignal(WTERMSIG(state)));
  else if (bytes != NULL && count >= BURNISH_MAT_COMPLAINT && bytes[count - 1] == 0)
    snprintf(
        records->message, sizeof records->message, "%s",
        (const char *)bytes + count - BURNISH_MAT_COMPLAINT);
  free(bytes);
  return status == BURNISH_MAT_TOO_LARGE ? BURNISH_MAT_TOO_LARGE : BURNISH_MAT_DAMAGED;
}
