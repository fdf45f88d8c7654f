#define _XOPEN_SOURCE_EXTENDED 1
#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1

#include "CCurses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static SCREEN *screen;
static FILE *tty_in, *tty_out;
static int tty = -1;
static int wake_pipe[2] = {-1, -1};
static struct termios saved_modes;

/* What a signal handler may use: plain bytes and flags made ready before. */
static char restore_bytes[256];
static size_t restore_length;
static atomic_int is_shown;
static atomic_ullong pending_signals;

static const int polite[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH};
static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGTRAP, SIGFPE};
enum { POLITE = sizeof polite / sizeof *polite, FATAL = sizeof fatal / sizeof *fatal };
static struct sigaction old_polite[POLITE], old_fatal[FATAL];

static void add_restore_bytes(const char *text) {
  if (text == NULL || text == (char *)-1) return;
  size_t length = strlen(text);
  if (restore_length + length > sizeof restore_bytes) return;
  memcpy(restore_bytes + restore_length, text, length);
  restore_length += length;
}

/* Async-signal-safe. */
static void restore_now(void) {
  if (!atomic_exchange(&is_shown, 0)) return;
  ssize_t written = write(tty, restore_bytes, restore_length);
  (void)written;
  tcsetattr(tty, TCSANOW, &saved_modes);
}

static void on_polite(int signal_number) {
  int saved_errno = errno;
  unsigned long long bit = 1ULL << signal_number;
  unsigned long long before = atomic_fetch_or(&pending_signals, bit);
  bool ends = signal_number == SIGINT || signal_number == SIGTERM || signal_number == SIGHUP;
  if (ends && (before & bit)) {
    restore_now();
    _exit(128 + signal_number);
  }
  cc_wake();
  errno = saved_errno;
}

/* The handler that was there before, Swift's backtrace for one, gets the signal after the terminal is back. */
static void on_fatal(int signal_number) {
  restore_now();
  for (int i = 0; i < FATAL; i++)
    if (fatal[i] == signal_number) sigaction(signal_number, &old_fatal[i], NULL);
  raise(signal_number);
}

/* A stack of its own lets the handler run even when the drawing thread's stack is full. */
static void catch_signals(void) {
  static char handler_stack[64 * 1024];
  stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action = {0};
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  action.sa_handler = on_polite;
  for (int i = 0; i < POLITE; i++) sigaction(polite[i], &action, &old_polite[i]);
  action.sa_flags = SA_ONSTACK;
  action.sa_handler = on_fatal;
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &action, &old_fatal[i]);
}

static void release_signals(void) {
  for (int i = 0; i < POLITE; i++) sigaction(polite[i], &old_polite[i], NULL);
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &old_fatal[i], NULL);
}

static void prepare_restore_bytes(void) {
  restore_length = 0;
  add_restore_bytes("\033[?1006l\033[?1002l\033[?1000l");
  add_restore_bytes(tigetstr("sgr0"));
  add_restore_bytes(tigetstr("op"));
  add_restore_bytes(tigetstr("cnorm"));
  add_restore_bytes(tigetstr("rmkx"));
  add_restore_bytes(tigetstr("rmcup"));
}

static int fail(int reason) {
  if (tty_out) fclose(tty_out);
  if (tty_in) fclose(tty_in);
  if (tty >= 0) close(tty);
  tty_out = tty_in = NULL;
  tty = -1;
  return reason;
}

static int open_tty(void) {
  tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (tty < 0 || tcgetattr(tty, &saved_modes) != 0) return CC_NO_TTY;
  int in = fcntl(tty, F_DUPFD_CLOEXEC, 3), out = fcntl(tty, F_DUPFD_CLOEXEC, 3);
  if (in < 0 || out < 0) return CC_NO_TTY;
  tty_in = fdopen(in, "r");
  tty_out = fdopen(out, "w");
  return tty_in && tty_out ? CC_OK : CC_NO_TTY;
}

static int check_terminal(void) {
  int error;
  if (setupterm(NULL, tty, &error) != OK) return CC_UNKNOWN;
  const char *place = tigetstr("cup"), *clear = tigetstr("clear");
  bool usable = place && place != (char *)-1 && clear && clear != (char *)-1;
  return usable ? CC_OK : CC_NO_CURSOR;
}

static void set_modes(void) {
  raw();
  noecho();
  nonl();
  curs_set(0);
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  leaveok(stdscr, FALSE);
  set_escdelay(25);
  mouseinterval(0);
  mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
}

