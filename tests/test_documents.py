"""Tests of what is written: docstrings, comments with numbers, README, packaging."""

import doctest
import json
import os
import re
import statistics
import subprocess
import sys
import unittest
from pathlib import Path

import nano_neuron
from nano_neuron import NanoNeuron, generate_datasets, train_model

ROOT = Path(__file__).resolve().parent.parent


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def run_examples(text, names, title):
    """Run the examples in text with these names; return (what failed, names after)."""
    report = []
    test = doctest.DocTestParser().get_doctest(text, names, title, "README.md", 0)
    doctest.DocTestRunner(verbose=False).run(test, out=report.append, clear_globs=False)
    return "".join(report), test.globs


class Source(unittest.TestCase):
    def test_examples_in_the_docstrings(self):
        failed, tried = doctest.testmod(nano_neuron)
        self.assertEqual(failed, 0)
        self.assertTrue(tried >= 6 or sys.flags.optimize == 2)

    def test_numbers_in_the_comments(self):
        tutorial = text_of("nano_neuron.py").split("Here the story ends")[0]
        tutorial = tutorial.replace("\n# ", " ")
        runs = json.loads(text_of("tests/reference.json"))
        full = next(run for run in runs if run["epochs"] == 70_000)
        x_train, y_train, _, _ = generate_datasets()
        sum_of_xy = sum(x * y for x, y in zip(x_train, y_train))
        model = NanoNeuron(0.5, 0.5)
        train_model(model, 10_000, 0.0005, x_train, y_train)
        b_after_10_000 = model.b
        train_model(model, 20_000, 0.0005, x_train, y_train)
        for words in (
            f"where the error is 3: there it is {3 * 3}, and at 3.01 about {3.01**2:.2f}",
            f"takes {70_000:,} epochs with an alpha of {0.0005}",
            f"multiplied by x, up to {max(x_train):.0f};",
            # Where b is 0, the cost is least for this w.
            f"w is about {sum_of_xy / sum(x * x for x in x_train):.1f}, the best while b",
            f"to {b_after_10_000:.0f} after 10,000 epochs, {model.b:.1f} after 30,000",
            f"and {full['final_b']:.3f} after 70,000, and w",
            f"w is {full['final_w']:.4f} or so",
        ):
            self.assertIn(words, tutorial)


class Readme(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.readme = text_of("README.md")
        # Each heading, and the text below it up to the next one.
        parts = re.split(r"^##+ (.*)\n", cls.readme, flags=re.M)
        cls.sections = dict(zip(parts[1::2], parts[2::2]))
        command, cls.output = re.search(
            r"^```text\n\$ python ([^\n]*)\n(.*?)```", cls.readme, re.M | re.S
        ).groups()
        # It trains while the other tests run.
        cls.demo = subprocess.Popen(
            [sys.executable, *command.split()],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        cls.addClassCleanup(cls.demo.communicate)

    def assert_says(self, title, words):
        self.assertIn(words, " ".join(self.sections[title].split()))

    def test_the_examples(self):
        blocks = {
            title: "\n".join(re.findall(r"^```pycon\n(.*?)^```", text, re.M | re.S))
            for title, text in self.sections.items()
        }
        self.assertEqual(
            "".join(blocks.values()).count(">>>"), self.readme.count(">>> ")
        )
        failed, session = run_examples(blocks.pop("From the REPL"), {}, "REPL")
        self.assertEqual(failed, "")
        tried = 0
        for title, block in blocks.items():
            if "linear_regression" in block and sys.version_info < (3, 10):
                continue
            # Every experiment goes on from the session, and from no other experiment.
            with self.subTest(title=title):
                failed, _ = run_examples(block, session, title)
                self.assertEqual(failed, "")
                tried += ">>>" in block
        self.assertGreaterEqual(tried, 5)

    def test_the_output(self):
        output, _ = self.demo.communicate(timeout=60)
        self.assertEqual(self.demo.returncode, 0)
        self.assertEqual(output, self.output)

    def test_what_is_said_of_the_output(self):
        rows = re.findall(
            r"^ +([\d,]+) +([\d.]+) +([\d.]+) +\S+ +\S+ +\S+$", self.output, re.M
        )
        weights = {epoch: float(w) for epoch, w, _ in rows}
        biases = {epoch: float(b) for epoch, _, b in rows}
        self.assertGreater(weights["1"], 1.8)
        for epoch in ("10", "100", "1,000"):
            self.assertTrue(2.2 < weights[epoch] < 2.3)
        self.assertLess(biases["1,000"], 5)
        self.assert_says("What you will see", "settles between 2.2 and 2.3")

    def test_numbers_beside_the_experiments(self):
        x, y, _, _ = generate_datasets()
        costs = train_model(NanoNeuron(0.5, 0.5), 1, 0.0005, x, y)
        self.assert_says(
            "Steps that are too large", f"cost is {costs[0]:.2f} at the start"
        )
        self.assertEqual(round(1000 / max(x)), 10)
        y[5] = 1000.0
        w = sum((a - statistics.mean(x)) * b for a, b in zip(x, y))
        w /= sum((a - statistics.mean(x)) ** 2 for a in x)
        b = statistics.mean(y) - w * statistics.mean(x)
        lie = "A lie among the examples"
        self.assert_says(lie, f"0 °C by {b - 32:.1f} °F")
        self.assert_says(lie, f"at {(b - 32) / (1.8 - w):.0f} °C")

    def test_the_promise(self):
        runs = json.loads(text_of("tests/reference.json"))
        self.assertEqual(len(runs), 5)
        self.assertEqual(sum(run["epochs"] == 70_000 for run in runs), 1)
        self.assertEqual(sum(run["test_cost"] is None for run in runs), 1)

    def test_the_links(self):
        links = re.findall(r"\[(.*?)\]\((?!https://)(.*?)\)", self.readme)
        self.assertEqual(len(links), 8)
        lines = text_of("nano_neuron.py").splitlines()
        for name, target in links:
            path, _, number = target.partition("#L")
            self.assertTrue((ROOT / path).is_file(), path)
            if number:
                definition = lines[int(number) - 1]
                self.assertRegex(definition, rf"^(class|def) {name.strip('`')}\b")

    def test_the_table_of_names(self):
        table = self.sections["From the REPL"]
        named = re.findall(r"^\| `(\w+)", table, re.M)
        self.assertEqual(list(dict.fromkeys(named)), nano_neuron.__all__)


class Packaging(unittest.TestCase):
    def test_the_command_exists(self):
        module, function = re.search(
            r'^nano-neuron = "(\w+):(\w+)"$', text_of("pyproject.toml"), re.M
        ).groups()
        self.assertEqual(module, "nano_neuron")
        self.assertTrue(callable(getattr(nano_neuron, function)))

    def test_there_is_nothing_to_install(self):
        self.assertNotRegex(text_of("pyproject.toml"), r"(?m)^(optional-)?dependencies")

    def test_the_licence(self):
        self.assertIn("the nano-neuron authors", text_of("LICENSE"))


if __name__ == "__main__":
    unittest.main()
