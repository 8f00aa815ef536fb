"""Tests of what is written: examples, the tables and the picture of the story."""

import doctest
import inspect
import random
import re
import sys
import unittest
from pathlib import Path

import nano_neuron as nn

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCE = (ROOT / "nano_neuron.py").read_text(encoding="utf-8")
PAIRS = [5.0, 10.0], [41.0, 50.0]  # the two examples of the story


class Documents(unittest.TestCase):
    def run_examples(self, test):
        report = []
        runner = doctest.DocTestRunner(verbose=False)
        runner.run(test, out=report.append, clear_globs=False)
        self.assertEqual("".join(report), "")

    @unittest.skipIf(sys.flags.optimize > 1, "there are no docstrings")
    def test_the_examples_of_the_docstrings(self):
        tests = doctest.DocTestFinder().find(nn)
        self.assertGreaterEqual(sum(len(test.examples) for test in tests), 7)
        for test in tests:
            self.run_examples(test)

    def test_each_experiment_of_readme_alone_after_the_session(self):
        names, parser = {}, doctest.DocTestParser()
        for text in re.split("(?m)^### ", README):
            if "linear_regression" not in text or sys.version_info >= (3, 10):
                test = parser.get_doctest(text, names, text[:20], "", 0)
                self.assertTrue(test.examples)
                self.run_examples(test)
                names = names or test.globs  # those of the session, which comes first

    def test_the_five_lines(self):
        code = re.search(r"```python\n(for epoch .*?)```", README, re.S)[1]
        lines = [line.strip() for line in code.splitlines()]
        head, source = SOURCE.split('"""')[1], inspect.getsource(nn.train_model)
        for text in (head, re.sub(r"(?m)^ *(#|cost_history).*\n", "", source)):
            shown = [line.strip() for line in text.splitlines()]
            start = shown.index(lines[0])
            self.assertEqual(shown[start : start + 5], lines)

    def test_the_valley(self):
        steps = {}  # the column of each mark
        for mark, alpha in (("o", 0), ("s", 0.01), ("L", 0.035)):
            model = nn.NanoNeuron(1.4, 28.0)
            nn.train_model(model, 1, alpha, *PAIRS)
            steps[mark] = round((model.w - 0.9) / 0.05)
        marks, columns = {}, []
        for height, row in re.findall(r"(?m)^# +(\d+) \|(.*)", SOURCE):
            for point in re.finditer(r"\S", row):
                column = point.start()
                model = nn.NanoNeuron(0.9 + 0.05 * column, 28.0)
                _, cost = nn.forward_propagation(model, *PAIRS)
                self.assertEqual(int(height), round(cost / 6) * 6)
                columns.append(column)
                if point[0] != ".":
                    marks[point[0]] = column
        self.assertEqual(sorted(columns), list(range(1, 55)))
        self.assertEqual(marks, steps)

    def seed_42(self):
        numbers = random.Random(42)
        return nn.NanoNeuron(numbers.random(), numbers.random())

    def check_rounded(self, shown, *numbers):
        self.assertEqual(len(shown), len(numbers))
        for text, number in zip(shown, numbers):
            unit = 0.1 ** len(text.partition(".")[2])
            self.assertAlmostEqual(float(text), number, delta=0.50001 * unit)

    def check_table(self, columns, model, alpha, examples, questions):
        """Compare the rows of an epoch, w, b, answers, cost, dw and db."""
        rows = re.findall(rf"(?m)^# +([\d,]+(?: +-?\d+\.\d+){{{columns}}})$", SOURCE)
        self.assertEqual(len(rows), 7)
        epoch = 0
        for row in rows:
            stop, *shown = row.replace(",", "").split()
            nn.train_model(model, int(stop) - epoch, alpha, *examples)
            epoch = int(stop)
            predictions, cost = nn.forward_propagation(model, *examples)
            pulls = nn.backward_propagation(predictions, *examples)
            answers = map(model.predict, questions)
            self.check_rounded(shown, model.w, model.b, *answers, cost, *pulls)

    def test_the_table_of_two_examples(self):
        self.check_table(7, nn.NanoNeuron(1.4, 28.0), 0.01, PAIRS, (5, 10))

    def test_the_table_of_seed_42(self):
        self.check_table(6, self.seed_42(), 0.0005, nn.generate_datasets()[:2], [99])

    def test_how_far_b_is_from_32(self):
        model = self.seed_42()
        epochs, shown = re.findall(r"(?m)^# +(?:epoch|32 - b) +(\d[\d,. ]+)$", SOURCE)
        for k, (epoch, rest) in enumerate(zip(epochs.split(), shown.split())):
            self.assertEqual(epoch, f"{10_000 * k:,}")
            self.check_rounded([rest], 32 - model.b)
            nn.train_model(model, 10_000, 0.0005, *nn.generate_datasets()[:2])

    def test_the_links(self):
        # A package index or a copy has no other files to link to.
        self.assertEqual(re.findall(r"\]\((?!https://)", README), [])

    def test_there_is_nothing_to_install(self):
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        self.assertNotRegex(text, r"(?m)^(optional-)?dependencies")
