"""Times scrolling through a library of many photos in a terminal of 110×34.

    swift build -c release --product facetui
    python Tests/Scripts/time_scrolling.py PHOTOS [--count 10000] [--keys 300] [--rate 30] [--without] [--program FILE]

Makes a library of copies of the folder's JPEGs (see many_photos.py; --without: no thumbnails). Then it holds Page Down,
and prints the time from each key to the last byte that came before the next one, after how many of the keys pictures
came (over 500 cells of symbols), and how many bytes the program read from files.
"""

import argparse
import re
import statistics
import tempfile
import time
from pathlib import Path

from many_photos import make_library
from terminal_session import PROGRAM, TerminalSession

SYMBOLS = re.compile("[\u2580-\u259f\U0001fb00-\U0001fb3b]")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("photos", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--rate", type=float, default=30, help="keys a second")
    parser.add_argument("--without", action="store_true")
    parser.add_argument("--program", type=Path, default=PROGRAM)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place) / "photos", Path(place) / "cache"
        make_library(arguments.photos, folder, cache, arguments.count, arguments.program)
        if arguments.without:
            for file in cache.rglob("thumbnails.sqlite*"):
                file.unlink()
        terminal = TerminalSession(folder, cache, arguments.program)
        read_for(terminal, 3)
        before = terminal.bytes_read()
        times, shown = [], 0
        for _ in range(arguments.keys):
            start = time.monotonic()
            terminal.write(b"\x1b[6~")
            seen, last = read_for(terminal, 1 / arguments.rate)
            if last:
                times.append(1000 * (last - start))
            shown += len(SYMBOLS.findall(seen.decode(errors="ignore"))) > 500
        read = terminal.bytes_read() - before
        terminal.end()
        size = sum(file.stat().st_size for file in cache.rglob("thumbnails.sqlite"))
        times.sort()
        worst = times[int(len(times) * 0.99) - 1]
        print(f"key to last byte: median {statistics.median(times):.1f}, 99 % {worst:.1f}, max {times[-1]:.1f} ms")
        print(f"keys after which pictures came: {shown} of {arguments.keys}; bytes read: {read:,}")
        print(f"thumbnails: {size / arguments.count:,.0f} bytes a photo")


def read_for(terminal, seconds):
    """All that comes within that time, and when the last of it came."""
    seen, last, end = b"", None, time.monotonic() + seconds
    while (rest := end - time.monotonic()) > 0:
        if data := terminal.read(rest):
            seen, last = seen + data, time.monotonic()
    return seen, last


if __name__ == "__main__":
    main()