int cc_open(void) {
  if (screen) return CC_OK;
  setlocale(LC_ALL, "");
  int reason = open_tty();
  if (reason == CC_OK) reason = check_terminal();
  if (reason != CC_OK) return fail(reason);
  if (wake_pipe[0] < 0 && pipe2(wake_pipe, O_NONBLOCK | O_CLOEXEC) != 0) return fail(CC_NO_TTY);
  screen = newterm(NULL, tty_out, tty_in);
  if (!screen) return fail(CC_UNKNOWN);
  set_modes();
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  prepare_restore_bytes();
  catch_signals();
  atomic_store(&is_shown, 1);
  static bool registered;
  if (!registered) registered = atexit(restore_now) == 0;
  return CC_OK;
}

void cc_close(void) {
  if (!screen) return;
  endwin();
  tcsetattr(tty, TCSANOW, &saved_modes);
  atomic_store(&is_shown, 0);
  release_signals();
  delscreen(screen);
  screen = NULL;
  fail(0);
}

int cc_colours(void) { return has_colors() ? COLORS : 0; }
int cc_pairs(void) { return COLOR_PAIRS; }
int cc_columns(void) { return COLS; }
int cc_rows(void) { return LINES; }

void cc_set_pair(int pair, int foreground, int background) { init_extended_pair(pair, foreground, background); }

void cc_put(int row, int column, const wchar_t *text, int attributes, int pair) {
  attr_t flags = 0;
  if (attributes & CC_BOLD) flags |= A_BOLD;
  if (attributes & CC_DIM) flags |= A_DIM;
  if (attributes & CC_REVERSE) flags |= A_REVERSE;
  if (attributes & CC_UNDERLINE) flags |= A_UNDERLINE;
  cchar_t cell;
  if (setcchar(&cell, text, flags, 0, &pair) != OK && setcchar(&cell, L"?", flags, 0, &pair) != OK) return;
  mvadd_wch(row, column, &cell);
}

void cc_cursor(int row, int column) {
  curs_set(row >= 0);
  if (row >= 0) move(row, column);
}

void cc_refresh(void) { refresh(); }
void cc_invalidate(void) { clearok(curscr, TRUE); }

void cc_resize(void) {
  struct winsize size;
  if (ioctl(tty, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) resizeterm(size.ws_row, size.ws_col);
}

static int mouse_key(int *row, int *column) {
  MEVENT event;
  if (getmouse(&event) != OK) return CC_KEY_OTHER;
  *row = event.y;
  *column = event.x;
  if (event.bstate & BUTTON1_PRESSED) return CC_KEY_CLICK;
  if (event.bstate & BUTTON4_PRESSED) return CC_KEY_WHEEL_UP;
  if (event.bstate & BUTTON5_PRESSED) return CC_KEY_WHEEL_DOWN;
  return CC_KEY_OTHER;
}

static int named_key(int code) {
  if (code > KEY_F(0) && code <= KEY_F(63)) return CC_KEY_F0 + (code - KEY_F(0));
  switch (code) {
  case KEY_UP: return CC_KEY_UP;
  case KEY_DOWN: return CC_KEY_DOWN;
  case KEY_LEFT: return CC_KEY_LEFT;
  case KEY_RIGHT: return CC_KEY_RIGHT;
  case KEY_HOME: return CC_KEY_HOME;
  case KEY_END: return CC_KEY_END;
  case KEY_PPAGE: return CC_KEY_PAGE_UP;
  case KEY_NPAGE: return CC_KEY_PAGE_DOWN;
  case KEY_ENTER: return CC_KEY_ENTER;
  case KEY_BTAB: return CC_KEY_BACK_TAB;
  case KEY_BACKSPACE: return CC_KEY_BACKSPACE;
  case KEY_DC: return CC_KEY_DELETE;
  default: return CC_KEY_OTHER;
  }
}

int cc_read_key(int *row, int *column) {
  wint_t code;
  switch (get_wch(&code)) {
  case ERR: return CC_KEY_NONE;
  case KEY_CODE_YES: return code == KEY_MOUSE ? mouse_key(row, column) : named_key((int)code);
  default: return (int)code;
  }
}

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

uint64_t cc_take_signals(void) { return atomic_exchange(&pending_signals, 0); }

void cc_suspend(void) {
  def_prog_mode();
  endwin();
  tcsetattr(tty, TCSANOW, &saved_modes);
  atomic_store(&is_shown, 0);

  // The rest of a pipeline stops with us. A signal to the whole group may reach any thread of ours, and only after the
  // handler is back; one to this thread stops the process before `raise` returns. Threads that were started on a
  // dispatch queue block the signal.
  struct sigaction ignored = {0}, standard = {0}, ours;
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

  tcgetattr(tty, &saved_modes);
  reset_prog_mode();
  atomic_store(&is_shown, 1);
  cc_resize();
  clearok(curscr, TRUE);
  refresh();
}
