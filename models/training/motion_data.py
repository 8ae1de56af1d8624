"""Training data of the interpolator: first frame, middle, last frame, when the middle is, and the studio's own motion."""

import json
import subprocess
from pathlib import Path

import cv2
import numpy as np

from data import guard_training_folder, list_pictures, read_rgb
from motion_synth import Scene

SIDE = 224
SCENES = 2400
FOLDERS = ["photos/cid22", "photos/clic", "photos/bsds", "photos/imagenet"]
# The DAVIS clips are left out: the studio's figures are measured on them.
FILMS = ["video/bw-movie-clip.mp4", "video/car-turn.mp4"]
CUTS = 600  # out of the films
STEPS = [(0, 1, 2), (0, 1, 3), (0, 2, 3), (0, 2, 4), (0, 1, 2)]  # frames that are taken, the second being the truth
LIVELY = 3.0  # least mean difference of first and last, 0..255
CUT = 30.0  # more is another shot
ROOT = Path(__file__).resolve().parents[2]


def pack_motion(root: Path, pack: Path, folders: list[str], seed: int) -> None:
    """frames.npy uint8 [N, 3, side, side, 3], parts.npy float32 [N], motions.npy float16 [N, 4, side/2, side/2]."""
    if (pack / "manifest.json").exists():
        print(f"already packed: {pack}")
        return
    pack.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    counts, photos = {}, []
    for folder in folders or FOLDERS:
        guard_training_folder(root / folder)
        files = list_pictures(root / folder)
        counts[folder] = len(files)
        photos += [picture for picture in map(read_rgb, files) if min(picture.shape[:2]) >= 200]
    rows = [*draw_scenes(rng, photos), *([] if folders else film_cuts(rng, root, counts))]
    frames = np.stack([frames for frames, _ in rows])
    np.save(pack / "parts.npy", np.array([part for _, part in rows], np.float32))
    np.save(pack / "frames.npy", frames)
    np.save(pack / "motions.npy", studio_motion(frames[:, [0, 2]], pack))
    manifest = {"side": SIDE, "seed": seed, "scenes": SCENES, "cuts": len(rows) - SCENES, "pictures": counts}
    (pack / "manifest.json").write_text(json.dumps(manifest, indent=2))


def draw_scenes(rng, photos: list[np.ndarray]):
    def pick():
        return photos[rng.integers(len(photos))]

    for number in range(SCENES):
        scene = Scene(rng, pick, SIDE)
        part = 0.5 if rng.random() < 0.4 else rng.uniform(0.08, 0.92)
        yield np.stack([scene.frame(moment, rng) for moment in (0, part, 1)]), part
        if number % 500 == 0:
            print(f"scenes: {number}/{SCENES}", flush=True)


def film_cuts(rng, root: Path, counts: dict):
    """Squares out of real films, where something moves."""
    films = []
    for name in FILMS:
        guard_training_folder(root / name)
        if (root / name).exists():
            films.append(read_film(root / name))
            counts[name] = len(films[-1])
    found, tries = 0, 0
    while films and found < CUTS and tries < 40 * CUTS:
        tries += 1
        film = films[rng.integers(len(films))]
        first, middle, last = STEPS[rng.integers(len(STEPS))]
        at = int(rng.integers(len(film) - last))
        height, width = film.shape[1:3]
        y, x = rng.integers(height - SIDE + 1), rng.integers(width - SIDE + 1)
        frames = np.stack([film[at + i, y : y + SIDE, x : x + SIDE] for i in (first, middle, last)])
        if LIVELY < np.abs(frames[0].astype(np.int16) - frames[2]).mean() < CUT:
            found += 1
            yield frames, middle / last


def read_film(path: Path) -> np.ndarray:
    """Every frame, uint8 RGB, of 400 lines at most: larger ones hide the noise of their packing."""
    video, frames = cv2.VideoCapture(str(path)), []
    while True:
        there, frame = video.read()
        if not there:
            return np.stack(frames)
        size = 400 / frame.shape[0]
        if size < 1:
            frame = cv2.resize(frame, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
        frames.append(frame[..., ::-1])


def studio_motion(frames: np.ndarray, folder: Path) -> np.ndarray:
    """What the app finds between two frames, by the app's own code.

    @param frames uint8 [N, 2, H, W, 3] @returns float16 [N, 4, H // 2, W // 2], in pixels of that size
    """
    pairs, motions = folder / "pairs.raw", folder / "motions.raw"
    height, width = frames.shape[2:4]
    np.ascontiguousarray(frames).tofile(pairs)
    node = ROOT / "node_modules/.bin/node"
    subprocess.run([node, "test/bench/run.ts", "motion", pairs, motions, str(width), str(height)], cwd=ROOT, check=True)
    found = np.fromfile(motions, np.float32).reshape(len(frames), 4, height // 2, width // 2).astype(np.float16)
    pairs.unlink()
    motions.unlink()
    return found


def turned(frames: np.ndarray, motion: np.ndarray, part: float, which: int):
    """One of 16 equals of a sample: flipped, turned on its side, running backwards.

    @param frames [3, side, side, 3] @param motion [4, s, s]: across and down, forth and then back
    """
    if which & 1:
        frames, motion = frames[:, :, ::-1], motion[:, :, ::-1] * np.float16([-1, 1, -1, 1])[:, None, None]
    if which & 2:
        frames, motion = frames[:, ::-1], motion[:, ::-1] * np.float16([1, -1, 1, -1])[:, None, None]
    if which & 4:
        frames, motion = frames.transpose(0, 2, 1, 3), motion[[1, 0, 3, 2]].transpose(0, 2, 1)
    if which & 8:
        frames, motion, part = frames[::-1], motion[[2, 3, 0, 1]], 1 - part
    return frames, motion, part
