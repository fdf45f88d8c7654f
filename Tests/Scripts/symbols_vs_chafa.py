"""Compares the pictures of facetui with those of chafa (https://hpjansson.org/chafa/), cell for cell.

Both draw the same photo with the same number of cells, the same characters and the same colours. What they print is
drawn back to pixels with ideal glyphs and compared with the photo at the same size: the mean distance in Oklab over all
pixels, as it is and after a small blur (as an eye at some distance sees it). Fails where facetui's mean over the
photos is above chafa's, or, with --each, where it is for any photo.

  symbols_vs_chafa.py .build/release/facetui-bench Tests/Fixtures/drawn ../shared/data/groups

Needs chafa, numpy and Pillow. The colours of palettes are xterm's for both.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageOps

CELL_WIDTH, CELL_HEIGHT = 8, 24  # divisible in halves, thirds and quarters; pixels are 3:2 as cells are 1:2
SETS = {
    "half": "space+solid+half",
    "quadrants": "space+solid+half+quad",
    "sextants": "space+solid+half+quad+sextant",
}
DEPTHS = {"direct": "full", "256": "256", "16": "16", "8": "8"}
SHADES = {0x2591: 0.25, 0x2592: 0.5, 0x2593: 0.75}


def main():
    arguments = parsed_arguments()
    photos = [p for folder in arguments.photos for p in photos_of(pathlib.Path(folder), arguments.limit)]
    worse = []
    print(f"{len(photos)} photos, {arguments.columns} columns; mean distance in Oklab × 1000: plain (after a blur)")
    for depth in arguments.depths.split(","):
        for characters in arguments.sets.split(","):
            errors = np.array([compare(arguments, photo, characters, depth) for photo in photos]) * 1000
            ours, theirs = errors[:, 0], errors[:, 1]
            above = int(np.sum(ours[:, 0] > theirs[:, 0]))
            print(
                f"{characters:10} {depth:7} facetui {ours[:, 0].mean():6.2f} ({ours[:, 1].mean():6.2f})"
                f"  chafa {theirs[:, 0].mean():6.2f} ({theirs[:, 1].mean():6.2f})  worse on {above}", flush=True)
            if ours[:, 0].mean() > theirs[:, 0].mean() or arguments.each and above:
                worse.append(f"{characters} at {depth}")
    if worse:
        sys.exit("facetui is worse than chafa with " + ", ".join(worse))


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", help="the program facetui-bench")
    parser.add_argument("photos", nargs="+", help="photos, or folders of photos")
    parser.add_argument("--columns", type=int, default=80)
    parser.add_argument("--limit", type=int, default=1000, help="photos of each folder")
    parser.add_argument("--depths", default=",".join(DEPTHS))
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--each", action="store_true", help="fail where any photo is worse")
    return parser.parse_args()


def photos_of(path, limit):
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))[:limit]


def compare(arguments, photo, characters, depth):
    """[[ours plain, ours blurred], [chafa's plain, chafa's blurred]]"""
    image = ImageOps.exif_transpose(Image.open(photo)).convert("RGB")
    columns = arguments.columns
    rows = max(1, round(columns * image.height / image.width / 2))
    wanted = oklab(np.asarray(image.resize((columns * CELL_WIDTH, rows * CELL_HEIGHT), Image.Resampling.BOX)) / 255)
    ours = drawn(run_facetui(arguments.bench, photo, characters, depth, columns, rows), columns, rows)
    theirs = drawn(run_chafa(image, characters, depth, columns, rows), columns, rows)
    return [errors(ours, wanted), errors(theirs, wanted)]


def run_facetui(bench, photo, characters, depth, columns, rows):
    command = [bench, "picture", photo, "--set", characters, "--depth", depth]
    command += ["--columns", str(columns), "--rows", str(rows)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def run_chafa(image, characters, depth, columns, rows):
    symbols = SETS[characters] + ("+stipple" if depth in ("16", "8") else "")
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        image.save(file.name)
        command = ["chafa", "-f", "symbols", "-c", DEPTHS[depth], "--symbols", symbols, "--fill", "none"]
        command += ["--dither", "none", "--work", "9", "--preprocess", "off", "--color-space", "din99d"]
        command += ["--font-ratio", "1/2", "--stretch", "--size", f"{columns}x{rows}", "--animate", "off", file.name]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


# Drawing back


def drawn(text, columns, rows):
    """The cells of a text with SGR sequences as sRGB pixels, 0-1."""
    picture = np.zeros((rows * CELL_HEIGHT, columns * CELL_WIDTH, 3))
    for row, line in enumerate(lines(text)[:rows]):
        for column, (character, ink, ground) in enumerate(line[:columns]):
            cover = mask(ord(character))[:, :, None]
            y, x = row * CELL_HEIGHT, column * CELL_WIDTH
            picture[y : y + CELL_HEIGHT, x : x + CELL_WIDTH] = cover * ink + (1 - cover) * ground
    return picture


def lines(text):
    """For each line its (character, foreground, background) cells."""
    result = [[]]
    state = {"ink": WHITE, "ground": BLACK, "reverse": False}
    for match in re.finditer(r"\x1b\[([0-9;]*)m|\x1b\[[?0-9;]*[A-Za-z]|(\n)|(.)", text):
        if match[2]:
            result.append([])
        elif match[3]:
            ink, ground = state["ink"], state["ground"]
            result[-1].append((match[3], ground, ink) if state["reverse"] else (match[3], ink, ground))
        elif match[1] is not None:
            select(state, [int(n or 0) for n in match[1].split(";")])
    return [line for line in result if line]


def select(state, codes):
    while codes:
        code = codes.pop(0)
        if code == 0:
            state.update(ink=WHITE, ground=BLACK, reverse=False)
        elif code == 7:
            state["reverse"] = True
        elif code == 27:
            state["reverse"] = False
        elif code in (38, 48):
            state["ink" if code == 38 else "ground"] = extended_colour(codes)
        elif code == 39:
            state["ink"] = WHITE
        elif code == 49:
            state["ground"] = BLACK
        else:
            for base, key, bright in ((30, "ink", 0), (40, "ground", 0), (90, "ink", 8), (100, "ground", 8)):
                if base <= code < base + 8:
                    state[key] = PALETTE[code - base + bright]


def extended_colour(codes):
    if codes.pop(0) == 5:
        return PALETTE[codes.pop(0)]
    return np.array([codes.pop(0) for _ in range(3)]) / 255


def xterm_palette():
    named = "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
    colours = [tuple(bytes.fromhex(name)) for name in named.split()]
    levels = (0, 95, 135, 175, 215, 255)
    colours += [(r, g, b) for r in levels for g in levels for b in levels]
    colours += [(8 + 10 * i,) * 3 for i in range(24)]
    return np.array(colours) / 255


PALETTE = xterm_palette()
BLACK, WHITE = PALETTE[0], PALETTE[7]

MASKS = {}


def mask(code):
    """How much of each pixel of a cell a character covers, 0-1."""
    if code not in MASKS:
        MASKS[code] = ideal_mask(code)
    return MASKS[code]


def ideal_mask(code):
    cover = np.zeros((CELL_HEIGHT, CELL_WIDTH))
    eighth_row, eighth_column = CELL_HEIGHT // 8, CELL_WIDTH // 8
    if code == 0x2580:
        cover[: CELL_HEIGHT // 2] = 1
    elif 0x2581 <= code <= 0x2588:
        cover[CELL_HEIGHT - (code - 0x2580) * eighth_row :] = 1
    elif 0x2589 <= code <= 0x258F:
        cover[:, : (0x2590 - code) * eighth_column] = 1
    elif code == 0x2590:
        cover[:, CELL_WIDTH // 2 :] = 1
    elif code in SHADES:
        cover[:] = SHADES[code]
    elif 0x2596 <= code <= 0x259F:
        fill(cover, 2, (4, 8, 1, 13, 9, 7, 11, 2, 6, 14)[code - 0x2596])
    elif 0x1FB00 <= code <= 0x1FB3B:
        bits = code - 0x1FB00 + 1
        bits += bits >= 0b010101
        bits += bits >= 0b101010
        fill(cover, 3, bits)
    elif code in (0x20, 0xA0):
        pass
    else:
        sys.exit(f"no ideal glyph for U+{code:04X}")
    return cover


def fill(cover, rows, bits):
    height, width = CELL_HEIGHT // rows, CELL_WIDTH // 2
    for block in range(2 * rows):
        if bits >> block & 1:
            y, x = block // 2 * height, block % 2 * width
            cover[y : y + height, x : x + width] = 1


# Errors


def errors(picture, wanted):
    found = oklab(picture)
    return [distance(found, wanted), distance(blurred(found), blurred(wanted))]


def distance(a, b):
    return float(np.sqrt(((a - b) ** 2).sum(2)).mean())


def oklab(srgb):
    """B. Ottosson, "A perceptual color space for image processing", 2020."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    to_lms = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    return np.cbrt(linear @ np.array(to_lms).T) @ np.array(to_lab).T


def blurred(picture):
    """Means over the size of half a cell."""
    for axis, length in ((0, CELL_HEIGHT // 2), (1, CELL_WIDTH)):
        sums = np.cumsum(np.insert(picture, 0, 0, axis=axis), axis=axis)
        ahead = np.take(sums, range(length, sums.shape[axis]), axis=axis)
        behind = np.take(sums, range(sums.shape[axis] - length), axis=axis)
        picture = (ahead - behind) / length
    return picture


if __name__ == "__main__":
    main()
