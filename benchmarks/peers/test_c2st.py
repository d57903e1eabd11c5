import bz2
import gzip
import statistics
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy

import c2st


class AccuracyTest(unittest.TestCase):
    def setUp(self):
        self.random = numpy.random.default_rng(7)

    def test_one_half_for_two_samples_of_one_distribution(self):
        a, b = self.random.standard_normal((2, 2000, 2))
        self.assertAlmostEqual(c2st.accuracy(a, b), 0.5, delta=0.03)

    def test_the_best_classifiers_accuracy_for_shifted_normals(self):
        a, b = self.random.standard_normal((2, 2000, 1))
        best = statistics.NormalDist().cdf(0.5)
        self.assertAlmostEqual(c2st.accuracy(a + 1, b), best, delta=0.03)

    def test_sees_a_dependence_that_no_single_column_shows(self):
        a, b = self.random.standard_normal((2, 2000, 2))
        a[:, 1] = a[:, 0]
        self.assertGreater(c2st.accuracy(a, b), 0.9)

    def test_does_not_depend_on_the_units_of_a_column(self):
        a, b = self.random.standard_normal((2, 500, 2))
        scale = numpy.array([1024.0, 1.0])
        self.assertAlmostEqual(c2st.accuracy(a + 1, b), c2st.accuracy((a + 1) * scale, b * scale))

    def test_refuses_tables_that_cannot_be_compared(self):
        a = self.random.standard_normal((50, 2))
        with self.assertRaisesRegex(ValueError, "2 columns to compare and REFERENCE 1"):
            c2st.accuracy(a, a[:, :1])
        with self.assertRaisesRegex(ValueError, "does not vary in column 2"):
            c2st.accuracy(a, numpy.column_stack([a[:, 0], numpy.zeros(50)]))


class ReadTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def test_plain_and_compressed(self):
        text = "a,b\n1,2\n3,4e1\n"
        (self.folder / "t.csv.bz2").write_bytes(bz2.compress(text.encode()))
        (self.folder / "t.csv.gz").write_bytes(gzip.compress(text.encode()))
        for path in (self.write("t.csv", text), str(self.folder / "t.csv.bz2"), str(self.folder / "t.csv.gz")):
            numpy.testing.assert_array_equal(c2st.read(path), [[1, 2], [3, 40]])

    def test_named_columns_in_the_given_order(self):
        path = self.write("t.csv", "a,b,c\n1,2,3\n4,5,6\n")
        numpy.testing.assert_array_equal(c2st.read(path, ["c", "a"]), [[3, 1], [6, 4]])

    def test_says_where_a_table_is_wrong(self):
        for text, message in [
            ("a,b\n1,2\n3,x\n", 'row 2, column "b": "x" is not a finite number'),
            ("a,b\n1,nan\n", 'row 1, column "b": "nan" is not'),
            ("a,b\n1\n", "row 1: 1 cells, but 2 in the header"),
            ("a,b\n", "no rows"),
            ("", "no rows"),
        ]:
            with self.subTest(text), self.assertRaisesRegex(ValueError, message):
                c2st.read(self.write("t.csv", text))
        with self.assertRaisesRegex(ValueError, "no column z; there are a, b"):
            c2st.read(self.write("t.csv", "a,b\n1,2\n"), ["z"])

    def test_command(self):
        rows = "\n".join(f"{x},{-x}" for x in range(100))
        samples, reference = self.write("s.csv", f"x,y\n{rows}\n"), self.write("r.csv", f"p\n{rows.split(',')[0]}\n")
        command = [sys.executable, c2st.__file__, samples]
        wrong = subprocess.run([*command, reference], capture_output=True, text=True)
        self.assertEqual((2, ""), (wrong.returncode, wrong.stdout))
        self.assertRegex(wrong.stderr, r"\Ac2st: .*\n\Z")
        right = subprocess.run([*command, samples], capture_output=True, text=True)
        self.assertEqual(0, right.returncode)
        self.assertRegex(right.stdout, r"\A0\.\d{4}\n\Z")


if __name__ == "__main__":
    unittest.main()
