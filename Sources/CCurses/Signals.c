#define _GNU_SOURCE 1

#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* What a signal handler may use: plain bytes and flags made ready before. */
static int tty = -1, tty_now = -1;
static struct termios saved_modes;
static char restore_bytes[256];
static size_t restore_length;
static struct cleanup {
  size_t length;
  uint8_t bytes[CC_LARGEST_CLEANUP];
} cleanups[2];
static atomic_int cleanup_number;
static atomic_int is_shown;
static atomic_ullong pending_signals;
static int wake_pipe[2] = {-1, -1};

enum { SIGNALS = 65 };
static struct sigaction old_actions[SIGNALS];
static bool is_caught[SIGNALS];

static void add_restore_bytes(const char *text) {
  size_t length = text ? strlen(text) : 0;
  if (restore_length + length > sizeof restore_bytes) return;
  memcpy(restore_bytes + restore_length, text, length);
  restore_length += length;
}

/* Async-signal-safe. A terminal that nobody reads from must not keep the process from ending. */
static void write_now(const void *bytes, size_t length) {
  size_t written = 0;
  for (int tries = 0; written < length && tries < 40; tries++) {
    struct pollfd room = {tty_now, POLLOUT, 0};
    if (poll(&room, 1, 50) != 1) continue;
    ssize_t count = write(tty_now, (const char *)bytes + written, length - written);
    if (count > 0) {
      written += (size_t)count;
      tries = 0;
    } else if (errno != EAGAIN && errno != EINTR) {
      return;
    }
  }
}

/* Async-signal-safe. */
void cc_clean_up(void) {
  const struct cleanup *cleanup = &cleanups[atomic_load(&cleanup_number)];
  write_now(cleanup->bytes, cleanup->length);
}

/* A handler may be reading the other one. */
void cc_set_cleanup(const uint8_t *bytes, size_t count) {
  int other = 1 - atomic_load(&cleanup_number);
  cleanups[other].length = count <= CC_LARGEST_CLEANUP ? count : 0;
  if (count > 0) memcpy(cleanups[other].bytes, bytes, cleanups[other].length);
  atomic_store(&cleanup_number, other);
}

/* Async-signal-safe. */
static void restore_now(void) {
  if (!atomic_exchange(&is_shown, 0)) return;
  cc_clean_up();
  write_now(restore_bytes, restore_length);
  tcsetattr(tty, TCSANOW, &saved_modes);
}

void cc_prepare_restore(int terminal, int terminal_now, const char *const texts[], int count) {
  tty = terminal;
  tty_now = terminal_now;
  restore_length = 0;
  for (int i = 0; i < count; i++)
    if (texts[i]) add_restore_bytes(texts[i]);
  static bool registered;
  if (!registered) registered = atexit(restore_now) == 0;
}

void cc_save_modes(void) { tcgetattr(tty, &saved_modes); }
void cc_restore_modes(void) { tcsetattr(tty, TCSANOW, &saved_modes); }
void cc_set_shown(bool shown) { atomic_store(&is_shown, shown); }

/* Async-signal-safe. */
static void die_by(int number) {
  struct sigaction standard = {0};
  standard.sa_handler = SIG_DFL;
  sigaction(number, &standard, NULL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(number);
  _exit(128 + number);
}

static void on_asking(int number) {
  int saved_errno = errno;
  unsigned long long bit = 1ULL << number;
  unsigned long long before = atomic_fetch_or(&pending_signals, bit);
  bool ends = number == SIGINT || number == SIGTERM || number == SIGHUP;
  if (ends && (before & bit)) {
    restore_now();
    die_by(number);
  }
  cc_wake();
  errno = saved_errno;
}

static bool is_from_outside(const siginfo_t *info) { return info->si_code <= 0 && info->si_pid != getpid(); }

/* The handler that was there before, Swift's backtrace for one, sees our own faults once the terminal is back. It
   counts on a fault that comes again after it, which not all do. */
static void on_ending(int number, siginfo_t *info, void *context) {
  restore_now();
  struct sigaction *old = &old_actions[number];
  if (is_from_outside(info)) die_by(number);
  if (old->sa_flags & SA_SIGINFO) {
    old->sa_sigaction(number, info, context);
  } else if (old->sa_handler != SIG_DFL && old->sa_handler != SIG_IGN) {
    old->sa_handler(number);
  }
  die_by(number);
}

static bool is_asking(int number) {
  static const int asking[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};
  for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
    if (asking[i] == number) return true;
  return false;
}

/* What no handler can catch, and what by default neither ends nor may be changed. */
static bool is_left_alone(int number) {
  static const int alone[] = {SIGKILL, SIGSTOP, SIGCHLD, SIGURG, SIGTTIN, SIGTTOU};
  for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
    if (alone[i] == number) return true;
  return false;
}

static bool is_fault(int number) {
  static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGTRAP, SIGFPE, SIGQUIT};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
    if (faults[i] == number) return true;
  return false;
}

