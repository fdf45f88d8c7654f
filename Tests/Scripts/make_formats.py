#!/usr/bin/env python3
"""Makes Tests/Fixtures/formats: a drawn photo, small, in every format that is read.

Needs pillow, pillow-heif, tifffile, imagecodecs and numpy. Run from the root of the repository.
"""

import io
import struct
from pathlib import Path

import imagecodecs
import numpy
import pillow_heif
import tifffile
from PIL import Image

OUT = Path("Tests/Fixtures/formats")
DRAWN = "Tests/Fixtures/drawn/2020/carl_portrait.jpg"
TAKEN = "2021:05:06 07:08:09"


def exif(orientation=1):
  block = Image.Exif()
  block[0x010F], block[0x0110], block[0x0112] = "Drawn", "Pencil", orientation
  block.get_ifd(0x8769)[0x9003] = TAKEN
  return block


def profile(primaries, curve):
  """An ICC profile of version 2: a matrix of primaries adapted to D50, and one curve (ICC.1:2001-04)."""
  fixed = lambda value: struct.pack(">i", round(value * 65536))
  xyz = lambda values: b"XYZ \0\0\0\0" + b"".join(map(fixed, values))
  text = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(78)
  tags = [(b"desc", text), (b"cprt", b"text\0\0\0\0none\0\0\0\0"), (b"wtpt", xyz((0.9642, 1, 0.8249)))]
  tags += [(name, xyz(values)) for name, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries)]
  tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
  table, data, start = b"", b"", 128 + 4 + 12 * len(tags)
  for name, value in tags:
    value += bytes(-len(value) % 4)
    table += name + struct.pack(">II", start + len(data), len(value))
    data += value
  size = start + len(data)
  header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ") + bytes(12) + b"acsp"
  header = header.ljust(68, b"\0") + b"".join(map(fixed, (0.9642, 1, 0.8249)))
  return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


GAMMA = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
# Display P3 and Adobe RGB (1998), adapted to D50.
P3 = [(0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)]
ADOBE = [(0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446)]
SRGB = [(0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)]


def in_colours(image, primaries):
  """The pixels that show the same in other colours."""
  linear = (numpy.asarray(image) / 255) ** 2.2
  matrix = numpy.linalg.inv(numpy.array(primaries).T) @ numpy.array(SRGB).T
  return Image.fromarray((255 * (linear @ matrix.T).clip(0, 1) ** (1 / 2.2)).round().astype("uint8"))


def make_pngs(photo):
  photo.save(OUT / "photo.png", optimize=True, exif=exif())
  photo.convert("L").save(OUT / "grey.png", optimize=True)
  photo.quantize(64).save(OUT / "palette.png", optimize=True)
  alpha(photo.resize((60, 80))).save(OUT / "alpha.png", optimize=True)
  small = numpy.asarray(photo.resize((60, 80))).astype("uint16") * 257
  (OUT / "deep.png").write_bytes(imagecodecs.png_encode(small, level=9))
  small_grey = numpy.asarray(photo.resize((60, 80)).convert("L")).astype("uint16") * 257
  (OUT / "deepgrey.png").write_bytes(imagecodecs.png_encode(small_grey, level=9))


