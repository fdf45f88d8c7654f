#define _XOPEN_SOURCE_EXTENDED 1
#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1

#include "Internal.h"

#include <curses.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static SCREEN *screen;
static FILE *tty_in, *tty_out;
static int tty = -1, tty_now = -1;
static char type[256];
static bool has_modes, wants_mouse = true;

/* Tells when the terminal's window gains the user's attention. */
static const char focus_on[] = "\033[?1004h", focus_off[] = "\033[?1004l";

/* Clicks and the wheel, with places written in decimals. */
static const char mouse_on[] = "\033[?1000h\033[?1002h\033[?1006h",
                  mouse_off[] = "\033[?1006l\033[?1002l\033[?1000l";
/* Marks around what is pasted. */
static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

const char *cc_text(const char *capability) {
  const char *text = tigetstr(capability);
  return text == (char *)-1 ? NULL : text;
}

static int fail(int reason) {
  if (tty_out) fclose(tty_out);
  if (tty_in) fclose(tty_in);
  if (tty_now >= 0) close(tty_now);
  if (tty >= 0) close(tty);
  tty_out = tty_in = NULL;
  tty = tty_now = -1;
  return reason;
}

/* A signal's handler writes on an opening of its own, which never waits. */
static int open_tty(const char *device) {
  tty = open(device, O_RDWR | O_CLOEXEC | O_NOCTTY);
  tty_now = open(device, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct termios modes;
  if (tty < 0 || tty_now < 0 || tcgetattr(tty, &modes) != 0) return CC_NO_TTY;
  int in = fcntl(tty, F_DUPFD_CLOEXEC, 3), out = fcntl(tty, F_DUPFD_CLOEXEC, 3);
  if (in < 0 || out < 0) return CC_NO_TTY;
  tty_in = fdopen(in, "r");
  tty_out = fdopen(out, "w");
  return tty_in && tty_out ? CC_OK : CC_NO_TTY;
}

static bool has_entry(const char *name) {
  int error;
  return setupterm(name, tty, &error) == OK;
}

/* Today's terminals understand xterm's sequences, whatever they call themselves. */
static int choose_type(const char *wanted) {
  if (!*wanted || strcmp(wanted, "dumb") == 0 || strcmp(wanted, "unknown") == 0) return CC_NO_CURSOR;
  const char *const names[] = {wanted, "xterm-256color", "xterm"};
  use_env(FALSE);  // else setupterm puts the window's size in place of the entry's
  for (int i = 0; i < 3; i++) {
    if (!has_entry(names[i])) continue;
    snprintf(type, sizeof type, "%s", names[i]);
    return cc_text("cup") && cc_text("clear") ? CC_OK : CC_NO_CURSOR;
  }
  return CC_UNKNOWN;
}

int cc_entry_colours(bool *is_direct) {
  *is_direct = false;
  const char *wanted = getenv("TERM");
  if (screen || choose_type(wanted ? wanted : "") != CC_OK) return 0;
  const char *text = cc_text("RGB");
  *is_direct = tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || (text && *text) || tigetflag("Tc") > 0;
  int colours = tigetnum("colors");
  return colours > 0 ? colours : 0;
}

bool cc_entry_unicode(void) {
  cc_choose_locale();
  return cc_is_unicode();
}

/* Only terminals with a mouse have or ignore such modes for certain. */
static void switch_mode(const char *text) {
  if (!has_modes) return;
  ssize_t written = write(tty, text, strlen(text));
  (void)written;
}

void cc_set_mouse(bool is_wanted) {
  if (is_wanted == wants_mouse) return;
  wants_mouse = is_wanted;
  if (screen) switch_mode(is_wanted ? mouse_on : mouse_off);
}

static void switch_modes(bool are_ours) {
  if (wants_mouse || !are_ours) switch_mode(are_ours ? mouse_on : mouse_off);
  switch_mode(are_ours ? focus_on : focus_off);
  switch_mode(are_ours ? paste_on : paste_off);
}

static void set_modes(void) {
  raw();
  noecho();
  nonl();
  curs_set(0);
  keypad(stdscr, TRUE);
  leaveok(stdscr, FALSE);
  idcok(stdscr, FALSE);  // shifting the rest of a line would shift what is not curses' own
  has_modes = cc_text("kmous") != NULL;
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
}

static void prepare_restore(void) {
  const char *const texts[] = {
    focus_off, mouse_off, paste_off, cc_text("sgr0"), cc_text("op"), cc_text("cnorm"), cc_text("rmkx"), cc_text("rmcup"),
  };
  cc_prepare_restore(tty, tty_now, texts, sizeof texts / sizeof *texts);
  cc_save_modes();
}

static bool is_absurd(const char *variable, int told) {
  const char *text = getenv(variable);
  return told > CC_LARGEST_SIDE || (text && strtol(text, NULL, 10) > CC_LARGEST_SIDE);
}

/* newterm makes its screen in the entry's size, which cc_resize sets right. An entry without one (the Linux console's)
   needs the window's instead, of which a side may be too large for any screen. */
static void choose_first_size(void) {
  bool has_size = tigetnum("lines") > 0 && tigetnum("cols") > 0;
  use_env(!has_size);
  struct winsize size = {0};
  ioctl(tty, TIOCGWINSZ, &size);
  if (has_size || !(is_absurd("LINES", size.ws_row) || is_absurd("COLUMNS", size.ws_col))) return;
  setenv("LINES", "24", 1);
  setenv("COLUMNS", "80", 1);
}

/* The signals are caught first: ncurses catches those that nobody has. */
int cc_open(const char *device, const char *wanted) {
  if (screen) return CC_OK;
  cc_choose_locale();
  int reason = open_tty(device);
  if (reason == CC_OK) reason = choose_type(wanted);
  if (reason == CC_OK && !cc_await_foreground(tty)) reason = CC_BACKGROUND;
  if (reason != CC_OK) return fail(reason);
  if (!cc_open_wake()) return fail(CC_NO_TTY);
  prepare_restore();
  cc_catch_signals();
  choose_first_size();
  screen = newterm(type, tty_out, tty_in);
  if (!screen) {
    cc_release_signals();
    return fail(CC_UNKNOWN);
  }
  cc_set_shown(true);
  set_modes();
  switch_modes(true);
  cc_resize();
  return CC_OK;
}

void cc_close(void) {
  if (!screen) return;
  switch_modes(false);
  cc_clean_up();
  endwin();
  cc_restore_modes();
  cc_set_shown(false);
  cc_release_signals();
  delscreen(screen);
  screen = NULL;
  cc_close_frame();
  fail(0);
}

const char *cc_type(void) { return type; }
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

void cc_refresh(const uint8_t *raw, size_t length, bool is_synchronised) {
  int out = fileno(tty_out);
  bool is_collected = cc_begin_frame(out);
  refresh();
  fflush(tty_out);
  struct frame frame = {raw, length, getcury(curscr), getcurx(curscr), is_collected, is_synchronised};
  cc_end_frame(out, tty, &frame);
}

void cc_invalidate(void) { clearok(curscr, TRUE); }

/* A side of the window: what the kernel says, else the environment's number, else what is there. */
static int side(int told, const char *variable, int otherwise) {
  const char *text = getenv(variable);
  if (told <= 0 && text) told = (int)strtol(text, NULL, 10);
  if (told <= 0) return otherwise;
  return told < CC_LARGEST_SIDE ? told : CC_LARGEST_SIDE;
}

/* newterm lets the rows of the entry's size scroll, 24 mostly, and a picture below them would move those above. */
static void scroll_whole_screen(void) {
  const char *region = cc_text("csr"), *save = cc_text("sc"), *restore = cc_text("rc");
  if (!region || !save || !restore) return;
  char text[64];
  int length = snprintf(text, sizeof text, "%s%s", save, tparm((char *)region, 0, LINES - 1));
  if (length < 0 || (size_t)length + strlen(restore) >= sizeof text) return;
  strcat(text, restore);
  ssize_t written = write(tty, text, strlen(text));
  (void)written;
}

void cc_resize(void) {
  struct winsize size = {0};
  ioctl(tty, TIOCGWINSZ, &size);
  int height = side(size.ws_row, "LINES", LINES), width = side(size.ws_col, "COLUMNS", COLS);
  if (height != LINES || width != COLS) resizeterm(height, width);
  scroll_whole_screen();
}

static void take_back(void) {
  cc_await_foreground(tty);
  cc_forget_signal(SIGCONT);
  reset_prog_mode();
  cc_set_shown(true);
  switch_modes(true);
  cc_resize();
  clearok(curscr, TRUE);
  refresh();
}

void cc_suspend(void) {
  def_prog_mode();
  switch_modes(false);
  cc_clean_up();
  endwin();
  cc_restore_modes();
  cc_set_shown(false);
  if (cc_stop_group()) {
    cc_await_foreground(tty);
    cc_save_modes();
  }
  take_back();
}

/* After SIGSTOP, of which nobody is told, the shell has had the terminal, and may have left other modes. */
void cc_continue(void) {
  if (!screen) return;
  cc_await_foreground(tty);
  endwin();
  take_back();
}
