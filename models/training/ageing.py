"""What time and bad copying do to a picture as a whole: blur, grain, noise, low resolution, compression.

Every function takes and gives float32 RGB [side, side, 3], 0..1. The mix follows the unstructured ageing of
"Bringing Old Photos Back to Life" (Wan et al. 2020): its parts in random order, each with some probability.
"""

import cv2
import numpy as np

from scratch_synth import log_uniform, luma

cv2.setNumThreads(1)  # the training loop owns the cores


def jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    """Through a baseline JPEG with chroma at half resolution, as nearly every camera and scanner writes it."""
    flags = [cv2.IMWRITE_JPEG_QUALITY, int(quality), cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]
    coded = cv2.imencode(".jpg", np.rint(np.clip(picture[..., ::-1], 0, 1) * 255).astype(np.uint8), flags)[1]
    return cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1].astype(np.float32) / 255


def tone(rng, picture: np.ndarray) -> np.ndarray:
    """Gray, toned or faded: a look to be kept, not to be undone (that is another operation's work)."""
    out = picture
    if rng.random() < 0.35:
        out = np.repeat(luma(out)[..., None], 3, 2)
        if rng.random() < 0.4:
            out = out ** rng.uniform([0.75, 0.9, 1.0], [1.0, 1.05, 1.4]).astype(np.float32)
    if rng.random() < 0.3:
        low, high = rng.uniform(0, 0.2), rng.uniform(0.75, 1)
        out = low + (high - low) * np.clip(out, 0, 1) ** rng.uniform(0.7, 1.4)
    return out.astype(np.float32)


def gaussian_noise(rng, picture: np.ndarray, strength: float, gray: float = 0.3) -> np.ndarray:
    """White noise of a standard deviation of `strength`, the same in all colours with probability `gray`."""
    planes = 1 if rng.random() < gray else 3
    return picture + strength * rng.standard_normal((*picture.shape[:2], planes), np.float32)


def noise(rng, picture: np.ndarray, lowest: float = 2 / 255, highest: float = 55 / 255) -> np.ndarray:
    """White, grainy (correlated), stronger in the lights (Poisson) or in proportion (speckle)."""
    strength, kind = log_uniform(rng, lowest, highest), rng.random()
    if kind < 0.55:
        return gaussian_noise(rng, picture, strength)
    white = gaussian_noise(rng, np.zeros_like(picture), strength)
    if kind < 0.75:  # film grain and noise that was resampled: grains wider than a pixel
        sigma = rng.uniform(0.4, 1.1)
        return picture + cv2.GaussianBlur(white, (0, 0), sigma) * np.float32(1 + 2.2 * sigma)
    level = luma(np.clip(picture, 0, 1))[..., None]
    return picture + white * (1.6 * np.sqrt(level) if kind < 0.9 else 1.8 * level)


def disc(radius: float) -> np.ndarray:
    """Kernel of a lens out of focus."""
    reach = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    kernel = np.clip(radius + 0.5 - np.hypot(y, x), 0, 1)
    return kernel / kernel.sum()


def stroke(rng, length: float) -> np.ndarray:
    """Kernel of a hand that moved: a short, slightly soft line."""
    reach = int(np.ceil(length / 2)) + 2
    fine = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    angle, centre = rng.uniform(0, np.pi), reach * 16
    move = np.array([np.cos(angle), np.sin(angle)]) * length / 2 * 16
    a, b = (tuple(int(v) for v in np.rint(centre + s * move)) for s in (-1, 1))
    cv2.line(fine, a, b, 255, 1, cv2.LINE_AA, 4)
    kernel = cv2.GaussianBlur(fine.astype(np.float32), (0, 0), 0.4)
    return kernel / kernel.sum()


def blur(rng, picture: np.ndarray, highest: float = 2.5) -> np.ndarray:
    """Soft lens (Gaussian, also lop-sided), out of focus (disc) or moved (line)."""
    kind = rng.random()
    if kind < 0.5:
        sigma = log_uniform(rng, 0.35, highest)
        other = sigma if rng.random() < 0.7 else log_uniform(rng, 0.35, highest)
        return cv2.GaussianBlur(picture, (0, 0), sigmaX=sigma, sigmaY=other, borderType=cv2.BORDER_REFLECT_101)
    kernel = disc(log_uniform(rng, 0.5, 1.6 * highest)) if kind < 0.8 else stroke(rng, log_uniform(rng, 2, 4 * highest))
    return cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_REFLECT_101)


def low_resolution(rng, picture: np.ndarray) -> np.ndarray:
    side = picture.shape[0]
    small = int(side * rng.uniform(0.45, 0.95))
    down = cv2.resize(picture, (small, small), interpolation=int(rng.choice([cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC])))
    return cv2.resize(down, (side, side), interpolation=int(rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC])))


def ageing(rng, picture: np.ndarray) -> np.ndarray:
    """All of it, in random order, each part with probability 0.6: what the joint restorer has to undo."""
    parts = [
        lambda p: blur(rng, p, 2.2),
        lambda p: noise(rng, p, 2 / 255, 45 / 255),
        lambda p: low_resolution(rng, p),
        lambda p: jpeg(p, rng.integers(25, 96)),
    ]
    for part in rng.permutation(len(parts)):
        if rng.random() < 0.6:
            picture = parts[part](picture)
    return picture


def rounded(picture: np.ndarray) -> np.ndarray:
    """As it lies in a file: 8 bits, nothing beyond black and white."""
    return (np.rint(np.clip(picture, 0, 1) * 255) / 255).astype(np.float32)