def alpha(photo):
  """The left half is clear, the right half is solid."""
  mask = Image.new("L", photo.size, 255)
  mask.paste(0, (0, 0, photo.width // 2, photo.height))
  photo = photo.copy()
  photo.putalpha(mask)
  return photo


def make_webps(photo):
  photo.save(OUT / "photo.webp", quality=95, exif=exif())
  photo.resize((60, 80)).save(OUT / "lossless.webp", lossless=True)
  alpha(photo).save(OUT / "alpha.webp", quality=60)
  frames = [photo.resize((60, 80)), Image.new("RGB", (60, 80))]
  frames[0].save(OUT / "animated.webp", save_all=True, append_images=frames[1:], quality=80)


def make_heifs(photo):
  pillow_heif.register_heif_opener()
  photo.save(OUT / "photo.heic", quality=70, exif=exif())
  alpha(photo).save(OUT / "alpha.heic", quality=40)
  small = photo.resize((60, 80))
  deep = pillow_heif.from_bytes("RGB;16", (60, 80), (numpy.asarray(small).astype("uint16") * 257).tobytes())
  deep.save(OUT / "deep.heic", quality=70)
  in_colours(photo, P3).save(OUT / "p3.heic", quality=70, icc_profile=profile(P3, GAMMA))
  photo.save(OUT / "photo.avif", quality=70, exif=exif())
  alpha(small).save(OUT / "alpha.avif", quality=60)
  # With a box for the turn, and with one for mirroring too, for the tests to change.
  small.save(OUT / "turned.avif", quality=80, exif=exif(6))
  small.save(OUT / "mirrored.avif", quality=80, exif=exif(7))


def make_tiffs(photo):
  pixels = numpy.asarray(photo)
  small = numpy.asarray(photo.resize((60, 80)))
  tifffile.imwrite(OUT / "photo.tif", pixels, photometric="rgb", compression="jpeg", compressionargs={"level": 92},
    rowsperstrip=64, metadata=None, software=False, extratags=[(271, 2, 0, "Drawn", True), (306, 2, 0, TAKEN, True)])
  tifffile.imwrite(OUT / "tiny.tif", small[:16, :24], photometric="rgb", metadata=None, software=False,
    extratags=[(274, 3, 1, 1, True)])
  Image.fromarray(small).convert("CMYK").save(OUT / "cmyk.tif", compression="tiff_lzw")
  Image.fromarray(small).quantize(64).save(OUT / "palette.tif", compression="tiff_lzw")
  alpha(Image.fromarray(small)).save(OUT / "alpha.tif", compression="tiff_lzw")
  tifffile.imwrite(OUT / "deep.tif", small.astype("uint16") * 257, photometric="rgb", compression="zlib", predictor=True)
  grey = numpy.asarray(photo.resize((60, 80)).convert("L"))
  tifffile.imwrite(OUT / "grey.tif", grey, photometric="minisblack", compression="lzw")
  tifffile.imwrite(OUT / "float.tif", grey.astype("float32")[:16, :16], photometric="minisblack")
  tifffile.imwrite(OUT / "planes.tif", small.transpose(2, 0, 1), photometric="rgb", planarconfig="separate",
    compression="lzw", rowsperstrip=16)
  tifffile.imwrite(OUT / "tiles.tif", pixels, photometric="rgb", tile=(64, 64), compression="jpeg",
    compressionargs={"level": 92})
  tifffile.imwrite(OUT / "big.tif", small, photometric="rgb", bigtiff=True, compression="lzw", rowsperstrip=16,
    extratags=[(274, 3, 1, 6, True)])


def make_jpegs(photo):
  photo.save(OUT / "progressive.jpg", quality=85, subsampling=0, progressive=True)
  photo.save(OUT / "wide.jpg", quality=85, subsampling=1, restart_marker_blocks=7)
  photo.convert("L").save(OUT / "grey.jpg", quality=85)
  photo.save(OUT / "photo.jpg", quality=90, exif=exif())
  in_colours(photo, P3).save(OUT / "p3.jpg", quality=90, icc_profile=profile(P3, GAMMA))
  in_colours(photo, ADOBE).save(OUT / "adobe.jpg", quality=90, icc_profile=profile(ADOBE, GAMMA))
  photo.convert("CMYK").resize((60, 80)).save(OUT / "cmyk.jpg", quality=90)
  photo.save(OUT / "pair.mpo", format="MPO", save_all=True, append_images=[Image.new("RGB", photo.size)], quality=85)
  first = io.BytesIO()
  photo.save(first, "jpeg", quality=85)
  # What phones append to a motion photo: a video, here without content.
  (OUT / "motion.jpg").write_bytes(first.getvalue() + b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(64))


def make_jxls(photo):
  pixels = numpy.asarray(photo)
  block = b"\0\0\0\0" + exif().tobytes()[6:]
  box = struct.pack(">I", 8 + len(block)) + b"Exif" + block
  (OUT / "photo.jxl").write_bytes(imagecodecs.jpegxl_encode(pixels, distance=0.7, effort=7, usecontainer=True) + box)
  small = numpy.asarray(alpha(photo.resize((60, 80))))
  (OUT / "alpha.jxl").write_bytes(imagecodecs.jpegxl_encode(small, distance=1.0, effort=7))


def bayer(image):
  """What cells under a Bayer filter see, in 8 bits with the gamma of `CURVE`."""
  pixels = (255 * (numpy.asarray(image) / 255)).astype("uint8")
  cells = pixels[:, :, 1].copy()
  cells[0::2, 0::2] = pixels[0::2, 0::2, 0]
  cells[1::2, 1::2] = pixels[1::2, 1::2, 2]
  return cells


# What the 256 values of a cell mean, 0 to 4095, and XYZ to linear sRGB: the camera's colours are those.
CURVE = [round(4095 * (value / 255) ** 2.2) for value in range(256)]
MATRIX = [32405, 10000, -15371, 10000, -4985, 10000, -9693, 10000, 18760, 10000, 416, 10000, 556, 10000, -2040, 10000,
  10572, 10000]


def dng_tags(orientation):
  return [
    (271, 2, 0, "Drawn", True), (272, 2, 0, "Pencil", True), (274, 3, 1, orientation, True), (306, 2, 0, TAKEN, True),
    (33421, 3, 2, (2, 2), True), (33422, 1, 4, bytes((0, 1, 1, 2)), True), (50706, 1, 4, bytes((1, 4, 0, 0)), True),
    (50708, 2, 0, "Drawn Pencil", True), (50712, 3, 256, CURVE, True), (50717, 4, 1, 4095, True),
    (50721, 10, 9, MATRIX, True), (50728, 5, 3, (1, 1, 1, 1, 1, 1), True), (50778, 3, 1, 21, True)]


def make_raws(photo):
  """DNG, with and without a JPEG in it. The sensor of the first has twice the photo's pixels on each side."""
  options = {"photometric": "cfa", "software": False, "metadata": None}
  large = Image.open(DRAWN).convert("RGB").crop((60, 120, 420, 540))
  # Something white, as in most photos, so that developing does not make it brighter.
  large.paste((255, 255, 255), (0, 0, large.width, 6))
  tifffile.imwrite(OUT / "photo.dng", bayer(large), extratags=dng_tags(1), **options)
  tifffile.imwrite(OUT / "turned.dng", bayer(photo.resize((120, 160))), extratags=dng_tags(6), **options)
  with tifffile.TiffWriter(OUT / "preview.dng") as file:
    preview = io.BytesIO()
    photo.save(preview, "jpeg", quality=92)
    file.write(bayer(photo.resize((120, 160))), extratags=dng_tags(1), subifds=1, **options)
    file.write(iter([preview.getvalue()]), shape=(photo.height, photo.width, 3), dtype="uint8", photometric="ycbcr",
      compression="jpeg", subsampling=(2, 2), rowsperstrip=photo.height, software=False, metadata=None, subfiletype=1)


def main():
  OUT.mkdir(parents=True, exist_ok=True)
  # The face is then about 90 pixels wide.
  photo = Image.open(DRAWN).convert("RGB").resize((240, 320), Image.LANCZOS)
  for make in (make_jpegs, make_pngs, make_webps, make_heifs, make_tiffs, make_jxls, make_raws):
    make(photo)


main()
