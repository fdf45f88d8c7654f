#!/usr/bin/env python3
"""Makes Tests/Fixtures/same_pixels: a drawn photo as programs leave it that change no pixel. Needs jpegtran and pillow.
Run from the root of the repository."""

import io
import subprocess
from pathlib import Path

from PIL import Image

OUT = Path("Tests/Fixtures/same_pixels")
DRAWN = "Tests/Fixtures/drawn/2020/carl_portrait.jpg"


def jpegtran(data, *arguments):
  return subprocess.run(["jpegtran", "-copy", "all", *arguments], input=data, stdout=subprocess.PIPE, check=True).stdout


def with_exif(data, orientation, taken="2021:05:06 07:08:09"):
  """Another EXIF block in the place of the file's, if it has one; the codes stay as they are."""
  block = Image.Exif()
  block[0x010E], block[0x0112] = "edited", orientation
  block.get_ifd(0x8769)[0x9003] = taken
  content = block.tobytes()
  assert content.startswith(b"Exif\0\0")
  place, kept = 2, data[:2]
  while data[place] == 0xFF and 0xE0 <= data[place + 1] <= 0xEF:
    end = place + 2 + int.from_bytes(data[place + 2:place + 4], "big")
    if data[place + 1] != 0xE1:
      kept += data[place:end]
    place = end
  return kept + b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content + data[place:]


def main():
  OUT.mkdir(exist_ok=True)
  image = Image.open(DRAWN)
  # Neither side is a multiple of an MCU's.
  image = image.crop((0, 0, image.width - image.width % 16 - 7, image.height - image.height % 16 - 11))
  buffer = io.BytesIO()
  image.save(buffer, "JPEG", quality=80, subsampling="4:2:0")
  photo = with_exif(buffer.getvalue(), 1)
  files = {"photo.jpg": photo, "edited.jpg": with_exif(photo, 1, "1999:01:02 03:04:05"),
           "turned_by_tag.jpg": with_exif(photo, 6), "progressive.jpg": jpegtran(photo, "-progressive"),
           "grey.jpg": jpegtran(photo, "-grayscale"), "trimmed.jpg": jpegtran(photo, "-rotate", "90", "-trim"),
           # What cameras' software does: turn the pixels, and say no longer that a viewer must.
           "upright.jpg": with_exif(jpegtran(photo, "-rotate", "270"), 6)}
  for name, arguments in [("rotated_90", ["-rotate", "90"]), ("rotated_180", ["-rotate", "180"]),
                          ("rotated_270", ["-rotate", "270"]), ("mirrored", ["-flip", "horizontal"]),
                          ("flipped", ["-flip", "vertical"]), ("transposed", ["-transpose"]),
                          ("transversed", ["-transverse"])]:
    files[name + ".jpg"] = jpegtran(photo, *arguments)
  again = io.BytesIO()
  image.save(again, "JPEG", quality=70, subsampling="4:2:0")
  files["saved_again.jpg"] = again.getvalue()
  for name, data in files.items():
    (OUT / name).write_bytes(data)


if __name__ == "__main__":
  main()
