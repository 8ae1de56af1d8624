"""Measuring an exported network on the test pictures."""

from pathlib import Path

import numpy as np
from PIL import Image

from data import is_gray, list_pictures, read_rgb
from degrade import imresize, modcrop
from metrics import psnr_y, to_bytes


def run_padded(run, image: np.ndarray, radius: int, scale: int) -> np.ndarray:
    """uint8 [H, W, 3] -> uint8 [H*s, W*s, 3], with mirrored context around it, as the app does."""
    context = np.pad(image, ((radius, radius), (radius, radius), (0, 0)), mode="reflect")
    planes = context.transpose(2, 0, 1)[None].astype(np.float32) / 255.0
    result = run(planes)[0].transpose(1, 2, 0)
    cut = radius * scale
    return to_bytes(result[cut:-cut, cut:-cut])


def lanczos(image: np.ndarray, scale: int) -> np.ndarray:
    """Pillow's Lanczos-3 enlargement: the classical method to beat."""
    size = (image.shape[1] * scale, image.shape[0] * scale)
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.LANCZOS))


def score_upscaler(run, root: Path, sets: list[str], scale: int, radius: int) -> dict:
    """Mean Y-PSNR in dB over each test set below `root`/eval, beside Lanczos and bicubic."""
    table = {}
    for name in sets:
        columns = {"psnrY": [], "lanczosPsnrY": [], "bicubicPsnrY": []}
        for file in list_pictures(root / "eval" / name):
            truth, gray = modcrop(read_rgb(file), scale), is_gray(file)
            small = imresize(truth, 1 / scale)
            ways = {
                "psnrY": run_padded(run, small, radius, scale),
                "lanczosPsnrY": lanczos(small, scale),
                "bicubicPsnrY": imresize(small, scale),
            }
            for column, result in ways.items():
                columns[column].append(psnr_y(result, truth, scale, gray))
        if columns["psnrY"]:
            table[name] = {column: round(float(np.mean(v)), 3) for column, v in columns.items()}
    return table
