"""Enlarging real, damaged photos by 4: a small student of Real-ESRGAN's general network.

Input  float32 [N, 4, H, W]: RGB 0..1 and a constant plane, the denoising strength 0..1.
Output float32 [N, 3, 4H, 4W], RGB, 0..1.

The student learns the outputs of two official networks (realesr-general-x4v3 and its weak-denoising twin
realesr-general-wdn-x4v3, BSD-3-Clause) on pictures degraded as those were; at a strength s its target is
s * general + (1 - s) * wdn. The official networks interpolate their weights instead, which looks much the same.
Teacher files are read from <data>/../reference-models, or from the folder DAGUERRE_TEACHERS.
"""

import json
import os
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data import ledger, list_pictures, pack_upscale, read_manifest, read_rgb, turn
from degrade import modcrop
from export_onnx import open_session
from metrics import psnr, to_bytes
from niqe import Niqe
from recipe import Options, Recipe
from scores import run_padded
from scratch_detect import seconds_per_megapixel
from second_order import degrade, lightly_degraded
from upscale_clean import Block, bicubic_kernel

SCALE = 4
FEATURES = 40
BLOCKS = 4
RADIUS = 2 + 2 * BLOCKS
PATCH = 44
MARGIN = 4
TEACHERS = {"strong": "realesr-general-x4v3.onnx", "weak": "realesr-general-wdn-x4v3.onnx"}
PAIRS = 2600
FOLDERS = ["photos/cid22", "photos/clic", "photos/bsds", "photos/imagenet", "faces/pixabay"]


class UpscaleReal(nn.Module):
    def __init__(self, features: int = FEATURES, blocks: int = BLOCKS):
        super().__init__()
        self.head = nn.Conv2d(4, features, 3, padding=1)
        self.body = nn.Sequential(*[Block(features) for _ in range(blocks)])
        self.tail = nn.Conv2d(features, 3 * SCALE * SCALE, 3, padding=1)
        self.shuffle = nn.PixelShuffle(SCALE)
        self.register_buffer("bicubic", bicubic_kernel(SCALE), persistent=False)
        with torch.no_grad():
            for block in self.body:
                block.second.weight.mul_(0.3)
            self.tail.weight.mul_(0.1)
            self.tail.bias.zero_()

    def forward(self, x):
        with torch.autocast(x.device.type, enabled=False):
            base = F.conv2d(x[:, :3], self.bicubic, padding=2)
            shallow = F.relu_(self.head(x))
        detail = self.tail(self.body(shallow) + shallow)
        return self.shuffle(base + detail.float())


class Exported(nn.Module):
    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(x).clamp(0, 1)


def energy(picture: torch.Tensor) -> torch.Tensor:
    """Root mean square of the fine detail of green within 7 x 7, [N, 1, H', W']."""
    green = picture[:, 1:2]
    detail = green - F.avg_pool2d(green, 5, 1, 2, count_include_pad=False)
    return (F.avg_pool2d(detail.square(), 7, 2) + 1e-5).sqrt()


def teachers(options: Options) -> dict:
    folder = Path(os.environ.get("DAGUERRE_TEACHERS") or options.data.parent / "reference-models")
    missing = [name for name in TEACHERS.values() if not (folder / name).exists()]
    if missing:
        raise SystemExit(f"the teachers are not in {folder}: {', '.join(missing)}")
    sessions = {key: open_session(folder / name, int(os.environ.get("OMP_NUM_THREADS", "2"))) for key, name in TEACHERS.items()}
    names = {key: session.get_inputs()[0].name for key, session in sessions.items()}
    return {key: (lambda x, k=key: sessions[k].run(None, {names[k]: x})[0]) for key in sessions}


def pack_taught(options: Options, photos: Path, pack: Path) -> None:
    """low.npy uint8 [N, 60, 60, 3] and what both teachers make of it, strong.npy and weak.npy uint8 [N, 240, 240, 3]."""
    if (pack / "manifest.json").exists():
        print(f"already packed: {pack}")
        return
    pack.mkdir(parents=True, exist_ok=True)
    rows = np.load(photos / "hr.npy", mmap_mode="r")
    rng = np.random.default_rng(options.seed)
    taught = {key: run for key, run in teachers(options).items()}
    parts: dict[str, list[np.ndarray]] = {"low": [], **{key: [] for key in taught}}
    for number, row in enumerate(rng.permutation(len(rows))[:PAIRS]):
        picture = turn(rows[row], int(rng.integers(8))).astype(np.float32) / 255
        if rng.random() < 0.25:  # old photos are gray
            picture = np.repeat((picture @ np.array([0.299, 0.587, 0.114], np.float32))[..., None], 3, 2)
        low = (degrade if rng.random() < 0.75 else lightly_degraded)(rng, np.ascontiguousarray(picture), SCALE)
        parts["low"].append(to_bytes(low))
        for key, run in taught.items():
            parts[key].append(to_bytes(run(low.transpose(2, 0, 1)[None])[0].transpose(1, 2, 0)))
        if number % 200 == 0:
            print(f"{number}/{PAIRS} pictures taught", flush=True)
    for key, pictures in parts.items():
        np.save(pack / f"{key}.npy", np.stack(pictures))
    (pack / "manifest.json").write_text(json.dumps(read_manifest(photos) | {"pairs": PAIRS}))


