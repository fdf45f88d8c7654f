#ifndef CONTEXT_H
#define CONTEXT_H

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "CJPEG.h"
#include "Damage.h"

/// What libjpeg reports to, for one picture that is read or written.
typedef struct {
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  cjpeg_report *report;
  damage_tracker damage;
  /// Blocks that were decoded into memory so far.
  double blocks;
} cjpeg_context;

/// Fills in where libjpeg reports to. Errors jump to `escape`, which the caller sets; `report` is emptied.
struct jpeg_error_mgr *cjpeg_prepare(cjpeg_context *context, cjpeg_report *report);

#endif
