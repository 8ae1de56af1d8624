"""Synthetic photo damage: shapes (alpha masks 0..1) and how they are painted over a picture.

Every shape is a function (rng, side) -> float32 [side, side] alpha. Line shapes are drawn at twice
the size and shrunk, so widths below one pixel exist. `damage` paints a random selection and returns
what was really *visible*: a white scratch on a white sky is no damage anyone could find.
"""

import cv2
import numpy as np

cv2.setNumThreads(1)  # the training loop owns the cores
FINE = 2  # line shapes are drawn this much larger
VISIBLE = 0.07  # luma change (0..1) from which damage counts as damage
MOST = 0.12  # share of the picture that one shape, and twice that all of them, may cover: a wreck teaches nothing


def smooth_noise(rng, height: int, width: int, cells: float, octaves: int = 3) -> np.ndarray:
    """Cloudy noise, standard deviation about 1; `cells` grains of the coarsest octave per side."""
    total, weight, energy = np.zeros((height, width), np.float32), 1.0, 0.0
    for octave in range(octaves):
        n = max(2, round(cells * 2**octave))
        grid = rng.standard_normal((min(n, height), min(n, width))).astype(np.float32)
        total += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        energy += weight * weight
        weight *= 0.55
    return total / np.float32(np.sqrt(energy) * 0.75)


def log_uniform(rng, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


# Lines


def draw_path(canvas: np.ndarray, points: np.ndarray, widths: np.ndarray) -> None:
    """Joined segments of varying width on a `FINE`-times larger canvas; points are (x, y) in pixels."""
    fixed = np.rint(points * (FINE * 16)).astype(np.int32)
    for start, end, width in zip(fixed[:-1], fixed[1:], widths):
        thickness = max(1, round(width * FINE))
        a, b = (int(start[0]), int(start[1])), (int(end[0]), int(end[1]))
        cv2.line(canvas, a, b, 255, thickness, cv2.LINE_AA, 4)


def shrink_canvas(canvas: np.ndarray) -> np.ndarray:
    side = canvas.shape[0] // FINE
    return cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32) / 255


def new_canvas(side: int) -> np.ndarray:
    return np.zeros((side * FINE, side * FINE), np.uint8)


def walk(rng, start, angle: float, length: float, steps: int, curl: float) -> np.ndarray:
    """A path whose direction drifts: small curl gives scratches, large curl gives hairs."""
    angles = angle + np.cumsum(rng.normal(0, curl, steps))
    moves = np.stack([np.cos(angles), np.sin(angles)], 1) * (length / steps)
    return np.vstack([start, start + np.cumsum(moves, 0)])


def broken(rng, alpha: np.ndarray) -> np.ndarray:
    """Makes a line fade in and out along its way, as real scratches do."""
    side = alpha.shape[0]
    gate = smooth_noise(rng, side, side, rng.uniform(4, 30), 2) * rng.uniform(0.3, 1.5) + rng.uniform(0.2, 1.2)
    return alpha * np.clip(gate, 0, 1)


def scratches(rng, side: int) -> np.ndarray:
    canvas = new_canvas(side)
    common = rng.uniform(0, np.pi)
    parallel = rng.random() < 0.4
    for _ in range(rng.integers(1, 6)):
        steps = int(rng.integers(4, 14))
        angle = common + rng.normal(0, 0.08) if parallel else rng.uniform(0, 2 * np.pi)
        path = walk(rng, rng.uniform(-0.1, 1.1, 2) * side, angle, rng.uniform(0.15, 1.4) * side, steps,
                    log_uniform(rng, 0.01, 0.35))  # fmt: skip
        width = log_uniform(rng, 0.5, 4.5)
        draw_path(canvas, path, width * rng.uniform(0.6, 1.4, steps))
    alpha = shrink_canvas(canvas)
    return broken(rng, alpha) if rng.random() < 0.5 else alpha


def film_lines(rng, side: int) -> np.ndarray:
    """Straight lines along (mostly) one axis, as the transport of a projector leaves them."""
    canvas = new_canvas(side)
    for _ in range(rng.integers(1, 5)):
        x, lean = rng.uniform(0, side), rng.normal(0, 0.01) * side
        y0, y1 = (-2, side + 2) if rng.random() < 0.6 else np.sort(rng.uniform(0, side, 2))
        path = np.array([[x, y0], [x + lean / 2 + rng.normal(0, 0.6), (y0 + y1) / 2], [x + lean, y1]])
        draw_path(canvas, path, np.full(2, log_uniform(rng, 0.5, 2.5)))
    alpha = shrink_canvas(canvas)
    if rng.random() < 0.25:
        alpha = np.ascontiguousarray(alpha.T)
    return broken(rng, alpha) if rng.random() < 0.6 else alpha


