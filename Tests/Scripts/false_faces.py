"""Counts the faces that the program finds in folders of pictures without people, and which of them it would take for one
person.

    python3 Tests/Scripts/gather_nofaces.py PACKAGES NOFACES
    python3 Tests/Scripts/false_faces.py NOFACES/large/* --cache /tmp/cache [--program .build/release/facetui]

For each folder: pictures, faces found, faces that tell enough to be called "same", what keeps the others from it, and the
pairs of faces of two pictures at the threshold before and after that. Needs NumPy.
"""

import argparse
import collections
import sqlite3
import subprocess
from pathlib import Path

import numpy as np

QUERY = """
SELECT photo.path, face.score, face.quality, face.defect, face.embedding
FROM photo JOIN analysis USING (content) JOIN face ON face.analysis = analysis.id ORDER BY photo.path, face.number
"""


def faces(folder, options):
    cache = Path(options.cache) / str(folder.resolve()).strip("/").replace("/", "-")
    subprocess.run(
        [options.program, "index", str(folder), "--pack", options.pack, "--cache", str(cache)], check=False, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    with sqlite3.connect(f"file:{cache / 'cache.sqlite'}?mode=ro", uri=True) as database:
        return list(database.execute(QUERY))


def pairs(rows, threshold):
    """How many pairs of faces of two pictures reach the threshold, each counted once."""
    if not rows:
        return 0
    paths = np.array([row[0] for row in rows])
    vectors = np.array([np.frombuffer(row[4], np.float32) for row in rows])
    return int(np.triu((vectors @ vectors.T >= threshold) & (paths[:, None] != paths)).sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--program", default=".build/release/facetui")
    parser.add_argument("--cache", required=True, help="folder for the caches")
    parser.add_argument("--pack", default="facetui-mini")
    parser.add_argument("--threshold", type=float, default=0.424, help="the pack's balanced one")
    options = parser.parse_args()
    print("| pictures | count | faces | sufficient | what is short of it | pairs at the threshold | of sufficient faces |")
    print("|---|---|---|---|---|---|---|")
    for folder in options.folders:
        found = faces(folder, options)
        good = [row for row in found if row[3] is None]
        defects = collections.Counter(row[3] for row in found if row[3]).most_common()
        cells = [
            folder.name, sum(1 for _ in folder.glob("*.jpg")), len(found), len(good),
            ", ".join(f"{name} {count}" for name, count in defects), pairs(found, options.threshold),
            pairs(good, options.threshold)]
        print("|", " | ".join(map(str, cells)), "|")


if __name__ == "__main__":
    main()
