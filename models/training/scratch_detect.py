"""Finding scratches, cracks, dust, hairs and lost emulsion: a soft mask at the picture's own scale.

Input  float32 [N, 1, H, W], luma (0.299 R + 0.587 G + 0.114 B of sRGB values), 0..1.
Output float32 [N, 1, H, W], 0..1: how surely the pixel is damaged, soft edges included. Threshold it
(the card's metrics name the best one), and widen the mask by a pixel before filling.
"""

import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data import ledger, list_pictures, read_manifest, read_rgb
from export_onnx import open_session
from normed import fold_all, is_normed
from recipe import Options, Recipe
from scratch_data import Packed, age, detector_sample, pack_scratch, scan
from scratch_synth import damage, label_and_rim, luma
from unet import MULTIPLE, FineUNet

WIDTHS = (16, 32, 64, 96, 128)
CLUES = 8  # planes the network reads, see `clues`
RADIUS = 160  # 139 through the convolutions and 15 before them; what lies further can never matter
MARGIN = 4  # outermost pixels see mostly padding there, never in the app
THRESHOLDS = np.arange(0.2, 0.85, 0.05)


def running_max(x, side: int, axis: int):
    """Greatest value within `side` neighbours along an axis, windows doubling: far faster than pooling one plane."""
    half = side // 2
    x = F.pad(x, (half, half, 0, 0) if axis == 3 else (0, 0, half, half), value=-1e4)
    wide = 1
    while wide < side:
        step = min(wide, side - wide)
        low, high = slice(None, -step), slice(step, None)
        x = torch.maximum(x[..., low], x[..., high]) if axis == 3 else torch.maximum(x[..., low, :], x[..., high, :])
        wide += step
    return x


def dilate(x, side: int):
    """Greatest value within a square."""
    return running_max(running_max(x, side, 2), side, 3)


def erode(x, side: int):
    return -dilate(-x, side)


@torch.no_grad()
def clues(x):
    """Luma [N, 1, H, W] -> [N, 8, H, W]: itself, what is thin and bright or thin and dark, contrast to its surroundings.

    Openings and closings (Serra 1982) of three sizes answer "is there something narrower than this?" at once. With
    them and with normalisation the network was after 870 steps where it had been after 1,300.
    """
    planes = [4 * x - 2]  # about unit variance
    for side in (3, 7, 15):
        planes += [8 * (x - dilate(erode(x, side), side)), 8 * (erode(dilate(x, side), side) - x)]
    mean, square = (F.avg_pool2d(v, 31, 1, 15, count_include_pad=False) for v in (x, x * x))
    spread = (square - mean * mean).clamp(min=0)
    return torch.cat([*planes, (x - mean) * torch.rsqrt(spread + 4e-4)], 1)


class Detector(FineUNet):
    def forward(self, x):
        return super().forward(clues(x))


class Exported(nn.Module):
    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = fold_all(model)

    def forward(self, x):
        return torch.sigmoid(self.model(x))


def run_whole(run, planes: np.ndarray, radius: int = 32) -> np.ndarray:
    """float32 [C, H, W] of any size -> the network's [C', H, W], with mirrored context."""
    height, width = planes.shape[1:]
    bottom, right = (radius + -(s + 2 * radius) % MULTIPLE for s in (height, width))
    context = np.pad(planes, ((0, 0), (radius, bottom), (radius, right)), mode="reflect")
    return run(context[None])[0][:, radius : radius + height, radius : radius + width]


def seconds_per_megapixel(path, channels: int, threads: int = 2) -> float:
    """Best of five runs of ONNX Runtime on 512 x 512."""
    session = open_session(path, threads)
    tile = np.random.default_rng(0).random((1, channels, 512, 512), np.float32)
    times = []
    for _ in range(6):
        start = time.perf_counter()
        session.run(None, {"input": tile})
        times.append(time.perf_counter() - start)
    return round(min(times) / 0.262144, 2)


