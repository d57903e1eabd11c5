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
SAMPLES_PER_SECOND = 22_050


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


@dataclass(frozen=True)
class Voice:
    """The numbers of a sound model: those of Vocoders.lapped."""

    group: int  # samples in a frame
    bands: int
    flows: int
    channels: int
    layers: int


VOICES = {"small": Voice(group=256, bands=80, flows=12, channels=128, layers=4)}
VOICE_KINDS = ("train-voice", "speak-voice")


@dataclass(frozen=True)
class VoiceWork:
    """One job of a sound model, for instance train-voice/small/64/8."""

    kind: str
    model: str
    frames: int
    batch: int = 1

    def __str__(self):
        batch = (self.batch,) if self.kind == "train-voice" else ()
        return "/".join(map(str, (self.kind, self.model, self.frames, *batch)))

    @property
    def voice(self):
        return VOICES[self.model]

    @property
    def width(self):
        """Numbers in a row of the data: a frame's samples, then its bands."""
        return self.voice.group + self.voice.bands

    @property
    def seconds(self):
        """Of sound, in one repetition."""
        return self.frames * self.batch * self.voice.group / SAMPLES_PER_SECOND


def parse(name):
    """Reads a name; raises ValueError with one line that says what is wrong with it."""
    kind, *words = name.split("/")
    if kind in VOICE_KINDS:
        return _parse_voice(name, kind, words)
    if kind not in KINDS:
        raise ValueError(f'work "{name}": no such kind "{kind}"; there are {", ".join(KINDS + VOICE_KINDS)}')
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


def _parse_voice(name, kind, words):
    form = ["MODEL", "FRAMES"] + (["BATCH"] if kind == "train-voice" else [])
    if len(words) != len(form):
        raise ValueError(f'work "{name}": expected {"/".join([kind, *form])}')
    model, *sizes = words
    if model not in VOICES:
        raise ValueError(f'work "{name}": no such model "{model}"; there are {", ".join(VOICES)}')
    if not all(size.isdecimal() and int(size) > 0 for size in sizes):
        raise ValueError(f'work "{name}": {" and ".join(form[1:])} are positive whole numbers')
    work = VoiceWork(kind, model, *map(int, sizes))
    if work.frames * work.batch > ROWS:
        raise ValueError(f'work "{name}": there are {ROWS} frames in all')
    return work
