import sys
import unittest
from types import SimpleNamespace

import job
import whole

TOLD = {"read_s": 0.25, "learn_s": 1, "score_s": 0.5, "epochs": 7, "best": -1.0, "first_epoch_s": 0.5}


class JobTest(unittest.TestCase):
    def setUp(self):
        self.options = SimpleNamespace(threads=1, limit=20.0)

    def once(self, script):
        return job.once([sys.executable, "-c", script], self.options)

    def test_what_is_not_read_learned_or_scored_is_the_start(self):
        told = self.once(f"import json; print(json.dumps({TOLD}))")
        self.assertAlmostEqual(told["seconds"], told["start_s"] + 0.25 + 1 + 0.5)
        self.assertEqual(7, told["epochs"])

    def test_a_run_that_takes_too_long_is_stopped(self):
        self.options.limit = 0.5
        self.assertEqual({"error": "> 0.5 s"}, self.once("import time; time.sleep(60)"))

    def test_a_run_that_does_not_get_there(self):
        told = {"error": "did not reach it", "best": -3, "epochs": 9}
        line = {"job": "x", "nats": 1.0, "peer": "zuko"} | self.once(f"import json; print(json.dumps({told}))")
        self.assertEqual(["x", "1", "zuko", "did not reach it (best -3.000 nats in 9 epochs)"], job.cells(line))

    def test_the_median_run_and_the_ratio_to_bijou(self):
        parts = {"epochs": 3, "first_epoch_s": 1, "start_s": 1, "read_s": 0, "learn_s": 0, "score_s": 0}
        runs = [{"seconds": s} | parts for s in (5.0, 1.0, 2.0)]
        head = {"job": "x", "nats": -1.5}
        peers = {"bijou": runs, "zuko": runs[:1]}
        lines = job.compare([head | {"peer": peer} | job.summary(took) for peer, took in peers.items()])
        self.assertEqual([1.0, 2.5], [line["ratio"] for line in lines])
        self.assertEqual(["x", "-1.5", "bijou", "2.00 (1.00…5.00)", "1.0×"], job.cells(lines[0])[:5])

    def test_sets_and_values(self):
        self.assertEqual(("phoneme", job.VALUES["phoneme"]), job.named("phoneme"))
        self.assertEqual(("mine", -2.5), job.named("mine=-2.5"))
        for word, message in [("mine", "give one as mine=NATS"), ("mine=", "nothing is no"), ("mine=x", "x is no")]:
            with self.subTest(word), self.assertRaisesRegex(ValueError, message):
                job.named(word)


class WholeTest(unittest.TestCase):
    def test_time_until_the_first_line_and_memory(self):
        script = "print(1, flush=True); import time; time.sleep(0.5); x = bytearray(64 << 20)"
        run = whole.run([sys.executable, "-c", script], 1)
        self.assertLess(run.seconds, 0.5)
        self.assertGreater(run.mebibytes, 64)
        self.assertEqual("1\n", run.line)

    def test_a_failure_ends_the_program_with_its_last_line(self):
        with self.assertRaisesRegex(SystemExit, "the reason"):
            whole.run([sys.executable, "-c", "import sys; sys.exit('more\\nthe reason')"], 1)


if __name__ == "__main__":
    unittest.main()
