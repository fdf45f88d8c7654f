#define _GNU_SOURCE 1

#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Curses writes to a descriptor, whatever is behind it. During an update that is memory; the terminal's signals and
   modes have descriptors of their own. */
static int memory = -1;
static char *bytes;
static size_t capacity;

static const char begin_mark[] = "\033[?2026h", end_mark[] = "\033[?2026l";

bool cc_begin_frame(int out) {
  if (memory < 0) memory = memfd_create("frame", MFD_CLOEXEC);
  return memory >= 0 && ftruncate(memory, 0) == 0 && lseek(memory, 0, SEEK_SET) == 0
    && dup3(memory, out, O_CLOEXEC) == out;
}

static bool reserve(size_t size) {
  if (size <= capacity) return true;
  char *larger = realloc(bytes, size);
  if (!larger) return false;
  bytes = larger;
  capacity = size;
  return true;
}

static void write_all(int terminal, const char *from, size_t count) {
  while (count > 0) {
    ssize_t written = write(terminal, from, count);
    if (written >= 0) {
      from += written;
      count -= (size_t)written;
    } else if (errno == EAGAIN) {
      struct pollfd room = {terminal, POLLOUT, 0};
      poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return;
    }
  }
}

/* Bytes after the first `start` of the buffer. */
static size_t take_collected(size_t start, size_t count) {
  size_t taken = 0;
  while (taken < count) {
    ssize_t got = pread(memory, bytes + start + taken, count - taken, (off_t)taken);
    if (got <= 0) break;
    taken += (size_t)got;
  }
  return start + taken;
}

static size_t append(size_t length, const void *from, size_t count) {
  if (count > 0) memcpy(bytes + length, from, count);
  return length + count;
}

void cc_end_frame(int out, int terminal, const struct frame *frame) {
  struct stat collected = {0};
  if (frame->is_collected) {
    dup3(terminal, out, O_CLOEXEC);
    fstat(memory, &collected);
  }
  size_t count = (size_t)collected.st_size, mark = frame->is_synchronised ? sizeof end_mark - 1 : 0;
  if (count + frame->length == 0 || !reserve(count + frame->length + 2 * mark + 32)) return;
  size_t length = take_collected(append(0, begin_mark, mark), count);
  if (frame->length > 0) {
    length = append(length, frame->raw, frame->length);
    length += (size_t)snprintf(bytes + length, 32, "\033[%d;%dH", frame->row + 1, frame->column + 1);
  }
  length = append(length, end_mark, mark);
  write_all(terminal, bytes, length);
}

void cc_close_frame(void) {
  if (memory >= 0) close(memory);
  free(bytes);
  memory = -1;
  bytes = NULL;
  capacity = 0;
}
