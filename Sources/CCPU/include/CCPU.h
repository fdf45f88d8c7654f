#ifndef CCPU_H
#define CCPU_H

/// Highest kernel level this processor and operating system run:
/// 0 portable, 1 AVX2 with FMA (x86-64-v3), 2 AVX-512 F, BW, CD, DQ and VL (x86-64-v4).
int ccpu_level(void);

#endif
