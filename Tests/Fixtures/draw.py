"""Draws the fixture library: photos of invented people, so that no photo of a real person is needed.

usage: draw.py FOLDER   (needs numpy, opencv-python and pillow)

Each person is a set of proportions and colours; each photo places one or more of them on a
background with its own light, tilt and expression. The same seed gives the same files.
"""
import math
import random
import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

SIDE = 512  # a face is drawn on a square of this many pixels, then scaled
ZOOM = 0.82  # leaves room for hair and shoulders


def person(seed):
    r = random.Random(seed)
    skin = r.choice([(224, 188, 164), (242, 210, 190), (205, 160, 130), (168, 120, 90), (105, 70, 50), (232, 190, 150), (238, 196, 176)])
    hair = r.choice([(40, 30, 25), (90, 60, 35), (200, 165, 105), (25, 22, 24), (150, 75, 40), (190, 190, 192)])
    return dict(
        skin=np.array(skin, float), hair=np.array(hair, float), iris=r.choice([(60, 40, 25), (90, 130, 160), (90, 120, 80)]),
        width=r.uniform(0.27, 0.39), height=r.uniform(0.40, 0.48), jaw=r.uniform(0.50, 1.0),
        eyes=r.uniform(0.115, 0.170), eye_size=r.uniform(0.040, 0.068), eye_open=r.uniform(0.26, 0.64), slant=r.uniform(-0.25, 0.25),
        brow=r.uniform(0.004, 0.028), brow_height=r.uniform(0.050, 0.095), brow_arch=r.uniform(-0.6, 0.9),
        nose=r.uniform(0.10, 0.20), nose_width=r.uniform(0.032, 0.075), mouth=r.uniform(0.07, 0.145), lips=r.uniform(0.008, 0.042),
        lip=r.choice([(176, 98, 92), (200, 60, 76), (150, 84, 74), (206, 130, 120)]), long_hair=r.random() < 0.5, fringe=r.uniform(0.04, 0.26),
        beard=r.choice([0, 0, 0.6, 1.0]), moustache=r.choice([0, 0, 0, 1.0]), glasses=r.choice([0, 0, 0, 1, 2]), lines=r.choice([0, 0, 0.5, 1.0]),
        make_up=r.choice([0, 0, 1.0]), freckles=r.choice([0, 0, 0, 1]), seed=seed)


class Canvas:
    """An RGB picture with soft-edged shapes; coordinates are parts of the side, (0, 0) the middle."""

    def __init__(self, background):
        self.pixels = np.array(background, float)

    def mask(self, draw, blur):
        m = np.zeros((SIDE, SIDE), np.uint8)
        draw(m)
        m = cv2.GaussianBlur(m, (0, 0), max(blur * SIDE, 0.6))
        return m.astype(float)[..., None] / 255

    def blend(self, m, colour, strength=1.0):
        self.pixels = self.pixels * (1 - m * strength) + np.array(colour, float) * m * strength

    def shade(self, m, factor):
        self.pixels = self.pixels * (1 + (factor - 1) * m)

    def polygon(self, points, blur=0.002):
        pts = np.array([[(0.5 + ZOOM * x) * SIDE * 16, (0.5 + ZOOM * y) * SIDE * 16] for x, y in points], np.int32)
        return self.mask(lambda m: cv2.fillPoly(m, [pts], 255, cv2.LINE_AA, 4), blur)

    def ellipse(self, x, y, a, b, angle=0, blur=0.002):
        c, s = math.cos(angle), math.sin(angle)
        turn = np.linspace(0, 2 * math.pi, 90)
        return self.polygon([(x + a * math.cos(t) * c - b * math.sin(t) * s, y + a * math.cos(t) * s + b * math.sin(t) * c) for t in turn], blur)

    def stroke(self, points, width, blur=0.002):
        pts = np.array([[(0.5 + ZOOM * x) * SIDE * 16, (0.5 + ZOOM * y) * SIDE * 16] for x, y in points], np.int32)
        return self.mask(lambda m: cv2.polylines(m, [pts], False, 255, max(1, int(width * ZOOM * SIDE)), cv2.LINE_AA, 4), blur)


