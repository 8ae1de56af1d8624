"""The second-order degradation of Real-ESRGAN (Wang et al. 2021): blur, resize, noise, JPEG, and all of it again.

Probabilities and ranges are those of the published training options. float32 RGB, 0..1.
"""

import cv2
import numpy as np

from ageing import jpeg

KINDS = ["iso", "aniso", "generalized_iso", "generalized_aniso", "plateau_iso", "plateau_aniso"]
KIND_SHARES = [0.45, 0.25, 0.12, 0.03, 0.12, 0.03]


def bessel_j1(x: np.ndarray) -> np.ndarray:
    """J1 by its integral (midpoint rule): exact enough for a kernel, and no further dependency."""
    t = (np.arange(64) + 0.5) * np.pi / 64
    return np.cos(t - x[..., None] * np.sin(t)).mean(-1)


def sinc_kernel(cutoff: float, size: int) -> np.ndarray:
    """Ringing: a circular low-pass filter with a sharp edge at `cutoff` (radians per pixel)."""
    half = size // 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float64)
    radius = np.hypot(y, x)
    radius[half, half] = 1
    kernel = cutoff * bessel_j1(cutoff * radius) / (2 * np.pi * radius)
    kernel[half, half] = cutoff**2 / (4 * np.pi)
    return (kernel / kernel.sum()).astype(np.float32)


def beta(rng, highest: float) -> float:
    """Half of the draws below 1, half above."""
    return rng.uniform(0.5, 1) if rng.random() < 0.5 else rng.uniform(1, highest)


def blur_kernel(rng, sigma_max: float) -> np.ndarray:
    size = int(rng.choice(range(7, 22, 2)))
    if rng.random() < 0.1:
        return sinc_kernel(rng.uniform(np.pi / 3 if size < 13 else np.pi / 5, np.pi), size)
    kind = KINDS[rng.choice(6, p=KIND_SHARES)]
    first = second = rng.uniform(0.2, sigma_max)
    angle = 0.0
    if "aniso" in kind:
        second, angle = rng.uniform(0.2, sigma_max), rng.uniform(-np.pi, np.pi)
    half = size // 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float64)
    u, v = (x * np.cos(angle) + y * np.sin(angle)) / first, (-x * np.sin(angle) + y * np.cos(angle)) / second
    energy = u * u + v * v
    if kind.startswith("generalized"):
        kernel = np.exp(-0.5 * energy ** beta(rng, 4))
    elif kind.startswith("plateau"):
        kernel = 1 / (1 + energy ** beta(rng, 2))
    else:
        kernel = np.exp(-0.5 * energy)
    return (kernel / kernel.sum()).astype(np.float32)


def filtered(picture: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_REFLECT_101)


def resized(rng, picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    how = int(rng.choice([cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC]))
    return cv2.resize(picture, size, interpolation=how)


def randomly_resized(rng, picture: np.ndarray, reference: int, shares, low: float, high: float) -> np.ndarray:
    """Larger, smaller or kept; the factor counts from a side of `reference` pixels."""
    way = rng.choice(3, p=shares)
    factor = rng.uniform(1, high) if way == 0 else rng.uniform(low, 1) if way == 1 else 1.0
    side = max(8, int(reference * factor))
    return resized(rng, picture, (side, side))


def noisy(rng, picture: np.ndarray, sigma: float, scale: float) -> np.ndarray:
    """Gaussian up to `sigma` of 255, or Poisson up to `scale`; gray with probability 0.4."""
    planes = 1 if rng.random() < 0.4 else 3
    if rng.random() < 0.5:
        noise = rng.standard_normal((*picture.shape[:2], planes)) * rng.uniform(1, sigma) / 255
    else:
        level = picture if planes == 3 else (picture @ np.array([0.299, 0.587, 0.114], np.float32))[..., None]
        counts = 2 ** np.ceil(np.log2(max(2, len(np.unique(np.rint(level * 255))))))
        noise = (rng.poisson(np.clip(level, 0, 1) * counts) / counts - level) * rng.uniform(0.05, scale)
    return np.clip(picture + noise, 0, 1).astype(np.float32)


def degrade(rng, picture: np.ndarray, scale: int) -> np.ndarray:
    """float32 RGB [side, side, 3], 0..1 -> the same scene at 1/scale, degraded twice, rounded to 8 bits."""
    side = picture.shape[0] // scale
    out = filtered(picture, blur_kernel(rng, 3.0))
    out = randomly_resized(rng, out, picture.shape[0], [0.2, 0.7, 0.1], 0.15, 1.5)
    out = jpeg(noisy(rng, out, 30, 3.0), rng.integers(30, 96))
    if rng.random() < 0.8:
        out = filtered(out, blur_kernel(rng, 1.5))
    out = randomly_resized(rng, out, side, [0.3, 0.4, 0.3], 0.3, 1.2)
    out = noisy(rng, out, 25, 2.5)
    size = int(rng.choice(range(7, 22, 2)))
    final = sinc_kernel(rng.uniform(np.pi / 3, np.pi), size) if rng.random() < 0.8 else np.ones((1, 1), np.float32)
    if rng.random() < 0.5:
        out = jpeg(filtered(resized(rng, out, (side, side)), final), rng.integers(30, 96))
    else:
        out = filtered(resized(rng, jpeg(out, rng.integers(30, 96)), (side, side)), final)
    return (np.rint(np.clip(out, 0, 1) * 255) / 255).astype(np.float32)


def lightly_degraded(rng, picture: np.ndarray, scale: int) -> np.ndarray:
    """A small picture in good order: shrunk, perhaps a little noise and compression."""
    side = picture.shape[0] // scale
    out = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.6, 1.8))
    out = cv2.resize(out, (side, side), interpolation=cv2.INTER_AREA)
    out = out + rng.uniform(0, 4 / 255) * rng.standard_normal(out.shape)
    return jpeg(np.clip(out, 0, 1), rng.integers(75, 99))


