"""Compares ways to group faces without names, by labelled photos among faces of others.

    python Tests/Scripts/compare_groups.py --labelled ALBUM [FAMILIES …] --others GROUPS […] [--program .build/release/facetui]
        [--cache FOLDER] [--pack facetui-mini] [--detail]

Each labelled folder holds a `labels.csv` (`file,person`) and its photos, or these in `photos`: the largest face of a photo is that person, another one of the
photo is somebody else, but nobody knows who. Each face of the other folders is of a person of its own. The program makes
the embeddings; faces that tell too little (quality below 0.5) take part and count, too. Each way is run at a range of
settings; the table shows the one with the best B³ recall among those with a pairwise precision of at least 0.99, and the
one at the strictness that facetui uses (its own way only). Needs numpy and scikit-learn.
"""

import argparse
import collections
import csv
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering


class Faces:
    """Embeddings as rows; photo, person (None: unknown) and quality of each."""

    def __init__(self, options):
        self.rows, self.photo, self.person, self.quality = [], [], [], []
        self.key, self.photos = [], 0
        for folder in options.labelled:
            with open(folder / "labels.csv", newline="") as labels:
                people = {row["file"]: row["person"] for row in csv.DictReader(labels)}
            self.read(options, folder, people)
        for folder in options.others:
            self.read(options, folder, None)
        self.rows = np.array(self.rows)
        self.photo, self.quality = np.array(self.photo), np.array(self.quality)

    def read(self, options, folder, people):
        root = folder.resolve() / "photos" if (folder / "photos").is_dir() else folder.resolve()
        subprocess.run(
            [options.program, "index", str(folder), "--cache", options.cache, "--pack", options.pack, "--config", "none"],
            check=True, stderr=subprocess.DEVNULL)
        database = sqlite3.connect(f"file:{options.cache}/cache.sqlite?mode=ro", uri=True)
        faces = collections.defaultdict(list)
        for path, *face in database.execute(
            "SELECT photo.path, face.width * face.height, embedding, quality, content.hash, number FROM photo"
            " JOIN content ON content.id = photo.content JOIN analysis ON analysis.content = content.id"
            " JOIN face ON face.analysis = analysis.id WHERE present ORDER BY photo.path, number"):
            path = Path(path.decode())
            if path.is_relative_to(root):
                faces[str(path.relative_to(root))].append(face)
        for path, found in sorted(faces.items()):
            if people is not None and path not in people:
                continue
            largest = max(found, key=lambda face: face[0])
            for face in found:
                size, embedding, quality, content, number = face
                alone = f"{folder.name}/{path}#{number}"
                self.rows.append(np.frombuffer(embedding, "<f4"))
                self.photo.append(self.photos)
                self.quality.append(quality)
                self.person.append(alone if people is None else people[path] if face is largest else None)
                self.key.append(content + bytes([number // 256, number % 256]))
            self.photos += 1


def measure(groups, faces):
    """Pairwise precision and recall, B³ precision and recall, faces in groups, of the faces whose person is known."""
    known = [i for i, person in enumerate(faces.person) if person is not None]
    cells = collections.Counter((groups[i], faces.person[i]) for i in known)
    together = collections.Counter(groups[i] for i in known)
    of_one = collections.Counter(faces.person[i] for i in known)
    pairs = lambda counts: sum(n * (n - 1) // 2 for n in counts)
    right, said, true = pairs(cells.values()), pairs(together.values()), pairs(of_one.values())
    precision = sum(n * n / together[group] for (group, _), n in cells.items()) / len(known)
    several = sum(n for n in of_one.values() if n > 1)
    recall = sum(n * n / of_one[person] for (_, person), n in cells.items() if of_one[person] > 1) / several
    return dict(
        precision=right / max(1, said), recall=right / true, b3precision=precision, b3recall=recall, wrong=said - right,
        groups=sum(n > 1 for n in together.values()), grouped=sum(n for n in together.values() if n > 1))


def separate(labels):
    """Faces that a method leaves alone (-1) as groups of their own."""
    labels = np.array(labels, copy=True)
    alone = labels < 0
    labels[alone] = labels.max() + 1 + np.arange(alone.sum())
    return labels


def distances(faces):
    return np.clip(1 - faces.rows @ faces.rows.T, 0, 2)


def dbscan(least):
    def run(faces, cut):
        return separate(DBSCAN(eps=1 - cut, min_samples=least, metric="precomputed").fit(distances(faces)).labels_)
    return run


def hdbscan(least, samples=1):
    def run(faces, cut):
        # Beyond the cut all are equally far, so that no dense group reaches over it.
        matrix = distances(faces)
        matrix[matrix > 1 - cut] = 2
        method = HDBSCAN(min_cluster_size=least, min_samples=samples, metric="precomputed", copy=True)
        return separate(method.fit(matrix).labels_)
    return run


def agglomerative(linkage):
    def run(faces, cut):
        method = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage=linkage, distance_threshold=1 - cut)
        return method.fit(distances(faces)).labels_
    return run


def whispers(faces, cut, rounds=20):
    """Chinese whispers (Biemann 2006): each face takes the name that is loudest among its neighbours."""
    scores = faces.rows @ faces.rows.T
    np.fill_diagonal(scores, -1)
    names, random = np.arange(len(scores)), np.random.default_rng(1)
    neighbours = [np.flatnonzero(row >= cut) for row in scores]
    for _ in range(rounds):
        for face in random.permutation(len(scores)):
            if len(neighbours[face]):
                voices = collections.Counter()
                for other in neighbours[face]:
                    voices[names[other]] += scores[face, other]
                names[face] = max(voices, key=lambda name: (voices[name], -name))
    return names


def constrained(linked=0.0, poor="out", least=0.5):
    """Average linkage that joins no two faces of a photo; every join needs a link of at least the cut + `linked`."""
    def run(faces, cut):
        n = len(faces.rows)
        core = faces.quality >= least if poor != "in" else np.full(n, True)
        scores = faces.rows @ faces.rows.T
        np.fill_diagonal(scores, -1)
        scores[~core] = -1
        scores[:, ~core] = -1
        edges = np.argwhere(np.triu(scores >= cut))
        near = collections.defaultdict(set)
        for a, b in edges:
            near[a].add(b), near[b].add(a)
        sums, size = {i: faces.rows[i].copy() for i in range(n)}, dict.fromkeys(range(n), 1)
        photos, members = {i: {faces.photo[i]} for i in range(n)}, {i: [i] for i in range(n)}
        mean = lambda a, b: float(sums[a] @ sums[b]) / (size[a] * size[b])
        import heapq
        heap = [(-mean(a, b), a, b) for a, b in edges]
        heapq.heapify(heap)
        new = n
        while heap:
            score, a, b = heapq.heappop(heap)
            if a not in sums or b not in sums or photos[a] & photos[b]:
                continue
            sums[new], size[new] = sums.pop(a) + sums.pop(b), size[a] + size[b]
            photos[new], members[new] = photos[a] | photos[b], members.pop(a) + members.pop(b)
            near[new] = {c for c in near[a] | near[b] if c in sums and c != new}
            for c in near[new]:
                near[c].add(new)
                if mean(new, c) >= cut:
                    heapq.heappush(heap, (-mean(new, c), new, c))
            new += 1
        labels = np.empty(n, int)
        for group, rows in members.items():
            labels[rows] = group
        if poor == "leaf":
            full = {g: r for g, r in members.items() if len(r) > 1}
            for i in np.flatnonzero(~core):
                best = max(((float(faces.rows[i] @ sums[g]) / size[g], g) for g in full
                            if faces.photo[i] not in photos[g]), default=(-1, None))
                if best[0] >= cut:
                    labels[i] = best[1]
                    photos[best[1]].add(faces.photo[i])
        return labels
    return run


WAYS = {
    "DBSCAN, 3 faces (Immich)": dbscan(3),
    "DBSCAN, 4 faces (PhotoPrism)": dbscan(4),
    "single linkage (DBSCAN, 1 face)": dbscan(1),
    "HDBSCAN, 2 faces": hdbscan(2),
    "HDBSCAN, 3 faces": hdbscan(3, 2),
    "Chinese whispers": whispers,
    "average linkage": agglomerative("average"),
    "complete linkage": agglomerative("complete"),
    "constrained average linkage, poor faces in": constrained(poor="in"),
    "constrained average linkage, poor faces as leaves": constrained(poor="leaf"),
    "constrained average linkage": constrained(),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labelled", type=Path, nargs="+", required=True)
    parser.add_argument("--others", type=Path, nargs="*", default=[])
    parser.add_argument("--program", default=".build/release/facetui")
    parser.add_argument("--pack", default="facetui-mini")
    parser.add_argument("--cache")
    parser.add_argument("--detail", action="store_true", help="print every setting")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options.cache = options.cache or folder
        faces = Faces(options)
    print(f"{len(faces.rows)} faces, {sum(p is not None for p in faces.person)} of known people, {faces.photos} photos")
    print("| way | cut | precision | recall | B³ precision | B³ recall | wrong pairs | groups | faces in them |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, way in WAYS.items():
        results = [(cut, measure(way(faces, cut), faces)) for cut in np.arange(0.30, 0.70, 0.02)]
        strict = [result for result in results if result[1]["precision"] >= 0.99]
        best = max(strict, key=lambda result: result[1]["b3recall"], default=None)
        for cut, result in results if options.detail else [best] if best else []:
            print("| {} | {:.2f} | {precision:.4f} | {recall:.4f} | {b3precision:.4f} | {b3recall:.4f} | {wrong} | "
                  "{groups} | {grouped} |".format(name, cut, **result), flush=True)


if __name__ == "__main__":
    main()
