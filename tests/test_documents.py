"""Tests of what is written: docstrings, numbers in comments, README, packaging."""

import contextlib
import doctest
import inspect
import io
import math
import os
import random
import re
import statistics
import subprocess
import sys
import unittest
from pathlib import Path

import nano_neuron
from nano_neuron import (
    NanoNeuron,
    backward_propagation,
    forward_propagation,
    generate_datasets,
    prediction_cost,
    train_model,
)

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND, OUTPUT = re.search(r"\$ python (.*)\n([^`]*)```", README).groups()
X, Y, _, _ = generate_datasets()
MEAN, SQUARE = statistics.mean(X), statistics.mean(x * x for x in X)


def setUpModule():
    # It trains while other tests run.
    Readme.demo = subprocess.Popen(
        [sys.executable, *COMMAND.split()],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    unittest.addModuleCleanup(Readme.demo.communicate)


def best_w(b):
    """Return the w with the lowest cost for this b: there the slope along w is 0."""
    return statistics.mean(x * (y - b) for x, y in zip(X, Y)) / SQUARE


def start():
    """Return the neuron with which README's run starts."""
    numbers = random.Random(42)
    return NanoNeuron(numbers.random(), numbers.random())


class Story(unittest.TestCase):
    """The numbers in the comments, each found in another way."""

    @classmethod
    def setUpClass(cls):
        source = (ROOT / "nano_neuron.py").read_text(encoding="utf-8")
        cls.lines = source[: source.index("\n# =====")].splitlines()
        comments = (line[2:].strip() for line in cls.lines if line.startswith("# "))
        cls.text = " ".join(" ".join(comments).split())

    def assert_says(self, *sayings):
        self.assertEqual([words for words in sayings if words not in self.text], [])

    def test_every_calculation(self):
        found = re.findall(
            r"([\d(][\d.() ]*[*/+-][\d.()*/+ -]*) (?:=|is) ([\d.,]*\d)", self.text
        )
        self.assertGreaterEqual(len(found), 15)
        for calculation, result in found:
            with self.subTest(calculation):
                decimals = len(result.partition(".")[2])
                said = float(result.replace(",", ""))
                self.assertEqual(round(eval(calculation), decimals), said)

    def test_numbers_from_training(self):
        model = start()
        seen = []
        for _ in range(12_001):
            if len(seen) in (0, 1, 2, 5, 10, 20, 1000, 6500, 12_000):
                predictions, _ = forward_propagation(model, X, Y)
                dw, db = backward_propagation(predictions, X, Y)
            seen.append((model.w, model.b, dw, db))
            train_model(model, 1, 0.0005, X, Y)
        for w, b, dw, _ in seen[:3]:
            side = "left" if w < best_w(b) else "right"
            self.assert_says(
                f"w = {w:.3f}, {abs(best_w(b) - w):.3f} {side} of the bottom "
                f"dw = {dw:.0f}, alpha * dw = {0.0005 * dw:.3f}"
            )
        for epoch in (1000, 6500, 12_000):
            w, b, _, db = seen[epoch]
            self.assert_says(
                f"epoch {epoch:,}: b is {32 - b:.1f} too low w is {w - 1.8:.3f} too high "
                f"db = {db:.1f}"
            )
        w0, b0, _, _ = seen[0]
        w10, b10, _, _ = seen[10]
        w20, _, dw20, _ = seen[20]
        w, b, _, db = seen[1000]
        _, lowest = forward_propagation(NanoNeuron(best_w(b0), b0), X, Y)
        self.assertLess(abs(dw20), 1)
        # A quarter of alpha is the share that is closed in each epoch.
        half_life = math.log(2) / (0.0005 * (1 - MEAN**2 / SQUARE))
        final_w, final_b = re.findall(r"^[wb] +\S+ +(\S+) +\S+$", OUTPUT, re.M)
        test_cost = re.search(r"test set +\S+ +(\S+)", OUTPUT)[1]
        missing = 32 - float(final_b)
        halvings = math.log2(32 / missing)
        self.assertTrue(12.5 < halvings < 13)
        self.assert_says(
            f"start as random numbers, {w0:.2f} and {b0:.2f}.",
            f"its bottom at w = {best_w(b0):.2f}. (The cost there is {lowest:.0f}, not 0",
            f"After 20 epochs w is at the bottom, {w20:.2f}, and dw",
            f"At epoch 1,000, b makes all predictions {32 - b:.0f} too low",
            f"equally long, {round(half_life, -2):,.0f} epochs",
            f"In 70,000 epochs, the 32 that b needs is halved almost {halvings:.0f} times",
            f"What is left is {missing:.3f}",
            f"Their cost is {test_cost} in the end",
            f"errors of about {math.sqrt(2 * float(test_cost)):.3f} °F",
            f"w is {final_w}, b is {final_b}",
            f"It says {w10 * 70 + b10:.1f} °F for 70 °C, and 158 is",
            f"for 0 °C it says {b10:.1f}, and 32 is",
            f"Its w, {w10:.3f}, is {w10 - 1.8:.2f} too high",
            f"its b, {b10:.2f}, is {32 - b10:.0f} too low",
            f"{w10 - 1.8:.2f} * 70 is about {(w10 - 1.8) * 70:.0f}.",
        )

    def test_numbers_from_the_examples(self):
        pair = [0.0, 10.0], [32.0, 50.0]
        # With b = 30 the slope of the cost along w is 0 at w = 2.
        predictions, _ = forward_propagation(NanoNeuron(2.0, 30.0), *pair)
        self.assertEqual(backward_propagation(predictions, *pair)[0], 0)
        # The slopes at w = 1 and b = 30, from two costs on either side.
        slopes = []
        for w, b in ((0.001, 0), (0, 0.001)):
            _, above = forward_propagation(NanoNeuron(1 + w, 30 + b), *pair)
            _, below = forward_propagation(NanoNeuron(1 - w, 30 - b), *pair)
            slopes.append((above - below) / 0.002)
        # What db is where w is right and b is 1 too low.
        predictions, _ = forward_propagation(NanoNeuron(1.8, 31.0), X, Y)
        _, db = backward_propagation(predictions, X, Y)
        self.assertGreater(0.01, 2 / SQUARE)
        model = NanoNeuron(1.0, 30.0)
        train_model(model, 1, 0.01, *pair)
        predictions, cost = forward_propagation(model, *pair)
        errors = [y - p for p, y in zip(predictions, pair[1])]
        self.assert_says(
            f"by 10 costs {prediction_cost(10, 0):.0f}, ten answers that are wrong by 1 "
            f"cost only {10 * prediction_cost(1, 0):.0f} together.",
            "it predicts {} and {}.".format(*predictions),
            "The errors are {:.2f} and {:.2f}".format(*errors),
            f"the cost is {cost:.2f}.",
            f"to 9.99 * 10 = {9.99 * 10} and on to 9.99 * 9.99 = {round(9.99**2, 4)}:",
            f"dw becomes the average of x * x: {SQUARE:.0f}.",
            "with b = 30 the best w is 2, not 51.",
            "its slope, {:.0f} along w and {:.0f} along b".format(*slopes),
            f"a mistake of 1 in w makes dw {SQUARE:.0f}, while a mistake of 1 in b makes db "
            f"only {db:.0f}.",
            f"Each step is {0.0005 * SQUARE:.3f} times the distance to the bottom",
            f"with an alpha above 2 / {SQUARE:.0f}, about {2 / SQUARE:.4f}",
            f"at the average x, {MEAN}, by",
            f"is 9 at 3, {3.01**2:.4f} at 3.01: {3.01**2 - 9:.4f} / 0.01 is about 6",
        )

    def test_what_is_there_to_see(self):
        shown = (line.partition("#     python nano_neuron.py ") for line in self.lines)
        commands = [command for _, found, command in shown if found]
        self.assertEqual(f"nano_neuron.py {commands[0]}", COMMAND)
        for command, status in zip(commands[1:], (1, None)):
            stdout, stderr = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
                self.assertEqual(nano_neuron.main(command.split()), status)
        answer = re.search(r"70 °C in °F +\S+ +(\S+)", stdout.getvalue())[1]
        self.assert_says(f"says {float(answer):.1f} °F for 70 °C")

    def test_the_valley(self):
        picture = [line[9:] for line in self.lines if re.match(r"#  *\d+ \|", line)]
        labels = [
            int(line[1:7]) for line in self.lines if re.match(r"#  *\d+ \|", line)
        ]
        self.assertEqual(labels, list(range(4500, -1, -500)))
        rows = [[" "] * 71 for _ in range(10)]
        model = start()
        for column in range(71):
            w = 0.5 + 0.05 * column
            _, cost = forward_propagation(NanoNeuron(w, model.b), X, Y)
            if cost < 4750:
                rows[9 - round(cost / 500)][column] = "."
        for epoch in range(6):
            cost = train_model(NanoNeuron(model.w, model.b), 1, 0.0005, X, Y)[0]
            rows[9 - round(cost / 500)][round((model.w - 0.5) / 0.05)] = str(epoch)
            train_model(model, 1, 0.0005, X, Y)
        self.assertEqual(picture, ["".join(row).rstrip() for row in rows])
        axis = next(line for line in self.lines if re.match(r"#  +1\.0  ", line))
        for w in range(1, 5):
            column = 9 + round((w - 0.5) / 0.05)
            self.assertEqual(axis[column - 1 : column + 2], f"{w}.0")


class Readme(unittest.TestCase):
    def assert_says(self, *sayings):
        text = " ".join(README.split())
        self.assertEqual([words for words in sayings if words not in text], [])

    def test_the_output(self):
        output, _ = self.demo.communicate(timeout=60)
        self.assertEqual(self.demo.returncode, 0)
        self.assertEqual(output, OUTPUT)

    def test_the_examples(self):
        # As "python -m doctest README.md" does, but for what is new in Python 3.10.
        text = README
        if sys.version_info < (3, 10):
            text = re.sub(r"(?s)>>> from statistics import linear_reg.*?\n\n", "", text)
        test = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
        self.assertGreater(len(test.examples), 35)
        report = []
        doctest.DocTestRunner(verbose=False).run(test, out=report.append)
        self.assertEqual("".join(report), "")

    def test_the_lines_that_do_it(self):
        code = re.search(r"```python\n(for _ .*?)```", README, re.S)[1].split("\n")
        source = inspect.getsource(train_model).split("\n")
        places = [source.index("    " + line) for line in code if line]
        self.assertEqual((len(places), places), (5, sorted(places)))

    def test_what_is_said_of_the_output(self):
        table = OUTPUT.split("\n\n")[1].splitlines()
        rows = {line.split()[0]: line.split() for line in table}
        jumps = ", ".join(f"{float(rows[epoch][1]):.2f}" for epoch in "0123")
        # Half of the smaller eigenvalue, times alpha, is what the exponent loses.
        tenth = math.log(10) / (2 * 0.0005 * (1 - MEAN**2 / SQUARE))
        self.assertLess(abs(float(rows["100"][4])), 0.5)
        self.assert_says(
            f"settles:** {jumps}.", f"every {round(tenth, -3):,.0f} epochs"
        )

    def test_numbers_beside_the_experiments(self):
        costs = train_model(NanoNeuron(0.5, 0.5), 1, 0.0005, X, Y)
        y = [*Y[:5], 1000.0, *Y[6:]]
        w = statistics.mean((a - MEAN) * b for a, b in zip(X, y)) / (SQUARE - MEAN**2)
        off = statistics.mean(y) - w * MEAN - 32
        # With w held, each epoch leaves 1 - alpha of what b lacks; the demo ends at this.
        missing = 32 - float(re.search(r"^b +(\S+) +(\S+)", OUTPUT, re.M)[2])
        self.assertAlmostEqual(32 * (1 - 0.0005) ** 17_780, missing, delta=0.0001)
        self.assert_says(
            f"The first of 1,000 costs is {costs[0]:.2f}.",
            f"at 0 °C by {off:.1f} °F",
            f"mean(x²) / mean(x) = {SQUARE / MEAN:.1f} °C",
            "With w held at 1.8, db would be 32 - b, and 17,780 epochs would do.",
        )

    def test_the_links(self):
        # A package index or a copy has no other files to link to.
        self.assertEqual(re.findall(r"\]\((?!https://)", README), [])


class Packaging(unittest.TestCase):
    def test_there_is_nothing_to_install(self):
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        self.assertNotRegex(text, r"(?m)^(optional-)?dependencies")


if __name__ == "__main__":
    unittest.main()
