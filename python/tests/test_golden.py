"""Every kind of model scores as it did when Bijou wrote it, and maps back what it maps."""

import json
from pathlib import Path

import numpy as np
import pytest

import bijou_flows
from bijou_flows import bijections

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("core/src/test/resources/dev/bijou/file/golden", "sequence/src/test/resources/dev/bijou/sequence/golden")
FILES = sorted(file for folder in FOLDERS for file in (ROOT / folder).glob("*/*.bijou"))


def rows(file):
    golden = json.loads(file.with_suffix(".json").read_text())
    context = np.array(golden["context"]).T if golden["context"] else None
    return np.array(golden["x"]).T, context, np.array(golden["logProb"])


def test_there_are_golden_files():
    assert len(FILES) > 25


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_log_prob(file):
    x, context, expected = rows(file)
    found = bijou_flows.load(file).log_prob(x, context)
    assert np.all(np.abs(found - expected) <= 2e-6 * (1 + np.abs(expected)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_forward_undoes_inverse(file):
    model = bijou_flows.load(file)
    if model.spec["type"] != "Flow":
        pytest.skip("not a flow")
    weights = model._weights.below("bijection")
    random = np.random.default_rng(1)
    z = random.standard_normal((model.features, 9))
    c = None if model.context_features == 0 else random.standard_normal((model.context_features, 9))
    x, log_det = bijections.forward(model.spec["bijection"], weights, z, c)
    back, opposite = bijections.inverse(model.spec["bijection"], weights, x, c)
    assert np.all(np.abs(back - z) <= 2e-6 * (1 + np.abs(z)))
    assert np.all(np.abs(log_det + opposite) <= 2e-6 * (1 + np.abs(log_det)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_draws_are_likely(file):
    model = bijou_flows.load(file)
    if model.spec["type"] in ("UpsampledContext",) or model.context_features:
        pytest.skip("given a context")
    drawn = model.sample(500, seed=3)
    assert drawn.shape == (500, model.features)
    assert np.all(np.isfinite(model.log_prob(drawn)))


def test_bad_input_is_named(tmp_path):
    file = FILES[0]
    raw = file.read_bytes()
    for name, content, message in (
        ("short", raw[:-3], "truncated|damaged"),
        ("changed", raw[:-1] + bytes([raw[-1] ^ 1]), "damaged"),
        ("other", b"PK\x03\x04" + raw, "not a model file"),
        ("huge", b"\xff" * 8 + raw[8:], "truncated or damaged"),
        ("empty", b"", "not a model file"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(bijou_flows.BijouError, match=message):
            bijou_flows.load(path)
    model = bijou_flows.load(file)
    with pytest.raises(bijou_flows.BijouError, match="columns"):
        model.log_prob(np.zeros((4, 99)))
    with pytest.raises(bijou_flows.BijouError, match="no table"):
        model.schema
