"""Times the search for the 100 best of N embeddings, facetui's and faiss's IndexFlatIP, in turn in one run.

    swift build -c release --product facetui-bench
    python Tests/Scripts/compare_search.py [--rounds 7] [--counts 10000 100000 1000000]    needs numpy, faiss-cpu

Both search the same random embeddings of length 1 for the same query, and must find the same rows. In each round either
engine searches for a fraction of a second before the other has its turn, so that both meet the same load. Prints a table
in Markdown: the minimum, and the median of the rounds' minima, in milliseconds, and the ratios of both to faiss's. `int8`
is facetui's search in 8 bits, which gives the same rows; its ratio is to facetui's own float32. `read` adds up as
much memory as the matrix takes. For two threads faiss is given the best of three ways: its own division of one query,
two halves in an IndexShards, and one thread; the table names the one that was fastest.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

# What the threads of an IndexShards start with: one each. More, and faiss takes a slower way (BLAS) for one query.
os.environ["OMP_NUM_THREADS"] = "1"

import faiss
import numpy as np

BENCH = Path(__file__).resolve().parents[2] / ".build/release/facetui-bench"
TOP = 100


def write_embeddings(path, count, dimensions):
    """The query, then the embeddings."""
    random = np.random.default_rng(count + dimensions)
    with open(path, "wb") as file:
        for start in range(-1, count, 100_000):
            block = random.standard_normal((min(100_000, count - start), dimensions), dtype=np.float32)
            file.write((block / np.linalg.norm(block, axis=1, keepdims=True)).tobytes())


class Facetui:
    def __init__(self, path, count, dimensions):
        shape = ["--count", str(count), "--dimensions", str(dimensions), "--top", str(TOP)]
        self.process = subprocess.Popen(
            [BENCH, "search", *shape, "--data", path, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        return self.process.stdout.readline().split()

    def times(self, kind, threads, runs):
        return [float(word) for word in self.ask(kind, threads, runs)]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Faiss:
    """One matrix in halves, so that both ways of using two threads search the same memory."""

    def __init__(self, path, count, dimensions):
        rows = np.memmap(path, np.float32, "r", shape=(count + 1, dimensions))
        self.query = np.array(rows[:1])
        self.flat = faiss.IndexFlatIP(dimensions)
        self.flat.add(rows[1:])
        self.halves = [faiss.IndexFlatIP(dimensions) for _ in range(2)]
        self.shards = faiss.IndexShards(dimensions, True, True)
        for half, part in zip(self.halves, np.array_split(rows[1:], 2)):
            half.add(part)
            self.shards.add_shard(half)

    def rows(self):
        return self.flat.search(self.query, TOP)[1][0]

    def times(self, index, threads, runs):
        faiss.omp_set_num_threads(threads)
        times = []
        for _ in range(runs + 1):
            start = time.perf_counter()
            index.search(self.query, TOP)
            times.append((time.perf_counter() - start) * 1000)
        return times[1:]


def measure(ours, theirs, threads, runs, rounds):
    minima = {}
    for _ in range(rounds):
        turns = {
            "float32": lambda: ours.times("float32", threads, runs),
            "flat": lambda: theirs.times(theirs.flat, threads, runs),
            "int8": lambda: ours.times("int8", threads, runs),
            "read": lambda: ours.times("read", threads, max(3, runs // 4)),
        }
        if threads > 1:
            turns["shards"] = lambda: theirs.times(theirs.shards, 1, runs)
            turns["one thread"] = lambda: theirs.times(theirs.flat, 1, runs)
        for name, turn in turns.items():
            minima.setdefault(name, []).append(min(turn()))
    return minima


def row(count, dimensions, threads, minima):
    best = {name: (min(values), statistics.median(values)) for name, values in minima.items()}
    way = min((name for name in ("flat", "shards", "one thread") if name in best), key=lambda name: best[name])

    def pair(values):
        return " / ".join(f"{value:.3f}" if value < 1 else f"{value:.2f}" for value in values)

    ratio = [f"{ours / theirs:.2f}" for ours, theirs in zip(best["float32"], best[way])]
    eighth = [f"{ours / theirs:.2f}" for ours, theirs in zip(best["int8"], best["float32"])]
    rate = count * dimensions * 4 / best["float32"][0] / 1e6
    return (
        f"| {count} | {dimensions} | {threads} | {pair(best['float32'])} | {pair(best[way])} ({way}) "
        f"| {' / '.join(ratio)} | {pair(best['int8'])} | {' / '.join(eighth)} | {pair(best['read'])} | {rate:.1f} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--dimensions", type=int, nargs="+", default=[128, 512])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    print(f"faiss {faiss.__version__} ({faiss.get_compile_options().strip()}); minimum / median of {options.rounds} rounds, ms\n")
    print("| embeddings | dimensions | threads | facetui | faiss | ratio | int8 | int8 : float32 | read | GB/s |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for count in options.counts:
        for dimensions in options.dimensions:
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "embeddings")
                write_embeddings(path, count, dimensions)
                ours, theirs = Facetui(path, count, dimensions), Faiss(path, count, dimensions)
            expected = [str(found) for found in theirs.rows()]
            found = ours.ask("rows", "float32")
            assert sorted(found) == sorted(expected), "facetui and faiss find different rows"
            assert ours.ask("rows", "int8") == found, "int8 finds other rows"
            runs = max(4, min(300, 40_000_000 // (count * dimensions)))
            for threads in options.threads:
                print(row(count, dimensions, threads, measure(ours, theirs, threads, runs, options.rounds)), flush=True)
            ours.end()


if __name__ == "__main__":
    main()
