import itertools
import unittest

import limit
import work as works


class WorkTest(unittest.TestCase):
    def test_names_read_back(self):
        for name in ("train/nsf-ar/6/128/256", "score-one/maf/21/64", "sample-8192/nsf-coupling/63/256",
                     "sample-8192-given/maf/6/128", "train/nsf-ar:32/6/128/256",
                     "train-voice/small/64/8", "speak-voice/small/1024"):
            self.assertEqual(name, str(works.parse(name)))

    def test_layers_and_context(self):
        work = works.parse("score-8192-given/maf:3/6/128")
        self.assertEqual((3, works.CONTEXT, 6 + works.CONTEXT), (work.layers, work.context, work.width))
        plain = works.parse("score-8192/maf/6/128")
        self.assertEqual((works.LAYERS, 0, 6), (plain.layers, plain.context, plain.width))

    def test_wrong_names(self):
        for name, message in [
            ("fit/maf/6/128", 'no such kind "fit"'),
            ("train/maf/6/128", "expected train/FLOW/COLUMNS/HIDDEN/BATCH"),
            ("score-one/maf/6/128/256", "expected score-one/FLOW/COLUMNS/HIDDEN"),
            ("score-one/glow/6/128", 'no such flow "glow"'),
            ("score-one/maf/six/128", "positive whole numbers"),
            ("score-one/maf:0/6/128", "COLUMNS and HIDDEN and LAYERS are positive"),
            ("score-one/maf:/6/128", "LAYERS are positive"),
            ("score-one-given/maf/6/128", "no such kind"),
            ("score-one/maf/1/128", "at least 2 columns"),
            ("train/maf/6/128/9000", "BATCH is at most 8192"),
            ("train-voice/small/64", "expected train-voice/MODEL/FRAMES/BATCH"),
            ("speak-voice/small/64/8", "expected speak-voice/MODEL/FRAMES"),
            ("speak-voice/large/64", 'no such model "large"; there are small'),
            ("train-voice/small/0/8", "FRAMES and BATCH are positive"),
            ("train-voice/small/1024/9", "there are 8192 frames in all"),
        ]:
            with self.subTest(name), self.assertRaisesRegex(ValueError, message):
                works.parse(name)


class LimitTest(unittest.TestCase):
    def test_masked_products_are_counted_weight_by_weight(self):
        columns, hidden = 5, 7
        degrees = [unit % (columns - 1) + 1 for unit in range(hidden)]
        inputs = sum(i <= d for i, d in itertools.product(range(1, columns + 1), degrees))
        inner = sum(a <= b for a, b in itertools.product(degrees, degrees))
        outputs = sum(d < i for d, i in itertools.product(degrees, range(1, columns + 1)))
        expected = works.LAYERS * (2 * (inputs + inner + 2 * outputs) + limit.AFFINE_FLOPS * columns)
        self.assertEqual(expected, limit.flops(works.parse(f"score-one/maf/{columns}/{hidden}")))

    def test_coupling_moves_each_half_in_turn(self):
        one = 2 * (3 * 8 + 8 * 8 + 8 * 2 * 23) + 2 * limit.SPLINE_FLOPS
        other = 2 * (2 * 8 + 8 * 8 + 8 * 3 * 23) + 3 * limit.SPLINE_FLOPS
        self.assertEqual(3 * one + 2 * other, limit.flops(works.parse("score-one/nsf-coupling/5/8")))

    def test_rows_scale(self):
        one, many = (limit.flops(works.parse(f"{kind}/nsf-ar/6/128")) for kind in ("score-one", "score-8192"))
        self.assertEqual(works.ROWS * one, many)
        self.assertEqual(many, limit.flops(works.parse("sample-8192/nsf-ar/6/128")))

    def test_a_context_is_seen_by_every_hidden_unit(self):
        for flow in works.FLOWS:
            plain, given = (limit.flops(works.parse(f"score-8192{end}/{flow}/6/128")) for end in ("", "-given"))
            self.assertEqual(works.ROWS * works.LAYERS * 2 * works.CONTEXT * 128, given - plain)

    def test_layers_add_up(self):
        one, three = (limit.flops(works.parse(f"score-8192/nsf-ar:{layers}/6/128")) for layers in (1, 3))
        self.assertEqual(3 * one, three)

    def test_a_step_costs_three_passes_less_the_gradient_of_the_data_plus_the_update(self):
        step, passed = (limit.flops(works.parse(name)) for name in ("train/maf/6/128/256", "score-one/maf/6/128"))
        self.assertLess(256 * 2.9 * passed, step)
        self.assertGreater(256 * 3.1 * passed, step)

    def test_a_sound_model_counts_its_products(self):
        # By hand, for one frame of small: thirteen networks, of which the first sees no sound and moves all of it.
        layers = 4 * (3 * 128 + 3 * 128 * 128)
        networks = 12 * (128 * 128 + layers + 128 * 256) + layers + 128 * 512
        spectrogram, cosines = 13 * 80 * 1024, 256 * 256
        forward = networks + spectrogram + 7 * cosines
        self.assertEqual(100 * 2 * forward, limit.flops(works.parse("speak-voice/small/100")))
        step = limit.flops(works.parse("train-voice/small/64/8"))
        self.assertEqual(64 * 8 * (6 * networks + 4 * spectrogram + 26 * cosines), step)

    def test_time_at_the_peak(self):
        job = works.parse("score-8192/nsf-ar/6/128")
        self.assertAlmostEqual(limit.flops(job) / 200e9 * 1e3, limit.milliseconds(job, 100, 2))
        one = works.parse("score-one/nsf-ar/6/128")
        self.assertAlmostEqual(limit.flops(one) / 100e9 * 1e3, limit.milliseconds(one, 100, 2))


if __name__ == "__main__":
    unittest.main()