def test_pictures(root, name: str):
    """(float32 RGB 0..1, square of a multiple of 16 and at most 320, rng) of each picture of a test set."""
    for number, file in enumerate(list_pictures(root / "eval" / name)):
        image = read_rgb(file).astype(np.float32) / 255
        side = min(320, min(image.shape[:2]) // MULTIPLE * MULTIPLE)
        top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
        yield image[top : top + side, left : left + side], np.random.default_rng((2026, number))


class ScratchDetect(Recipe):
    id = "scratch-detect"
    name = "Scratch and dust detection"
    task = "scratch-mask"
    radius = RADIUS
    multiple = MULTIPLE
    pack_name = "scratch"
    channels_in = 1
    channels_out = 1
    colour_out = "mask"
    architecture = (
        f"openings and closings of three sizes, then a residual U-Net, {'-'.join(map(str, WIDTHS))} features at 1 to 1/16, "
        "LeakyReLU 0.1, normalised while learning, folded since, sigmoid; input: luma, output: 1 = damage"
    )

    def build(self, norm: bool = True) -> nn.Module:
        model = Detector(CLUES, 1, WIDTHS, norm)
        nn.init.constant_(model.tail.bias, -2.5)  # most of a picture is no damage
        return model

    def build_for(self, weights: dict) -> nn.Module:
        return self.build(is_normed(weights))

    def exported(self, model: nn.Module) -> nn.Module:
        return Exported(model)

    def prepare(self, options: Options) -> None:
        pack_scratch(options.data, self.pack(options), options.folders, options.seed)

    def open_batches(self, options: Options):
        packed = Packed(self.pack(options))

        def batch(rng):
            samples = [detector_sample(rng, packed) for _ in range(options.batch)]
            return [np.stack(part)[:, None] for part in zip(*samples)]

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        """Cross-entropy, damage three times as important as picture, plus Dice of the whole batch."""
        picture, label, weight = (torch.from_numpy(part).to(device) for part in batch)
        inner = (..., slice(MARGIN, -MARGIN), slice(MARGIN, -MARGIN))
        logits = model(picture).float()[inner]
        label, weight = label[inner], weight[inner]
        importance = weight * (1 + 2 * label)
        entropy = F.binary_cross_entropy_with_logits(logits, label, weight=importance)
        soft = torch.sigmoid(logits) * weight
        dice = (2 * (soft * label).sum() + 1) / (soft.square().sum() + (label * label).sum() + 1)
        return entropy + 0.5 * (1 - dice)

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """Damage of a fixed seed on pictures never trained on; the same pictures without damage.

        iou, precision, recall: at the one threshold that serves all sets best. falsePercent: share
        of the undamaged pictures (as they are, and aged) that is marked at the same threshold.
        """
        real = Packed(self.pack(options)).real if self.pack(options).exists() else None
        counts = {}
        for name in sets:
            table = np.zeros((len(THRESHOLDS), 5))
            for picture, rng in test_pictures(options.data, name):
                for clean in (picture, age(rng, picture)):
                    damaged, visible = damage(rng, clean, real)
                    truth, _ = label_and_rim(visible)
                    found = run_whole(run, luma(scan(rng, damaged))[None])[0]
                    wrong = run_whole(run, luma(clean)[None])[0]
                    for row, threshold in enumerate(THRESHOLDS):
                        mask = found > threshold
                        table[row] += [(mask & truth).sum(), mask.sum(), truth.sum(), (wrong > threshold).sum(), wrong.size]
            if table.any():
                counts[name] = table
        if not counts:
            return {}
        total = sum(counts.values())
        best = int(np.argmax(total[:, 0] / (total[:, 1] + total[:, 2] - total[:, 0])))
        result = {}
        for name, table in counts.items():
            hit, marked, true, false, pixels = table[best].tolist()
            result[name] = {
                "iou": round(hit / (marked + true - hit), 3),
                "precision": round(hit / max(marked, 1), 3),
                "recall": round(hit / true, 3),
                "falsePercent": round(100 * false / pixels, 3),
                "threshold": round(float(THRESHOLDS[best]), 2),
            }
        return result | self.speed(options)

    def speed(self, options: Options) -> dict:
        path = options.out / self.id / "model.onnx"
        return {"speed": {"secondsPerMegapixel": seconds_per_megapixel(path, self.channels_in)}} if path.exists() else {}

    def card(self, options: Options) -> dict:
        return {
            "scale": 1,
            "multiple": MULTIPLE,
            "licence": "MIT",
            "data": ledger(read_manifest(self.pack(options))),
            "goodFor": [
                "scratches, cracks, folds, hairs, dust and flakes of emulsion, bright or dark, 1 to 10 pixels wide",
                "gray, sepia and colour photos, faded or grainy; frames of old film",
            ],
            "limits": [
                "contours of strongly sharpened scans are marked like scratches",
                "learnt from synthetic damage: lines that belong to the picture (wires, whiskers, lace, white collars) may be marked",
                "stains without an edge, fading and large missing parts are not scratches and are mostly left alone",
                "works at the picture's own scale: a scan of very high resolution is better shrunk first",
            ],
        }


RECIPES = [ScratchDetect()]
