"""Tests of what is written: the examples, tables, pictures and equations."""

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


class Examples(unittest.TestCase):
    def run_examples(self, test):
        report = []
        runner = doctest.DocTestRunner(verbose=False)
        runner.run(test, out=report.append, clear_globs=False)
        self.assertEqual("".join(report), "")

    @unittest.skipIf(sys.flags.optimize > 1, "there are no docstrings")
    def test_the_docstrings(self):
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


class Story(unittest.TestCase):
    def check_rounded(self, text, number):
        text = text.replace(",", "")
        unit = 0.1 ** len(text.partition(".")[2])
        self.assertAlmostEqual(float(text), number, delta=0.50001 * unit, msg=text)

    def test_each_equation(self):
        comments = re.sub(r"\n# *", " ", SOURCE[: SOURCE.index("\ndef main(")])
        number = r"-?\d[\d,]*(?:\.\d+)?"
        side = rf"\(?{number}(?: [-+*/] \(?{number}\)?)+"
        found = re.findall(rf"(?<![\w.])({side}) = ({number})", comments)
        self.assertGreaterEqual(len(found), 18)
        for left, right in found:
            self.check_rounded(right.rstrip(","), eval(left.replace(",", "")))
        averages = re.findall(r"average of (\d+) and (\d+) is (\d+)", comments)
        self.assertEqual(len(averages), 3)
        for one, other, average in averages:
            self.assertEqual(int(one) + int(other), 2 * int(average))

    def test_the_small_changes_of_w_and_b(self):
        row = r"(?m)^# +(?:as it is|([bw]) \+ ([\d.]+)) +([\d.]+) +([\d.]+) +([\d.]+)"
        rows = re.findall(row + r"(?: +(\S+) less, rounded)?$", SOURCE)
        self.assertEqual([name for name, *_ in rows], ["", "b", "w"])
        for name, change, prediction, error, cost, less in rows:
            model = nn.NanoNeuron(1.4, 28.0)
            if name:
                setattr(model, name, getattr(model, name) + float(change))
                self.check_rounded(less, 32 - nn.prediction_cost(50, model.predict(10)))
            self.check_rounded(prediction, model.predict(10))
            self.check_rounded(error, 50 - model.predict(10))
            self.check_rounded(cost, nn.prediction_cost(50, model.predict(10)))

    def test_the_valley(self):
        steps = {}  # the column of each mark
        for mark, alpha in (("o", 0), ("s", 0.01), ("L", 0.035)):
            model = nn.NanoNeuron(1.4, 28.0)
            nn.train_model(model, 1, alpha, *PAIRS)
            steps[mark] = round((model.w - 0.9) / 0.05)
        marks, columns = {}, []
        for height, row in re.findall(r"(?m)^# +(?:cost )?(\d+) \|(.*)", SOURCE):
            for point in re.finditer(r"\S", row):
                column = point.start()
                model = nn.NanoNeuron(0.9 + 0.05 * column, 28.0)
                _, cost = nn.forward_propagation(model, *PAIRS)
                self.assertEqual(int(height), 5 * round(cost / 5), (column, cost))
                columns.append(column)
                if point[0] != ".":
                    marks[point[0]] = column
        self.assertEqual(sorted(columns), list(range(2, 54)))
        self.assertEqual(marks, steps)

    def test_the_table_of_two_examples(self):
        rows = re.findall(r"(?m)^# +([\d,]+(?: +-?\d+\.\d+){7})$", SOURCE)
        self.assertEqual(len(rows), 6)
        model, epoch = nn.NanoNeuron(1.4, 28.0), 0
        for row in rows:
            stop, *shown = row.replace(",", "").split()
            nn.train_model(model, int(stop) - epoch, 0.01, *PAIRS)
            epoch = int(stop)
            predictions, cost = nn.forward_propagation(model, *PAIRS)
            pulls = nn.backward_propagation(predictions, *PAIRS)
            numbers = model.w, model.b, *predictions, cost, *pulls
            for text, number in zip(shown, numbers):
                self.check_rounded(text, number)
        cells = [re.split(" +", row.strip())[:6] for row in rows]
        in_readme = re.findall(r"(?m)^\|(?:start|([\d,]+) steps?)\|(.*)\|$", README)
        self.assertEqual(len(in_readme), 5)
        for stop, numbers in in_readme:
            self.assertIn([stop or "0", *numbers.split("|")], cells)

    def test_two_neurons_with_a_bend(self):
        rows = re.findall(r"(?m)^# +(?:x|upper|lower|sum)((?: +-?\d+){7})$", SOURCE)
        x, *shown = [[int(number) for number in row.split()] for row in rows]
        upper, lower = ([max(0, w * number) for number in x] for w in (1, -1))
        self.assertEqual(shown, [upper, lower, [abs(number) for number in x]])
        row = r"(?m)^# +(?:as it is|[a-z]+ b \+ 0.001)" + r" +([\d.]+)" * 4 + "$"
        rows = re.findall(row, SOURCE)
        self.assertEqual(len(rows), 3)
        for shown in rows:
            upper, lower, total, error = map(float, shown)
            self.assertEqual((upper + lower, total + error), (total, 5), shown)
        rows = re.findall(r"(?m)^# +(?:its answer|right|error)  ([-\d %]+)$", SOURCE)
        answer, right, error = [map(int, re.findall(r"-?\d+", row)) for row in rows]
        self.assertEqual(list(error), [y - own for y, own in zip(right, answer)])

    def test_how_far_b_is_from_32(self):
        epochs, shown = re.findall(r"(?m)^# +(?:epoch|32 - b) +(\d[\d,. ]+)$", SOURCE)
        epochs = [int(epoch.replace(",", "")) for epoch in epochs.split()]
        self.assertEqual(epochs, list(range(0, 80_000, 10_000)))
        # With seed 42, by what w and b are off, and the means of x and of x * x.
        numbers = random.Random(42)
        off_w, off_b, rests = numbers.random() - 1.8, numbers.random() - 32, []
        for epoch in range(70_001):
            if epoch in epochs:
                rests.append(-off_b)
            dw, db = -3283.5 * off_w - 49.5 * off_b, -49.5 * off_w - off_b
            off_w, off_b = off_w + 0.0005 * dw, off_b + 0.0005 * db
        self.assertEqual(len(shown.split()), len(rests))
        for text, rest in zip(shown.split(), rests):
            self.check_rounded(text, rest)


class Project(unittest.TestCase):
    def test_the_links(self):
        for link in re.findall(r"\]\(([^)#]+)\)", README):
            there = link.startswith("https://") or (ROOT / link).is_file()
            self.assertTrue(there, link)

    def test_there_is_nothing_to_install(self):
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        self.assertNotRegex(text, r"(?m)^(optional-)?dependencies")
