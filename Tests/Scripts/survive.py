#!/usr/bin/env python3
"""What facetui survives: tries it on the built program, and prints a table. Needs root for full and read-only disks.

    Tests/Scripts/survive.py [TRIAL ...] [--kills 200] [--mutants 2000] [--seed 1] [--keep FOLDER]

The trials are kills, together, journal, places and mutants, or one line of the table by its name; all of them by default.
What is wrong is told, and the exit status is then 1. A seed always gives the same moments and files; --keep leaves the
damaged files in a folder.
"""

import argparse
import sys
import time
from pathlib import Path

from survival import journal, kills, mutants, places, together
from survival.program import PROGRAM, Failure


def trials(options):
    return [
        ("kills", "kill -9 at random moments", lambda: kills.survive(options.kills, options.seed)),
        ("together", "several processes", together.survive),
        ("journal", "kill -9 while decisions are taken down", lambda: journal.survive(options.kills, options.seed)),
        ("journal", "several programs that decide", journal.together),
        ("journal", "full disk for decisions", journal.full_disk),
        *(("places", what, trial) for what, trial in places.TRIALS),
        ("mutants", "damaged files of every format",
         lambda: mutants.survive(options.mutants, options.seed, options.keep)),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trial", nargs="*")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--mutants", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is not there: swift build -c release")
    failed = False
    for group, what, trial in trials(options):
        if options.trial and group not in options.trial and what not in options.trial:
            continue
        begin = time.monotonic()
        try:
            result = trial()
        except Failure as failure:
            failed, result = True, f"FAILED: {failure}"
        print(f"| {what} | {result} | {time.monotonic() - begin:.0f} s |", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
