"""A small generator of faces: 128 x 128, made from latents on a sphere, one for each of its layers, and from noise.

It is learnt as the second half of an autoencoder whose code is pushed onto the sphere, moved there at random, and spread
evenly over it, so that any place of the sphere is near a face. A critic, which is thrown away like the first half, looks at
faces between two codes and at random ones. It remembers nobody by name, but it has only seen the faces of its card.
"""

from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from data import ledger, list_pictures, read_manifest, read_rgb
from export_onnx import as_stored, open_session
from face_boxes import find_teacher
from face_crops import TEMPLATE, cut
from face_detect import FaceNet
from face_sharpen import FOLDERS
from face_views import CROP, SIDE, pack_views, shares, view_matrix
from gradient_graph import write_generator
from latent_search import search
from recipe import Options, Recipe
from trainer import fitting, shipped_weights

WIDTH = 48
CHANNELS = [128, 128, 128, 96, 96, 56, 56, 32, 32, 16]  # after each layer; every second one enlarges first
LAYERS = len(CHANNELS)
NOISE, NOISY, COARSE = 16, 4, 16  # rows of noise, the layer after which they count, and the side of their maps there
MAPS = NOISE * WIDTH // COARSE**2
JUDGED = 8  # faces its errors are measured on
CRITIC_FROM, CRITIC_FULL = 300, 900  # steps between which the critic's word, heard at every other one, gains weight
ADVERSARIAL, UNIFORM, SHIFT, SEEN, SMOOTH, SMOOTH_EVERY = 0.1, 0.04, 0.03, 0.08, 2.0, 8
SHRUNK = 20.0  # of the squared difference at COARSE pixels: it is what the search will ask for
QUEUE = 512  # codes of the last steps, from which new ones keep away


def on_sphere(latent: torch.Tensor) -> torch.Tensor:
    """Every row at the length that normal numbers have."""
    return latent * torch.rsqrt(latent.square().mean(-1, keepdim=True) + 1e-8)


class Layer(nn.Module):
    """A modulated convolution (Karras et al. 2020), written with products alone: input scaled, output evened out.

    Faces are aligned, so every place has something of its own: a learnt map, of which the style says how much.
    """

    def __init__(self, before: int, after: int, enlarges: bool, side: int):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(after, before, 3, 3) / (3 * before**0.5))
        self.bias = nn.Parameter(torch.zeros(after))
        self.map = nn.Parameter(0.1 * torch.randn(1, after, side, side))
        self.style = nn.Linear(WIDTH, before)
        self.share = nn.Linear(WIDTH, after)
        for dense in (self.style, self.share):
            nn.init.normal_(dense.weight, std=0.5 / WIDTH**0.5)
            nn.init.ones_(dense.bias)
        self.enlarges = enlarges

    def forward(self, x, w):
        style = self.style(w)
        power = self.weight.square().sum((2, 3)) @ style.square().transpose(0, 1)
        x = x * style[:, :, None, None]
        if self.enlarges:
            x = F.interpolate(x, scale_factor=2.0, mode="nearest")
        x = F.conv2d(x, self.weight, padding=1) * torch.rsqrt(power.transpose(0, 1) + 1e-6)[:, :, None, None]
        x = x + self.map * self.share(w)[:, :, None, None] + self.bias[None, :, None, None]
        return F.leaky_relu(x, 0.2) * 1.3


