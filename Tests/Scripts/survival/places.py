"""Disks, folders and clocks that are not as they should be."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
from survival.program import QUERY, Cache, Home, expect  # noqa: E402
from terminal_session import TerminalSession  # noqa: E402

PHOTOS = 40


class Disk:
    """A file system of its own, for the cache unless another folder is named."""

    def __init__(self, home, kilobytes, folder="cache"):
        self.home, self.folder = home, home.path / folder
        self.folder.mkdir(exist_ok=True)
        self.run("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", self.folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.run("umount", "--lazy", self.folder)

    def remount(self, options):
        self.run("mount", "-o", f"remount,{options}", self.folder)

    @staticmethod
    def run(*command):
        subprocess.run(list(map(str, command)), check=True)


class Album(Home):
    """Photos, and what an undisturbed run gives of them; `cache` is empty."""

    def __init__(self):
        super().__init__()
        self.photos, place = self.album(PHOTOS), str(self.path / "whole")
        begin = time.monotonic()
        expect(self.run("index", self.photos, XDG_CACHE_HOME=place).status == 0, "index failed")
        self.seconds = time.monotonic() - begin
        self.results = Cache(self, "whole").results()
        self.matches = self.find(XDG_CACHE_HOME=place).output

    def find(self, **more):
        return self.run("find", "--query", QUERY, self.photos, **more)

    def index(self, **more):
        return self.run("index", self.photos, **more)

    def expect_whole(self, what):
        """A run leaves a sound cache with all results."""
        ended = self.index()
        expect(ended.status == 0, f"{what}: index ended with {ended.status}: {ended.errors}")
        Cache(self).check(what)
        results = [row for row in Cache(self).results() if bytes(row[0]).startswith(os.fsencode(self.photos))]
        expect(results == self.results, f"{what}: the results differ afterwards")


def full_disk():
    """The whole cache takes about half a megabyte."""
    sizes = [16, 40, 64, 100, 150, 220, 300, 450]
    with Album() as home:
        for size in sizes:
            what = f"disk of {size} KiB"
            with Disk(home, size) as disk:
                found, indexed = home.find(), home.index()
                expect(found.status == 0 and found.output == home.matches, f"{what}: find: {found.errors}")
                expect(size > 200 or "memory" in found.errors, f"{what}: find said nothing: {found.errors}")
                expect(indexed.status in (0, 2), f"{what}: index ended with {indexed.status}")
                expect(indexed.status == 0 or indexed.errors.strip(), f"{what}: index gives no reason")
                disk.remount("size=64m")
                home.expect_whole(what)
    return (f"disks of {sizes[0]} to {sizes[-1]} KiB: find gives all matches from memory and says so, index says what "
            "is wrong, and with room again the cache is sound and is completed")


def read_only():
    with Album() as home:
        late = sorted(home.photos.iterdir())[PHOTOS // 2:]
        aside = home.path / "aside"
        aside.mkdir()
        for photo in late:
            photo.rename(aside / photo.name)
        with Disk(home, 65536) as disk:
            expect(home.index().status == 0, "index failed")
            for photo in late:
                (aside / photo.name).rename(photo)
            disk.remount("ro")
            file = home.cache / "cache.sqlite"
            before = file.read_bytes()
            found, indexed = home.find(), home.index()
            expect(found.status == 0 and found.output == home.matches, f"find: {found.status} {found.errors}")
            expect("memory" in found.errors, f"find said nothing: {found.errors}")
            expect(indexed.status == 2 and indexed.errors.strip(), f"index: {indexed.status} {indexed.errors}")
            expect(before == file.read_bytes(), "a read-only cache has changed")
            disk.remount("rw")
            home.expect_whole("to be written again")
    return "find gives all matches, with what was known and new results in memory, and says so; index refuses"


def replaced_cache():
    """Taken away, replaced by another's, removed with its folder, overwritten, at moments of a run."""
    def take_away(folder):
        for file in folder.glob("cache.sqlite*"):
            file.rename(folder / f"old-{file.name}")

    def replace(folder):
        shutil.copyfile(folder.parents[1] / "other.sqlite", folder / "new")
        (folder / "new").rename(folder / "cache.sqlite")

    def spoil(folder):
        with open(folder / "cache.sqlite", "r+b") as file:
            file.seek(4096)
            file.write(bytes(range(256)) * 160)

    with Album() as home:
        other = home.album(4, "others")
        expect(home.run("index", other, XDG_CACHE_HOME=str(home.path / "other")).status == 0, "index failed")
        shutil.copyfile(home.path / "other/facetui/cache.sqlite", home.path / "other.sqlite")
        tries = told = 0
        for change in (take_away, replace, shutil.rmtree, spoil):
            for share in (0.1, 0.4, 0.7):
                what = f"{change.__name__} at {share}"
                shutil.rmtree(home.cache, ignore_errors=True)
                process = home.start("find", "--query", QUERY, home.photos)
                wait_for(lambda: Cache(home).is_there, "cache")
                time.sleep(home.seconds * share)
                tries += process.poll() is None
                change(home.cache)
                output, errors = process.communicate(timeout=600)
                # What was in a file that is gone may be lost; then that is said, and there are no false matches.
                is_told = process.returncode == 2 and "index again" in errors
                told += is_told
                expect(is_told or (process.returncode == 0 and output == home.matches),
                       f"{what}: find ended with {process.returncode}: {errors}")
                ended = home.index()
                expect(ended.status == 0, f"{what}: index ended with {ended.status}: {ended.errors}")
                for file in home.cache.glob("*.damaged-*"):
                    file.unlink()
                home.expect_whole(what)
    return (f"{tries} times while find indexed (moved, another in its place, removed, overwritten): {told} times find "
            "said that the cache was removed, else it gave all matches; a whole cache afterwards")


