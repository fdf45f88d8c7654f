"""Times the program on a library of 100,000 photos with 200,000 faces, or of fewer.

    swift build -c release --product facetui
    pip install numpy pyte
    python Tests/Scripts/time_scale.py PHOTOS [--photos 100000] [--keep FOLDER]

The photos are links to a few files of PHOTOS, in folders of 500. The cache is filled directly: each photo has a content of
its own with two faces, whose embeddings lie around those of 2,000 people that are made up. Then it tells

- how long the first full screen takes, from the command on, and how long until a face can be ranked: until the screen of
  matches is there that Enter asks for with the first key after the screen;
- what a query takes in the program that is open: from Enter to the screen of matches, from the best of several photos;
- how long `facetui index` takes when nothing is new;
- how much memory the program takes at its most (VmHWM).
"""

import argparse
import os
import re
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import numpy

from many_photos import index, photos_of
from terminal_session import PROGRAM, TerminalSession
from time_terminal import Screen, is_gallery, report

PEOPLE, LINKS, IN_FOLDER = 2_000, 50_000, 500


def link(originals, folder, count):
    """Links to copies of the originals; a file has only so many names."""
    sources, paths = [], []
    for number in range(-(-count // LINKS)):
        for original in originals:
            sources.append(folder.parent / f"source_{number}_{original.name}")
            sources[-1].write_bytes(original.read_bytes())
    for number in range(count):
        place = folder / f"{2000 + number // IN_FOLDER:04}"
        if number % IN_FOLDER == 0:
            place.mkdir(parents=True)
        paths.append(place / f"{number:06}.jpg")
        os.link(sources[number % len(sources)], paths[-1])
    return paths


def embeddings(count, dimensions):
    """Of length 1: about 0.6 between two of one person, about 0 between others."""
    random = numpy.random.default_rng(1)
    people = random.standard_normal((PEOPLE, dimensions))
    faces = people[random.integers(0, PEOPLE, count)] + 0.8 * random.standard_normal((count, dimensions))
    return (faces / numpy.linalg.norm(faces, axis=1, keepdims=True)).astype("<f4")


def fill(cache, paths):
    """A content with two faces for each path; the rest of the rows is that of a face that is there."""
    known = sqlite3.connect(f"{cache}/facetui/cache.sqlite")
    columns = [row[1] for row in known.execute("PRAGMA table_info(face)")]
    face = dict(zip(columns, known.execute("SELECT * FROM face WHERE defect IS NULL LIMIT 1").fetchone()))
    pack, decoder = known.execute(
        "SELECT analysis.pack, content.decoder FROM analysis JOIN content ON content.id = content LIMIT 1").fetchone()
    for table in ("face", "analysis", "photo", "content"):
        known.execute(f"DELETE FROM {table}")
    faces = embeddings(2 * len(paths), len(face["embedding"]) // 4)
    folder, marks = str(paths[0].parents[1].resolve()), ", ".join("?" * len(columns))
    rows = {"content": [], "photo": [], "analysis": [], "face": []}
    for number, path in enumerate(paths):
        status, identity = path.stat(), number + 1
        rows["content"].append((identity, os.urandom(32), decoder))
        rows["analysis"].append((identity, identity, pack))
        name = f"{folder}/{path.parent.name}/{path.name}"
        rows["photo"].append(
            (name.encode(), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, identity))
        for index in range(2):
            row = 2 * number + index
            values = face | {
                "id": row + 1, "analysis": identity, "number": index + 1, "x": 10 + 60 * index,
                "embedding": faces[row].tobytes()}
            rows["face"].append(tuple(values[column] for column in columns))
    known.executemany(
        "INSERT INTO content (id, hash, state, decoder, width, height, orientation) "
        "VALUES (?, ?, 'picture', ?, 800, 600, 1)", rows["content"])
    known.executemany("INSERT INTO analysis (id, content, pack, faces) VALUES (?, ?, ?, 2)", rows["analysis"])
    known.executemany(
        "INSERT INTO photo (path, size, modified, changed, inode, content) VALUES (?, ?, ?, ?, ?, ?)", rows["photo"])
    known.executemany(f"INSERT INTO face ({', '.join(columns)}) VALUES ({marks})", rows["face"])
    known.commit()
    known.close()


def make(photos, place, count):
    folder, cache = place / "photos", place / "cache"
    if not folder.exists():
        folder.mkdir(parents=True)
        paths = link(photos_of(photos)[:5], folder, count)
        index(photos, cache)
        fill(cache, paths)
    return folder, cache


def peak(process):
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())[1]) / 1024


def is_photo(lines):
    return "faces" in lines[-1] or "choose a face" in lines[-1]


def is_matches(lines):
    return "match 1 of" in " ".join(lines[-3:])


def until_first(screen, key, is_there):
    """Seconds from the key to the bytes that first make the screen so, whatever pictures follow."""
    screen.rest()
    start, chunks = time.monotonic(), []
    screen.terminal.write(key)
    while data := screen.terminal.read(0.5):
        chunks.append((time.monotonic(), data))
    moment = None
    for then, data in chunks:
        screen.stream.feed(data)
        if moment is None and is_there(screen.lines):
            moment = then
    if moment is None:
        raise SystemExit("the screen did not come:\n" + "\n".join(screen.lines))
    return moment - start


def time_program(folder, cache):
    """Seconds until the first screen and until the first ranking, seconds of a query, and MiB."""
    terminal = TerminalSession(folder, cache)
    screen = Screen(terminal)
    first = screen.wait(is_gallery) - terminal.start
    screen.press(b"\r", is_photo)
    ready = screen.press(b"\r", is_matches) and time.monotonic() - terminal.start
    time.sleep(4)
    queries = []
    for _ in range(5):
        screen.press(b"q", is_photo)
        queries.append(until_first(screen, b"\r", is_matches))
    memory = peak(terminal.process)
    terminal.end()
    return first, ready, min(queries), memory


def time_rescan(folder, cache):
    start = time.monotonic()
    done = subprocess.run(
        [PROGRAM, "index", folder], env=os.environ | {"XDG_CACHE_HOME": str(cache)}, capture_output=True, text=True)
    return time.monotonic() - start, done.stdout.strip().splitlines()[-1:]


def measure(photos, place, count):
    folder, cache = make(photos, place, count)
    runs = [time_program(folder, cache) for _ in range(5)]
    report("first screen", [run[0] for run in runs])
    report("ready to rank", [run[1] for run in runs])
    report("a query", [run[2] for run in runs])
    print(f"{'memory':32} max {max(run[3] for run in runs):6.0f} MiB")
    rescans = [time_rescan(folder, cache) for _ in range(3)]
    report("rescan", [seconds for seconds, _ in rescans])
    print(*rescans[0][1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="where the library stays, or is already")
    arguments = parser.parse_args()
    if arguments.keep:
        return measure(arguments.source, arguments.keep, arguments.photos)
    with tempfile.TemporaryDirectory() as place:
        measure(arguments.source, Path(place), arguments.photos)


if __name__ == "__main__":
    main()
