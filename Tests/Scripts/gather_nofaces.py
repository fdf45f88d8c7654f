"""Collects pictures without people as JPEGs, in a folder for each kind of picture and size.

    apt-get download tuxpaint-stamps-default gcompris-qt-data gnome-backgrounds mate-backgrounds ukui-wallpapers \\
        plasma-workspace-wallpapers lomiri-wallpapers-16.04 openclipart-png fonts-noto-color-emoji      # Debian 12
    for package in *.deb; do dpkg -x $package packages/${package%%_*}; done
    pip install --target packages/python scikit-image scikit-learn
    python Tests/Scripts/gather_nofaces.py packages NOFACES

Transparent parts become mid grey. Needs Pillow.
"""

import argparse
import io
import re
import struct
from pathlib import Path

from PIL import Image, ImageDraw, ImageFile, ImageFont

ImageFile.LOAD_TRUNCATED_IMAGES = True
SIDES = {"large": 1024, "small": 320}
# The first pattern that a picture's path holds; None: may show photographed people, or nothing of its own.
KINDS = [
    (r"explore_world_music|astronaut|camera\.png|thumb|screenshot|icons/|shapes/|computer/|gradients|led/", None),
    (r"animals|/erase/|babyshapes|chelsea|horse\.png", "animals"),
    (r"paintings|/details/|/lang/|/faces/|people|recreation/religion|toys|christmas|halloween|holiday", "drawn"),
    (r"monuments|buildings|town", "buildings"),
    (r"wallpapers|backgrounds|plants|food|naturalforces|space|solar|china|flower", "scenery"),
    (r"stamps|categorization|openclipart|skimage|clickgame|money|flags", "objects"),
]
SIGNATURES = re.compile(rb"RIFF....WEBP|\x89PNG\r\n|\xff\xd8\xff", re.S)


def resources(path):
    """The pictures in a Qt resource file: each after its length, big-endian."""
    data = path.read_bytes()
    for index, match in enumerate(SIGNATURES.finditer(data)):
        start = match.start()
        length = struct.unpack(">I", data[start - 4 : start])[0] if start >= 4 else 0
        if 2000 <= length <= len(data) - start:
            yield f"{path.stem}/{index:03}", data[start : start + length]


def emoji(path):
    """Each emoji of the font with its kind."""
    font = ImageFont.truetype(str(path), 109)
    for code in range(0x1F300, 0x1FAF8):
        picture = Image.new("RGBA", (136, 128))
        ImageDraw.Draw(picture).text((0, 0), chr(code), font=font, embedded_color=True)
        if picture.getchannel("A").getextrema()[1] == 255 and picture.getbbox():
            animal = 0x1F400 <= code <= 0x1F43F or 0x1F980 <= code <= 0x1F9AE
            person = any(low <= code <= high for low, high in (
                (0x1F440, 0x1F491), (0x1F600, 0x1F64F), (0x1F910, 0x1F93E), (0x1F9B0, 0x1F9DF), (0x1FAC0, 0x1FAF8)))
            yield f"emoji/{code:x}", picture, "animals" if animal else "drawn" if person else "objects"


def pictures(root):
    seen = set()
    for path in sorted(root.rglob("*")):
        if path.suffix == ".rcc":
            for name, data in resources(path):
                yield f"/{name}", data
        elif path.suffix.lower() in (".png", ".jpg", ".webp") and path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            # Wallpapers come in a dozen sizes.
            name = path.parent.parent.parent.name if "contents/images" in str(path) else str(path.relative_to(root))
            if name not in seen:
                seen.add(name)
                yield str(path.relative_to(root)), data


def kind(name):
    return next((kind for pattern, kind in KINDS if re.search(pattern, name)), None)


def save(picture, name, group, out):
    picture = picture.convert("RGBA")
    flat = Image.new("RGBA", picture.size, (128, 128, 128, 255))
    flat.alpha_composite(picture)
    for size, side in SIDES.items():
        small = flat.convert("RGB")
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        target = out / size / group / (re.sub(r"[^\w.]+", "_", name)[-100:] + ".jpg")
        if size == "large" or small.size != flat.size:
            target.parent.mkdir(parents=True, exist_ok=True)
            small.save(target, quality=90)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    for name, data in pictures(options.packages):
        if group := kind(name):
            try:
                picture = Image.open(io.BytesIO(data))
                if min(picture.size) >= 48 and picture.width * picture.height < 4e7:
                    save(picture, name, group, options.out)
            except (OSError, Image.DecompressionBombError) as error:
                print(f"{name}: {error}")
    for font in options.packages.rglob("NotoColorEmoji.ttf"):
        for name, picture, group in emoji(font):
            save(picture, name, group, options.out)


if __name__ == "__main__":
    main()
