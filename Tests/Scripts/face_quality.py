"""Which faces a recogniser can tell little of: how many true and false detections lie below each cut of FaceQuality.swift,
and how often faces of two photos reach a threshold, before and after the cuts.

    python Tests/Scripts/face_quality.py PHOTOS --pack assets/models/facetui-mini --reference yunet.onnx scrfd.onnx

A detection is true where a reference detector is surer than 0.5 of a face at its place, false where none reaches 0.35.
Needs the packages of docs/training.
"""

import argparse
import json
import sys
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs/training"))
from faces import TEMPLATE, Detector, intersection_over_union, similarity  # noqa: E402

CUTS = {"height": 25, "sharpness": 10, "certainty": 0.25, "eye ratio": 0.6, "strength": 1}
LIMITS = {"nose offset": 0.45, "misfit": 7}


def recogniser(pack, settings):
    session = onnxruntime.InferenceSession(str(pack / settings["file"]), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def embed(crop):
        image = crop[:, :, ::-1].transpose(2, 0, 1)[None].astype(np.float32)
        views = [np.ascontiguousarray(view) for view in (image, image[..., ::-1])]
        return sum(session.run(None, {name: view})[0][0] for view in views)

    return embed


def aligned(photo, matrix):
    scale = np.hypot(*matrix[:, 0])
    if scale < 0.6:
        photo = cv2.GaussianBlur(photo, (0, 0), 0.5 / scale)
    return cv2.warpAffine(photo, matrix, (112, 112))


def measures(points, score, threshold, crop, length, least):
    eyes, middle = points[1] - points[0], (points[0] + points[1]) / 2
    drop = np.linalg.norm((points[3] + points[4]) / 2 - middle)
    matrix = similarity(points, TEMPLATE)
    error = points @ matrix[:, :2].T + matrix[:, 2] - TEMPLATE
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return {
        "height": 1.9 * drop,
        "sharpness": cv2.Laplacian(grey, cv2.CV_32F, ksize=1)[1:-1, 1:-1].var(),
        "certainty": (score - threshold) / (1 - threshold),
        "eye ratio": np.linalg.norm(eyes) / drop,
        "strength": length / least,
        "nose offset": abs((points[2] - middle) @ eyes) / (eyes @ eyes),
        "misfit": np.sqrt((error**2).sum(1).mean()),
    }


def collect(options):
    settings = json.loads((options.pack / "pack.json").read_text())
    threshold, least = settings["detector"]["threshold"], settings["recogniser"]["leastLength"]
    detector = Detector(str(options.pack / settings["detector"]["file"]), threshold)
    references = [Detector(path, 0.3) for path in options.reference]
    embed = recogniser(options.pack, settings["recogniser"])
    faces = []
    for path in sorted(options.photos.rglob("*.jpg")):
        photo = cv2.imread(str(path))
        if photo is None:
            continue
        known = np.concatenate([reference.faces(photo) for reference in references])
        for face in detector.faces(photo):
            points = face[5:].reshape(5, 2)
            crop = aligned(photo, similarity(points, TEMPLATE))
            embedding = embed(crop)
            length = np.linalg.norm(embedding)
            overlap = intersection_over_union(face[None, :4], known[:, :4])[0] if len(known) else np.zeros(1)
            sure = known[overlap.argmax(), 4] if overlap.max() >= 0.4 else 0
            faces.append((path, sure, measures(points, face[4], threshold, crop, length, least), embedding / length))
    return faces, settings["thresholds"]["balanced"]


def below(found):
    names = {name for name, cut in CUTS.items() if found[name] < cut}
    return names | {name for name, limit in LIMITS.items() if found[name] > limit}


def alike(faces, threshold):
    """The share of pairs of faces of two photos that reach the threshold."""
    photos = np.array([str(path) for path, *_ in faces])
    rows = np.array([row for *_, row in faces])
    others = photos[:, None] != photos
    return ((rows @ rows.T >= threshold) & others).sum() / max(1, others.sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--reference", nargs="+", required=True)
    options = parser.parse_args()
    faces, threshold = collect(options)
    true = [below(found) for _, sure, found, _ in faces if sure > 0.5]
    false = [below(found) for _, sure, found, _ in faces if sure < 0.35]
    print(f"{len(faces)} faces, {len(true)} true, {len(false)} false")
    for name in (*CUTS, *LIMITS):
        print(f"{name}: below {sum(name in cuts for cuts in true)} true, {sum(name in cuts for cuts in false)} false")
    print(f"any: {sum(map(bool, true))} true, {sum(map(bool, false))} false")
    good = [face for face in faces if not below(face[2])]
    print(f"pairs of two photos at {threshold}: {alike(faces, threshold):.4f}, of sufficient faces {alike(good, threshold):.4f}")


if __name__ == "__main__":
    main()
