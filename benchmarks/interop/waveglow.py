"""WaveGlow and SqueezeWave with the layout of names that NVIDIA's and the authors' code give their checkpoints, written from the papers
(arXiv:1811.00002, arXiv:2001.05685). Modules are pickled as `glow.WaveGlow`, `glow.WN` and `glow.Invertible1x1Conv`.

    python waveglow.py FOLDER [SIZE …]            writes checkpoints with random weights, spectrograms, noise and what they sound like
    python waveglow.py --time CHECKPOINT SECONDS  times PyTorch
"""
import json
import os
import resource
import sys
import time
import types

import numpy as np
import torch
from torch import nn
from torch.nn.utils import remove_weight_norm, weight_norm

glow = types.ModuleType("glow")
sys.modules["glow"] = glow


def pickled(cls):
    """Makes a class be found as one of the module glow."""
    cls.__module__ = "glow"
    setattr(glow, cls.__name__, cls)
    return cls


@pickled
class Invertible1x1Conv(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv = nn.Conv1d(c, c, 1, bias=False)
        w = torch.linalg.qr(torch.randn(c, c))[0]
        if torch.det(w) < 0:
            w[:, 0] = -w[:, 0]
        self.conv.weight.data = w[:, :, None].contiguous()

    def back(self, z):
        return nn.functional.conv1d(z, torch.inverse(self.conv.weight[:, :, 0].double()).to(z.dtype)[:, :, None])


@pickled
class WN(nn.Module):
    def __init__(self, n_in_channels, n_mel_channels, n_layers, n_channels, kernel_size, separable=False, conditions="one"):
        super().__init__()
        self.n_layers, self.n_channels, self.separable = n_layers, n_channels, separable
        self.in_layers, self.res_skip_layers = nn.ModuleList(), nn.ModuleList()
        self.start = weight_norm(nn.Conv1d(n_in_channels, n_channels, 1))
        self.end = nn.Conv1d(n_channels, 2 * n_in_channels, 1)
        if conditions == "one":
            self.cond_layer = weight_norm(nn.Conv1d(n_mel_channels, 2 * n_channels * n_layers, 1))
        else:
            self.cond_layers = nn.ModuleList(
                weight_norm(nn.Conv1d(n_mel_channels, 2 * n_channels, 1)) for _ in range(n_layers))
        for i in range(n_layers):
            if separable:
                self.in_layers.append(nn.Sequential(
                    nn.BatchNorm1d(n_channels),
                    nn.Conv1d(n_channels, n_channels, kernel_size, padding=kernel_size // 2, groups=n_channels),
                    nn.Conv1d(n_channels, 2 * n_channels, 1)))
                width = n_channels
            else:
                self.in_layers.append(weight_norm(nn.Conv1d(
                    n_channels, 2 * n_channels, kernel_size, dilation=2**i, padding=(kernel_size - 1) * 2**i // 2)))
                width = 2 * n_channels if i < n_layers - 1 else n_channels
            self.res_skip_layers.append(weight_norm(nn.Conv1d(n_channels, width, 1)))

    def forward(self, audio, spect):
        n = self.n_channels
        h, skip = self.start(audio), 0
        given = self.cond_layer(spect) if hasattr(self, "cond_layer") else torch.cat([c(spect) for c in self.cond_layers], 1)
        given = torch.repeat_interleave(given, audio.shape[2] // given.shape[2], 2)
        for i in range(self.n_layers):
            u = self.in_layers[i](h) + given[:, 2 * n * i : 2 * n * (i + 1)]
            both = self.res_skip_layers[i](torch.tanh(u[:, :n]) * torch.sigmoid(u[:, n:]))
            if self.separable:
                h = h + both
            elif i < self.n_layers - 1:
                h, skip = h + both[:, :n], skip + both[:, n:]
            else:
                skip = skip + both
        return self.end(h if self.separable else skip)


@pickled
class WaveGlow(nn.Module):
    def __init__(self, n_mel_channels, n_flows, n_group, n_early_every, n_early_size, WN_config, upsamples=True):
        super().__init__()
        if upsamples:
            self.upsample = nn.ConvTranspose1d(n_mel_channels, n_mel_channels, 1024, stride=256)
        self.n_flows, self.n_group, self.n_early_every, self.n_early_size = n_flows, n_group, n_early_every, n_early_size
        self.WN, self.convinv = nn.ModuleList(), nn.ModuleList()
        left = n_group
        for k in range(n_flows):
            if k % n_early_every == 0 and k > 0:
                left -= n_early_size
            self.convinv.append(Invertible1x1Conv(left))
            self.WN.append(WN(left // 2, n_mel_channels * (n_group if upsamples else 1), **WN_config))
        self.n_remaining_channels = left

    def infer(self, mel, noise):
        """noise: groups × lanes, in the order of the base, early outputs first."""
        spect = mel[None]
        if hasattr(self, "upsample"):
            wide = self.upsample(spect)[:, :, : mel.shape[1] * 256]
            spect = wide.unfold(2, self.n_group, self.n_group).permute(0, 1, 3, 2).flatten(1, 2)
        z = noise[None]
        done = self.n_group - self.n_remaining_channels
        audio, early = z[:, done:], z[:, :done]
        for k in reversed(range(self.n_flows)):
            half = audio.shape[1] // 2
            given = self.WN[k](audio[:, :half], spect)
            changed = (audio[:, half:] - given[:, :half]) / torch.exp(given[:, half:])
            audio = self.convinv[k].back(torch.cat([audio[:, :half], changed], 1))
            if k % self.n_early_every == 0 and k > 0:
                audio = torch.cat([early[:, -self.n_early_size :], audio], 1)
                early = early[:, : -self.n_early_size]
        return audio[0].t().flatten()


SIZES = {
    "waveglow": dict(n_mel_channels=80, n_flows=12, n_group=8, n_early_every=4, n_early_size=2,
                     WN_config=dict(n_layers=8, n_channels=256, kernel_size=3)),
    "waveglow-64": dict(n_mel_channels=80, n_flows=12, n_group=8, n_early_every=4, n_early_size=2,
                        WN_config=dict(n_layers=8, n_channels=64, kernel_size=3, conditions="each")),
    "waveglow-tiny": dict(n_mel_channels=5, n_flows=3, n_group=8, n_early_every=2, n_early_size=2,
                          WN_config=dict(n_layers=2, n_channels=6, kernel_size=3)),
    "waveglow-early": dict(n_mel_channels=4, n_flows=5, n_group=8, n_early_every=2, n_early_size=2,
                           WN_config=dict(n_layers=3, n_channels=4, kernel_size=3, conditions="each")),
    "squeezewave-128s": dict(n_mel_channels=80, n_flows=12, n_group=128, n_early_every=2, n_early_size=16, upsamples=False,
                             WN_config=dict(n_layers=8, n_channels=128, kernel_size=3, separable=True)),
    "squeezewave-64s": dict(n_mel_channels=80, n_flows=12, n_group=256, n_early_every=2, n_early_size=16, upsamples=False,
                            WN_config=dict(n_layers=8, n_channels=128, kernel_size=3, separable=True)),
    "squeezewave-tiny": dict(n_mel_channels=4, n_flows=3, n_group=128, n_early_every=2, n_early_size=64, upsamples=False,
                             WN_config=dict(n_layers=2, n_channels=4, kernel_size=3, separable=True)),
}


def make(size):
    torch.manual_seed(len(size))
    model = WaveGlow(**SIZES[size]).eval()
    with torch.no_grad():
        for name, buffer in model.named_buffers():
            if name.endswith("running_mean"):
                buffer.normal_(0, 0.3)
            if name.endswith("running_var"):
                buffer.uniform_(0.5, 2)
        for wn in model.WN:
            wn.end.weight.normal_(0, 0.02)
            wn.end.bias.normal_(0, 0.02)
    return model


def folded(model):
    for module in model.modules():
        if hasattr(module, "weight_g"):
            remove_weight_norm(module)
    return model


def write(folder, size):
    model = make(size)
    tiny = "tiny" in size or "early" in size
    frames = 3 if tiny else 40
    base = os.path.join(folder, size)
    mel = torch.randn(SIZES[size]["n_mel_channels"], frames) * 0.5 - 3
    group = SIZES[size]["n_group"]
    noise = torch.randn(group, frames * 256 // group) * 0.6
    with torch.no_grad():
        sound = model.double().infer(mel.double(), noise.double())
    model = model.float()
    # As the published file: a checkpoint whose "model" is the pickled module.
    legacy = "early" in size or size == "waveglow"
    torch.save({"model": model, "iteration": 1, "learning_rate": 1e-4}, base + ".pt", _use_new_zipfile_serialization=not legacy)
    torch.save(model.state_dict(), base + "-state.pt")
    if tiny:
        torch.save({"state_dict": folded(model).state_dict()}, base + "-folded.pt")
    np.savez(base + ".npz", mel=mel.numpy().astype("<f4"), noise=noise.numpy().astype("<f4"), sound=sound.numpy().astype("<f4"))
    print(size, sum(p.numel() for p in model.parameters()), "parameters; loudest", float(sound.abs().max()), flush=True)


def main():
    if sys.argv[1] == "--time":
        torch.set_num_threads(int(os.environ.get("THREADS", "1")))
        model = torch.load(sys.argv[2], weights_only=False)
        model = folded((model["model"] if isinstance(model, dict) else model).eval())
        frames = int(float(sys.argv[3]) * 22050 / 256)
        mel, noise = torch.randn(80, frames) - 3, torch.randn(model.n_group, frames * 256 // model.n_group)
        with torch.no_grad():
            start, used = time.perf_counter(), time.process_time()
            model.infer(mel, noise)
        print(f"PyTorch: {frames * 256 / 22050:.2f} s of sound in {time.perf_counter() - start:.2f} s, {time.process_time() - used:.2f} s of"
              f" processor; at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        return
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for size in sys.argv[2:] or list(SIZES):
        write(folder, size)


if __name__ == "__main__":
    main()
