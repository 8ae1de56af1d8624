"""NIQE (Mittal, Soundararajan, Bovik 2013): how natural a picture looks, without a reference; lower is better.

Luma as in MATLAB's rgb2ycbcr, rounded; blocks of 96; two scales. Golden value with the authors' parameters: baboon 5.7296.
"""

import json
import math
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from degrade import resize_matrix
from metrics import luma

BLOCK = 96
ALPHAS = np.arange(0.2, 10.001, 0.001)
RATIOS = np.array([math.exp(2 * math.lgamma(2 / a) - math.lgamma(1 / a) - math.lgamma(3 / a)) for a in ALPHAS])


def aggd(values: np.ndarray) -> tuple[float, float, float]:
    """Shape, left and right scale of an asymmetric generalised Gaussian, by matching moments."""
    left, right = values[values < 0], values[values > 0]
    sl, sr = (math.sqrt(np.mean(v * v)) if v.size else 0.0 for v in (left, right))
    ratio = np.mean(np.abs(values)) ** 2 / np.mean(values**2)
    g = sl / sr if sr else 1.0
    wanted = ratio * (g**3 + 1) * (g + 1) / (g**2 + 1) ** 2
    alpha = float(ALPHAS[np.argmin((RATIOS - wanted) ** 2)])
    widen = math.sqrt(math.gamma(1 / alpha) / math.gamma(3 / alpha))
    return alpha, sl * widen, sr * widen


def block_features(block: np.ndarray) -> list[float]:
    alpha, left, right = aggd(block)
    features = [alpha, (left + right) / 2]
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        alpha, left, right = aggd(block * np.roll(block, (dy, dx), (0, 1)))
        mean = (right - left) * math.gamma(2 / alpha) / math.gamma(1 / alpha)
        features += [alpha, mean, left, right]
    return features


class Niqe:
    def __init__(self, parameters: dict):
        self.mean, self.covariance, self.window = (np.array(parameters[k], np.float64) for k in ("mu", "cov", "window"))
        self.mean = self.mean.ravel()

    @staticmethod
    @lru_cache(maxsize=1)
    def official(data: Path) -> "Niqe":
        return Niqe(read_parameters(data.parent / "reference-models" / "niqe-pristine.json"))

    def features(self, gray: np.ndarray, side: int) -> np.ndarray:
        blur = lambda p: cv2.filter2D(p, -1, self.window, borderType=cv2.BORDER_REPLICATE)  # noqa: E731
        mean = blur(gray)
        normal = (gray - mean) / (np.sqrt(np.abs(blur(gray * gray) - mean * mean)) + 1)
        corners = [(y, x) for x in range(0, gray.shape[1], side) for y in range(0, gray.shape[0], side)]
        return np.array([block_features(normal[y : y + side, x : x + side]) for y, x in corners])

    def __call__(self, picture: np.ndarray) -> float:
        """uint8 RGB [H, W, 3]; both sides at least 192."""
        gray = luma(picture)
        height, width = (s // BLOCK * BLOCK for s in gray.shape)
        gray = gray[:height, :width]
        half = resize_matrix(height, height // 2, 0.5).astype(np.float64) @ gray @ resize_matrix(width, width // 2, 0.5).T
        features = np.concatenate([self.features(gray, BLOCK), self.features(half, BLOCK // 2)], 1)
        mean = np.nanmean(features, 0)
        covariance = np.cov(features[~np.isnan(features).any(1)], rowvar=False)
        away = self.mean - mean
        return float(np.sqrt(away @ np.linalg.pinv((self.covariance + covariance) / 2) @ away))


def read_parameters(file: Path) -> dict:
    """The authors' fit to undamaged photos: mu [36], cov [36, 36] and the Gaussian window [7, 7]."""
    raw = json.loads(file.read_text())
    window = np.array(raw["window"])
    return {"mu": raw["mean"], "cov": raw["covariance"], "window": window.reshape(7, 7)}
