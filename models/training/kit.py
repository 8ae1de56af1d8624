"""Prepare data, train, measure and export Daguerre's networks.

    python kit.py prepare  upscale-clean-x2 --data DIR
    python kit.py train    upscale-clean-x2 --data DIR --minutes 30
    python kit.py evaluate upscale-clean-x2 --data DIR
    python kit.py export   upscale-clean-x2 --data DIR
    python kit.py list
    python kit.py table        rewrites the table in ../README.md from the cards

DIR may also come from the environment variable DAGUERRE_DATA. See README.md.
"""

import argparse
import importlib
import json
import os
import re
import time
from pathlib import Path

import numpy as np
import torch

import trainer
from export_onnx import count_parameters, open_session, side, write_card
from recipe import MODELS, Options, Recipe

HERE = Path(__file__).resolve().parent
MODULES = [  # every file that defines RECIPES
    "upscale_clean", "scratch_detect", "inpaint", "clean_up", "upscale_real", "classics", "colorize",
    "unfade", "face_detect", "face_sharpen", "face_generator", "interpolate",
]  # fmt: skip


def all_recipes() -> dict[str, Recipe]:
    recipes = [r for module in MODULES for r in importlib.import_module(module).RECIPES]
    return {recipe.id: recipe for recipe in recipes}


def pick_device(wish: str) -> torch.device:
    if wish == "auto":
        wish = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(wish)


def need_data(options: Options) -> None:
    if options.data is None or not options.data.is_dir():
        raise SystemExit("say where the pictures are: --data DIR or DAGUERRE_DATA")


def prepare(recipe: Recipe, options: Options) -> None:
    need_data(options)
    recipe.prepare(options)


def train(recipe: Recipe, options: Options) -> None:
    if not (recipe.pack(options) / "manifest.json").exists():
        prepare(recipe, options)
    trainer.train(recipe, options)


def runner(path: Path, threads: int = 1):
    session = open_session(path, threads)
    return lambda planes: session.run(None, {"input": planes})[0]


def evaluate(recipe: Recipe, options: Options, path: Path | None = None, sets=None) -> dict:
    """Prints and returns the card metrics of an exported file, and its speed."""
    need_data(options)
    path = path or recipe.folder() / "model.onnx"
    if not path.exists():
        raise SystemExit(f"{recipe.id} is not exported yet: train it, then export it")
    table = recipe.score(runner(path) if recipe.takes_pictures else path, options, sets or ["set5", "set14", "cid22-val"])
    for name, figures in table.items():
        print(f"{recipe.id}  {name:10}", "  ".join(f"{k} {v:.3f}" for k, v in figures.items()))
    for threads in (1, 2) if recipe.takes_pictures else ():
        run = runner(path, threads)
        tile = np.random.default_rng(0).random((1, recipe.channels_in, 256, 256), np.float32)
        run(tile)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            run(tile)
            times.append(time.perf_counter() - start)
        print(f"{recipe.id}  {threads} threads: {min(times) / 0.065536:.2f} s per input megapixel")
    return table