class Generator(nn.Module):
    """latents [N, LAYERS + NOISE, WIDTH] -> pictures [N, 3, SIDE, SIDE], -1..1.

    The last rows are maps of noise, as StyleGAN has them: on spheres, too, so that a search may move them as it moves the
    others (PULSE does), and no further than noise goes.
    """

    def __init__(self):
        super().__init__()
        self.mapping = nn.ModuleList([nn.Linear(WIDTH, WIDTH) for _ in range(2)])
        self.start = nn.Parameter(torch.randn(1, CHANNELS[0], 4, 4))
        before = [CHANNELS[0], *CHANNELS[:-1]]
        self.layers = nn.ModuleList(
            [Layer(b, a, k % 2 == 1, 4 * 2 ** ((k + 1) // 2)) for k, (b, a) in enumerate(zip(before, CHANNELS))]
        )
        self.noise = nn.Conv2d(MAPS, CHANNELS[NOISY], 3, padding=1, bias=False)
        nn.init.normal_(self.noise.weight, std=0.02)
        self.colours = nn.Conv2d(CHANNELS[-1], 3, 1)

    def forward(self, latent):
        noise = self.noise(latent[:, LAYERS:].reshape(-1, MAPS, COARSE, COARSE))
        latent = latent[:, :LAYERS]
        for dense in self.mapping:
            latent = F.leaky_relu(dense(latent), 0.2) * 1.3
        x = self.start.repeat(latent.shape[0], 1, 1, 1)
        for k, layer in enumerate(self.layers):
            x = layer(x, latent[:, k])
            if k == NOISY:
                x = x + noise
        return torch.tanh(self.colours(x))


class Reader(nn.Module):
    """[N, 3, SIDE, SIDE] -> [N, outputs]: the autoencoder's first half, and the critic."""

    def __init__(self, outputs: int, features: int):
        super().__init__()
        sizes = [3, *(min(features * 2**k, 192) for k in range(5))]
        self.layers = nn.ModuleList([nn.Conv2d(a, b, 4 if k else 5, 2, 1 if k else 2) for k, (a, b) in enumerate(zip(sizes, sizes[1:]))])
        self.mix = nn.Conv2d(sizes[-1] + 1, sizes[-1], 3, padding=1)
        self.last = nn.Linear(sizes[-1] * 16, outputs)

    def forward(self, x):
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.2) * 1.3
        # How unlike each other the pictures are, for the critic: so the generator may not make the same face always.
        unlike = (x - x.mean(0)).square().mean(0).add(1e-6).sqrt().mean() * (self.last.out_features == 1)
        x = torch.cat([x, unlike.expand(len(x), 1, *x.shape[2:])], 1)
        return self.last((F.leaky_relu(self.mix(x), 0.2) * 1.3).flatten(1))


class Trained(nn.Module):
    """What learns; only `generator` is kept."""

    def __init__(self):
        super().__init__()
        self.generator = Generator()
        self.encoder = Reader(WIDTH * (1 + LAYERS), 16)
        self.residue = nn.Conv2d(6, MAPS, 3, padding=1)
        self.critic = Reader(1, 20)
        self.register_buffer("seen", torch.zeros(1))
        self.register_buffer("codes", torch.randn(QUEUE, WIDTH))

    def forward(self, latent):
        return self.generator(latent)


def read(encoder: nn.Module, picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """[N, 3, SIDE, SIDE] -> the place on the sphere, and how far each layer is from it [N, LAYERS, WIDTH].

    One place of 48 numbers says too little of a face: the error of its 16 x 16 pixels would not get under 4e-3 (measured
    by principal components). With a shift for each layer it can, and the search may use them as well.
    """
    said = encoder(picture).float().unflatten(1, (1 + LAYERS, WIDTH))
    return on_sphere(said[:, 0]), said[:, 1:]


def noise_for(trained: nn.Module, wanted: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """[N, NOISE, WIDTH]: noise that leans, more or less, to where the face of `rows` alone is wrong at COARSE pixels."""
    n, device = len(rows), rows.device
    plain = torch.zeros(n, NOISE, WIDTH, device=device)
    with torch.no_grad():
        made = trained.generator(torch.cat([rows, plain], 1))
    small = [F.adaptive_avg_pool2d(picture, COARSE) for picture in (made, wanted - made)]
    said = trained.residue(torch.cat([small[0], 4 * small[1]], 1)).flatten(1).unflatten(1, (NOISE, WIDTH))
    part = torch.rand(n, 1, 1, device=device)
    return on_sphere((1 - part) * said + part * torch.randn_like(plain))


def with_noise(rows: torch.Tensor) -> torch.Tensor:
    return torch.cat([rows, on_sphere(torch.randn(len(rows), NOISE, WIDTH, device=rows.device))], 1)


def scattered(code: torch.Tensor, shifts: torch.Tensor) -> torch.Tensor:
    """[N, LAYERS, WIDTH] on the sphere: a quarter of the faces have but their place, the others a shift for each layer, too.

    The place is moved by up to some thirty-five degrees, or less where layers have shifts, and each layer by itself.
    """
    n, device = len(code), code.device
    single = (torch.rand(n, 1, 1, device=device) < 0.25).float()
    far = torch.rand(n, 1, 1, device=device) * (0.15 + 0.55 * single)
    apart = 0.3 * torch.rand(n, 1, 1, device=device) * (torch.rand(n, 1, 1, device=device) < 0.5)
    moved = code[:, None] + (1 - single) * shifts + far * torch.randn_like(code)[:, None]
    return on_sphere(moved + apart * torch.randn_like(shifts))


def spread(code: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    """How crowded codes are on the sphere (Wang, Isola 2020), beside each other and beside those of the last steps."""
    unit, known = code / WIDTH**0.5, others / WIDTH**0.5
    own = -3 * (2 - 2 * unit @ unit.T) - 1e4 * torch.eye(len(code), device=code.device)
    return torch.logsumexp(torch.cat([own, -3 * (2 - 2 * unit @ known.T)], 1).flatten(), 0)


def seen_by(finder: nn.Module, picture: torch.Tensor) -> list[torch.Tensor]:
    """What the face finder's first layers make of pictures -1..1: eyes, mouths and outlines, as it was taught them."""
    luma = (picture * picture.new_tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
    x, features = finder.down[0](2 * luma), []
    for down, block in zip(list(finder.down)[1:4], finder.blocks):
        x = block(down(x))
        features.append(x)
    return features


def disturbed(picture: torch.Tensor) -> torch.Tensor:
    """Lighter, darker, of another colour, moved: so that the critic cannot learn the few faces by heart (Zhao et al. 2020)."""
    n, device = len(picture), picture.device
    mean = picture.mean((2, 3), keepdim=True)
    picture = (picture - mean) * (0.7 + 0.6 * torch.rand(n, 1, 1, 1, device=device)) + mean
    picture = picture + 0.3 * torch.rand(n, 1, 1, 1, device=device) - 0.15 + 0.12 * torch.rand(n, 3, 1, 1, device=device) - 0.06
    across, down = (int(k) for k in torch.randint(-8, 9, (2,)))
    return torch.roll(F.pad(picture, (8, 8, 8, 8), mode="reflect"), (down, across), (2, 3))[:, :, 8:-8, 8:-8]


def importance() -> torch.Tensor:
    """[1, 1, SIDE, SIDE]: the face counts more than what is behind it, eyes and mouth more than cheeks."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    weight = 0.35 + 0.65 * (np.hypot((x - SIDE * 0.5) / 0.42, (y - SIDE * 0.52) / 0.5) < SIDE)
    for px, py in (TEMPLATE / 2 - CROP[:2]) * SIDE / CROP[2]:
        weight += 1.5 * np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * (SIDE / 14) ** 2))
    return torch.from_numpy(weight.astype(np.float32))[None, None]


def difference(got: torch.Tensor, wanted: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Of values and of slopes, weighted, in four sizes."""
    total = 0.0
    for k in range(4):
        apart = got - wanted
        total = total + (0.6 if k == 0 else 0.4) * (weight * apart.abs()).mean()
        for dim in (2, 3):
            slope = apart.diff(dim=dim).abs()
            total = total + 0.5 * (weight.narrow(dim, 0, slope.shape[dim]) * slope).mean()
        got, wanted, weight = (F.avg_pool2d(t, 2) for t in (got, wanted, weight))
    return total


class FaceGenerator(Recipe):
    id = "face-generator"
    name = "Face generator"
    task = "imagine-face"
    architecture = "style-modulated layers"
    radius = 0
    pack_name = "face-views"
    quick_sets = []
    takes_pictures = False
    channels_in = LAYERS + NOISE
    colour_in = "latents"

    def build(self) -> nn.Module:
        return Trained()

    def exported(self, model: nn.Module) -> nn.Module:
        return model.generator

    def prepare(self, options: Options) -> None:
        pack_views(options.data, self.pack(options), options.folders or FOLDERS, options.seed, find_teacher(options.data))

    def open(self, options: Options) -> None:
        weights, _ = shipped_weights("face-detect")
        self.finder = FaceNet(norm=False)
        self.finder.load_state_dict(fitting(weights, self.finder))
        self.finder = self.finder.to(options.device).eval().requires_grad_(False)

    def open_batches(self, options: Options):
        rows = np.array(self.open_array(options, "views"))
        share = shares(rows)

        def sample(rng):
            face = rows[rng.choice(len(rows), p=share)]
            face = (face[:, ::-1] if rng.random() < 0.5 else face).astype(np.float32) / 255
            if rng.random() < 0.5:
                # Darker or lighter as a whole, never faded: fading made dark skin gray.
                face = face ** np.float32(rng.uniform(0.8, 1.45))
            if rng.random() < 0.2:
                face = np.repeat(face @ np.float32([[0.299], [0.587], [0.114]]), 3, 2)
            return face

        return lambda rng: np.stack([sample(rng) for _ in range(options.batch)]).transpose(0, 3, 1, 2).astype(np.float32)

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        real = torch.from_numpy(np.ascontiguousarray(batch)).to(device) * 2 - 1
        model.seen += 1
        seen = int(model.seen.item())
        code, shifts = read(model.encoder, real)
        rows = scattered(code, shifts)
        made = model.generator(torch.cat([rows, noise_for(model, real, rows.detach())], 1))
        total = difference(made, real, importance().to(device))
        total = total + SHRUNK * F.adaptive_avg_pool2d((made - real) / 2, COARSE).square().mean()
        with torch.no_grad():
            wanted = seen_by(self.finder, real)
        for got, want in zip(seen_by(self.finder, made), wanted):
            scale = want.abs().mean((0, 2, 3), keepdim=True) + 1e-3
            total = total + SEEN * ((got - want).abs() / scale).mean()
        total = total + UNIFORM * spread(code, model.codes.clone()) + SHIFT * shifts.square().mean()
        with torch.no_grad():
            model.codes.copy_(torch.cat([code, model.codes])[:QUEUE])
        return total if seen < CRITIC_FROM or seen % 2 else total + self.judged(model, real, made, code, seen)

    def judged(self, model: nn.Module, real, made, code, seen: int) -> torch.Tensor:
        """What the critic says to the generator, and what it learns."""
        device, strength = real.device, ADVERSARIAL * min(1.0, (seen - CRITIC_FROM) / (CRITIC_FULL - CRITIC_FROM))
        half, quarter = len(real) // 2, len(real) // 4
        between = on_sphere(code[:quarter] + code[-quarter:]).detach()
        anywhere = on_sphere(torch.randn(half, WIDTH, device=device))
        fake = torch.cat([model.generator(with_noise(torch.cat([between, anywhere])[:, None].expand(-1, LAYERS, -1))), made[: len(real) - half - quarter]])
        frozen = {name: value.detach() for name, value in model.critic.named_parameters()}
        said = F.softplus(-torch.func.functional_call(model.critic, frozen, (disturbed(fake),))).mean()
        truth = real.detach().requires_grad_(seen % SMOOTH_EVERY == 0)
        says = model.critic(truth if truth.requires_grad else disturbed(truth))
        critic = F.softplus(model.critic(disturbed(fake.detach()))).mean() + F.softplus(-says).mean()
        if truth.requires_grad:
            (slope,) = torch.autograd.grad(says.sum(), truth, create_graph=True)
            critic = critic + 0.5 * SMOOTH * slope.square().sum((1, 2, 3)).mean() / 10
        return strength * said + 0.2 * critic

    def write(self, whole: nn.Module, path: Path, metadata: dict) -> float:
        with torch.no_grad():
            for weight in whole.state_dict().values():
                weight.copy_(torch.from_numpy(as_stored(weight.numpy(), False)))
        return write_generator(whole, path, LAYERS + NOISE, WIDTH, SIDE, metadata)

    def gmac(self, whole: nn.Module) -> float:
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            whole.eval().cpu()(torch.randn(1, LAYERS + NOISE, WIDTH))
        return counter.get_total_flops() / 2 / SIDE**2 / 1e3

    def score(self, path, options: Options, sets: list[str]) -> dict:
        """Faces never seen, shrunk to 16 and to 32 pixels: mean squared error of the best of four, median over the faces."""
        if not sets:
            return {}
        session, teacher, found = open_session(path, 2), find_teacher(options.data), {16: [], 32: []}
        for file in list_pictures(options.data / "eval" / "faces-interfaces")[:JUDGED]:
            picture = read_rgb(file)
            for face in teacher(picture, 0.8)[:1]:
                seen = cut(picture, view_matrix(face), SIDE, cv2.BORDER_REFLECT_101).astype(np.float32) / 255
                for side, errors in found.items():
                    errors.append(min(search(session, seen, side, seed, NOISE)[0] for seed in range(4)))
        return {f"faces-interfaces {side}->{SIDE}": {"bestOf4": float(f"{np.median(e):.2e}")} for side, e in found.items()}

    def card(self, options: Options) -> dict:
        return {
            "scale": 1, "multiple": 1, "side": SIDE, "latent": {"layers": LAYERS + NOISE, "width": WIDTH, "noise": NOISE},
            "licence": "MIT", "data": ledger(read_manifest(self.pack(options))),
            "goodFor": ["imagining faces that look like a tiny picture when shrunk"],
            "limits": [
                "imagined, not recovered: nobody it shows is the person",
                "learnt from some 1,150 faces, most of them adults who look into the camera: others come out less well, and a face may resemble one of these",
            ],
        }  # fmt: skip


RECIPES = [FaceGenerator()]