/* What is ignored stays so, as under nohup, and a handler that somebody else made for a signal without a fault too. */
static bool is_ours(int number) {
  struct sigaction *old = &old_actions[number];
  if (is_left_alone(number) || sigaction(number, NULL, old) != 0) return false;
  bool is_standard = !(old->sa_flags & SA_SIGINFO) && old->sa_handler == SIG_DFL;
  bool is_ignored = !(old->sa_flags & SA_SIGINFO) && old->sa_handler == SIG_IGN;
  return !is_ignored && (is_standard || is_asking(number) || is_fault(number));
}

/* A stack of its own lets the handler run even when the drawing thread's stack is full. */
void cc_catch_signals(void) {
  static char handler_stack[128 * 1024];
  stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
  sigaltstack(&stack, NULL);
  for (int number = 1; number < SIGNALS; number++) {
    is_caught[number] = is_ours(number);
    if (!is_caught[number]) continue;
    struct sigaction action = {0};
    sigfillset(&action.sa_mask);
    if (is_asking(number)) {
      action.sa_flags = SA_RESTART;
      action.sa_handler = on_asking;
    } else {
      action.sa_flags = SA_ONSTACK | SA_SIGINFO;
      action.sa_sigaction = on_ending;
    }
    sigaction(number, &action, NULL);
  }
}

void cc_release_signals(void) {
  for (int number = 1; number < SIGNALS; number++) {
    if (is_caught[number]) sigaction(number, &old_actions[number], NULL);
    is_caught[number] = false;
  }
}

uint64_t cc_take_signals(void) { return atomic_exchange(&pending_signals, 0); }
void cc_forget_signal(int number) { atomic_fetch_and(&pending_signals, ~(1ULL << number)); }

/* A signal to the whole group may reach any thread of ours, and only after the handler is back; one to this thread
   stops the process before `raise` returns. Threads that were started on a dispatch queue block the signal. */
bool cc_stop_group(void) {
  struct sigaction ignored = {0}, standard = {0}, ours;
  if (!is_caught[SIGTSTP]) return false;
  ignored.sa_handler = SIG_IGN;
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &ignored, &ours);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &standard, NULL);
  sigset_t stop, mask;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &ours, NULL);
  return true;
}

/* The kernel stops a process in the background that waits for its output to be sent (SIGTTOU), but where its thread
   blocks the signal, and refuses where nobody could bring its group back. */
bool cc_await_foreground(int terminal) {
  pid_t front = tcgetpgrp(terminal);
  if (front < 0 || front == getpgrp()) return true;
  sigset_t stop, mask;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTTOU);
  pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
  int result;
  do result = tcdrain(terminal);
  while (result != 0 && errno == EINTR);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  return result == 0;
}

bool cc_open_wake(void) { return wake_pipe[0] >= 0 || pipe2(wake_pipe, O_NONBLOCK | O_CLOEXEC) == 0; }

void cc_wait(int milliseconds) {
  struct pollfd sources[2] = {{tty, POLLIN, 0}, {wake_pipe[0], POLLIN, 0}};
  poll(sources, 2, milliseconds);
  if (sources[0].revents & (POLLHUP | POLLERR | POLLNVAL)) atomic_fetch_or(&pending_signals, 1ULL << SIGHUP);
  char drained[64];
  while (read(wake_pipe[0], drained, sizeof drained) > 0) {}
}

void cc_wake(void) {
  if (wake_pipe[1] < 0) return;
  ssize_t written = write(wake_pipe[1], "w", 1);
  (void)written;
}

int cc_read(uint8_t *bytes, int capacity, int milliseconds) {
  struct pollfd source = {tty, POLLIN, 0};
  if (poll(&source, 1, milliseconds) != 1 || !(source.revents & POLLIN)) return 0;
  ssize_t count = read(tty, bytes, (size_t)capacity);
  return count > 0 ? (int)count : 0;
}
