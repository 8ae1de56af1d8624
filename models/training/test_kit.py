"""Fast self checks: python -m unittest (in this folder). No training data needed."""

import hashlib
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from data import guard_training_folder, sample_pairs
from degrade import imresize, resize_matrix
from export_onnx import read_initialisers, verify, write_onnx
from metrics import luma, psnr_y
from recipe import MODELS
from upscale_clean import RADIUS, Exported, UpscaleClean, bicubic_kernel

CARD_KEYS = {
    "id", "name", "task", "version", "architecture", "parameters", "bytes", "sha256", "opset",
    "input", "output", "scale", "multiple", "receptiveField", "gmacPerMegapixel", "licence",
    "training", "metrics", "limits", "goodFor",
}  # fmt: skip


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)


class Degradation(unittest.TestCase):
    def test_weights_sum_to_one(self):
        for size, scale in [(60, 1 / 2), (60, 1 / 3), (61, 0.63), (15, 4.0)]:
            rows = resize_matrix(size, int(np.ceil(size * scale)), scale).sum(1)
            np.testing.assert_allclose(rows, 1, atol=1e-6)

    def test_flat_stays_flat(self):
        flat = np.full((24, 36, 3), 77, np.uint8)
        self.assertTrue((imresize(flat, 1 / 3) == 77).all())
        self.assertEqual(imresize(flat, 1 / 3).shape, (8, 12, 3))

    def test_known_values(self):
        """Half of a step edge, worked out by hand from the kernel: weights over eight pixels."""
        edge = np.repeat(np.array([[0] * 8 + [128] * 8], np.uint8)[..., None], 3, 2)
        weights = np.array([-3, -9, 29, 111, 111, 29, -9, -3]) / 256
        row = imresize(np.repeat(edge, 8, 0), 1 / 2)[0, :, 0]
        exact = [128 * weights[max(0, 8 - (2 * i - 3)) :].sum() for i in range(8)]
        np.testing.assert_array_equal(row, np.clip(np.rint(exact), 0, 255))


class Metrics(unittest.TestCase):
    def test_luma_range(self):
        for value, expected in [(0, 16), (255, 235), (100, 102), (110, 110)]:
            self.assertEqual(luma(np.full((1, 1, 3), value, np.uint8))[0, 0], expected)

    def test_psnr_of_a_known_difference(self):
        first, second = (np.full((20, 20, 3), v, np.uint8) for v in (100, 110))
        self.assertAlmostEqual(psnr_y(first, second, 2), 20 * np.log10(255 / 8), places=6)
        gray = psnr_y(first, second, 2, gray=True)
        self.assertAlmostEqual(gray, 20 * np.log10(255 / 10), places=6)

    def test_border_is_cut(self):
        first, second = noise(20, 20, 3), noise(20, 20, 3)
        second[:2] = 0
        self.assertEqual(psnr_y(first, second, 2), float("inf"))


class Sampling(unittest.TestCase):
    def test_pairs_stay_aligned(self):
        small = noise(3, 20, 20, 3)
        large = small.repeat(2, 1).repeat(2, 2)
        inputs, targets = sample_pairs(small, large, 2, 16, 8, np.random.default_rng(2))
        np.testing.assert_array_equal(inputs.repeat(2, 1).repeat(2, 2), targets)

    def test_test_pictures_are_refused(self):
        with self.assertRaises(SystemExit):
            guard_training_folder(Path("somewhere/eval/set5"))


class Network(unittest.TestCase):
    def test_base_is_exact_bicubic(self):
        for scale in (2, 3, 4):
            picture = noise(20, 20, 3)
            planes = torch.from_numpy(picture.transpose(2, 0, 1)[None] / 255.0).float()
            planes = torch.nn.functional.pad(planes, (2, 2, 2, 2), mode="reflect")
            base = torch.nn.functional.conv2d(planes, bicubic_kernel(scale))
            base = torch.nn.functional.pixel_shuffle(base, scale)[0].permute(1, 2, 0).numpy()
            ours = np.clip(np.rint(base * 255), 0, 255)
            inner = slice(3 * scale, -3 * scale)
            gap = np.abs(ours - imresize(picture, scale))[inner, inner]
            self.assertLessEqual(gap.max(), 1)

    def test_tile_equals_whole(self):
        torch.manual_seed(3)
        model = Exported(UpscaleClean(2)).eval()
        picture = torch.rand(1, 3, 60, 60)
        with torch.no_grad():
            whole = model(picture)
            tile = model(picture[..., 20 - RADIUS : 40 + RADIUS, 20 - RADIUS : 40 + RADIUS])
        cut = slice(2 * RADIUS, -2 * RADIUS)
        gap = (tile[..., cut, cut] - whole[..., 40:80, 40:80]).abs().max()
        self.assertLess(float(gap), 1e-5)

    def test_resume_from_initialisers_equals_export(self):
        torch.manual_seed(4)
        first, second = UpscaleClean(3), UpscaleClean(3)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            write_onnx(Exported(first), path)
            self.assertLess(verify(Exported(first), path), 1e-5)
            weights = read_initialisers(path)
            second.load_state_dict({k: weights[k] for k in second.state_dict()})
            self.assertLess(verify(Exported(second), path), 1e-5)


class Shipped(unittest.TestCase):
    def test_cards_describe_their_files(self):
        for card_file in MODELS.glob("upscale-clean-*/card.json"):
            card = json.loads(card_file.read_text())
            content = card_file.with_name("model.onnx").read_bytes()
            self.assertEqual(set(card), CARD_KEYS)
            self.assertEqual(card["id"], card_file.parent.name)
            self.assertEqual(card["bytes"], len(content))
            self.assertEqual(card["sha256"], hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    unittest.main()
