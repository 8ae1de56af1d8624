"""What a model must say about itself so that `kit.py` can prepare, train, measure and export it.

To add a model: write one file with a `Recipe`, and list the file in `kit.py`.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import nn

from export_onnx import gmac_per_megapixel, verify, write_onnx

MODELS = Path(__file__).resolve().parent.parent


@dataclass
class Options:
    """The command line, as the recipes see it. Paths are absolute."""

    data: Path | None
    work: Path
    out: Path = MODELS
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    minutes: float = 30.0
    batch: int = 8
    rate: float = 5e-4
    seed: int = 1839
    folders: list[str] = field(default_factory=list)


class Recipe:
    """One model. `id` is its folder below models/; `radius` its receptive radius in input pixels."""

    id: str
    name: str
    task: str
    architecture: str
    radius: int
    multiple: int = 1
    pack_name: str
    channels_in: int = 3
    channels_out: int = 3
    colour_in: str | None = None  # what the card says where "rgb" for 3 channels, else "gray", is wrong
    colour_out: str | None = None
    parent: str | None = None
    takes_pictures = True  # else `score` is given the path of the file instead of `run`
    eight = False  # whether the largest weights are stored in 8 bits: for networks whose answer is coarse
    quick_sets = ["set5", "set14"]  # scored now and then while it learns

    def open(self, options: Options) -> None:
        """Reads what building, exporting and scoring need from the pack. Called once, before all of them."""

    def build(self) -> nn.Module:
        """A fresh network, trainable, in the form that training calls."""
        raise NotImplementedError

    def build_for(self, weights: dict) -> nn.Module:
        """The network that these weights belong to; `build` unless it comes in more than one form."""
        return self.build()

    def exported(self, model: nn.Module) -> nn.Module:
        """The network as the app calls it: normalisation and clipping inside."""
        return model

    def adopt(self, weights: dict) -> dict:
        """The parent's weights in this network's shapes; tensors that still do not fit are left out."""
        return weights

    def prepare(self, options: Options) -> None:
        """Packs the training data into `pack(options)`; does nothing when it is there."""
        raise NotImplementedError

    def open_batches(self, options: Options):
        """A function rng -> one batch (whatever `loss` takes)."""
        raise NotImplementedError

    def loss(self, model: nn.Module, batch, device: torch.device) -> torch.Tensor:
        raise NotImplementedError

    def write(self, whole: nn.Module, path: Path, metadata: dict) -> float:
        """Writes `exported` as ONNX. @returns the largest difference between it and PyTorch"""
        write_onnx(whole, path, self.channels_in, metadata=metadata, eight=self.eight)
        return verify(whole, path, self.channels_in, self.multiple, self.eight)

    def gmac(self, whole: nn.Module) -> float:
        """Multiply-adds per million input pixels, in 10^9."""
        return gmac_per_megapixel(whole, self.channels_in)

    def score(self, run, options: Options, sets: list[str]) -> dict:
        """Card metrics; `run` maps float32 [1, C, H, W] to the network's output, as numpy."""
        raise NotImplementedError

    def card(self, options: Options) -> dict:
        """The card's fields that only the model knows: scale, multiple, licence, data, goodFor, limits."""
        raise NotImplementedError

    # Shared helpers

    def folder(self) -> Path:
        return MODELS / self.id

    def pack(self, options: Options) -> Path:
        return options.work / "packs" / self.pack_name

    def checkpoint(self, options: Options) -> Path:
        return options.work / "checkpoints" / f"{self.id}.pt"

    def open_array(self, options: Options, name: str) -> np.ndarray:
        """A packed array, mapped rather than read: several trainings share one copy in memory."""
        return np.load(self.pack(options) / f"{name}.npy", mmap_mode="r")
