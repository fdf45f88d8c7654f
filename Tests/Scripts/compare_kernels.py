"""Says how far the results of the instruction sets are apart on a folder of photos.

    python3 Tests/Scripts/compare_kernels.py PHOTOS [--program .build/release/facetui] [--cache FOLDER]

Each set of kernels analyses the photos into a cache of its own. Printed for each pair of sets: how many faces have the
same bits in landmarks, sharpness (the same crop) and embedding, the largest differences, and how many of the ranked
lists (each face a query, all other faces in it) put two faces into another order, with the largest difference of score
between two faces that changed places.
"""

import argparse
import itertools
import json
import os
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import numpy

FACES = """
    SELECT CAST(photo.path AS TEXT), face.number, face.x, face.y, face.width, face.height, face.score, face.sharpness,
      face.landmarks, face.embedding
    FROM face JOIN analysis ON analysis.id = face.analysis JOIN photo ON photo.content = analysis.content
    ORDER BY 1, 2
"""


class Faces:
    def __init__(self, rows):
        self.names = [row[:2] for row in rows]
        self.boxes = numpy.array([row[2:6] for row in rows])
        self.scores = numpy.array([row[6] for row in rows])
        self.sharpness = numpy.array([row[7] for row in rows])
        self.landmarks = numpy.array([numpy.frombuffer(row[8], "<f4") for row in rows])
        self.embeddings = numpy.array([numpy.frombuffer(row[9], "<f4") for row in rows])
        double = self.embeddings.astype(numpy.float64)
        self.products = double @ double.T
        orders = numpy.argsort(-self.products, axis=1, kind="stable")
        self.lists = [[face for face in order if face != query] for query, order in enumerate(orders)]


def analysed(options, kernels, cache):
    command = [options.program, "index", "--pack", options.pack, "--cache", str(cache), str(options.photos)]
    subprocess.run(command, env={**os.environ, "FACETUI_KERNELS": kernels}, check=True, stdout=subprocess.DEVNULL)
    file = cache / "cache.sqlite"
    with sqlite3.connect(file) as database:
        return Faces(database.execute(FACES).fetchall())


def exchanged(a, b):
    """How many lists differ, and the largest difference of score in b between two faces that changed places."""
    lists, largest = 0, 0
    for query, (first, second) in enumerate(zip(a.lists, b.lists)):
        if first != second:
            lists += 1
            scores = b.products[query][first]
            # What comes later should not have more than the least before it.
            largest = max(largest, (scores - numpy.minimum.accumulate(scores)).max())
    return lists, largest


def compare(options, thresholds, names, a, b):
    print(f"{names[0]} and {names[1]}: {len(a.names)} and {len(b.names)} faces")
    if a.names != b.names:
        return print("  not the same faces")
    equal = {
        "landmarks": (a.landmarks == b.landmarks).all(axis=1).sum(),
        "sharpness": (a.sharpness == b.sharpness).sum(),
        "embeddings": (a.embeddings == b.embeddings).all(axis=1).sum(),
    }
    print("  the same bits: " + ", ".join(f"{kind} {count}" for kind, count in equal.items()))
    for kind in ("boxes", "landmarks", "scores", "sharpness", "embeddings", "products"):
        differences = numpy.abs(getattr(a, kind) - getattr(b, kind))
        print(f"  {kind}: largest difference {differences.max():.3g}, mean {differences.mean():.3g}")
    lists, largest = exchanged(a, b)
    print(f"  lists in another order: {lists}, between scores at most {largest:.3g} apart")
    print(f"  first matches that differ: {sum(x[0] != y[0] for x, y in zip(a.lists, b.lists))}")
    for name, threshold in thresholds.items():
        crossed = ((a.products >= threshold) != (b.products >= threshold)).sum() // 2
        print(f"  pairs on another side of {name}: {crossed}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--program", default=".build/release/facetui")
    parser.add_argument("--pack", default="assets/models/facetui-mini")
    parser.add_argument("--kernels", nargs="+", default=["portable", "avx2", "avx512"])
    parser.add_argument("--cache", type=Path, help="folder for the caches; what they hold is used again")
    options = parser.parse_args()
    thresholds = json.loads(Path(options.pack, "pack.json").read_text())["thresholds"]
    with tempfile.TemporaryDirectory() as folder:
        results = {name: analysed(options, name, Path(options.cache or folder, name)) for name in options.kernels}
    for names in itertools.combinations(options.kernels, 2):
        compare(options, thresholds, names, *(results[name] for name in names))


if __name__ == "__main__":
    main()