def wait_for(holds, what, seconds=20):
    deadline = time.monotonic() + seconds
    while not holds():
        expect(time.monotonic() < deadline, f"no {what} within {seconds} s")
        time.sleep(0.02)


class Gallery(TerminalSession):
    """A gallery that is looked at until it shows what it should."""

    def __init__(self, home, folder):
        environment = {"HOME": str(home.path), "XDG_CONFIG_HOME": str(home.path / "config")}
        super().__init__(folder, home.path / "cache", environment=environment)

    def look(self, seconds):
        text, deadline = b"", time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                text += self.read(0.05)
        except OSError:
            # It has ended.
            time.sleep(0.05)
        return text

    def quit(self):
        # Out of what is open, and out of the gallery.
        for key in (b"\x1b", b"\x1b", b"q"):
            self.write(key)
            self.look(0.3)
        text, deadline = b"", time.monotonic() + 10
        while time.monotonic() < deadline:
            ended = os.waitpid(self.process, os.WNOHANG)
            if ended[0]:
                os.close(self.file)
                return os.waitstatus_to_exitcode(ended[1])
            text += self.look(0.1)
        os.kill(self.process, signal.SIGKILL)
        expect(False, f"the gallery does not end: {text[-300:]!r}")


def gone_folder():
    with Album() as home:
        expect(home.index().status == 0, "index failed")
        elsewhere = home.path / "elsewhere"
        for how in ("moved", "replaced by a link to nowhere"):
            gallery = Gallery(home, home.photos)
            gallery.look(2)
            home.photos.rename(elsewhere)
            if how != "moved":
                home.photos.symlink_to("/proc/1/nothing")
            # Down, a photo, back, look anew, and the photos of somebody.
            for keys in (b"jjj", b"\r", b"\x1b", b"R", b"\r", b"\r", b"jk", b"\x1b", b"\x1b"):
                gallery.write(keys)
                gallery.look(0.4)
            if home.photos.is_symlink():
                home.photos.unlink()
            missing = home.index()
            expect(missing.status == 2 and "photos" in missing.errors, f"index of no folder: {missing.errors}")
            elsewhere.rename(home.photos)
            gallery.write(b"R")
            gallery.look(2)
            status = gallery.quit()
            expect(status == 0, f"folder {how}: the gallery ended with {status}")
        home.expect_whole("the folder is back")
    return "gone and back twice while the gallery shows it, with keys and R in between: no crash, nothing forgotten"


def clock_set_back():
    """With a clock of its own for the process, ten years behind."""
    source = Path(__file__).with_name("clock.c")
    with Album() as home:
        library = home.path / "clock.so"
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
        past = {"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(-10 * 365 * 86400)}
        shown = subprocess.run(["date", "+%Y"], env={**os.environ, **past}, capture_output=True, text=True, check=True)
        expect(int(shown.stdout) < time.gmtime().tm_year - 8, "the clock was not set back")
        ended = home.index()
        expect(ended.status == 0, f"index: {ended.status} {ended.errors}")
        known = Cache(home).analyses()
        expect(len(known) == PHOTOS, f"{len(known)} photos were looked at")
        for environment in (past, {}, past):
            ended, found = home.index(**environment), home.find(**environment)
            expect(ended.status == 0 and found.output == home.matches, f"{ended.errors} {found.errors}")
            expect(Cache(home).analyses() == known, "photos were looked at again, or forgotten")
        # Same name, size and time, and a clock that says it was long ago: other pixels all the same.
        first, *others = sorted(home.photos.iterdir())
        times, data = first.stat(), others[0].read_bytes()
        first.write_bytes(data[:times.st_size].ljust(times.st_size, b"\0"))
        os.utime(first, ns=(times.st_atime_ns, times.st_mtime_ns))
        ended = home.index(**past)
        expect(ended.status == 0, f"index of a changed photo: {ended.status} {ended.errors}")
        expect(Cache(home).results() != home.results, "a changed photo was taken for the old one")
        Cache(home).check()
    return "ten years back and forth between runs: no photo looked at again, none forgotten, a changed one noticed"


TRIALS = [
    ("full disk", full_disk), ("read-only cache", read_only), ("cache replaced while running", replaced_cache),
    ("folder gone while shown", gone_folder), ("clock set back", clock_set_back),
]
