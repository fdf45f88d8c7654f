"""The program in a terminal of 110×34, for the scripts that time it."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / ".build/release/facetui"
# The last question, and xterm's answer to it.
QUESTION, ANSWER = b"\x1b[c", b"\x1b[?64;1;2;22c"


class TerminalSession:
    """Answers at once what the program asks the terminal, as terminals do."""

    columns, rows = 110, 34

    def __init__(self, folder, cache, program=PROGRAM, environment=None):
        self.answered = False
        self.start = time.monotonic()
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.environ.pop("COLORTERM", None)
            os.environ.update(TERM="xterm-256color", LANG="C.UTF-8", XDG_CACHE_HOME=str(cache), **(environment or {}))
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))
            os.execv(program, [str(program), str(folder)])

    def write(self, keys):
        os.write(self.file, keys)

    def read(self, seconds):
        """What comes at once or within that time; empty if nothing does."""
        if not select.select([self.file], [], [], max(0, seconds))[0]:
            return b""
        data = os.read(self.file, 1 << 16)
        if not self.answered and QUESTION in data:
            self.write(ANSWER)
            self.answered = True
        return data

    def burst(self, limit, quiet=0.003):
        """What comes until nothing follows for some milliseconds, and when the last of it came."""
        seen, last, deadline = b"", None, time.monotonic() + limit
        while time.monotonic() < deadline:
            if data := self.read(quiet):
                seen, last = seen + data, time.monotonic()
            elif seen:
                break
        return seen, last

    def bytes_read(self):
        lines = Path(f"/proc/{self.process}/io").read_text().splitlines()
        return int(lines[0].split()[1])

    def end(self):
        os.kill(self.process, signal.SIGTERM)
        os.waitpid(self.process, 0)
        os.close(self.file)