def hairs(rng, side: int) -> np.ndarray:
    """Cubic Bezier curves of nearly constant width: hairs and lint."""
    canvas = new_canvas(side)
    t = np.linspace(0, 1, 24)[:, None]
    for _ in range(rng.integers(1, 4)):
        reach = log_uniform(rng, 0.06, 0.6) * side
        p = rng.uniform(0, side, 2) + rng.normal(0, 0.6, (4, 2)) * reach
        path = (1 - t) ** 3 * p[0] + 3 * t * (1 - t) ** 2 * p[1] + 3 * t * t * (1 - t) * p[2] + t**3 * p[3]
        width = log_uniform(rng, 0.6, 3.5)
        draw_path(canvas, path, width * np.linspace(1, rng.uniform(0.4, 1), 23))
    return shrink_canvas(canvas)


def cracks(rng, side: int) -> np.ndarray:
    """A jagged trunk with jagged branches."""
    canvas = new_canvas(side)
    edge = rng.random() < 0.5
    start = rng.uniform(0, side, 2)
    if edge:
        start[rng.integers(2)] = rng.choice([0, side])
    wanted = np.arctan2(side / 2 - start[1], side / 2 - start[0]) if edge else rng.uniform(0, 2 * np.pi)
    queue = [(start, wanted + rng.normal(0, 0.3), rng.uniform(0.3, 1.4) * side, log_uniform(rng, 0.6, 4.0), 0)]
    while queue:
        start, angle, length, width, depth = queue.pop()
        steps = max(3, int(length / rng.uniform(3, 9)))
        path = walk(rng, start, angle, length, steps, rng.uniform(0.1, 0.35))
        path[1:] += rng.normal(0, 0.7, (steps, 2))
        taper = np.linspace(1, rng.uniform(0.2, 0.9), steps)
        draw_path(canvas, path, width * taper * rng.uniform(0.5, 1.5, steps))
        if depth < 3:
            for _ in range(rng.poisson([2.5, 1.0, 0.5][depth])):
                at = int(rng.integers(1, steps + 1))
                turn = rng.choice([-1, 1]) * rng.uniform(0.4, 1.4)
                queue.append((path[at], angle + turn, length * rng.uniform(0.2, 0.6), width * rng.uniform(0.5, 0.9), depth + 1))
    return shrink_canvas(canvas)


