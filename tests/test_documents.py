"""Tests of what is written: the examples, tables, pictures and equations."""

import doctest
import inspect
import math
import random
import re
import subprocess
import sys
import unittest
from pathlib import Path

import nano_neuron as nn

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCE = (ROOT / "nano_neuron.py").read_text(encoding="utf-8")
STORY = re.sub(r"\n# *", " ", SOURCE[: SOURCE.index("\ndef main(")])  # in one line
PAIRS = [5.0, 10.0], [41.0, 50.0]  # the two examples of the story


def fall(function, numbers, i, h=1e-5):
    """Return how fast a function falls when the number at i grows: by differences."""
    less, more = ([*numbers[:i], numbers[i] + d, *numbers[i + 1 :]] for d in (-h, h))
    return (function(*less) - function(*more)) / (2 * h)


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # README's picture can be drawn while the examples run.
        command = [sys.executable, "tests/learning.py"]
        cls.drawing = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        cls.addClassCleanup(cls.drawing.__exit__, None, None, None)

    def test_the_picture_that_moves(self):
        drawn, _ = self.drawing.communicate()
        picture = Path(ROOT, "tests", "learning.svg").read_bytes()
        self.assertEqual(drawn.split(), picture.split())

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
    def find(self, words):
        """Return the numbers of the story that stand at each (N) of its words."""
        found = re.search(words.replace("(N)", r"(-?[\d.,]*\d)"), STORY)
        self.assertTrue(found, words)
        return [float(number.replace(",", "")) for number in found.groups()]

    def check_close(self, shown, numbers):
        both = [[round(n, 5) + 0.0 for n in those] for those in (shown, numbers)]
        self.assertEqual(both[0], both[1])  # -0.0 + 0.0 is 0.0

    def check_rounded(self, text, number):
        text = text.replace(",", "")
        unit = 0.1 ** len(text.partition(".")[2])
        self.assertAlmostEqual(float(text), number, delta=0.50001 * unit, msg=text)

    def test_each_equation(self):
        average = r"average of ([\d *]+) and ([\d *]+)(?: is|, which is) ([\d.]+\d)"
        story = re.sub(average, r"(\1 + \2) / 2 = \3", STORY)
        right = r"(\* \d+ \+) (28.10 = \S+) +(\S+) is right"
        story = re.sub(right, r"\1 \2 1.8 \1 32 = \3", story)
        number = r"-?\d[\d,]*(?:\.\d+)?"
        side = rf"\(?{number}(?: [-+*/] \(?{number}\)?)+"
        found = re.findall(rf"(?<![\w.])({side}) = ({number})", story)
        self.assertGreaterEqual(len(found), 31)
        for left, right in found:
            self.check_close([float(right.rstrip(","))], [eval(left.replace(",", ""))])
        lines = re.search(r"(\d \* \(.*?\) \+ \d) is (.*?)\.", STORY)
        for x in range(3):
            self.assertEqual(eval(lines[1]), eval(lines[2]))
        self.check_close(self.find(r"average of x \* x is (N)"), [99 * 199 / 6])

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
        axis = re.search(r"\n#( +w = 1\.0 .*)", SOURCE)[1]
        for label in re.finditer(r"\d\.\d", axis):
            self.assertAlmostEqual(float(label[0]), 0.9 + 0.05 * (label.start() - 9))
        says = "bottom is at (N). .* says (N) and (N), the errors are (N) and (N), "
        bottom, *shown = self.find(says + r"error \* x is (N) and (N), and dw")
        predictions, _ = nn.forward_propagation(nn.NanoNeuron(bottom, 28.0), *PAIRS)
        errors = [y - prediction for y, prediction in zip(PAIRS[1], predictions)]
        pulls = [error * x for x, error in zip(PAIRS[0], errors)]
        self.check_close([*shown, 0], [*predictions, *errors, *pulls, sum(pulls)])

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
        box = r"(?m)^# .*\+-.. +(-?\d) \* x \+ (\d)  "
        forward = re.findall(box + r"--> bend --> \* (\d) --\+$", SOURCE)
        back = re.findall(box + r"<-- +\d+ -- bend <-- 5 \* (\d) --\+$", SOURCE)
        self.assertEqual(forward, back)

        def answers(x, w1, b1, v1, w2, b2, v2):
            upper, lower = max(0, w1 * x + b1), max(0, w2 * x + b2)
            return upper, lower, v1 * upper + v2 * lower

        numbers = [int(number) for row in forward for number in row]
        rows = re.findall(r"(?m)^# +(?:x|upper|lower|answer)((?: +-?\d+){7})$", SOURCE)
        self.assertEqual(len(rows), 4)
        for x, *shown in zip(*[map(int, row.split()) for row in rows]):
            self.assertEqual(tuple(shown), answers(x, *numbers))

        x, y, error = self.find(r"say x is (N), and (N) is right.*? The error is (N)\.")
        self.assertEqual(error, y - answers(x, *numbers)[2])
        db, dw = self.find(r"its db is (N), and its dw is \S+ \* 3 = (N)")
        dv = self.find(r"two dw are \S+ \* 3 = (N) and \S+ \* 0 = (N)")
        arrows = self.find(r"<-- +(N) -- bend .*<-- +(N) -- bend")

        def cost(*numbers):
            return nn.prediction_cost(y, answers(x, *numbers)[2])

        falls = [fall(cost, numbers, i) for i in (1, 0, 2, 5, 1, 4)]
        self.check_close([db, dw, *dv, *arrows], falls)

    def test_the_next_word(self):
        row = r"(?m)^# +(?:the neurons say|2 to .* it|share|right|error|number|counts)"
        rows = re.findall(row + r"((?: +-?[\d.]+){3})(?: +sum \d+)?$", SOURCE)
        rows = [[float(number) for number in row.split()] for row in rows]
        said, powers, shares, right, errors, words, counts = rows
        self.assertEqual(powers, [2**number for number in said])
        self.assertEqual(self.find(r" sum (N) "), [sum(powers)])
        self.assertEqual(shares, [power / sum(powers) for power in powers])
        self.assertEqual(errors, [y - share for y, share in zip(right, shares)])

        last = self.find(r"the w (N), (N) and (N), and the b (N), (N) and (N), made up")

        def say(*words):
            x = sum(number * count for number, count in zip(words, counts))
            return [w * x + b for w, b in zip(last[:3], last[3:])]

        def cost(*said):
            return -math.log2(2 ** said[2] / sum(2**number for number in said))

        self.check_close(say(*words), said)
        self.assertEqual(self.find("For (N), it is (N)"), [shares[2], cost(*said)])
        numbers = self.find('"cold" says (N), the cost falls by (N) times 0.001')
        numbers += self.find(r"its error is \S+ \* 2 = (N), and it gets alpha")
        falls = fall(cost, said, 2), fall(lambda *words: cost(*say(*words)), words, 1)
        self.check_close(numbers, [said[2] + 0.001, *falls])

    def test_an_alpha_for_each(self):
        numbers = self.find(r"With (N) for b, and (N) for w, (N) epochs are enough")
        alphas = r"(?s)both\.w \+= (\S+).*?both\.b \+= (\S+).*?\n(\d+)\n"
        w_alpha, b_alpha, epochs = map(float, re.search(alphas, README).groups())
        self.assertEqual(numbers, [b_alpha, w_alpha, epochs])

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
            if epoch == 100:
                lacks, pull = self.find("b lacks about (N), and db is only about (N)")
                self.assertAlmostEqual(lacks, -off_b, delta=0.6)
                self.assertAlmostEqual(pull, db, delta=0.1)
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
