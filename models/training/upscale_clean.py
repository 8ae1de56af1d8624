"""Enlarging clean photos by 2, 3 or 4: a small residual network in low-resolution space.

Input  float32 [N, 3, H, W], RGB, 0..1.   Output float32 [N, 3, H*s, W*s], RGB, 0..1.

"Clean" means: the picture was shrunk, nothing worse. The network adds detail to an exact bicubic
enlargement, which is itself a fixed 5x5 convolution ahead of the same pixel shuffle. So everything
is convolution: what lies beyond `RADIUS` input pixels can never matter, and tiles padded with that
much context join without a seam.
"""

import torch
import torch.nn.functional as F
from torch import nn

from data import ledger, pack_upscale, read_manifest, sample_pairs
from degrade import cubic
from recipe import Options, Recipe
from scores import score_upscaler

FEATURES = 48
BLOCKS = 5
RADIUS = 2 + 2 * BLOCKS  # first, last and 2 per block: each 3x3 reaches one pixel further
PATCH = 48  # side of a training input, in pixels
MARGIN = 4  # outermost input pixels see mostly padding there, never in the app: left out of the loss


def bicubic_kernel(scale: int) -> torch.Tensor:
    """[3*s*s, 3, 5, 5]: convolution + pixel shuffle with it equals bicubic enlargement by `scale`."""
    offsets = torch.arange(-2, 3).double()
    kernel = torch.zeros(3, scale, scale, 3, 5, 5, dtype=torch.float64)
    axis = []
    for phase in range(scale):
        centre = (phase + 0.5) / scale - 0.5
        axis.append(torch.from_numpy(cubic((centre - offsets).numpy())))
    for colour in range(3):
        for i in range(scale):
            for j in range(scale):
                kernel[colour, i, j, colour] = axis[i][:, None] * axis[j][None, :]
    return kernel.reshape(3 * scale * scale, 3, 5, 5).float()


class Block(nn.Module):
    """Two 3x3 convolutions with a skip; the ReLU after the sum is fused by ONNX Runtime."""

    def __init__(self, features: int):
        super().__init__()
        self.first = nn.Conv2d(features, features, 3, padding=1)
        self.second = nn.Conv2d(features, features, 3, padding=1)

    def forward(self, x):
        return F.relu_(x + self.second(F.relu_(self.first(x))))


class UpscaleClean(nn.Module):
    def __init__(self, scale: int, features: int = FEATURES, blocks: int = BLOCKS):
        super().__init__()
        self.head = nn.Conv2d(3, features, 3, padding=1)
        self.body = nn.Sequential(*[Block(features) for _ in range(blocks)])
        self.tail = nn.Conv2d(features, 3 * scale * scale, 3, padding=1)
        self.shuffle = nn.PixelShuffle(scale)
        # Computed, never trained: kept out of checkpoints so that no rounding can creep in.
        self.register_buffer("bicubic", bicubic_kernel(scale), persistent=False)
        with torch.no_grad():  # start close to plain bicubic
            for block in self.body:
                block.second.weight.mul_(0.3)
            self.tail.weight.mul_(0.1)
            self.tail.bias.zero_()

    def forward(self, x):
        # bf16 holds 8 bits: enough inside the network, too little for the picture itself.
        with torch.autocast(x.device.type, enabled=False):
            base = F.conv2d(x, self.bicubic, padding=2)
            shallow = F.relu_(self.head(x))
        detail = self.tail(self.body(shallow) + shallow)
        # Zeros beyond the border are harmless to both: the app pads with context and crops it away.
        return self.shuffle(base + detail)


class Exported(nn.Module):
    """What is written to ONNX: the network, clipped to the promised range."""

    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(x).clamp(0, 1)


class UpscaleCleanRecipe(Recipe):
    task = "upscale"
    radius = RADIUS
    pack_name = "upscale"
    folders = ["photos/cid22", "photos/clic", "photos/bsds", "photos/imagenet"]

    def __init__(self, scale: int):
        self.scale = scale
        self.id = f"upscale-clean-x{scale}"
        self.name = f"Clean enlargement x{scale}"
        # The trunk does the same job at every scale, so x3 and x4 start from the x2 weights.
        self.parent = None if scale == 2 else "upscale-clean-x2"
        self.architecture = (
            f"residual CNN, {FEATURES} features, {2 * BLOCKS + 2} 3x3 convolutions, ReLU, "
            "pixel shuffle, added to an exact bicubic enlargement"
        )

    def build(self) -> nn.Module:
        return UpscaleClean(self.scale)

    def exported(self, model: nn.Module) -> nn.Module:
        return Exported(model)

    def prepare(self, options: Options) -> None:
        pack_upscale(options.data, self.pack(options), options.folders or self.folders, options.seed)

    def open_batches(self, options: Options):
        small = self.open_array(options, f"lr{self.scale}")
        large = self.open_array(options, "hr")

        def batch(rng):
            return sample_pairs(small, large, self.scale, options.batch, PATCH, rng)

        return batch

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        """L1 on RGB plus L1 on luma: people judge sharpness by luma, and so does Y-PSNR."""
        inputs, targets = (to_planes(part, device) for part in batch)
        output = model(inputs).float()
        inner = slice(MARGIN * self.scale, -MARGIN * self.scale)
        error = (output - targets)[..., inner, inner]
        weights = error.new_tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)
        return error.abs().mean() + (error * weights).sum(1).abs().mean()

    def score(self, run, options: Options, sets: list[str]) -> dict:
        return score_upscaler(run, options.data, sets, self.scale, self.radius)

    def card(self, options: Options) -> dict:
        return {
            "scale": self.scale,
            "multiple": 1,
            "licence": "MIT",
            "data": ledger(read_manifest(self.pack(options))),
            "goodFor": [
                "sharp digital photos and good scans that are simply too small",
                "faithful enlargement: shrinking the result gives the input back almost exactly",
            ],
            "limits": [
                "keeps noise, film grain and compression marks: clean those first",
                "does not sharpen blur and invents no texture that the small picture gives no hint of",
                "trained on bicubic shrinking; other ways of shrinking come out a little softer or crisper",
            ],
        }


def to_planes(batch, device: torch.device) -> torch.Tensor:
    """uint8 [N, H, W, 3] -> float32 [N, 3, H, W] 0..1, channels last in memory."""
    tensor = torch.from_numpy(batch).to(device).permute(0, 3, 1, 2)
    return tensor.float().div(255).contiguous(memory_format=torch.channels_last)


RECIPES = [UpscaleCleanRecipe(2), UpscaleCleanRecipe(3), UpscaleCleanRecipe(4)]
