#define _GNU_SOURCE 1

#include "Internal.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* The terminal while it is asked what it is, before curses has it. */
static int asked = -1;

static int refuse(int reason) {
  if (asked >= 0) close(asked);
  asked = -1;
  return reason;
}

/* As raw() sets it, but that output stays as it is. Bytes that wait to be read are kept. */
static bool set_raw(void) {
  struct termios modes;
  if (tcgetattr(asked, &modes) != 0) return false;
  modes.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
  modes.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
  modes.c_cc[VMIN] = 1;
  modes.c_cc[VTIME] = 0;
  return tcsetattr(asked, TCSANOW, &modes) == 0;
}

bool cc_come_forward(void) {
  int file = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (file < 0) return true;
  bool is_ours = cc_await_foreground(file);
  close(file);
  return is_ours;
}

/* A process in the background would be stopped for changing the modes. */
int cc_ask_open(void) {
  asked = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (asked < 0 || !isatty(asked)) return refuse(CC_NO_TTY);
  if (tcgetpgrp(asked) != getpgrp()) return refuse(CC_BACKGROUND);
  cc_prepare_restore(asked, asked, NULL, 0);
  cc_save_modes();
  cc_set_shown(true);
  cc_catch_signals();
  if (set_raw()) return CC_OK;
  cc_ask_close();
  return CC_NO_TTY;
}

void cc_ask_close(void) {
  if (asked < 0) return;
  cc_restore_modes();
  cc_set_shown(false);
  cc_release_signals();
  refuse(0);
}

bool cc_ask_write(const uint8_t *bytes, int count, int milliseconds) {
  struct pollfd room = {asked, POLLOUT, 0};
  if (poll(&room, 1, milliseconds) != 1 || !(room.revents & POLLOUT)) return false;
  return write(asked, bytes, (size_t)count) == count;
}

int cc_ask_read(uint8_t *bytes, int capacity, int milliseconds) {
  struct pollfd source = {asked, POLLIN, 0};
  int ready = poll(&source, 1, milliseconds);
  if (ready == 1 && !(source.revents & POLLIN)) return -1;
  if (ready != 1) return 0;
  ssize_t count = read(asked, bytes, (size_t)capacity);
  return count > 0 ? (int)count : -1;
}

void cc_window(int sizes[4]) {
  struct winsize size = {0};
  int file = open("/dev/tty", O_RDONLY | O_CLOEXEC);
  if (file >= 0) {
    ioctl(file, TIOCGWINSZ, &size);
    close(file);
  }
  sizes[0] = size.ws_col;
  sizes[1] = size.ws_row;
  sizes[2] = size.ws_xpixel;
  sizes[3] = size.ws_ypixel;
}
