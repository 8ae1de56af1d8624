"""Cleaning pictures up: three specialists and one joint restorer.

restore-photo  float32 [N, 4, H, W], RGB 0..1 and a hole mask (1 = damaged) -> float32 [N, 3, H, W]. Everything at once.
denoise-photo  float32 [N, 3, H, W], RGB 0..1 -> the same. Noise and grain of unknown strength.
deblock-photo  the same; compression marks.       deblur-photo  the same; mild lack of focus and motion.

All four share one body (`unet.UNet`) that predicts what to add to its input; the others start from the denoiser,
which is trained first. Tones are kept: a faded or
toned picture is trained towards itself, so no network stretches contrast or removes a tint.
"""

import cv2
import numpy as np
import torch
from torch import nn

from ageing import ageing, blur, gaussian_noise, jpeg, noise, rounded, tone
from data import ledger, list_pictures, pack_upscale, read_manifest, read_rgb, turn
from inpaint import crude_fill
from metrics import psnr, psnr_y, to_bytes
from recipe import Options, Recipe
from scratch_data import Packed, pack_scratch
from scratch_detect import MARGIN, run_whole, seconds_per_megapixel
from scratch_synth import holes, log_uniform
from unet import MULTIPLE, UNet

WIDTHS = (48, 64, 96, 128)
RADIUS = 144
PATCH = 64
FOLDERS = ["photos/cid22", "photos/clic", "photos/bsds", "photos/imagenet", "faces/pixabay"]


class CleanUp(nn.Module):
    """The picture plus what the network adds. With a fourth channel, holes are first filled crudely."""

    def __init__(self, channels: int):
        super().__init__()
        self.net = UNet(channels, 3, WIDTHS, slope=0.1)
        self.net.begin()

    def forward(self, x):
        if x.shape[1] == 3:
            return x + self.net(x - 0.5)
        picture, hole = x[:, :3], x[:, 3:]
        with torch.autocast(x.device.type, enabled=False):
            filled = crude_fill(picture, 1 - hole)
        return filled + self.net(torch.cat([filled - 0.5, hole], 1))


class Exported(nn.Module):
    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(x).clamp(0, 1)


# What each network learns to undo: (rng, clean picture) -> worse picture


def noisy(rng, picture):
    out = gaussian_noise(rng, picture, rng.uniform(0, 55 / 255)) if rng.random() < 0.5 else noise(rng, picture)
    return jpeg(out, rng.integers(70, 98)) if rng.random() < 0.1 else out


def blocky(rng, picture):
    quality = int(rng.integers(8, 50)) if rng.random() < 0.65 else int(rng.integers(50, 96))
    out = jpeg(picture, quality)
    if rng.random() < 0.15:  # saved again after a crop: the grids of 8 pixels do not meet
        dy, dx = rng.integers(0, 8, 2)
        out = np.roll(jpeg(np.roll(out, (dy, dx), (0, 1)), rng.integers(50, 96)), (-dy, -dx), (0, 1))
    return out


def blurred(rng, picture):
    out = blur(rng, picture, 2.2) if rng.random() < 0.9 else picture
    out = gaussian_noise(rng, out, log_uniform(rng, 0.5 / 255, 5 / 255))
    return jpeg(out, rng.integers(80, 98)) if rng.random() < 0.3 else out


