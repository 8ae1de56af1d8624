"""A generator's error and its gradient as one ONNX graph, for searching its latents where nothing can differentiate.

PyTorch exports no autograd graphs. Traced by make_fx, backward operators become a handful of names, each of which is
written here as a forward operator. What a generator needs beyond them is told by `export_gradient`.
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.fx.experimental.proxy_tensor import make_fx

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


BACKWARD = {
    aten.convolution_backward.default: convolution_backward,
    aten.leaky_relu_backward.default: lambda g, x, slope, is_result: g * torch.where(x > 0, 1.0, float(slope)),
    aten.tanh_backward.default: lambda g, y: g * (1 - y * y),
    aten.upsample_nearest2d_backward.default: upsample_backward,
    aten.avg_pool2d_backward.default: pool_backward,
    aten.select_backward.default: select_backward,
}


def error_of(generator: nn.Module, factor: int):
    """(latent, small picture) -> mean squared difference to the generator's picture (-1..1), shrunk by means of blocks."""
    return lambda latent, small: (F.avg_pool2d((generator(latent) + 1) / 2, factor) - small).square().mean()


def export_gradient(generator: nn.Module, path: Path, layers: int, width: int, side: int, factor: int) -> None:
    """Writes the graph `latent` [1, layers, width], `small` [1, 3, side / factor, side / factor] 0..1 -> `error`, `gradient`."""
    generator = generator.eval().float().cpu().requires_grad_(False)
    error = error_of(generator, factor)
    latent, small = torch.randn(1, layers, width), torch.rand(1, 3, side // factor, side // factor)

    def step(latent, small):
        gradient, value = torch.func.grad_and_value(lambda w: error(w, small))(latent)
        return value, gradient

    traced = make_fx(step, decomposition_table=BACKWARD)(latent, small)
    left = {str(n.target) for n in traced.graph.nodes if "backward" in str(n.target)}
    if left:
        raise NotImplementedError(f"not written as a forward operator yet: {', '.join(sorted(left))}")

    class Step(nn.Module):
        def __init__(self):
            super().__init__()
            self.traced = traced

        def forward(self, latent, small):
            return self.traced(latent, small)

    torch.onnx.export(
        Step().eval(), (latent, small), str(path), input_names=["latent", "small"], output_names=["error", "gradient"],
        dynamo=True, opset_version=OPSET, external_data=False, verbose=False,
    )  # fmt: skip
