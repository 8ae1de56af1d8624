"""Colour for gray pictures: which colours are likely at each place, with or without colour points to go by.

Input  float32 [N, 4, H, W], sides multiples of 32, the whole picture shrunk (it is not made for tiles):
       CIELAB L / 100; hint a / 110; hint b / 110; 1 where there is a hint, else 0 (discs of a few pixels).
Output float32 [N, 144, H/4, W/4]: logits over a grid of 12 x 12 colours, centre(i) = (i - 5.5) * 16, a outermost.
       Their softmax at a temperature below 1 is averaged ("annealed mean", Zhang et al. 2016, whose rebalancing of
       rare colours is used here too, in a mild form: half of it is undone in the exported logits).
"""

import json
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from colour_space import ciede2000, colourfulness, to_lab, to_rgb
from data import guard_training_folder, ledger, list_pictures, read_manifest, read_rgb
from normed import NormedBlock, NormedConv, fold_all, is_normed
from recipe import Options, Recipe
from scratch_data import grain
from scratch_synth import damage, log_uniform, luma, smooth_noise

SIDE = 144  # of a packed crop
PATCH = 128
GRID, STEP = 12, 16
BINS = GRID * GRID
REACH = 110  # hints are divided by it
MULTIPLE = 32
WITHOUT_HINTS = 0.45  # of the samples
PALE = 6  # colourfulness below which a picture teaches only gray
TEMPERATURE = 0.6
GAIN = 1.25  # of the decoded colours, so that a set is at least half as colourful as the truth
FOLDERS = {
    "photos/scenes": 1, "photos/imagenet": 2, "photos/cid22": 4, "photos/clic": 8, "photos/bsds": 2, "photos/grocery": 1,
    "faces/pixabay": 2, "faces/voteview-colour": 2,
}  # fmt: skip


# The pack


def crop(rng, image: np.ndarray, whole: bool) -> np.ndarray:
    """A square of SIDE: most of the picture, or a piece of it at most twice as near."""
    short = min(image.shape[:2])
    cover = int(short * (1 if whole else rng.uniform(0.5, 1)))
    y, x = (int(rng.integers(0, s - cover + 1)) for s in image.shape[:2])
    how = cv2.INTER_AREA if cover >= SIDE else cv2.INTER_CUBIC
    return cv2.resize(image[y : y + cover, x : x + cover], (SIDE, SIDE), interpolation=how)


def pack_colour(root: Path, pack: Path, folders: list[str], seed: int) -> None:
    """lab.npy int8 [N, SIDE, SIDE, 3] (L * 2.55 - 128, a, b) and prior.npy float32 [BINS]."""
    if (pack / "manifest.json").exists():
        print(f"already packed: {pack}")
        return
    pack.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    rows, counts, prior = [], {}, np.zeros(BINS)
    for folder in folders or FOLDERS:
        guard_training_folder(root / folder)
        files = list_pictures(root / folder)
        counts[folder] = len(files)
        for file in files:
            image = read_rgb(file)
            if min(image.shape[:2]) < 96:
                continue
            for number in range(FOLDERS.get(folder, 4)):
                piece = crop(rng, image, number == 0)
                if colourfulness(piece) < PALE:
                    continue
                lab = to_lab(piece.astype(np.float32) / 255)
                prior += np.bincount(nearest_bin(lab[::4, ::4, 1:]).ravel(), minlength=BINS)
                lab[..., 0] = lab[..., 0] * 2.55 - 128
                rows.append(np.clip(np.rint(lab), -128, 127).astype(np.int8))
        print(f"{folder}: {len(rows)} crops so far", flush=True)
    np.save(pack / "lab.npy", np.stack(rows))
    np.save(pack / "prior.npy", (prior / prior.sum()).astype(np.float32))
    (pack / "manifest.json").write_text(json.dumps({"seed": seed, "crops": len(rows), "pictures": counts}))


def nearest_bin(ab: np.ndarray) -> np.ndarray:
    at = np.clip(np.rint(ab / STEP + (GRID - 1) / 2), 0, GRID - 1).astype(np.int64)
    return at[..., 0] * GRID + at[..., 1]


def importance(prior: np.ndarray) -> np.ndarray:
    """Weight of each colour: rare ones more, on average 1. An even share of 0.2 keeps the rarest in bounds."""
    smooth = cv2.GaussianBlur(prior.reshape(GRID, GRID), (0, 0), 0.8).ravel()
    weight = (0.8 * smooth / smooth.sum() + 0.2 / BINS) ** -0.5
    return (weight / (weight * prior).sum()).astype(np.float32)


# Samples


