"""Sharpening an aligned face: what blur, shrinking, grain and compression took from it, as far as pixels tell.

Input and output float32 [1, 3, H, W], RGB 0..1; sides a multiple of 16. Made for faces aligned to the template at 256.
It is the body of the clean-up networks, trained on faces alone: it knows no persons and cannot put another face there.
"""

import cv2
import numpy as np
import torch
from torch import nn

from ageing import blur, gaussian_noise, jpeg, rounded, tone
from clean_up import CleanUpRecipe, as_bytes
from data import ledger, list_pictures, read_manifest, read_rgb
from degrade import imresize
from face_boxes import find_teacher
from face_crops import SIDE, TEMPLATE, alignment, cut, pack_crops
from metrics import psnr, to_bytes
from recipe import Options
from scratch_detect import MARGIN
from scratch_synth import log_uniform
from unet import MULTIPLE

FOLDERS = ["faces/pixabay", "faces/voteview-colour", "old-photos/portraits-bw", "photos/cid22", "photos/clic"]
PATCH = 128
FEATURES = 3.0  # what eyes and mouth count more than cheeks


def importance() -> np.ndarray:
    """float32 [SIDE, SIDE]: 1, and `FEATURES` where eyes, nose and mouth are."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    weight = np.ones((SIDE, SIDE))
    for px, py in TEMPLATE * SIDE / 512:
        weight += (FEATURES - 1) * np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * (SIDE / 16) ** 2))
    return np.minimum(weight, FEATURES).astype(np.float32)


def reduced(rng, picture: np.ndarray) -> np.ndarray:
    """As a face looks that is small in its picture: shrunk, perhaps compressed there, and enlarged again."""
    side = picture.shape[0]
    small = max(16, round(side / log_uniform(rng, 1.3, 5.5)))
    if rng.random() < 0.6:
        out = imresize(to_bytes(picture), small / side).astype(np.float32) / 255
    else:
        out = cv2.resize(picture, (small, small), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.5:
        out = gaussian_noise(rng, out, log_uniform(rng, 0.5 / 255, 12 / 255))
    if rng.random() < 0.4:
        out = jpeg(np.clip(out, 0, 1).astype(np.float32), rng.integers(45, 97))
    how = cv2.INTER_CUBIC if rng.random() < 0.8 else cv2.INTER_LINEAR
    return cv2.resize(out.astype(np.float32), (side, side), interpolation=how)


def worsened(rng, picture: np.ndarray) -> np.ndarray:
    out = blur(rng, picture, 2.0) if rng.random() < 0.4 else picture
    out = reduced(rng, out) if rng.random() < 0.85 else out
    if rng.random() < 0.35:
        out = gaussian_noise(rng, out, log_uniform(rng, 0.5 / 255, 14 / 255))
    return jpeg(np.clip(out, 0, 1).astype(np.float32), rng.integers(60, 98)) if rng.random() < 0.2 else out


class FaceSharpen(CleanUpRecipe):
    id = "face-sharpen"
    name = "Face sharpening"
    task = "restore-faces"
    parent = "deblur-photo"
    pack_name = "face-crops"
    good_for = ["aligned faces that are small, soft, slightly grainy or compressed; gray and toned ones stay so"]
    limits = [
        "sharpens what is there: a face of a few pixels stays a soft face, nobody's features are put into it",
        "learnt from few faces, most of them adults who look into the camera",
    ]

    def prepare(self, options: Options) -> None:
        pack_crops(options.data, self.pack(options), options.folders or FOLDERS, options.seed, find_teacher(options.data))

    def open_batches(self, options: Options):
        rows, weight, room = self.open_array(options, "crops"), importance(), SIDE - PATCH + 1

        def sample(rng):
            crop = np.asarray(rows[rng.integers(len(rows))])
            crop = tone(rng, (crop[:, ::-1] if rng.random() < 0.5 else crop).astype(np.float32) / 255)
            worse = rounded(worsened(rng, crop))
            y, x = rng.integers(0, room, 2)
            part = (slice(y, y + PATCH), slice(x, x + PATCH))
            return worse[part], np.concatenate([crop[part], weight[part][..., None]], 2)

        def batch(rng):
            pairs = [sample(rng) for _ in range(options.batch)]
            return [np.stack(part).transpose(0, 3, 1, 2) for part in zip(*pairs)]

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        """Charbonnier, weighted by importance."""
        worse, clean = (torch.from_numpy(np.ascontiguousarray(part)).to(device) for part in batch)
        inner = (..., slice(MARGIN, -MARGIN), slice(MARGIN, -MARGIN))
        error = (model(worse).float() - clean[:, :3])[inner]
        return (clean[:, 3:][inner] * (error.square() + 1e-6).sqrt()).mean()

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """PSNR (RGB, dB) of aligned faces from pictures shrunk to a quarter and enlarged again, beside the latter alone."""
        teacher, columns = find_teacher(options.data), {"psnr": [], "bicubicPsnr": []}
        for file in list_pictures(options.data / "eval" / "faces-interfaces"):
            picture = read_rgb(file)
            picture = picture[: picture.shape[0] // 4 * 4, : picture.shape[1] // 4 * 4]
            worse = imresize(imresize(picture, 0.25), 4)
            for face in teacher(picture, 0.8)[:1]:
                matrix = alignment(face)
                truth, soft = cut(picture, matrix), cut(worse, matrix)
                got = run(soft.transpose(2, 0, 1)[None].astype(np.float32) / 255)[0].transpose(1, 2, 0)
                columns["psnr"].append(psnr(as_bytes(got), truth))
                columns["bicubicPsnr"].append(psnr(soft, truth))
        table = {"faces-interfaces x4": {key: round(float(np.mean(values)), 2) for key, values in columns.items()}}
        return table | self.speed(options)

    def card(self, options: Options) -> dict:
        fields = super().card(options)
        return fields | {"multiple": MULTIPLE, "data": ledger(read_manifest(self.pack(options)))}


RECIPES = [FaceSharpen()]
