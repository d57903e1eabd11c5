"""Glow-TTS with the layout of names that its authors' code gives checkpoints, written from the paper (arXiv:2005.11129).

    python glowtts.py FOLDER [SIZE …]                  writes checkpoints with random weights, texts, spectrograms, and what becomes of them
    python glowtts.py --speak CHECKPOINT CONFIG IDS    says how many frames each of the symbols of a text lasts (numbers with commas)
    python glowtts.py --time CHECKPOINT CONFIG SYMBOLS times PyTorch
"""
import json
import math
import os
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import weight_norm

SYMBOLS = 148  # of the published front end


class LayerNorm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        centred = x - x.mean(1, keepdim=True)
        scaled = centred / torch.sqrt((centred**2).mean(1, keepdim=True) + 1e-4)
        return scaled * self.gamma[:, None] + self.beta[:, None]


class Prenet(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv_layers = nn.ModuleList(nn.Conv1d(channels, channels, 5, padding=2) for _ in range(3))
        self.norm_layers = nn.ModuleList(LayerNorm(channels) for _ in range(3))
        self.proj = nn.Conv1d(channels, channels, 1)

    def forward(self, x):
        h = x
        for convolution, norm in zip(self.conv_layers, self.norm_layers):
            h = torch.relu(norm(convolution(h)))
        return x + self.proj(h)


class Attention(nn.Module):
    """Heads share the keys and values of relative positions."""

    def __init__(self, channels, heads, window):
        super().__init__()
        self.heads, self.window = heads, window
        self.conv_q, self.conv_k, self.conv_v, self.conv_o = (nn.Conv1d(channels, channels, 1) for _ in range(4))
        if window is not None:
            d = channels // heads
            self.emb_rel_k = nn.Parameter(torch.randn(1, 2 * window + 1, d) * d**-0.5)
            self.emb_rel_v = nn.Parameter(torch.randn(1, 2 * window + 1, d) * d**-0.5)

    def forward(self, x):
        n = x.shape[2]
        q, k, v = (part(x)[0].view(self.heads, -1, n).transpose(1, 2) for part in (self.conv_q, self.conv_k, self.conv_v))
        scores = q @ k.transpose(1, 2)
        if self.window is not None:
            offset = torch.arange(n)[None, :] - torch.arange(n)[:, None]  # of the key from the query
            near = (offset.abs() <= self.window).to(x.dtype)
            place = offset.clamp(-self.window, self.window) + self.window
            scores = scores + torch.einsum("hid,ijd->hij", q, self.emb_rel_k[0][place] * near[..., None])
        p = torch.softmax(scores / math.sqrt(q.shape[2]), 2)
        y = p @ v
        if self.window is not None:
            y = y + torch.einsum("hij,ijd->hid", p, self.emb_rel_v[0][place] * near[..., None])
        return self.conv_o(y.transpose(1, 2).reshape(1, -1, n))


class FeedForward(nn.Module):
    def __init__(self, channels, hidden, kernel):
        super().__init__()
        self.conv_1 = nn.Conv1d(channels, hidden, kernel, padding=kernel // 2)
        self.conv_2 = nn.Conv1d(hidden, channels, kernel, padding=kernel // 2)

    def forward(self, x):
        return self.conv_2(torch.relu(self.conv_1(x)))


class Transformer(nn.Module):
    def __init__(self, channels, hidden, heads, layers, kernel, window):
        super().__init__()
        self.attn_layers = nn.ModuleList(Attention(channels, heads, window) for _ in range(layers))
        self.norm_layers_1 = nn.ModuleList(LayerNorm(channels) for _ in range(layers))
        self.ffn_layers = nn.ModuleList(FeedForward(channels, hidden, kernel) for _ in range(layers))
        self.norm_layers_2 = nn.ModuleList(LayerNorm(channels) for _ in range(layers))

    def forward(self, x):
        for attention, first, wide, second in zip(self.attn_layers, self.norm_layers_1, self.ffn_layers, self.norm_layers_2):
            x = first(x + attention(x))
            x = second(x + wide(x))
        return x


class Durations(nn.Module):
    def __init__(self, channels, hidden, kernel):
        super().__init__()
        self.conv_1, self.norm_1 = nn.Conv1d(channels, hidden, kernel, padding=kernel // 2), LayerNorm(hidden)
        self.conv_2, self.norm_2 = nn.Conv1d(hidden, hidden, kernel, padding=kernel // 2), LayerNorm(hidden)
        self.proj = nn.Conv1d(hidden, 1, 1)

    def forward(self, x):
        h = self.norm_1(torch.relu(self.conv_1(x)))
        return self.proj(self.norm_2(torch.relu(self.conv_2(h))))


class TextEncoder(nn.Module):
    def __init__(self, symbols, bands, channels, hidden, durations, heads, layers, kernel, window, prenet):
        super().__init__()
        self.emb = nn.Embedding(symbols, channels)
        nn.init.normal_(self.emb.weight, 0, channels**-0.5)
        if prenet:
            self.pre = Prenet(channels)
        self.encoder = Transformer(channels, hidden, heads, layers, kernel, window)
        self.proj_m = nn.Conv1d(channels, bands, 1)
        self.proj_w = Durations(channels, durations, kernel)

    def forward(self, ids):
        x = (self.emb(ids) * math.sqrt(self.emb.weight.shape[1])).t()[None]
        if hasattr(self, "pre"):
            x = self.pre(x)
        x = self.encoder(x)
        return self.proj_m(x)[0], self.proj_w(x)[0, 0]


class ActNorm(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.logs, self.bias = (nn.Parameter(torch.zeros(1, features, 1)) for _ in range(2))

    def forward(self, x):
        return self.bias + torch.exp(self.logs) * x, self.logs.sum().expand(x.shape[2])

    def back(self, z):
        return (z - self.bias) * torch.exp(-self.logs)


class GroupedConvolution(nn.Module):
    """One matrix for all groups, half of whose features come from the first half of all."""

    def __init__(self, group):
        super().__init__()
        self.weight = nn.Parameter(torch.linalg.qr(torch.randn(group, group))[0])

    def product(self, matrix, x):
        group, features, lanes = len(matrix), x.shape[1], x.shape[2]
        parts = x[0].view(2, features // group, group // 2, lanes).transpose(1, 2).reshape(group, -1)
        mixed = (matrix @ parts).view(2, group // 2, features // group, lanes)
        return mixed.transpose(1, 2).reshape(1, features, lanes)

    def forward(self, x):
        log_det = torch.linalg.slogdet(self.weight)[1] * (x.shape[1] // len(self.weight))
        return self.product(self.weight, x), log_det.expand(x.shape[2])

    def back(self, z):
        return self.product(torch.inverse(self.weight.double()).to(z.dtype), z)


class WN(nn.Module):
    def __init__(self, channels, kernel, dilation, layers):
        super().__init__()
        self.in_layers, self.res_skip_layers = nn.ModuleList(), nn.ModuleList()
        for i in range(layers):
            step = dilation**i
            self.in_layers.append(weight_norm(nn.Conv1d(
                channels, 2 * channels, kernel, dilation=step, padding=(kernel - 1) * step // 2)))
            self.res_skip_layers.append(weight_norm(nn.Conv1d(channels, channels * (2 if i < layers - 1 else 1), 1)))

    def forward(self, h):
        n, skip = h.shape[1], 0
        for i, (convolution, output) in enumerate(zip(self.in_layers, self.res_skip_layers)):
            u = convolution(h)
            both = output(torch.tanh(u[:, :n]) * torch.sigmoid(u[:, n:]))
            last = i == len(self.in_layers) - 1
            skip = skip + (both if last else both[:, n:])
            h = h if last else h + both[:, :n]
        return skip


class Coupling(nn.Module):
    def __init__(self, features, channels, kernel, dilation, layers, sigmoid_scale):
        super().__init__()
        self.half, self.sigmoid_scale = features // 2, sigmoid_scale
        self.start = weight_norm(nn.Conv1d(self.half, channels, 1))
        self.end = nn.Conv1d(channels, features, 1)
        self.wn = WN(channels, kernel, dilation, layers)

    def parameters_of(self, passing):
        out = self.end(self.wn(self.start(passing)))
        shift, logs = out[:, : self.half], out[:, self.half :]
        return shift, torch.log(1e-6 + torch.sigmoid(logs + 2)) if self.sigmoid_scale else logs

    def forward(self, x):
        first, second = x[:, : self.half], x[:, self.half :]
        shift, logs = self.parameters_of(first)
        return torch.cat([first, shift + torch.exp(logs) * second], 1), logs.sum(1)[0]

    def back(self, z):
        first, second = z[:, : self.half], z[:, self.half :]
        shift, logs = self.parameters_of(first)
        return torch.cat([first, (second - shift) * torch.exp(-logs)], 1)


class Decoder(nn.Module):
    def __init__(self, bands, channels, kernel, dilation, blocks, layers, squeeze, group, sigmoid_scale):
        super().__init__()
        self.squeeze = squeeze
        self.flows = nn.ModuleList()
        for _ in range(blocks):
            features = bands * squeeze
            self.flows += [ActNorm(features), GroupedConvolution(group),
                           Coupling(features, channels, kernel, dilation, layers, sigmoid_scale)]

    def forward(self, x):
        """The base's variable, and log |det| of each squeezed lane."""
        z, total = self.squeezed(x), 0
        for flow in self.flows:
            z, log_det = flow(z)
            total = total + log_det
        return self.unsqueezed(z), total

    def back(self, z):
        x = self.squeezed(z)
        for flow in reversed(self.flows):
            x = flow.back(x)
        return self.unsqueezed(x)

    def squeezed(self, x):
        return x.view(x.shape[0], -1, self.squeeze).permute(2, 0, 1).reshape(1, -1, x.shape[1] // self.squeeze)

    def unsqueezed(self, x):
        return x[0].view(self.squeeze, -1, x.shape[2]).permute(1, 2, 0).reshape(-1, x.shape[2] * self.squeeze)


class GlowTts(nn.Module):
    def __init__(self, symbols, bands, hidden_channels, filter_channels, filter_channels_dp, kernel_size=3, n_heads=2, n_layers_enc=6,
                 n_blocks_dec=12, kernel_size_dec=5, dilation_rate=1, n_block_layers=4, n_sqz=2, n_split=4, sigmoid_scale=False,
                 window_size=None, prenet=False, hidden_channels_enc=None, hidden_channels_dec=None, **_):
        super().__init__()
        self.encoder = TextEncoder(symbols, bands, hidden_channels_enc or hidden_channels, filter_channels, filter_channels_dp, n_heads,
                                   n_layers_enc, kernel_size, window_size, prenet)
        self.decoder = Decoder(bands, hidden_channels_dec or hidden_channels, kernel_size_dec, dilation_rate, n_blocks_dec,
                               n_block_layers, n_sqz, n_split, sigmoid_scale)

    def durations(self, ids):
        return torch.ceil(torch.exp(self.encoder(ids)[1])).long()

    def speak(self, ids, noise):
        """noise: bands × as many frames as there are."""
        mean = self.encoder(ids)[0]
        wide = torch.repeat_interleave(mean, self.durations(ids), 1)
        frames = wide.shape[1] // self.decoder.squeeze * self.decoder.squeeze
        return self.decoder.back(wide[:, :frames] + noise[:, :frames])


def config(**changes):
    model = dict(hidden_channels=192, filter_channels=768, filter_channels_dp=256, kernel_size=3, p_dropout=0.1, n_blocks_dec=12,
                 n_layers_enc=6, n_heads=2, p_dropout_dec=0.05, dilation_rate=1, kernel_size_dec=5, n_block_layers=4, n_sqz=2,
                 prenet=True, mean_only=True, hidden_channels_enc=192, hidden_channels_dec=192, window_size=4)
    data = dict(sampling_rate=22050, filter_length=1024, hop_length=256, win_length=1024, n_mel_channels=80, mel_fmin=0.0,
                mel_fmax=8000.0, add_blank=False)
    for key, value in changes.items():
        (data if key in data else model)[key] = value
    return {"data": data, "model": model}


TINY = dict(hidden_channels_enc=8, hidden_channels_dec=6, filter_channels=12, filter_channels_dp=6, n_layers_enc=2, n_blocks_dec=2,
            n_block_layers=2, kernel_size_dec=3, n_mel_channels=12)
SIZES = {
    "glow-tts": config(),
    "glow-tts-blank": config(add_blank=True),
    "glow-tts-small": config(hidden_channels_enc=96, hidden_channels_dec=96, filter_channels=384, filter_channels_dp=96, n_layers_enc=4,
                             n_blocks_dec=8, n_block_layers=3, add_blank=True, window_size=10, n_heads=4),
    "glow-tts-tiny": config(**TINY),
    "glow-tts-tiny-blank": config(**TINY | dict(add_blank=True, n_heads=4, sigmoid_scale=True, window_size=2)),
    "glow-tts-tiny-plain": config(**TINY | dict(prenet=False, window_size=None, n_sqz=1, n_split=2, dilation_rate=2)),
}


def make(told):
    data, model = told["data"], told["model"]
    return GlowTts(SYMBOLS + data["add_blank"], data["n_mel_channels"], **model).eval()


def write(folder, size):
    told = SIZES[size]
    torch.manual_seed(len(size))
    model = make(told)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith((".bias", "logs", "gamma", "beta")):
                parameter.add_(0.1 * torch.randn_like(parameter))
            elif name.endswith("end.weight"):  # features stay about 1, as ActNorm makes them
                parameter.normal_(0, 0.5 / parameter.shape[1] ** 0.5)
            elif name.endswith("flows.1.weight"):  # no rotation any more
                parameter.add_(0.05 * torch.randn_like(parameter))
        model.encoder.proj_w.proj.bias.add_(1)
    base = os.path.join(folder, size)
    rows = range(SYMBOLS + told["data"]["add_blank"])
    ids = torch.randint(0, len(rows), (23,))
    if told["data"]["add_blank"]:
        ids[::2] = SYMBOLS
    frames = 46
    mel = torch.randn(told["data"]["n_mel_channels"], frames)
    with torch.no_grad():
        exact = make(told).double()
        exact.load_state_dict({k: v.double() for k, v in model.state_dict().items()})
        mean, log_durations = exact.encoder(ids)
        z, log_det = exact.decoder(mel.double())
        noise = 0.667 * torch.randn(len(mean), int(exact.durations(ids).sum()))
        said = exact.speak(ids, noise.double())
    torch.save({"model": model.state_dict(), "iteration": 1, "optimizer": {"state": {}}, "learning_rate": 1.0}, base + ".pth")
    with open(base + ".json", "w") as out:
        json.dump(told, out)
    np.savez(base + ".npz", **{name: value.numpy().astype("<f4") for name, value in dict(
        ids=ids[None], mel=mel, mean=mean, log_durations=log_durations[None], z=z, log_det=log_det[None], noise=noise, said=said).items()})
    print(size, sum(p.numel() for p in model.parameters()), "parameters; greatest value", float(said.abs().max()), flush=True)


def read(checkpoint, told):
    with open(told) as file:
        model = make(json.load(file))
    model.load_state_dict(torch.load(checkpoint)["model"])
    return model


def main():
    if sys.argv[1] == "--speak":
        ids = torch.tensor([int(i) for i in sys.argv[4].split(",")])
        with torch.no_grad():
            print(*read(*sys.argv[2:4]).durations(ids).tolist())
    elif sys.argv[1] == "--time":
        torch.set_num_threads(1)
        model = read(*sys.argv[2:4])
        ids = torch.randint(0, SYMBOLS, (int(sys.argv[4]),))
        with torch.no_grad():
            noise = torch.randn(model.encoder.proj_m.out_channels, int(model.durations(ids).sum()))
            for _ in range(3):
                start = time.process_time()
                said = model.speak(ids, noise)
                print(f"PyTorch: {said.shape[1]} frames in {time.process_time() - start:.2f} s of processor")
    else:
        folder = sys.argv[1]
        os.makedirs(folder, exist_ok=True)
        for size in sys.argv[2:] or list(SIZES):
            write(folder, size)


if __name__ == "__main__":
    main()
