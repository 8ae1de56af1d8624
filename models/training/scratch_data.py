"""Photos for the scratch detector and the inpainter: packing, ageing, scanning, hard negatives."""

import json
from pathlib import Path

import cv2
import numpy as np

from data import guard_training_folder, list_pictures, read_rgb, turn
from scratch_synth import RealMasks, damage, label_and_rim, log_uniform, luma, smooth_noise

SIDE = 256  # of a packed crop
PATCH = 128  # of a training input of the detector
# folder, crops per picture. Old portraits may hold real damage that nobody marked.
FOLDERS = {
    "photos/cid22": 4, "photos/clic": 12, "photos/bsds": 2, "photos/imagenet": 2, "photos/grocery": 1,
    "faces/pixabay": 1, "faces/voteview-colour": 1, "old-photos/portraits-bw": 1,
}  # fmt: skip
OLD = "old-photos/portraits-bw"
HELD_OUT = 100  # the last of the old portraits: only looked at


def crop_at_some_scale(image: np.ndarray, rng) -> np.ndarray:
    """A square of SIDE: the whole picture shrunk, a piece at native scale, or something between."""
    height, width = image.shape[:2]
    cover = max(SIDE, log_uniform(rng, SIDE, max(SIDE + 1, min(height, width))))
    cover = int(min(cover, height, width))
    y, x = rng.integers(0, height - cover + 1), rng.integers(0, width - cover + 1)
    piece = image[y : y + cover, x : x + cover]
    how = cv2.INTER_AREA if cover > SIDE else cv2.INTER_CUBIC
    return piece if cover == SIDE else cv2.resize(piece, (SIDE, SIDE), interpolation=how)


def pack_scratch(root: Path, pack: Path, folders: list[str], seed: int) -> None:
    """photos.npy uint8 [N, 256, 256, 3], old.npy bool [N], masks.npy uint8 [M, 400, 400]."""
    if (pack / "manifest.json").exists():
        print(f"already packed: {pack}")
        return
    pack.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    photos, old, counts = [], [], {}
    for folder in folders or FOLDERS:
        guard_training_folder(root / folder)
        files = list_pictures(root / folder)
        files = files[:-HELD_OUT] if folder == OLD else files
        counts[folder] = len(files)
        for file in files:
            image = read_rgb(file)
            if min(image.shape[:2]) < 120:
                continue
            for _ in range(FOLDERS.get(folder, 4)):
                photos.append(crop_at_some_scale(image, rng))
                old.append(folder.startswith("old-photos"))
        print(f"{folder}: {len(photos)} crops so far", flush=True)
    files = list_pictures(root / "damage")
    if files:
        counts["damage"] = len(files)
        np.save(pack / "masks.npy", np.stack([read_rgb(f)[..., 0] for f in files]))
    np.save(pack / "photos.npy", np.stack(photos))
    np.save(pack / "old.npy", np.array(old))
    kinds = [f.parent.name for f in files]
    manifest = {"seed": seed, "crops": len(photos), "pictures": counts, "kinds": kinds}
    (pack / "manifest.json").write_text(json.dumps(manifest))


class Packed:
    """The pack, opened: `crop` gives a random patch 0..1, `real` the film artefacts if there are any."""

    def __init__(self, pack: Path):
        self.photos = np.load(pack / "photos.npy", mmap_mode="r")
        self.old = np.load(pack / "old.npy")
        kinds = json.loads((pack / "manifest.json").read_text())["kinds"]
        self.real = RealMasks(np.load(pack / "masks.npy", mmap_mode="r"), kinds) if kinds else None

    def crop(self, rng, side: int = PATCH) -> tuple[np.ndarray, bool]:
        row = int(rng.integers(len(self.photos)))
        y, x = rng.integers(0, SIDE - side + 1, 2)
        patch = self.photos[row, y : y + side, x : x + side]
        # Photos stand upright; damage does not care, but collars, faces and bars do.
        patch = turn(patch, int(rng.choice([0, 4, 1, 3, 5, 7, 2, 6], p=[0.35, 0.35, *[0.05] * 6])))
        return patch.astype(np.float32) / 255, bool(self.old[row])


