"""Counts what the program calls the same person: every face of a folder is a query once.

    python3 Tests/Scripts/same_faces.py PHOTOS [--labels labels.csv] [--program .build/release/facetui] [--cache FOLDER]

With labels (`file,person`; one person for a photo) matches of one person and of two are told apart.
"""

import argparse
import collections
import csv
import json
import subprocess
from pathlib import Path


def find(options, query):
    command = [options.program, "find", "--query", query, "--threshold", options.threshold, "--format", "json"]
    found = subprocess.run(
        [*command, "--cache", options.cache, str(options.photos)], capture_output=True, text=True)
    return json.loads(found.stdout or "[]")


def queries(options):
    for path in sorted(options.photos.rglob("*.jpg")):
        found = subprocess.run(
            [options.program, "faces", str(path), "--format", "json"], capture_output=True, text=True)
        for face in json.loads(found.stdout or "[]"):
            yield path, f"{path}#{face['face']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--labels")
    parser.add_argument("--program", default=".build/release/facetui")
    parser.add_argument("--cache", required=True, help="folder for the cache")
    parser.add_argument("--threshold", default="0.424", help="the pack's balanced one")
    options = parser.parse_args()
    people = {}
    if options.labels:
        with open(options.labels, newline="") as file:
            people = {Path(row["file"]).name: row["person"] for row in csv.DictReader(file)}
    counts = collections.Counter()
    for path, query in queries(options):
        for match in find(options, query):
            other = Path(match["path"]).name
            same = people.get(path.name) == people.get(other) if people else None
            kind = {None: "", True: "one person, ", False: "two people, "}[same]
            where = "own photo, " if other == path.name else ""
            counts[f"{kind}{where}{match['verdict']}: {match['note'] or ''}"] += 1
    for kind, count in sorted(counts.items()):
        print(f"{count:6} {kind}")


if __name__ == "__main__":
    main()
