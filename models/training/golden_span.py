"""Weights and answers for the importer's test of SPAN, computed by PyTorch.

    python golden_span.py [FOLDER]      default: ../../test/fixtures/span

Writes span-tiny.weights.f32 and .json (seeded, not trained; names and shapes in the order of the numbers), input.f32 and
span-tiny.output.f32 (planes, little endian), and the same without the normalisation of the input. The network is the one of Wan et al., "Swift Parameter-free Attention Network for Efficient
Super-Resolution" (arXiv 2311.12770), with the keys of its authors' checkpoints; restated here from the paper's figures.
"""

import json
import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

MEAN = (0.4488, 0.4371, 0.4040)
RANGE = 255.0
FEATURES, SCALE, HEIGHT, WIDTH = 4, 2, 10, 13


class Conv3XC(nn.Module):
    """A 3x3 convolution that is trained as 1x1, 3x3, 1x1 and a 1x1 beside them.

    `eval_conv` stands in every checkpoint and is overwritten before each use by its authors' program: here it holds
    noise, so that an importer that trusts it is found out.
    """

    def __init__(self, inputs: int, outputs: int, gain: int = 2) -> None:
        super().__init__()
        self.sk = nn.Conv2d(inputs, outputs, 1)
        self.conv = nn.Sequential(
            nn.Conv2d(inputs, inputs * gain, 1),
            nn.Conv2d(inputs * gain, outputs * gain, 3),
            nn.Conv2d(outputs * gain, outputs, 1),
        )
        self.eval_conv = nn.Conv2d(inputs, outputs, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(F.pad(x, (1, 1, 1, 1))) + self.sk(x)


class Block(nn.Module):
    def __init__(self, features: int) -> None:
        super().__init__()
        self.c1_r = Conv3XC(features, features)
        self.c2_r = Conv3XC(features, features)
        self.c3_r = Conv3XC(features, features)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        first = F.silu(self.c1_r(x))
        third = self.c3_r(F.silu(self.c2_r(first)))
        # The published code activates in place, so what it hands on beside the result is the activated tensor.
        return (third + x) * (torch.sigmoid(third) - 0.5), first


class Span(nn.Module):
    def __init__(self, features: int, scale: int, norm: bool) -> None:
        super().__init__()
        self.norm = norm
        if not norm:
            self.register_buffer("no_norm", torch.zeros(1))
        self.conv_1 = Conv3XC(3, features)
        for index in range(1, 7):
            self.add_module(f"block_{index}", Block(features))
        self.conv_cat = nn.Conv2d(features * 4, features, 1)
        self.conv_2 = Conv3XC(features, features)
        self.upsampler = nn.Sequential(nn.Conv2d(features, 3 * scale * scale, 3, padding=1), nn.PixelShuffle(scale))

    def forward(self, x: Tensor) -> Tensor:
        if self.norm:
            x = (x - torch.tensor(MEAN).view(1, 3, 1, 1)) * RANGE
        head = self.conv_1(x)
        results, beside = [head], head
        for index in range(1, 7):
            result, beside = getattr(self, f"block_{index}")(results[-1])
            results.append(result)
        joined = torch.cat([head, self.conv_2(results[6]), results[1], beside], 1)
        return self.upsampler(self.conv_cat(joined))


def planes(tensor: Tensor) -> bytes:
    return tensor.detach().numpy().astype("<f4").tobytes()


def main() -> None:
    here = Path(__file__).resolve().parent
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here.parents[1] / "test/fixtures/span"
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(20240331)
    picture = torch.rand(1, 3, HEIGHT, WIDTH)
    (folder / "input.f32").write_bytes(planes(picture))
    for name, norm in (("span-tiny", True), ("span-tiny-no-norm", False)):
        network = Span(FEATURES, SCALE, norm).eval()
        with torch.no_grad():
            answer = network(picture)
            # Answers about as large as those of a trained network, so that a bound on the difference means something.
            level = answer.abs().mean()
            network.upsampler[0].weight /= 2 * level
            network.upsampler[0].bias.fill_(0.4)
            answer = network(picture)
        weights = network.state_dict()
        (folder / f"{name}.weights.f32").write_bytes(b"".join(planes(tensor) for tensor in weights.values()))
        shapes = {key: list(tensor.shape) for key, tensor in weights.items()}
        (folder / f"{name}.weights.json").write_text(json.dumps(shapes, indent=2) + "\n")
        (folder / f"{name}.output.f32").write_bytes(planes(answer))
        print(name, tuple(answer.shape), f"{answer.min():.3f} .. {answer.max():.3f}, deviation {answer.std():.3f}")


if __name__ == "__main__":
    main()
