"""The least arithmetic that a work needs, and so the least time that it can take."""

from work import BINS, VoiceWork

SPLINE_FLOPS = 200  # one value with its derivative: two softmaxes, bin search, quotient, logarithm
AFFINE_FLOPS = 10
ADAM_FLOPS = 12  # per parameter and step


def milliseconds(work, peak_gflops, threads):
    """The time that `flops` take at the peak of each of the threads; one row is one thread's work."""
    cores = 1 if work.kind == "score-one" else threads
    return flops(work) / (peak_gflops * cores) * 1e-6


def flops(work):
    """Floating-point operations of one repetition, a multiply-add counted as two, weights under a mask as none.

    A training step is the pass forward, and backward the products with the transposed weights and with the
    activations, and the map's own arithmetic twice; the layer next to the data needs no gradient of its input.
    Sampling is one pass: an autoregressive inverse computes each hidden unit once. Of a sound model only the products
    count.
    """
    if isinstance(work, VoiceWork):
        return work.frames * work.batch * _frame_flops(work.voice, work.kind == "train-voice")
    total = 0
    for layer in range(work.layers):
        first, second, third = products = _multiply_adds(work, layer)
        moved = work.columns if work.flow != "nsf-coupling" else _moved(work, layer)
        elementwise = moved * (AFFINE_FLOPS if work.flow == "maf" else SPLINE_FLOPS)
        forward = 2 * sum(products) + elementwise
        backward = 0
        if work.kind == "train":
            backward = 4 * sum(products) - (2 * first if layer == 0 else 0) + 2 * elementwise
            total += ADAM_FLOPS * (sum(products) + 2 * work.hidden + moved * _outputs(work))
        total += work.rows * (forward + backward)
    return total


def _frame_flops(voice, training):
    """For one frame of a sound model. Forward, a multiply-add is two operations; in training six, but two less where no
    gradient is needed: of the spectrogram, of the cosines, and of the sound."""
    couplings = [(0, voice.group), *[(voice.group // 2, voice.group // 2)] * voice.flows]  # visible, moved
    layer = 3 * voice.channels + 3 * voice.channels**2
    learned = sum((visible + 2 * moved) * voice.channels + voice.layers * layer for visible, moved in couplings)
    given = len(couplings) * voice.bands * 2 * voice.channels * voice.layers
    cosines = (1 + voice.flows // 2) * voice.group**2
    if not training:
        return 2 * (learned + given + cosines)
    return 6 * learned + 4 * given + 4 * cosines - 2 * voice.group**2


def _multiply_adds(work, layer):
    """For one row, those of the conditioner's three linear maps."""
    columns, hidden = work.columns, work.hidden
    if work.flow == "nsf-coupling":
        moved = _moved(work, layer)
        return (columns - moved + work.context) * hidden, hidden * hidden, hidden * moved * _outputs(work)
    # MADE: a hidden unit of degree d sees the context, the columns 1 … d and the units of degree ≤ d;
    # the parameters of column i see the units of degree < i.
    units = [0] * columns
    for unit in range(hidden):
        units[unit % (columns - 1) + 1] += 1
    upto = [sum(units[: degree + 1]) for degree in range(columns)]
    return (
        sum((work.context + degree) * count for degree, count in enumerate(units)),
        sum(count * upto[degree] for degree, count in enumerate(units)),
        sum(upto) * _outputs(work),
    )


def _moved(work, layer):
    return (work.columns + layer % 2) // 2


def _outputs(work):
    return 2 if work.flow == "maf" else 3 * BINS - 1
