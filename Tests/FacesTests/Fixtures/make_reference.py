"""Makes reference.json: what OpenCV and onnxruntime say about some photos beside the project.

Usage: python make_reference.py FOLDER_OF_SHARED > reference.json     (needs numpy, opencv-python, onnxruntime)

For each photo and detector: the boxes (x, y, width, height), the five points and scores of one pass at 640 pixels
(no enlarging, area averaging, padded with black to multiples of 32; points averaged over the boxes on a face). For the
largest faces: 200 pixels of the crop by cv2.warpAffine and the embedding of crop and mirrored crop.
"""
import json
import sys
from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

PHOTOS = ["data/album/photos/000114.jpg", "data/album/photos/004208.jpg", "data/pairs/photos/img20.jpg",
          "data/pairs/photos/img3.jpg", "data/groups/group_1.jpg", "data/groups/group_20.jpg",
          "data/orientation/face_upright.jpg"]
MINI = Path(__file__).resolve().parents[3] / "assets/models/facetui-mini"
PACKS = {
    "facetui-mini": (MINI / "detector.onnx", MINI / "recognizer.onnx", 0.6, 0.3),
    "yunet-mobilefacenet": ("models/yunet_n.onnx", "models/arcface_mobilefacenet.onnx", 0.6, 0.3),
    "scrfd-mobilefacenet": ("models/scrfd_500m.onnx", "models/arcface_mobilefacenet.onnx", 0.5, 0.4),
}
TEMPLATE = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655],
                     [70.7299, 92.2041]])


def letterbox(image, side=640):
    height, width = image.shape[:2]
    scale = min(1, side / max(height, width))
    small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    rows, columns = small.shape[:2]
    padded = np.zeros(((rows + 31) // 32 * 32, (columns + 31) // 32 * 32, 3), np.uint8)
    padded[:rows, :columns] = small
    return padded, width / columns, height / rows


def yunet(outputs, stride, cells):
    score = np.sqrt(outputs[f"cls_{stride}"][0, :, 0] * outputs[f"obj_{stride}"][0, :, 0])
    box, points = outputs[f"bbox_{stride}"][0], outputs[f"kps_{stride}"][0].reshape(-1, 5, 2)
    size = np.exp(box[:, 2:]) * stride
    return score, np.hstack([(cells + box[:, :2]) * stride - size / 2, size]), (cells[:, None] + points) * stride


def scrfd(outputs, stride, cells):
    values = list(outputs.values())
    level = {8: 0, 16: 1, 32: 2}[stride]
    cells = np.repeat(cells, 2, axis=0)
    box, points = values[3 + level], values[6 + level].reshape(-1, 5, 2)
    corner = (cells - box[:, :2]) * stride
    return values[level][:, 0], np.hstack([corner, (cells + box[:, 2:]) * stride - corner]), (cells[:, None] + points) * stride


def overlap(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    common = max(w, 0) * max(h, 0)
    return common / (a[2] * a[3] + b[2] * b[3] - common)


def detect(session, image, threshold, nms):
    padded, x, y = letterbox(image)
    is_scrfd = len(session.get_outputs()) == 9
    pixels = padded.astype(np.float32)
    if is_scrfd:
        pixels = (pixels[:, :, ::-1] - 127.5) / 128
    names = [output.name for output in session.get_outputs()]
    result = session.run(None, {session.get_inputs()[0].name: np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])})
    outputs = dict(zip(names, result))
    faces = []
    for stride in (8, 16, 32):
        columns, rows = padded.shape[1] // stride, padded.shape[0] // stride
        cells = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), -1).reshape(-1, 2).astype(np.float32)
        for score, box, points in zip(*(scrfd if is_scrfd else yunet)(outputs, stride, cells)):
            if score >= threshold:
                faces.append((float(score), box * [x, y, x, y], points * [x, y]))
    groups = []
    for face in sorted(faces, key=lambda face: -face[0]):
        overlaps = [overlap(face[1], group[0][1]) for group in groups]
        if max(overlaps, default=0) <= nms:
            groups.append([face])
        elif max(overlaps) >= 0.5:
            groups[int(np.argmax(overlaps))].append(face)
    return [(*group[0][:2], averaged(group)) for group in groups]


def averaged(group):
    scores = np.array([score for score, _, _ in group])
    return (scores[:, None, None] * [points for _, _, points in group]).sum(0) / scores.sum()


def align(image, points):
    p = points - points.mean(0)
    q = TEMPLATE - TEMPLATE.mean(0)
    u, s, vt = np.linalg.svd(q.T @ p / 5)
    d = np.diag([1, np.sign(np.linalg.det(u @ vt))])
    rotation = u @ d @ vt
    scale = np.trace(np.diag(s) @ d) / p.var(0).sum()
    shift = TEMPLATE.mean(0) - scale * rotation @ points.mean(0)
    matrix = np.hstack([scale * rotation, shift[:, None]])
    return cv2.warpAffine(image, matrix, (112, 112), flags=cv2.INTER_LINEAR), scale


def embed(session, crop):
    rgb = crop[:, :, ::-1].astype(np.float32)
    batch = np.ascontiguousarray(np.stack([rgb, rgb[:, ::-1]]).transpose(0, 3, 1, 2))
    vector = session.run(None, {session.get_inputs()[0].name: batch})[0].sum(0)
    return vector / np.linalg.norm(vector)


def numbers(values, digits):
    return [round(float(value), digits) for value in np.asarray(values).ravel()]


def main(shared):
    ort.set_default_logger_severity(3)
    positions = [(i * 37 % 112, i * 61 % 112) for i in range(200)]
    result = []
    for name, (detector, recogniser, threshold, nms) in PACKS.items():
        detector, recogniser = (ort.InferenceSession(Path(shared, file)) for file in (detector, recogniser))
        for photo in PHOTOS:
            image = cv2.imread(f"{shared}/{photo}", cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
            faces = []
            for score, box, points in detect(detector, image, threshold, nms):
                faces.append({"score": round(score, 4), "box": numbers(box, 2), "points": numbers(points, 2)})
            for face in sorted(faces, key=lambda face: -face["box"][2] * face["box"][3])[:3]:
                crop, scale = align(image, np.array(face["points"]).reshape(5, 2))
                face["embedding"] = numbers(embed(recogniser, crop), 4)
                face["pixels"] = [int(v) for x, y in positions for v in crop[y, x, ::-1]]
            result.append({"pack": name, "photo": photo, "faces": faces})
    print(json.dumps(result, separators=(",", ":")))


main(sys.argv[1])
