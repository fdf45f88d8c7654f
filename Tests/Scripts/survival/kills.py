"""kill -9 at random moments: nothing that was said to be done is lost, and the end is that of a run without kills."""

import os
import pty
import random
import select
import signal
import subprocess
import time

from survival.program import PROGRAM, QUERY, Cache, Home, claimed, expect

PHOTOS = 120
# What is killed; all of these index the folder.
COMMANDS = [["index"], ["index"], ["find", "--query", QUERY]]


def start(home, arguments):
    """With a terminal for the progress. Returns the process, and the terminal's other side."""
    inner, outer = pty.openpty()[::-1]
    process = subprocess.Popen([str(PROGRAM), *map(str, arguments)], env=home.environment(TERM="xterm"), stderr=inner,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    os.close(inner)
    return process, outer


def read(file, deadline, process):
    """What is shown until then, or until the process has ended."""
    text = b""
    while (rest := deadline - time.monotonic()) > 0 and process.poll() is None:
        if select.select([file], [], [], min(rest, 0.02))[0]:
            try:
                text += os.read(file, 1 << 16)
            except OSError:
                break
    return text


def leftover(file):
    text = b""
    try:
        while select.select([file], [], [], 0)[0] and (data := os.read(file, 1 << 16)):
            text += data
    except OSError:
        pass
    return text


def killed(home, arguments, after):
    """Returns whether the process was still there to be killed, and how many files it said were done."""
    process, file = start(home, arguments)
    text = read(file, time.monotonic() + after, process)
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    status = process.wait()
    text += leftover(file)
    os.close(file)
    expect(status == -signal.SIGKILL or status in (0, 1), f"{arguments} ended with {status}: {text[-300:]!r}")
    return was_running, claimed(text)


def survive(count, seed):
    chance = random.Random(seed)
    with Home() as home:
        album = home.album(PHOTOS)
        begin = time.monotonic()
        expect(home.run("index", album, XDG_CACHE_HOME=str(home.path / "whole")).status == 0, "index failed")
        seconds = time.monotonic() - begin
        whole = Cache(home, "whole").results()
        cache, kills, rounds, most = Cache(home), 0, 0, 0
        known = set()
        while kills < count:
            command = chance.choice(COMMANDS)
            # Short ones meet the beginning, at which files are made.
            after = chance.choice([chance.uniform(0, 0.1), chance.uniform(0, seconds / 4)])
            was_killed, done = killed(home, [*command, album], after)
            kills += was_killed
            if not cache.is_there:
                expect(done == 0 and not known, "what was done is gone")
                continue
            cache.check()
            found = cache.analyses()
            expect(known <= found, f"{len(known - found)} analyses of earlier runs are lost or were made anew")
            expect(len(found) >= done, f"{done} files were said to be done, {len(found)} are kept")
            known, most = found, max(most, done)
            if len(found) == PHOTOS:
                finish(home, album, cache, whole)
                known, rounds = set(), rounds + 1
        finish(home, album, cache, whole)
        return (f"{kills} kills of index and find, {rounds + 1} times {PHOTOS} photos done in spite of them: no "
                "damage, nothing lost, no photo looked at twice, the same faces to the last bit")


def finish(home, album, cache, whole):
    known = cache.analyses() if cache.is_there else set()
    ended = home.run("index", album)
    expect(ended.status == 0, f"index after kills ended with {ended.status}: {ended.errors}")
    cache.check()
    expect(known <= cache.analyses(), "analyses were lost at the end")
    expect(cache.results() == whole, "the results differ from those of a run without kills")
    for file in cache.folder.iterdir():
        file.unlink()
