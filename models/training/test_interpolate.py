"""Self checks of the interpolator and its moving scenes: python -m unittest (in this folder). No training data needed."""

import unittest

import numpy as np
import torch

from interpolate import MULTIPLE, Interpolate, Interpolator, joined, towards, warp
from motion_data import turned
from motion_synth import Layer, Scene
from scratch_synth import smooth_noise


def photo(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.clip(128 + 40 * np.stack([smooth_noise(rng, 300, 320, 20, 3) for _ in range(3)], -1), 0, 255).astype(np.uint8)


def planes(picture: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1), np.float32) / 255)[None]


class Scenes(unittest.TestCase):
    def test_a_scene_is_the_same_every_time_and_moves(self):
        def frames():
            rng = np.random.default_rng(3)
            scene = Scene(rng, lambda: photo(int(rng.integers(9))), 96)
            return [scene.frame(moment, rng) for moment in (0, 0.5, 1)]

        first, again = frames(), frames()
        for a, b in zip(first, again):
            np.testing.assert_array_equal(a, b)
        self.assertEqual((first[0].shape, first[0].dtype), ((96, 96, 3), np.uint8))
        self.assertGreater(np.abs(first[0].astype(int) - first[2]).mean(), 1)

    def test_the_background_goes_its_way_evenly(self):
        rng = np.random.default_rng(5)
        layer = Layer(rng, photo(1), 96, np.array([8.0, -4.0]), False)
        layer.turn, layer.growth, layer.bend = 0.0, 0.0, None
        a, middle, b = (layer.draw(moment)[0] for moment in (0, 0.5, 1))
        inner = slice(12, -12)
        np.testing.assert_allclose(a[12 + 2 : -12 + 2, 12 - 4 : -12 - 4], middle[inner, inner], atol=0.02)
        np.testing.assert_allclose(b[12 - 2 : -12 - 2, 12 + 4 : -12 + 4], middle[inner, inner], atol=0.02)


class Motion(unittest.TestCase):
    def scene(self, part: float):
        """A drift of (6, 2) pixels, its motion, and its frame at `part`."""
        rng = np.random.default_rng(8)
        layer = Layer(rng, photo(2), 96, np.array([6.0, 2.0]), False)
        layer.turn, layer.growth, layer.bend = 0.0, 0.0, None
        frames = np.stack([np.rint(np.clip(layer.draw(m)[0], 0, 1) * 255) for m in (0, part, 1)]).astype(np.uint8)
        motion = np.zeros((4, 96, 96), np.float16)
        motion[:] = np.array([6, 2, -6, -2], np.float16)[:, None, None]
        return frames, motion

    def wrong(self, frames, motion, part):
        given = towards(torch.from_numpy(motion.astype(np.float32))[None], torch.full((1, 1, 96, 96), part))
        answer = torch.cat([given, torch.full((1, 1, 96, 96), 0.5)], 1)
        made = joined(planes(frames[0]), planes(frames[2]), answer)
        return float((made - planes(frames[1])).abs()[..., 12:-12, 12:-12].mean())

    def test_frames_fetched_along_motion_are_the_one_between(self):
        frames, motion = self.scene(0.3)
        self.assertLess(self.wrong(frames, motion, 0.3), 0.01)
        self.assertGreater(self.wrong(frames, 0 * motion, 0.3), 0.02)

    def test_turned_samples_stay_true(self):
        for which in range(16):
            frames, motion, part = turned(*self.scene(0.3), 0.3, which)
            frames, motion = np.ascontiguousarray(frames), np.ascontiguousarray(motion)
            self.assertLess(self.wrong(frames, motion, part), 0.01, which)


class Network(unittest.TestCase):
    def test_it_begins_with_what_it_is_given(self):
        model = Interpolator()
        given = torch.rand(1, 11, 2 * MULTIPLE, 3 * MULTIPLE)
        given[:, 6:10] = 0
        given[:, 10] = 0.25
        with torch.no_grad():
            answer = model(given)
        self.assertLess(float(answer[:, :4].abs().max()), 1e-5)
        self.assertLess(float((answer[:, 4] - 0.25).abs().max()), 1e-5)
        self.assertEqual(tuple(answer.shape), (1, 8, 2 * MULTIPLE, 3 * MULTIPLE))

    def test_every_part_learns(self):
        torch.manual_seed(1)
        recipe, batch = Interpolate(), np.random.default_rng(2).random((1, 14, 96, 96), np.float32)
        batch[:, 13] = 0.5
        model = recipe.build()
        for last in (model.coarse_out, model.fine_out):  # which begin with zeros: nothing before them would learn
            torch.nn.init.normal_(last.weight, std=0.01)
        loss = recipe.loss(model, batch, torch.device("cpu"))
        loss.backward()
        still = [name for name, p in model.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0]
        self.assertEqual(still, [])

    def test_warping_beyond_the_border_repeats_it(self):
        picture = torch.arange(5.0).reshape(1, 1, 1, 5).repeat(1, 1, 3, 1)
        motion = torch.zeros(1, 2, 3, 5)
        motion[:, 0] = 9
        self.assertTrue((warp(picture, motion) == 4).all())


if __name__ == "__main__":
    unittest.main()
