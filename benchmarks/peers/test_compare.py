import contextlib
import io
import os
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import bench
import compare
import limit
import peer
import work as works

FAKE = """
import json, sys, time
say = lambda o: print(json.dumps(o), flush=True)
say({"peer": "fake", "threads": 1, "versions": {"fake": "1"}, "peak_gflops": 100.0})
for line in sys.stdin:
    match line.split():
        case ["prepare", name, _] if "maf" in name: say({"error": "fake: cannot"})
        case ["prepare", name, _]: say({"ready": name, "parameters": 5})
        case ["measure", *_] if "/7/" in name: time.sleep(60)
        case ["measure", *_] if "/8/" in name: sys.exit(3)
        case ["measure", *_] if "one" in name: say({"work": name, "ms": [0.01, 0.02], "bytes_per_call": 48})
        case ["measure", *_]: say({"work": name, "ms": [1.0, 2.0, 4.0]})
"""


class CompareTest(unittest.TestCase):
    def run_compare(self, *names):
        options = SimpleNamespace(rounds=2, seconds=1.0, threads=1)
        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch.object(peer, "command", lambda name: [sys.executable, "-c", FAKE]))
            stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            peers = [stack.enter_context(peer.Peer(name, 1, 2.0)) for name in ("bijou", "zuko")]
            return [compare.compare(works.parse(name), peers, folder, options) for name in names]

    def test_a_line_of_the_file(self):
        line, = self.run_compare("score-8192/nsf-ar/6/128")
        self.assertEqual("score-8192/nsf-ar/6/128", line["work"])
        self.assertEqual(1, line["threads"])
        self.assertEqual(2.0, line["bijou_ms"])
        self.assertEqual({"zuko": 2.0}, line["peers"])
        self.assertEqual(limit.milliseconds(works.parse(line["work"]), 100.0, 1), line["limit_ms"])
        self.assertEqual(6, line["spread"]["zuko"]["n"])
        self.assertEqual(1.0, line["spread"]["zuko"]["p10"])
        self.assertEqual(4.0, line["spread"]["zuko"]["p90"])
        self.assertEqual({}, line["errors"])

    def test_a_peer_that_fails_is_left_out_and_used_again(self):
        cannot, late, ended, well = self.run_compare(
            "score-one/maf/6/16", "score-one/nsf-ar/7/16", "score-one/nsf-ar/8/16", "score-one/nsf-ar/6/16")
        self.assertEqual("fake: cannot", cannot["errors"]["zuko"])
        self.assertIn("no answer within 2 s", late["errors"]["zuko"])
        self.assertIn("ended with status 3", ended["errors"]["zuko"])
        for line in (cannot, late, ended):
            self.assertIsNone(line["peers"]["zuko"])
        self.assertEqual(0.015, well["peers"]["zuko"])
        self.assertEqual(2.0, late["late"]["zuko"])
        self.assertEqual(["> 2 s", "—"], [compare.cells(line, ["zuko"])[2] for line in (late, ended)])

    def test_a_row_of_the_table(self):
        one, many = self.run_compare("score-one/nsf-ar/6/16", "score-8192/nsf-ar/6/16")
        name, bijou, zuko, limit = compare.cells(many, ["zuko"])
        self.assertEqual(["score-8192/nsf-ar/6/16", "2.00 (1.00…4.00)", "2.00 (1.00…4.00) 1.0×"],
                         [name, bijou.strip(), zuko.strip()])
        self.assertEqual(f"{2 / many['limit_ms']:.1f}", limit)
        self.assertEqual("0.0150 (p99 0.0200), 48 B", compare.cells(one, ["zuko"])[1])

    def test_rates_of_a_sound_model(self):
        line, = self.run_compare("speak-voice/small/441")
        self.assertEqual(["bijou", "zuko"], list(line["real_time"]))
        self.assertAlmostEqual(441 * 256 / 22_050 / 0.002, line["real_time"]["zuko"])
        self.assertAlmostEqual(limit.flops(works.parse(line["work"])) / 2e6, line["gflops"]["bijou"])
        self.assertIn(f"zuko {line['gflops']['zuko']:.1f} GFLOP/s, 2560 × real time", compare.rates(line))

    def test_compares_with_those_that_can(self):
        for names, expected in [
            ("score-one/maf/6/128", ["bijou", *bench.FLOW_PEERS]),
            ("speak-voice/small/64", ["bijou", *bench.VOICE_PEERS]),
            ("score-one/maf/6/128,speak-voice/small/64", ["bijou", *bench.PEERS]),
        ]:
            with self.subTest(names), mock.patch.object(sys, "argv", ["compare", "--work", names]):
                self.assertEqual(expected, compare.arguments().peers)

    def test_refuses_what_it_cannot_do(self):
        for words, message in [
            (["--work", "train/maf/6/128"], "expected train/FLOW"),
            (["--peers", "zuko,pyro"], "no such peer: pyro"),
            (["--threads", "0"], "--threads is 1"),
            (["--rounds", "0"], "--rounds is at least 1"),
        ]:
            errors = io.StringIO()
            with self.subTest(words), mock.patch.object(sys, "argv", ["compare", *words]):
                with contextlib.redirect_stderr(errors), self.assertRaises(SystemExit) as exit:
                    compare.arguments()
                self.assertEqual(2, exit.exception.code)
                self.assertIn(message, errors.getvalue())

    def test_peers_do_not_inherit_a_slower_blas(self):
        script = "import os; print('{\"versions\": {}, \"blas\": \"' + os.environ.get('OPENBLAS_CORETYPE', '') + '\"}')"
        with mock.patch.object(peer, "command", lambda name: [sys.executable, "-c", script]):
            with mock.patch.dict(os.environ, {"OPENBLAS_CORETYPE": "Haswell"}), peer.Peer("zuko", 1, 2.0) as fake:
                self.assertEqual("", fake.hello["blas"])


if __name__ == "__main__":
    unittest.main()
