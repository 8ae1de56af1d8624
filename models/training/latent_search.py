"""The search of PULSE in numpy, for measuring a generator here; the app has its own (src/operations/imagine-face)."""

import numpy as np

from gradient_graph import SMALL

STEPS, RATE, ENOUGH = 100, 0.4, 2e-3


def small_of(picture: np.ndarray, side: int) -> np.ndarray:
    """float [H, H, 3] 0..1 -> [1, 3, SMALL, SMALL], reduced to `side` by means of blocks."""
    block = picture.shape[0] // side
    mean = picture.reshape(side, block, side, block, 3).mean((1, 3))
    return mean.repeat(SMALL // side, 0).repeat(SMALL // side, 1).transpose(2, 0, 1)[None].astype(np.float32)


def pace(step: int) -> float:
    part = step / STEPS
    return RATE * (0.1 + 0.9 * (1 - abs(part / 0.9 - 0.5) * 2) if part < 0.9 else 0.1 + (part - 0.9) / 0.1 * (1e-3 - 0.1))


def search(session, picture: np.ndarray, side: int, seed: int, noise: int = 0) -> tuple[float, np.ndarray]:
    """Adam on spheres, without the geodesic term. @param noise rows of noise @returns the least error that was met, and its picture"""
    shape = session.get_inputs()[0].shape
    latent = np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
    # All layers begin at one place, as the generator was taught; rows of noise, which come last, at their own.
    layers = shape[1] - noise
    latent[:, :layers] = latent[:, :1]
    lengths = np.linalg.norm(latent, axis=-1, keepdims=True)
    fed = {"small": small_of(picture, side), "weights": np.float32([side == 16, side == 32])}
    mean, power, best = 0.0, 0.0, (np.inf, None)
    for step in range(STEPS + 1):
        error, gradient, made = session.run(["error", "gradient", "picture"], fed | {"latent": latent})
        if error < best[0]:
            best = float(error), made
        mean, power = 0.9 * mean + 0.1 * gradient, 0.999 * power + 0.001 * gradient**2
        change = mean / (1 - 0.9 ** (step + 1)) / (np.sqrt(power / (1 - 0.999 ** (step + 1))) + 1e-8)
        latent = latent - pace(step) * change
        latent *= lengths / np.linalg.norm(latent, axis=-1, keepdims=True)
    return best