def aged(rng, light: np.ndarray) -> np.ndarray:
    """L / 100 [PATCH, PATCH] of a clean picture -> as an old photo's: faded, soft, grainy, scratched."""
    out = light
    if rng.random() < 0.5:
        out = out ** rng.uniform(0.7, 1.5)
    if rng.random() < 0.5:
        low, high = rng.uniform(0, 0.25), rng.uniform(0.7, 1)
        out = low + (high - low) * out
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), log_uniform(rng, 0.4, 1.6))
    if rng.random() < 0.2:
        out = out + rng.uniform(0, 0.06) * smooth_noise(rng, PATCH, PATCH, 1.5, 2)
    if rng.random() < 0.4:
        out = out + grain(rng, PATCH, log_uniform(rng, 0.006, 0.05)).mean(2)
    if rng.random() < 0.12:
        out = luma(damage(rng, np.repeat(np.clip(out, 0, 1)[..., None], 3, 2), None)[0])
    return np.clip(out, 0, 1).astype(np.float32)


def hints(rng, ab: np.ndarray) -> np.ndarray:
    """float32 [3, H, W]: a few discs of the true colour, as a user would set them; often none."""
    planes = np.zeros((3, *ab.shape[:2]), np.float32)
    if rng.random() < WITHOUT_HINTS:
        return planes
    for _ in range(1 + min(12, rng.geometric(0.25))):
        radius = int(rng.integers(1, 6))
        y, x = (int(rng.integers(radius, s - radius)) for s in ab.shape[:2])
        at = (slice(y - radius, y + radius + 1), slice(x - radius, x + radius + 1))
        disc = np.hypot(*np.mgrid[-radius : radius + 1, -radius : radius + 1]) <= radius
        colour = ab[at][disc].mean(0) + rng.normal(0, 2, 2)
        for plane, value in zip(planes, (*colour / REACH, 1)):
            plane[at][disc] = value
    return planes


def share(ab: torch.Tensor) -> torch.Tensor:
    """[N, 2, H, W] -> [N, BINS, H, W]: each colour shared among its four nearest bins, bilinearly."""
    at = (ab / STEP + (GRID - 1) / 2).clamp(0, GRID - 1.001)
    low = at.long()
    part = at - low
    shares = torch.zeros(ab.shape[0], BINS, *ab.shape[2:])
    for da in (0, 1):
        for db in (0, 1):
            weight = (part[:, 0] if da else 1 - part[:, 0]) * (part[:, 1] if db else 1 - part[:, 1])
            shares.scatter_add_(1, ((low[:, 0] + da) * GRID + low[:, 1] + db)[:, None], weight[:, None])
    return shares


# The network


class Colorize(nn.Module):
    """Halves five times, looks at the whole picture once, and comes back to a quarter. Batch-normalised while learning."""

    WIDTHS = (32, 64, 128, 208, 208)  # at 1/2 ... 1/32

    def __init__(self, norm: bool):
        super().__init__()
        w, conv, block = self.WIDTHS, NormedConv, NormedBlock
        self.stem = conv(4, w[0], 5, stride=2, norm=norm)
        self.down = nn.ModuleList([conv(a, b, stride=2, norm=norm) for a, b in zip(w[:-1], w[1:])])
        self.encode = nn.ModuleList([nn.Sequential(*[block(b, norm=norm) for _ in range(n)]) for b, n in zip(w[1:], (1, 1, 2, 2))])
        self.world = nn.Conv2d(w[4], w[4], 1)
        self.up = nn.ModuleList([conv(b, a, 1, slope=None, norm=norm) for a, b in zip(w[1:-1], w[2:])])
        self.merge = nn.ModuleList([conv(2 * a, a, norm=norm) for a in w[1:-1]])
        self.decode = nn.ModuleList([block(a, norm=norm) for a in w[1:-1]])
        self.tail = nn.Conv2d(w[1], BINS, 1)

    def forward(self, x):
        x = torch.cat([4 * x[:, :1] - 2, 2 * x[:, 1:3], x[:, 3:]], 1)
        y, skips = self.stem(x), []
        for down, encode in zip(self.down, self.encode):
            y = encode(down(y))
            skips.append(y)
        y = skips.pop()
        y = y + self.world(y.mean((2, 3), keepdim=True))
        for up, merge, decode in zip(reversed(self.up), reversed(self.merge), reversed(self.decode)):
            y = F.interpolate(up(y), scale_factor=2.0, mode="nearest")
            y = decode(merge(torch.cat([skips.pop(), y], 1)))
        return self.tail(y)


class Exported(nn.Module):
    def __init__(self, model: nn.Module, weight: np.ndarray):
        super().__init__()
        self.model = fold_all(model)
        undo = -0.5 * np.log(weight)
        self.register_buffer("undo", torch.from_numpy(undo.astype(np.float32)).reshape(1, BINS, 1, 1), persistent=False)

    def forward(self, x):
        return self.model(x) + self.undo


def decode(logits: np.ndarray, temperature: float = TEMPERATURE) -> np.ndarray:
    """[BINS, h, w] -> ab [h, w, 2], the annealed mean."""
    scaled = logits / temperature
    likely = np.exp(scaled - scaled.max(0))
    likely /= likely.sum(0)
    centres = (np.arange(GRID) - (GRID - 1) / 2) * STEP
    cube = likely.reshape(GRID, GRID, *logits.shape[1:])
    return np.stack([np.tensordot(centres, cube.sum(1), 1), np.tensordot(centres, cube.sum(0), 1)], -1)


