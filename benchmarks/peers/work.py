"""Names of works: what one repetition of a measurement does."""

from dataclasses import dataclass

FLOWS = ("nsf-ar", "nsf-coupling", "maf")
KINDS = ("train", "score-one", "score-8192", "score-8192-given", "sample-8192", "sample-8192-given")

ROWS = 8192
LAYERS = 5
BINS = 8
BOUND = 5.0
CONTEXT = 8
LEARNING_RATE = 1e-3


@dataclass(frozen=True)
class Work:
    """One job, for instance train/nsf-ar/6/128/256; PROTOCOL.md says what each word means."""

    kind: str
    flow: str
    columns: int
    hidden: int
    batch: int = 0
    layers: int = LAYERS

    def __str__(self):
        flow = self.flow if self.layers == LAYERS else f"{self.flow}:{self.layers}"
        batch = (self.batch,) if self.kind == "train" else ()
        return "/".join(map(str, (self.kind, flow, self.columns, self.hidden, *batch)))

    @property
    def rows(self):
        """Rows that one repetition works on."""
        return {"train": self.batch, "score-one": 1}.get(self.kind, ROWS)

    @property
    def context(self):
        """Numbers that each row is given."""
        return CONTEXT if self.kind.endswith("-given") else 0

    @property
    def width(self):
        """Numbers in a row of the data: the columns, then the context."""
        return self.columns + self.context

    def split(self, rows):
        """The columns of some rows, and what they are given."""
        return rows[:, : self.columns].copy(), rows[:, self.columns :].copy()


def parse(name):
    """Reads a name; raises ValueError with one line that says what is wrong with it."""
    kind, *words = name.split("/")
    if kind not in KINDS:
        raise ValueError(f'work "{name}": no such kind "{kind}"; there are {", ".join(KINDS)}')
    form = ["FLOW", "COLUMNS", "HIDDEN"] + (["BATCH"] if kind == "train" else [])
    if len(words) != len(form):
        raise ValueError(f'work "{name}": expected {"/".join([kind, *form])}')
    flow, colon, layers = words[0].partition(":")
    sizes = words[1:] + ([layers] if colon else [])
    if flow not in FLOWS:
        raise ValueError(f'work "{name}": no such flow "{flow}"; there are {", ".join(FLOWS)}')
    if not all(size.isdecimal() and int(size) > 0 for size in sizes):
        names = form[1:] + (["LAYERS"] if colon else [])
        raise ValueError(f'work "{name}": {" and ".join(names)} are positive whole numbers')
    work = Work(kind, flow, *map(int, words[1:]), layers=int(layers) if colon else LAYERS)
    if work.columns < 2:
        raise ValueError(f'work "{name}": a flow here has at least 2 columns')
    if work.batch > ROWS:
        raise ValueError(f'work "{name}": BATCH is at most {ROWS}')
    return work