class UpscaleRealRecipe(Recipe):
    id = "upscale-real-x4"
    name = "Enlargement x4 of real, damaged photos"
    task = "upscale-real"
    radius = RADIUS
    pack_name = "taught"
    channels_in = 4
    colour_in = "rgb+strength"
    architecture = (
        f"residual CNN, {FEATURES} features, {2 * BLOCKS + 2} 3x3 convolutions, ReLU, pixel shuffle, added to an exact "
        "bicubic enlargement; input channels: R, G, B, denoising strength (0 = keep grain, 1 = strongest)"
    )

    def build(self) -> nn.Module:
        return UpscaleReal()

    def exported(self, model: nn.Module) -> nn.Module:
        return Exported(model)

    def prepare(self, options: Options) -> None:
        photos = options.work / "packs" / "upscale"
        pack_upscale(options.data, photos, options.folders or FOLDERS, options.seed)
        pack_taught(options, photos, self.pack(options))

    def open_batches(self, options: Options):
        low, strong, weak = (self.open_array(options, name) for name in ("low", "strong", "weak"))

        def batch(rng):
            inputs = np.empty((options.batch, 4, PATCH, PATCH), np.float32)
            targets = np.empty((options.batch, 3, PATCH * SCALE, PATCH * SCALE), np.float32)
            room = low.shape[1] - PATCH + 1
            for i in range(options.batch):
                row, y, x, which = rng.integers((len(low), room, room, 8))
                strength = np.float32(rng.choice([0.0, 1.0, rng.random()], p=[0.25, 0.45, 0.3]))
                inputs[i, :3] = turn(low[row, y : y + PATCH, x : x + PATCH], which).transpose(2, 0, 1) / np.float32(255)
                inputs[i, 3] = strength
                y, x, wide = y * SCALE, x * SCALE, PATCH * SCALE
                first, second = (t[row, y : y + wide, x : x + wide].astype(np.float32) for t in (strong, weak))
                mixed = (strength * first + (1 - strength) * second) / 255
                targets[i] = turn(mixed, which).transpose(2, 0, 1)
            return inputs, targets

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        """L1, L1 of the differences of neighbours (the crispness of the teachers is in those), and of texture's energy.

        What the student cannot place exactly it would average away, and L1 is content with that. The third part asks
        for as much fine detail around each pixel as the teacher has there, wherever exactly it lies.
        """
        inputs, targets = (torch.from_numpy(part).to(device) for part in batch)
        inner = slice(MARGIN * SCALE, -MARGIN * SCALE)
        got, wanted = model(inputs).float()[..., inner, inner], targets[..., inner, inner]
        error = got - wanted
        across = (error[..., 1:] - error[..., :-1]).abs().mean()
        along = (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
        return error.abs().mean() + 0.75 * (across + along) + 0.5 * (energy(got) - energy(wanted)).abs().mean()

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """On degraded pictures of a fixed seed: likeness to the teacher (PSNR, dB) and NIQE of both and of bicubic."""
        strong = teachers(options)["strong"]
        result = {}
        for name in sets:
            columns: dict[str, list[float]] = {}
            for number, file in enumerate(list_pictures(options.data / "eval" / name)):
                truth = modcrop(read_rgb(file), SCALE)
                side = min(truth.shape[:2]) // SCALE * SCALE
                rng = np.random.default_rng((2026, number))
                low = to_bytes(degrade(rng, truth[:side, :side].astype(np.float32) / 255, SCALE))
                ways = {
                    "student": run_padded(lambda x: run(np.concatenate([x, np.ones_like(x[:, :1])], 1)), low, RADIUS, SCALE),
                    "teacher": run_padded(strong, low, 32, SCALE),
                }
                columns.setdefault("psnrToTeacher", []).append(psnr(ways["student"], ways["teacher"]))
                if side >= 288:  # NIQE needs a few blocks of 96 pixels
                    for way, picture in ways.items():
                        columns.setdefault(f"{way}Niqe", []).append(Niqe.official(options.data)(picture))
            if columns:
                result[name] = {key: round(float(np.mean(v)), 2) for key, v in columns.items()}
        return result | self.speed(options) if result else {}

    def speed(self, options: Options) -> dict:
        path = options.out / self.id / "model.onnx"
        return {"speed": {"secondsPerMegapixel": seconds_per_megapixel(path, self.channels_in)}} if path.exists() else {}

    def card(self, options: Options) -> dict:
        taught = {"name": "outputs of realesr-general-x4v3 and -wdn-x4v3 (Real-ESRGAN), as targets", "licence": "BSD-3-Clause", "pictures": PAIRS}
        return {
            "scale": SCALE,
            "multiple": 1,
            "licence": "MIT",
            "data": [*ledger(read_manifest(self.pack(options))), taught],
            "goodFor": [
                "small pictures that are soft, noisy or over-compressed as a whole",
                "a clean, crisp look; the strength says how much grain may stay",
            ],
            "limits": [
                "what it adds was never seen by the camera: always marked as invented",
                "faces and letters may change their shape slightly; fine texture can become smooth or painted",
                "for small but clean pictures the clean enlargement is more faithful",
            ],
        }


RECIPES = [UpscaleRealRecipe()]
