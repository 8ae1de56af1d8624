"""Fast self checks of the face networks: python -m unittest (in this folder)."""

import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import torch

from export_onnx import verify, write_onnx
from face_boxes import cell_centres, decode, detect, levels, overlap, suppress
from face_crops import TEMPLATE, alignment, cut
from face_detect import CENTRES, CELL_STRIDES, SIDE, FaceDetect, quarter_turned, targets
from face_sharpen import FaceSharpen, importance, worsened
from face_synth import mirrored_faces, moved_faces, similarity, warped


def face(left=40.0, top=30.0, side=32.0) -> np.ndarray:
    points = np.array([(0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)]) * side + (left, top)
    return np.concatenate([[left, top, side, side, 1.0], points.ravel()]).astype(np.float32)[None]


class Boxes(unittest.TestCase):
    def test_what_is_taught_is_what_is_read(self):
        """Targets written as the network would answer them give the face back."""
        truth = targets([(face()[0], True)])
        network = FaceDetect().exported(FaceDetect().build().eval())
        raw = np.concatenate([np.where(truth[:1] > 0, 9.0, -9.0), truth[2:16]]).astype(np.float32)
        network.model.forward = lambda x: torch.from_numpy(raw)[None]
        answer = network(torch.zeros(1, 1, SIDE, SIDE))[0].detach().numpy()
        found = suppress(decode(answer, SIDE, SIDE, 0.5))
        self.assertEqual(len(found), 1)
        np.testing.assert_allclose(found[0, :4], face()[0, :4], atol=1e-3)
        np.testing.assert_allclose(found[0, 5:], face()[0, 5:], atol=1e-3)

    def test_every_size_has_a_cell(self):
        for side in (11, 20, 32, 60, 100, 150):
            self.assertGreater(targets([(face(5, 3, side)[0], True)])[0].sum(), 0, side)

    def test_doubtful_faces_are_neither_right_nor_wrong(self):
        out = targets([(face()[0], False)])
        self.assertEqual(out[0].sum(), 0)
        self.assertGreater((out[1] == 0).sum(), 0)

    def test_cells(self):
        centres, strides = cell_centres(SIDE, SIDE)
        np.testing.assert_array_equal(centres, CENTRES)
        self.assertEqual(len(strides), SIDE * SIDE * (1 / 64 + 1 / 256 + 1 / 1024))
        self.assertEqual(CELL_STRIDES[0], 8)

    def test_sizes_looked_at(self):
        self.assertEqual(levels(200, 100), [1.0])
        self.assertEqual(len(levels(3000, 4000)), 3)

    def test_overlap(self):
        self.assertAlmostEqual(float(overlap(face()[0], face(left=56))[0]), 1 / 3, places=5)

    def test_whole_pictures(self):
        """A network that sees one face in its first level gives it in the picture's own pixels."""
        def run(planes):
            cells = sum(planes.shape[2] // s * (planes.shape[3] // s) for s in (8, 16, 32))
            answer = np.zeros((1, 15, cells), np.float32)
            if planes.shape[3] == 64:
                answer[0, 0, 0], answer[0, 1:5, 0] = 0.9, (-1, -1, 1, 1)
            return answer

        found = detect(run, np.zeros((40, 50), np.float32), 0.5)
        np.testing.assert_allclose(found[0, :5], [-4, -4, 16, 16, 0.9], atol=1e-5)


class Turning(unittest.TestCase):
    def test_faces_go_where_pixels_go(self):
        picture = np.zeros((120, 160), np.uint8)
        picture[50:54, 70:74] = 255
        matrix = similarity(0.8, 37, (72, 52), (60, 65))
        out = warped(picture, matrix, 128, cv2.BORDER_CONSTANT)
        y, x = np.unravel_index(np.argmax(out), out.shape)
        self.assertLess(np.hypot(x + 0.5 - 60, y + 0.5 - 65), 2.5)
        moved = moved_faces(face(56, 36), matrix)
        np.testing.assert_allclose(moved[0, :2] + moved[0, 2:4] / 2, (60, 65), atol=1e-4)

    def test_mirrored_points_keep_their_order(self):
        mirrored = mirrored_faces(face(), 160)[0, 5:].reshape(5, 2)
        self.assertLess(mirrored[0, 0], mirrored[1, 0])

    def test_a_quarter(self):
        turned = quarter_turned(face(), 160)[0]
        np.testing.assert_allclose(turned[:4], [30, 160 - 40 - 32, 32, 32])

    def test_alignment(self):
        matrix = alignment(face()[0])
        self.assertEqual(cut(np.zeros((90, 120, 3), np.uint8), matrix).shape, (256, 256, 3))
        placed = face()[0, 5:].reshape(5, 2) @ matrix[:, :2].T + matrix[:, 2]
        self.assertLess(np.abs(placed - TEMPLATE / 2).max(), 25)


class Networks(unittest.TestCase):
    def test_written_files_agree(self):
        for recipe in (FaceDetect(), FaceSharpen()):
            torch.manual_seed(5)
            whole = recipe.exported(recipe.build().eval())
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "model.onnx"
                write_onnx(whole, path, recipe.channels_in)
                self.assertLess(verify(whole, path, recipe.channels_in, recipe.multiple), 1e-4)
                self.assertLess(path.stat().st_size, 1_000_000 if recipe.channels_in == 1 else 3_000_000)

    def test_losses_fall_on_their_own_answer(self):
        recipe = FaceDetect()
        torch.manual_seed(2)
        model = recipe.build()
        picture = np.random.default_rng(1).random((2, 1, SIDE, SIDE), np.float32)
        truth = np.stack([targets([(face()[0], True)]), targets([])])
        loss = recipe.loss(model, (picture, truth), torch.device("cpu"))
        loss.backward()
        self.assertTrue(np.isfinite(loss.item()))
        self.assertTrue(all(p.grad is not None and torch.isfinite(p.grad).all() for p in model.parameters()))

    def test_worsening_keeps_size_and_tone(self):
        y, x = np.mgrid[:256, :256].astype(np.float32) / 255
        clean = np.stack([x, y, 0.5 + 0.2 * np.sin(30 * x)], 2).astype(np.float32)
        for seed in range(6):
            worse = worsened(np.random.default_rng(seed), clean)
            self.assertEqual(worse.shape, clean.shape)
            self.assertLess(abs(float(worse.mean() - clean.mean())), 0.03)
        self.assertGreater(importance().max(), 2)


if __name__ == "__main__":
    unittest.main()
