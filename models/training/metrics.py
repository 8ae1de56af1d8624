"""Picture quality figures, by the protocol the published tables use."""

import numpy as np

WEIGHTS = np.array([65.481, 128.553, 24.966]) / 255.0  # MATLAB rgb2ycbcr, Y row


def luma(rgb: np.ndarray) -> np.ndarray:
    """uint8 RGB [H, W, 3] -> Y of MATLAB's rgb2ycbcr (16..235), rounded, float64 [H, W]."""
    return np.rint(rgb.astype(np.float64) @ WEIGHTS + 16.0)


def full_luma(rgb: np.ndarray) -> np.ndarray:
    """The same weights over the whole 0..255: of a gray picture, its own values."""
    return np.rint(rgb.astype(np.float64) @ (WEIGHTS / WEIGHTS.sum()))


def psnr(first: np.ndarray, second: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB of two arrays on the 0..255 scale."""
    error = np.mean((first.astype(np.float64) - second.astype(np.float64)) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255.0**2 / error))


def psnr_y(result: np.ndarray, truth: np.ndarray, border: int, gray: bool = False) -> float:
    """Y-PSNR in dB of two uint8 RGB pictures; `border` pixels (= the scale) are cut on each side.

    `gray`: the file has one channel (one picture of Set14). The published tables compare it on its
    own values; squeezed into 16..235 it would gain 1.3 dB.
    """
    if result.shape != truth.shape:
        raise ValueError(f"shapes differ: {result.shape} and {truth.shape}")
    plane = full_luma if gray else luma
    cut = slice(border, -border or None)
    return psnr(plane(result)[cut, cut], plane(truth)[cut, cut])


def to_bytes(picture: np.ndarray) -> np.ndarray:
    """float 0..1 -> uint8, rounded to nearest."""
    return np.clip(np.rint(picture * 255.0), 0, 255).astype(np.uint8)
