#!/usr/bin/env python3
"""Builds the fuzzers of Tests/Fuzz with libFuzzer and AddressSanitizer, and runs them on what the fixtures hold.

    Tests/Scripts/fuzz.py [HARNESS ...] [--seconds 10] [--no-build]

What they find lies in .build/fuzz/found, and is tried again with

    FACETUI_FUZZ_TARGET=HARNESS .build/fuzz/release/Fuzz FILE

Each keeps in .build/fuzz/corpus what led to new code, and goes on from there. The exit status is 1 where one found
something.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build/fuzz"
# Where each begins; of what is drawn in no format, from nothing.
SEEDS = {
    "jpeg": ["*.jpg", "*.mpo"], "exif": ["*.jpg", "*.png", "*.webp", "*.dng"], "png": ["*.png"], "webp": ["*.webp"],
    "heif": ["*.heic", "*.avif"], "tiff": ["*.tif"], "raw": ["*.dng"], "jxl": ["*.jxl"], "onnx": ["*.onnx"],
    "pickle": ["*.pth"], "safetensors": ["*.safetensors"],
}
LARGEST_SEED = 200_000


def build():
    # SwiftPM gives the compiler one option for each sanitiser, of which the last counts.
    command = ["swift", "build", "-c", "release", "--scratch-path", FOLDER, "--product", "Fuzz", "--sanitize", "fuzzer",
               "--sanitize", "address", "-Xswiftc", "-sanitize=address,fuzzer", "-Xswiftc", "-enable-testing"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "FACETUI_FUZZ": "1"}, check=True)


def seeds(harness):
    folder = FOLDER / "seeds" / harness
    folder.mkdir(parents=True, exist_ok=True)
    places = [ROOT / "Tests/Fixtures", *ROOT.glob("Tests/*/Fixtures")]
    files = sorted(file for place in places for form in SEEDS[harness] for file in place.rglob(form))
    for number, file in enumerate(files):
        if file.stat().st_size <= LARGEST_SEED:
            shutil.copyfile(file, folder / f"{number}-{file.name}")
    return folder


def fuzz(harness, seconds):
    corpus, found = FOLDER / "corpus" / harness, FOLDER / "found" / harness
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    command = [FOLDER / "release/Fuzz", f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=4096",
               "-malloc_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={found}/", corpus, seeds(harness)]
    # Swift keeps what it makes once for the whole process.
    environment = {**os.environ, "FACETUI_FUZZ_TARGET": harness, "ASAN_OPTIONS": "detect_leaks=0"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace")
    numbers = dict(re.findall(r"^stat::(\w+):\s+(\d+)", ended.stderr, re.M))
    covered = re.findall(r" cov: (\d+)", ended.stderr)
    count, memory = numbers.get("number_of_executed_units", "0"), numbers.get("peak_rss_mb", "?")
    verdict = "nothing found" if ended.returncode == 0 else "FOUND"
    places = covered[-1] if covered else 0
    print(f"{harness:12} {count:>9} files, {places:>6} places in the code, {memory:>5} MiB, {verdict}", flush=True)
    if ended.returncode != 0:
        print(ended.stderr[-3000:])
    return ended.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("harness", nargs="*", help=", ".join(SEEDS))
    parser.add_argument("--seconds", type=int, default=10, help="for each")
    parser.add_argument("--no-build", action="store_true")
    options = parser.parse_args()
    if unknown := set(options.harness) - set(SEEDS):
        parser.error(f"no harness: {', '.join(sorted(unknown))}")
    if not options.no_build:
        build()
    held = [fuzz(harness, options.seconds) for harness in options.harness or SEEDS]
    sys.exit(not all(held))


if __name__ == "__main__":
    main()
