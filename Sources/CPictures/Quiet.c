#include "Quiet.h"

#include "CPictures.h"

#include <stdio.h>

// Elsewhere the variable may not be assigned.
#ifdef __GLIBC__

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *nowhere, *errors;
static int callers;

void cpictures_keep_quiet(void) {
  if (nowhere == NULL) nowhere = fopen("/dev/null", "we");
}

void quiet_begin(void) {
  if (nowhere == NULL) return;
  pthread_mutex_lock(&lock);
  if (callers++ == 0) {
    errors = stderr;
    stderr = nowhere;
  }
  pthread_mutex_unlock(&lock);
}

void quiet_end(void) {
  if (nowhere == NULL) return;
  pthread_mutex_lock(&lock);
  if (--callers == 0) stderr = errors;
  pthread_mutex_unlock(&lock);
}

#else

void cpictures_keep_quiet(void) {}
void quiet_begin(void) {}
void quiet_end(void) {}

#endif
