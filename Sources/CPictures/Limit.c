#include "Limit.h"

#include <time.h>

static _Thread_local double last;
static _Thread_local int is_limited, was_over;

static double now(void) {
  struct timespec time;
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0) return 0;
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void limit_begin(double seconds) {
  last = now() + seconds;
  is_limited = 1;
  was_over = 0;
}

int limit_is_over(void) {
  if (is_limited && now() >= last) was_over = 1;
  return was_over;
}

int limit_end(void) {
  int result = was_over;
  is_limited = was_over = 0;
  return result;
}
