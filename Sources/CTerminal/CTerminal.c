#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* A handler may interrupt anything, so what it reads is made complete before `held` says so. */
static struct {
  int terminal;
  struct termios settings;
  char *leaving;
  size_t leaving_size;
  char *note;
  size_t note_size;
  int standard_error;
  pid_t owner;
} hold = {.terminal = -1, .standard_error = -1};

static atomic_bool held;
static atomic_bool saved;
static atomic_uint_fast64_t pending;
static atomic_int wake_read = -1;
static atomic_int wake_write = -1;

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
static const int told_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
enum {
  fatal_count = sizeof fatal_signals / sizeof *fatal_signals,
  told_count = sizeof told_signals / sizeof *told_signals,
  stack_size = 64 * 1024,
};

void ct_write(int descriptor, const void *start, size_t size) {
  const char *bytes = start;
  while (size > 0) {
    ssize_t written = write(descriptor, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    size -= (size_t)written;
  }
}

/* One byte in the pipe is enough, whatever came: what it was is in `pending`. */
static void tell(uint64_t bit) {
  int before = errno;
  if (atomic_fetch_or(&pending, bit) == 0) {
    int descriptor = atomic_load(&wake_write);
    while (descriptor >= 0 && write(descriptor, "", 1) < 0 && errno == EINTR) {}
  }
  errno = before;
}

void ct_wake(void) { tell(1); }

uint64_t ct_take(void) {
  char bytes[64];
  int descriptor = atomic_load(&wake_read);
  ssize_t count;
  do {
    count = read(descriptor, bytes, sizeof bytes);
  } while (count == (ssize_t)sizeof bytes || (count < 0 && errno == EINTR));
  return atomic_exchange(&pending, 0);
}

int ct_wake_descriptor(void) { return atomic_load(&wake_read); }

static void told(int signal) { tell(UINT64_C(1) << signal); }

/* Exactly one of all who may come here at the same time gives the terminal back. A child that was
 * forked and has not yet become another program is not who holds it. */
static bool give_back(void) {
  if (getpid() != hold.owner || !atomic_exchange(&held, false)) return false;
  ct_write(hold.terminal, hold.leaving, hold.leaving_size);
  tcsetattr(hold.terminal, TCSANOW, &hold.settings);
  return true;
}

static void fatal(int number) {
  if (give_back()) {
    if (hold.standard_error >= 0) dup2(hold.standard_error, STDERR_FILENO);
    ct_write(STDERR_FILENO, hold.note, hold.note_size);
  }
  signal(number, SIG_DFL);
  raise(number);
}

static void at_exit(void) { give_back(); }

static bool open_pipe(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return false;
  atomic_store(&wake_read, ends[0]);
  atomic_store(&wake_write, ends[1]);
  return true;
}

static void install_told(void) {
  for (int i = 0; i < told_count; i++) {
    struct sigaction before, action = {.sa_handler = told, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    sigaction(told_signals[i], NULL, &before);
    if (before.sa_handler == SIG_IGN && told_signals[i] != SIGWINCH) continue;
    sigaction(told_signals[i], &action, NULL);
  }
}

/* A stack of its own, for the signal may say that the other one has run out. */
static void install_fatal(void) {
  static char *stack;
  if (!stack && (stack = malloc(stack_size))) {
    stack_t alternate = {.ss_sp = stack, .ss_size = stack_size};
    sigaltstack(&alternate, NULL);
  }
  for (int i = 0; i < fatal_count; i++) {
    struct sigaction action = {
        .sa_handler = fatal, .sa_flags = SA_ONSTACK | SA_NODEFER | SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(fatal_signals[i], &action, NULL);
  }
}

/* A parent may have started us with signals blocked, and then none of the above would ever run. */
static void unblock(void) {
  sigset_t ours;
  sigemptyset(&ours);
  for (int i = 0; i < told_count; i++) sigaddset(&ours, told_signals[i]);
  for (int i = 0; i < fatal_count; i++) sigaddset(&ours, fatal_signals[i]);
  pthread_sigmask(SIG_UNBLOCK, &ours, NULL);
}

bool ct_install(void) {
  if (atomic_load(&wake_read) < 0) {
    if (!open_pipe()) return false;
    atexit(at_exit);
  }
  install_told();
  install_fatal();
  unblock();
  return true;
}

bool ct_save(int terminal) {
  if (tcgetattr(terminal, &hold.settings) != 0) return false;
  hold.terminal = terminal;
  atomic_store(&saved, true);
  return true;
}

static void keep(char **place, size_t *size, const char *bytes, size_t count) {
  free(*place);
  *place = malloc(count + 1);
  *size = *place ? count : 0;
  if (*place && count > 0) memcpy(*place, bytes, count);
}

void ct_hold(
    const char *leaving, size_t leaving_size, const char *note, size_t note_size,
    int standard_error) {
  atomic_store(&held, false);
  keep(&hold.leaving, &hold.leaving_size, leaving, leaving_size);
  keep(&hold.note, &hold.note_size, note, note_size);
  hold.standard_error = standard_error;
  hold.owner = getpid();
  atomic_store(&held, true);
}

void ct_release(void) { atomic_store(&held, false); }

void ct_restore(void) {
  if (!atomic_load(&saved)) return;
  while (tcsetattr(hold.terminal, TCSADRAIN, &hold.settings) < 0 && errno == EINTR) {}
}

void ct_stop(void) {
  struct sigaction before, action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  sigaction(SIGTSTP, &action, &before);
  /* Whoever started us with the signal ignored has nobody who could make us go on. */
  if (before.sa_handler == SIG_IGN) {
    sigaction(SIGTSTP, &before, NULL);
    return;
  }
  /* Sent to this process, too: the kernel gives it to the main thread, whose call of kill returns
   * only when the process goes on. Where nobody could make it go on (an orphaned process group) the
   * kernel drops the signal. */
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &before, NULL);
  atomic_fetch_and(&pending, ~((UINT64_C(1) << SIGCONT) | (UINT64_C(1) << SIGTSTP)));
}

bool ct_size(int terminal, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}
