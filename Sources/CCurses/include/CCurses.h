#ifndef CCurses_H
#define CCurses_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

/* The part of ncursesw that is used, without its macros and globals. One screen at a time; everything but
   cc_wake belongs to the thread that opened it. */

enum {
  CC_OK = 0,
  CC_NO_TTY = 1,      /* the terminal cannot be opened */
  CC_UNKNOWN = 2,     /* terminfo knows neither $TERM nor xterm */
  CC_NO_CURSOR = 3,   /* the terminal cannot place its cursor */
  CC_BACKGROUND = 4   /* the process is not in the terminal's foreground */
};

enum { CC_BOLD = 1, CC_DIM = 2, CC_REVERSE = 4, CC_UNDERLINE = 8 };

/* Columns or rows of a window that are used at most. */
enum { CC_LARGEST_SIDE = 1000 };
enum { CC_LARGEST_CLEANUP = 65536 };

/* Stops the process until it is in the terminal's foreground; false where it cannot be brought there. True where there
   is no terminal. */
bool cc_come_forward(void);

/* Asking the terminal, while curses does not have it; from one thread at a time, and before cc_open. */

/* Opens /dev/tty and switches it to raw mode; signals are caught, and those that end the process give the modes back
   first. Returns CC_OK, CC_NO_TTY or CC_BACKGROUND. */
int cc_ask_open(void);
/* False where the terminal does not take all of it in time. */
bool cc_ask_write(const uint8_t *bytes, int count, int milliseconds);
/* Waits for bytes; returns their number, 0 where none came in time, -1 where none will come. */
int cc_ask_read(uint8_t *bytes, int capacity, int milliseconds);
/* Gives the modes back; harmless when it is not open. */
void cc_ask_close(void);
/* The window's columns, rows, width and height in pixels; 0 for what the kernel does not know. */
void cc_window(int sizes[4]);
/* The colours of the terminal's entry in terminfo, 0 where there is none, and whether it says that colours of 24 bits
   are shown. */
int cc_entry_colours(bool *is_direct);
/* Chooses the locale as cc_open does; whether the terminal is sent UTF-8. */
bool cc_entry_unicode(void);

/* Opens a terminal ("/dev/tty" as a rule) of a type ($TERM as a rule) in raw mode with keypad, mouse and marks around what is pasted; catches
   signals. Every signal that ends the process gives the terminal back first. Returns CC_OK or why not. */
int cc_open(const char *device, const char *wanted);
/* Gives the terminal back; harmless when it is not open. */
void cc_close(void);

/* The terminal's name in terminfo: the type wanted, or what stands in for it. */
const char *cc_type(void);
/* A text of the terminal's by the capability's name ("kcuu1"); NULL where it has none. */
const char *cc_text(const char *capability);
/* Whether the terminal is sent UTF-8. */
bool cc_is_unicode(void);
/* The name of the terminal's characters where they are not UTF-8. */
const char *cc_codeset(void);
/* Whether the terminal's characters have this one. */
bool cc_can_show(wchar_t character);
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
/* Sends what changed in one write, `length` raw bytes after it; the cursor is then put back where curses has it.
   Synchronised: between the marks (DEC mode 2026) that let a terminal show all of it at once. */
void cc_refresh(const uint8_t *raw, size_t length, bool is_synchronised);
/* What the terminal is sent before it is given back, on every way out; `count` bytes, at most CC_LARGEST_CLEANUP. */
void cc_set_cleanup(const uint8_t *bytes, size_t count);
/* Forgets what the terminal shows, so that the next refresh sends everything. */
void cc_invalidate(void);
/* Asks the kernel for the window's size and takes it over. */
void cc_resize(void);

/* Whether the mouse is the program's (as without a call) or the terminal's; before cc_open or after it. */
void cc_set_mouse(bool is_wanted);

/* Bytes that the terminal has sent; waits for the first of them. Returns their number, 0 where none came. */
int cc_read(uint8_t *bytes, int capacity, int milliseconds);
/* Waits until the terminal has input, a wake came, or the time passed (-1: no end). */
void cc_wait(int milliseconds);
/* Ends a cc_wait; from any thread, also from a signal handler. */
void cc_wake(void);

/* The signals that came since the last call, as bits `1 << number`: INT, TERM, HUP, TSTP, WINCH. A second INT, TERM
   or HUP before that gives the terminal back and ends the process at once. */
uint64_t cc_take_signals(void);

/* Gives the terminal back, stops the process group as ^Z does, and takes the terminal again. */
void cc_suspend(void);
/* Takes the terminal again after the process was stopped by others than `cc_suspend`. */
void cc_continue(void);

#endif
