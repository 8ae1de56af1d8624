"""Times networks in PyTorch on the processor, for `npm run bench:runtime`.

Reads requests, one JSON object a line: {"model": "x.onnx", "width": w, "height": h, "threads": n, "format": "nchw"}
and answers each with {"seconds": s}, or {"error": "..."} where PyTorch cannot build the network. It stays open between
requests, so that runs can alternate with those of another runtime. The network is built from the ONNX file itself
(convolutions, PReLU and its kin, pixel shuffle, nearest enlargement), so that both runtimes have the same weights.
"""

import json
import sys
import time

import numpy as np
import onnx
import torch
from onnx import numpy_helper


def attributes(node):
    return {item.name: onnx.helper.get_attribute_value(item) for item in node.attribute}


class FromGraph(torch.nn.Module):
    """Runs the nodes of a graph one after the other, as a straightforward PyTorch module does."""

    def __init__(self, path):
        super().__init__()
        self.graph = onnx.load(path).graph
        self.constants = {item.name: torch.tensor(numpy_helper.to_array(item)) for item in self.graph.initializer}
        self.layers = torch.nn.ModuleDict()
        for node in self.graph.node:
            if node.op_type == "Constant":
                value = attributes(node)["value"]
                self.constants[node.output[0]] = torch.tensor(numpy_helper.to_array(value))
            elif node.op_type == "Cast" and node.input[0] in self.constants:
                self.constants[node.output[0]] = self.constants[node.input[0]].float()
        for index, node in enumerate(self.graph.node):
            if node.op_type == "Conv":
                self.layers[str(index)] = self.convolution(node)
            elif node.op_type == "PRelu":
                slope = self.constants[node.input[1]].flatten()
                layer = torch.nn.PReLU(len(slope))
                layer.weight.data = slope.clone()
                self.layers[str(index)] = layer

    def convolution(self, node):
        weight = self.constants[node.input[1]].float()
        told = attributes(node)
        layer = torch.nn.Conv2d(
            weight.shape[1] * told.get("group", 1),
            weight.shape[0],
            weight.shape[2:],
            stride=told.get("strides", [1, 1]),
            padding=tuple(told.get("pads", [0, 0, 0, 0])[:2]),
            groups=told.get("group", 1),
            bias=len(node.input) > 2,
        )
        layer.weight.data = weight.clone()
        if len(node.input) > 2:
            layer.bias.data = self.constants[node.input[2]].float().clone()
        return layer

    def forward(self, picture):
        values = {self.graph.input[0].name: picture}
        get = lambda name: values[name] if name in values else self.constants[name]
        for index, node in enumerate(self.graph.node):
            if node.output[0] in self.constants:
                continue
            told = attributes(node)
            first = get(node.input[0])
            if node.op_type in ("Conv", "PRelu"):
                result = self.layers[str(index)](first)
            elif node.op_type == "Relu":
                result = torch.relu(first)
            elif node.op_type == "LeakyRelu":
                result = torch.nn.functional.leaky_relu(first, told.get("alpha", 0.01))
            elif node.op_type == "Add":
                result = first + get(node.input[1])
            elif node.op_type == "Mul":
                result = first * get(node.input[1])
            elif node.op_type == "Concat":
                result = torch.cat([get(name) for name in node.input], 1)
            elif node.op_type == "Clip":
                result = first.clamp(0, 1)
            elif node.op_type == "DepthToSpace":
                result = torch.nn.functional.pixel_shuffle(first, told["blocksize"])
            elif node.op_type == "Resize":
                factor = float(self.constants[node.input[2]][-1])
                result = torch.nn.functional.interpolate(first, scale_factor=factor, mode="nearest")
            else:
                raise ValueError(f"the graph holds {node.op_type}")
            values[node.output[0]] = result
        return values[self.graph.output[0].name]


def main():
    networks = {}
    print(json.dumps({"torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        wish = json.loads(line)
        try:
            torch.set_num_threads(wish["threads"])
            layout = torch.channels_last if wish["format"] == "channels_last" else torch.contiguous_format
            key = (wish["model"], wish["format"])
            if key not in networks:
                networks[key] = FromGraph(wish["model"]).eval().to(memory_format=layout)
            shape = (1, 3, wish["height"], wish["width"])
            picture = torch.from_numpy(np.random.default_rng(1).random(shape, dtype=np.float32))
            with torch.inference_mode():
                start = time.perf_counter()
                networks[key](picture.to(memory_format=layout)).numpy()
                print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)
        except Exception as error:
            print(json.dumps({"error": str(error)}), flush=True)


if __name__ == "__main__":
    main()
