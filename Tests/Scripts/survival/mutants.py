"""Damaged files of every format, one by one and as a folder."""

import os
import re
from concurrent.futures import ThreadPoolExecutor

from survival.mutations import mutated
from survival.program import DRAWN, FORMATS, Cache, Failure, Home, expect

# For one file: networks, decoding and all.
MOST_SECONDS = 30
MOST_KILOBYTES = 600_000
# For a folder, two photos at a time.
MOST_FOLDER_KILOBYTES = 900_000


def seeds():
    files = sorted(FORMATS.iterdir()) + [DRAWN / "2020/carl_portrait.jpg"]
    return {file.name: file.read_bytes() for file in files}


def one_by_one(home, files):
    """Returns the slowest and the largest run, and how many gave a picture."""
    def run(file):
        ended = home.run("faces", file, seconds=4 * MOST_SECONDS)
        return file, ended
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(pool.map(run, files))
    wrong = []
    for file, ended in runs:
        if ended.status not in (0, 1, 2):
            wrong.append(f"{file.name}: ended with {ended.status}: {ended.errors[-300:]}")
        elif ended.status == 2 and not ended.errors.strip():
            wrong.append(f"{file.name}: an error without a reason")
        elif ended.seconds > MOST_SECONDS:
            wrong.append(f"{file.name}: {ended.seconds:.1f} s")
        elif ended.kilobytes > MOST_KILOBYTES:
            wrong.append(f"{file.name}: {ended.kilobytes // 1024} MiB")
    expect(not wrong, "\n".join(wrong[:40]))
    pictures = sum(ended.status < 2 for _, ended in runs)
    return max(ended.seconds for _, ended in runs), max(ended.kilobytes for _, ended in runs), pictures


def as_folder(home, folder, count):
    ended = home.run("index", folder, seconds=600 + count)
    expect(ended.status == 0, f"index ended with {ended.status}: {ended.errors[-500:]}")
    expect(ended.kilobytes < MOST_FOLDER_KILOBYTES, f"index took {ended.kilobytes // 1024} MiB")
    Cache(home).check()
    states = home.run("doctor", folder).output
    for state in ("unreadable", "unsupported"):
        for line in home.run("doctor", "--list", state, folder).output.splitlines():
            expect("\t" in line and line.split("\t")[1].strip(), f"{state} without a reason: {line}")
    counts = {label: int(number) for number, label in re.findall(
        r"^ *(\d+) (indexed|no face|unreadable|unsupported|not looked at)", states, re.M)}
    expect(sum(counts.values()) == count, f"not each of {count} files is in one state:\n{states}")
    expect(counts["not looked at"] == 0, f"files are pending:\n{states}")
    return ended


def survive(count, seed, keep=None):
    with Home() as home:
        folder = keep or home.path / "mutants"
        folder.mkdir(parents=True, exist_ok=True)
        known = seeds()
        files = []
        for number in range(count):
            name, data = mutated(known, number, seed)
            files.append(folder / name)
            files[-1].write_bytes(data)
        seconds, kilobytes, pictures = one_by_one(home, files)
        ended = as_folder(home, folder, count)
        return (f"{count} files, {pictures} of them pictures: no crash; one takes at most {seconds:.1f} s and "
                f"{kilobytes // 1024} MiB, the folder {ended.seconds:.0f} s and {ended.kilobytes // 1024} MiB")
