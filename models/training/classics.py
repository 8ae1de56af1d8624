"""SRCNN and FSRCNN, as published: the two networks with which it all began.

SRCNN 9-5-5 (Dong et al. 2014): input the luma ALREADY enlarged bicubically, float32 [N, 1, H, W] -> [N, 1, H, W].
FSRCNN(56, 12, 4) (Dong et al. 2016): input the small luma, [N, 1, H, W] -> [N, 1, sH, sW].
Luma is Y of MATLAB's rgb2ycbcr over 255 (16/255 .. 235/255). Colour is enlarged bicubically beside them.
The networks are exact, the training is ours: L2 as published, but Adam instead of plain descent.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data import is_gray, ledger, list_pictures, pack_upscale, read_manifest, read_rgb, sample_pairs
from degrade import imresize, modcrop, resize_matrix
from metrics import full_luma, luma, psnr
from recipe import Options, Recipe

FOLDERS = ["photos/cid22", "photos/clic", "photos/bsds", "photos/imagenet"]
WEIGHTS = np.array([65.481, 128.553, 24.966], np.float32) / 255
CUT = 6  # SRCNN sees zeros beyond its input: the outermost pixels are left out of the loss


def planes(rgb: np.ndarray) -> np.ndarray:
    """uint8 [N, H, W, 3] -> float32 [N, 1, H, W] Y / 255, not rounded."""
    return ((rgb.astype(np.float32) @ WEIGHTS + 16) / 255)[:, None]


class Srcnn(nn.Module):
    """64 filters of 9x9, 32 of 5x5, one of 5x5: 57,281 parameters."""

    def __init__(self):
        super().__init__()
        self.extract = nn.Conv2d(1, 64, 9, padding=4)
        self.map = nn.Conv2d(64, 32, 5, padding=2)
        self.rebuild = nn.Conv2d(32, 1, 5, padding=2)
        with torch.no_grad():  # begin as the identity: one path carries the picture itself
            for layer in (self.extract, self.map, self.rebuild):
                layer.weight.mul_(0.5)
                layer.bias.zero_()
                middle = layer.kernel_size[0] // 2
                layer.weight[0, :] = 0 if layer is not self.rebuild else layer.weight[0, :]
                layer.weight[0, 0, middle, middle] = 1

    def forward(self, x):
        return self.rebuild(F.relu(self.map(F.relu(self.extract(x)))))


class Fsrcnn(nn.Module):
    """56 of 5x5; 12 of 1x1; 4 x 12 of 3x3; 56 of 1x1; one transposed 9x9 of stride s; PReLU between: 12,809 parameters."""

    def __init__(self, scale: int):
        super().__init__()
        widths = [(1, 56, 5), (56, 12, 1), *[(12, 12, 3)] * 4, (12, 56, 1)]
        layers = [l for a, b, k in widths for l in (nn.Conv2d(a, b, k, padding=k // 2), nn.PReLU(b))]  # noqa: E741
        self.body = nn.Sequential(*layers)
        self.enlarge = nn.ConvTranspose2d(56, 1, 9, stride=scale, padding=4, output_padding=scale - 1)
        for layer in self.body:
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, 0.25)
                nn.init.zeros_(layer.bias)
        nn.init.normal_(self.enlarge.weight, 0, 0.001)
        nn.init.constant_(self.enlarge.bias, 0.4)

    def forward(self, x):
        return self.enlarge(self.body(x))


def grow(plane: np.ndarray, scale: int) -> np.ndarray:
    """Bicubic enlargement of a float32 plane [H, W], borders mirrored."""
    rows = resize_matrix(plane.shape[0], plane.shape[0] * scale, scale)
    return rows @ plane @ resize_matrix(plane.shape[1], plane.shape[1] * scale, scale).T


class Classic(Recipe):
    channels_in = 1
    channels_out = 1
    colour_in = "y"
    colour_out = "y"
    pack_name = "upscale"
    scale: int

    def prepare(self, options: Options) -> None:
        pack_upscale(options.data, self.pack(options), options.folders or FOLDERS, options.seed)

    def open_batches(self, options: Options):
        small, large = self.open_array(options, f"lr{self.scale}"), self.open_array(options, "hr")
        side = self.side

        def batch(rng):
            inputs, targets = sample_pairs(small, large, self.scale, options.batch, side, rng)
            return self.entering(planes(inputs)), planes(targets)

        return batch

    def entering(self, small: np.ndarray) -> np.ndarray:
        return small

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        inputs, targets = (torch.from_numpy(np.ascontiguousarray(part)).to(device) for part in batch)
        inner = (..., slice(CUT, -CUT), slice(CUT, -CUT))
        return F.mse_loss(model(inputs).float()[inner], targets[inner]) * 1000  # so that clipped gradients keep their size

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """Mean Y-PSNR in dB by the published protocol, beside bicubic. No context beyond the border: as published."""
        result = {}
        for name in sets:
            columns: dict[str, list[float]] = {"psnrY": [], "bicubicPsnrY": []}
            for file in list_pictures(options.data / "eval" / name):
                truth = modcrop(read_rgb(file), self.scale)
                plane = full_luma if is_gray(file) else luma
                small = imresize(truth, 1 / self.scale)
                pad = 8
                around = np.pad(plane(small).astype(np.float32) / 255, pad, mode="symmetric")
                got = run(self.entering(around[None, None]))[0, 0]
                cut = slice(pad * self.scale, -pad * self.scale)
                edge = slice(self.scale, -self.scale)
                for key, picture in (("psnrY", np.rint(np.clip(got[cut, cut], 0, 1) * 255)), ("bicubicPsnrY", plane(imresize(small, self.scale)))):
                    columns[key].append(psnr(picture[edge, edge], plane(truth)[edge, edge]))
            if columns["psnrY"]:
                result[name] = {key: round(float(np.mean(v)), 3) for key, v in columns.items()}
        return result

    def card(self, options: Options) -> dict:
        return {
            "multiple": 1,
            "licence": "MIT",
            "data": ledger(read_manifest(self.pack(options))),
            "goodFor": ["comparing with the literature; quick previews"],
            "limits": ["a classic of its year: the clean enlargement is better in every respect", "works on luma; colour is enlarged bicubically"],
        }  # fmt: skip


class SrcnnRecipe(Classic):
    task = "upscale-classic"
    architecture = "SRCNN 9-5-5 (64, 32), ReLU; input: luma enlarged bicubically beforehand"
    radius = 8

    def __init__(self, scale: int):
        self.scale, self.side = scale, {2: 30, 3: 20, 4: 15}[scale]
        self.id, self.name = f"srcnn-x{scale}", f"SRCNN x{scale}"
        self.parent = None if scale == 4 else "srcnn-x4"

    def build(self) -> nn.Module:
        return Srcnn()

    def entering(self, small: np.ndarray) -> np.ndarray:
        return np.stack([grow(plane[0], self.scale)[None] for plane in small]).astype(np.float32)

    def card(self, options: Options) -> dict:
        return {"scale": 1} | super().card(options)


class FsrcnnRecipe(Classic):
    task = "upscale-classic"
    architecture = "FSRCNN (56, 12, 4), PReLU, transposed convolution of 9x9"
    radius = 8

    def __init__(self, scale: int):
        self.scale, self.side = scale, 20
        self.id, self.name = f"fsrcnn-x{scale}", f"FSRCNN x{scale}"
        self.parent = None if scale == 4 else "fsrcnn-x4"

    def build(self) -> nn.Module:
        return Fsrcnn(self.scale)

    def card(self, options: Options) -> dict:
        return {"scale": self.scale} | super().card(options)


RECIPES = [recipe(scale) for recipe in (SrcnnRecipe, FsrcnnRecipe) for scale in (2, 3, 4)]
