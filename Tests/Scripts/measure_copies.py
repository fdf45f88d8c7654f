"""How well `facetui copies` finds copies of pictures, and leaves pictures of one moment alone.

    python Tests/Scripts/measure_copies.py PHOTOS --work FOLDER [--facetui PROGRAM]

Needs Pillow and NumPy. Of each photo there are written: half the size, JPEG of quality 60, WebP, and 2 % of each side cut off;
and two pictures as the next of a burst would be: everybody has moved and changed their mouth by some hundredths of their
face (`moved`), and the camera as well (`moved-camera`). Prints for each kind which share is found with its original.
"""

import argparse
import json
import os
import pathlib
import subprocess

import numpy
from PIL import Image

COPIES = ["half", "quality60", "webp", "cropped"]
MOMENTS = ["moved", "moved-camera"]


def faces(program, photos, environment):
    """Boxes of faces of each photo, by its name."""
    result = {}
    for photo in photos:
        run = subprocess.run([program, "faces", photo], capture_output=True, text=True, env=environment)
        rows = [line.split("\t") for line in run.stdout.splitlines()[1:]]
        result[photo.name] = [[float(value) for value in row[1:5]] for row in rows]
    return result


def moved(image, boxes, random, moves_camera):
    pixels = numpy.asarray(image).astype(numpy.float32)
    height, width = pixels.shape[:2]
    rows, columns = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    right, down = numpy.zeros_like(rows), numpy.zeros_like(rows)
    for x, y, box_width, box_height in boxes:
        middle = (x + box_width / 2, y + box_height / 2)
        near = numpy.exp(-((columns - middle[0]) ** 2 + (rows - middle[1]) ** 2) / (2 * (1.2 * box_width) ** 2))
        angle, way = random.uniform(0, 2 * numpy.pi), random.uniform(0.04, 0.12) * box_width
        right += near * way * numpy.cos(angle)
        down += near * way * numpy.sin(angle)
        mouth = numpy.exp(
            -((columns - middle[0]) ** 2 / (2 * (0.25 * box_width) ** 2)
              + (rows - y - 0.8 * box_height) ** 2 / (2 * (0.15 * box_height) ** 2)))
        down += mouth * random.uniform(-0.06, 0.06) * box_height
    if moves_camera:
        turn = random.uniform(-0.01, 0.01)
        right += random.uniform(-0.01, 0.01) * width - (rows - height / 2) * turn
        down += random.uniform(-0.01, 0.01) * height + (columns - width / 2) * turn
    x, y = numpy.clip(columns + right, 0, width - 1.001), numpy.clip(rows + down, 0, height - 1.001)
    left, top = x.astype(int), y.astype(int)
    across, along = (x - left)[..., None], (y - top)[..., None]
    above = pixels[top, left] * (1 - across) + pixels[top, left + 1] * across
    below = pixels[top + 1, left] * (1 - across) + pixels[top + 1, left + 1] * across
    result = above * (1 - along) + below * along + random.normal(0, 2, pixels.shape)
    return Image.fromarray(numpy.clip(result, 0, 255).astype(numpy.uint8))


def write(photos, boxes, folder):
    random = numpy.random.default_rng(1)
    for photo in photos:
        image = Image.open(photo).convert("RGB")
        width, height = image.size
        name = photo.stem
        (folder / f"{name}__original{photo.suffix}").write_bytes(photo.read_bytes())
        image.resize((width // 2, height // 2), Image.LANCZOS).save(folder / f"{name}__half.jpg", quality=90)
        image.save(folder / f"{name}__quality60.jpg", quality=60)
        image.save(folder / f"{name}__webp.webp", quality=80)
        x, y = round(width * 0.01), round(height * 0.01)
        image.crop((x, y, width - x, height - y)).save(folder / f"{name}__cropped.jpg", quality=92)
        if not boxes[photo.name]:
            continue
        for kind in MOMENTS:
            moved(image, boxes[photo.name], random, kind == "moved-camera").save(
                folder / f"{name}__{kind}.jpg", quality=92)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("photos", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--facetui", default=".build/release/facetui")
    arguments = parser.parse_args()
    folder = arguments.work / "copies"
    environment = os.environ | {"XDG_CACHE_HOME": str(arguments.work / "cache")}
    if not folder.exists():
        photos = sorted(path for path in arguments.photos.iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
        boxes = faces(arguments.facetui, photos, environment)
        folder.mkdir(parents=True)
        write(photos, boxes, folder)
    run = subprocess.run(
        [arguments.facetui, "copies", "--json", folder], capture_output=True, text=True, env=environment, check=True)
    group_of = {}
    for number, group in enumerate(json.loads(run.stdout)):
        for path in group:
            group_of[pathlib.Path(path).name] = number
    names = {}
    for path in folder.iterdir():
        picture, kind = path.stem.split("__")
        names.setdefault(picture, {})[kind] = path.name
    wrong = right = 0
    for kind in COPIES + MOMENTS:
        pairs = [files for files in names.values() if kind in files]
        found = sum(
            group_of.get(files["original"], -1) == group_of.get(files[kind], -2) for files in pairs)
        right += found if kind in COPIES else 0
        wrong += found if kind in MOMENTS else 0
        print(f"{kind}\t{found} of {len(pairs)}")
    pictures = {}
    for name, number in group_of.items():
        pictures.setdefault(number, set()).add(name.split("__")[0])
    print(f"groups of several pictures\t{sum(len(group) > 1 for group in pictures.values())} of {len(pictures)}")
    print(f"precision against pictures of one moment\t{right / max(1, right + wrong):.4f}")


main()
