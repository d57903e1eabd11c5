"""Bijou's sound model in plain PyTorch, eager and compiled: Vocoders.lapped, layer by layer, without its bounds against
overflow.

Tensors are segments × frames × features, a convolution of one tap is a dense layer, and the depthwise one is three
shifted products: once compiled, that is faster than convolutions of segments × features × frames.
"""

import importlib.metadata
import itertools
import math

import torch
from torch import nn
from torch.nn.functional import linear, pad

from work import LEARNING_RATE

CLIP_NORM = 1.0
LARGEST_LOG_VOLUME = 12.0
LARGEST_LOG_SCALE = 3.0


def versions(peer):
    return {"torch": importlib.metadata.version("torch")}


def prepare(peer, threads, work, data):
    """Returns the number of parameters and a function that does one repetition."""
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = Lapped(work.voice)
    if peer == "torch-compiled":
        model.compile_couplings({"cpp_wrapper": work.kind == "speak-voice"})  # fastest of those tried
    frames = torch.from_numpy(data[: len(data) // work.frames * work.frames]).unflatten(0, (-1, work.frames))
    sound, mel = (part.contiguous() for part in frames.split([work.voice.group, work.voice.bands], 2))
    action = _train(model, sound, mel, work.batch) if work.kind == "train-voice" else _speak(model, mel[:1])
    return sum(p.numel() for p in model.parameters()), action


def _train(model, sound, mel, batch):
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, fused=True)
    batches = itertools.cycle(b for b in zip(sound.split(batch), mel.split(batch)) if len(b[0]) == batch)

    def step():
        loss = model.loss(*next(batches))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP_NORM)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)

    return step


def _speak(model, mel):
    model.fold()

    def speak():
        with torch.inference_mode():
            return model.sound(torch.randn(*mel.shape[:2], model.group), mel)

    return speak


class Lapped(nn.Module):
    """Sound → frequencies → each scaled given the spectrogram → pairs of couplings, of samples and of frequencies in
    turn → noise. The samples of a frame are its features."""

    def __init__(self, voice):
        super().__init__()
        self.group = voice.group
        half = voice.group // 2
        self.transform = LappedTransform(voice.group)
        self.volume = Coupling(voice, 0, voice.group, LARGEST_LOG_VOLUME)
        self.couplings = nn.ModuleList(Coupling(voice, half, half, LARGEST_LOG_SCALE) for _ in range(voice.flows))
        for name, size in (("frequencies", voice.group), ("mel", voice.bands)):
            self.register_buffer(f"{name}_shift", torch.zeros(size))
            self.register_buffer(f"{name}_scale", torch.ones(size))

    def forward(self, sound, mel):
        """The noise, and the log-determinant of each segment."""
        mel = (mel - self.mel_shift) / self.mel_scale
        z = (self.transform(sound) - self.frequencies_shift) / self.frequencies_scale
        log_det = -self.frequencies_scale.log().sum() * sound.shape[1]
        z, more = self.volume(z, z[..., :0], mel)
        log_det = log_det + more
        for odds, evens, of_samples in self.pairs():
            z = self.transform.inverse(z) if of_samples else self.transform(z)
            even, odd = z[..., 0::2].contiguous(), z[..., 1::2]
            odd, more = odds(odd, even, mel)
            log_det = log_det + more
            even, more = evens(even, odd, mel)
            log_det = log_det + more
            z = torch.stack([even, odd], 3).flatten(2)
        return z, log_det

    def loss(self, sound, mel):
        """The mean negative log-density, in nats a sample."""
        z, log_det = self(sound, mel)
        return 0.5 * (z.square().mean() + math.log(2 * math.pi)) - log_det.mean() / sound[0].numel()

    def sound(self, z, mel):
        """The sound that noise becomes."""
        mel = (mel - self.mel_shift) / self.mel_scale
        for odds, evens, of_samples in reversed(self.pairs()):
            even, odd = z[..., 0::2], z[..., 1::2].contiguous()
            even = evens.inverse(even, odd, mel)
            odd = odds.inverse(odd, even, mel)
            z = torch.stack([even, odd], 3).flatten(2)
            z = self.transform(z) if of_samples else self.transform.inverse(z)
        z = self.volume.inverse(z, z[..., :0], mel)
        return self.transform.inverse(z * self.frequencies_scale + self.frequencies_shift)

    def pairs(self):
        """The coupling that moves the odd ones, the one that moves the even ones, and whether they are samples."""
        return [(*self.couplings[i : i + 2], i % 4 == 0) for i in range(0, len(self.couplings), 2)]

    def fold(self):
        """For evaluation: normalized weights become plain ones, and batch normalizations take their averages."""
        self.eval()
        for module in self.modules():
            if isinstance(module, Normalized):
                module.folded = module.weight().detach()

    def compile_couplings(self, options=None):
        """Compiles the couplings' network, once for all of them. All couplings as one program take minutes, and are no
        faster."""
        for coupling in (self.volume, *self.couplings):
            coupling.theta = torch.compile(coupling.theta, dynamic=False, options=options)