# How a picture ages, and how it is scanned afterwards


def age(rng, picture: np.ndarray) -> np.ndarray:
    """Gray or sepia, faded, soft, grainy: the picture before anything scratches it."""
    out = picture
    if rng.random() < 0.65:
        out = np.repeat(luma(out)[..., None], 3, 2)
        if rng.random() < 0.5:
            out = out ** rng.uniform([0.75, 0.9, 1.0], [1.0, 1.05, 1.4]).astype(np.float32)
    if rng.random() < 0.5:
        low, high = rng.uniform(0, 0.25), rng.uniform(0.7, 1)
        out = low + (high - low) * out
    if rng.random() < 0.4:
        out = np.clip(out, 0, 1) ** rng.uniform(0.7, 1.5)
    if rng.random() < 0.35:
        out = cv2.GaussianBlur(out, (0, 0), log_uniform(rng, 0.4, 2.5))
    if rng.random() < 0.4:  # fading is rarely even
        side = out.shape[0]
        out = out + rng.uniform(0, 0.08) * smooth_noise(rng, side, side, 1.5, 2)[..., None]
    if rng.random() < 0.5:
        out = out + grain(rng, out.shape[0], log_uniform(rng, 0.006, 0.045))
    return np.clip(out, 0, 1).astype(np.float32)


def grain(rng, side: int, strength: float) -> np.ndarray:
    noise = rng.standard_normal((side, side, 1 if rng.random() < 0.7 else 3), dtype=np.float32)
    if rng.random() < 0.5:
        sigma = rng.uniform(0.5, 1.1)
        noise = cv2.GaussianBlur(noise, (0, 0), sigma).reshape(side, side, -1) * (1 + 2.2 * sigma)
    return noise * np.float32(strength)


def sharpen(rng, picture: np.ndarray) -> np.ndarray:
    """An unsharp mask, as cameras, scanners and people use it: bright and dark lines along every contour."""
    soft = cv2.GaussianBlur(picture, (0, 0), log_uniform(rng, 0.6, 2.5))
    return np.clip(picture + rng.uniform(0.3, 2.2) * (picture - soft), 0, 1)


def scan(rng, picture: np.ndarray) -> np.ndarray:
    """What happens to picture and damage alike: soft optics, noise, resampling, JPEG."""
    out, side = picture, picture.shape[0]
    if rng.random() < 0.35:
        out = cv2.GaussianBlur(out, (0, 0), log_uniform(rng, 0.3, 0.9))
    if rng.random() < 0.2:
        small = int(side * rng.uniform(0.55, 0.95))
        out = cv2.resize(out, (small, small), interpolation=cv2.INTER_AREA)
        out = cv2.resize(out, (side, side), interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.3:
        out = out + grain(rng, side, log_uniform(rng, 0.005, 0.03))
    out = np.clip(out, 0, 1)
    if rng.random() < 0.4:
        coded = cv2.imencode(".jpg", (out[..., ::-1] * 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 96))])[1]
        out = cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1].astype(np.float32) / 255
    return out.astype(np.float32)


# Hard negatives: drawn things that belong to the picture


def blend(picture: np.ndarray, layer: np.ndarray, tone: float) -> None:
    picture += (layer[..., None] / np.float32(255)) * (np.float32(tone) - picture)


def draw_text(rng, picture: np.ndarray) -> None:
    side = picture.shape[0]
    scale, thick = log_uniform(rng, 0.3, 2.2), int(rng.integers(1, 4))
    colour = rng.choice([rng.uniform(0, 0.25), rng.uniform(0.75, 1)])
    layer = np.zeros((side, side), np.uint8)  # OpenCV smooths edges on bytes only
    letters = "".join(chr(c) for c in rng.choice(list(range(48, 58)) + list(range(65, 91)) * 2 + list(range(97, 123)) * 3, 24))
    font, y = int(rng.integers(0, 8)), rng.uniform(0, side)
    for line in range(int(rng.integers(1, 6))):
        at = (int(rng.uniform(-20, side / 2)), int(y + line * 34 * scale))
        cv2.putText(layer, letters[line * 3 : line * 3 + 12], at, font, scale, 255, thick, cv2.LINE_AA)
    blend(picture, layer, colour)


