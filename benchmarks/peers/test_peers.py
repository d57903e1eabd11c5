import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy
import torch

import bench
import flowjax_peer
import torch_peers
import voice_peer
import work as works

COLUMNS, HIDDEN = 4, 8


def parameters(flow, per_column):
    if flow == "nsf-coupling":
        sizes = [(COLUMNS // 2, HIDDEN, HIDDEN, COLUMNS // 2 * per_column)]
    else:
        sizes = [(COLUMNS, HIDDEN, HIDDEN, COLUMNS * per_column)]
    return works.LAYERS * sum((a + 1) * b for s in sizes for a, b in zip(s, s[1:]))


class PeersTest(unittest.TestCase):
    def setUp(self):
        self.data = numpy.random.default_rng(3).standard_normal((works.ROWS, COLUMNS)).astype("f4")

    def prepare(self, peer, kind, flow, given=None):
        library = flowjax_peer if peer == "flowjax" else torch_peers
        batch = "/64" if kind == "train" else ""
        data = self.data if given is None else numpy.hstack([self.data, given])
        return library.prepare(peer, 1, works.parse(f"{kind}/{flow}/{COLUMNS}/{HIDDEN}{batch}"), data)

    def test_architectures_have_the_same_parameters(self):
        for peer in bench.FLOW_PEERS:
            for flow in works.FLOWS:
                # flowjax learns the slopes at both ends of a spline as well.
                per_column = 2 if flow == "maf" else 25 if peer == "flowjax" else 23
                with self.subTest(peer=peer, flow=flow):
                    self.assertEqual(parameters(flow, per_column), self.prepare(peer, "score-one", flow)[0])

    def test_samples_come_from_the_density(self):
        for flow in ("nsf-ar", "nsf-coupling", "maf"):
            for peer in ("zuko", "nflows", "normflows", "flowjax"):
                with self.subTest(peer=peer, flow=flow):
                    samples = numpy.asarray(self.prepare(peer, "sample-8192", flow)[1]())
                    self.assertEqual((works.ROWS, COLUMNS), samples.shape)
                    self.data = samples
                    self.check_density(samples, numpy.asarray(self.prepare(peer, "score-8192", flow)[1]()))

    def check_density(self, samples, scores):
        # E[p_normal(x) / p(x)] = 1 for x from p, whatever p is.
        normal = -0.5 * (samples**2).sum(1) - 0.5 * COLUMNS * numpy.log(2 * numpy.pi)
        ratio = numpy.exp(normal - scores)
        self.assertLess(abs(ratio.mean() - 1), 5 * ratio.std() / works.ROWS**0.5 + 0.01)

    def test_each_sample_has_its_own_context(self):
        given = 3 * numpy.random.default_rng(4).standard_normal((works.ROWS, works.CONTEXT)).astype("f4")
        for flow in works.FLOWS:
            # normflows' masked networks without residual blocks take no context. Compiling takes long: once.
            others = ("normflows",) if flow == "nsf-coupling" else ("zuko-compiled",) if flow == "nsf-ar" else ()
            for peer in ("zuko", "nflows", "flowjax", *others):
                with self.subTest(peer=peer, flow=flow):
                    samples = numpy.asarray(self.prepare(peer, "sample-8192-given", flow, given)[1]())
                    self.assertEqual((works.ROWS, COLUMNS), samples.shape)
                    self.data = samples
                    scores = numpy.asarray(self.prepare(peer, "score-8192-given", flow, given)[1]())
                    self.check_density(samples, scores)
                    other = numpy.asarray(self.prepare(peer, "score-8192-given", flow, given[::-1])[1]())
                    self.assertGreater(abs(other - scores).mean(), 1e-3)

    def test_compiled_zuko_computes_what_zuko_computes(self):
        for flow in ("nsf-ar", "nsf-coupling"):
            with self.subTest(flow):
                eager, compiled = (self.prepare(p, "score-8192", flow)[1]().numpy() for p in ("zuko", "zuko-compiled"))
                numpy.testing.assert_allclose(compiled, eager, atol=1e-4)
                torch.manual_seed(1)
                eager = torch_peers.Zuko(works.parse(f"sample-8192/{flow}/{COLUMNS}/{HIDDEN}"))
                samples = self.prepare("zuko-compiled", "sample-8192", flow)[1]()
                base = eager.module().transform(samples.clone()).detach()
                self.assertLess(abs(base.mean()), 0.03)
                self.assertLess(abs(base.std() - 1), 0.03)

    def test_training_lowers_the_loss(self):
        rows = torch.from_numpy(self.data * 0.1)
        for flow in (torch_peers.Zuko, torch_peers.Nflows, torch_peers.Normflows):
            with self.subTest(flow.__name__):
                torch.manual_seed(1)
                flow = flow(works.parse(f"train/maf/{COLUMNS}/{HIDDEN}/64"))
                before = flow.loss(rows).item()
                step = torch_peers._train(flow, rows, 64)
                for _ in range(100):
                    step()
                self.assertLess(flow.loss(rows).item(), before - 0.5)


class VoicePeerTest(unittest.TestCase):
    TINY = works.Voice(group=8, bands=3, flows=4, channels=4, layers=2)

    def setUp(self):
        torch.manual_seed(1)
        self.model = voice_peer.Lapped(self.TINY)
        for name, value in self.model.state_dict().items():
            if name.endswith(("end.weight", "end.bias", "_shift")):
                value.uniform_(-0.3, 0.3)
            if name.endswith("_scale"):
                value.uniform_(0.5, 2)
        self.sound, self.mel = torch.randn(2, 5, 8), torch.randn(2, 5, 3)

    def test_the_architecture_has_as_many_parameters_as_bijous(self):
        data = numpy.zeros((2, works.VoiceWork("speak-voice", "small", 2).width), "f4")
        self.assertEqual(4_376_320, voice_peer.prepare("torch", 1, works.parse("speak-voice/small/2"), data)[0])

    def test_noise_becomes_the_sound_that_it_was(self):
        self.model.fold()
        with torch.inference_mode():
            z, _ = self.model(self.sound, self.mel)
            torch.testing.assert_close(self.model.sound(z, self.mel), self.sound, atol=1e-5, rtol=1e-5)

    def test_the_compiled_network_computes_what_the_eager_one_does(self):
        eager = self.model.loss(self.sound, self.mel)
        self.model.compile_couplings()
        torch.testing.assert_close(self.model.loss(self.sound, self.mel), eager, atol=1e-5, rtol=1e-5)

    def test_the_log_determinant_is_that_of_the_map(self):
        self.model.double().eval()
        sound, mel = self.sound[:1].double(), self.mel[:1].double()
        jacobian = torch.func.jacrev(lambda x: self.model(x, mel)[0].flatten())(sound).reshape(40, 40)
        torch.testing.assert_close(jacobian.slogdet().logabsdet, self.model(sound, mel)[1][0])

    def test_frequencies_are_those_of_the_lapped_cosine_transform(self):
        # A block and half of each neighbour, n = −M/2 … 3M/2 − 1, under the sine window (Malvar, 1992).
        size, n, k = 8, torch.arange(-4, 12), torch.arange(8)[:, None]
        window = torch.sin(torch.pi * (n + 0.5 + size / 2) / (2 * size))
        basis = (2 / size) ** 0.5 * torch.cos(torch.pi / size * (n + 0.5) * (k + 0.5))
        expected = basis @ (window * self.sound[0].flatten()[2 * size + n])
        found = voice_peer.LappedTransform(size)(self.sound)[0, 2]
        torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-5)

    def test_training_lowers_the_loss(self):
        sound, mel = 0.1 * self.sound, self.mel
        before = self.model.loss(sound, mel).item()
        step = voice_peer._train(self.model, sound, mel, 2)
        for _ in range(100):
            step()
        self.assertLess(self.model.loss(sound, mel).item(), before - 0.1)


class ProtocolTest(unittest.TestCase):
    def test_a_conversation(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "rows.f32")
            numpy.zeros((works.ROWS, COLUMNS), "<f4").tofile(path)
            name = f"score-one/maf/{COLUMNS}/{HIDDEN}"
            commands = [f"measure 3 1", "prepare score-one/maf/x/8 -", f"prepare {name} {path}", "measure 3 60", "quit"]
            answers = subprocess.run(
                [sys.executable, bench.__file__, "zuko", "--threads", "1"],
                input="\n".join(commands), capture_output=True, text=True, check=True,
            )
        hello, early, wrong, ready, measured = map(json.loads, answers.stdout.splitlines())
        self.assertEqual(("zuko", 1), (hello["peer"], hello["threads"]))
        self.assertIn("did not expect: measure", early["error"])
        self.assertIn("positive whole numbers", wrong["error"])
        self.assertEqual({"ready": name, "parameters": parameters("maf", 2)}, ready)
        self.assertEqual(name, measured["work"])
        self.assertEqual(3, len(measured["ms"]))
        self.assertTrue(all(ms > 0 for ms in measured["ms"]))


if __name__ == "__main__":
    unittest.main()
