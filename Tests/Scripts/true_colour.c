/* What a frame of a picture in 24-bit colours costs: by ncurses with direct-colour pairs, and raw beside it.

     cc -O2 -o /tmp/true_colour Tests/Scripts/true_colour.c -lncursesw && /tmp/true_colour

   Each frame changes every cell of 200×60; half blocks show a smooth picture with noise that moves. Prints bytes and
   the median time of 30 frames, written to a pseudo-terminal that somebody reads. The entry for direct colours is
   ncurses' own xterm-direct, written out here as it is often not installed. */

#define _XOPEN_SOURCE_EXTENDED 1
#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <locale.h>
#include <pthread.h>
#include <pty.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { COLUMNS_USED = 200, ROWS_USED = 60, FRAMES = 30, LARGEST = 1 << 22 };
enum { FRESH, REUSED, RAW };

static const char entry[] =
  "xterm-direct-here|xterm with direct colours,\n"
  "\tRGB, colors#0x1000000, pairs#0x7FFFF, initc@, op=\\E[39;49m,\n"
  "\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,\n"
  "\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,\n"
  "\tsetb@, setf@, use=xterm,\n";

static atomic_long received;
static char text[LARGEST];

static void *drain(void *master) {
  static char bytes[65536];
  for (ssize_t count; (count = read((int)(intptr_t)master, bytes, sizeof bytes)) > 0;) received += count;
  return NULL;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int level(int wave, int noise) { return (wave * 2 + noise % 16) & 255; }

/* 0xRRGGBB of a pixel in a frame. */
static int colour(int x, int y, int frame) {
  int noise = (x * 7919 + y * 104729 + frame * 1299709) >> 3;
  return level(x + frame, noise) << 16 | level(y + frame, noise >> 2) << 8 | level(x + y, noise >> 4);
}

static void draw_pairs(int frame, int way) {
  static int next = 0;
  if (way == REUSED || next + COLUMNS_USED * ROWS_USED > 0x7FFFF) next = 0;
  for (int y = 0; y < ROWS_USED; y++) {
    for (int x = 0; x < COLUMNS_USED; x++) {
      int pair = ++next;
      init_extended_pair(pair, colour(x, 2 * y, frame), colour(x, 2 * y + 1, frame));
      cchar_t cell;
      setcchar(&cell, L"▀", 0, 0, &pair);
      mvadd_wch(y, x, &cell);
    }
  }
  refresh();
}

static void draw_raw(int frame, int terminal) {
  cchar_t cell;
  setcchar(&cell, L"\u00A0", 0, 0, NULL);
  for (int y = 0; y < ROWS_USED; y++)
    for (int x = 0; x < COLUMNS_USED; x++) mvadd_wch(y, x, &cell);
  refresh();
  char *to = text;
  for (int y = 0; y < ROWS_USED; y++) {
    to += sprintf(to, "\033[%d;1H", y + 1);
    for (int x = 0; x < COLUMNS_USED; x++) {
      int a = colour(x, 2 * y, frame), b = colour(x, 2 * y + 1, frame);
      to += sprintf(
        to, "\033[38;2;%d;%d;%d;48;2;%d;%d;%dm▀", a >> 16, a >> 8 & 255, a & 255, b >> 16, b >> 8 & 255, b & 255);
    }
  }
  to += sprintf(to, "\033[m");
  for (char *from = text; from < to;) from += write(terminal, from, (size_t)(to - from));
}

static int ascending(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return (difference > 0) - (difference < 0);
}

static void measure(const char *name, const char *type, int way) {
  struct winsize size = {ROWS_USED, COLUMNS_USED, 0, 0};
  int master, slave;
  openpty(&master, &slave, NULL, NULL, &size);
  pthread_t reader;
  pthread_create(&reader, NULL, drain, (void *)(intptr_t)master);
  FILE *in = fdopen(dup(slave), "r"), *out = fdopen(dup(slave), "w");
  SCREEN *screen = newterm(type, out, in);
  if (!screen) exit(1);
  start_color();
  use_default_colors();
  resizeterm(ROWS_USED, COLUMNS_USED);
  double times[FRAMES];
  for (int frame = -2; frame < FRAMES; frame++) {
    if (frame == 0) usleep(200000), received = 0;
    double start = now();
    way == RAW ? draw_raw(frame, slave) : draw_pairs(frame, way);
    if (frame >= 0) times[frame] = now() - start;
  }
  usleep(200000);
  long bytes = received / FRAMES;
  qsort(times, FRAMES, sizeof *times, ascending);
  endwin();
  printf("%-44s %8ld bytes %8.2f ms\n", name, bytes, times[FRAMES / 2]);
}

int main(void) {
  setlocale(LC_CTYPE, "C.UTF-8");
  char folder[] = "/tmp/true_colour.XXXXXX", command[256], path[64];
  if (!mkdtemp(folder)) return 1;
  setenv("TERMINFO_DIRS", "/lib/terminfo:/usr/share/terminfo", 1);
  snprintf(path, sizeof path, "%s/entry", folder);
  FILE *file = fopen(path, "w");
  fputs(entry, file);
  fclose(file);
  snprintf(command, sizeof command, "tic -x -o %s %s", folder, path);
  if (system(command) != 0) return 1;
  setenv("TERMINFO", folder, 1);
  measure("raw after curses (xterm-256color)", "xterm-256color", RAW);
  measure("pairs never used before (xterm-direct)", "xterm-direct-here", FRESH);
  measure("pairs used again (xterm-direct)", "xterm-direct-here", REUSED);
  snprintf(command, sizeof command, "rm -r %s", folder);
  return system(command);
}
