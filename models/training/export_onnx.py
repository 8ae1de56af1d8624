"""Writing a trained network as a small ONNX file, reading its weights back, and writing its card.

Weights are stored as float16 and widened by a Cast when the file is opened (ONNX Runtime folds the
casts at load, so nothing is slower); all arithmetic and both ends of the graph are float32.
"""

import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch.utils.flop_counter import FlopCounterMode

OPSET = 17
LARGE = 100_000  # elements; above this a weight may be stored in 8 bits, if its recipe says so
EIGHT = "_i8"  # suffix of the bytes of such a weight, `EIGHT_SCALE` that of their scales
EIGHT_SCALE = "_scale"
SMALLEST = 64  # elements; below this float16 saves nothing worth a Cast node
STORED = "_f16"  # suffix of the stored half of a weight
CARD_ORDER = [
    "id", "name", "task", "version", "architecture", "parameters", "bytes", "sha256", "opset",
    "input", "output", "scale", "multiple", "side", "latent", "bins", "receptiveField", "gmacPerMegapixel", "licence",
    "training", "metrics", "limits", "goodFor",
]  # fmt: skip


def open_session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])


def in_bytes(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A weight [out, ...] as int8 and one float32 scale for each output."""
    most = np.abs(weight.reshape(len(weight), -1)).max(1)
    scale = (np.maximum(most, 1e-8) / 127).astype(np.float32).reshape(-1, *[1] * (weight.ndim - 1))
    return np.rint(weight / scale).astype(np.int8), scale


def as_stored(weight: np.ndarray, eight: bool) -> np.ndarray:
    """What is left of a weight after it was stored."""
    if eight and weight.size >= LARGE and weight.ndim == 4:
        whole, scale = in_bytes(weight)
        return whole * scale
    return weight.astype(np.float16).astype(np.float32) if weight.size >= SMALLEST else weight


def halve(graph: onnx.GraphProto, eight: bool = False) -> None:
    """Replaces every large float32 initialiser by a float16 one followed by a Cast; the largest, if `eight`, by bytes."""
    casts = []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < SMALLEST:
            continue
        name = tensor.name
        if eight and np.prod(tensor.dims) >= LARGE and len(tensor.dims) == 4:
            whole, scale = in_bytes(numpy_helper.to_array(tensor))
            graph.initializer.remove(tensor)
            graph.initializer.extend([numpy_helper.from_array(whole, name + EIGHT), numpy_helper.from_array(scale, name + EIGHT_SCALE)])
            # Inserted from the front, last first.
            casts.append(helper.make_node("Cast", [name + EIGHT], [name + EIGHT + "_wide"], to=TensorProto.FLOAT))
            casts.append(helper.make_node("Mul", [name + EIGHT + "_wide", name + EIGHT_SCALE], [name]))
            continue
        half = numpy_helper.to_array(tensor).astype(np.float16)
        if not np.isfinite(half).all():
            raise ValueError(f"{name} does not fit into float16")
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(half, name + STORED))
        casts.append(helper.make_node("Cast", [name + STORED], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)


def read_initialisers(path: Path, prefix: str = "model.") -> dict[str, torch.Tensor]:
    """The weights of an exported file as a float32 state dict, names as in the network."""
    weights = {}
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(str(path)).graph.initializer}
    for full in [name for name in arrays if name.endswith(EIGHT)]:
        name = full.removesuffix(EIGHT)
        arrays[name] = arrays.pop(full) * arrays.pop(name + EIGHT_SCALE)
    for stored, array in arrays.items():
        if array.dtype not in (np.float16, np.float32):
            continue
        name = stored.removesuffix(STORED).removeprefix(prefix)
        weights[name] = torch.from_numpy(array.astype(np.float32))
    return weights


def write_onnx(
    model: torch.nn.Module, path: Path, channels: int = 3, size: tuple[int, int] = (64, 96), metadata=None, eight: bool = False
) -> None:
    """float32 [N, channels, H, W] -> whatever `model` gives; N, H and W stay free."""
    model = model.eval().float().cpu()
    axes = {0: "batch", 2: "height", 3: "width"}
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        torch.onnx.export(
            model,
            (torch.rand(1, channels, *size),),
            str(raw),
            dynamo=False,
            opset_version=OPSET,
            input_names=["input"],
            output_names=["output"],
            dynamic_axes={"input": axes, "output": {0: "batch", 2: "height_out", 3: "width_out"}},
            do_constant_folding=True,
        )
        graph = onnx.load(str(raw))
    halve(graph.graph, eight)
    for key, value in (metadata or {}).items():
        entry = graph.metadata_props.add()
        entry.key, entry.value = key, str(value)
    onnx.checker.check_model(graph)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, str(path))


@torch.no_grad()
def verify(model: torch.nn.Module, path: Path, channels: int = 3, multiple: int = 1, eight: bool = False) -> float:
    """Largest difference between ONNX Runtime and PyTorch (same rounded weights) on odd sizes, as a part of the
    largest value where that is above 1."""
    model = model.eval().float().cpu()
    # Non-persistent buffers (fixed kernels) become constants in the graph, which stay float32.
    for weight in model.state_dict().values():
        if weight.is_floating_point():
            weight.copy_(torch.from_numpy(as_stored(weight.numpy(), eight)))
    session = open_session(path)
    worst = 0.0
    generator = torch.Generator().manual_seed(7)
    for height, width in [(31, 45), (64, 64), (97, 53)]:
        height, width = height + -height % multiple, width + -width % multiple
        picture = torch.rand(1, channels, height, width, generator=generator)
        result = session.run(None, {"input": picture.numpy()})[0]
        wanted = model(picture).numpy()
        worst = max(worst, float(np.abs(result - wanted).max() / max(1, np.abs(wanted).max())))
    if worst > 1e-4:
        raise ValueError(f"ONNX Runtime and PyTorch differ by {worst:.2e}")
    return worst


def count_parameters(model: torch.nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())


@torch.no_grad()
def gmac_per_megapixel(model: torch.nn.Module, channels: int = 3, side: int = 64) -> float:
    """Multiply-adds of all convolutions and products per million input pixels, in 10^9."""
    counter = FlopCounterMode(display=False)
    with counter:
        model.eval().float().cpu()(torch.rand(1, channels, side, side))
    return counter.get_total_flops() / 2 / (side * side) * 1e6 / 1e9


def side(channels: int, colour: str | None = None) -> dict:
    """The card's description of one end of the graph."""
    colour = colour or ("rgb" if channels == 3 else "gray")
    return {"channels": channels, "range": [0, 1], "colour": colour}


def write_card(path: Path, onnx_file: Path, fields: dict) -> None:
    """card.json beside the model: `fields` plus what only the finished file can tell."""
    content = onnx_file.read_bytes()
    card = {
        **fields,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "opset": OPSET,
    }
    path.write_text(json.dumps({k: card[k] for k in CARD_ORDER if k in card}, indent=2) + "\n")
