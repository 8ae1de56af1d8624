"""Faces cut out upright at one size, as the app cuts them: by a similarity from their five points to a template."""

import json
from pathlib import Path

import cv2
import numpy as np

from data import detail, guard_training_folder, list_pictures, read_rgb
from face_boxes import Yunet

# Where the points of an aligned face lie in a square of 512: the template of GFPGAN, CodeFormer and RestoreFormer.
TEMPLATE = np.array([(192.98138, 239.94708), (318.90277, 240.1936), (256.63416, 314.01935), (201.26117, 371.41043), (313.08905, 371.15118)])
SIDE = 256
BEYOND = (133, 133, 133)  # what lies outside of the picture
SURE = 0.8
LARGEST = 1.5  # a source may be enlarged by this much: softer ones teach softness
FLAT = 2.0  # mean gradient below which a face is too soft to learn from


def alignment(face: np.ndarray, side: int = SIDE) -> np.ndarray:
    """2 x 3, least squares: places of the picture (first pixel's middle at 0.5) -> places of the square."""
    source, target = face[5:].reshape(5, 2).astype(np.float64), TEMPLATE * side / 512
    a, b = source - source.mean(0), target - target.mean(0)
    scale = (a * a).sum()
    cosine, sine = (a * b).sum() / scale, (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum() / scale
    linear = np.array([[cosine, -sine], [sine, cosine]])
    return np.concatenate([linear, (target.mean(0) - linear @ source.mean(0))[:, None]], 1)


def cut(picture: np.ndarray, matrix: np.ndarray, side: int = SIDE, border: int = cv2.BORDER_CONSTANT) -> np.ndarray:
    """uint8 or float [H, W, 3] -> [side, side, 3]. Shrunk by areas first where it becomes smaller."""
    scale = float(np.hypot(*matrix[:, 0]))
    matrix = matrix.copy()
    if scale < 1:
        size = tuple(max(2, round(s * scale)) for s in picture.shape[1::-1])
        matrix[:, :2] = matrix[:, :2] / (np.array(size) / picture.shape[1::-1])
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    return cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_CUBIC, borderMode=border, borderValue=BEYOND)


def pack_crops(root: Path, pack: Path, folders: list[str], seed: int, teacher: Yunet) -> None:
    """crops.npy uint8 [N, SIDE, SIDE, 3]"""
    pack_faces(root, pack, folders, seed, teacher, "crops", alignment, lambda picture, face: cut(picture, alignment(face)))


def pack_faces(
    root: Path, pack: Path, folders: list[str], seed: int, teacher: Yunet, name: str, matrix, take,
    largest: float = LARGEST, flat: float = FLAT,
) -> None:  # fmt: skip
    """<name>.npy: what `take(picture, face)` cuts of every face that `matrix(face)` enlarges little and that is sharp
    enough; None leaves a face out."""
    if (pack / "manifest.json").exists():
        print(f"already packed: {pack}")
        return
    pack.mkdir(parents=True, exist_ok=True)
    crops, counts = [], {}
    for folder in folders:
        guard_training_folder(root / folder)
        counts[folder] = 0
        for file in list_pictures(root / folder):
            picture = read_rgb(file)
            for face in teacher(picture, SURE):
                if np.hypot(*matrix(face)[:, 0]) > largest:
                    continue
                crop = take(picture, face)
                if crop is None:
                    continue
                side = len(crop)
                if detail(crop[side // 4 : -side // 8, side // 4 : -side // 4]) >= flat:
                    crops.append(crop)
                    counts[folder] += 1
        print(f"{folder}: {counts[folder]} faces", flush=True)
    np.save(pack / f"{name}.npy", np.stack(crops))
    (pack / "manifest.json").write_text(json.dumps({"seed": seed, "pictures": counts}, indent=2))
