"""A library of many photos made of few: copies, each with bytes of its own behind the JPEG's end."""

import hashlib
import os
import sqlite3
import subprocess

from terminal_session import PROGRAM


def photos_of(folder):
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg"))


def make_copies(photos, folder, count):
    """Files with other contents, all of them unknown to a cache."""
    folder.mkdir(parents=True)
    originals = [photo.read_bytes() for photo in photos_of(photos)]
    for number in range(count):
        data = originals[number % len(originals)]
        (folder / f"{number:06}.jpg").write_bytes(data + number.to_bytes(8, "little"))


def make_library(photos, folder, cache, count, program=PROGRAM):
    """Files as above; the first of each photo is indexed, and the others have copies of its rows in the cache and in the
    thumbnails' file."""
    known_count = min(count, len(photos_of(photos)))
    make_copies(photos, folder, known_count)
    index(folder, cache, program)
    known = sqlite3.connect(f"{cache}/facetui/cache.sqlite")
    small = sqlite3.connect(f"{cache}/facetui/thumbnails.sqlite")
    for number in range(known_count, count):
        source = (folder / f"{number % known_count:06}.jpg").read_bytes()
        data = source[:-8] + number.to_bytes(8, "little")
        old, new = hashlib.sha256(source).digest(), hashlib.sha256(data).digest()
        path = folder / f"{number:06}.jpg"
        path.write_bytes(data)
        copy_content(known, old, new, path)
        if small.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'picture'").fetchone()[0]:
            copy_rows(small, "picture", "content", old[:16], new[:16])
    for database in (known, small):
        database.commit()
        database.close()


def index(folder, cache, program=PROGRAM):
    environment = os.environ | {"XDG_CACHE_HOME": str(cache)}
    subprocess.run([program, "index", folder], env=environment, check=True, capture_output=True)


def copy_content(known, old, new, path):
    status = path.stat()
    columns = "state, reason, decoder, width, height, orientation, captured"
    content = known.execute(
        f"INSERT INTO content (hash, {columns}) SELECT ?, {columns} FROM content WHERE hash = ?", (new, old)).lastrowid
    source = known.execute("SELECT id FROM content WHERE hash = ?", (old,)).fetchone()[0]
    for analysis, copied in copy_rows(known, "analysis", "content", source, content):
        copy_rows(known, "face", "analysis", analysis, copied)
    known.execute(
        "INSERT INTO photo (path, size, modified, changed, inode, content) VALUES (?, ?, ?, ?, ?, ?)",
        (str(path.resolve()).encode(), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, content))


def copy_rows(database, table, key, old, new):
    """Copies the rows of a table whose key is `old`; ids are new. Returns (old id, new id) pairs."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    pairs = []
    for row in database.execute(f"SELECT * FROM {table} WHERE {key} = ?", (old,)).fetchall():
        values = dict(zip(columns, row))
        identity = values.pop("id")
        values[key] = new
        marks = ", ".join("?" * len(values))
        cursor = database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
        pairs.append((identity, cursor.lastrowid))
    return pairs