def draw_bars(rng, picture: np.ndarray) -> None:
    """Window bars, fences, cloth stripes, lace: equal lines at equal distance, perhaps crossed."""
    side = picture.shape[0]
    layer = np.zeros((side, side), np.float32)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    base, period = rng.uniform(0, np.pi), log_uniform(rng, 5, 45)
    duty = rng.uniform(0.08, 0.5)
    for angle in [base, base + np.pi / 2][: int(rng.integers(1, 3))]:
        wave = np.abs(((x * np.cos(angle) + y * np.sin(angle)) / period) % 1 - 0.5)
        layer = np.maximum(layer, np.clip((duty / 2 - wave) * period / 1.2 + 0.5, 0, 1))
    region = np.clip(smooth_noise(rng, side, side, 2, 1) * 8 + rng.uniform(-4, 4), 0, 1)
    alpha = (layer * region * rng.uniform(0.3, 1))[..., None]
    picture += alpha * (np.float32(rng.choice([rng.uniform(0, 0.3), rng.uniform(0.7, 1)])) - picture)


def draw_lights(rng, picture: np.ndarray) -> None:
    """Buttons, beads, eyes with their glint: a disc of one tone with a small one of another inside."""
    side = picture.shape[0]
    for _ in range(int(rng.integers(1, 9))):
        centre = tuple(int(v) for v in rng.integers(0, side, 2))
        radius, dark = int(rng.integers(4, 13)), rng.uniform(0, 0.35)
        disc, spot = np.zeros((2, side, side), np.uint8)
        cv2.circle(disc, centre, radius, 255, -1, cv2.LINE_AA)
        glint = (centre[0] + int(rng.integers(-2, 3)), centre[1] + int(rng.integers(-2, 3)))
        cv2.circle(spot, glint, max(1, radius // 4), 255, -1, cv2.LINE_AA)
        blend(picture, disc, dark)
        blend(picture, spot, rng.uniform(0.7, 1))


def hard_negative(rng, picture: np.ndarray) -> np.ndarray:
    picture = np.ascontiguousarray(picture)
    [draw_text, draw_bars, draw_lights][rng.choice(3, p=[0.45, 0.35, 0.2])](rng, picture)
    return np.clip(picture, 0, 1)


# Samples


def detector_sample(rng, packed: Packed) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Luma of an aged, perhaps sharpened (and mostly damaged) picture, label, weight; float32 [PATCH, PATCH]."""
    picture, old = packed.crop(rng)
    if rng.random() < 0.10:
        picture = hard_negative(rng, picture)
    if not old or rng.random() < 0.3:
        picture = age(rng, picture)
    if rng.random() < 0.25:
        picture = sharpen(rng, picture)
    weight = np.full(picture.shape[:2], 0.3 if old else 1.0, np.float32)
    label = np.zeros(picture.shape[:2], bool)
    if rng.random() < 0.7:
        picture, visible = damage(rng, picture, packed.real)
        label, rim = label_and_rim(visible)
        weight[label] = 1
        weight[rim] = 0.4
    picture = scan(rng, picture)
    if rng.random() < 0.15:
        picture = sharpen(rng, picture)
    return luma(picture), label.astype(np.float32), weight


def inpaint_picture(rng, packed: Packed, side: int) -> np.ndarray:
    """A picture as it comes to the inpainter: any age, no damage."""
    picture, _ = packed.crop(rng, side)
    if rng.random() < 0.5:
        picture = age(rng, picture)
    return scan(rng, picture) if rng.random() < 0.5 else picture