class Coupling(nn.Module):
    """z = x · exp(s) + t, where a network of SqueezeWave makes t and s, |s| < limit, of what is visible and given."""

    def __init__(self, voice, visible, moved, limit):
        super().__init__()
        self.limit = limit
        self.start = Normalized(visible, voice.channels)
        self.projection = Normalized(voice.bands, 2 * voice.channels * voice.layers)
        self.layers = nn.ModuleList(Layer(voice.channels) for _ in range(voice.layers))
        self.end = nn.Linear(voice.channels, 2 * moved)
        nn.init.zeros_(self.end.weight)
        nn.init.zeros_(self.end.bias)

    def forward(self, x, visible, mel):
        t, s = self.theta(visible, mel)
        return x * s.exp() + t, s.sum((1, 2))

    def inverse(self, z, visible, mel):
        t, s = self.theta(visible, mel)
        return (z - t) * (-s).exp()

    def theta(self, visible, mel):
        h = self.start(visible)
        for layer, given in zip(self.layers, self.projection(mel).chunk(len(self.layers), 2)):
            h = layer(h, given)
        t, a = self.end(h).chunk(2, 2)
        return t, a / (1 + a.abs() / self.limit)


class Layer(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.normalization = nn.BatchNorm1d(channels)
        self.depthwise = nn.Parameter(torch.empty(3, channels).uniform_(-1, 1) / math.sqrt(3))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.pointwise = nn.Linear(channels, 2 * channels)
        self.residual = Normalized(channels, channels)

    def forward(self, h, given):
        u = self.normalization(h.flatten(0, 1)).view_as(h)
        around = pad(u, (0, 0, 1, 1))
        before, at, after = self.depthwise
        u = around[:, :-2] * before + u * at + around[:, 2:] * after + self.bias
        a, b = (self.pointwise(u) + given).chunk(2, 2)
        return h + self.residual(a.tanh() * b.sigmoid())


class Normalized(nn.Module):
    """A dense layer with normalized weights. What sees nothing is its bias; its gains are kept, as in Bijou."""

    def __init__(self, inputs, outputs):
        super().__init__()
        reach = 1 / math.sqrt(max(1, inputs))
        self.direction = nn.Parameter(torch.empty(outputs, inputs).uniform_(-reach, reach))
        self.gain = nn.Parameter(self.direction.detach().norm(dim=1, keepdim=True))
        self.bias = nn.Parameter(torch.empty(outputs).uniform_(-reach, reach))
        self.folded = None

    def weight(self):
        return torch._weight_norm(self.direction, self.gain, 0)

    def forward(self, x):
        if x.shape[2] == 0:
            return self.bias.expand(*x.shape[:2], -1)
        return linear(x, self.weight() if self.folded is None else self.folded, self.bias)


class LappedTransform(nn.Module):
    """Rotations across the boundaries of the frames, then a cosine transform of each."""

    def __init__(self, size):
        super().__init__()
        odd = 2 * torch.arange(size, dtype=torch.double) + 1
        cosines = math.sqrt(2 / size) * torch.cos(math.pi / (4 * size) * odd[:, None] * odd)
        angle = math.pi / 4 + math.pi * odd[: size // 2] / (4 * size)
        self.register_buffer("cosines", cosines.float())
        self.register_buffer("sine", angle.sin().float())
        self.register_buffer("cosine", angle.cos().float())

    def forward(self, sound):
        return linear(self.rotated(sound, self.cosine), self.cosines)

    def inverse(self, frequencies):
        return self.rotated(linear(frequencies, self.cosines), -self.cosine)

    def rotated(self, x, cosine):
        early, late = x.chunk(2, 2)
        late = late.flip(2)
        u, v = late[:, :-1], early[:, 1:]
        late = torch.cat([self.sine * u - cosine * v, late[:, -1:]], 1)
        early = torch.cat([early[:, :1], cosine * u + self.sine * v], 1)
        return torch.cat([early, late.flip(2)], 2)
