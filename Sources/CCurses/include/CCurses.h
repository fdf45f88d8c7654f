#ifndef CCurses_H
#define CCurses_H

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

/* The part of ncursesw that is used, without its macros and globals. One screen at a time; everything but
   cc_catch_signals' handlers belongs to the thread that opened it. */

enum {
  CC_OK = 0,
  CC_NO_TTY = 1,      /* /dev/tty cannot be opened */
  CC_UNKNOWN = 2,     /* terminfo does not know $TERM */
  CC_NO_CURSOR = 3    /* the terminal cannot place its cursor */
};

enum { CC_BOLD = 1, CC_DIM = 2, CC_REVERSE = 4, CC_UNDERLINE = 8 };

/* What cc_read_key returns beside characters. */
enum {
  CC_KEY_NONE = -1,
  CC_KEY_UP = 0x200000, CC_KEY_DOWN, CC_KEY_LEFT, CC_KEY_RIGHT, CC_KEY_HOME, CC_KEY_END, CC_KEY_PAGE_UP,
  CC_KEY_PAGE_DOWN, CC_KEY_ENTER, CC_KEY_BACK_TAB, CC_KEY_BACKSPACE, CC_KEY_DELETE, CC_KEY_OTHER,
  CC_KEY_CLICK, CC_KEY_WHEEL_UP, CC_KEY_WHEEL_DOWN,
  CC_KEY_F0 = 0x200100 /* F1 is CC_KEY_F0 + 1 */
};

/* Opens /dev/tty in raw mode with keypad and mouse; catches signals. Returns CC_OK or why not. */
int cc_open(void);
/* Gives the terminal back; harmless when it is not open. */
void cc_close(void);

int cc_colours(void);
int cc_pairs(void);
int cc_columns(void);
int cc_rows(void);

/* Gives a pair of colours its meaning; -1 is the terminal's own colour. */
void cc_set_pair(int pair, int foreground, int background);
/* Writes a cell of up to 5 wide characters ending in 0. */
void cc_put(int row, int column, const wchar_t *text, int attributes, int pair);
/* Shows the cursor at a place, or hides it for row < 0. */
void cc_cursor(int row, int column);
/* Sends what changed. */
void cc_refresh(void);
/* Forgets what the terminal shows, so that the next refresh sends everything. */
void cc_invalidate(void);
/* Asks the kernel for the window's size and takes it over. */
void cc_resize(void);

/* The next key that is there, without waiting; for a mouse key its place. */
int cc_read_key(int *row, int *column);

/* Waits until the terminal has input, a wake came, or the time passed (-1: no end). */
void cc_wait(int milliseconds);
/* Ends a cc_wait; from any thread, also from a signal handler. */
void cc_wake(void);

/* The signals that came since the last call, as bits `1 << number`: INT, TERM, HUP, TSTP, WINCH. A second INT, TERM
   or HUP before that gives the terminal back and ends the process at once. */
uint64_t cc_take_signals(void);

/* Gives the terminal back, stops the process group as ^Z does, and takes the terminal again. */
void cc_suspend(void);

#endif
