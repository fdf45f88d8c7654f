#ifndef CCurses_Internal_H
#define CCurses_Internal_H

#include "CCurses.h"

/* Signals.c: gives the terminal back on every way out. */

/* The terminal, another opening of it that never waits, and the modes that it had; `count` texts that lead back to
   its main screen, NULL where it lacks one. */
void cc_prepare_restore(int terminal, int terminal_now, const char *const texts[], int count);
/* Writes what cc_set_cleanup has kept. */
void cc_clean_up(void);
/* Takes up the terminal's present modes as those to go back to. */
void cc_save_modes(void);
/* Whether the terminal is ours; a way out gives it back only then. */
void cc_set_shown(bool is_shown);
/* Back to the saved modes, by the ordinary way. */
void cc_restore_modes(void);
void cc_catch_signals(void);
void cc_release_signals(void);
/* Makes the pipe that wakes cc_wait, once. */
bool cc_open_wake(void);
/* Stops the process group as ^Z does; false where it cannot be stopped. */
bool cc_stop_group(void);
/* Stops the process until it is in the terminal's foreground; false where it cannot be brought there. */
bool cc_await_foreground(int terminal);
/* As if the signal had not come. */
void cc_forget_signal(int number);

/* Frame.c: one write for what curses sends and what is drawn beside it. */

struct frame {
  /* What follows curses' own bytes. */
  const uint8_t *raw;
  size_t length;
  /* Where curses has left its cursor. */
  int row, column;
  bool is_collected, is_synchronised;
};

/* Lets what is written to `out` go to memory. Returns whether it does. */
bool cc_begin_frame(int out);
/* Makes `out` the terminal again, and writes what was collected and the rest of the frame. */
void cc_end_frame(int out, int terminal, const struct frame *frame);
void cc_close_frame(void);

/* Locale.c: chooses the characters for the terminal. */
void cc_choose_locale(void);

#endif
