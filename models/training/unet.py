"""Two small residual U-Nets for tiled use: `UNet` starts and ends with a step of two, `FineUNet` does not.

No normalisation in use (see normed.py) and no attention: what a pixel becomes depends on a bounded neighbourhood only, so
tiles with enough context join without a seam. Sides must be multiples of 16.
"""

import torch
import torch.nn.functional as F
from torch import nn

from normed import NormedBlock, NormedConv

MULTIPLE = 16


class Block(nn.Module):
    def __init__(self, width: int, slope: float):
        super().__init__()
        self.slope = slope
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.second.weight.data.mul_(0.3)  # begin near the identity

    def forward(self, x):
        return F.leaky_relu(x + self.second(F.leaky_relu(self.first(x), self.slope)), self.slope)


class UNet(nn.Module):
    """`widths` at 1/2, 1/4, 1/8 and 1/16 of the picture; the first and last step keep every pixel.

    With a slope of 0 (ReLU) two thirds of the inner features died within 2,000 steps of a rate of 1e-3.
    """

    def __init__(self, channels_in: int, channels_out: int, widths: tuple[int, ...], slope: float):
        super().__init__()
        self.slope = slope
        pairs = list(zip(widths[:-1], widths[1:]))
        self.head = nn.Conv2d(channels_in, widths[0], 6, stride=2, padding=2)
        self.down = nn.ModuleList([nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in pairs])
        self.encode = nn.ModuleList([Block(w, slope) for w in widths])
        self.up = nn.ModuleList([nn.Conv2d(b, a, 1) for a, b in pairs])
        self.decode = nn.ModuleList([Block(w, slope) for w in widths[:-1]])
        self.tail = nn.Conv2d(widths[0], 4 * channels_out, 3, padding=1)

    def begin(self) -> None:
        """He's initialisation; residual branches and the last layer start small."""
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, self.slope)
                nn.init.zeros_(module.bias)
        for block in [*self.encode, *self.decode]:
            block.second.weight.data.mul_(0.3)
        self.tail.weight.data.mul_(0.1)

    def bend(self, x):
        return F.leaky_relu(x, self.slope)

    def forward(self, x):
        skips = [self.encode[0](self.bend(self.head(x)))]
        for down, block in zip(self.down, list(self.encode)[1:]):
            skips.append(block(self.bend(down(skips[-1]))))
        y = skips.pop()
        for up, block in zip(reversed(self.up), reversed(self.decode)):
            y = block(skips.pop() + F.interpolate(up(y), scale_factor=2.0, mode="nearest"))
        return F.pixel_shuffle(self.tail(y), 2)


class FineUNet(nn.Module):
    """`widths` at 1, 1/2, 1/4, ... of the picture, joined by concatenation: for answers that hang on single pixels.

    A hairline is one or two pixels wide. After a first step of two (`UNet`) a detector of the same cost marked
    where lines are, but not their pixels: it stayed at half the overlap with the truth.
    """

    def __init__(self, channels_in: int, channels_out: int, widths: tuple[int, ...], norm: bool):
        super().__init__()
        pairs = list(zip(widths[:-1], widths[1:]))
        self.head = NormedConv(channels_in, widths[0], 5, norm=norm)
        self.down = nn.ModuleList([NormedConv(a, b, stride=2, norm=norm) for a, b in pairs])
        self.encode = nn.ModuleList([NormedBlock(w, norm=norm) for w in widths])
        self.up = nn.ModuleList([nn.Conv2d(b, a, 1) for a, b in pairs])
        self.merge = nn.ModuleList([NormedConv(2 * a, a, norm=norm) for a, _ in pairs])
        self.decode = nn.ModuleList([NormedBlock(w, norm=norm) for w in widths[1:-1]])
        self.tail = nn.Conv2d(widths[0], channels_out, 3, padding=1)

    def forward(self, x):
        skips = [self.encode[0](self.head(x))]
        for down, block in zip(self.down, list(self.encode)[1:]):
            skips.append(block(down(skips[-1])))
        y = skips.pop()
        for level in reversed(range(len(skips))):
            enlarged = F.interpolate(self.up[level](y), scale_factor=2.0, mode="nearest")
            y = self.merge[level](torch.cat([skips[level], enlarged], 1))
            if level:  # at full size the merging convolution is enough: every further one costs as much as a level below
                y = self.decode[level - 1](y)
        return self.tail(y)
