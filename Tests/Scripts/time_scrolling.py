"""Times scrolling through a library of many photos in a terminal of 110×34.

    swift build -c release --product facetui
    python Tests/Scripts/time_scrolling.py PHOTOS [--count 10000] [--keys 300] [--rate 30] [--without] [--program FILE]

Makes a library of copies of the folder's JPEGs, each with bytes of its own behind its end, indexes the originals, and
gives the copies their rows in the cache and in the thumbnails' file (--without: none there). Then it holds Page Down,
and prints the time from each key to the last byte that came before the next one, after how many of the keys pictures
came (over 200 cells of half blocks), and how many bytes the program read from files.
"""

import argparse
import fcntl
import hashlib
import os
import pty
import select
import shutil
import signal
import sqlite3
import statistics
import struct
import subprocess
import tempfile
import termios
import time
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / ".build/release/facetui"


def copy_rows(database, table, key, old, new):
    """Copies the rows of a table whose key is `old`; ids are new. Returns (old id, new id) pairs."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    pairs = []
    for row in database.execute(f"SELECT * FROM {table} WHERE {key} = ?", (old,)).fetchall():
        values = dict(zip(columns, row))
        identity = values.pop("id")
        values[key] = new
        marks = ", ".join("?" * len(values))
        cursor = database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
        pairs.append((identity, cursor.lastrowid))
    return pairs


def make_library(photos, folder, cache, count, program):
    originals = sorted(photos.rglob("*.jpg"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, original in enumerate(originals):
        shutil.copy(original, folder / f"{number:06}.jpg")
    subprocess.run([program, "index", folder], env=os.environ | {"XDG_CACHE_HOME": cache}, check=True, capture_output=True)
    known = sqlite3.connect(f"{cache}/facetui/cache.sqlite")
    small = sqlite3.connect(f"{cache}/facetui/thumbnails.sqlite")
    for number in range(len(originals), count):
        data = originals[number % len(originals)].read_bytes()
        old = hashlib.sha256(data).digest()
        data += number.to_bytes(8, "little")
        path, new = folder / f"{number:06}.jpg", hashlib.sha256(data).digest()
        path.write_bytes(data)
        status = path.stat()
        columns = "state, reason, decoder, width, height, orientation, captured"
        content = known.execute(
            f"INSERT INTO content (hash, {columns}) SELECT ?, {columns} FROM content WHERE hash = ?", (new, old)).lastrowid
        source = known.execute("SELECT id FROM content WHERE hash = ?", (old,)).fetchone()[0]
        for analysis, copied in copy_rows(known, "analysis", "content", source, content):
            copy_rows(known, "face", "analysis", analysis, copied)
        known.execute(
            "INSERT INTO photo (path, size, modified, changed, inode, content) VALUES (?, ?, ?, ?, ?, ?)",
            (str(path.resolve()).encode(), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, content))
        if small.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'picture'").fetchone()[0]:
            copy_rows(small, "picture", "content", old[:16], new[:16])
    for database in (known, small):
        database.commit()
        database.close()


class Terminal:
    def __init__(self, program, folder, cache):
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm-256color", LANG="C.UTF-8", XDG_CACHE_HOME=cache)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 34, 110, 0, 0))
            os.execv(program, [str(program), str(folder)])

    def read(self, seconds):
        """All that comes within that time, and when the last of it came."""
        seen, last, end = b"", None, time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if select.select([self.file], [], [], rest)[0]:
                seen += os.read(self.file, 1 << 16)
                last = time.monotonic()
        return seen, last

    def bytes_read(self):
        lines = Path(f"/proc/{self.process}/io").read_text().splitlines()
        return int(lines[0].split()[1])

    def end(self):
        os.kill(self.process, signal.SIGTERM)
        os.waitpid(self.process, 0)


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
        folder, cache = Path(place) / "photos", f"{place}/cache"
        make_library(arguments.photos, folder, cache, arguments.count, arguments.program)
        if arguments.without:
            for file in Path(cache).rglob("thumbnails.sqlite*"):
                file.unlink()
        terminal = Terminal(arguments.program, folder, cache)
        terminal.read(3)
        before = terminal.bytes_read()
        times, shown = [], 0
        for _ in range(arguments.keys):
            start = time.monotonic()
            os.write(terminal.file, b"\x1b[6~")
            seen, last = terminal.read(1 / arguments.rate)
            if last:
                times.append(1000 * (last - start))
            shown += sum(seen.count(glyph.encode()) for glyph in "▀▄") > 200
        read = terminal.bytes_read() - before
        terminal.end()
        size = sum(file.stat().st_size for file in Path(cache).rglob("thumbnails.sqlite"))
        times.sort()
        worst = times[int(len(times) * 0.99) - 1]
        print(f"key to last byte: median {statistics.median(times):.1f}, 99 % {worst:.1f}, max {times[-1]:.1f} ms")
        print(f"keys after which pictures came: {shown} of {arguments.keys}; bytes read: {read:,}")
        print(f"thumbnails: {size / arguments.count:,.0f} bytes a photo")


if __name__ == "__main__":
    main()
