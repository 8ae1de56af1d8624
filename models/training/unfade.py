"""What has become of the dyes of a colour print: read off a thumbnail, undone in the picture at any size.

Input  float32 [N, 3, H, W], sRGB 0..1: the whole picture, without its border, shrunk to 64 x 64.
Output float32 [N, 15, 1, 1], about optical densities D = -log10(linear light) of red, green and blue:
       0..8 the rows of a matrix M, 9..11 offsets b, 12..14 bends q. The density there was is P + q P (2 - P) / 2, P = M D + b.

Three dyes of which each has lost a part, and paper that has a stain, are undone by such a matrix and offsets exactly,
however impure the dyes are; the bends are for what is not quite like that (H. Wilhelm 1993; R. Gschwind, F. Frey 1994).
The network has to say how far each dye has faded, and whether any has: pictures that have not are among its lessons.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from colorize import pack_colour
from colour_space import ciede2000, to_lab, to_rgb
from data import ledger, list_pictures, read_manifest, read_rgb
from normed import NormedBlock, NormedConv, fold_all, is_normed
from recipe import Options, Recipe
from scratch_synth import log_uniform

SIDE = 64
MOST_BEND = 0.4
DEEPEST, LEAST = 4.0, 1e-4  # density of black, and its light
# How dyes of colour paper absorb: rows red, green and blue light, columns cyan, magenta and yellow.
ABSORBS = np.array([[1, 0.12, 0.02], [0.22, 1, 0.1], [0.1, 0.2, 1]], np.float32)
SOUND = 0.25  # part of the lessons that have not faded


# Prints and what years do to them


def linear(value):
    return np.where(value <= 0.04045, value / 12.92, ((np.maximum(value, 0) + 0.055) / 1.055) ** 2.4)


def encoded(light):
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)


def density(picture: np.ndarray) -> np.ndarray:
    return -np.log10(np.maximum(linear(picture), 2e-3))


@dataclass
class Fading:
    """One print's years."""

    absorbs: np.ndarray  # [3, 3]
    left: np.ndarray  # [3], part of each dye
    power: np.ndarray  # [3], whether the dense or the thin parts lose more
    base: np.ndarray  # [3], density that stain and fog add
    slope: float  # of the scanner's tones
    gain: np.ndarray  # [3], what the scanner took off or added


def drawn(rng) -> Fading:
    """In the dark cyan goes first, in light magenta; sometimes all alike, sometimes hardly."""
    absorbs = ABSORBS * np.where(np.eye(3), 1, rng.uniform(0.3, 1.8, (3, 3))).astype(np.float32)
    kind = rng.random()
    if kind < 0.6:
        left = rng.uniform([0.35, 0.6, 0.45], [0.8, 1, 0.95])
    elif kind < 0.85:
        left = rng.uniform([0.6, 0.35, 0.45], [1, 0.8, 0.95])
    else:
        left = np.full(3, rng.uniform(0.5, 0.9)) * rng.uniform(0.93, 1.07, 3)
    left = np.minimum(1, left) ** rng.choice([1, 1, 0.5])
    stain = rng.uniform(0, 0.22) * np.array([rng.uniform(0, 0.25), rng.uniform(0.15, 0.5), 1])
    scanned = rng.random() < 0.5
    return Fading(
        absorbs=absorbs,
        left=left,
        power=rng.uniform(0.92, 1.08, 3),
        base=stain + rng.uniform(0, 0.1) + rng.uniform(-0.02, 0.02, 3),
        slope=log_uniform(rng, 0.85, 1.15) if scanned else 1.0,
        gain=(rng.uniform(-0.08, 0.06) + rng.normal(0, 0.015, 3)) * scanned,
    )


def fade(rng, picture: np.ndarray, f: Fading) -> np.ndarray:
    """float [H, W, 3] as printed -> as scanned today, in 8 bits, with some grain."""
    fresh = density(picture) @ np.linalg.inv(f.absorbs).T
    dyes = np.sign(fresh) * np.abs(fresh) ** f.power * f.left
    own = (dyes @ f.absorbs.T + f.base) * f.slope + f.gain
    seen = encoded(10**-own) + rng.normal(0, log_uniform(rng, 0.001, 0.012), picture.shape)
    return (np.rint(np.clip(seen, 0, 1) * 255) / 255).astype(np.float32)


