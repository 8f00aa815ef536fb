"""Tests of what is written: the examples of the docstrings and README, the pictures."""

import doctest
import inspect
import re
import sys
import unittest
from pathlib import Path

import nano_neuron
from nano_neuron import NanoNeuron, forward_propagation, train_model

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCE = (ROOT / "nano_neuron.py").read_text(encoding="utf-8")


class Documents(unittest.TestCase):
    def run_examples(self, test):
        report = []
        doctest.DocTestRunner(verbose=False).run(test, out=report.append)
        self.assertEqual("".join(report), "")

    @unittest.skipIf(sys.flags.optimize > 1, "there are no docstrings")
    def test_the_examples_of_the_docstrings(self):
        tests = doctest.DocTestFinder().find(nano_neuron)
        self.assertGreaterEqual(sum(len(test.examples) for test in tests), 9)
        for test in tests:
            self.run_examples(test)

    def test_the_examples_of_readme(self):
        # As "python -m doctest README.md" does, but for what is new in Python 3.10.
        text = README
        if sys.version_info < (3, 10):
            text = re.sub(r"(?s)>>> from statistics import linear_reg.*?\n\n", "", text)
        test = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
        self.assertGreater(len(test.examples), 35)
        self.run_examples(test)

    def test_the_five_lines(self):
        code = re.search(r"```python\n(for _ .*?)```", README, re.S)[1]
        lines = [line.strip() for line in code.splitlines()]
        head, source = SOURCE.split('"""')[1], inspect.getsource(train_model)
        for text in (head, source):
            shown = [line.strip() for line in text.splitlines() if "append" not in line]
            start = shown.index(lines[0])
            self.assertEqual(shown[start : start + 5], lines)

    def test_the_valley(self):
        pairs = [5.0, 10.0], [41.0, 50.0]
        steps = []  # where w is in the start, after a small step, after two large ones
        for mark, alpha, epochs in (("o", 0, 1), ("s", 0.01, 1), ("L", 0.035, 2)):
            model = NanoNeuron(1.4, 28.0)
            for _ in range(epochs):
                train_model(model, 1, alpha, *pairs)
                steps.append((mark, round((model.w - 0.9) / 0.05)))
        marks, columns = [], []
        for height, row in re.findall(r"(?m)^# (?:cost|    ) +(\d+) \|(.*)", SOURCE):
            for point in re.finditer(r"\.|\b[osL]\b", row):
                w = 0.9 + 0.05 * point.start()
                _, cost = forward_propagation(NanoNeuron(w, 28.0), *pairs)
                self.assertEqual(int(height), round(cost / 6) * 6)
                columns.append(point.start())
                if point[0] != ".":
                    marks.append((point[0], point.start()))
        self.assertEqual(sorted(columns), list(range(1, 55)))
        self.assertEqual(sorted(marks), sorted(steps))

    def test_the_links(self):
        # A package index or a copy has no other files to link to.
        self.assertEqual(re.findall(r"\]\((?!https://)", README), [])

    def test_there_is_nothing_to_install(self):
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        self.assertNotRegex(text, r"(?m)^(optional-)?dependencies")
