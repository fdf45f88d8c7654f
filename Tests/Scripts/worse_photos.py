"""Writes an album of which half of the photos tell less of their people, with its labels.

    python Tests/Scripts/worse_photos.py PHOTOS labels.csv --kind small --work FOLDER
    facetui eval odds FOLDER/small --labels FOLDER/small.csv --by-quality

Needs Pillow. Kinds: `small` makes the photo a quarter as large, `blurred` blurs it by a fiftieth of its height, `noisy` is that of
a dark room. Every second photo of each person is made worse; no photo is there twice.
"""

import argparse
import csv
import pathlib

import numpy
from PIL import Image, ImageFilter


def worse(image, kind):
    width, height = image.size
    if kind == "small":
        return image.resize((max(24, width // 4), max(24, height // 4)), Image.LANCZOS)
    if kind == "blurred":
        return image.filter(ImageFilter.GaussianBlur(height / 60))
    random = numpy.random.default_rng(width * height)
    pixels = numpy.asarray(image).astype(numpy.float32) * 0.3
    return Image.fromarray(numpy.clip(pixels + random.normal(0, 14, pixels.shape), 0, 255).astype(numpy.uint8))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("photos", type=pathlib.Path)
    parser.add_argument("labels", type=pathlib.Path)
    parser.add_argument("--kind", choices=["small", "blurred", "noisy"], required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    folder = arguments.work / arguments.kind
    folder.mkdir(parents=True, exist_ok=True)
    seen = {}
    with open(arguments.labels, newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        name = row.get("file") or row.get("photo") or row["path"]
        count = seen[row["person"]] = seen.get(row["person"], 0) + 1
        image = Image.open(arguments.photos / name).convert("RGB")
        (worse(image, arguments.kind) if count % 2 == 0 else image).save(folder / name, quality=92)
    (arguments.work / f"{arguments.kind}.csv").write_bytes(arguments.labels.read_bytes())


main()
