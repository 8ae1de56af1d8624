"""Fast self checks of faded prints: python -m unittest (in this folder)."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from export_onnx import read_initialisers, verify, write_onnx
from unfade import ABSORBS, Fading, UnfadeRecipe, densities, difference, drawn, fade, lab_of, recovered


class Fades(unittest.TestCase):
    def test_matrix_and_offsets_undo_dyes_that_lost_a_part(self):
        rng = np.random.default_rng(3)
        photo = (0.3 + 0.5 * rng.random((24, 24, 3))).astype(np.float32)
        left, base = np.array([0.6, 0.85, 0.7]), np.array([0.02, 0.05, 0.12])
        old = fade(rng, photo, Fading(ABSORBS, left, np.ones(3), base, 1.0, np.zeros(3)))
        self.assertGreater(np.abs(old - photo).mean(), 0.05)
        matrix = np.linalg.inv(ABSORBS @ np.diag(left) @ np.linalg.inv(ABSORBS))
        said = np.concatenate([matrix.ravel(), -matrix @ base, np.zeros(3)]).astype(np.float32)
        own = densities(torch.from_numpy(old.transpose(2, 0, 1)[None].copy()))
        truth = densities(torch.from_numpy(photo.transpose(2, 0, 1)[None].copy()))
        got = recovered(own, torch.from_numpy(said)[None, :, None, None])
        # Grain and 8 bits are all that is left.
        self.assertLess(float(difference(lab_of(got), lab_of(truth))), 2.5)
        self.assertGreater(float(difference(lab_of(own), lab_of(truth))), 6)

    def test_every_drawn_fading_leaves_a_picture(self):
        rng = np.random.default_rng(5)
        photo = rng.random((8, 8, 3)).astype(np.float32)
        for _ in range(200):
            old = fade(rng, photo, drawn(rng))
            self.assertTrue(np.isfinite(old).all())
            self.assertTrue((old >= 0).all() and (old <= 1).all())


class Network(unittest.TestCase):
    def test_begins_by_changing_nothing(self):
        picture = torch.rand(2, 3, 64, 64)
        said = UnfadeRecipe().build(norm=False)(picture)
        self.assertEqual(tuple(said.shape), (2, 15, 1, 1))
        torch.testing.assert_close(recovered(densities(picture), said), densities(picture), rtol=0, atol=0.1)

    def test_exported_file_agrees_and_is_read_back(self):
        recipe = UnfadeRecipe()
        learning = recipe.build()
        learning(torch.rand(2, 3, 64, 64))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            whole = recipe.exported(learning)
            write_onnx(whole, path, 3)
            self.assertLess(verify(whole, path, 3, 1), 1e-4)
            weights = read_initialisers(path)
        plain = recipe.build_for(weights)
        self.assertEqual(set(plain.state_dict()) - set(weights), set())


if __name__ == "__main__":
    unittest.main()
