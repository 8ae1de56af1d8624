"""Fast self checks of the clean-up networks, the real enlarger and the classics: python -m unittest (in this folder)."""

import os
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from ageing import ageing, disc, jpeg, stroke
from classics import Fsrcnn, FsrcnnRecipe, Srcnn, SrcnnRecipe, grow
from clean_up import RECIPES as CLEAN_UP
from data import read_rgb
from degrade import imresize
from export_onnx import count_parameters, verify, write_onnx
from niqe import Niqe
from second_order import bessel_j1, blur_kernel, degrade, sinc_kernel
from upscale_real import UpscaleReal, UpscaleRealRecipe


def drawn(side: int) -> np.ndarray:
    y, x = np.mgrid[:side, :side].astype(np.float32) / side
    return np.stack([0.5 + 0.4 * np.sin(9 * x), 0.5 + 0.4 * np.cos(7 * y), x * y], 2).astype(np.float32)


class Worsening(unittest.TestCase):
    def test_same_seed_same_picture(self):
        for make in (ageing, lambda rng, p: degrade(rng, p, 4)):
            first, second = (make(np.random.default_rng(5), drawn(96)) for _ in range(2))
            np.testing.assert_array_equal(first, second)

    def test_sizes_and_ranges(self):
        for seed in range(8):
            self.assertEqual(ageing(np.random.default_rng(seed), drawn(96)).shape, (96, 96, 3))
            small = degrade(np.random.default_rng(seed), drawn(96), 4)
            self.assertEqual(small.shape, (24, 24, 3))
            self.assertTrue(small.min() >= 0 and small.max() <= 1)

    def test_kernels_keep_brightness(self):
        rng = np.random.default_rng(3)
        kernels = [disc(2.3), stroke(rng, 6.5), sinc_kernel(1.2, 15), *[blur_kernel(rng, 3.0) for _ in range(40)]]
        for kernel in kernels:
            self.assertAlmostEqual(float(kernel.sum()), 1, places=4)

    def test_bessel_function(self):
        for x, expected in [(0.0, 0.0), (1.0, 0.4400505857), (5.0, -0.3275791376), (20.0, 0.0668331242)]:
            self.assertAlmostEqual(float(bessel_j1(np.array([x]))[0]), expected, places=6)

    def test_low_quality_is_worse(self):
        error = [np.abs(jpeg(drawn(64), q) - drawn(64)).mean() for q in (10, 50, 95)]
        self.assertTrue(error[0] > error[1] > error[2])


class Networks(unittest.TestCase):
    def test_written_files_agree(self):
        for recipe in [*CLEAN_UP, UpscaleRealRecipe(), SrcnnRecipe(4), FsrcnnRecipe(3)]:
            torch.manual_seed(4)
            model = recipe.build()
            for weight in model.parameters():
                torch.nn.init.normal_(weight, std=0.05)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "model.onnx"
                write_onnx(recipe.exported(model), path, recipe.channels_in)
                self.assertLess(verify(recipe.exported(model), path, recipe.channels_in, recipe.multiple), 1e-4, recipe.id)

    def test_the_joint_restorer_starts_from_the_denoiser(self):
        child, parent = CLEAN_UP[0], CLEAN_UP[1].build()
        model = child.build()
        model.load_state_dict(child.adopt(parent.state_dict()))
        picture = torch.rand(1, 3, 32, 32)
        with torch.no_grad():
            whole = model(torch.cat([picture, torch.zeros(1, 1, 32, 32)], 1))
            torch.testing.assert_close(parent(picture), whole, atol=1e-5, rtol=0)

    def test_classics_are_exact(self):
        self.assertEqual(count_parameters(Srcnn()), 57_281)
        self.assertEqual(count_parameters(Fsrcnn(4)), 12_809)
        self.assertEqual(tuple(Fsrcnn(3)(torch.rand(1, 1, 9, 11)).shape), (1, 1, 27, 33))

    def test_srcnn_enters_as_bicubic(self):
        picture = np.random.default_rng(1).integers(0, 256, (12, 15), dtype=np.uint8)
        ours = np.rint(np.clip(grow(picture.astype(np.float32), 3), 0, 255))
        gap = np.abs(ours - imresize(picture[..., None], 3)[..., 0])
        self.assertLessEqual(gap.max(), 1)

    def test_real_starts_as_bicubic(self):
        """The strength plane must not reach the picture before training gives it a meaning."""
        torch.manual_seed(1)
        model, picture = UpscaleReal(), torch.rand(1, 3, 16, 16)
        with torch.no_grad():
            model.tail.weight.zero_()
            weak, strong = (model(torch.cat([picture, torch.full((1, 1, 16, 16), s)], 1)) for s in (0.0, 1.0))
        torch.testing.assert_close(weak, strong)


class NaturalImageQuality(unittest.TestCase):
    def test_golden_value(self):
        data = Path(os.environ.get("DAGUERRE_DATA", ""))
        file = data / "eval" / "set14" / "img_001_SRF_4_HR.png"  # baboon
        if not file.exists():
            self.skipTest("no test pictures: DAGUERRE_DATA is not set")
        self.assertAlmostEqual(Niqe.official(data)(read_rgb(file)), 5.7296, places=2)


if __name__ == "__main__":
    unittest.main()
