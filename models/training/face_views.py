"""Faces as the generator makes them: aligned, 128 x 128, nothing of the face missing, and evenly many of every lightness."""

from pathlib import Path

import cv2
import numpy as np

from face_boxes import Yunet
from face_crops import SIDE as ALIGNED
from face_crops import alignment, cut, pack_faces

SIDE = 128
CROP = (28, 36, 200)  # left, top and side of what is kept of an aligned face of 256
LARGEST = 1.6  # a source may be enlarged by this much
FLAT = 2.5  # mean gradient below which a face is too soft to learn from
WHOLE, MOST = 0.96, 0.72  # parts of the face, and of all, that must lie inside of the picture
DARKEST, LIGHTEST, STEPS = 40, 215, 7


def view_matrix(face: np.ndarray) -> np.ndarray:
    """2 x 3: places of the picture -> places of the crop."""
    left, top, side = CROP
    matrix = alignment(face, ALIGNED)
    matrix[:, 2] -= (left, top)
    return matrix * (SIDE / side)


def oval() -> np.ndarray:
    """bool [SIDE, SIDE]: where a face is."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    return np.hypot((x - SIDE * 0.5) / 0.38, (y - SIDE * 0.5) / 0.46) < SIDE


def view(picture: np.ndarray, face: np.ndarray) -> np.ndarray | None:
    """uint8 [SIDE, SIDE, 3], mirrored and blurred beyond the picture's edge; None where too much lies beyond it."""
    matrix = view_matrix(face)
    inside = cut(np.full(picture.shape, 255, np.uint8), matrix, SIDE)[..., :1].astype(np.float32)
    inside = np.clip((inside - 133) / 122, 0, 1)
    if inside.mean() < MOST or inside[..., 0][oval()].mean() < WHOLE:
        return None
    crop = cut(picture, matrix, SIDE, cv2.BORDER_REFLECT_101).astype(np.float32)
    far = cv2.GaussianBlur(1 - inside, (0, 0), 3)[..., None]
    soft = cv2.GaussianBlur(crop, (0, 0), 6)
    return np.clip(crop + np.clip(2 * far, 0, 1) * (1 - inside) * (soft - crop), 0, 255).round().astype(np.uint8)


def lightness(crop: np.ndarray) -> float:
    """Of the skin: the median of cheeks and nose, 0..255."""
    return float(np.median(cv2.cvtColor(crop[SIDE * 4 // 10 : SIDE * 7 // 10, SIDE // 4 : -SIDE // 4], cv2.COLOR_RGB2GRAY)))


def shares(crops: np.ndarray, most: float = 6.0) -> np.ndarray:
    """How often each is shown: every lightness as often as any other, nobody more than `most` times the mean."""
    place = np.array([(lightness(c) - DARKEST) / (LIGHTEST - DARKEST) * STEPS for c in crops]).clip(0, STEPS - 1).astype(int)
    share = 1 / np.bincount(place, minlength=STEPS)[place]
    share = np.minimum(share, most * share.mean())
    return share / share.sum()


def pack_views(root: Path, pack: Path, folders: list[str], seed: int, teacher: Yunet) -> None:
    """views.npy uint8 [N, SIDE, SIDE, 3]"""
    pack_faces(root, pack, folders, seed, teacher, "views", view_matrix, view, LARGEST, FLAT)
