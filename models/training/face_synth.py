"""Training pictures for the face detector: portraits turned, resized and pasted into pictures without faces.

A packed picture is luma, uint8; faces are rows as `face_boxes` names them.
"""

import json
from pathlib import Path

import cv2
import numpy as np

from ageing import jpeg, rounded
from data import guard_training_folder, list_pictures, read_rgb
from scratch_synth import log_uniform

cv2.setNumThreads(1)

LONGEST = 384  # side of a packed picture
SURE, DOUBTFUL = 0.8, 0.3  # the teacher's score: a face; perhaps one, so the picture is neither used nor called empty
HELD_OUT = 10  # every tenth picture of a folder is never trained on
FLIPPED = [1, 0, 2, 4, 3]  # the points of a mirrored face
THUMBNAIL = 30_000  # pixels; smaller pictures are soft when enlarged, and are used less often
SMALLEST, LARGEST = 11, 150  # side of a face, in pixels


def held_out(files: list[Path], kept: bool) -> list[Path]:
    """The files that are kept for measuring, or all the others."""
    return [file for number, file in enumerate(files) if (number % HELD_OUT == 0) == kept]


def pack_faces(root: Path, pack: Path, folders: list[str], seed: int, teacher) -> None:
    """pixels.npy (uint8, all pictures end to end), pictures.npy (start, height, width, faces), faces.npy [F, 15]."""
    if (pack / "manifest.json").exists():
        print(f"already packed: {pack}")
        return
    pack.mkdir(parents=True, exist_ok=True)
    pixels, pictures, faces, counts, start = [], [], [], {}, 0
    for folder in folders:
        guard_training_folder(root / folder)
        used = 0
        for file in held_out(list_pictures(root / folder), False):
            rgb = read_rgb(file)
            factor = min(1.0, LONGEST / max(rgb.shape[:2]))
            if factor < 1:
                rgb = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            found = teacher(rgb, DOUBTFUL)
            if len(found) and found[:, 4].min() < SURE:
                continue
            if len(found) == 0 and ("faces" in folder or "portraits" in folder):
                continue  # a face that the teacher does not see is still a face
            gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
            pixels.append(gray.ravel())
            pictures.append((start, *gray.shape, len(found)))
            faces.append(found)
            start += gray.size
            used += 1
        counts[folder] = used
        print(f"{folder}: {used} pictures", flush=True)
    np.save(pack / "pixels.npy", np.concatenate(pixels))
    np.save(pack / "pictures.npy", np.array(pictures, np.int64))
    np.save(pack / "faces.npy", np.concatenate(faces))
    (pack / "manifest.json").write_text(json.dumps({"seed": seed, "pictures": counts}, indent=2))


class PackedFaces:
    def __init__(self, pack: Path):
        self.pixels = np.load(pack / "pixels.npy", mmap_mode="r")
        self.pictures = np.load(pack / "pictures.npy")
        self.faces = np.load(pack / "faces.npy")
        self.first = np.cumsum(self.pictures[:, 3]) - self.pictures[:, 3]
        self.with_faces = np.flatnonzero(self.pictures[:, 3] > 0)
        empty = self.pictures[:, 3] == 0
        large = self.pictures[:, 1] * self.pictures[:, 2] > THUMBNAIL
        self.without = np.flatnonzero(empty & large), np.flatnonzero(empty & ~large)

    def picture(self, number: int) -> np.ndarray:
        start, height, width, _ = self.pictures[number]
        return np.asarray(self.pixels[start : start + height * width]).reshape(height, width)

    def faces_of(self, number: int) -> np.ndarray:
        return self.faces[self.first[number] : self.first[number] + self.pictures[number, 3]]




def turn_angle(rng) -> float:
    """Heads lean; scans lie on their side or upside down; some pictures in an album are stuck in at any angle."""
    kind = rng.random()
    if kind < 0.7:
        return float(rng.normal(0, 14))
    if kind < 0.88:
        return float(rng.choice([90, 180, 270]) + rng.normal(0, 10))
    return float(rng.uniform(0, 360))


def mirrored_faces(faces: np.ndarray, width: int) -> np.ndarray:
    out = faces.copy()
    out[:, 0] = width - faces[:, 0] - faces[:, 2]
    points = faces[:, 5:].reshape(-1, 5, 2)[:, FLIPPED].copy()
    points[..., 0] = width - points[..., 0]
    out[:, 5:] = points.reshape(-1, 10)
    return out


def moved_faces(faces: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Through a similarity. A turned face's box leans over between upright and lying."""
    out = faces.copy()
    linear, shift = matrix[:, :2], matrix[:, 2]
    scale = float(np.hypot(*linear[:, 0]))
    cosine, sine = np.abs(linear[:, 0]) / scale
    blend = sine**2 / (sine**2 + cosine**2)
    middle = (faces[:, :2] + faces[:, 2:4] / 2) @ linear.T + shift
    wide = scale * ((1 - blend) * faces[:, 2] + blend * faces[:, 3])
    high = scale * ((1 - blend) * faces[:, 3] + blend * faces[:, 2])
    out[:, :4] = np.stack([middle[:, 0] - wide / 2, middle[:, 1] - high / 2, wide, high], 1)
    out[:, 5:] = (faces[:, 5:].reshape(-1, 5, 2) @ linear.T + shift).reshape(-1, 10)
    return out


def similarity(scale: float, degrees: float, source, target) -> np.ndarray:
    """Turns about `source` and brings it to `target`; coordinates as in `face_boxes` (middle of the first pixel: 0.5)."""
    angle = np.deg2rad(degrees)
    linear = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.concatenate([linear, (np.asarray(target) - linear @ np.asarray(source))[:, None]], 1)


def warped(picture: np.ndarray, matrix: np.ndarray, side: int, border: int = cv2.BORDER_REFLECT_101) -> np.ndarray:
    """float32 [side, side] of a uint8 or float32 picture, shrunk first where it becomes much smaller."""
    scale = float(np.hypot(*matrix[:, 0]))
    matrix = matrix.copy()
    if scale < 0.7:
        size = tuple(max(2, round(s * scale * 1.2)) for s in picture.shape[1::-1])
        factors = np.array(size) / picture.shape[1::-1]
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        matrix[:, :2] = matrix[:, :2] / factors
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5  # OpenCV counts from the middle of the first pixel
    return cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=border).astype(np.float32)


