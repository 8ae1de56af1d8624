"""Filling thin and medium holes (scratches, hairs, dust, small flakes; up to about 20 pixels wide).

Input  float32 [N, 4, H, W]: R, G, B (0..1; what lies in the hole is ignored) and the hole mask
       (1 = fill, 0 = keep; give it hard edges, soften the seam afterwards).
Output float32 [N, 3, H, W]: the whole picture, 0..1, equal to the input where the mask is 0.

A crude fill comes first, inside the graph: averages of ever larger neighbourhoods that leave out
the hole. The network corrects it. So callers prepare nothing, and whatever the damage left in the
hole cannot leak into the result.
"""

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data import ledger, read_manifest
from metrics import to_bytes
from recipe import Options, Recipe
from scratch_data import Packed, age, inpaint_picture, pack_scratch
from scratch_detect import MARGIN, run_whole, seconds_per_megapixel, test_pictures
from scratch_synth import holes
from unet import MULTIPLE, UNet

WIDTHS = (48, 64, 96, 128)
RADIUS = 160  # 157 for the least lucky pixel
LEVELS = 4  # of halving in the crude fill: down to blocks of 16 pixels
PATCH = 128  # side of a training input: enough for holes of this size


def crude_fill(picture: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
    """Pull-push: halve the known pixels until the hole closes, then enlarge into the hole again.

    Sides are multiples of 16. Pixels that even the coarsest level does not know become mid-gray.
    """
    sums, weights = [picture * keep], [keep]
    for _ in range(LEVELS):
        sums.append(F.avg_pool2d(sums[-1], 2))
        weights.append(F.avg_pool2d(weights[-1], 2))
    # A trace of wider neighbours where the coarsest level knows little or nothing.
    far, near = F.avg_pool2d(sums[-1], 3, 1, 1), F.avg_pool2d(weights[-1], 3, 1, 1)
    fill = (sums[-1] + 0.05 * far + 0.0005) / (weights[-1] + 0.05 * near + 0.001)
    for total, weight in zip(sums[-2::-1], weights[-2::-1]):
        coarse = F.interpolate(fill, scale_factor=2.0, mode="bilinear", align_corners=False)
        fill = total + (1 - weight) * coarse  # total is already weighted by what is known
    return fill


class Inpainter(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = UNet(4, 3, WIDTHS, slope=0.0)
        self.net.tail.weight.data.mul_(0.1)  # begin with the crude fill
        self.net.tail.bias.data.zero_()

    def forward(self, x):
        picture, hole = x[:, :3], x[:, 3:]
        with torch.autocast(x.device.type, enabled=False):
            filled = crude_fill(picture, 1 - hole)
        inputs = torch.cat([filled - 0.5, hole], 1)
        return filled + hole * self.net(inputs)


class Exported(nn.Module):
    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(x).clamp(0, 1)


class InpaintThin(Recipe):
    id = "inpaint-thin"
    name = "Filling scratches and small holes"
    task = "inpaint"
    radius = RADIUS
    multiple = MULTIPLE
    pack_name = "scratch"
    channels_in = 4
    channels_out = 3
    colour_in = "rgb"
    architecture = (
        "pull-push fill inside the graph, corrected by a residual U-Net, "
        f"{'-'.join(map(str, WIDTHS))} features at 1/2 to 1/16, nearest enlargement, ReLU, no normalisation; "
        "input channels: R, G, B, hole mask (1 = fill; what RGB holds there is ignored); "
        "output: the picture, unchanged outside the hole"
    )

    def build(self) -> nn.Module:
        return Inpainter()

    def exported(self, model: nn.Module) -> nn.Module:
        return Exported(model)

    def prepare(self, options: Options) -> None:
        pack_scratch(options.data, self.pack(options), options.folders, options.seed)

    def open_batches(self, options: Options):
        packed = Packed(self.pack(options))

        def batch(rng):
            planes = np.empty((options.batch, 4, PATCH, PATCH), np.float32)
            for i in range(options.batch):
                planes[i, :3] = inpaint_picture(rng, packed, PATCH).transpose(2, 0, 1)
                planes[i, 3] = holes(rng, PATCH, packed.real)
            return planes

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        """L1 and L1 of gradients inside the hole (the picture outside passes through unchanged)."""
        planes = torch.from_numpy(batch).to(device)
        truth, hole = planes[:, :3], planes[:, 3:]
        inner = (..., slice(MARGIN, -MARGIN), slice(MARGIN, -MARGIN))
        error = (model(planes).float() - truth)[inner]
        area = 3 * hole[inner].sum() + 1
        across = (error[..., 1:] - error[..., :-1]).abs().sum()
        along = (error[..., 1:, :] - error[..., :-1, :]).abs().sum()
        return (error.abs().sum() + 0.25 * (across + along)) / area

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """PSNR inside fixed-seed holes of pictures never trained on, beside OpenCV's two fillers."""
        real = Packed(self.pack(options)).real if self.pack(options).exists() else None
        result = {}
        for name in sets:
            errors: dict[str, list[float]] = {"psnrHole": [], "teleaPsnrHole": [], "nsPsnrHole": []}
            for picture, rng in test_pictures(options.data, name):
                for image in (picture, age(rng, picture)):
                    hole = holes(rng, image.shape[0], real)
                    while not hole.any():
                        hole = holes(rng, image.shape[0], real)
                    truth, mask = to_bytes(image), (hole * 255).astype(np.uint8)
                    broken = np.where(hole[..., None] > 0, 255, truth).astype(np.uint8)
                    planes = np.concatenate([broken.transpose(2, 0, 1) / np.float32(255), hole[None]])
                    ways = {
                        "psnrHole": to_bytes(run_whole(run, planes).transpose(1, 2, 0)),
                        "teleaPsnrHole": cv2.inpaint(broken, mask, 5, cv2.INPAINT_TELEA),
                        "nsPsnrHole": cv2.inpaint(broken, mask, 5, cv2.INPAINT_NS),
                    }
                    for key, filled in ways.items():
                        wrong = np.mean((filled[mask > 0].astype(np.float64) - truth[mask > 0]) ** 2)
                        errors[key].append(10 * np.log10(255**2 / max(wrong, 0.05)))
            if errors["psnrHole"]:
                result[name] = {key: round(float(np.mean(values)), 2) for key, values in errors.items()}
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
            "goodFor": [
                "what the scratch detector marks: lines, hairs, dust and flakes up to about 20 pixels wide",
                "edges and hair lines running across a scratch are joined",
            ],
            "limits": [
                "the fill is smooth: add grain to match the picture afterwards",
                "holes wider than about 30 pixels become a soft patch: use the patch-based fill for missing corners",
            ],
        }


RECIPES = [InpaintThin()]
