"""Faces as numbers: reading a detector's answer, joining overlapping boxes, looking at several sizes; YuNet as teacher.

A face is one row of 15 float32: left, top, width, height, score, then five points (x, y): the eye at the viewer's
left, the other eye, tip of the nose, corner of the mouth at the viewer's left, the other corner. Pixels; an image's
first pixel has its middle at 0.5.
"""

import os
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

STRIDES = (8, 16, 32)
NOTHING = np.zeros((0, 15), np.float32)
PYRAMID = 3.0  # each size is a third of the one before
SMALLEST_LEVEL = 96  # a long side below this has no room for a face that the level before would miss
MOST = 1280  # longest side looked at
YUNET = "yunet_n_dynamic.onnx"


def cell_centres(height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """(x, y) of the middle of every cell [N, 2], and its stride [N]: stride 8 first, each row by row."""
    centres, strides = [], []
    for stride in STRIDES:
        y, x = np.mgrid[: height // stride, : width // stride].astype(np.float32)
        centres.append(np.stack([x.ravel() + 0.5, y.ravel() + 0.5], 1) * stride)
        strides.append(np.full(x.size, stride, np.float32))
    return np.concatenate(centres), np.concatenate(strides)


def decode(answer: np.ndarray, height: int, width: int, threshold: float) -> np.ndarray:
    """The network's [15, N] (score; left, top, right, bottom; 5 points; in strides from the cell's middle) -> faces."""
    centres, strides = cell_centres(height, width)
    chosen = np.flatnonzero(answer[0] > threshold)
    centre, stride, cell = centres[chosen], strides[chosen, None], answer[:, chosen].T
    corners = cell[:, 1:5] * stride + np.tile(centre, 2)
    points = cell[:, 5:] * stride + np.tile(centre, 5)
    return np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2], cell[:, :1], points], 1).astype(np.float32)


def overlap(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Shared area over joint area of one box with many."""
    low = np.maximum(box[:2], boxes[:, :2])
    high = np.minimum(box[:2] + box[2:4], boxes[:, :2] + boxes[:, 2:4])
    shared = np.prod(np.clip(high - low, 0, None), 1)
    return shared / (box[2] * box[3] + boxes[:, 2] * boxes[:, 3] - shared + 1e-9)


def suppress(faces: np.ndarray, most: float = 0.3) -> np.ndarray:
    """The surest of every heap of overlapping faces, surest first."""
    kept = []
    left = faces[np.argsort(-faces[:, 4], kind="stable")]
    while len(left):
        kept.append(left[0])
        left = left[1:][overlap(left[0], left[1:]) <= most]
    return np.stack(kept) if kept else NOTHING


def levels(height: int, width: int) -> list[float]:
    """Factors at which a picture is looked at: at most `MOST` pixels long, then a third of that, and so on."""
    factor = min(1.0, MOST / max(height, width))
    factors = [factor]
    while max(height, width) * factors[-1] / PYRAMID >= SMALLEST_LEVEL:
        factors.append(factors[-1] / PYRAMID)
    return factors


def resized(picture: np.ndarray, factor: float) -> np.ndarray:
    if factor == 1:
        return picture
    size = tuple(max(1, round(side * factor)) for side in picture.shape[1::-1])
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def to_multiple(picture: np.ndarray, multiple: int = 32) -> np.ndarray:
    """Filled up with black at the right and at the bottom."""
    below, right = (-side % multiple for side in picture.shape[:2])
    return np.pad(picture, ((0, below), (0, right)) + ((0, 0),) * (picture.ndim - 2))


def detect(run, luma: np.ndarray, threshold: float) -> np.ndarray:
    """Faces of a whole picture, float32 [H, W] 0..1. `run` maps [1, 1, h, w] to [1, 15, N]."""
    found = [NOTHING]
    for factor in levels(*luma.shape):
        level = to_multiple(resized(luma, factor))
        faces = decode(run(level[None, None])[0], *level.shape, threshold)
        faces[:, :4] /= factor
        faces[:, 5:] /= factor
        found.append(faces)
    return suppress(np.concatenate(found))


class Yunet:
    """YuNet (Wu et al. 2023) by its contract: BGR 0..255, sides a multiple of 32; score sqrt(cls * obj)."""

    def __init__(self, path: Path):
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = 1
        settings.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])
        self.names = [output.name for output in self.session.get_outputs()]

    def __call__(self, rgb: np.ndarray, threshold: float) -> np.ndarray:
        """uint8 RGB [H, W, 3] -> faces."""
        planes = to_multiple(rgb)[..., ::-1].transpose(2, 0, 1)[None].astype(np.float32)
        answer = dict(zip(self.names, self.session.run(None, {"input": planes})))
        found = [NOTHING]
        for stride in STRIDES:
            cls, obj, box, points = (answer[f"{kind}_{stride}"][0] for kind in ("cls", "obj", "bbox", "kps"))
            y, x = np.mgrid[: planes.shape[2] // stride, : planes.shape[3] // stride]
            corner = np.stack([x.ravel(), y.ravel()], 1)
            score = np.sqrt(np.clip(cls, 0, 1) * np.clip(obj, 0, 1))
            size = np.exp(box[:, 2:])
            middle = corner + box[:, :2]
            faces = np.concatenate([(middle - size / 2) * stride, size * stride, score, (np.tile(corner, 5) + points) * stride], 1)
            found.append(faces[score[:, 0] > threshold].astype(np.float32))
        return suppress(np.concatenate(found))


def find_teacher(data: Path) -> Yunet:
    """`DAGUERRE_YUNET`, else reference-models/ beside the data folder."""
    path = Path(os.environ.get("DAGUERRE_YUNET") or data.parent / "reference-models" / YUNET)
    if not path.is_file():
        raise SystemExit(f"the teacher is missing: set DAGUERRE_YUNET to {YUNET} (OpenCV Zoo, MIT licence)")
    return Yunet(path)


def recalled(truth: np.ndarray, found: np.ndarray, least: float = 0.4) -> tuple[int, list[float]]:
    """How many true faces were found, and how far their points are off, in parts of the distance between the eyes."""
    hits, errors = 0, []
    for face in truth:
        if len(found) == 0:
            break
        overlaps = overlap(face, found)
        best = int(np.argmax(overlaps))
        if overlaps[best] < least:
            continue
        hits += 1
        points, other = face[5:].reshape(5, 2), found[best, 5:].reshape(5, 2)
        apart = np.hypot(*(points[1] - points[0]))
        errors.append(float(np.hypot(*(points - other).T).mean() / max(apart, 1e-6)))
    return hits, errors
