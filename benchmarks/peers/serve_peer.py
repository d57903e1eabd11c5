"""What `bijou serve` does for a row, as it is done in Python: a zuko flow behind FastAPI. uvicorn runs `app`."""

import json
import os
from pathlib import Path

import torch
import zuko
from fastapi import FastAPI
from pydantic import BaseModel

GRID = 64  # numbers of a column at which its conditional density is computed
ALPHA = 0.01
USUAL = (0.05, 0.95)

torch.set_num_threads(1)
torch.distributions.Distribution.set_default_validate_args(False)
FOLDER = Path(os.environ["SERVE_PEER"])
TOLD = json.loads((FOLDER / "told.json").read_text())
COLUMNS = TOLD["columns"]
MEAN, SCALE = torch.tensor(TOLD["mean"]), torch.tensor(TOLD["scale"])
CALIBRATION = torch.tensor(TOLD["novelties"]).sort().values
GRIDS = torch.tensor(TOLD["grids"])  # columns × GRID, standardized
FLOW = zuko.flows.NSF(len(COLUMNS), **TOLD["arguments"])
FLOW.load_state_dict(torch.load(FOLDER / "flow.pt"))
FLOW.eval()


class Rows(BaseModel):
    rows: list[dict[str, float]]


app = FastAPI()


def log_density(x):
    return FLOW().log_prob(x) - SCALE.log().sum()


def reasons(x):
    """Each cell against its distribution given the others: one batch of the grids of all columns."""
    rows = x.repeat(len(COLUMNS), GRID, 1)
    for c in range(len(COLUMNS)):
        rows[c, :, c] = GRIDS[c]
    density = FLOW().log_prob(rows.view(-1, len(COLUMNS))).view(len(COLUMNS), GRID)
    share = density.softmax(1).cumsum(1)
    found = []
    for c, name in enumerate(COLUMNS):
        below = share[c][torch.searchsorted(GRIDS[c], x[c]).clamp(max=GRID - 1)].item()
        low, high = (GRIDS[c][(share[c] >= s).nonzero()[0, 0]] * SCALE[c] + MEAN[c] for s in USUAL)
        found.append({"column": name, "value": (x[c] * SCALE[c] + MEAN[c]).item(), "p_value": 2 * min(below, 1 - below),
                      "low": low.item(), "high": high.item()})
    return sorted(found, key=lambda reason: reason["p_value"])


def sentence(reason):
    return f"{reason['column']} = {reason['value']:.4g}: expected {reason['low']:.3g} to {reason['high']:.3g} given the rest"


@app.post("/detect")
def detect(request: Rows):
    answers = []
    with torch.inference_mode():
        for row in request.rows:
            x = (torch.tensor([row[name] for name in COLUMNS]) - MEAN) / SCALE
            density = log_density(x).item()
            larger = len(CALIBRATION) - torch.searchsorted(CALIBRATION, -density).item()
            p = (1 + larger) / (1 + len(CALIBRATION))
            answer = {"log_density": density, "novelty": -density, "p_value": p, "novel": p <= ALPHA}
            if answer["novel"]:
                all = reasons(x)
                answer |= {"reason": sentence(all[0]), "reasons": all}
            answers.append(answer)
    return {"rows": answers}
