"""Model files: safetensors with a checksum."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from typing import Any, Mapping

import numpy as np
import numpy.typing as npt

from .errors import BijouError

Array = npt.NDArray[np.float64]
Spec = Mapping[str, Any]

FORMAT = "1"
_TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "BF16": "<u2", "I8": "<i1"}
_LONGEST_HEADER = 100_000_000


class Weights:
    """The numbers of a part of a model, by the end of their names."""

    def __init__(self, tensors: Mapping[str, Array], path: str = "") -> None:
        self._tensors = tensors
        self._path = path

    def __getitem__(self, name: str) -> Array:
        try:
            return self._tensors[self._path + name]
        except KeyError:
            raise BijouError(f"the model has no tensor {self._path + name}") from None

    def __contains__(self, name: str) -> bool:
        return self._path + name in self._tensors

    def below(self, *names: str | int) -> Weights:
        return Weights(self._tensors, self._path + "".join(f"{name}." for name in names))


def read(path: str | os.PathLike[str]) -> tuple[dict[str, str], dict[str, Array]]:
    """The metadata of a file, and its tensors in double precision."""
    with open(path, "rb") as file:
        raw = file.read()
    name = os.fspath(path)
    if len(raw) < 8 or raw[8:9] != b"{":
        raise BijouError(f"{name}: not a model file of Bijou")
    (length,) = struct.unpack("<Q", raw[:8])
    if length > min(_LONGEST_HEADER, len(raw) - 8):
        raise BijouError(f"{name}: truncated or damaged: its header has {length} bytes")
    try:
        header = json.loads(raw[8 : 8 + length])
        metadata = header.pop("__metadata__")
        digits = metadata["bijou.sha256"]
    except (ValueError, KeyError, AttributeError, TypeError):
        raise BijouError(f"{name}: not a model file of Bijou") from None
    if hashlib.sha256(raw.replace(digits.encode(), b"0" * 64, 1)).hexdigest() != digits:
        raise BijouError(f"{name}: damaged: its content does not match its checksum; get the file again")
    if metadata.get("bijou.format") != FORMAT:
        raise BijouError(f"{name}: format {metadata.get('bijou.format')}, but this package reads format {FORMAT}")
    data = raw[8 + length :]
    tensors = {key: _tensor(name, key, entry, data) for key, entry in header.items()}
    for key in [key for key, entry in header.items() if entry["dtype"] == "I8"]:
        if key + ".scale" not in tensors:
            raise BijouError(f"{name}: tensor {key} is I8, but has no scales")
        scale = tensors.pop(key + ".scale")
        # rounded as the product of floats that the library takes
        tensors[key] = (scale.astype(np.float32) * tensors[key].astype(np.float32)).astype(np.float64)
    return metadata, tensors


def _tensor(name: str, key: str, entry: Mapping[str, Any], data: bytes) -> Array:
    begin, end = entry["data_offsets"]
    if entry["dtype"] not in _TYPES:
        raise BijouError(f"{name}: tensor {key} is {entry['dtype']}, but must be one of {', '.join(_TYPES)}")
    if not 0 <= begin <= end <= len(data):
        raise BijouError(f"{name}: truncated: tensor {key} ends at byte {end}, but there are {len(data)}")
    numbers = np.frombuffer(data[begin:end], dtype=_TYPES[entry["dtype"]])
    if entry["dtype"] == "BF16":
        numbers = (numbers.astype("<u4") << 16).view("<f4")
    if numbers.size != int(np.prod(entry["shape"])):
        raise BijouError(f"{name}: tensor {key} has {numbers.size} numbers, but the shape {entry['shape']}")
    return numbers.astype(np.float64).reshape(entry["shape"])
