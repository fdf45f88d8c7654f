#ifndef CCPU_H
#define CCPU_H

/// Highest kernel level this processor and operating system run:
/// 0 portable, 1 AVX2 with FMA (x86-64-v3), 2 AVX-512 F, BW, CD, DQ and VL (x86-64-v4).
int ccpu_level(void);

/// From this call on blocks of a mebibyte and more go back to the system as soon as they are freed; nothing where there is
/// no glibc.
void ccpu_return_large_blocks(void);

/// Gives pages of the heap that are free back to the system, also those between others; nothing where there is no glibc.
void ccpu_return_free_memory(void);

#endif
