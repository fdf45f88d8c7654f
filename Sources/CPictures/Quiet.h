#ifndef QUIET_H
#define QUIET_H

/// From `quiet_begin` to `quiet_end` what C libraries print on `stderr` goes nowhere: libjxl and the decoders below
/// libheif print what is wrong with a file, which would land on the screen. Messages written to the descriptor itself,
/// as Swift writes them, are not touched. Calls may overlap in several threads.
void quiet_begin(void);
void quiet_end(void);

#endif
