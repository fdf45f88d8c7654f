#include "CCPU.h"

#include <malloc.h>

int ccpu_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("x86-64-v3")) return 0;
  return __builtin_cpu_supports("x86-64-v4") ? 2 : 1;
#else
  return 0;
#endif
}

void ccpu_return_large_blocks(void) {
#if defined(__GLIBC__)
  // By itself glibc raises the bound to the largest block that was freed so far, up to 32 MiB, for each thread's heap.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 2 << 20);
#endif
}

void ccpu_return_free_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}
