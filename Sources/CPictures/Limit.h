#ifndef LIMIT_H
#define LIMIT_H

/// How much CPU time the calling thread may take, so that neither a slow disk nor other programs count.
/// From `limit_begin` on `limit_is_over` says whether it is used up; `limit_end` says whether that was ever answered.
void limit_begin(double seconds);
int limit_is_over(void);
int limit_end(void);

#endif