def craquelure(rng, side: int) -> np.ndarray:
    """Contour lines of cloudy noise: the wandering cracks of dried emulsion."""
    noise = smooth_noise(rng, side, side, rng.uniform(2, 7), 4)
    slope = np.hypot(cv2.Sobel(noise, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(noise, cv2.CV_32F, 0, 1, scale=0.125))
    distance = np.abs(noise - rng.normal(0, 0.6)) / (slope + 1e-3)
    width = rng.uniform(0.3, 1.8) * np.clip(1 + 0.7 * smooth_noise(rng, side, side, 8, 2), 0, 3)
    keep = np.clip(smooth_noise(rng, side, side, 3, 2) * 2 + rng.uniform(-1, 1.5), 0, 1)
    return np.clip((width - distance) / 0.8 + 0.5, 0, 1) * keep


# Spots


def dust(rng, side: int) -> np.ndarray:
    canvas = new_canvas(side)
    big = log_uniform(rng, 0.8, 3.5)
    for _ in range(rng.integers(2, 50)):
        radius = log_uniform(rng, 0.45, big + 0.1)
        axes = (max(1, round(radius * FINE * 16)), max(1, round(radius * rng.uniform(0.4, 1) * FINE * 16)))
        x, y = rng.integers(0, side * FINE * 16, 2)
        cv2.ellipse(canvas, ((int(x) / 16, int(y) / 16), (axes[0] / 8, axes[1] / 8), float(rng.uniform(0, 180))), 255, -1, cv2.LINE_AA)
    return shrink_canvas(canvas)


def emulsion_loss(rng, side: int) -> np.ndarray:
    """Ragged flakes missing: cloudy noise above a level, near one place."""
    noise = smooth_noise(rng, side, side, rng.uniform(5, 14), 4)
    y, x = np.mgrid[:side, :side].astype(np.float32) / side
    cy, cx = rng.random(2)
    near = np.hypot(y - cy, x - cx) / rng.uniform(0.1, 0.4)
    return np.clip((noise * 0.8 - near - rng.uniform(-0.8, 0.2)) * rng.uniform(6, 20), 0, 1)


def tear(rng, side: int) -> np.ndarray:
    """A border or a corner is gone, with a ragged edge."""
    y, x = np.mgrid[:side, :side].astype(np.float32) / (side / 2) - 1
    angle = rng.uniform(0, 2 * np.pi) if rng.random() < 0.5 else rng.integers(4) * np.pi / 2
    edge = y * np.sin(angle) + x * np.cos(angle) - rng.uniform(0.7, 1.2)
    edge += smooth_noise(rng, side, side, 3, 4) * rng.uniform(0.03, 0.15)
    return np.clip(edge * side / 2 + 0.5, 0, 1)


class RealMasks:
    """Alpha masks of real film artefacts (data/damage), at random scale, turn and place."""

    LARGE = {"dots", "stain", "smut"}  # one solid blob: kept small, or it hides the whole patch

    def __init__(self, masks: np.ndarray, kinds: list[str]):
        self.masks, self.large = masks, np.array([k in self.LARGE for k in kinds])

    def __call__(self, rng, side: int) -> np.ndarray:
        row = int(rng.integers(len(self.masks)))
        scale = log_uniform(rng, 0.12, 0.35) if self.large[row] else log_uniform(rng, 0.35, 1.3)
        turn = cv2.getRotationMatrix2D((200, 200), float(rng.uniform(0, 360)), scale)
        turn[:, 2] += rng.uniform(0.1, 0.9, 2) * side - 200
        mask = self.masks[row]
        if scale < 0.6:  # warpAffine does not average
            mask = cv2.GaussianBlur(mask, (0, 0), 0.4 / scale)
        return cv2.warpAffine(mask, turn, (side, side), flags=cv2.INTER_LINEAR).astype(np.float32) / 255


# Painting

SHAPES = {
    scratches: 0.22, film_lines: 0.08, hairs: 0.10, cracks: 0.16, craquelure: 0.10,
    dust: 0.14, emulsion_loss: 0.05, tear: 0.04,
}  # fmt: skip


def pick_shape(rng, real: RealMasks | None):
    if real is not None and rng.random() < 0.25:
        return real
    weights = np.array(list(SHAPES.values()))
    return list(SHAPES)[rng.choice(len(weights), p=weights / weights.sum())]


def tone(rng) -> np.ndarray:
    """Colour of the damage, RGB 0..1: mostly bright (paper, lost emulsion), also dark (dirt, hairs)."""
    kind = rng.choice(3, p=[0.72, 0.21, 0.07])
    level = rng.uniform(0.72, 1.0) if kind == 0 else rng.uniform(0, 0.22) if kind == 1 else rng.uniform(0.25, 0.75)
    warm = rng.uniform(0, 0.16) if rng.random() < 0.4 else 0.0
    return np.array([level, level * (1 - warm / 2), level * (1 - warm)], np.float32)


def paint(rng, picture: np.ndarray, alpha: np.ndarray) -> None:
    """Blends one shape into the picture, in place, with an uneven tone and sometimes a relief edge."""
    side = picture.shape[0]
    colour = tone(rng)
    uneven = 1 + rng.uniform(0, 0.15) * smooth_noise(rng, side, side, rng.uniform(6, 40), 2)
    alpha = (alpha * (1.0 if rng.random() < 0.55 else rng.uniform(0.4, 1.0)))[..., None]
    if rng.random() < 0.2:  # a raised or sunken edge throws a shadow to one side
        dy, dx = rng.integers(-2, 3, 2)
        shadow = np.roll(alpha, (int(dy), int(dx)), (0, 1))
        shade = 0.0 if colour.mean() > 0.5 else 1.0
        picture += shadow * rng.uniform(0.15, 0.6) * (shade - picture)
    picture += alpha * (np.clip(colour * uneven[..., None], 0, 1) - picture)


def crease(rng, picture: np.ndarray, reference: np.ndarray) -> None:
    """A fold, in place: a wide soft shading across a nearly straight line, flaked along its middle.

    The shading goes into the reference too: filling it would throw away good picture.
    """
    side = picture.shape[0]
    angle = rng.uniform(0, np.pi)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    offset = (x - side / 2) * np.cos(angle) + (y - side / 2) * np.sin(angle) - rng.uniform(-0.4, 0.4) * side
    offset += smooth_noise(rng, side, side, 2, 3) * rng.uniform(0, 3)
    reach = rng.uniform(2, 14)
    ramp = np.sign(offset) * np.exp(-np.abs(offset) / reach)  # lit on one side, dark on the other
    bump = np.exp(-((offset / reach) ** 2))
    shading = rng.uniform(-0.12, 0.12) * ramp + rng.uniform(-0.1, 0.12) * bump
    picture += shading[..., None]
    reference += shading[..., None]
    width = rng.uniform(0.3, 2.5) * np.clip(1 + smooth_noise(rng, side, side, 12, 3) * 0.8, 0, 3)
    core = np.clip((width - np.abs(offset)) / 0.8 + 0.5, 0, 1)
    keep = np.clip(smooth_noise(rng, side, side, 6, 3) * 2 + rng.uniform(-0.5, 2), 0, 1)
    paint(rng, picture, core * keep)


def damage(rng, picture: np.ndarray, real: RealMasks | None) -> tuple[np.ndarray, np.ndarray]:
    """float32 RGB [side, side, 3] 0..1 -> the damaged picture and where it visibly changed (bool)."""
    side = picture.shape[0]
    out, reference = picture.copy(), picture.copy()
    covered = 0.0
    for _ in range(int(rng.integers(1, 4) if rng.random() < 0.65 else rng.integers(4, 8))):
        if rng.random() < 0.07:
            crease(rng, out, reference)
            continue
        alpha = pick_shape(rng, real)(rng, side)
        share = float(alpha.mean())
        if share > MOST or covered + share > 2 * MOST:
            continue
        covered += share
        paint(rng, out, alpha)
    out, before = np.clip(out, 0, 1), luma(np.clip(reference, 0, 1))
    return out, np.abs(luma(out) - before) > visible_from(before)


def visible_from(gray: np.ndarray) -> np.ndarray:
    """The change of luma a person notices at each place: more where there is grain or lively texture."""
    mean, square = cv2.blur(gray, (7, 7)), cv2.blur(gray * gray, (7, 7))
    texture = np.sqrt(np.maximum(square - mean * mean, 0))
    return np.maximum(max(VISIBLE, 2 * graininess(gray)), 0.8 * texture)


def graininess(gray: np.ndarray) -> float:
    """Standard deviation of the fine noise (median of a Laplacian, which ignores edges)."""
    lonely = cv2.filter2D(gray, -1, np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32))
    return float(np.median(np.abs(lonely)) / (0.6745 * 6))


