#define _GNU_SOURCE
#include "CTerminal.h"

#include "AlternateStack.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

/* What has to be given back, and how. It is complete before anyone can see it, and it never
 * changes. Whoever takes it out of `held` is the only one that has it. */
struct hold {
  int terminal;
  int output;
  struct termios settings;
  int standard_error;
  pid_t owner;
  size_t leaving_size;
  size_t note_size;
  char bytes[]; /* the leaving bytes, then the note */
};

static _Atomic(struct hold *) held;
static struct {
  bool exists;
  int terminal;
  int output;
  struct termios settings;
} saved;

static atomic_uint_fast64_t pending;
static atomic_int wake_read = -1;
static atomic_int wake_write = -1;

/* The signal that told the program to end, and what shows whether it still can. */
static atomic_int doom;
static atomic_uint output_turn;
static atomic_uint seen_turn;
static int output_depth;
static bool alarm_was_ignored;

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
static const int told_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
enum {
  crash_count = sizeof crashes / sizeof *crashes,
  told_count = sizeof told_signals / sizeof *told_signals,
  last_signal = 64,
  kernel_action_size = 64,
  kernel_mask_size = 8,
  /* Together these make the two seconds that a program has to end once it was told to. */
  seconds_to_end = 1,
  milliseconds_to_write = 500,
};

/* Asks the kernel directly: the C library leaves out the signals that it reserves for itself, and a
 * program can be started with those blocked too. */
static void unblock(uint64_t signals) {
  syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &signals, NULL, kernel_mask_size);
}

static uint64_t masked(int number) { return UINT64_C(1) << (number - 1); }

static bool contains(const int *numbers, int count, int number) {
  for (int i = 0; i < count; i++)
    if (numbers[i] == number) return true;
  return false;
}

/* As in signal(7), all real-time signals included. */
static bool ends_by_default(int number) {
  static const int others[] = {SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU,
                               SIGCONT, SIGCHLD, SIGURG,  SIGWINCH};
  return !contains(others, sizeof others / sizeof *others, number);
}

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

/* One byte in the pipe is enough, because `pending` says what came. */
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

static uint64_t bit(int number) { return UINT64_C(1) << number; }

/* Starts a clock that checks whether the thread that was told can still end the program. */
static void told(int number) {
  int none = 0;
  if (ends_by_default(number) && atomic_compare_exchange_strong(&doom, &none, number)) {
    atomic_store(&seen_turn, atomic_load(&output_turn));
    alarm(seconds_to_end);
  }
  tell(bit(number));
}

/* Writes to a terminal that may accept nothing at all, because whoever shows it has stopped reading
 * or its output was stopped. What waits in front of these bytes is then dropped. */
static void write_promptly(int descriptor, const char *start, size_t size) {
  static const char cancel = 0x18; /* ends a sequence that was cut in two */
  size_t written = 0;
  bool has_dropped = false;
  for (int turns = 0; written < size && turns < 1000; turns++) {
    ssize_t count = write(descriptor, start + written, size - written);
    if (count > 0) written += (size_t)count;
    if (count > 0 || (count < 0 && errno == EINTR)) continue;
    if (errno != EAGAIN) return;
    struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
    if (poll(&ready, 1, milliseconds_to_write) != 0) continue;
    if (has_dropped) return;
    has_dropped = true;
    written = 0;
    tcflow(descriptor, TCOON);
    tcflush(descriptor, TCOFLUSH);
    if (write(descriptor, &cancel, 1) < 0) continue;
  }
}

/* If several come here at the same time, exactly one of them gives the terminal back. A forked
 * child that has not become another program yet does not hold it. */
static struct hold *take_back(void) {
  struct hold *hold = atomic_load(&held);
  if (!hold || getpid() != hold->owner) return NULL;
  hold = atomic_exchange(&held, NULL);
  if (!hold) return NULL;
  /* In the background, the kernel would stop a process that writes to the terminal or changes its
   * settings. */
  sigset_t stops, before;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &stops, &before);
  int flags = fcntl(hold->output, F_GETFL);
  if (flags >= 0) fcntl(hold->output, F_SETFL, flags | O_NONBLOCK);
  write_promptly(hold->output, hold->bytes, hold->leaving_size);
  /* Others may share the open file, such as the shell. */
  if (flags >= 0) fcntl(hold->output, F_SETFL, flags);
  /* A process that is in the foreground instead of us has settings of its own. */
  pid_t foreground = tcgetpgrp(hold->terminal);
  if (foreground <= 0 || foreground == getpgrp())
    tcsetattr(hold->terminal, TCSANOW, &hold->settings);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return hold;
}

void ct_give_back(void) { free(take_back()); }

/* Dies of the signal itself, by its default action. It asks the kernel directly, because the C
 * library refuses the signals that it reserves for itself. */
static void die(int number) {
  char action[kernel_action_size] = {0};
  syscall(SYS_rt_sigaction, number, action, NULL, kernel_mask_size);
  unblock(masked(number));
  syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), number);
  _exit(128 + number);
}

/* The clock of a program that was told to end. Is it stuck: has it not even looked at the signal,
 * or has it been in the same piece of output since the last check? */
static void look_whether_stuck(void) {
  int number = atomic_load(&doom);
  unsigned turn = atomic_load(&output_turn);
  bool is_writing = turn % 2 == 1 && turn == atomic_load(&seen_turn);
  if (is_writing || (atomic_load(&pending) & bit(number)) != 0) {
    take_back();
    die(number);
  }
  atomic_store(&seen_turn, turn);
  alarm(seconds_to_end);
}

