"""Reads a model file of Bijou and computes log-densities, with nothing but numpy and safetensors.

    python read_model.py MODEL < rows.csv

Each line of rows.csv holds the features of a row and then its context features, if the model has any. For a model of
sequences the lines are the frames of one segment; where a frame of the context stands for several, the first of them has
it. Written from file-format.md alone, in double precision; it shows that the page is complete, and scores models where
there is no Java.
"""

import json
import math
import sys
from statistics import NormalDist

import numpy as np
from safetensors import safe_open

LOG_2PI = math.log(2 * math.pi)


def load(path):
    """The architecture and the tensors by name, in double precision."""
    with safe_open(path, framework="numpy") as file:
        if file.metadata()["bijou.format"] != "1":
            raise ValueError(f"{path}: a newer format")
        spec = json.loads(file.metadata()["bijou.spec"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    for name in [name for name, tensor in tensors.items() if tensor.dtype == np.int8]:
        tensors[name] = tensors.pop(name + ".scale") * tensors[name].astype(np.float32)
    return spec, {name: tensor.astype(np.float64) for name, tensor in tensors.items()}


def soft_clip(limit, a):
    return a / (1 + np.abs(a) / limit)


def log_prob(spec, tensors, x, c=None, path=""):
    """log p(x | c) of each lane; x is features × lanes, c context × lanes."""
    def tensor(name):
        return tensors[path + name]

    match spec["type"]:
        case "StandardNormal":
            return -0.5 * np.sum(x**2 + LOG_2PI, axis=0)
        case "DiagonalNormal":
            s = soft_clip(80, tensor("logScale"))
            return np.sum(-0.5 * ((x - tensor("mean")) * np.exp(-s)) ** 2 - s - 0.5 * LOG_2PI, axis=0)
        case "StudentT":
            nu = spec["degreesOfFreedom"]
            constant = math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2) - 0.5 * math.log(nu * math.pi)
            return np.sum(constant - (nu + 1) / 2 * np.log1p(x**2 / nu), axis=0)
        case "UniformBox":
            low, high = (np.array(spec[end])[:, None] for end in ("low", "high"))
            width = high - low
            distance = np.maximum(np.maximum(low - x, x - high), 0)
            outside = math.log(1e-6 / 2) - 2 * np.log1p(distance / width)
            return np.sum(np.where(distance > 0, outside, math.log1p(-1e-6)) - np.log(width), axis=0)
        case "GaussianMixture":
            s = soft_clip(80, tensor("logScale"))[:, :, None]
            z = (x[None] - tensor("mean")[:, :, None]) * np.exp(-s)
            weights = tensor("logits") - np.logaddexp.reduce(tensor("logits"))
            return np.logaddexp.reduce(weights + np.sum(-0.5 * z**2 - s - 0.5 * LOG_2PI, axis=1))
        case "Categorical":
            return categorical(spec, tensors, x, c, path)
        case "Values":
            return values(spec, tensors, x, c, path)
        case "Mixed":
            codes = x[: len(spec["codes"]["cardinalities"])]
            given = codes if c is None else np.concatenate([codes, c])
            of_codes = categorical(spec["codes"], tensors, codes, c, path + "codes.")
            return of_codes + values(spec["values"], tensors, x[len(codes) :], given, path + "values.")
        case "Flow":
            z, log_det = inverse(spec["bijection"], tensors, x, c, path + "bijection.")
            return log_prob(spec["base"], tensors, z, c, path + "base.") + log_det
        case "ScaledContext":
            scaled = np.clip((c - tensor("shift")) * np.exp(-tensor("logScale")), -1e4, 1e4)
            return log_prob(spec["of"], tensors, x, scaled, path + "of.")
        case "UpsampledContext":
            kernel = spec["kernel"] // spec["stride"]
            phases = convolution(tensor("weight"), c, kernel, 1, 1 - kernel)
            wide = phases.reshape(spec["context"], spec["stride"], -1).transpose(0, 2, 1)
            wide = wide.reshape(spec["context"], -1) + tensor("bias")
            group = wide.reshape(spec["context"], -1, spec["group"]).transpose(0, 2, 1)
            group = group.reshape(spec["context"] * spec["group"], -1)
            return log_prob(spec["of"], tensors, x, group, path + "of.")
        case "Ensemble":
            members = [
                log_prob(member, tensors, x, c, f"{path}members.{i}.") for i, member in enumerate(spec["members"])
            ]
            return np.logaddexp.reduce(members) - math.log(len(members))


def read_codes(cardinalities, x):
    """Codes as whole numbers, and their one-hot form."""
    codes = np.floor(x + 0.5).astype(np.int64)
    last = np.array(cardinalities, dtype=np.int64)[:, None] - 1
    codes = np.where((codes >= 0) & (codes <= last), codes, last)
    rows = [codes[i] == k for i, count in enumerate(cardinalities) for k in range(count - 1)]
    return codes, np.array(rows, dtype=np.float64).reshape(-1, x.shape[1])


def categorical(spec, tensors, x, c, path):
    codes, one_hot = read_codes(spec["cardinalities"], x)
    logits = network(spec, tensors, one_hot, c, path, "network") + tensors[path + "prior"]
    total, row = np.zeros(x.shape[1]), 0
    for i, count in enumerate(spec["cardinalities"]):
        own = logits[row : row + count]
        share = np.exp(own[codes[i], np.arange(x.shape[1])] - np.logaddexp.reduce(own))
        total += np.log((1 - count * spec["floor"]) * share + spec["floor"])
        row += count
    return total


def values(spec, tensors, x, c, path):
    cardinalities = spec["layout"]["cardinalities"]
    absent = np.zeros(x.shape, dtype=bool)
    if cardinalities:
        codes, one_hot = read_codes(cardinalities, c[: len(cardinalities)])
        c = np.concatenate([one_hot, c[len(cardinalities) :]])
        for f, value in enumerate(spec["layout"]["values"]):
            if value["state"] >= 0:
                absent[f] = codes[value["state"]] != 0
    center, scale, heavy, mean, deviation = (
        tensors[path + name] for name in ("center", "scale", "heavy", "mean", "deviation")
    )
    u = (x - center) / scale
    y = (np.where(heavy == 1, np.arcsinh(u), u) - mean) / deviation
    log_slope = np.where(heavy == 1, -0.5 * np.log1p(u**2), 0 * u) - np.log(scale) - np.log(deviation)
    for f, value in enumerate(spec["layout"]["values"]):
        if "knots" in value:
            y[f], log_slope[f] = normal_scores(tensors, f"{path}knots.{f}.", x[f])
    units = [value.get("unit", 1.0) for value in spec["layout"]["values"]]
    log_slope = log_slope - np.log(np.array(units))[:, None]
    pin = 1 + widest_box(spec["bijection"])
    z, log_det = inverse(spec["bijection"], tensors, np.where(absent, pin, y), c, path + "bijection.")
    pinned = np.sum(absent, axis=0) * -0.5 * (pin**2 + LOG_2PI)
    normal = -0.5 * np.sum(z**2 + LOG_2PI, axis=0) - pinned
    return normal + log_det + np.sum(np.where(absent, 0, log_slope), axis=0)


def normal_scores(tensors, path, x):
    """Scores by a distribution function of straight lines, and the logarithms of their slopes."""
    normal = NormalDist()
    knots, shares = tensors[path + "x"][:, 0], tensors[path + "shares"][:, 0]
    first, last = normal.inv_cdf(shares[0]), normal.inv_cdf(shares[-1])
    tail = (last - first) / (knots[-1] - knots[0])
    y, log_slope = np.empty(x.shape), np.empty(x.shape)
    for n, value in enumerate(x):
        k = np.searchsorted(knots, value, side="right") - 1
        if k < 0 or k == len(knots) - 1:
            end, score = (knots[0], first) if k < 0 else (knots[-1], last)
            y[n], log_slope[n] = score + tail * (value - end), np.log(tail)
        else:
            line = (shares[k + 1] - shares[k]) / (knots[k + 1] - knots[k])
            y[n] = normal.inv_cdf(shares[k] + line * (value - knots[k]))
            log_slope[n] = np.log(line / normal.pdf(y[n]))
    return y, log_slope


def widest_box(spec):
    """The greatest bound of the splines in a bijection."""
    inner = spec.get("layers", [spec["of"]] if "of" in spec else [])
    return max([spec.get("transformer", {}).get("bound", 0)] + [widest_box(layer) for layer in inner])


def inverse(spec, tensors, x, c, path):
    """Data to base: z, and log |det ∂z/∂x| of each lane."""
    def tensor(name):
        return tensors[path + name]

    none = np.zeros(x.shape[1])
    match spec["type"]:
        case "Chain":
            total = none
            for i, layer in reversed(list(enumerate(spec["layers"]))):
                x, log_det = inverse(layer, tensors, x, c, f"{path}layers.{i}.")
                total = total + log_det
            return x, total
        case "Inverted":
            return forward(spec["of"], tensors, x, c, path + "of.")
        case "Standardize":
            s = tensor("logScale")
            return (x - tensor("shift")) * np.exp(-s), none - np.sum(s)
        case "ActNorm":
            s = soft_clip(10, tensor("rawScale"))
            return (x - tensor("shift")) * np.exp(-s), none - np.sum(s)
        case "Permutation":
            z = np.empty_like(x)
            z[spec["order"]] = x
            return z, none
        case "LuLinear":
            lower, upper, s = lu(tensor("factors"), tensor("rawDiagonal"))
            return lower @ (upper @ x), none + np.sum(s)
        case "FreeLinear":
            return tensor("weight") @ x, none + np.linalg.slogdet(tensor("weight"))[1]
        case "InvertibleConvolution":
            lower, upper, s = lu(tensor("factors"), tensor("rawDiagonal"))
            return lower @ (upper @ x), none + np.sum(s)
        case "GroupedConvolution":
            lower, upper, s = lu(tensor("factors"), tensor("rawDiagonal"))
            return grouped(lower @ upper, x), none + len(x) // len(s) * np.sum(s)
        case "LappedTransform":
            return cosines(len(x)) @ overlap(x), none
        case "Partial":
            rest, log_det = inverse(spec["of"], tensors, x[spec["untouched"] :], c, path + "of.")
            return np.concatenate([x[: spec["untouched"]], rest]), log_det
        case "SequenceCoupling":
            passing = x[: spec["passing"]]
            theta = sequence_network(spec, tensors, passing, c, path + "conditioner.")
            rest, log_det = transform(spec["transformer"], x[spec["passing"] :], theta)
            return np.concatenate([passing, rest]), log_det
        case "Logit":
            low, high = (np.array(spec[end])[:, None] for end in ("low", "high"))
            u = np.clip((x - low) / (high - low), 1e-6, 1 - 1e-6)
            return np.log(u) - np.log1p(-u), np.sum(-np.log(u) - np.log1p(-u) - np.log(high - low), axis=0)
        case "Softplus":
            x = np.maximum(x, 1e-30)
            rest = np.log(-np.expm1(-x))
            return x + rest, -np.sum(rest, axis=0)
        case "Coupling":
            passing = x[: spec["passing"]]
            theta = network(spec, tensors, passing, c, path)
            z, log_det = transform(spec["transformer"], x[spec["passing"] :], theta)
            return np.concatenate([passing, z]), log_det
        case "MaskedAutoregressive":
            return transform(spec["transformer"], x, network(spec, tensors, x, c, path))


def forward(spec, tensors, z, c, path):
    """Base to data: x, and log |det ∂x/∂z| of each lane."""
    def tensor(name):
        return tensors[path + name]

    none = np.zeros(z.shape[1])
    match spec["type"]:
        case "Chain":
            total = none
            for i, layer in enumerate(spec["layers"]):
                z, log_det = forward(layer, tensors, z, c, f"{path}layers.{i}.")
                total = total + log_det
            return z, total
        case "Inverted":
            return inverse(spec["of"], tensors, z, c, path + "of.")
        case "Standardize":
            s = tensor("logScale")
            return z * np.exp(s) + tensor("shift"), none + np.sum(s)
        case "ActNorm":
            s = soft_clip(10, tensor("rawScale"))
            return z * np.exp(s) + tensor("shift"), none + np.sum(s)
        case "Permutation":
            return z[spec["order"]], none
        case "LuLinear":
            lower, upper, s = lu(tensor("factors"), tensor("rawDiagonal"))
            return np.linalg.solve(lower @ upper, z), none - np.sum(s)
        case "FreeLinear":
            return np.linalg.solve(tensor("weight"), z), none - np.linalg.slogdet(tensor("weight"))[1]
        case "InvertibleConvolution":
            lower, upper, s = lu(tensor("factors"), tensor("rawDiagonal"))
            return np.linalg.solve(lower @ upper, z), none - np.sum(s)
        case "GroupedConvolution":
            lower, upper, s = lu(tensor("factors"), tensor("rawDiagonal"))
            return grouped(np.linalg.inv(lower @ upper), z), none - len(z) // len(s) * np.sum(s)
        case "LappedTransform":
            return overlap(cosines(len(z)) @ z, back=True), none
        case "Partial":
            rest, log_det = forward(spec["of"], tensors, z[spec["untouched"] :], c, path + "of.")
            return np.concatenate([z[: spec["untouched"]], rest]), log_det
        case "SequenceCoupling":
            passing = z[: spec["passing"]]
            theta = sequence_network(spec, tensors, passing, c, path + "conditioner.")
            rest, log_det = solve(spec["transformer"], z[spec["passing"] :], theta)
            return np.concatenate([passing, rest]), log_det
        case "Logit":
            low, high = (np.array(spec[end])[:, None] for end in ("low", "high"))
            log_u, log_rest = -np.logaddexp(0, -z), -np.logaddexp(0, z)
            return low + (high - low) * np.exp(log_u), np.sum(log_u + log_rest + np.log(high - low), axis=0)
        case "Softplus":
            return np.logaddexp(0, z), -np.sum(np.logaddexp(0, -z), axis=0)
        case "Coupling":
            passing = z[: spec["passing"]]
            theta = network(spec, tensors, passing, c, path)
            x, log_det = solve(spec["transformer"], z[spec["passing"] :], theta)
            return np.concatenate([passing, x]), log_det
        case "MaskedAutoregressive":
            x = np.zeros_like(z)
            for _ in range(spec["features"]):  # each pass makes one more feature right
                x, log_det = solve(spec["transformer"], z, network(spec, tensors, x, c, path))
            return x, log_det


def lu(factors, raw_diagonal):
    s = soft_clip(7, raw_diagonal)
    lower = np.tril(factors, -1) + np.eye(len(factors))
    return lower, np.triu(factors, 1) + np.diag(np.exp(s[:, 0])), s


def grouped(w, x):
    """W for each group of features, half of them from each half of all."""
    size = len(w)
    members = x.reshape(2, len(x) // size, size // 2, -1).transpose(0, 2, 1, 3).reshape(size, -1)
    return (w @ members).reshape(2, size // 2, len(x) // size, -1).transpose(0, 2, 1, 3).reshape(x.shape)


def cosines(size):
    n = np.arange(size) + 0.5
    return np.sqrt(2 / size) * np.cos(np.pi / size * np.outer(n, n))


def overlap(x, back=False):
    """The rotations of a lapped transform across the boundaries of the frames of one segment."""
    half = len(x) // 2
    angle = (np.pi / 4 + np.pi * (2 * np.arange(half) + 1) / (8 * half))[:, None]
    sine, cosine = np.sin(angle), np.cos(angle) * (-1 if back else 1)
    y = x.copy()
    u, v = x[::-1][:half, :-1], x[:half, 1:]
    y[::-1][:half, :-1] = sine * u - cosine * v
    y[:half, 1:] = cosine * u + sine * v
    return y


def network(spec, tensors, visible, c, path, place="conditioner"):
    """θ of a coupling or masked autoregressive layer, or the logits of codes."""
    activation = {"RELU": lambda h: np.maximum(h, 0), "SILU": lambda h: h / (1 + np.exp(-h)), "TANH": np.tanh}[
        spec["network"]["activation"]
    ]

    def linear(name, h):
        name = f"{path}{place}.{name}."
        return tensors[name + "weight"] @ h + tensors[name + "bias"]

    inputs = visible if spec["context"] == 0 else np.concatenate([c, visible])
    h = np.clip(inputs, -1e4, 1e4)
    match spec["network"]["type"]:
        case "Mlp":
            hidden = len(spec["network"]["hidden"])
            for i in range(hidden):
                h = activation(linear(f"layers.{i}", h))
            return linear(f"layers.{hidden}", h)
        case "ConditionedResidual":
            context, gates = h[: spec["network"]["context"]], spec["network"]["role"] == "GATING"
            h = linear("first", h)
            if len(context) and not gates:
                h = h + activation(linear("context", context))
            for i in range(spec["network"]["blocks"]):
                line = tensors[f"{path}{place}.blocks.{i}.slope"] * h + tensors[f"{path}{place}.blocks.{i}.intercept"]
                inner = linear(f"blocks.{i}.inner", activation(line))
                given = linear(f"blocks.{i}.context", context) if len(context) else 0
                outer = linear(f"blocks.{i}.outer", activation(inner if gates else inner + given))
                h = h + (outer / (1 + np.exp(-given)) if len(context) and gates else outer)
            return linear("last", h)
        case "Residual" | "OpenResidual":
            h = linear("first", h)
            for i in range(spec["network"]["blocks"]):
                inner = linear(f"blocks.{i}.inner", activation(h))
                h = h + linear(f"blocks.{i}.outer", activation(inner))
            return linear("last", h if spec["network"]["type"] == "OpenResidual" else activation(h))


def convolution(weight, x, kernel, dilation, first):
    """Σ_k W_k x[·, t + first + k · dilation] for every frame t of one segment, where x is zero outside of it."""
    size, frames = x.shape
    y = np.zeros((len(weight), frames))
    for k in range(kernel):
        offset = first + k * dilation
        shifted = np.zeros_like(x)
        low, high = max(0, -offset), min(frames, frames - offset)
        if low < high:
            shifted[:, low:high] = x[:, low + offset : high + offset]
        y += weight[:, k * size : (k + 1) * size] @ shifted
    return y


def sequence_network(spec, tensors, visible, c, path):
    """θ of a coupling of sequences, for the frames of one segment."""
    shape = spec["network"]
    channels, kernel = shape["channels"], shape["kernel"]

    def weights(name):
        if path + name + ".gain" not in tensors:
            return tensors[path + name + ".weight"], tensors[path + name + ".bias"]
        v = tensors[path + name + ".direction"]
        length = np.sqrt(np.sum(v**2, axis=1, keepdims=True))
        return tensors[path + name + ".gain"] * v / np.where(length > 0, length, 1), tensors[path + name + ".bias"]

    def linear(name, h):
        weight, bias = weights(name)
        return weight @ h + bias

    def gated(h, i):
        u = h if spec["context"] == 0 else h + added[2 * channels * i : 2 * channels * (i + 1)]
        return np.tanh(u[:channels]) / (1 + np.exp(-u[channels:]))

    if spec["context"] > 0:
        added = np.repeat(linear("projection", np.clip(c, -1e4, 1e4)), spec["rate"], axis=1)
    h = linear("start", np.clip(visible, -16, 16))
    skip = 0
    for i in range(shape["layers"]):
        match shape["type"]:
            case "WaveNet" | "GatedConvolutions":
                weight, bias = weights(f"layers.{i}.convolution")
                dilation = 2**i if shape["type"] == "WaveNet" else 1
                first = -(kernel // 2) * dilation
                g = gated(convolution(weight, h, kernel, dilation, first) + bias, i)
                out = linear(f"layers.{i}.output", g)
                skip = skip + out[-channels:]
                h = h + out[:channels] if i < shape["layers"] - 1 else skip
            case "SqueezeWave":
                def own(name):
                    return tensors[f"{path}layers.{i}.{name}"]
                mean, variance = np.split(own("normalization.averages"), 2)
                u = (h - mean) / np.sqrt(variance + 1e-5) * own("normalization.gain") + own("normalization.shift")
                rows = [convolution(own("depthwise.weight")[f : f + 1], u[f : f + 1], kernel, 1, -(kernel // 2))
                        for f in range(channels)]
                g = gated(linear(f"layers.{i}.pointwise", np.concatenate(rows) + own("depthwise.bias")), i)
                h = h + linear(f"layers.{i}.residual", g)
    return linear("end", h)


def transform(spec, x, theta):
    """A scalar map of each feature, data to base."""
    match spec["type"]:
        case "Affine":
            t, s = theta[0::2], soft_clip(spec["limit"], theta[1::2])
            return (x - t) * np.exp(-s), -np.sum(s, axis=0)
        case "ScaleShift":
            t, s = theta[0::2], soft_clip(spec["limit"], theta[1::2])
            return x * np.exp(s) + t, np.sum(s, axis=0)
        case "LinkedScaleShift":
            t, s = theta[0::2], linked_log_scale(spec, theta[1::2])
            return x * np.exp(s) + t, np.sum(s, axis=0)
        case "RationalQuadraticSpline" | "SoftClippedSpline" | "FreeEndSpline":
            inside = np.abs(x) < spec["bound"]
            within = np.where(inside, x, 0)
            left, width, bottom, height, d, e = bins(spec, theta, within, of_x=True)
            xi = (within - left) / width
            rise, log_slope = rise_and_log_slope(xi, height / width, d, e)
            return np.where(inside, bottom + height * rise, x), np.sum(np.where(inside, log_slope, 0), axis=0)


def solve(spec, z, theta):
    """A scalar map of each feature, base to data."""
    match spec["type"]:
        case "Affine":
            t, s = theta[0::2], soft_clip(spec["limit"], theta[1::2])
            return z * np.exp(s) + t, np.sum(s, axis=0)
        case "ScaleShift":
            t, s = theta[0::2], soft_clip(spec["limit"], theta[1::2])
            return (z - t) * np.exp(-s), -np.sum(s, axis=0)
        case "LinkedScaleShift":
            t, s = theta[0::2], linked_log_scale(spec, theta[1::2])
            return (z - t) * np.exp(-s), -np.sum(s, axis=0)
        case "RationalQuadraticSpline" | "SoftClippedSpline" | "FreeEndSpline":
            inside = np.abs(z) < spec["bound"]
            within = np.where(inside, z, 0)
            left, width, bottom, height, d, e = bins(spec, theta, within, of_x=False)
            s, t = height / width, (within - bottom) / height
            b = d - t * (d + e - 2 * s)
            xi = 2 * s * t / (b + np.sqrt(b**2 + 4 * s * t * (s - b)))
            _, log_slope = rise_and_log_slope(xi, s, d, e)
            return np.where(inside, left + width * xi, z), -np.sum(np.where(inside, log_slope, 0), axis=0)


def linked_log_scale(spec, a):
    """The logarithm of a scale that softplus or a sigmoid makes, with 1 made of 0."""
    least = spec["least"]
    if spec["link"] == "EXPONENTIAL":
        return np.clip(np.log(least + np.exp(a)), -80, 80)
    if spec["link"] == "SOFTPLUS":
        return np.log(least + np.logaddexp(0, a + math.log(math.expm1(1 - least))))
    return np.log(least + 1 / (1 + np.exp(-a - math.log((1 - least) / least))))


def rise_and_log_slope(xi, s, d, e):
    """The share of its bin that a spline has risen at the share ξ of its width, and the logarithm of its slope."""
    eta = xi * (1 - xi)
    denominator = s + (d + e - 2 * s) * eta
    slope = s**2 * (e * xi**2 + 2 * s * eta + d * (1 - xi) ** 2) / denominator**2
    return (s * xi**2 + d * eta) / denominator, np.log(slope)


def bins(spec, theta, value, of_x):
    """The bin of every x (or z): left edge, width, bottom, height and the slopes at its two ends."""
    count, bound, least = spec["bins"], spec["bound"], spec.get("minBin", 0)
    free_ends = spec["type"] == "FreeEndSpline"
    theta = theta.reshape(len(value), 3 * count + (1 if free_ends else -1), -1)

    def sizes(logits):
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return 2 * bound * (least + (1 - count * least) * shares)

    def starts(sizes):
        return -bound + np.cumsum(sizes, axis=1) - sizes

    logits, inner = theta[:, : 2 * count], theta[:, 2 * count :]
    if spec["type"] == "SoftClippedSpline":
        limit = -math.log(spec["minSlope"])
        logits, inner = soft_clip(limit / 2, logits), np.exp(soft_clip(limit, inner))
    else:
        shift = math.log(math.expm1(1 - spec["minSlope"]))
        inner = spec["minSlope"] + np.logaddexp(0, inner + shift)
    widths, heights = sizes(logits[:, :count]), sizes(logits[:, count:])
    ones = np.ones_like(theta[:, :1])
    slopes = inner if free_ends else np.concatenate([ones, inner, ones], axis=1)
    edges = starts(widths if of_x else heights)
    bin = np.clip(np.sum(edges <= value[:, None], axis=1, keepdims=True) - 1, 0, count - 1)

    def pick(values, offset=0):
        return np.take_along_axis(values, bin + offset, axis=1)[:, 0]

    return pick(starts(widths)), pick(widths), pick(starts(heights)), pick(heights), pick(slopes), pick(slopes, 1)


def features(spec):
    """The number of features of a distribution or bijection."""
    for key in ("of", "base"):
        if key in spec:
            return features(spec[key])
    if "members" in spec:
        return features(spec["members"][0])
    if spec["type"] == "Mixed":
        return len(spec["codes"]["cardinalities"]) + len(spec["values"]["layout"]["values"])
    if spec["type"] == "Categorical":
        return len(spec["cardinalities"])
    if spec["type"] == "Values":
        return len(spec["layout"]["values"])
    return spec["features"] if "features" in spec else len(spec["low"])


def context_rate(spec):
    """How many lanes of the data one lane of the context stands for."""
    inner = [spec[key] for key in ("of", "bijection") if key in spec] + spec.get("layers", [])
    own = spec.get("rate", 1) if spec["type"] != "UpsampledContext" else spec["stride"] // spec["group"]
    return max([own] + [own * context_rate(part) for part in inner])


if __name__ == "__main__":
    spec, tensors = load(sys.argv[1])
    rows = np.loadtxt(sys.stdin, delimiter=",", ndmin=2).T
    split = features(spec)
    for value in log_prob(spec, tensors, rows[:split], rows[split:, :: context_rate(spec)]):
        print(f"{value:.9g}")
