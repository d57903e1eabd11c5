"""Judges speech without a reference: DNSMOS P.835 (Reddy, Gopal and Cutler, 2022; PyPI speechmos), and Praat's harmonics
to noise, jitter, shimmer and spread of the pitch where PyPI's praat-parselmouth is installed. A FOLDER holds one system's WAV or FLAC files."""

import argparse
import statistics
from pathlib import Path

import librosa
import numpy
from speechmos import dnsmos

import cli

try:
    import parselmouth
    from parselmouth.praat import call
except ImportError:  # under the GPL, so it is left to the user to install it
    parselmouth = None

LOWEST_HZ, HIGHEST_HZ = 75, 600
MEASURES = ("overall", "signal", "background", "hnr", "jitter", "shimmer", "spread")
PERIODS = (0, 0, 1e-4, 0.02, 1.3)  # the whole sound; shortest and longest period; largest ratio of neighbours


def main():
    parser = argparse.ArgumentParser(prog=f"benchmarks/{cli.name()}", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--match", default="*", metavar="GLOB", help="names of the files in a folder, without ending (*)")
    parser.add_argument("--json", metavar="FILE", type=argparse.FileType("w"), help="also write a JSON line for each row")
    options = parser.parse_args()
    table = cli.Table(
        "means over the files: DNSMOS 1 … 5; harmonics to noise in dB; jitter and shimmer in %; pitch spread in semitones",
        ["folder", "files", *MEASURES],
        [32, 6, *[11] * len(MEASURES)],
        options.json,
    )
    for folder in options.folders:
        files = sorted(f for ending in (".wav", ".flac") for f in folder.glob(options.match + ending))
        if not files:
            cli.fail(f"{folder}: has no sound called {options.match}")
        scores = [score(file) for file in files]
        means = {name: mean(s[name] for s in scores) for name in MEASURES}
        line = {"folder": str(folder), "files": len(files), **means}
        table.row([folder.name, len(files), *(f"{means[name]:.2f}" for name in MEASURES)], line)


def mean(values):
    finite = [v for v in values if numpy.isfinite(v)]
    return statistics.fmean(finite) if finite else numpy.nan


def score(file):
    quality = dnsmos.run(librosa.load(file, sr=dnsmos.SR)[0].clip(-1, 1), dnsmos.SR)
    return {"overall": float(quality["ovrl_mos"]), "signal": float(quality["sig_mos"]),
            "background": float(quality["bak_mos"]), **voice(file)}


def voice(file):
    if parselmouth is None:
        return dict.fromkeys(("hnr", "jitter", "shimmer", "spread"), numpy.nan)
    sound = parselmouth.Sound(str(file))
    harmonicity = sound.to_harmonicity_cc(minimum_pitch=LOWEST_HZ).values
    pitch = sound.to_pitch(pitch_floor=LOWEST_HZ, pitch_ceiling=HIGHEST_HZ).selected_array["frequency"]
    semitones = 12 * numpy.log2(pitch[pitch > 0])
    pulses = call(sound, "To PointProcess (periodic, cc)", LOWEST_HZ, HIGHEST_HZ)
    return {
        "hnr": float(harmonicity[harmonicity > -200].mean()),
        "jitter": 100 * call(pulses, "Get jitter (local)", *PERIODS),
        "shimmer": 100 * call([sound, pulses], "Get shimmer (local)", *PERIODS, 1.6),
        "spread": float(semitones.std()),
    }


if __name__ == "__main__":
    cli.run(main)