static void deadly(int number, siginfo_t *information, void *context) {
  (void)context;
  if (number == SIGALRM) {
    if (information->si_code == SI_KERNEL && atomic_load(&doom) != 0) {
      int before = errno;
      look_whether_stuck();
      errno = before;
      return;
    }
    if (alarm_was_ignored) return;
  }
  struct hold *hold = take_back();
  if (hold && hold->standard_error >= 0) dup2(hold->standard_error, STDERR_FILENO);
  struct pollfd errors = {.fd = STDERR_FILENO, .events = POLLOUT};
  if (hold && contains(crashes, crash_count, number) && poll(&errors, 1, milliseconds_to_write) > 0)
    ct_write(STDERR_FILENO, hold->bytes + hold->leaving_size, hold->note_size);
  die(number);
}

static void at_exit(void) { ct_give_back(); }

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

/* The signals that the C library reserves for itself (32, 33) end a program like any other, but its
 * sigaction refuses them. So the kernel gets a copy of what it was told about another signal. */
static void install_reserved(int number, int like) {
  char before[kernel_action_size] = {0}, action[kernel_action_size] = {0};
  void *handler;
  if (syscall(SYS_rt_sigaction, number, NULL, before, kernel_mask_size) != 0) return;
  memcpy(&handler, before, sizeof handler);
  if (handler != NULL) return;
  if (syscall(SYS_rt_sigaction, like, NULL, action, kernel_mask_size) == 0)
    syscall(SYS_rt_sigaction, number, action, NULL, kernel_mask_size);
}

/* The handlers run on a stack of their own. This is the main thread's; the others begin with one. */
static void install_deadly(void) {
  static void *stack;
  if (!stack) stack = alternate_stack_begin();
  for (int number = 1; number <= last_signal; number++) {
    struct sigaction before, action = {.sa_sigaction = deadly};
    bool is_crash = contains(crashes, crash_count, number);
    action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK | (is_crash ? SA_NODEFER : 0);
    sigemptyset(&action.sa_mask);
    if (!ends_by_default(number) || contains(told_signals, told_count, number)) continue;
    if (sigaction(number, NULL, &before) != 0) {
      install_reserved(number, SIGSEGV);
      continue;
    }
    bool is_ignored = before.sa_handler == SIG_IGN;
    if (number == SIGALRM && is_ignored) alarm_was_ignored = true;
    /* A real crash ends a program even if it ignores the signal. */
    if (!is_ignored || is_crash || number == SIGALRM) sigaction(number, &action, NULL);
  }
}

/* A parent may have started us with signals blocked, and then none of the handlers would ever
 * run. */
static void unblock_ours(void) {
  uint64_t ours = 0;
  for (int number = 1; number <= last_signal; number++)
    if (ends_by_default(number) || contains(told_signals, told_count, number))
      ours |= masked(number);
  unblock(ours);
}

bool ct_install(void) {
  if (atomic_load(&wake_read) < 0) {
    if (!open_pipe()) return false;
    atexit(at_exit);
  }
  install_told();
  install_deadly();
  unblock_ours();
  return true;
}

void ct_retire(void) {
  alarm(0);
  for (int i = 0; i < told_count; i++) {
    struct sigaction before, action = {.sa_handler = SIG_DFL};
    sigemptyset(&action.sa_mask);
    sigaction(told_signals[i], NULL, &before);
    if (before.sa_handler == told) sigaction(told_signals[i], &action, NULL);
  }
  int number = atomic_exchange(&doom, 0);
  if (number != 0 && (atomic_load(&pending) & bit(number)) != 0) die(number);
}

void ct_guard(void) {
  static bool is_called_at_exit;
  if (!is_called_at_exit) atexit(at_exit);
  is_called_at_exit = true;
  install_deadly();
}

bool ct_save(int terminal, int output) {
  if (tcgetattr(terminal, &saved.settings) != 0) return false;
  saved.terminal = terminal;
  saved.output = output;
  saved.exists = true;
  return true;
}

void ct_hold(
    const char *leaving, size_t leaving_size, const char *note, size_t note_size,
    int standard_error) {
  struct hold *hold = malloc(sizeof *hold + leaving_size + note_size);
  if (!hold) return;
  hold->terminal = saved.terminal;
  hold->output = saved.output;
  hold->settings = saved.settings;
  hold->standard_error = standard_error;
  hold->owner = getpid();
  hold->leaving_size = leaving_size;
  hold->note_size = note_size;
  if (leaving_size > 0) memcpy(hold->bytes, leaving, leaving_size);
  if (note_size > 0) memcpy(hold->bytes + leaving_size, note, note_size);
  free(atomic_exchange(&held, hold));
}

void ct_release(void) { free(atomic_exchange(&held, NULL)); }

void ct_restore(void) {
  if (!saved.exists) return;
  while (tcsetattr(saved.terminal, TCSADRAIN, &saved.settings) < 0 && errno == EINTR) {}
}

void ct_output_begins(void) {
  if (output_depth++ == 0) atomic_fetch_add(&output_turn, 1);
}

void ct_output_ends(void) {
  if (--output_depth == 0) atomic_fetch_add(&output_turn, 1);
}

void ct_stop(void) {
  struct sigaction before, action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  sigaction(SIGTSTP, &action, &before);
  /* If we were started with the signal ignored, there is nobody who could make us go on. */
  if (before.sa_handler == SIG_IGN) {
    sigaction(SIGTSTP, &before, NULL);
    return;
  }
  /* It is sent to this process too: the kernel gives it to the main thread, whose call of kill
   * returns only when the process goes on. If nobody could make it go on (an orphaned process
   * group), the kernel drops the signal. */
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &before, NULL);
  atomic_fetch_and(&pending, ~(bit(SIGCONT) | bit(SIGTSTP)));
}

bool ct_size(int terminal, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}
