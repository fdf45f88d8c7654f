"""Processes that share a cache."""

import signal
import time

from survival.program import QUERY, Cache, Home, expect

PHOTOS = 240


def survive():
    with Home() as home:
        album = home.album(PHOTOS)
        expect(home.run("index", album, XDG_CACHE_HOME=str(home.path / "whole")).status == 0, "index failed")
        first = home.run("find", "--query", QUERY, album, XDG_CACHE_HOME=str(home.path / "whole"))
        cache = Cache(home)
        commands = [["index"], ["index"], ["find", "--query", QUERY], ["index"]]
        processes = [home.start(*command, album) for command in commands]
        victim = home.start("index", album)
        time.sleep(1)
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
        outcomes = [process.communicate(timeout=600) + (process.returncode,) for process in processes]
        for output, errors, status in outcomes:
            expect(status == 0, f"ended with {status}: {errors}")
            expect("memory" not in errors, f"a process went without the cache: {errors}")
        expect(outcomes[2][0] == first.output, "find gives other matches than alone")
        cache.check()
        expect(cache.results() == Cache(home, "whole").results(), "the results differ from those of one process")
        return (f"four at once on {PHOTOS} photos, and a fifth that is killed: each ends well, with the results of one "
                "alone")
