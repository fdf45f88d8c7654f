"""Times the program in a terminal of 110×34: the first screen, and a key press while photos are being indexed.

    swift build -c release --product facetui
    pip install pyte
    python Tests/Scripts/time_terminal.py PHOTOS [--count 10000] [--unknown 3000] [--keys 400]

The first screen: from starting the program to the last byte of the first full screen, in a library of so many photos
(copies of the folder's JPEGs, see many_photos.py).
A key press: from writing the key to the last byte of the screen that follows, while photos that the cache does not know
are being indexed. The keys are ↓ and Page Down (the line of the position changes), `?` (help) and `q` (back); a small
terminal, pyte, tells whether the screen is the one that was waited for.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import pyte

from many_photos import make_copies, make_library
from terminal_session import TerminalSession


class Emulator(pyte.Screen):
    """With xterm's REP, which pyte does not know."""

    last = " "

    def draw(self, data):
        super().draw(data)
        self.last = data[-1]

    def repeat(self, count=1):
        self.draw(self.last * (count or 1))


class EmulatorStream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "b": "repeat"}


class Screen:
    def __init__(self, terminal):
        self.terminal = terminal
        self.screen = Emulator(terminal.columns, terminal.rows)
        self.stream = EmulatorStream(self.screen)

    @property
    def lines(self):
        return self.screen.display

    def wait(self, is_there, limit=10):
        """When the last byte came that made the screen so."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            seen, last = self.terminal.burst(0.5)
            self.stream.feed(seen)
            if last and is_there(self.lines):
                return last
        raise SystemExit("the screen did not come:\n" + "\n".join(self.lines))

    def press(self, key, is_there):
        self.rest()
        start = time.monotonic()
        self.terminal.write(key)
        return self.wait(is_there) - start

    def rest(self):
        """What was on its way before the key is none of its business."""
        seen, _ = self.terminal.burst(0.004, quiet=0.001)
        self.stream.feed(seen)


def position(lines):
    return lines[-2].split("  ")[-1].strip() or lines[-2].strip()


def is_gallery(lines):
    return "quit" in lines[-1]


def is_help(lines):
    return "› help" in lines[0]


def time_keys(folder, cache, count):
    terminal = TerminalSession(folder, cache)
    screen, times = Screen(terminal), {}
    screen.wait(is_gallery)
    time.sleep(1)
    for number in range(count):
        name, key = (("down", b"\x1bOB"), ("page down", b"\x1b[6~"), ("?", b"?"), ("q", b"q"))[number % 4]
        before = position(screen.lines)
        is_there = {"?": is_help, "q": is_gallery}.get(name, lambda lines: position(lines) != before)
        times.setdefault(name, []).append(screen.press(key, is_there))
    is_indexing = "left" in screen.lines[1]
    terminal.end()
    if not is_indexing:
        print("indexing had ended before the last key; take more --unknown")
    return times


def time_start(folder, cache):
    terminal = TerminalSession(folder, cache)
    last = Screen(terminal).wait(is_gallery)
    terminal.end()
    return last - terminal.start


def report(name, seconds):
    values = sorted(1000 * s for s in seconds)
    middle, high = statistics.median(values), values[max(0, -(-len(values) * 99 // 100) - 1)]
    print(f"{name:32} min {values[0]:6.1f}  median {middle:6.1f}  99 % {high:6.1f}  max {values[-1]:6.1f} ms")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("photos", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--unknown", type=int, default=3_000)
    parser.add_argument("--keys", type=int, default=400)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "photos"
        make_copies(arguments.photos, folder, arguments.unknown)
        times = time_keys(folder, Path(place) / "cache", arguments.keys)
        for name, values in times.items():
            report(f"while indexing: {name}", values)
        report("while indexing: all keys", sum(times.values(), []))

    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place) / "photos", Path(place) / "cache"
        make_library(arguments.photos, folder, cache, arguments.count)
        report(f"first screen, {arguments.count:,} photos", [time_start(folder, cache) for _ in range(15)])


if __name__ == "__main__":
    main()
