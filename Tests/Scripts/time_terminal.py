"""Times the program in a terminal of 110×34: the first screen, and a key press while photos are being indexed.

    swift build -c release --product facetui
    python Tests/Scripts/time_terminal.py FOLDER [--keys 40]

The first screen: from starting the program to the last byte of the first full screen, the folder being in the cache.
A key press: from writing `?` (help) or `q` (back) to the terminal to the last byte of the screen that follows, while a
fresh cache is being filled. Prints minimum, median and maximum in milliseconds. The script answers at once what the
program asks the terminal, as terminals do.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import tempfile
import termios
import time
from pathlib import Path

# The last question, and xterm's answer to it.
QUESTION, ANSWER = b"\x1b[c", b"\x1b[?64;1;2;22c"
PROGRAM = Path(__file__).resolve().parents[2] / ".build/release/facetui"


class Terminal:
    def __init__(self, folder, cache):
        self.start = time.monotonic()
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm-256color", LANG="C.UTF-8", XDG_CACHE_HOME=cache)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 34, 110, 0, 0))
            os.execv(PROGRAM, [str(PROGRAM), folder])

    def wait(self, text, limit=10):
        """Seconds until a screen with the text was received whole: nothing follows for 3 ms."""
        seen, last, deadline, answered = b"", None, time.monotonic() + limit, False
        while time.monotonic() < deadline:
            ready, _, _ = select.select([self.file], [], [], 0.003)
            if ready:
                seen += os.read(self.file, 1 << 16)
                last = time.monotonic()
                if not answered and QUESTION in seen:
                    os.write(self.file, ANSWER)
                    answered = True
            elif text in seen:
                return last
        raise SystemExit(f"{text!r} did not appear")

    def press(self, key, text):
        start = time.monotonic()
        os.write(self.file, key)
        return self.wait(text) - start

    def end(self):
        os.kill(self.process, signal.SIGTERM)
        os.waitpid(self.process, 0)


def report(name, seconds):
    values = [1000 * s for s in seconds]
    print(f"{name:32} min {min(values):6.1f}  median {statistics.median(values):6.1f}  max {max(values):6.1f} ms")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--keys", type=int, default=40)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as cache:
        terminal, times = Terminal(arguments.folder, cache), []
        terminal.wait(b"quit")
        for _ in range(arguments.keys // 2):
            times += [terminal.press(b"?", b"Gallery"), terminal.press(b"q", b"quit")]
            time.sleep(0.02)
        terminal.end()
        report("key press while indexing", times)

    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"XDG_CACHE_HOME": cache}
        subprocess.run([PROGRAM, "index", arguments.folder], env=environment, check=True, capture_output=True)
        times = []
        for _ in range(9):
            terminal = Terminal(arguments.folder, cache)
            times.append(terminal.wait(b"quit") - terminal.start)
            terminal.end()
        report("first screen", times)


if __name__ == "__main__":
    main()
