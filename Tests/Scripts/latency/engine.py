"""An engine in a process of its own, kept alive, so that thread pools and environment variables of two never meet."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np


class Engine:
    def __init__(self, name, command, output, environment):
        self.name, self.output = name, output
        self.process = subprocess.Popen(
            [str(part) for part in command], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, **environment})
        self.expect("idle")
        self.idle_memory = self.memory("VmRSS")
        start = time.perf_counter()
        self.send("load")
        sizes, _, activations = self.expect("ready").partition("activations")
        # Milliseconds from opening the file to the first result.
        self.first_result = (time.perf_counter() - start) * 1000
        self.sizes = [int(size) for size in sizes.split()]
        self.activation_bytes = int(activations) if activations else None
        self.turns = []
        self.estimate = min(self.request(3))

    def send(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def expect(self, word):
        line = self.process.stdout.readline()
        if not line.startswith(word):
            self.process.kill()
            sys.exit(f"{self.name} answered {line.strip()!r} instead of {word}: {' '.join(self.process.args)}")
        return line.removeprefix(word).strip()

    def request(self, count):
        self.send(count)
        return [float(word) for word in self.expect("").split()]

    def turn(self, milliseconds):
        """Runs for about so long; the first run, on cold caches, does not count."""
        count = min(max(int(milliseconds / self.estimate), 2), 30)
        waited, start = self.waited(), time.perf_counter_ns()
        times = self.request(count + 1)[1:]
        self.turns.append(((self.waited() - waited) / (time.perf_counter_ns() - start), times))

    def waited(self):
        """Nanoseconds that its threads have been ready to run while other programs had the cores."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[1]) for task in tasks)

    def is_settled(self, rounds):
        """Whether enough turns were left alone by other programs."""
        return sum(share < 0.03 for share, _ in self.turns) >= rounds

    def keep_quietest(self, rounds):
        """Takes its times from the turns that other programs disturbed least."""
        kept = sorted(self.turns)[:rounds]
        self.times = [time for _, times in kept for time in times]
        self.disturbance = kept[-1][0]

    def outputs(self):
        values = np.fromfile(self.output, np.float32)
        return np.split(values, np.cumsum(self.sizes)[:-1])

    def memory(self, field):
        """MiB of resident memory, now (VmRSS) or at most (VmHWM)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+) kB", status)[1]) / 1024

    def close(self):
        self.peak_memory = self.memory("VmHWM")
        self.process.stdin.close()
        self.process.wait()


def facetui(bench, model, shape, threads, input_path, output, environment):
    command = [bench, "serve", model, "--shape", text(shape), "--threads", threads, "--input", input_path,
               "--output", output]
    return Engine("facetui", command, output, environment)


def peer(name, model, shape, threads, input_path, output, environment):
    script = Path(__file__).with_name("engines.py")
    command = [sys.executable, script, name.replace(" ", "").lower(), model, text(shape), threads, input_path, output]
    return Engine(name, command, output, environment)


def text(shape):
    return "x".join(map(str, shape))
