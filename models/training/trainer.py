"""The training loop: Adam with a cosine over a time budget, weight averaging, checkpoints, resume."""

import json
import math
import os
import time
from dataclasses import asdict, dataclass

import numpy as np
import torch

from export_onnx import read_initialisers
from recipe import MODELS, Options, Recipe

AVERAGING = 0.999  # exponential moving average of the weights; the average is what is exported
CHECKPOINT_SECONDS = 120
SCORE_SECONDS = 600
WARM_UP = 100  # steps
LOWEST = 0.02  # of the learning rate, at the end of the cosine


@dataclass
class Progress:
    steps: int = 0  # of the whole life of these weights
    hours: float = 0.0
    cycle_seconds: float = 0.0  # spent of the current budget
    cycle_steps: int = 0
    finished: bool = True  # the current budget is used up: a new run starts a new cosine


def has_bf16(device: torch.device) -> bool:
    """Whether bf16 is computed in hardware. Emulated, as on older processors, it is many times slower than float32."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


def layout(device: torch.device) -> torch.memory_format:
    """Channels last is what tensor cores want; on a processor in float32 it was measured up to twice as slow."""
    return torch.channels_last if device.type == "cuda" or has_bf16(device) else torch.contiguous_format


def autocast(device: torch.device):
    """bf16 halves a step's time where the hardware has it; weights stay float32."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=has_bf16(device))


def start_network(recipe: Recipe, options: Options) -> torch.nn.Module:
    """As its start needs it: normalised while learning only when it begins with random weights (see normed.py)."""
    path = recipe.checkpoint(options)
    if path.exists():
        return recipe.build_for(torch.load(path, map_location="cpu", weights_only=True)["model"])
    shipped = shipped_weights(recipe.id)
    return recipe.build_for(shipped[0]) if shipped else recipe.build()


def fitting(weights: dict, model: torch.nn.Module) -> dict:
    """The tensors that `model` has under the same name and in the same shape."""
    own = model.state_dict()
    return {k: v for k, v in weights.items() if k in own and own[k].shape == v.shape}


def save_checkpoint(path, model, average, optimiser, progress: Progress) -> None:
    """Written beside and moved into place, so that an interruption never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    state = {
        "model": model.state_dict(),
        "average": average,
        "optimiser": optimiser.state_dict(),
        "progress": asdict(progress),
    }
    torch.save(state, temporary)
    os.replace(temporary, path)


def shipped_weights(model_id: str) -> tuple[dict, Progress] | None:
    """Weights of models/<id>/model.onnx, and how long they have been trained, from the card."""
    folder = MODELS / model_id
    if not (folder / "model.onnx").exists():
        return None
    card = json.loads((folder / "card.json").read_text())
    done = Progress(steps=card["training"]["steps"], hours=card["training"]["hours"])
    return read_initialisers(folder / "model.onnx"), done


def load_start(recipe: Recipe, options: Options, model, optimiser, average: dict) -> Progress:
    """Checkpoint, else the shipped weights, else the parent's trunk, else nothing."""
    path = recipe.checkpoint(options)
    if path.exists():
        state = torch.load(path, map_location=options.device, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        average.update(state["average"])
        print(f"resumed from {path.name}")
        return Progress(**state["progress"])
    own, parent = shipped_weights(recipe.id), None
    if own is None and recipe.parent:
        parent_checkpoint = path.with_name(f"{recipe.parent}.pt")
        if parent_checkpoint.exists():
            state = torch.load(parent_checkpoint, map_location=options.device, weights_only=True)
            parent = state["average"], Progress()
        else:
            parent = shipped_weights(recipe.parent)
    start = own or parent
    if start is None:
        return Progress()
    weights = fitting(start[0] if own else recipe.adopt(start[0]), model)
    model.load_state_dict(weights, strict=False)
    average.update({k: v.clone() for k, v in model.state_dict().items()})
    print(f"started from {'the shipped weights' if own else recipe.parent}: {len(weights)} tensors")
    return start[1] if own else Progress()


def rate_at(options: Options, progress: Progress) -> float:
    part = min(1.0, progress.cycle_seconds / (options.minutes * 60))
    cosine = LOWEST + (1 - LOWEST) * 0.5 * (1 + math.cos(math.pi * part))
    return options.rate * cosine * min(1.0, (progress.cycle_steps + 1) / WARM_UP)


def train(recipe: Recipe, options: Options) -> None:
    """Trains for `options.minutes` of wall time; safe to interrupt and start again at any moment."""
    torch.manual_seed(options.seed)
    device = options.device
    recipe.open(options)
    model = start_network(recipe, options).to(device, memory_format=layout(device))
    optimiser = torch.optim.Adam(model.parameters(), lr=options.rate, betas=(0.9, 0.99))
    average = {k: v.clone() for k, v in model.state_dict().items()}
    progress = load_start(recipe, options, model, optimiser, average)
    if progress.finished:
        progress.cycle_seconds, progress.cycle_steps, progress.finished = 0.0, 0, False
    batches = recipe.open_batches(options)
    path = recipe.checkpoint(options)
    model.train()
    last = saved = scored = time.monotonic()
    running, reported = 0.0, progress.steps
    budget = options.minutes * 60
    while progress.cycle_seconds < budget:
        rate = rate_at(options, progress)
        for group in optimiser.param_groups:
            group["lr"] = rate
        # The step number seeds the batch, so that a resumed run sees the batches it would have seen.
        batch = batches(np.random.default_rng((options.seed, progress.steps)))
        with autocast(device):
            loss = recipe.loss(model, batch, device)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        # A young average forgets faster, or it would carry the first random weights for long.
        keep = min(AVERAGING, (1 + progress.cycle_steps) / (10 + progress.cycle_steps))
        with torch.no_grad():
            for name, value in model.state_dict().items():
                if value.is_floating_point():
                    average[name].lerp_(value, 1 - keep)
        running += loss.item()
        now = time.monotonic()
        progress.steps += 1
        progress.cycle_steps += 1
        progress.cycle_seconds += now - last
        progress.hours += (now - last) / 3600
        last = now
        if progress.steps % 200 == 0:
            mean = running / (progress.steps - reported)
            running, reported = 0.0, progress.steps
            minutes = progress.cycle_seconds / 60
            print(f"step {progress.steps}  {minutes:.1f} min  loss {mean:.5f}  rate {rate:.2e}", flush=True)
        if now - saved > CHECKPOINT_SECONDS:
            save_checkpoint(path, model, average, optimiser, progress)
            saved = now
        if now - scored > SCORE_SECONDS and options.data:
            print("scores", quick_score(recipe, options, average), flush=True)
            scored = time.monotonic()
    progress.finished = True
    save_checkpoint(path, model, average, optimiser, progress)
    if options.data:
        print("scores", quick_score(recipe, options, average), flush=True)


@torch.no_grad()
def quick_score(recipe: Recipe, options: Options, average: dict) -> dict:
    """Figures of the averaged weights in PyTorch, for the log only; cards are measured from ONNX."""
    model = recipe.build_for(average)
    model.load_state_dict({k: v.cpu() for k, v in average.items()})
    model = recipe.exported(model).eval().to(options.device, memory_format=layout(options.device))

    def run(planes):
        return model(torch.from_numpy(planes).to(options.device)).float().cpu().numpy()

    return recipe.score(run, options, recipe.quick_sets)
