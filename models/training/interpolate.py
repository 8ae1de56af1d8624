"""Frames between two: refines the motion that the app has found, says which frame to believe, and mends the rest.

Input  float32 [N, 11, H, W]: RGB of the first frame, RGB of the second (0..1), where the wanted frame's pixels lie in the
       first (across, down) and in the second, in pixels, and the moment (0..1, the same everywhere). Sides: multiples of 16.
Output float32 [N, 8, H, W]: both motions, better; the second frame's share (0..1); what to add to R, G, B.

In two steps like IFNet (Z. Huang and others, RIFE, 2022): at a quarter of the size motion is put right from afar, at half
of it the edges. It does not start from nothing but from the app's search, so it can be small. The share plays the part of
DAIN's order by depth: at an edge that covers something, the frame that sees it counts. The app fetches the frames itself,
at the film's full size, however small the network looked at them.
"""

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data import ledger, read_manifest, read_rgb
from metrics import to_bytes
from motion_data import SIDE, pack_motion, studio_motion, turned
from recipe import Options, Recipe
from unet import Block

MULTIPLE = 16
RADIUS = 200
SLOPE = 0.1
COARSE = (48, 64, 96)  # at 1/4, 1/8, 1/16
FINE = (24, 40)  # at 1/2, 1/4
STEP = 2.0  # pixels that a 1 of the coarse answer moves
CROP = 128
EDGE = 8  # of a crop: what lies beyond it is not there, though in the frame it was


def warp(picture: torch.Tensor, motion: torch.Tensor, mode: str = "bilinear") -> torch.Tensor:
    """`picture` fetched where `motion` (pixels) points; the border goes on for ever."""
    height, width = picture.shape[2:]
    x = torch.arange(width, dtype=torch.float32, device=picture.device)
    y = torch.arange(height, dtype=torch.float32, device=picture.device)[:, None]
    places = torch.stack([(x + motion[:, 0]) * (2 / (width - 1)) - 1, (y + motion[:, 1]) * (2 / (height - 1)) - 1], -1)
    return F.grid_sample(picture, places, mode=mode, padding_mode="border", align_corners=True)


def inside(motion: torch.Tensor) -> torch.Tensor:
    """1 where `motion` points into the frame, falling to 0 within a pixel beyond it."""
    height, width = motion.shape[2:]
    x = torch.arange(width, dtype=torch.float32, device=motion.device) + motion[:, 0:1]
    y = torch.arange(height, dtype=torch.float32, device=motion.device)[:, None] + motion[:, 1:2]
    beyond = torch.maximum(torch.maximum(-x, x - (width - 1)), torch.maximum(-y, y - (height - 1)))
    return (1 - beyond).clamp(0, 1)


def towards(motion: torch.Tensor, part: torch.Tensor) -> torch.Tensor:
    """Motion seen from the moment between, put together of both (Super SloMo): into the first, into the second."""
    forth, back = motion[:, :2], motion[:, 2:]
    p, q, r = -part * (1 - part), part * part, (1 - part) ** 2
    return torch.cat([p * forth + q * back, r * forth + p * back], 1)


def bend(x: torch.Tensor) -> torch.Tensor:
    return F.leaky_relu(x, SLOPE)


