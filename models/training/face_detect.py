"""Finding faces: boxes and five points, upright or turned, in gray, toned and colour pictures alike.

Input  float32 [1, 1, H, W], luma of sRGB values, 0..1; sides a multiple of 32.
Output float32 [1, 15, N], N cells of 8, then 16, then 32 pixels, row by row: score 0..1; left, top, right and bottom
of the box, then five points (x, y), all as distances from the cell's middle in units of its stride.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data import ledger, list_pictures, read_manifest, read_rgb
from face_boxes import STRIDES, cell_centres, detect, find_teacher, recalled
from face_synth import PackedFaces, face_sample, held_out, pack_faces
from normed import NormedBlock, NormedConv, fold_all, is_normed
from recipe import Options, Recipe
from scratch_synth import luma

FOLDERS = [
    "faces/pixabay", "faces/voteview-colour", "old-photos/portraits-bw",
    "photos/cid22", "photos/clic", "photos/bsds", "photos/imagenet", "photos/grocery", "photos/scenes",
]  # fmt: skip
SIDE = 160  # of a training picture
RANGES = ((0, 34), (26, 72), (56, 1e9))  # sizes of face each stride answers for
UNSURE = 1.45  # factor beyond its range up to which a stride may say what it likes
UNIT = 4.0  # a face is about this many strides wide: brings the raw numbers near 1
SLOPE = 0.1
ALARMS = 0.01  # false alarms per empty picture that the threshold allows


class FaceNet(nn.Module):
    """Features at 1/2 to 1/32, few where pixels are many; deep ones are brought back up; one head serves all strides.

    The head is not normalised: its input differs from stride to stride, and one normalisation cannot fit all.
    """

    def __init__(self, widths=(12, 24, 40, 64, 64), neck: int = 48, norm: bool = True):
        super().__init__()
        pairs = list(zip((1, *widths[:-1]), widths))
        self.down = nn.ModuleList([NormedConv(a, b, stride=2, slope=SLOPE, norm=norm) for a, b in pairs])
        self.blocks = nn.ModuleList([NormedBlock(w, SLOPE, norm) for w in widths[1:]])
        self.extra = NormedBlock(widths[-1], SLOPE, norm)
        self.side = nn.ModuleList([nn.Conv2d(w, neck, 1) for w in widths[2:]])
        self.mix = nn.ModuleList([NormedConv(neck, neck, slope=SLOPE, norm=norm) for _ in STRIDES])
        self.head = nn.ModuleList([NormedConv(neck, neck, slope=SLOPE, norm=False) for _ in range(2)])
        self.tail = nn.Conv2d(neck, 15, 1)
        self.tail.weight.data.mul_(0.1)
        self.tail.bias.data.zero_()
        self.tail.bias.data[0] = -4.0  # most cells see no face

    def forward(self, x):
        """Raw [B, 15, N]: logit; box middle and log size; points. Distances in `UNIT` strides."""
        x = self.down[0](4 * x - 2)
        features = []
        for down, block in zip(list(self.down)[1:], self.blocks):
            x = block(down(x))
            features.append(x)
        features = [side(f) for side, f in zip(self.side, [*features[1:-1], self.extra(features[-1])])]
        for level in (1, 0):
            features[level] = features[level] + F.interpolate(features[level + 1], scale_factor=2.0, mode="nearest")
        answers = []
        for mix, feature in zip(self.mix, features):
            y = mix(feature)
            for layer in self.head:
                y = layer(y)
            answers.append(self.tail(y).flatten(2))
        return torch.cat(answers, 2)


class Exported(nn.Module):
    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model

    def forward(self, x):
        raw = self.model(x)
        middle, half = UNIT * raw[:, 1:3], UNIT / 2 * torch.exp(torch.clamp(raw[:, 3:5], -4, 4))
        return torch.cat([torch.sigmoid(raw[:, :1]), middle - half, middle + half, UNIT * raw[:, 5:]], 1)


CENTRES, CELL_STRIDES = cell_centres(SIDE, SIDE)


def targets(faces: list) -> np.ndarray:
    """float32 [17, N]: is a face, weight of that, middle, log size, points (as the network's raw numbers), face size in units."""
    out = np.zeros((17, len(CENTRES)), np.float32)
    out[1] = 1
    nearest = np.full(len(CENTRES), np.inf, np.float32)
    low, high = (np.repeat([r[k] for r in RANGES], [np.count_nonzero(CELL_STRIDES == s) for s in STRIDES]) for k in (0, 1))
    for row, certain in faces:
        size = float(np.sqrt(row[2] * row[3]))
        off = row[:2] + row[2:4] / 2 - CENTRES
        away = np.abs(off).max(1)
        reach = np.clip(0.25 * size, 0.6 * CELL_STRIDES, 1.2 * CELL_STRIDES)
        mine, near = (low < size) & (size <= high), (low < size * UNSURE) & (size / UNSURE <= high)
        inside = (np.abs(off) < row[2:4] / 2).all(1) | (away < reach)
        out[1, inside & near & (nearest > away)] = 0  # its rim, or a neighbouring stride's size: neither right nor wrong
        chosen = mine & (away < reach) & (away < nearest)
        if not certain:
            out[1, inside] = 0
            continue
        nearest[chosen] = away[chosen]
        unit = UNIT * CELL_STRIDES[chosen]
        out[:2, chosen] = 1
        out[2:4, chosen] = off[chosen].T / unit
        out[4:6, chosen] = np.log(row[2:4, None] / unit)
        out[6:16, chosen] = (row[5:].reshape(5, 1, 2) - CENTRES[chosen]).transpose(0, 2, 1).reshape(10, -1) / unit
        out[16, chosen] = size / unit
    return out


class FaceDetect(Recipe):
    id = "face-detect"
    name = "Finding faces"
    task = "detect-faces"
    radius = 160
    multiple = 32
    pack_name = "faces"
    channels_in = 1
    channels_out = 15
    colour_out = "faces"
    architecture = (
        "anchor-free detector, 12-24-40-64-64 features at 1/2 to 1/32, one head for strides 8, 16 and 32, LeakyReLU 0.1, "
        "normalisation folded; input: luma; output [1, 15, cells]: score, box, five points, in strides from the cell's middle"
    )

    def build(self) -> nn.Module:
        return FaceNet()

    def build_for(self, weights: dict) -> nn.Module:
        return FaceNet(norm=is_normed(weights))

    def exported(self, model: nn.Module) -> nn.Module:
        return Exported(fold_all(model))

    def prepare(self, options: Options) -> None:
        pack_faces(options.data, self.pack(options), options.folders or FOLDERS, options.seed, find_teacher(options.data))

    def open_batches(self, options: Options):
        packed = PackedFaces(self.pack(options))

        def batch(rng):
            samples = [face_sample(rng, packed, SIDE) for _ in range(options.batch)]
            return np.stack([picture for picture, _ in samples])[:, None], np.stack([targets(faces) for _, faces in samples])

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        """Focal cross-entropy (gamma 2) of the score; smooth L1 of box and points, in parts of the face's size."""
        picture, truth = (torch.from_numpy(part).to(device) for part in batch)
        raw = model(picture).float()
        face, weight, size = truth[:, 0], truth[:, 1], truth[:, 16].clamp(min=1e-3)
        count = face.sum().clamp(min=1)
        entropy = F.binary_cross_entropy_with_logits(raw[:, 0], face, reduction="none")
        missed = 1 - torch.exp(-entropy)
        score = (weight * missed.square() * entropy).sum() / count
        middle = F.smooth_l1_loss(raw[:, 1:3] / size[:, None], truth[:, 2:4] / size[:, None], reduction="none", beta=0.05).sum(1)
        extent = F.smooth_l1_loss(raw[:, 3:5], truth[:, 4:6], reduction="none", beta=0.1).sum(1)
        points = F.smooth_l1_loss(raw[:, 5:] / size[:, None], truth[:, 6:16] / size[:, None], reduction="none", beta=0.05).sum(1)
        return score + (face * (middle + 0.5 * extent + 0.6 * points)).sum() / count

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """Recall of the teacher's faces (score >= 0.8, at least 24 pixels) on held-out pictures, upright and lying on
        their side; alarms on held-out pictures in which the teacher sees nothing, not even doubtfully.

        One threshold for all: the lowest with at most `ALARMS` false alarms per picture.
        """
        teacher, lowest = find_teacher(options.data), 0.2
        alarms, empty = [], 0
        for folder in ("photos/cid22", "photos/bsds", "photos/imagenet", "photos/grocery"):
            for file in held_out(list_pictures(options.data / folder), True):
                picture = read_rgb(file)
                if len(teacher(picture, 0.3)) == 0:
                    empty += 1
                    alarms.extend(detect(run, luma(picture.astype(np.float32) / 255), lowest)[:, 4])
        alarms = np.sort(np.array([0.0, *alarms]))[::-1]
        threshold = max(0.3, float(alarms[min(len(alarms) - 1, int(ALARMS * empty))]) + 1e-3)
        table = {"face-free": {"alarmsPer100": round(100 * int((alarms > threshold).sum()) / empty, 2), "threshold": round(threshold, 3)}}
        for folder, turns in (("old-photos/portraits-bw", (0, 1)), ("faces/pixabay", (0,)), ("faces/voteview-colour", (0,))):
            for turned in turns:
                known = hits = 0
                errors: list[float] = []
                for file in held_out(list_pictures(options.data / folder), True):
                    picture = read_rgb(file)
                    truth = teacher(picture, 0.8)
                    truth = truth[np.minimum(truth[:, 2], truth[:, 3]) >= 24]
                    gray = luma(picture.astype(np.float32) / 255)
                    found = detect(run, np.ascontiguousarray(np.rot90(gray)) if turned else gray, threshold)
                    if turned:
                        truth = quarter_turned(truth, picture.shape[1])
                    right, off = recalled(truth, found)
                    known, hits, errors = known + len(truth), hits + right, errors + off
                key = folder.split("/")[1] + (" turned" if turned else "")
                table[key] = {"recall": round(hits / max(known, 1), 3), "pointError": round(float(np.mean(errors or [0])), 3)}
        return table

    def card(self, options: Options) -> dict:
        return {
            "scale": 1,
            "multiple": 32,
            "licence": "MIT",
            "data": ledger(read_manifest(self.pack(options))),
            "goodFor": [
                "faces from 12 to 150 pixels, larger ones in a smaller copy of the picture; gray, sepia or colour",
                "pictures that lie on their side or stand on their head",
            ],
            "limits": [
                "learnt from what YuNet (MIT) finds in the pictures named below: what it does not see was never taught",
                "profiles, covered faces and painted faces may be missed; statues and dolls may count as faces",
            ],
        }


def quarter_turned(faces: np.ndarray, width: int) -> np.ndarray:
    """Faces of `np.rot90(picture)`: what was at the right is at the top."""
    out = faces.copy()
    out[:, 0], out[:, 1] = faces[:, 1], width - faces[:, 0] - faces[:, 2]
    out[:, 2], out[:, 3] = faces[:, 3], faces[:, 2]
    out[:, 5::2], out[:, 6::2] = faces[:, 6::2], width - faces[:, 5::2]
    return out


RECIPES = [FaceDetect()]
