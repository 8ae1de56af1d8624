"""Reading photo folders and packing them into flat files that training can sample quickly.

A pack is a folder of .npy arrays with the same first axis (one row per patch) and `manifest.json`
saying which folders and how many pictures went in. Packing is deterministic for a given seed.
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from degrade import imresize, modcrop

PICTURES = {".webp", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"}

# Folders of the data root, with the licence their publisher states (repeated in the cards).
SOURCES = {
    "photos/cid22": ("CID22 training split (Cloudinary, from Pexels)", "CC BY-SA 4.0"),
    "photos/clic": ("CLIC 2025 photos (Unsplash)", "Unsplash licence"),
    "photos/bsds": ("BSDS500 train and test", "research use"),
    "photos/imagenet": ("imagenet-sample-images", "research use"),
    "photos/scenes": ("a public scene-classification set: buildings, forest, glacier, mountain, sea, street", "licence not stated, research use"),
    "photos/grocery": ("GroceryStoreDataset train", "MIT"),
    "faces/pixabay": ("gender-classification-doe portraits (Pixabay)", "Pixabay licence, MIT repository"),
    "faces/voteview-colour": ("voteview member_photos, colour", "mostly public domain, no licence file"),
    "old-photos/portraits-bw": ("voteview bio_guide portraits, black-and-white", "mostly public domain, no licence file"),
    "damage": ("FilmDamageSimulator artefact masks", "MIT"),
    "video/bw-movie-clip.mp4": ("a black-and-white film clip, frames", "the film's own terms, research use"),
    "video/car-turn.mp4": ("a clip of a car turn, frames", "the film's own terms, research use"),
}


def list_pictures(folder: Path) -> list[Path]:
    """All pictures below `folder`, sorted so that every machine sees the same order."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in PICTURES)


def read_rgb(path: Path) -> np.ndarray:
    """Any picture file -> uint8 RGB [H, W, 3]."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def is_gray(path: Path) -> bool:
    """True when the file itself has a single channel."""
    with Image.open(path) as image:
        return image.mode in ("L", "1", "I;16")


def guard_training_folder(folder: Path) -> None:
    """Test pictures must never be trained on: the measured figures would be worth nothing."""
    if "eval" in folder.resolve().parts:
        raise SystemExit(f"{folder} lies under an eval folder; those pictures are for testing only")


def detail(patch: np.ndarray) -> float:
    """Mean absolute gradient of green, 0..255: tells sharp patches from sky."""
    green = patch[..., 1].astype(np.int16)
    return float(np.abs(np.diff(green, axis=0)).mean() + np.abs(np.diff(green, axis=1)).mean())


def _variants(image: np.ndarray, side: int, rng: np.random.Generator):
    """The picture itself, and once smaller: shrinking hides the source's own blur and compression."""
    yield image
    factor = rng.uniform(0.5, 0.8)
    smallest = (side + 1) / min(image.shape[:2])
    if max(factor, smallest) <= 0.85:
        yield imresize(image, max(factor, smallest))


def _cut(image: np.ndarray, side: int, step: int, limit: int, rng: np.random.Generator):
    """Up to `limit` distinct top-left corners on a grid of `step`, the more detailed ones first."""
    rows = np.arange(0, image.shape[0] - side + 1, step)
    columns = np.arange(0, image.shape[1] - side + 1, step)
    corners = [(y, x) for y in rows for x in columns]
    rng.shuffle(corners)
    chosen: list[tuple[int, int]] = []
    for y, x in corners:
        if all(max(abs(y - a), abs(x - b)) >= side // 2 for a, b in chosen):
            chosen.append((y, x))
    chosen.sort(key=lambda c: -detail(image[c[0] : c[0] + side, c[1] : c[1] + side]))
    return chosen[:limit]


def pack_upscale(
    root: Path,
    pack: Path,
    folders: list[str],
    seed: int,
    side: int = 240,
    scales: tuple[int, ...] = (2, 3, 4),
    flat: float = 2.5,
) -> None:
    """Writes hr.npy uint8 [N, side, side, 3] and lr<s>.npy uint8 [N, side/s, side/s, 3].

    Each whole picture is shrunk first and both are cut afterwards, on a grid of 12 pixels that all
    scales share: so a small patch's borders carry what lies beyond the patch, as in real use.
    Patches flatter than `flat` (see `detail`) teach nothing and are left out.
    """
    if (pack / "manifest.json").exists():
        print(f"already packed: {pack}")
        return
    pack.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    step = int(np.lcm.reduce(scales))
    rows: dict[str, list[np.ndarray]] = {"hr": [], **{f"lr{s}": [] for s in scales}}
    counts = {}
    for folder in folders:
        guard_training_folder(root / folder)
        files = list_pictures(root / folder)
        counts[folder] = len(files)
        for number, file in enumerate(files):
            for image in _variants(read_rgb(file), side, rng):
                image = modcrop(image, step)
                if min(image.shape[:2]) < side:
                    continue
                small = {s: imresize(image, 1 / s) for s in scales}
                for y, x in _cut(image, side, step, 6, rng):
                    patch = image[y : y + side, x : x + side]
                    if detail(patch) < flat:
                        continue
                    rows["hr"].append(patch.copy())
                    for s in scales:
                        cut = small[s][y // s : (y + side) // s, x // s : (x + side) // s]
                        rows[f"lr{s}"].append(cut.copy())
            if number % 100 == 0:
                print(f"{folder}: {number}/{len(files)}, {len(rows['hr'])} patches", flush=True)
    for name, patches in rows.items():
        np.save(pack / f"{name}.npy", np.stack(patches))
    manifest = {"side": side, "seed": seed, "patches": len(rows["hr"]), "pictures": counts}
    (pack / "manifest.json").write_text(json.dumps(manifest, indent=2))


def read_manifest(pack: Path) -> dict:
    return json.loads((pack / "manifest.json").read_text())


def ledger(manifest: dict) -> list[dict]:
    """The card's `training.data`: name, licence and number of pictures of every folder used."""
    entries = []
    for folder, pictures in manifest["pictures"].items():
        name, licence = SOURCES.get(folder, (Path(folder).name, "your own or not stated"))
        entries.append({"name": name, "licence": licence, "pictures": pictures})
    return entries


def turn(picture: np.ndarray, which: int) -> np.ndarray:
    """One of the 8 flips and quarter turns of [H, W, C] (`which` 0..7)."""
    picture = np.rot90(picture, which % 4)
    return picture[:, ::-1] if which >= 4 else picture


def sample_pairs(
    small: np.ndarray, large: np.ndarray, scale: int, batch: int, side: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Random aligned crops, randomly turned: uint8 [batch, side, side, 3] and [batch, side*s, side*s, 3]."""
    inputs = np.empty((batch, side, side, 3), np.uint8)
    targets = np.empty((batch, side * scale, side * scale, 3), np.uint8)
    room = small.shape[1] - side + 1
    for i in range(batch):
        row, y, x, which = rng.integers((len(small), room, room, 8))
        inputs[i] = turn(small[row, y : y + side, x : x + side], which)
        y, x, wide = y * scale, x * scale, side * scale
        targets[i] = turn(large[row, y : y + wide, x : x + wide], which)
    return inputs, targets