def export(recipe: Recipe, options: Options) -> None:
    """Averaged weights of the checkpoint -> models/<id>/model.onnx and card.json, both measured."""
    need_data(options)
    if not recipe.checkpoint(options).exists():
        raise SystemExit(f"nothing to export: no checkpoint of {recipe.id} in {options.work}")
    state = torch.load(recipe.checkpoint(options), map_location="cpu", weights_only=True)
    progress = trainer.Progress(**state["progress"])
    recipe.open(options)
    network = recipe.build_for(state["average"])
    network.load_state_dict(state["average"])
    whole = recipe.exported(network)
    parameters = count_parameters(whole if not recipe.takes_pictures else network)
    path = options.out / recipe.id / "model.onnx"
    worst = recipe.write(whole, path, describe(recipe))
    print(f"{path}: ONNX Runtime agrees with PyTorch within {worst:.1e}")
    fields = recipe.card(options)
    data = fields.pop("data")
    training = {
        "data": data,
        "steps": progress.steps,
        "hours": round(progress.hours, 2),
        "seed": options.seed,
        "command": f"python kit.py train {recipe.id} --minutes {round(progress.hours * 60)}",
    }
    fields |= {
        "id": recipe.id,
        "name": recipe.name,
        "task": recipe.task,
        "version": 1,
        "architecture": recipe.architecture,
        "parameters": parameters,
        "input": {"name": "input", **side(recipe.channels_in, recipe.colour_in)},
        "output": {"name": "output", **side(recipe.channels_out, recipe.colour_out)},
        "receptiveField": recipe.radius,
        "gmacPerMegapixel": round(recipe.gmac(whole), 1),
        "training": training,
        "metrics": evaluate(recipe, options, path),
    }
    write_card(path.with_name("card.json"), path, fields)


def describe(recipe: Recipe) -> dict:
    """Facts that travel inside the file, for whoever finds it without its card."""
    return {
        "id": recipe.id,
        "task": recipe.task,
        "receptive_field_radius": recipe.radius,
        "range": "0..1",
        "colour": side(recipe.channels_in, recipe.colour_in)["colour"],
        "licence": "MIT",
    }


ACTIONS = {"prepare": prepare, "train": train, "evaluate": evaluate, "export": export}


def write_table() -> None:
    """The measured figures of every card, between the two marks in models/README.md."""
    lines = ["| model | for | weights | GMAC per megapixel | measured |", "|---|---|---|---|---|"]
    for file in sorted(MODELS.glob("*/card.json")):
        card = json.loads(file.read_text())
        sets = [
            f"{name}: " + ", ".join(f"{key} {value:g}" for key, value in figures.items())
            for name, figures in card["metrics"].items()
        ]
        lines.append(
            f"| `{card['id']}` | {card['name']} | {card['parameters'] / 1e3:,.0f} k, "
            f"{card['bytes'] / 1e6:.2f} MB | {card['gmacPerMegapixel']:g} | {'<br>'.join(sets)} |"
        )
    page = MODELS / "README.md"
    pattern = re.compile(r"(<!-- table:[^\n]*-->\n).*?(<!-- end of table -->)", re.DOTALL)
    page.write_text(pattern.sub(lambda m: m[1] + "\n".join(lines) + "\n" + m[2], page.read_text()))


def list_models(recipes: dict[str, Recipe]) -> None:
    for recipe in recipes.values():
        shipped = "shipped" if (recipe.folder() / "model.onnx").exists() else "not trained yet"
        print(f"{recipe.id:24} {shipped:16} {recipe.name}")


def main() -> None:
    recipes = all_recipes()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("action", choices=["list", "table", *ACTIONS])
    parser.add_argument("model", nargs="?", choices=sorted(recipes))
    parser.add_argument("--data", type=Path, default=os.environ.get("DAGUERRE_DATA") or None)
    parser.add_argument("--folders", nargs="*", default=[], help="train on these folders below --data")
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="packs and checkpoints")
    parser.add_argument("--out", type=Path, default=HERE.parent, help="where export writes <id>/")
    parser.add_argument("--minutes", type=float, default=30.0, help="time budget, length of the cosine")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=5e-4, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1839)
    given = parser.parse_args()
    if given.action == "table":
        return write_table()
    if given.action == "list":
        return list_models(recipes)
    if given.model is None:
        parser.error("which model?")
    options = Options(
        data=given.data.resolve() if given.data else None,
        work=given.work.resolve(),
        out=given.out.resolve(),
        device=pick_device(given.device),
        minutes=given.minutes,
        batch=given.batch,
        rate=given.rate,
        seed=given.seed,
        folders=given.folders,
    )
    ACTIONS[given.action](recipes[given.model], options)


if __name__ == "__main__":
    main()
