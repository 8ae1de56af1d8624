"""Moving scenes whose middle is known: layers of photos on ways of their own, covering and uncovering each other.

A scene is drawn at any moment: 0 is the first frame, 1 the second, what lies between is the truth to be found.
"""

import cv2
import numpy as np

from ageing import jpeg
from scratch_synth import log_uniform, smooth_noise

FASTEST = 36.0  # pixels from frame to frame
LAYERS = 4  # at most, before the background
WINDOW = 360  # pixels of a photo that a layer shows at most
SHUTTER = 4  # moments that make up a blurred frame


class Layer:
    """A piece of a photo that is moved, turned, enlarged and bent; the one without a shape fills the frame."""

    def __init__(self, rng, photo: np.ndarray, side: int, drift: np.ndarray, shape: bool):
        self.side = side
        self.detail = rng.uniform(0.6, 1.1)  # of the photo's pixels for one of the frame
        height, width = photo.shape[:2]
        x, y = (int(rng.integers(max(1, size - WINDOW))) for size in (width, height))
        self.photo = photo[y : y + WINDOW, x : x + WINDOW].astype(np.float32) / 255
        self.source = np.array(self.photo.shape[1::-1]) / 2
        self.centre = rng.uniform(0.1, 0.9, 2) * side if shape else np.full(2, side / 2)
        angle = rng.uniform(0, 2 * np.pi)
        speed = log_uniform(rng, 0.3, FASTEST)
        self.way = drift + speed * np.array([np.cos(angle), np.sin(angle)]) if shape else drift
        self.turn = rng.normal(0, 0.04) if rng.random() < 0.5 else 0.0
        self.growth = rng.normal(0, 0.025) if rng.random() < 0.5 else 0.0
        self.bend = None
        if rng.random() < 0.5:
            size = log_uniform(rng, 0.5, 5)
            self.bend = [size * smooth_noise(rng, side, side, rng.uniform(1, 4), 1) for _ in range(2)]
        self.outline = outline(rng, side) if shape else None

    def draw(self, moment: float) -> tuple[np.ndarray, np.ndarray | None]:
        """float32 RGB of the whole frame, and how much of each pixel it covers."""
        side, from_middle = self.side, moment - 0.5
        y, x = np.mgrid[:side, :side].astype(np.float32)
        x -= np.float32(self.centre[0] + self.way[0] * from_middle)
        y -= np.float32(self.centre[1] + self.way[1] * from_middle)
        turn, size = self.turn * from_middle, np.exp(-self.growth * from_middle)
        cos, sin = np.float32(np.cos(turn) * size), np.float32(np.sin(turn) * size)
        u, v = cos * x + sin * y, -sin * x + cos * y
        if self.bend is not None:
            u = u - np.float32(from_middle) * self.bend[0]
            v = v - np.float32(from_middle) * self.bend[1]
        look = [np.float32(c) + np.float32(self.detail) * w for c, w in zip(self.source, (u, v))]
        colours = cv2.remap(self.photo, *look, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
        if self.outline is None:
            return colours, None
        half = np.float32(self.outline.shape[0] / 2)
        return colours, cv2.remap(self.outline, u + half, v + half, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)


def outline(rng, side: int) -> np.ndarray:
    """What a layer covers, 0..1 with soft edges: a blob, a cloud with holes, or bars as thin as poles and legs."""
    kind = rng.choice(3, p=[0.5, 0.2, 0.3])
    y, x = np.mgrid[:side, :side].astype(np.float32) - side / 2
    if kind == 0:
        angle, radius = np.arctan2(y, x), np.float32(log_uniform(rng, 0.06, 0.4) * side)
        for k in range(2, 7):
            radius = radius * (1 + np.float32(rng.normal(0, 0.25) / k) * np.cos(k * angle + np.float32(rng.uniform(0, 6.3))))
        return np.clip(radius - np.hypot(x, y) + 0.5, 0, 1)
    if kind == 1:
        cloud = smooth_noise(rng, side, side, rng.uniform(2, 8), 2) - np.hypot(x, y) / (0.3 * side) + 1
        return np.clip(cloud * rng.uniform(3, 12), 0, 1)
    cover = np.zeros((side, side), np.float32)
    for _ in range(rng.integers(1, 5)):
        angle, offset = rng.uniform(0, np.pi), rng.normal(0, 0.15) * side
        across = np.abs(np.cos(angle) * x + np.sin(angle) * y - offset)
        along = np.abs(-np.sin(angle) * x + np.cos(angle) * y)
        thick, long = log_uniform(rng, 0.8, 9), rng.uniform(0.1, 0.5) * side
        cover = np.maximum(cover, np.clip(thick - across + 0.5, 0, 1) * np.clip(long - along, 0, 1))
    return cover


class Scene:
    def __init__(self, rng, pick, side: int):
        """@param pick gives a photo, uint8 RGB"""
        angle = rng.uniform(0, 2 * np.pi)
        pan = 0.0 if rng.random() < 0.25 else log_uniform(rng, 0.3, FASTEST)
        drift = pan * np.array([np.cos(angle), np.sin(angle)])
        self.layers = [Layer(rng, pick(), side, drift, False)]
        for _ in range(rng.integers(1, LAYERS + 1)):
            self.layers.append(Layer(rng, pick(), side, drift * rng.uniform(0.3, 1.7), True))
        self.blur = rng.uniform(0.1, 0.6) if rng.random() < 0.35 else 0.0
        self.light = rng.normal(0, 0.04) if rng.random() < 0.2 else 0.0
        self.quality = int(rng.integers(40, 95)) if rng.random() < 0.35 else None
        self.grain = rng.uniform(0.005, 0.03) if rng.random() < 0.2 else 0.0

    def still(self, moment: float) -> np.ndarray:
        picture, _ = self.layers[0].draw(moment)
        for layer in self.layers[1:]:
            colours, cover = layer.draw(moment)
            picture = picture + cover[..., None] * (colours - picture)
        return picture

    def frame(self, moment: float, rng) -> np.ndarray:
        """uint8 RGB: blurred, lit, grainy and packed as the camera of this scene does."""
        if self.blur:
            moments = moment + self.blur * (np.arange(SHUTTER) / (SHUTTER - 1) - 0.5)
            picture = np.mean([self.still(m) for m in moments], 0)
        else:
            picture = self.still(moment)
        picture = picture + self.light * (moment - 0.5)
        if self.grain:
            picture = picture + self.grain * rng.standard_normal(picture.shape).astype(np.float32)
        picture = np.clip(picture, 0, 1).astype(np.float32)
        if self.quality:
            picture = jpeg(picture, self.quality)
        return np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)
