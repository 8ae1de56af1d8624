"""Fast self checks of colouring: python -m unittest (in this folder)."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from colorize import BINS, GRID, STEP, ColorizeRecipe, Exported, decode, hints, importance, nearest_bin, share
from colour_space import ciede2000, colourfulness, to_lab, to_rgb
from export_onnx import read_initialisers, verify, write_onnx
from normed import NormedBlock, fold_all, is_normed


class ColourSpace(unittest.TestCase):
    def test_there_and_back(self):
        rgb = np.random.default_rng(1).random((500, 3))
        np.testing.assert_allclose(to_rgb(to_lab(rgb)), rgb, atol=2e-6)
        np.testing.assert_allclose(to_lab(np.ones(3)), [100, 0, 0], atol=2e-2)

    def test_published_differences(self):
        """Pairs 1, 17, 33 and 4 of Sharma, Wu and Dalal."""
        first = [[50, 2.6772, -79.7751], [50, 2.5, 0], [6.7747, -0.2908, -2.4247], [50, -1.3802, -84.2814]]
        second = [[50, 0, -82.7485], [73, 25, -18], [5.8714, -0.0985, -2.2286], [50, 0, -82.7485]]
        np.testing.assert_allclose(ciede2000(np.array(first), np.array(second)), [2.0425, 27.1492, 0.6377, 1.0], atol=1e-4)

    def test_gray_has_no_colour(self):
        self.assertAlmostEqual(colourfulness(np.full((4, 4, 3), 90)), 0)


class Bins(unittest.TestCase):
    def test_shares_average_to_the_colour(self):
        ab = torch.tensor([[12.0, -70.0, 0.0], [33.0, 5.0, -8.0]]).reshape(1, 2, 1, 3)
        shares = share(ab)
        np.testing.assert_allclose(shares.sum(1), 1, atol=1e-5)
        centres = (torch.arange(GRID) - (GRID - 1) / 2) * STEP
        a = (shares.reshape(1, GRID, GRID, 1, 3).sum(2) * centres.reshape(1, GRID, 1, 1)).sum(1)
        torch.testing.assert_close(a, ab[:, 0])

    def test_decoding_a_certain_bin_gives_its_colour(self):
        ab = np.array([[[-24.0, 40.0]]])
        logits = np.full((BINS, 1, 1), -20.0)
        logits[nearest_bin(ab)] = 20
        np.testing.assert_allclose(decode(logits)[0, 0], ab[0, 0], atol=1e-6)

    def test_rare_colours_weigh_more_and_the_mean_is_one(self):
        prior = np.full(BINS, 0.1 / (BINS - 1))
        prior[70] = 0.9
        weight = importance(prior)
        self.assertLess(weight[70], weight[0])
        self.assertAlmostEqual(float((weight * prior).sum()), 1, places=5)

    def test_hints_are_true_colours(self):
        ab = np.zeros((64, 64, 2), np.float32) + [22, -33]
        given = [hints(np.random.default_rng(seed), ab) for seed in range(30)]
        self.assertTrue(any(planes[2].any() for planes in given) and any(not planes[2].any() for planes in given))
        for planes in given:
            inside = planes[2] > 0
            self.assertFalse(planes[:2, ~inside].any())
            if inside.any():
                np.testing.assert_allclose(planes[:2, inside].mean(1) * 110, [22, -33], atol=5)


class Folding(unittest.TestCase):
    def test_folded_network_gives_the_same(self):
        block = NormedBlock(8)
        for _ in range(20):
            block(torch.randn(4, 8, 6, 6) * 3 + 1)
        block.eval()
        picture = torch.randn(2, 8, 6, 6)
        before = block(picture)
        self.assertTrue(is_normed(block.state_dict()))
        fold_all(block)
        self.assertFalse(is_normed(block.state_dict()))
        torch.testing.assert_close(block(picture), before, rtol=1e-4, atol=1e-5)

    def test_exported_file_agrees_and_is_read_back_as_the_plain_network(self):
        recipe = ColorizeRecipe()
        learning = recipe.build()
        learning(torch.rand(2, 4, 64, 64))  # moves the means, or equal weights would be stored once
        whole = Exported(learning, np.linspace(0.5, 2, BINS, dtype=np.float32))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            write_onnx(whole, path, 4, (64, 64), eight=True)
            self.assertLess(verify(whole, path, 4, 32, eight=True), 1e-4)
            weights = read_initialisers(path)
        plain = recipe.build_for(weights)
        kept = {k: v for k, v in weights.items() if k in plain.state_dict()}
        self.assertEqual(set(kept), set(plain.state_dict()))


if __name__ == "__main__":
    unittest.main()
