"""Compares ways to group faces without names, by labelled photos among faces of others.

    python Tests/Scripts/compare_groups.py --labelled ALBUM [FAMILIES …] --others GROUPS … [--precision 0.99]

Each labelled folder holds a `labels.csv` (`file,person`) and its photos, or these in `photos`: the largest face of a photo is
that person, another one of the photo is somebody else, but nobody knows who. Each face of the other folders is of a person of
its own. The program makes the embeddings. All ways get the faces that tell enough (quality from 0.5 on); the others stay alone,
but for facetui's way. Each way is run at a range of cuts; the table shows the one with the best B³ recall among those that reach
the pairwise precision, facetui's at its own thresholds. Needs numpy and scikit-learn.
"""

import argparse
import collections
import copy
import csv
import heapq
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
        self.photos = 0
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
            "SELECT photo.path, face.width * face.height, embedding, quality, number FROM photo"
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
                _, embedding, quality, number = face
                alone = f"{folder.name}/{path}#{number}"
                self.rows.append(np.frombuffer(embedding, "<f4"))
                self.photo.append(self.photos)
                self.quality.append(quality)
                self.person.append(alone if people is None else people[path] if face is largest else None)
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


def facetui(faces, cut, link=0.0, leaves=True):
    """As docs/groups.md describes: a mean of at least the cut, a link of at least `link`, no two faces of one photo."""
    link, count = max(link, cut), len(faces.rows)
    sufficient = faces.quality >= 0.5
    scores = faces.rows @ faces.rows.T
    np.fill_diagonal(scores, -1)
    linked = (scores >= link) & sufficient & sufficient[:, None]
    near = {face: set(np.flatnonzero(linked[face])) for face in range(count)}
    sums, members = {i: faces.rows[i].copy() for i in range(count)}, {i: [i] for i in range(count)}
    photos = {i: {faces.photo[i]} for i in range(count)}

    def mean(a, b):
        return float(sums[a] @ sums[b]) / (len(members[a]) * len(members[b]))

    queue = [(-mean(a, b), a, b) for a in near for b in near[a] if a < b]
    heapq.heapify(queue)
    while queue:
        score, a, b = heapq.heappop(queue)
        if a not in sums or b not in sums or photos[a] & photos[b] or -score < cut:
            continue
        new = max(near) + 1
        sums[new], photos[new] = sums.pop(a) + sums.pop(b), photos[a] | photos[b]
        members[new] = members.pop(a) + members.pop(b)
        near[new] = {other for other in near[a] | near[b] if other in sums}
        for other in near[new]:
            near[other].add(new)
            heapq.heappush(queue, (-mean(new, other), new, other))
    labels = np.empty(count, int)
    for group, rows in members.items():
        labels[rows] = group
    for face in np.flatnonzero(~sufficient) if leaves else []:
        best = max(
            ((float(faces.rows[face] @ sums[group]) / len(rows), group) for group, rows in members.items()
             if len(rows) > 1 and faces.photo[face] not in photos[group] and max(scores[face, rows]) >= link),
            default=(-1, None))
        if best[0] >= cut:
            labels[face] = best[1]
            photos[best[1]].add(faces.photo[face])
    return labels


def of_sufficient(way):
    """The way without faces that tell too little."""
    def run(faces, cut):
        chosen = faces.quality >= 0.5
        few = copy.copy(faces)
        few.rows = faces.rows[chosen]
        labels = np.full(len(chosen), -1)
        labels[chosen] = way(few, cut)
        return separate(labels)
    return run


WAYS = {
    "DBSCAN, 3 faces (Immich)": dbscan(3),
    "DBSCAN, 4 faces (PhotoPrism)": dbscan(4),
    "single linkage": dbscan(1),
    "HDBSCAN, 2 faces": hdbscan(2),
    "HDBSCAN, 3 faces": hdbscan(3, 2),
    "Chinese whispers": whispers,
    "average linkage": agglomerative("average"),
    "complete linkage": agglomerative("complete"),
}


def row(name, cut, result):
    print(
        "| {} | {} | {precision:.4f} | {recall:.4f} | {b3precision:.4f} | {b3recall:.4f} | {wrong} | {groups} | {grouped} |"
        .format(name, cut, **result), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labelled", type=Path, nargs="+", required=True)
    parser.add_argument("--others", type=Path, nargs="*", default=[])
    parser.add_argument("--program", default=".build/release/facetui")
    parser.add_argument("--pack", default="facetui-mini")
    parser.add_argument("--cache")
    parser.add_argument("--precision", type=float, default=0.99)
    parser.add_argument("--link", type=float, default=0.496, help="the pack's safe threshold")
    parser.add_argument("--mean", type=float, default=0.424, help="the pack's balanced threshold")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options.cache = options.cache or folder
        faces = Faces(options)
    print(f"{len(faces.rows)} faces, {sum(p is not None for p in faces.person)} of known people, {faces.photos} photos")
    print("| way | cut | precision | recall | B³ precision | B³ recall | wrong pairs | groups | faces in them |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, way in WAYS.items():
        results = [(cut, measure(of_sufficient(way)(faces, cut), faces)) for cut in np.arange(0.30, 0.80, 0.02)]
        strict = [result for result in results if result[1]["precision"] >= options.precision]
        if strict:
            cut, result = max(strict, key=lambda result: result[1]["b3recall"])
            row(name, f"{cut:.2f}", result)
        else:
            cut, result = max(results, key=lambda result: result[1]["precision"])
            row(name + ", at its most precise", f"{cut:.2f}", result)
    for name, leaves in (("facetui, without faces that tell too little", False), ("facetui", True)):
        labels = facetui(faces, options.mean, options.link, leaves)
        row(name, f"{options.link}, {options.mean}", measure(labels, faces))


if __name__ == "__main__":
    main()
