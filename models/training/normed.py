"""Convolutions that are normalised while they learn and plain when they are used.

Batch normalisation about halves the steps a network needs from random weights, but what it does hangs on the
batch. Folded into the convolution before it, it costs nothing and a pixel again depends on its surroundings only.
Weights read back from a finished file are folded; training goes on from them without normalisation.
"""

import torch.nn.functional as F
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_weights


class NormedConv(nn.Module):
    """Same-size (or halving) convolution, normalisation if `norm`, LeakyReLU of `slope` unless that is None."""

    def __init__(self, before: int, after: int, side: int = 3, stride: int = 1, slope: float | None = 0.1, norm: bool = True):
        super().__init__()
        self.slope = slope
        self.conv = nn.Conv2d(before, after, side, stride=stride, padding=side // 2)
        self.norm = nn.BatchNorm2d(after) if norm else None
        nn.init.kaiming_normal_(self.conv.weight, 1.0 if slope is None else slope)
        nn.init.zeros_(self.conv.bias)

    def forward(self, x):
        y = self.conv(x) if self.norm is None else self.norm(self.conv(x))
        return y if self.slope is None else F.leaky_relu(y, self.slope)

    def fold(self) -> None:
        if self.norm is None:
            return
        n = self.norm
        self.conv.weight, self.conv.bias = fuse_conv_bn_weights(
            self.conv.weight, self.conv.bias, n.running_mean, n.running_var, n.eps, n.weight, n.bias
        )
        self.norm = None


class NormedBlock(nn.Module):
    """x + two convolutions, begun near the identity."""

    def __init__(self, width: int, slope: float = 0.1, norm: bool = True):
        super().__init__()
        self.slope = slope
        self.first = NormedConv(width, width, slope=slope, norm=norm)
        self.second = NormedConv(width, width, slope=None, norm=norm)
        if norm:
            nn.init.constant_(self.second.norm.weight, 0.3)
        else:
            self.second.conv.weight.data.mul_(0.3)

    def forward(self, x):
        return F.leaky_relu(x + self.second(self.first(x)), self.slope)


def fold_all(model: nn.Module) -> nn.Module:
    """Folds every normalisation of a network in evaluation mode, in place."""
    model.eval()
    for module in model.modules():
        if isinstance(module, NormedConv):
            module.fold()
    return model


def is_normed(weights: dict) -> bool:
    return any(name.endswith("running_mean") for name in weights)
