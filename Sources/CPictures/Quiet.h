#ifndef QUIET_H
#define QUIET_H

/// Where `cpictures_keep_quiet` was called: from `quiet_begin` to `quiet_end` what C libraries print on `stderr` goes
/// nowhere. libjxl and the decoders below libheif print what is wrong with a file. Messages written to the descriptor
/// itself, as the program writes them, are not touched. Calls may overlap in several threads.
void quiet_begin(void);
void quiet_end(void);

#endif
