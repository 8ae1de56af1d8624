"""Contact sheet of real pictures: before, mask, after. For the eye, which figures do not replace.

    python scratch_look.py OUT.png PICTURE... [--work DIR | --models DIR] [--threshold 0.5]

Pictures are files, or film clips as clip.mp4@FRAME. --work reads the averaged weights of unfinished
checkpoints, --models exported files.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from data import read_rgb
from export_onnx import open_session
from inpaint import InpaintThin
from recipe import MODELS, Recipe
from scratch_detect import ScratchDetect, run_whole
from scratch_synth import luma


def read_any(name: str) -> np.ndarray:
    if "@" not in name:
        return read_rgb(Path(name))
    clip, frame = name.rsplit("@", 1)
    film = cv2.VideoCapture(clip)
    film.set(cv2.CAP_PROP_POS_FRAMES, int(frame))
    return film.read()[1][..., ::-1]


def open_network(recipe: Recipe, work: Path | None, models: Path):
    if work is None:
        session = open_session(models / recipe.id / "model.onnx", 2)
        return lambda planes: session.run(None, {"input": planes})[0]
    state = torch.load(work / "checkpoints" / f"{recipe.id}.pt", map_location="cpu", weights_only=True)
    model = recipe.build()
    model.load_state_dict({k: v.float() for k, v in state["average"].items()})
    model = recipe.exported(model).eval()
    with torch.inference_mode():
        return lambda planes: model(torch.from_numpy(np.ascontiguousarray(planes))).detach().numpy()


def repair(detect, fill, image: np.ndarray, threshold: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """uint8 RGB -> (soft mask, hole, repaired picture), all float32 0..1."""
    picture = image.astype(np.float32) / 255
    mask = run_whole(detect, luma(picture)[None], 64)[0]
    hole = cv2.dilate((mask > threshold).astype(np.float32), np.ones((3, 3), np.float32))
    planes = np.concatenate([picture.transpose(2, 0, 1), hole[None]])
    return mask, hole, run_whole(fill, planes, 64).transpose(1, 2, 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("pictures", nargs="+")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--side", type=int, default=320, help="of one picture on the sheet")
    parser.add_argument("--columns", type=int, default=2)
    given = parser.parse_args()
    detect = open_network(ScratchDetect(), given.work, given.models)
    fill = open_network(InpaintThin(), given.work, given.models)
    strips = []
    for name in given.pictures:
        image = read_any(name)
        mask, hole, after = repair(detect, fill, image, given.threshold)
        parts = [image / 255, np.repeat(mask[..., None], 3, 2), np.clip(after, 0, 1)]
        print(f"{Path(name).name}: {100 * hole.mean():.2f} % marked")
        tile = np.full((given.side, 3 * given.side, 3), 0.5, np.float32)
        scale = given.side / max(image.shape[:2])
        size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
        for i, part in enumerate(parts):
            small = cv2.resize(part.astype(np.float32), size, interpolation=cv2.INTER_AREA)
            tile[: size[1], i * given.side : i * given.side + size[0]] = small
        strips.append(tile)
    while len(strips) % given.columns:
        strips.append(np.full_like(strips[0], 0.5))
    rows = [np.hstack(strips[i : i + given.columns]) for i in range(0, len(strips), given.columns)]
    sheet = np.clip(np.rint(np.vstack(rows) * 255), 0, 255).astype(np.uint8)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(given.out), sheet[..., ::-1])


if __name__ == "__main__":
    main()
