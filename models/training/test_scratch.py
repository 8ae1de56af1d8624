"""Fast self checks of scratch detection and filling: python -m unittest (in this folder)."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from export_onnx import read_initialisers, verify, write_onnx
from inpaint import InpaintThin, crude_fill
from scratch_data import age, hard_negative, scan
from scratch_detect import ScratchDetect, run_whole
from scratch_synth import SHAPES, damage, holes, label_and_rim
from unet import MULTIPLE


class Synthesis(unittest.TestCase):
    def test_shapes_are_alpha_masks(self):
        for shape in SHAPES:
            for seed in range(4):
                alpha = shape(np.random.default_rng(seed), 96)
                self.assertEqual(alpha.shape, (96, 96), shape.__name__)
                self.assertTrue(alpha.min() >= 0 and alpha.max() <= 1.0001, shape.__name__)

    def test_same_seed_same_damage(self):
        picture = np.full((96, 96, 3), 0.4, np.float32)
        results = []
        for _ in range(2):
            rng = np.random.default_rng(11)
            out, visible = damage(rng, hard_negative(rng, age(rng, picture.copy())), None)
            results.append((scan(rng, out), visible))
        np.testing.assert_array_equal(results[0][0], results[1][0])
        np.testing.assert_array_equal(results[0][1], results[1][1])

    def test_white_on_white_is_no_damage(self):
        white = np.ones((64, 64, 3), np.float32)
        visible = np.zeros((64, 64), bool)
        visible[20:24, 5:60] = True
        label, rim = label_and_rim(visible)
        self.assertEqual((label[21, 30], rim[21, 30]), (True, False))
        self.assertEqual((label[19, 30], rim[19, 30]), (False, True))
        self.assertEqual((label[17, 30], rim[17, 30]), (False, False))
        for seed in range(6):
            out, visible = damage(np.random.default_rng(seed), white.copy(), None)
            self.assertTrue((np.abs(out - white).max(2)[visible] > 0.03).all())

    def test_holes_are_hard(self):
        mask = holes(np.random.default_rng(3), 96, None)
        self.assertTrue(np.isin(mask, (0, 1)).all())


class CrudeFill(unittest.TestCase):
    def test_known_pixels_stay_and_hidden_ones_do_not_leak(self):
        picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(2))
        keep = torch.ones(1, 1, 64, 64)
        keep[..., 20:30, 8:50] = 0
        other = torch.where(keep > 0, picture, torch.tensor(9.0))
        torch.testing.assert_close(crude_fill(picture, keep), crude_fill(other, keep))
        torch.testing.assert_close(crude_fill(picture, keep) * keep, picture * keep)

    def test_flat_stays_flat(self):
        keep = torch.ones(1, 1, 64, 64)
        keep[..., 10:22, :] = 0
        filled = crude_fill(torch.full((1, 3, 64, 64), 0.8), keep)
        self.assertLess(float((filled - 0.8).abs().max()), 0.02)


class Networks(unittest.TestCase):
    def test_written_files_agree_and_can_be_read_back(self):
        for recipe in (ScratchDetect(), InpaintThin()):
            torch.manual_seed(4)
            model = recipe.build()
            for weight in model.parameters():  # fresh biases are equal, and equal tensors are stored once
                torch.nn.init.normal_(weight, std=0.05)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "model.onnx"
                write_onnx(recipe.exported(model), path, recipe.channels_in)
                self.assertLess(verify(recipe.exported(model), path, recipe.channels_in, MULTIPLE), 1e-5)
                self.assertTrue(set(model.state_dict()) <= set(read_initialisers(path)))

    def test_nothing_outside_the_hole_changes(self):
        model = InpaintThin().build()
        torch.nn.init.normal_(model.net.tail.weight)
        planes = np.random.default_rng(5).random((4, 37, 50), np.float32)
        planes[3] = 0
        planes[3, 10:14, 5:40] = 1
        with torch.no_grad():
            out = run_whole(lambda p: model(torch.from_numpy(p)).numpy(), planes)
        self.assertEqual(out.shape, (3, 37, 50))
        outside = planes[3] == 0
        np.testing.assert_array_equal(out[:, outside], planes[:3, outside])


if __name__ == "__main__":
    unittest.main()
