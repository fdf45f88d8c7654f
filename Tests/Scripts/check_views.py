"""Checks the batched views of docs/training against the slow obvious way and, where there is a GPU, against it.

    python Tests/Scripts/check_views.py SHARDS     (a folder with index.csv and faces-N.bin, as crop.py makes)
"""
import io
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs/training"))
import jpeg
import resampling
import views
from data import Crops
from dice import Dice

COUNT = 64


def picture(image):
    return image.permute(1, 2, 0).round().byte().numpy()


def check(what, error, limit):
    print(f"{what}: {error:.2e} of at most {limit:.0e}")
    if not error <= limit:
        raise SystemExit(f"{what}: the error is too large")


def against_opencv(images):
    dice = Dice(1)
    side = resampling.LEAST + 12
    matrix = resampling.shrinking(images.device)[2 * 12].expand(len(images), -1, -1)
    found = resampling.separable(images, matrix)
    slow = [cv2.resize(cv2.resize(image.permute(1, 2, 0).numpy(), (side, side), interpolation=cv2.INTER_AREA), (112, 112))
            for image in images]
    check("shrunken, in grey levels", np.abs(found.permute(0, 2, 3, 1).numpy() - np.stack(slow)).max(), 1e-2)
    blurred = resampling.separable(images, resampling.focusing(images.device)[20].expand(len(images), -1, -1))
    sigma = resampling.SIGMAS[20]
    side = 2 * round(4 * sigma) + 1
    slow = [cv2.GaussianBlur(image.permute(1, 2, 0).numpy(), (side, side), sigma) for image in images]
    check("blurred", np.abs(blurred.permute(0, 2, 3, 1).numpy() - np.stack(slow)).max(), 1e-2)
    check("moved, its mean", (resampling.move(images, dice).mean() - images.mean()).abs().item(), 1)


def against_libjpeg(images):
    """libjpeg's transform is in whole numbers and its colour smoothed in another way: a grey level on average."""
    for quality in (20, 50, 80):
        found = jpeg.coded(images, torch.full((len(images),), float(quality)))
        for image, coded in zip(images, found):
            file = io.BytesIO()
            Image.fromarray(picture(image)).save(file, "JPEG", quality=quality)
            error = np.abs(np.asarray(Image.open(file)).astype(float) - coded.permute(1, 2, 0).numpy()).mean()
            if error > 2.5:
                raise SystemExit(f"JPEG of quality {quality}: {error:.2f} grey levels off libjpeg's")
    print("JPEG: as libjpeg's")


def the_same_everywhere(crops):
    where = torch.arange(len(crops))
    first = views.views(crops.pixels, where, Dice(7))
    again = views.views(crops.pixels, where, Dice(7))
    check("made again", max((a - b).abs().max().item() for a, b in zip(first[:2], again[:2])), 0)
    if not torch.cuda.is_available():
        print("no GPU here: not compared")
        return
    there = views.views(crops.pixels.cuda(), where.cuda(), Dice(7, "cuda"))
    apart = torch.cat([(a - b.cpu()).abs().mean((1, 2, 3)) for a, b in zip(first[:2], there[:2])])
    check("on the GPU, the worst view's mean in grey levels", apart.max().item(), 0.5)


def whole_and_damaged(crops):
    whole, damaged, nobody = views.views(crops.pixels, torch.arange(len(crops)), Dice(2))
    for images in (whole, damaged):
        check("below 0", max(0.0, -images.min().item()), 0)
        check("above 255", max(0.0, images.max().item() - 255), 0)
    untouched = ((whole - damaged).abs().amax((1, 2, 3)) == 0).float().mean().item()
    print(f"undamaged: {untouched:.0%}; faces of nobody: {len(nobody)} of {len(crops)}")
    if not 0.3 < untouched < 0.7 or len(nobody) != round(len(crops) * views.BLENDED):
        raise SystemExit("the shares of damage are not what they should be")


def main():
    with open(f"{sys.argv[1]}/index.csv") as file:
        known = sum(1 for _ in file) - 1
    crops = Crops(sys.argv[1], only=[index % known for index in range(COUNT)])
    images = crops.pixels[:, :3, 4:-4, 4:-4].float()
    against_opencv(images[:8])
    against_libjpeg(images[:8])
    the_same_everywhere(crops)
    whole_and_damaged(crops)
    begun = time.monotonic()
    for seed in range(4):
        views.views(crops.pixels, torch.arange(len(crops)), Dice(seed))
    print(f"{4 * len(crops) / (time.monotonic() - begun):.0f} views a second")


if __name__ == "__main__":
    main()
