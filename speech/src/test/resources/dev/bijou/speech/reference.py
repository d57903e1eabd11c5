"""Prints the numbers that the tests of spectra and metrics compare with.

Made with Python 3.11, numpy 2.4.6, librosa 0.11.0 and pystoi 0.4.1.
"""

import librosa
import numpy as np
import pystoi


def noise(count, seed):
    """Uniform in -1...1, by the linear congruential generator that the tests have too."""
    state, values = seed, np.empty(count)
    for t in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        values[t] = state / 2**31 - 1
    return values


def chirp(count):
    t = np.arange(count)
    x = 0.5 * np.sin(2 * np.pi * 150 * t * (1 + t / 44100) / 22050)
    x += 0.05 * np.sin(2 * np.pi * 3000 * t / 22050) + 0.01 * noise(count, 1)
    return x.astype(np.float32).astype(np.float64)


def magnitudes(x, n_fft, win, hop, pad):
    x = np.pad(x, pad, mode="reflect")
    return np.abs(librosa.stft(x, n_fft=n_fft, win_length=win, hop_length=hop, center=False, dtype=np.complex128))


def log_mel(x, pad):
    basis = librosa.filters.mel(sr=22050, n_fft=1024, n_mels=80, fmin=0, fmax=8000, dtype=np.float64)
    return np.log(np.maximum(basis @ magnitudes(x, 1024, 1024, 256, pad), 1e-5))


def show(name, mel):
    cells = [mel[b, t] for b, t in [(0, 0), (5, 1), (20, mel.shape[1] // 2), (79, mel.shape[1] - 1)]]
    print(name, mel.shape, [round(float(v), 5) for v in [*cells, mel.mean()]])


def stft_distance(x, y):
    sc, mag = [], []
    for n_fft, hop, win in [(1024, 120, 600), (2048, 240, 1200), (512, 50, 240)]:
        a, b = (np.sqrt(np.maximum(magnitudes(s, n_fft, win, hop, n_fft // 2) ** 2, 1e-7)) for s in (x, y))
        sc.append(np.linalg.norm(a - b) / np.linalg.norm(a))
        mag.append(np.abs(np.log(a) - np.log(b)).mean())
    return np.mean(sc), np.mean(mag)


def bursts(count):
    """Noise that comes and goes, with a silence."""
    t = np.arange(count)
    x = noise(count, 2) * (0.3 + 0.25 * np.sin(2 * np.pi * 4 * t / 10000) * np.cos(2 * np.pi * 1.7 * t / 10000))
    x[8000:11000] *= 1e-4
    return x.astype(np.float32).astype(np.float64)


x = chirp(22016)
show("centred", log_mel(x, 512))
show("aligned", log_mel(x, 384))
show("short", log_mel(chirp(300), 512))
basis = librosa.filters.mel(sr=22050, n_fft=1024, n_mels=80, fmin=0, fmax=8000, dtype=np.float64)
print("basis", basis.sum(axis=1)[[0, 30, 79]])
y = (x + 0.02 * noise(len(x), 3)).astype(np.float32).astype(np.float64)
print("stft", stft_distance(x, y))
z = bursts(20000)
for level in (0.05, 0.3, 1.0):
    noisy = (z + level * noise(len(z), 4)).astype(np.float32).astype(np.float64)
    print("stoi", level, pystoi.stoi(z, noisy, 10000))
