"""facetui as the trials run it: with a home of its own, in temporary folders; and a look into its cache."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / ".build/release/facetui"
DRAWN = ROOT / "Tests/Fixtures/drawn"
FORMATS = ROOT / "Tests/Fixtures/formats"
QUERY = DRAWN / "2019/beach_alf.jpg"


class Failure(Exception):
    """What did not hold."""


def expect(holds, message):
    if not holds:
        raise Failure(message)


class Ended:
    """What a run left."""

    def __init__(self, status, output, errors, seconds, kilobytes):
        self.status, self.output, self.errors = status, output, errors
        self.seconds, self.kilobytes = seconds, kilobytes

    @property
    def signal(self):
        return -self.status if self.status < 0 else 0


class Home:
    """A temporary folder with a cache in it."""

    def __init__(self, parent=None):
        self.path = Path(tempfile.mkdtemp(prefix="facetui-survive-", dir=parent))
        self.cache = self.path / "cache/facetui"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def environment(self, **more):
        names = {"HOME": "", "XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state",
                 "XDG_DATA_HOME": "data"}
        places = {name: str(self.path / place) for name, place in names.items()}
        return {**os.environ, **places, "SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8", **more}

    def album(self, count, name="photos"):
        """So many photos of drawn people, of which no two have the same bytes."""
        folder = self.path / name
        folder.mkdir()
        sources = sorted(DRAWN.rglob("*.jpg"))
        for number in range(count):
            source = sources[number % len(sources)]
            (folder / f"{number:04d}-{source.name}").write_bytes(source.read_bytes() + number.to_bytes(4, "big"))
        return folder

    def start(self, *arguments, **more):
        return subprocess.Popen([str(PROGRAM), *map(str, arguments)], env=self.environment(**more),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                errors="replace")

    def run(self, *arguments, seconds=600, **more):
        """A run that takes longer fails."""
        errors, output = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        begin = time.monotonic()
        process = os.posix_spawn(PROGRAM, [str(PROGRAM), *map(str, arguments)], self.environment(**more), file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0), (os.POSIX_SPAWN_DUP2, output.fileno(), 1),
            (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)])
        # What the kernel says of this child alone: the peak of its memory.
        while not (ended := os.wait4(process, os.WNOHANG))[0]:
            if time.monotonic() - begin > seconds:
                os.kill(process, signal.SIGKILL)
                os.wait4(process, 0)
                raise Failure(f"facetui {' '.join(map(str, arguments))} hangs: no end after {seconds} s")
            time.sleep(0.002)
        texts = []
        for file in (output, errors):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
            file.close()
        status = os.waitstatus_to_exitcode(ended[1])
        return Ended(status, *texts, time.monotonic() - begin, ended[2].ru_maxrss)


def claimed(text):
    """How many files the progress on a terminal said were done."""
    return max((int(number) for number in re.findall(rb"indexed (\d+) of", text)), default=0)


class Cache:
    """Reads the cache's file; the program need not have ended well."""

    def __init__(self, home, folder=None):
        self.folder = (home.path / folder / "facetui") if folder else home.cache

    def rows(self, sql, name="cache.sqlite"):
        database = sqlite3.connect(f"file:{self.folder / name}?mode=ro", uri=True, timeout=20)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def check(self, what="at the end"):
        for name in ("cache.sqlite", "thumbnails.sqlite"):
            if (self.folder / name).exists():
                found = self.rows("PRAGMA integrity_check", name)
                expect(found == [("ok",)], f"{what}: {name} is damaged: {found[:3]}")
        wrong = list(self.folder.glob("*.damaged-*"))
        expect(not wrong, f"{what}: the program found the cache damaged: {wrong}")

    @property
    def is_there(self):
        return (self.folder / "cache.sqlite").exists() and bool(self.rows(
            "SELECT 1 FROM sqlite_master WHERE name = 'face'"))

    def analyses(self):
        """Hash and row of each photo that the networks have looked at; one that is looked at anew has another row."""
        return set(self.rows("""
            SELECT hex(hash), analysis.id FROM photo JOIN content ON content.id = photo.content
              JOIN analysis ON analysis.content = content.id
            WHERE CAST(photo.path AS TEXT) LIKE '%/photos/%'"""))

    def results(self):
        """What is known of each photo, without what differs from one run to the next."""
        return self.rows("""
            SELECT path, state, reason, width, height, analysis.faces,
              (SELECT group_concat(hex(landmarks) || hex(embedding)) FROM face WHERE analysis = analysis.id
               ORDER BY number)
            FROM photo LEFT JOIN content ON content.id = photo.content
              LEFT JOIN analysis ON analysis.content = content.id
            ORDER BY path""")
