"""A generator's error and its gradient as one ONNX graph, for searching its latents where nothing can differentiate.

PyTorch exports no autograd graphs. Traced by make_fx, backward operators become a handful of names, each of which is
written here as a forward operator. What a generator needs beyond them is told by `export_gradient`.
"""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from torch import nn
from torch.fx.experimental.proxy_tensor import make_fx

from export_onnx import halve, open_session

OPSET = 18
aten = torch.ops.aten


def convolution_backward(gradient, x, weight, bias, stride, padding, dilation, transposed, output_padding, groups, wanted):
    """By the input only: a transposed convolution, padded to the input's size."""
    if transposed or any(d != 1 for d in dilation) or any(wanted[1:]):
        raise NotImplementedError("only the gradient by the input of a plain convolution")
    spare = [x.shape[2 + i] - ((gradient.shape[2 + i] - 1) * stride[i] - 2 * padding[i] + weight.shape[2 + i]) for i in (0, 1)]
    return F.conv_transpose2d(gradient, weight, None, stride, padding, spare, groups), None, None


def upsample_backward(gradient, after, before, up=None, across=None):
    """Of nearest enlargement by whole numbers: sums of blocks."""
    high, wide = after[0] // before[2], after[1] // before[3]
    return F.avg_pool2d(gradient, (high, wide)) * float(high * wide)


def pool_backward(gradient, x, kernel, stride, padding, ceil_mode, count_include_pad, divisor):
    if any(padding) or (stride and list(stride) != list(kernel)):
        raise NotImplementedError("only means of whole blocks")
    return F.interpolate(gradient, scale_factor=(float(kernel[0]), float(kernel[1])), mode="nearest") / float(kernel[0] * kernel[1])


def select_backward(gradient, shape, dim, index):
    zeros = lambda n: [torch.zeros([*shape[:dim], n, *shape[dim + 1 :]])] if n else []  # noqa: E731
    return torch.cat([*zeros(index), gradient.unsqueeze(dim), *zeros(shape[dim] - index - 1)], dim)


def slice_backward(gradient, shape, dim, start, end, step):
    if step != 1:
        raise NotImplementedError("only whole parts")
    zeros = lambda n: [torch.zeros([*shape[:dim], n, *shape[dim + 1 :]])] if n else []  # noqa: E731
    return torch.cat([*zeros(start), gradient, *zeros(shape[dim] - min(end, shape[dim]))], dim)


BACKWARD = {
    aten.convolution_backward.default: convolution_backward,
    aten.leaky_relu_backward.default: lambda g, x, slope, is_result: g * torch.where(x > 0, 1.0, float(slope)),
    aten.tanh_backward.default: lambda g, y: g * (1 - y * y),
    aten.upsample_nearest2d_backward.default: upsample_backward,
    aten.avg_pool2d_backward.default: pool_backward,
    aten.select_backward.default: select_backward,
    aten.slice_backward.default: slice_backward,
}


SMALL = 32  # side of the small picture a graph takes; one of 16 comes as blocks of two


def error_of(generator: nn.Module, side: int):
    """(latent, small, weights) -> mean squared difference between the small picture (0..1) and the generator's (-1..1),
    shrunk by means of blocks: `weights` are those of the difference at 16 and at 32 pixels. Beside it the picture, 0..1."""

    def error(latent, small, weights):
        picture = (generator(latent) + 1) / 2
        fine = F.avg_pool2d(picture, side // SMALL) - small
        coarse = F.avg_pool2d(fine, 2)
        return weights[0] * coarse.square().mean() + weights[1] * fine.square().mean(), picture

    return error


def export_gradient(generator: nn.Module, path: Path, layers: int, width: int, side: int) -> None:
    """Writes the graph `latent` [1, layers, width], `small` [1, 3, 32, 32] 0..1, `weights` [2] -> `error`, `gradient`,
    `picture` [1, 3, side, side]. `side` is a multiple of 32. Noise that the generator draws must be fixed before."""
    generator = generator.eval().float().cpu().requires_grad_(False)
    error = error_of(generator, side)
    inputs = (torch.randn(1, layers, width), torch.rand(1, 3, SMALL, SMALL), torch.tensor([0.25, 0.75]))

    def step(latent, small, weights):
        gradient, (value, picture) = torch.func.grad_and_value(error, has_aux=True)(latent, small, weights)
        return value, gradient, picture

    traced = make_fx(step, decomposition_table=BACKWARD)(*inputs)
    left = {str(n.target) for n in traced.graph.nodes if "backward" in str(n.target)}
    if left:
        raise NotImplementedError(f"not written as a forward operator yet: {', '.join(sorted(left))}")

    class Step(nn.Module):
        def __init__(self):
            super().__init__()
            self.traced = traced

        def forward(self, latent, small, weights):
            return self.traced(latent, small, weights)

    torch.onnx.export(
        Step().eval(), inputs, str(path), input_names=["latent", "small", "weights"],
        output_names=["error", "gradient", "picture"],
        dynamo=True, opset_version=OPSET, external_data=False, verbose=False,
    )  # fmt: skip


@torch.no_grad()
def write_generator(generator: nn.Module, path: Path, layers: int, width: int, side: int, metadata: dict) -> float:
    """The graph with its weights stored in 16 bits. @returns the largest difference of a picture to PyTorch's"""
    path.parent.mkdir(parents=True, exist_ok=True)
    with torch.enable_grad(), tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        export_gradient(generator, raw, layers, width, side)
        graph = onnx.load(str(raw))
    halve(graph.graph)
    for key, value in metadata.items():
        entry = graph.metadata_props.add()
        entry.key, entry.value = key, str(value)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(path))
    latent = torch.randn(1, layers, width, generator=torch.Generator().manual_seed(7))
    fed = {"latent": latent.numpy(), "small": np.zeros((1, 3, SMALL, SMALL), np.float32), "weights": np.float32([0, 1])}
    (picture,) = open_session(path).run(["picture"], fed)
    worst = float(np.abs(picture - (generator(latent).numpy() + 1) / 2).max())
    if worst > 2e-3:
        raise ValueError(f"ONNX Runtime and PyTorch differ by {worst:.2e}")
    return worst
