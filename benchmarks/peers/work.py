"""Names of works: what one repetition of a measurement does."""

from dataclasses import dataclass

FLOWS = ("nsf-ar", "nsf-coupling", "maf")
KINDS = ("train", "score-one", "score-8192", "sample-8192")

ROWS = 8192
LAYERS = 5
BINS = 8
BOUND = 5.0
LEARNING_RATE = 1e-3


@dataclass(frozen=True)
class Work:
    """One job, for instance train/nsf-ar/6/128/256; PROTOCOL.md says what each word means."""

    kind: str
    flow: str
    columns: int
    hidden: int
    batch: int = 0

    def __str__(self):
        batch = (self.batch,) if self.kind == "train" else ()
        return "/".join(map(str, (self.kind, self.flow, self.columns, self.hidden, *batch)))

    @property
    def rows(self):
        """Rows that one repetition works on."""
        return {"train": self.batch, "score-one": 1}.get(self.kind, ROWS)


def parse(name):
    """Reads a name; raises ValueError with one line that says what is wrong with it."""
    kind, *words = name.split("/")
    if kind not in KINDS:
        raise ValueError(f'work "{name}": no such kind "{kind}"; there are {", ".join(KINDS)}')
    form = ["FLOW", "COLUMNS", "HIDDEN"] + (["BATCH"] if kind == "train" else [])
    if len(words) != len(form):
        raise ValueError(f'work "{name}": expected {"/".join([kind, *form])}')
    flow, *sizes = words
    if flow not in FLOWS:
        raise ValueError(f'work "{name}": no such flow "{flow}"; there are {", ".join(FLOWS)}')
    if not all(size.isdecimal() and int(size) > 0 for size in sizes):
        raise ValueError(f'work "{name}": {" and ".join(form[1:])} are positive whole numbers')
    work = Work(kind, flow, *map(int, sizes))
    if work.columns < 2:
        raise ValueError(f'work "{name}": a flow here has at least 2 columns')
    if work.batch > ROWS:
        raise ValueError(f'work "{name}": BATCH is at most {ROWS}')
    return work
