#include "Quiet.h"

#include <stdio.h>

// Elsewhere the variable may not be assigned.
#ifdef __GLIBC__

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *nowhere, *errors;
static int callers;

void quiet_begin(void) {
  pthread_mutex_lock(&lock);
  if (nowhere == NULL) nowhere = fopen("/dev/null", "we");
  if (callers++ == 0 && nowhere) {
    errors = stderr;
    stderr = nowhere;
  }
  pthread_mutex_unlock(&lock);
}

void quiet_end(void) {
  pthread_mutex_lock(&lock);
  if (--callers == 0 && errors) {
    stderr = errors;
    errors = NULL;
  }
  pthread_mutex_unlock(&lock);
}

#else

void quiet_begin(void) {}
void quiet_end(void) {}

#endif