def larger(x: torch.Tensor) -> torch.Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def centred(first: torch.Tensor, second: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and, larger, difference of both frames where they should be the same: what to keep and what to mend."""
    return (first + second) / 2 - 0.5, 4 * (first - second)


class Interpolator(nn.Module):
    def __init__(self):
        super().__init__()
        (a, b, c), (d, e) = COARSE, FINE
        self.coarse_in = nn.Conv2d(19, a, 3, stride=2, padding=1)
        self.coarse_first = Block(a, SLOPE)
        self.down = nn.ModuleList([nn.Conv2d(a, b, 3, stride=2, padding=1), nn.Conv2d(b, c, 3, stride=2, padding=1)])
        self.deep = nn.ModuleList([Block(b, SLOPE), Block(c, SLOPE), Block(c, SLOPE)])
        self.up = nn.ModuleList([nn.Conv2d(c, b, 1), nn.Conv2d(b, a, 1)])
        self.rise = nn.ModuleList([Block(b, SLOPE), Block(a, SLOPE)])
        self.coarse_out = nn.Conv2d(a, 4 * 5, 3, padding=1)
        self.fine_in = nn.Conv2d(14, d, 4, stride=2, padding=1)
        self.fine_down = nn.Conv2d(d, e, 3, stride=2, padding=1)
        self.fine_join = nn.Conv2d(a, e, 1)
        self.fine_deep = nn.ModuleList([Block(e, SLOPE), Block(e, SLOPE)])
        self.fine_up = nn.Conv2d(e, d, 1)
        self.fine_last = Block(d, SLOPE)
        self.fine_out = nn.Conv2d(d, 4 * 8, 3, padding=1)
        self.begin()

    def begin(self) -> None:
        """He's initialisation; residual branches start small, and the answers at nothing: with what was given.

        Begun with a tenth of PyTorch's own, the last layers threw motion about, and the rest learned to be silent: after
        2,000 steps nearly all features were dead and the answer was what had been given.
        """
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, SLOPE)
                nn.init.zeros_(module.bias)
            if isinstance(module, Block):
                module.second.weight.data.mul_(0.3)
        for last in (self.coarse_out, self.fine_out):
            nn.init.zeros_(last.weight)

    def coarse(self, first, second, motion, part):
        """At half the size. @returns motion and belief there, and features at a quarter."""
        fetched = warp(first, motion[:, :2]), warp(second, motion[:, 2:])
        seen = inside(motion[:, :2]), inside(motion[:, 2:])
        x = torch.cat([*centred(*fetched), first - 0.5, second - 0.5, motion / 16, part, *seen], 1)
        x = self.coarse_first(bend(self.coarse_in(x)))
        y = self.deep[0](bend(self.down[0](x)))
        z = self.deep[2](self.deep[1](bend(self.down[1](y))))
        y = self.rise[0](y + F.interpolate(self.up[0](z), scale_factor=2.0, mode="nearest"))
        x = self.rise[1](x + F.interpolate(self.up[1](y), scale_factor=2.0, mode="nearest"))
        answer = F.pixel_shuffle(self.coarse_out(x), 2).float()
        return motion + STEP * answer[:, :4], answer[:, 4:], x

    def forward(self, x, stages: bool = False):
        first, second, motion, part = x[:, :3], x[:, 3:6], x[:, 6:10], x[:, 10:11]
        small = F.avg_pool2d(x, 2)
        near, belief, features = self.coarse(small[:, :3], small[:, 3:6], small[:, 6:10] / 2, small[:, 10:11])
        motion, belief = 2 * larger(near), larger(belief)
        seen = inside(motion[:, :2]), inside(motion[:, 2:])
        fetched = warp(first, motion[:, :2]), warp(second, motion[:, 2:])
        x = torch.cat([*centred(*fetched), motion / 16, belief, part, *seen], 1)
        x = bend(self.fine_in(x))
        y = bend(self.fine_down(x)) + self.fine_join(features)
        y = self.fine_deep[1](self.fine_deep[0](y))
        x = self.fine_last(x + F.interpolate(self.fine_up(y), scale_factor=2.0, mode="nearest"))
        answer = F.pixel_shuffle(self.fine_out(x), 2).float()
        even = torch.log(part.clamp(0.02, 0.98)) - torch.log(1 - part.clamp(0.02, 0.98))
        sure = even + 4 * (seen[1] - seen[0]) + belief
        result = torch.cat([motion + answer[:, :4], torch.sigmoid(sure + answer[:, 4:5]), answer[:, 5:]], 1)
        return (result, torch.cat([motion, torch.sigmoid(sure)], 1)) if stages else result


class Exported(nn.Module):
    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(x)


def joined(first: torch.Tensor, second: torch.Tensor, answer: torch.Tensor, mode: str = "bicubic") -> torch.Tensor:
    """The frame, as the app makes it of the answer."""
    share = answer[:, 4:5]
    frame = (1 - share) * warp(first, answer[:, :2], mode) + share * warp(second, answer[:, 2:4], mode)
    return frame + answer[:, 5:] if answer.shape[1] > 5 else frame


def charbonnier(difference: torch.Tensor) -> torch.Tensor:
    return torch.sqrt(difference * difference + 1e-6).mean()


def pyramid(difference: torch.Tensor, levels: int = 4) -> torch.Tensor:
    """Mean absolute difference of both Laplacian pyramids; coarse levels count more, as in RIFE."""
    total, weight = 0, 1.0
    for _ in range(levels):
        small = F.avg_pool2d(difference, 2)
        total = total + weight * (difference - F.interpolate(small, scale_factor=2.0, mode="bilinear", align_corners=False)).abs().mean()
        difference, weight = small, weight * 2
    return total + weight * difference.abs().mean()


class Interpolate(Recipe):
    id = "interpolate"
    name = "Frames between"
    task = "interpolate"
    radius = RADIUS
    multiple = MULTIPLE
    pack_name = "motion"
    channels_in = 11
    channels_out = 8
    colour_in = "rgb"
    colour_out = "motion"
    quick_sets = ["middlebury"]
    architecture = (
        f"two steps of refining given motion: residual U-Net of {'-'.join(map(str, COARSE))} features at 1/4 to 1/16, "
        f"then {'-'.join(map(str, FINE))} at 1/2 and 1/4, LeakyReLU, no normalisation, frames fetched inside by GridSample; "
        "input channels: RGB of both frames, motion from the wanted frame into either (across, down, pixels), the moment; "
        "output: both motions, share of the second frame, what to add to RGB"
    )

    def build(self) -> nn.Module:
        return Interpolator()

    def exported(self, model: nn.Module) -> nn.Module:
        return Exported(model)

    def prepare(self, options: Options) -> None:
        pack_motion(options.data, self.pack(options), options.folders, options.seed)

    def open_batches(self, options: Options):
        frames, motions, parts = (self.open_array(options, name) for name in ("frames", "motions", "parts"))

        def batch(rng):
            planes = np.empty((options.batch, 14, CROP, CROP), np.float32)
            for i in range(options.batch):
                row, which = rng.integers(len(frames)), rng.integers(16)
                y, x = (int(at) for at in 2 * rng.integers(0, (SIDE - CROP) // 2 + 1, 2))
                piece = (slice(y, y + CROP), slice(x, x + CROP))
                half = (slice(y // 2, (y + CROP) // 2), slice(x // 2, (x + CROP) // 2))
                cut, motion, part = turned(frames[row][(slice(None), *piece)], motions[row][(slice(None), *half)],
                                           float(parts[row]), which)  # fmt: skip
                colours = rng.permutation(3) if rng.random() < 0.5 else slice(None)
                planes[i, :9] = cut[..., colours].transpose(0, 3, 1, 2).reshape(9, CROP, CROP) / np.float32(255)
                for k in range(4):
                    planes[i, 9 + k] = 2 * cv2.resize(motion[k].astype(np.float32), (CROP, CROP), interpolation=cv2.INTER_LINEAR)
                planes[i, 13] = part
            return planes

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        planes = torch.from_numpy(batch).to(device)
        first, truth, second, part = planes[:, :3], planes[:, 3:6], planes[:, 6:9], planes[:, 13:14]
        motion = towards(planes[:, 9:13], part)
        answer, before = model(torch.cat([first, second, motion, part], 1), stages=True)
        inner = (..., slice(EDGE, -EDGE), slice(EDGE, -EDGE))
        plain = joined(first, second, answer[:, :5])
        # Motion and share must stand alone: what is added is for what neither frame shows.
        wrong, unmended = (plain + answer[:, 5:] - truth)[inner], (plain - truth)[inner]
        early = (joined(first, second, before, "bilinear") - truth)[inner]
        return charbonnier(wrong) + 0.25 * pyramid(wrong) + 0.5 * charbonnier(unmended) + 0.3 * charbonnier(early)

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """Colour PSNR of the middle frame in dB, beside blending and the motion that was given."""
        columns: dict[str, list[float]] = {"psnr": [], "searchPsnr": [], "blendPsnr": []}
        for folder in sorted((options.data / "eval" / "middlebury").glob("*")):
            first, truth, second = (read_rgb(folder / f"{name}.webp") for name in ("frame10", "frame10i11", "frame11"))
            given = whole(first, second, 0.5, options.work / "packs" / f"motion-{folder.name}.npy")
            answer = torch.from_numpy(run(given.numpy()))
            plain = torch.cat([given[:, 6:10], torch.full_like(given[:, :1], 0.5)], 1)
            ways = {
                "psnr": joined(given[:, :3], given[:, 3:6], answer),
                "searchPsnr": joined(given[:, :3], given[:, 3:6], plain),
                "blendPsnr": (given[:, :3] + given[:, 3:6]) / 2,
            }
            height, width = truth.shape[:2]
            for name, frame in ways.items():
                made = to_bytes(frame[0, :, :height, :width].permute(1, 2, 0).numpy())
                columns[name].append(10 * np.log10(255**2 / np.mean((made.astype(np.float64) - truth) ** 2)))
        return {"middlebury": {k: round(float(np.mean(v)), 2) for k, v in columns.items()}} if columns["psnr"] else {}

    def card(self, options: Options) -> dict:
        return {
            "scale": 1,
            "multiple": MULTIPLE,
            "licence": "MIT",
            "data": ledger(read_manifest(self.pack(options))),
            "goodFor": [
                "edges of things that cover and uncover what is behind them",
                "any moment between two frames, motion of up to about 40 pixels at 480 lines",
            ],
            "limits": [
                "it refines motion that was found before it: what moves further than the search looks is blended",
                "what neither frame shows is guessed, smoothly",
            ],
        }


def whole(first: np.ndarray, second: np.ndarray, part: float, cache) -> torch.Tensor:
    """The network's input for two whole frames; the motion between them is looked for once and kept in `cache`."""
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.save(cache, studio_motion(np.stack([first, second])[None], cache.parent))
    height, width = first.shape[:2]
    found = [2 * cv2.resize(plane.astype(np.float32), (width, height)) for plane in np.load(cache)[0]]
    motion = torch.from_numpy(np.stack(found))[None]
    moment = torch.full((1, 1, height, width), part)
    frames = [torch.from_numpy(f.transpose(2, 0, 1).astype(np.float32) / 255)[None] for f in (first, second)]
    given = torch.cat([*frames, towards(motion, moment), moment], 1)
    return F.pad(given, (0, -width % MULTIPLE, 0, -height % MULTIPLE), mode="replicate")


RECIPES = [Interpolate()]
