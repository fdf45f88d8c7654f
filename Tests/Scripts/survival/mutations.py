"""Damage to picture files, drawn by chance; a seed always gives the same."""

import random
import struct
import zlib

# What a length or a size may claim.
SIZES = [0, 1, 0x7F, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x3FFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
# The first bytes of camera raw files of which there is none among the seeds, so that their readers are met too.
CAMERAS = [b"FUJIFILMCCD-RAW 0201", b"IIRO\x08\0\0\0", b"MMOR\0\0\0\x08", b"IIU\0\x18\0\0\0",
           b"II*\0\x10\0\0\0CR\x02\0", b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", b"\0MRM\0\0\0\x10", b"FOVb\0\0\x02\0",
           b"II\x1a\0\0\0HEAPCCDR"]
# Where formats keep their sizes: a mark, how far behind its start they stand, and how they are packed.
FIELDS = [(b"IHDR", 4, ">I", 2), (b"ispe", 8, ">I", 2), (b"\xff\xc0", 5, ">H", 2), (b"\xff\xc2", 5, ">H", 2),
          (b"VP8X", 12, "<H", 3), (b"VP8 ", 14, "<H", 2), (b"VP8L", 9, "<H", 2), (b"iloc", 8, ">I", 6),
          (b"\0\x01\x03\0\x01\0\0\0", 8, "<I", 1), (b"\x01\x01\x03\0\x01\0\0\0", 8, "<I", 1),
          (b"\x01\0\0\x04\0\0\0\x01", 8, ">I", 1), (b"\x01\x01\0\x04\0\0\0\x01", 8, ">I", 1)]


def flip(data, chance, others):
    for _ in range(chance.randint(1, 16)):
        data[chance.randrange(len(data))] = chance.randrange(256)


def flip_header(data, chance, others):
    ends = [range(min(600, len(data))), range(max(0, len(data) - 600), len(data))]
    for _ in range(chance.randint(1, 6)):
        data[chance.choice(chance.choice(ends))] ^= 1 << chance.randrange(8)


def truncate(data, chance, others):
    del data[chance.randint(1, len(data)):]


def splice(data, chance, others):
    """A piece of another file takes the place of a piece, or comes between."""
    other = chance.choice(others)
    start, place = chance.randrange(len(other)), chance.randrange(len(data))
    piece = other[start:start + chance.randint(1, 4000)]
    data[place:place + chance.choice([0, len(piece), chance.randint(0, 4000)])] = piece


def repeat(data, chance, others):
    start = chance.randrange(len(data))
    piece = data[start:start + chance.randint(1, 2000)]
    data[start:start] = piece * chance.randint(1, 20)


def clear(data, chance, others):
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randint(1, 500))
    data[start:end] = bytes([chance.choice([0, 255])]) * (end - start)


def inflate(data, chance, others):
    """A number becomes another: one that is known to be a size, or any of the header."""
    known = [(data.find(mark) + skip + struct.calcsize(form) * index, form)
             for mark, skip, form, count in FIELDS if mark in data for index in range(count)]
    place, form = (chance.choice(known) if known and chance.random() < 0.7
                   else (chance.randrange(min(len(data), 1000)), chance.choice([">I", "<I", ">H", "<H"])))
    size = struct.calcsize(form)
    if place + size <= len(data):
        data[place:place + size] = struct.pack(form, chance.choice(SIZES) & (1 << 8 * size) - 1)


def disguise(data, chance, others):
    start = chance.choice(CAMERAS)
    data[:len(start)] = start


KINDS = [flip, flip_header, flip_header, truncate, splice, repeat, clear, inflate, inflate, inflate, disguise]


def with_checksums(data):
    """A PNG of which the chunks have true checksums, so that what is in them is looked at."""
    place = 8
    while place + 12 <= len(data):
        length = int.from_bytes(data[place:place + 4], "big")
        end = place + 8 + length
        if end + 4 > len(data):
            break
        data[end:end + 4] = zlib.crc32(data[place + 4:end]).to_bytes(4, "big")
        place = end + 4


def mutated(seeds, number, seed):
    """The file of that number: its name and its bytes. All seeds have their turn."""
    chance = random.Random(f"{seed}-{number}")
    name = sorted(seeds)[number % len(seeds)]
    data, done = bytearray(seeds[name]), []
    for kind in [chance.choice(KINDS) for _ in range(chance.choice([1, 1, 2, 3]))]:
        if data and (kind is not disguise or name.endswith((".dng", ".tif"))):
            kind(data, chance, list(seeds.values()))
            done.append(kind.__name__)
    if data.startswith(b"\x89PNG") and chance.random() < 0.7:
        with_checksums(data)
    stem, _, extension = name.rpartition(".")
    return f"{number:05d}-{stem}-{'-'.join(done)}.{extension}", bytes(data)