def background(rng, packed: PackedFaces, side: int) -> np.ndarray:
    large, small = packed.without
    picture = packed.picture(int(rng.choice(small if len(small) and (len(large) == 0 or rng.random() < 0.2) else large)))
    least = side / min(picture.shape)
    scale = log_uniform(rng, max(0.35, 0.7 * least), 2.0)
    source = [rng.uniform(0, s) for s in picture.shape[1::-1]]
    angle = rng.choice([0, 90, 180, 270]) + rng.normal(0, 8)
    return warped(picture, similarity(scale, angle, source, (side / 2, side / 2)), side)


def paste_mask(rng, picture: np.ndarray, face: np.ndarray) -> np.ndarray:
    """uint8: the whole print with its edge, or the head alone, softly cut out."""
    mask = np.full(picture.shape, 255, np.uint8)
    if rng.random() < 0.5:
        return mask
    mask[:] = 0
    middle = face[:2] + face[2:4] * (0.5, rng.uniform(0.42, 0.5))
    reach = face[2:4] * rng.uniform((0.65, 0.75), (1.3, 1.2))
    cv2.ellipse(mask, tuple(int(v) for v in middle), tuple(int(max(2, v)) for v in reach), 0, 0, 360, 255, -1)
    return cv2.GaussianBlur(mask, (0, 0), max(0.6, 0.05 * float(face[2])))


def paste(rng, packed: PackedFaces, canvas: np.ndarray, known: list, size: float) -> None:
    """One picture with faces onto the canvas, in place; `known` gets (face, certain)."""
    side = canvas.shape[0]
    number = int(rng.choice(packed.with_faces))
    picture, faces = packed.picture(number), packed.faces_of(number)
    if rng.random() < 0.5:
        picture, faces = np.ascontiguousarray(picture[:, ::-1]), mirrored_faces(faces, picture.shape[1])
    face = faces[rng.integers(len(faces))]
    reach = min(0.5, size / side / 2)
    target = rng.uniform(reach * side * 0.8, side - reach * side * 0.8, 2)
    matrix = similarity(size / float(np.sqrt(face[2] * face[3])), turn_angle(rng), face[:2] + face[2:4] / 2, target)
    mask = paste_mask(rng, picture, face)
    cover = warped(mask, matrix, side, cv2.BORDER_CONSTANT) / 255
    canvas += cover * (warped(picture, matrix, side) - canvas)
    new = moved_faces(faces, matrix)
    known[:] = [(old, sure and hidden(old, cover) < 0.1) for old, sure in known if hidden(old, cover) < 0.7]
    for row in new:
        shown = hidden(row, cover)
        if shown > 0.3:
            known.append((row, shown > 0.8))


def hidden(face: np.ndarray, cover: np.ndarray) -> float:
    """Share of the face's box that `cover` covers; what lies outside of the canvas counts as not covered."""
    left, top = (int(round(v)) for v in face[:2])
    right, bottom = (int(round(v)) for v in face[:2] + face[2:4])
    part = cover[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    return float(part.sum() / max(1, (right - left) * (bottom - top)))


def taken(rng, canvas: np.ndarray) -> np.ndarray:
    """As some camera, film and scanner saw it. float32 0..255 -> 0..1."""
    out = np.clip(canvas / 255, 0, 1)
    if rng.random() < 0.5:
        out = out ** rng.uniform(0.6, 1.7)
    if rng.random() < 0.5:
        low, high = rng.uniform(0, 0.3), rng.uniform(0.6, 1)
        out = low + (high - low) * out
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out.astype(np.float32), (0, 0), log_uniform(rng, 0.4, 1.8))
    if rng.random() < 0.35:
        out = out + log_uniform(rng, 0.01, 0.12) * rng.standard_normal(out.shape, np.float32)
    if rng.random() < 0.2:
        out = jpeg(np.repeat(np.clip(out, 0, 1).astype(np.float32)[..., None], 3, 2), rng.integers(20, 90))[..., 0]
    return rounded(out)


def face_sample(rng, packed: PackedFaces, side: int) -> tuple[np.ndarray, list]:
    """luma float32 [side, side] 0..1, and its faces: (row, certain)."""
    canvas, known = background(rng, packed, side), []
    kind = rng.random()
    if kind < 0.5:
        paste(rng, packed, canvas, known, log_uniform(rng, SMALLEST, LARGEST))
    elif kind < 0.8:
        size = log_uniform(rng, SMALLEST, 45)
        for _ in range(rng.integers(2, 9)):
            paste(rng, packed, canvas, known, size * log_uniform(rng, 0.8, 1.25))
    return taken(rng, canvas), [(row, sure) for row, sure in known if SMALLEST / 2 < np.sqrt(row[2] * row[3])]