# The way back


def densities(picture: torch.Tensor) -> torch.Tensor:
    """[N, 3, H, W] sRGB 0..1 -> densities 0..DEEPEST."""
    light = torch.where(picture <= 0.04045, picture / 12.92, ((picture.clamp(min=0) + 0.055) / 1.055) ** 2.4)
    return -torch.log10(light.clamp(min=LEAST))


def recovered(own: torch.Tensor, said: torch.Tensor) -> torch.Tensor:
    """Densities [N, 3, H, W] and the network's answer [N, 15, 1, 1] -> densities; below 0 where it would be beyond white."""
    matrix = said[:, :9, 0, 0].unflatten(1, (3, 3))
    straight = torch.einsum("ncd,ndhw->nchw", matrix, own) + said[:, 9:12]
    inside = straight.clamp(0, 2)
    return straight + said[:, 12:] * inside * (2 - inside) / 2


def lab_of(own: torch.Tensor) -> torch.Tensor:
    """CIELAB of densities; beyond white it goes on, so that what is too light is still told so."""
    to_xyz = own.new_tensor([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
    xyz = torch.einsum("cd,ndhw->nchw", to_xyz, 10 ** -own) / own.new_tensor([0.95047, 1.0, 1.08883])[:, None, None]
    f = torch.where(xyz > 216 / 24389, xyz.clamp(min=1e-4) ** (1 / 3), (24389 / 27 * xyz + 16) / 116)
    return torch.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def difference(lab: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Mean colour difference as of CIE 1994: chroma's errors count less where there is much."""
    chroma, other = (torch.sqrt(x[:, 1:].square().sum(1) + 1e-3) for x in (truth, lab))
    dl, dc = lab[:, 0] - truth[:, 0], other - chroma
    dh = ((lab - truth)[:, 1:].square().sum(1) - dc.square()).clamp(min=0)
    return torch.sqrt(dl.square() + (dc / (1 + 0.045 * chroma)) ** 2 + dh / (1 + 0.015 * chroma) ** 2 + 1e-2).mean()


class Unfade(nn.Module):
    """Looks at thumbnails of any size: halves four times, then means, and the lightest and darkest of each channel."""

    WIDTHS = (24, 48, 80, 112)
    SHARP = 24.0

    def __init__(self, norm: bool):
        super().__init__()
        w = self.WIDTHS
        self.down = nn.ModuleList([NormedConv(a, b, 5 if a == 6 else 3, 2, norm=norm) for a, b in zip((6, *w), w)])
        self.blocks = nn.ModuleList([NormedBlock(b, norm=norm) for b in w[1:]])
        self.hidden = nn.ModuleList([nn.Linear(2 * w[-1] + 18, 160), nn.Linear(160, 96)])
        self.last = nn.Linear(96, 15)
        nn.init.normal_(self.last.weight, std=1e-3)
        nn.init.zeros_(self.last.bias)

    def forward(self, picture):
        own = densities(picture)
        both = torch.cat([2 * picture - 1, own - 0.7], 1)
        y = self.down[0](both)
        for down, block in zip(list(self.down)[1:], self.blocks):
            y = block(down(y))
        seen = torch.cat([y.mean((2, 3)), y.amax((2, 3)), self.ends(picture), both.mean((2, 3)), own.mean((2, 3)) ** 2, own.square().mean((2, 3))], 1)
        for dense in self.hidden:
            seen = F.leaky_relu(dense(seen), 0.1)
        said = self.last(seen)
        plain = torch.eye(3, device=said.device).flatten()
        said = torch.cat([said[:, :9] + plain, said[:, 9:12], MOST_BEND * torch.tanh(said[:, 12:])], 1)
        return said[:, :, None, None]

    def ends(self, picture):
        """A soft maximum and minimum of each channel: the paper and the deepest black."""
        high = torch.log(torch.exp(self.SHARP * (picture - 1)).mean((2, 3)) + 1e-9) / self.SHARP
        low = torch.log(torch.exp(-self.SHARP * picture).mean((2, 3)) + 1e-9) / self.SHARP
        return torch.cat([high, low], 1)


class UnfadeRecipe(Recipe):
    id = "unfade-photo"
    name = "Faded dyes of colour prints"
    task = "unfade"
    radius = 0
    pack_name = "colour"
    channels_out = 15
    quick_sets = ["cid22-val"]
    architecture = f"convolutions that halve, {'-'.join(map(str, Unfade.WIDTHS))} features, means and ends, three dense layers; normalised while learning, folded since"

    def build(self, norm: bool = True) -> nn.Module:
        return Unfade(norm)

    def build_for(self, weights: dict) -> nn.Module:
        return self.build(is_normed(weights))

    def exported(self, model: nn.Module) -> nn.Module:
        return fold_all(model)

    def prepare(self, options: Options) -> None:
        pack_colour(options.data, self.pack(options), options.folders, options.seed)

    def open_batches(self, options: Options):
        rows = self.open_array(options, "lab")

        def sample(rng):
            lab = rows[rng.integers(len(rows))].astype(np.float32)
            lab[..., 0] = (lab[..., 0] + 128) / 2.55
            small = cv2.resize(lab[:, ::-1] if rng.random() < 0.5 else lab, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
            truth = to_rgb(small)
            # Prints differ in contrast and in their blacks before they fade.
            truth = truth ** np.float32(log_uniform(rng, 0.8, 1.25))
            if rng.random() < SOUND:
                seen = (np.rint(truth * 255) / 255).astype(np.float32)
            else:
                seen = fade(rng, truth, drawn(rng))
            return seen, truth

        def batch(rng):
            pairs = [sample(rng) for _ in range(options.batch)]
            return [np.ascontiguousarray(np.stack(part).transpose(0, 3, 1, 2)) for part in zip(*pairs)]

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        seen, truth = (torch.from_numpy(part).to(device) for part in batch)
        got = recovered(densities(seen), model(seen).float())
        return difference(lab_of(got), lab_of(densities(truth).clamp(max=2.7)))

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """Mean CIEDE2000 of photos whose dyes were faded, before and after; and what is done to those that are sound."""
        result = {}
        for name in sets:
            files = list_pictures(options.data / "eval" / name)
            rows = [self.judge(run, np.random.default_rng(k), read_rgb(file)) for k, file in enumerate(files)]
            if not rows:
                continue
            before, after, sound = np.mean(rows, 0)
            result[name] = {"faded": round(float(before), 3), "recovered": round(float(after), 3), "sound": round(float(sound), 3)}
        return result

    def judge(self, run, rng, truth: np.ndarray) -> tuple[float, float, float]:
        truth = truth.astype(np.float32) / 255
        lab, old = to_lab(truth), fade(rng, truth, drawn(rng))
        return tuple(
            float(ciede2000(to_lab(picture), lab).mean()) for picture in (old, self.way_back(run, old), self.way_back(run, truth))
        )

    @staticmethod
    def way_back(run, picture: np.ndarray) -> np.ndarray:
        small = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA).transpose(2, 0, 1)[None]
        said = torch.from_numpy(run(np.ascontiguousarray(small)))
        got = recovered(densities(torch.from_numpy(picture.transpose(2, 0, 1)[None].copy())), said)
        return np.clip(encoded(10.0 ** -got[0].numpy().transpose(1, 2, 0)), 0, 1).astype(np.float32)

    def card(self, options: Options) -> dict:
        return {
            "scale": 1,
            "multiple": 1,
            "side": SIDE,
            "licence": "MIT",
            "data": ledger(read_manifest(self.pack(options))),
            "goodFor": ["colour prints and slides that have turned red, orange, yellow or pale"],
            "limits": [
                "a dye that is gone is gone; fading that differs across a print is not evened out",
                "learnt from drawn fading: a picture that was meant to be of one tint may be taken for a faded one",
            ],
        }


RECIPES = [UnfadeRecipe()]
