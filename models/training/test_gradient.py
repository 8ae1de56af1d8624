"""Self check of the gradient graph: python -m unittest (in this folder)."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from export_onnx import open_session
from gradient_graph import SMALL, error_of, export_gradient

LAYERS, WIDTH, SIDE = 5, 24, 64


class Modulated(nn.Module):
    """latent [1, LAYERS, WIDTH] -> [1, 3, SIDE, SIDE]; every layer's features are scaled by its own part of the latent."""

    def __init__(self, features: int = 12):
        super().__init__()
        self.start = nn.Parameter(torch.randn(1, features, 4, 4))
        self.layers = nn.ModuleList([nn.Conv2d(features, features, 3, padding=1) for _ in range(LAYERS)])
        self.styles = nn.ModuleList([nn.Linear(WIDTH, features) for _ in range(LAYERS)])
        self.colours = nn.Conv2d(features, 3, 1)

    def forward(self, latent):
        x = self.start
        for k, (layer, style) in enumerate(zip(self.layers, self.styles)):
            if k:
                x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            x = F.leaky_relu(layer(x) * (1 + style(latent[:, k]))[:, :, None, None], 0.2)
        return torch.tanh(self.colours(x))


class GradientGraph(unittest.TestCase):
    def test_says_what_torch_says(self):
        torch.manual_seed(3)
        generator = Modulated()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "step.onnx"
            export_gradient(generator, path, LAYERS, WIDTH, SIDE)
            session = open_session(path)
            for seed in range(3):
                torch.manual_seed(seed)
                latent, small = torch.randn(1, LAYERS, WIDTH), torch.rand(1, 3, SMALL, SMALL)
                weights = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]][seed])
                fed = {"latent": latent.numpy(), "small": small.numpy(), "weights": weights.numpy()}
                error, gradient, picture = session.run(["error", "gradient", "picture"], fed)
                step = torch.func.grad_and_value(error_of(generator, SIDE), has_aux=True)
                wanted = step(latent, small, weights)
                self.assertAlmostEqual(float(error), float(wanted[1][0]), places=5)
                np.testing.assert_allclose(picture, wanted[1][1].numpy(), atol=1e-5)
                off = np.linalg.norm(gradient - wanted[0].numpy()) / np.linalg.norm(wanted[0].numpy())
                self.assertLess(off, 1e-5)

    def test_refuses_what_it_cannot_write(self):
        class Strange(Modulated):
            def forward(self, latent):
                return F.grid_sample(super().forward(latent), torch.zeros(1, SIDE, SIDE, 2), align_corners=False)

        with tempfile.TemporaryDirectory() as folder, self.assertRaises(Exception):
            export_gradient(Strange(), Path(folder) / "step.onnx", LAYERS, WIDTH, SIDE)


if __name__ == "__main__":
    unittest.main()
