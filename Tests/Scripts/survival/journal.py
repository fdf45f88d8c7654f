"""kill -9 while decisions are taken down: what was said to be done is there, and nothing else is lost."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor

from survival.places import Disk
from survival.program import Home, expect

LINES = 4000


def entry(number, **more):
    return json.dumps({"v": 1, "id": f"0193a1b2c3d4-{number:04x}-00000000000a", "at": "2024-12-07T00:00:00.000Z",
                       **more}, separators=(",", ":"))


def face(number):
    return {"photo": f"{number:064x}", "size": [640, 480], "box": [0.1, 0.1, 0.2, 0.2]}


def other_journal(home):
    """So long that a write of it takes a while."""
    file = home.path / "other.jsonl"
    lines = [entry(number, do="name", name=f"Person {number % 50}", faces=[face(number)]) for number in range(LINES)]
    file.write_text("".join(line + "\n" for line in lines))
    return file


def ids(home):
    """Of the lines that are whole; and how many are not."""
    whole, torn = set(), 0
    file = home.path / "data/facetui/journal.jsonl"
    for line in file.read_bytes().split(b"\n") if file.exists() else []:
        try:
            whole.add(json.loads(line)["id"])
        except (ValueError, KeyError):
            torn += bool(line.strip())
    return whole, torn


def first_journal(home):
    file = home.path / "first.jsonl"
    file.write_text(entry(0xFFFF, do="name", name="Ada", faces=[face(0xFFFF)]) + "\n")
    return file


def killed(home, command, after):
    """Returns whether the program was still there to be killed, and whether it said that it was done."""
    process = home.start(*command)
    time.sleep(after)
    was_running = process.poll() is None
    process.kill()
    output, errors = process.communicate()
    is_done = "1 face" in output or "new entr" in errors
    expect(was_running or is_done, f"{command} ended without a word: {errors}")
    return was_running, is_done


def survive(count, seed):
    chance = random.Random(seed)
    with Home() as home:
        first, other = first_journal(home), other_journal(home)
        # Of the moments at which a program is killed some come when it is done.
        seconds = 1.2 * home.run("journal", "import", other).seconds
        (home.path / "data/facetui/journal.jsonl").unlink()
        expect(home.run("journal", "import", first).status == 0, "import failed")
        short_seconds = 1.5 * home.run("people", "name", "Ada", "Ada").seconds
        kills, done, most_torn = 0, 0, 0
        while kills < count:
            before, torn_before = ids(home)
            # A long write may be cut off; a short one is met before and after.
            if chance.random() < 0.5:
                (home.path / "data/facetui/journal.jsonl").write_bytes(first.read_bytes())
                before, torn_before, new = {*ids(home)[0]}, 0, LINES
                was_killed, is_done = killed(home, ["journal", "import", other], chance.uniform(0, seconds))
            else:
                new = 1
                was_killed, is_done = killed(home, ["people", "name", "Ada", "Ada"],
                                             chance.uniform(0, short_seconds))
            kills, done = kills + was_killed, done + is_done
            after, torn = ids(home)
            most_torn = max(most_torn, torn)
            expect(before <= after, f"{len(before - after)} entries are gone")
            expect(not is_done or len(after - before) == new, f"{new} were said to be kept, {len(after - before)} are")
            expect(torn <= torn_before + 1, f"{torn} lines are torn")
        expect(home.run("journal", "import", other).status == 0, "import failed")
        expect(len(ids(home)[0]) >= LINES + 1, "entries are missing at the end")
        return (f"{kills} kills, {done} programs said before that they were done: nothing of that is lost, no line is gone, "
                f"at most {most_torn} was cut off at a time")


def together(writers=4, each=40):
    """Programs that append at once."""
    with Home() as home:
        for number in range(writers * each):
            (home.path / f"{number}.jsonl").write_text(
                "".join(entry(3 * number + part, do="ignore", faces=[face(3 * number + part)]) + "\n"
                        for part in range(3)))

        def write(writer):
            return [home.run("journal", "import", home.path / f"{writer * each + number}.jsonl").status
                    for number in range(each)]

        with ThreadPoolExecutor(writers) as pool:
            statuses = [status for part in pool.map(write, range(writers)) for status in part]
        expect(not any(statuses), "a program failed")
        whole, torn = ids(home)
        expect(len(whole) == 3 * writers * each and torn == 0, f"{len(whole)} entries, {torn} torn lines")
        return f"{writers} at once, {len(whole)} entries: no line is mixed or lost"


def full_disk():
    with Home() as home:
        (home.path / "data").mkdir()
        with Disk(home, 128, "data") as disk:
            first, other, journal = first_journal(home), other_journal(home), disk.folder / "facetui/journal.jsonl"
            expect(home.run("journal", "import", first).status == 0, "import failed")
            before = journal.read_bytes()
            ended = home.run("journal", "import", other)
            expect(ended.status == 2 and "nothing was kept" in ended.errors, f"not told: {ended.errors}")
            expect(journal.read_bytes() == before, "the journal is not as it was")
            disk.remount("size=8m")
            expect(home.run("journal", "import", other).status == 0, "with room it fails")
            expect(len(ids(home)[0]) == LINES + 1, "entries are missing")
        return "said, and the journal is as it was; with room again all is kept"