def outline(p):
    """The face's contour: an ellipse whose lower part narrows to the jaw."""
    points = []
    for t in np.linspace(0, 2 * math.pi, 120):
        x, y = math.cos(t), math.sin(t)
        narrow = 1 - (1 - p['jaw']) * max(0, y) ** 1.5 * 0.8
        points.append((p['width'] * x * narrow, 0.02 + p['height'] * y))
    return points


def draw_face(p, smile, gaze, light):
    skin, hair = p['skin'], p['hair']
    background = np.zeros((SIDE, SIDE, 3)) + 128
    c = Canvas(background)
    cover = c.polygon(outline(p), 0.004)
    hair_mask = c.ellipse(0, -0.08, p['width'] * 1.16, p['height'] * 1.02, blur=0.006)
    if p['long_hair']:
        hair_mask = np.maximum(hair_mask, c.polygon([(-p['width'] * 1.2, -0.1), (p['width'] * 1.2, -0.1), (p['width'] * 1.25, 0.46), (-p['width'] * 1.25, 0.46)], 0.02))
    neck = c.polygon([(-0.15, 0.3), (0.15, 0.3), (0.17, 0.52), (-0.17, 0.52)], 0.01)
    shirt = c.polygon([(-0.5, 0.52), (-0.4, 0.46), (-0.16, 0.42), (0, 0.47), (0.16, 0.42), (0.4, 0.46), (0.5, 0.52)], 0.004)
    c.blend(hair_mask, hair)
    c.blend(neck, skin * 0.72)
    random_shirt = random.Random(p['seed'] * 7 + int(light * 100))
    c.blend(shirt, [random_shirt.randint(40, 220) for _ in range(3)])
    for side in (-1, 1):
        c.blend(c.ellipse(side * p['width'] * 0.99, 0.03, 0.035, 0.075, blur=0.004), skin * 0.85)
    c.blend(cover, skin)
    yy, xx = (np.mgrid[0:SIDE, 0:SIDE] / SIDE - 0.5) / ZOOM
    round_ = np.clip(1.06 - 0.9 * (xx / p['width']) ** 2 * 0.45 - 0.25 * np.clip(yy / p['height'], 0, 1) ** 2 + light * xx / p['width'] * 0.25, 0.3, 1.25)[..., None]
    c.pixels = c.pixels * (1 - cover) + c.pixels * round_ * cover
    for side in (-1, 1):
        c.blend(c.ellipse(side * p['eyes'] * 1.15, 0.12, 0.07, 0.055, blur=0.03), [205, 120, 105], 0.16)
    c.shade(c.ellipse(0, 0.335, 0.09, 0.02, blur=0.02), 0.86)
    ey = -0.055
    for side in (-1, 1):
        x = side * p['eyes']
        c.shade(c.ellipse(x, ey - 0.005, p['eye_size'] * 1.5, p['eye_size'] * 0.95, blur=0.018), 0.74)
        a, b = p['eye_size'], p['eye_size'] * p['eye_open']
        white = c.ellipse(x, ey, a, b, side * p['slant'], 0.0015)
        c.blend(white, [236, 232, 228])
        iris = c.ellipse(x + gaze * 0.015, ey, b * 0.95, b * 0.98, blur=0.0015) * white
        c.blend(iris, p['iris'])
        c.blend(c.ellipse(x + gaze * 0.015, ey, b * 0.5, b * 0.5, blur=0.0015) * white, [12, 10, 10])
        c.blend(c.ellipse(x + gaze * 0.015 + 0.008, ey - 0.008, 0.005, 0.005, blur=0.001), [250, 250, 250])
        lid = [(x + a * t, ey + side * a * t * p['slant'] - b * math.sqrt(max(0, 1 - t * t))) for t in np.linspace(-1.05, 1.05, 20)]
        c.blend(c.stroke(lid, 0.010, 0.002), skin * 0.22)
        lower = [(x + a * t, ey + side * a * t * p['slant'] + b * math.sqrt(max(0, 1 - t * t))) for t in np.linspace(-1, 1, 20)]
        c.blend(c.stroke(lower, 0.004, 0.002), skin * 0.45, 0.7)
        crease = [(px, py - 0.018) for px, py in lid]
        c.blend(c.stroke(crease, 0.004, 0.003), skin * 0.55, 0.7)
        shadow = c.ellipse(x, ey - 0.028, p['eye_size'] * 1.2, 0.026, blur=0.010) * (1 - white)
        c.blend(shadow, [70, 60, 110], 0.55 * p['make_up'])
        brow = [(x + side * t * a * 1.35, ey - p['brow_height'] - p['brow_arch'] * 0.03 * (1 - (t - 0.2) ** 2) + 0.012 * abs(t)) for t in np.linspace(-1, 1, 20)]
        c.blend(c.stroke(brow, p['brow'] * 1.5, 0.004), hair * 0.75 + 6, 0.9)
    nose = ey + p['nose'] + 0.03
    c.shade(c.stroke([(-0.028, ey + 0.01), (-0.022, nose - 0.05), (-p['nose_width'], nose)], 0.022, 0.014), 0.82)
    c.shade(c.stroke([(0.028, ey + 0.01), (0.022, nose - 0.05), (p['nose_width'], nose)], 0.022, 0.014), 0.88)
    c.shade(c.stroke([(0, ey), (0, nose - 0.02)], 0.022, 0.012), 1.10)
    c.shade(c.ellipse(0, nose - 0.012, 0.022, 0.016, blur=0.01), 1.12)
    for side in (-1, 1):
        c.shade(c.ellipse(side * p['nose_width'] * 0.95, nose - 0.004, 0.016, 0.02, blur=0.006), 0.84)
        c.blend(c.ellipse(side * p['nose_width'] * 0.52, nose + 0.012, 0.014, 0.007, side * -0.25, 0.003), skin * 0.25)
    c.shade(c.ellipse(0, nose + 0.024, p['nose_width'], 0.008, blur=0.008), 0.72)
    mouth, m = nose + 0.085, p['mouth'] * (1 + 0.15 * smile)
    t = np.linspace(-1, 1, 40)
    middle = [(m * u, mouth - 0.028 * smile * u * u) for u in t]
    upper = [(m * u, mouth - 0.028 * smile * u * u - p['lips'] * (1 - u * u) * (1 - 0.35 * math.exp(-(u * 6) ** 2))) for u in t]
    lower = [(m * u, mouth - 0.028 * smile * u * u + p['lips'] * 1.35 * (1 - u * u) + 0.02 * smile * (1 - u * u)) for u in t]
    c.shade(c.ellipse(0, mouth + p['lips'] * 1.35 + 0.03, m * 0.55, 0.012, blur=0.012), 0.78)
    c.blend(c.polygon(upper + lower[::-1], 0.003), p['lip'])
    if smile > 0.5:
        teeth = [(m * 0.82 * u, mouth - 0.024 * smile * u * u) for u in t] + [(m * 0.82 * u, mouth - 0.02 * smile * u * u + 0.024 * (1 - u * u)) for u in t[::-1]]
        c.blend(c.polygon(teeth, 0.002), [238, 234, 226])
    c.blend(c.stroke(middle, 0.006, 0.002), skin * 0.22)
    for side in (-1, 1):
        c.shade(c.ellipse(side * m * 1.05, mouth - 0.028 * smile, 0.012, 0.016, blur=0.008), 0.7)
        c.shade(c.stroke([(side * p['nose_width'] * 1.3, nose), (side * m * 1.15, mouth - 0.02)], 0.012, 0.012), 0.88 - 0.06 * smile)
    if p['beard']:
        jaw = c.polygon(outline(p), 0.012) * np.clip((yy - nose + 0.03) * 14, 0, 1)[..., None]
        jaw = jaw * (1 - c.polygon(upper + lower[::-1], 0.006))
        c.blend(jaw, hair * 0.8, p['beard'] * 0.75)
    if p['moustache']:
        tache = [(m * 0.95 * u, nose + 0.05 + 0.022 * u * u) for u in t]
        c.blend(c.stroke(tache, 0.034, 0.008), hair * 0.8, 0.9)
    for k in range(3):
        wave = [(0.17 * u, -0.22 + 0.035 * k + 0.008 * math.cos(3 * u)) for u in t]
        c.shade(c.stroke(wave, 0.006, 0.004), 1 - 0.3 * p['lines'])
    for side in (-1, 1):
        bag = [(side * p['eyes'] + p['eye_size'] * 1.1 * u, ey + 0.055 + 0.018 * (1 - u * u)) for u in t]
        c.shade(c.stroke(bag, 0.010, 0.006), 1 - 0.3 * p['lines'])
        fold = [(side * (p['nose_width'] + 0.02 + 0.03 * u), nose + 0.02 + 0.09 * u) for u in np.linspace(0, 1, 10)]
        c.shade(c.stroke(fold, 0.009, 0.005), 1 - 0.4 * p['lines'])
    if p['freckles']:
        dots = random.Random(p['seed'])
        for _ in range(90):
            x, y = dots.gauss(0, 0.13), dots.gauss(0.05, 0.05)
            c.blend(c.ellipse(x, y, 0.004, 0.004, blur=0.001), skin * 0.62, 0.8)
    top = c.polygon(outline(p), 0.004) * np.clip((-p['height'] + p['fringe'] - yy + 0.03 * np.cos(xx * 14 + p['seed'])) * 40, 0, 1)[..., None]
    c.blend(cv2.GaussianBlur(top[..., 0], (0, 0), 2)[..., None], hair)
    strands = np.random.default_rng(p['seed']).normal(0, 1, (SIDE // 8, SIDE))
    strands = cv2.GaussianBlur(cv2.resize(strands, (SIDE, SIDE)), (0, 0), 1.2)[..., None] * 9
    hairy = np.clip(hair_mask - cover + top, 0, 1)
    c.pixels += strands * hairy
    if p['glasses']:
        for side in (-1, 1):
            ring = [(side * p['eyes'] + 0.09 * math.cos(a), ey + 0.068 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 60)]
            c.blend(c.stroke(ring, 0.007 * p['glasses'], 0.001), [30, 28, 30])
        c.blend(c.stroke([(-p['eyes'] + 0.09, ey), (p['eyes'] - 0.09, ey)], 0.009, 0.001), [30, 28, 30])
    grain = np.random.default_rng(p['seed'] + 1000 + int(light * 1000)).normal(0, 1, (SIDE, SIDE, 1))
    c.pixels += cv2.GaussianBlur(grain[..., 0], (0, 0), 1.0)[..., None] * 5
    alpha = np.clip(np.maximum.reduce([cover, hair_mask, neck, shirt]), 0, 1)
    return np.clip(c.pixels, 0, 255), alpha


SCENES = [  # top and bottom colour: sky over sea, a room, leaves, dusk, a stage, snow
    ((150, 190, 225), (70, 120, 140)), ((205, 195, 180), (150, 130, 110)), ((90, 125, 80), (55, 80, 50)),
    ((210, 150, 120), (80, 70, 110)), ((50, 45, 75), (110, 60, 80)), ((215, 225, 235), (180, 190, 205)),
]


def scene(r, width, height):
    """A blurred background: sky, wall or leaves."""
    rng = np.random.default_rng(r.randint(0, 10**6))
    top, bottom = r.choice(SCENES)
    ramp = np.linspace(0, 1, height)[:, None, None]
    noise = cv2.resize(rng.normal(0, 1, (7, 10, 3)), (width, height), interpolation=cv2.INTER_CUBIC) * r.choice([4, 8, 14])
    return np.clip(np.array(top, float) * (1 - ramp) + np.array(bottom, float) * ramp + noise, 0, 255)


def place(picture, p, r, x, y, size, tilt):
    face, alpha = draw_face(p, r.choice([0, 0.3, 0.8, 1.0]), r.uniform(-0.6, 0.6), r.uniform(-0.8, 0.8))
    scale = size / (SIDE * ZOOM)
    m = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), tilt, scale)
    turn = np.diag([r.uniform(0.80, 1.0), 1.0])  # a head turned away looks narrower
    m[:, :2] = m[:, :2] @ turn
    m[:, 2] = np.array([x, y]) - m[:, :2] @ np.array([SIDE / 2, SIDE / 2])
    h, w = picture.shape[:2]
    if scale < 1:
        sigma = 0.4 / scale
        face, alpha = cv2.GaussianBlur(face, (0, 0), sigma), cv2.GaussianBlur(alpha, (0, 0), sigma)[..., None]
    warped = cv2.warpAffine(face, m, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    a = cv2.warpAffine(alpha, m, (w, h), flags=cv2.INTER_LINEAR)[..., None]
    blur = r.choice([0, 0, 0.012]) * size
    if blur:
        warped = cv2.GaussianBlur(warped, (0, 0), blur)
    gain = r.uniform(0.65, 1.12)
    picture[:] = picture * (1 - a) + np.clip(warped * gain, 0, 255) * a


# Seeds whose faces the bundled recogniser tells apart, as it does those of different people.
PEOPLE = dict(alf=86, bela=205, carl=50, dora=257, emil=243, fay=54)

# file, size, and for each face: person, x, y, size (parts of the height), tilt in degrees
PHOTOS = [
    ('2019/beach_alf.jpg', (640, 480), [('alf', 0.5, 0.5, 0.8, 4)]),
    ('2019/garden_bela.jpg', (640, 480), [('bela', 0.42, 0.52, 0.7, -6)]),
    ('2019/two_at_lunch.jpg', (640, 480), [('alf', 0.28, 0.5, 0.55, 5), ('carl', 0.72, 0.5, 0.58, -4)]),
    ('2020/carl_portrait.jpg', (480, 640), [('carl', 0.5, 0.48, 0.5, 4)]),
    ('2020/dora_window.jpg', (640, 480), [('dora', 0.6, 0.52, 0.75, 8)]),
    ('2020/emil_hike.jpg', (640, 480), [('emil', 0.4, 0.5, 0.6, -3)]),
    ('2020/family.jpg', (800, 480), [('alf', 0.16, 0.5, 0.5, 3), ('bela', 0.39, 0.55, 0.46, -5), ('dora', 0.62, 0.52, 0.48, 2), ('emil', 0.85, 0.5, 0.5, -2)]),
    ('2021/alf_concert.jpg', (640, 480), [('alf', 0.55, 0.5, 0.65, -9)]),
    ('2021/bela_train.jpg', (480, 640), [('bela', 0.5, 0.5, 0.55, 3)]),
    ('2021/carl_and_dora.jpg', (640, 480), [('carl', 0.3, 0.52, 0.6, -5), ('dora', 0.72, 0.5, 0.58, 4)]),
    ('2021/fay_studio.jpg', (480, 640), [('fay', 0.5, 0.45, 0.62, 0)]),
    ('2022/emil_and_fay.jpg', (640, 480), [('emil', 0.3, 0.5, 0.6, 6), ('fay', 0.7, 0.52, 0.58, -3)]),
    ('2022/alf_street.jpg', (640, 480), [('alf', 0.35, 0.5, 0.5, 2)]),
    ('2022/empty_lake.jpg', (640, 480), []),
    ('2023/dora_sea.jpg', (640, 480), [('dora', 0.5, 0.5, 0.85, -2)]),
    ('2023/bela_and_alf.jpg', (640, 480), [('bela', 0.3, 0.5, 0.62, 4), ('alf', 0.7, 0.52, 0.6, -6)]),
]


def main(folder):
    for k, (name, (width, height), faces) in enumerate(PHOTOS):
        r = random.Random(1000 + k)
        picture = scene(r, width, height)
        for who, x, y, size, tilt in faces:
            place(picture, person(PEOPLE[who]), r, x * width, y * height, size * height, tilt)
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(path, quality=88)


if __name__ == '__main__':
    main(sys.argv[1])