class CleanUpRecipe(Recipe):
    """What the four have in common."""

    architecture = (
        f"residual U-Net, {'-'.join(map(str, WIDTHS))} features at 1/2 to 1/16, nearest enlargement, LeakyReLU 0.1, "
        "no normalisation, added to its input"
    )
    radius = RADIUS
    multiple = MULTIPLE
    pack_name = "upscale"
    colour_in = "rgb"
    worsen = staticmethod(ageing)
    good_for: list[str]
    limits: list[str]

    def build(self) -> nn.Module:
        return CleanUp(self.channels_in)

    def exported(self, model: nn.Module) -> nn.Module:
        return Exported(model)

    def prepare(self, options: Options) -> None:
        pack_upscale(options.data, self.pack(options), options.folders or FOLDERS, options.seed)

    def crop(self, rng, rows: np.ndarray) -> np.ndarray:
        room = rows.shape[1] - PATCH + 1
        row, y, x, which = rng.integers((len(rows), room, room, 8))
        patch = turn(rows[row, y : y + PATCH, x : x + PATCH], which)
        return np.ascontiguousarray(patch).astype(np.float32) / 255

    def sample(self, rng, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        clean = tone(rng, self.crop(rng, rows))
        return rounded(type(self).worsen(rng, clean)), clean

    def open_batches(self, options: Options):
        rows = self.open_array(options, "hr")

        def batch(rng):
            pairs = [self.sample(rng, rows) for _ in range(options.batch)]
            return [np.stack(part).transpose(0, 3, 1, 2) for part in zip(*pairs)]

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        worse, clean = (torch.from_numpy(np.ascontiguousarray(part)).to(device) for part in batch)
        inner = (..., slice(MARGIN, -MARGIN), slice(MARGIN, -MARGIN))
        error = (model(worse).float() - clean[:, :3])[inner]
        return (error.square() + 1e-6).sqrt().mean()  # Charbonnier: L1 that is smooth at zero

    def clean_bytes(self, run, worse: np.ndarray) -> np.ndarray:
        """uint8 [H, W, 3] -> uint8 [H, W, 3] through the network, in mirrored context."""
        return to_bytes(run_whole(run, worse.transpose(2, 0, 1).astype(np.float32) / 255).transpose(1, 2, 0))

    def ways(self, rng, truth: np.ndarray) -> dict[str, np.ndarray]:
        """Name of a test -> the picture made worse, both uint8."""
        raise NotImplementedError

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """PSNR in dB over RGB (and over luma where `Y` says so) of results and of what went in."""
        result = {}
        for name in sets:
            columns: dict[str, list[float]] = {}
            for number, file in enumerate(list_pictures(options.data / "eval" / name)):
                truth = read_rgb(file)
                for test, worse in self.ways(np.random.default_rng((2026, number)), truth).items():
                    got = self.clean_bytes(run, worse)
                    for label, picture in ((test, got), (f"{test}Input", worse)):
                        columns.setdefault(label, []).append(psnr(picture, truth))
                        columns.setdefault(f"{label}Y", []).append(psnr_y(picture, truth, 0))
            if columns:
                result[name] = {key: round(float(np.mean(values)), 2) for key, values in columns.items()}
        return result | self.speed(options) if result else {}

    def speed(self, options: Options) -> dict:
        path = options.out / self.id / "model.onnx"
        return {"speed": {"secondsPerMegapixel": seconds_per_megapixel(path, self.channels_in)}} if path.exists() else {}

    def card(self, options: Options) -> dict:
        return {
            "scale": 1,
            "multiple": MULTIPLE,
            "licence": "MIT",
            "data": ledger(read_manifest(self.pack(options))),
            "goodFor": self.good_for,
            "limits": self.limits,
        }


def as_bytes(picture: np.ndarray) -> np.ndarray:
    return to_bytes(np.clip(picture, 0, 1))


class RestorePhoto(CleanUpRecipe):
    id = "restore-photo"
    name = "Joint restoration of old photos"
    task = "restore-photo"
    parent = "denoise-photo"
    channels_in = 4
    architecture = (
        "pull-push fill of the holes inside the graph, then " + CleanUpRecipe.architecture + "; input channels: "
        "R, G, B, hole mask (1 = damaged; what RGB holds there is ignored)"
    )
    good_for = [
        "old photos that suffer from several things at once: soft, grainy, compressed, small, scratched",
        "scratches are filled in the same pass, when a mask marks them",
    ]
    limits = [
        "a compromise: for noise, compression or blur alone the specialists are better",
        "keeps tones as they are: fading and casts are another operation's work",
        "holes wider than about 30 pixels become a soft patch",
    ]

    def adopt(self, weights: dict) -> dict:
        """The denoiser's first layer reads three channels; the hole mask is not heeded at first."""
        head = weights["net.head.weight"]
        return weights | {"net.head.weight": torch.cat([head, torch.zeros_like(head[:, :1])], 1)}

    def prepare(self, options: Options) -> None:
        super().prepare(options)
        scratches = options.work / "packs" / "scratch"
        pack_scratch(options.data, scratches, options.folders, options.seed)

    def open_batches(self, options: Options):
        self.real = Packed(options.work / "packs" / "scratch").real
        return super().open_batches(options)

    def sample(self, rng, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mostly the full mix, sometimes one fault alone."""
        clean = tone(rng, self.crop(rng, rows))
        worsen = [ageing, noisy, blocky, blurred][rng.choice(4, p=[0.7, 0.1, 0.1, 0.1])]
        worse = rounded(worsen(rng, clean))
        hole = holes(rng, PATCH, self.real) if rng.random() < 0.4 else np.zeros((PATCH, PATCH), np.float32)
        return np.concatenate([worse, hole[..., None]], 2), clean

    def clean_bytes(self, run, worse: np.ndarray) -> np.ndarray:
        """`worse` holds a fourth channel, 255 in the holes."""
        return to_bytes(run_whole(run, worse.transpose(2, 0, 1).astype(np.float32) / 255).transpose(1, 2, 0))

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """PSNR (RGB, dB) of aged and scratched pictures of a fixed seed, beside what went in."""
        result = {}
        for name in sets:
            columns: dict[str, list[float]] = {"psnr": [], "psnrInput": []}
            for number, file in enumerate(list_pictures(options.data / "eval" / name)):
                truth, rng = read_rgb(file), np.random.default_rng((2026, number))
                side = min(truth.shape[:2]) // MULTIPLE * MULTIPLE
                truth = truth[:side, :side]
                worse, hole = rounded(ageing(rng, truth.astype(np.float32) / 255)), holes(rng, side, None)
                broken = np.where(hole[..., None] > 0, 1, worse)
                got = self.clean_bytes(run, np.dstack([as_bytes(broken), (hole * 255).astype(np.uint8)]))
                columns["psnr"].append(psnr(got, truth))
                columns["psnrInput"].append(psnr(as_bytes(broken), truth))
            if columns["psnr"]:
                result[name] = {key: round(float(np.mean(values)), 2) for key, values in columns.items()}
        return result | self.speed(options) if result else {}


class Denoise(CleanUpRecipe):
    id = "denoise-photo"
    name = "Denoising"
    task = "denoise"
    worsen = staticmethod(noisy)
    good_for = ["noise of sensors and scanners, film grain, of any strength up to a standard deviation of 55 of 255"]
    limits = [
        "very fine, even texture cannot be told from noise: keep some grain there",
        "dust and scratches are not noise",
    ]

    def ways(self, rng, truth):
        clean = truth.astype(np.float32) / 255
        return {
            f"sigma{s}": as_bytes(clean + s / 255 * rng.standard_normal(clean.shape, np.float32)) for s in (10, 25, 50)
        }


class Deblock(CleanUpRecipe):
    id = "deblock-photo"
    name = "Removal of compression marks"
    task = "deblock"
    parent = "denoise-photo"
    worsen = staticmethod(blocky)
    good_for = ["blocks, ringing and colour smears of JPEG files of quality 8 to 90, also saved twice"]
    limits = ["what compression threw away is smoothed over, not brought back", "frames of old video: blocks of 8 pixels only"]

    def ways(self, rng, truth):
        clean = truth.astype(np.float32) / 255
        return {f"quality{q}": as_bytes(jpeg(clean, q)) for q in (10, 20, 40)}


class Deblur(CleanUpRecipe):
    id = "deblur-photo"
    name = "Sharpening of mild blur"
    task = "deblur"
    parent = "denoise-photo"
    worsen = staticmethod(blurred)
    good_for = ["soft lenses, slight lack of focus (radius up to 3 pixels), a hand that moved by a few pixels"]
    limits = ["strong blur stays: what is gone cannot be brought back", "remove noise first, or it is sharpened a little too"]

    def ways(self, rng, truth):
        clean = truth.astype(np.float32) / 255
        kernel = lambda s: cv2.GaussianBlur(clean, (0, 0), s)  # noqa: E731
        grain = 2 / 255 * rng.standard_normal(clean.shape, np.float32)
        return {"sigma1": as_bytes(kernel(1.0) + grain), "sigma2": as_bytes(kernel(2.0) + grain)}


RECIPES = [RestorePhoto(), Denoise(), Deblock(), Deblur()]