def luma(picture: np.ndarray) -> np.ndarray:
    return picture @ np.array([0.299, 0.587, 0.114], np.float32)


def label_and_rim(visible: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The damage to be found and the pixel around it, both bool: there, a miss is half as bad.

    Specks of a single pixel are noise nobody sees; gaps of one pixel are closed.
    """
    kernel = np.ones((3, 3), np.uint8)
    core = visible.astype(np.uint8)
    neighbours = cv2.filter2D(core, -1, kernel, borderType=cv2.BORDER_REPLICATE)
    core[neighbours < 2] = 0
    core = cv2.morphologyEx(core, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
    return core > 0, cv2.dilate(core, kernel) > core


# Holes for the inpainter


def blobs(rng, side: int) -> np.ndarray:
    canvas = new_canvas(side)
    for _ in range(rng.integers(1, 6)):
        radius = log_uniform(rng, 2, 11)
        path = walk(rng, rng.uniform(0, side, 2), rng.uniform(0, 6.3), radius * rng.uniform(0.5, 5), 4, 0.5)
        draw_path(canvas, path, np.full(4, 2 * radius))
    return shrink_canvas(canvas)


def holes(rng, side: int, real: RealMasks | None) -> np.ndarray:
    """float32 0/1 [side, side]: what a detector plus its dilation, or a brush, would hand over."""
    mask = np.zeros((side, side), np.float32)
    for _ in range(min(5, 1 + rng.poisson(1.5))):
        choice = rng.random()
        shape = blobs if choice < 0.2 else pick_shape(rng, real)
        alpha = shape(rng, side)
        if shape in (tear, emulsion_loss) and alpha.mean() > 0.08:
            continue
        mask = np.maximum(mask, (alpha > 0.2).astype(np.float32))
    grow = int(rng.choice(4, p=[0.15, 0.45, 0.3, 0.1]))
    if grow:
        mask = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1)))
    return mask