def shrunk_size(height: int, width: int, short: int = 224) -> tuple[int, int]:
    scale = short / min(height, width)
    return tuple(max(MULTIPLE, round(s * scale / MULTIPLE) * MULTIPLE) for s in (height, width))


class ColorizeRecipe(Recipe):
    id = "colorize-photo"
    name = "Colour for black-and-white photos"
    task = "colorize"
    radius = 0  # unbounded: it looks at the whole picture
    multiple = MULTIPLE
    eight = True
    quick_sets = ["cid22-val"]
    pack_name = "colour"
    channels_in = 4
    channels_out = BINS
    colour_in = "lightness, hints"
    colour_out = "logits of colours"
    architecture = (
        f"residual U-Net, {'-'.join(map(str, Colorize.WIDTHS))} features at 1/2 to 1/32, one glance at the whole picture, "
        "output at a quarter; LeakyReLU 0.1; normalised while learning, folded since"
    )

    def open(self, options: Options) -> None:
        self.weight = importance(np.load(self.pack(options) / "prior.npy"))

    def build(self, norm: bool = True) -> nn.Module:
        return Colorize(norm)

    def build_for(self, weights: dict) -> nn.Module:
        return self.build(is_normed(weights))

    def exported(self, model: nn.Module) -> nn.Module:
        return Exported(model, self.weight)

    def prepare(self, options: Options) -> None:
        pack_colour(options.data, self.pack(options), options.folders, options.seed)

    def open_batches(self, options: Options):
        rows = self.open_array(options, "lab")
        def sample(rng):
            row, y, x, flip = rng.integers((len(rows), SIDE - PATCH + 1, SIDE - PATCH + 1, 2))
            lab = rows[row, y : y + PATCH, x : x + PATCH].astype(np.float32)
            lab = np.ascontiguousarray(lab[:, ::-1] if flip else lab)
            light = aged(rng, (lab[..., 0] + 128) / 255)
            return np.concatenate([light[None], hints(rng, lab[..., 1:])]), lab[..., 1:].transpose(2, 0, 1)

        def batch(rng):
            return [np.stack(part) for part in zip(*[sample(rng) for _ in range(options.batch)])]

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        """Cross-entropy with shared bins, rare colours weighted up."""
        inputs, ab = (torch.from_numpy(part) for part in batch)
        target = share(F.avg_pool2d(ab, 4)).to(device)
        weight = (target * torch.from_numpy(self.weight).to(device).reshape(1, BINS, 1, 1)).sum(1)
        entropy = -(target * F.log_softmax(model(inputs.to(device)).float(), 1)).sum(1)
        return (entropy * weight).mean()

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """Mean CIEDE2000 against the truth, beside gray's; colourfulness as a share of the truth's (ratio of means)."""
        result = {}
        for name in sets:
            rows = [self.judge(run, read_rgb(file)) for file in list_pictures(options.data / "eval" / name)]
            if not rows:
                continue
            ours, gray, lively, truth = np.mean(rows, 0)
            result[name] = {
                "ciede2000": round(float(ours), 3),
                "grayCiede2000": round(float(gray), 3),
                "colourfulnessPercent": round(float(100 * lively / truth), 1),
            }
        return result

    def judge(self, run, truth: np.ndarray) -> tuple[float, float, float, float]:
        lab = to_lab(truth.astype(np.float32) / 255)
        height, width = shrunk_size(*truth.shape[:2])
        light = cv2.resize(lab[..., 0] / 100, (width, height), interpolation=cv2.INTER_AREA)
        ab = GAIN * decode(run(np.stack([light, *np.zeros((3, height, width), np.float32)])[None])[0])
        ab = cv2.resize(ab.astype(np.float32), truth.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        coloured = to_rgb(np.dstack([lab[..., 0], ab]))
        gray = to_rgb(np.dstack([lab[..., 0], np.zeros_like(ab)]))
        pairs = [ciede2000(to_lab(picture), lab).mean() for picture in (coloured, gray)]
        return *pairs, colourfulness(coloured * 255), colourfulness(truth)

    def card(self, options: Options) -> dict:
        return {
            "scale": 1,
            "multiple": MULTIPLE,
            "bins": {"step": STEP, "count": GRID, "every": 4, "temperature": 0.6, "gain": GAIN},
            "licence": "MIT",
            "data": ledger(read_manifest(self.pack(options))),
            "goodFor": ["portraits, landscapes, streets and rooms; skin, sky, leaves, stone and wood"],
            "limits": [
                "every colour is a guess: nothing in a gray picture says whether a dress was red or blue",
                "cloth, walls and painted things stay calm and brownish; colour points tell it what they were",
            ],
        }


RECIPES = [ColorizeRecipe()]
