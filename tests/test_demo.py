"""Tests of the demo: what is printed and drawn, and the command line."""

import contextlib
import errno
import io
import math
import os
import re
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path
from unittest import mock

import nano_neuron
from nano_neuron import (
    NanoNeuron,
    forward_propagation,
    generate_datasets,
    main,
    train_model,
)

try:
    import pty
except ImportError:  # Windows
    pty = None

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {
    **os.environ,
    "COLUMNS": "80",
    "PYTHONIOENCODING": "utf-8",
    "PYTHONWARNINGS": "error",
}
# Output that is not held back at all would hide what goes wrong with output that is.
ENVIRONMENT.pop("PYTHONUNBUFFERED", None)
PATIENCE = 60  # seconds until a process counts as stuck


def start(*arguments, program=("nano_neuron.py",), **options):
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    options.setdefault("env", ENVIRONMENT)
    return subprocess.Popen(
        [sys.executable, *program, *arguments], cwd=ROOT, encoding="utf-8", **options
    )


def stop(process):
    process.kill()
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def run(*arguments, **options):
    """Return exit status, stdout and stderr of the program as a process of its own."""
    with start(*arguments, **options) as process:
        try:
            stdout, stderr = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return process.returncode, stdout, stderr


def run_here(*arguments):
    """Return the result of main in this process, and what it printed."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        status = main(list(arguments))
    return status, stdout.getvalue(), stderr.getvalue()


def table_of(output):
    """Return the rows of the learning table, each as a list of words."""
    lines = output.split("\n\n")[1].splitlines()
    return [line.split() for line in lines]


def default_interrupt():
    # A shell may have told its background jobs, and so us, to ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Output(unittest.TestCase):
    """What a run says, against numbers that are found another way."""

    @classmethod
    def setUpClass(cls):
        cls.status, cls.output, cls.errors = run(
            *("--seed", "5", "--epochs", "1234", "-40", "37.5")
        )
        cls.datasets = generate_datasets()

    def trained(self, epochs):
        random = nano_neuron.random.Random(5)
        model = NanoNeuron(random.random(), random.random())
        costs = train_model(model, epochs, 0.0005, *self.datasets[:2])
        return model, costs

    def test_it_ends_well_and_keeps_to_stdout(self):
        self.assertEqual((self.status, self.errors), (0, ""))

    def test_it_fits_the_screen(self):
        lines = self.output.splitlines()
        self.assertLessEqual(max(map(len, lines)), 79)
        self.assertTrue(30 <= len(lines) <= 36, len(lines))
        for line in lines:
            self.assertEqual(line, line.rstrip())

    def test_the_start(self):
        model, _ = self.trained(0)
        start = " ".join(self.output.split("\n\n")[0].split())
        for words in (
            f"w = {model.w:.4f}, b = {model.b:.4f}",
            f"-40 °C is {model.predict(-40):.4f} °F (correct: -40.0000 °F)",
            "100 examples; epochs: 1,234; learning rate alpha: 0.0005",
        ):
            self.assertIn(words, start)

    def test_the_learning_table(self):
        header, *rows = table_of(self.output)
        self.assertEqual(header[:4], ["epoch", "w", "b", "cost"])
        self.assertEqual(
            [row[0] for row in rows], ["0", "1", "10", "100", "1,000", "1,234"]
        )
        for epoch, w, b, cost in rows:
            model, _ = self.trained(int(epoch.replace(",", "")))
            own_cost = forward_propagation(model, *self.datasets[:2])[1]
            self.assertEqual(
                (w, b, cost), (f"{model.w:.4f}", f"{model.b:.4f}", f"{own_cost:.2f}")
            )

    def test_the_results(self):
        before, _ = self.trained(0)
        after, costs = self.trained(1234)
        x_train, y_train, x_test, y_test = self.datasets
        words = [line.split() for line in self.output.splitlines()]
        self.assertIn(["before", "after", "the", "rule"], words)
        self.assertIn(["w", f"{before.w:.4f}", f"{after.w:.4f}", "1.8000"], words)
        self.assertIn(["b", f"{before.b:.4f}", f"{after.b:.4f}", "32.0000"], words)
        cost = forward_propagation(after, x_train, y_train)[1]
        row = ["cost,", "training", "set", f"{costs[0]:.2f}", f"{cost:.2f}"]
        self.assertIn(row, words)
        before_cost = forward_propagation(before, x_test, y_test)[1]
        cost = forward_propagation(after, x_test, y_test)[1]
        self.assertIn(
            ["cost,", "test", "set", f"{before_cost:.2f}", f"{cost:.2f}"], words
        )
        errors = [after.predict(x) - y for x, y in zip(x_test, y_test)]
        root_mean_square = math.sqrt(sum(error**2 for error in errors) / len(errors))
        self.assertIn(f"about {root_mean_square:.4f} °F", self.output)
        self.assertIn("More --epochs would help", self.output)

    def test_the_answers_are_last(self):
        model, _ = self.trained(1234)
        lines = [line.strip() for line in self.output.splitlines()[-2:]]
        for line, asked, correct in zip(lines, ("-40", "37.5"), ("-40", "99.5")):
            thinks = model.predict(float(asked))
            self.assertEqual(
                line,
                f"{asked} °C: the neuron thinks {thinks:.4f} °F, "
                f"correct is {float(correct):.4f} °F.",
            )

    def test_the_verdict(self):
        # All answers are off by the same amount, so this is their typical error.
        for off, verdict in (
            (0.25, "It has found"),
            (0.75, "More --epochs would help"),
        ):
            with contextlib.redirect_stdout(io.StringIO()) as stdout:
                nano_neuron._print_results(
                    NanoNeuron(0.0, 0.0), NanoNeuron(1.8, 32.0 + off), self.datasets
                )
            words = f"about {off:.4f} °F (the root of 2 * cost). {verdict}"
            self.assertIn(words, stdout.getvalue())

    def test_the_same_seed_gives_the_same_bytes(self):
        arguments = ("--epochs", "30", "--seed")
        again = [run_here(*arguments, seed) for seed in ("7", "7", "8")]
        self.assertEqual(again[0], again[1])
        self.assertNotEqual(again[0], again[2])

    def test_without_a_seed_every_run_is_different(self):
        self.assertNotEqual(run_here("--epochs", "1"), run_here("--epochs", "1"))

    def test_the_smallest_run(self):
        status, output, errors = run_here("--seed", "1", "--epochs", "1")
        self.assertEqual((status, errors), (None, ""))
        self.assertEqual([row[0] for row in table_of(output)], ["epoch", "0", "1"])

    def test_huge_temperatures_do_not_break_it(self):
        status, output, _ = run_here("--epochs", "1", "1e308", "-1e300", "1e-300", "-0")
        self.assertIsNone(status)
        self.assertLessEqual(max(map(len, output.splitlines())), 79)
        self.assertIn("1e+308 °C: the neuron thinks inf °F", output)

    def test_a_neuron_that_is_perfect_from_the_start(self):
        with mock.patch("nano_neuron.random.Random") as random:
            random.return_value.random.side_effect = [1.8, 32.0]
            status, output, errors = run_here("--epochs", "3")
        self.assertEqual((status, errors), (None, ""))
        self.assertEqual(table_of(output)[-1], ["3", "1.8000", "32.0000", "0.00"])
        self.assertIn("thinks 158.0000 °F, correct is 158.0000 °F", output)
        self.assertIn("It has found the rule", output)


class Pictures(unittest.TestCase):
    def test_a_cost_that_falls_evenly_is_a_diagonal(self):
        # From 10000 to 0.0001 over 26 epochs, so that each has a column of its own.
        costs = {epoch: 10 ** (4 - 8 * epoch / 26) for epoch in range(27)}
        self.assertEqual(
            nano_neuron._cost_picture(costs, 26),
            [
                "        cost: each row 10 times less",
                " 10000 |**                         ",
                "       |  ***                      ",
                "       |     ****                  ",
                "       |         ***               ",
                "     1 |            ***            ",
                "       |               ***         ",
                "       |                  ****     ",
                "       |                      ***  ",
                "0.0001 |                         **",
                "       +---------------------------",
                "        0         epochs         26",
            ],
        )

    def test_costs_of_any_size(self):
        for first, last, top, bottom in (
            (5000.0, 4999.0, "10000", "100"),
            (5000.0, 5e-5, "10000", "0.000001"),
            (5000.0, 5e-8, "10000", "1e-08"),
            (5000.0, 1e-26, "10000", "1e-26"),
            (0.0, 0.0, "1e-30", "1e-32"),
        ):
            costs = {0: first, **dict.fromkeys(range(1, 27), last)}
            lines = nano_neuron._cost_picture(costs, 26)
            self.assertEqual((lines[1].split()[0], lines[9].split()[0]), (top, bottom))
            self.assertEqual(sum(line.count("*") for line in lines[1:10]), 27)

    def test_the_lines(self):
        lines = nano_neuron._line_picture(NanoNeuron(0.0, 0.0), NanoNeuron(1.8, 32.0))
        self.assertEqual(
            lines,
            [
                "     °F   . before  * after  o the rule",
                "212 |                              **o",
                "    |                         ***o*   ",
                "    |                     ***o        ",
                "    |                o***o            ",
                "106 |           *o***                 ",
                "    |       *o**                      ",
                "    |  **o**                          ",
                "    |o*                               ",
                "  0 |.................................",
                "    +---------------------------------",
                "     0             °C              100",
            ],
        )

    def test_lines_off_the_rule(self):
        lines = nano_neuron._line_picture(NanoNeuron(-2.0, 0.0), NanoNeuron(4.0, 0.0))
        self.assertEqual(
            [lines[row].split()[0] for row in (1, 5, 9)], ["400", "100", "-200"]
        )
        self.assertEqual((lines[1][-1], lines[9][-1]), ("*", "."))
        self.assertEqual(sum(line.count("o") for line in lines[1:10]), 9)

    def test_the_axis_begins_at_zero(self):
        lines = nano_neuron._line_picture(NanoNeuron(1.0, 10.0), NanoNeuron(1.0, 10.0))
        self.assertEqual(lines[9].split()[0], "0")


class Numbers(unittest.TestCase):
    def test_costs_as_a_beginner_reads_them(self):
        for cost, text in (
            (8682.47, "8682.47"),
            (2.4396e-06, "0.0000024"),
            (0.5, "0.5000000"),
            (1.5, "1.50"),
            (1.01e-7, "0.0000001"),
            (9.9e-8, "9.9e-08"),
            (999999998.0, "999999998.00"),
            (1e9, "1.0e+09"),
            (0.0, "0.00"),
            (1.234e-26, "1.2e-26"),
            (4.5e209, "4.5e+209"),
            (math.inf, "inf"),
            (math.nan, "nan"),
        ):
            self.assertEqual(nano_neuron._plain_cost(cost), text)

    def test_progress(self):
        for share, seconds, words in (
            (0.5, 4.0, "[##########..........]  50%, about 4.0 s left"),
            (0.25, 30.0, "[#####...............]  25%, about 90 s left"),
            (0.1, 60.0, "[##..................]  10%, about 9 min left"),
            (0.01, 600.0, "[....................]   1%, about 16 h left"),
            (1e-6, 10.0, "[....................]   0%, about 116 days left"),
            (0.0, 1.0, "[....................]   0%, about inf days left"),
            (1.0, 5.0, "[####################] 100%, about 0.0 s left"),
        ):
            self.assertEqual(nano_neuron._progress(share, seconds), f"training {words}")


class Slices(unittest.TestCase):
    def test_many_slices_are_as_good_as_one_call(self):
        x_train, y_train, _, _ = generate_datasets()
        sliced, whole = NanoNeuron(0.3, 0.6), NanoNeuron(0.3, 0.6)
        stops = {0, 1, 10, 777, 1234}
        given = dict(
            nano_neuron._train_in_slices(sliced, 1234, 0.0005, x_train, y_train, stops)
        )
        costs = train_model(whole, 1234, 0.0005, x_train, y_train)
        costs.append(forward_propagation(whole, x_train, y_train)[1])
        self.assertEqual(given, {epoch: costs[epoch] for epoch in stops})
        self.assertEqual((sliced.w, sliced.b), (whole.w, whole.b))

    def test_progress_is_shown_ten_times_a_second(self):
        clock = mock.Mock(side_effect=[0.06 * tick for tick in range(9)])
        x_train, y_train, _, _ = generate_datasets()
        with (
            mock.patch("nano_neuron._show_progress") as show,
            mock.patch("nano_neuron.time.monotonic", clock),
        ):
            for _ in nano_neuron._train_in_slices(
                NanoNeuron(0.0, 0.0), 4000, 0.0005, x_train, y_train, {4000}
            ):
                pass
        shown = [call.args[0] for call in show.call_args_list]
        self.assertEqual(
            shown,
            [
                "training [#####...............]  25%, about 0.4 s left",
                "training [##########..........]  50%, about 0.2 s left",
                "training [###############.....]  75%, about 0.1 s left",
                "training [####################] 100%, about 0.0 s left",
            ],
        )

    def test_memory_is_bounded(self):
        # Training itself is left out, so that a very long run is over at once.
        lengths = []

        def pretend(model, epochs, alpha, x_train, y_train):
            lengths.append(epochs)
            return [1.0]

        with (
            mock.patch("nano_neuron.train_model", pretend),
            mock.patch("nano_neuron._EPOCHS_PER_SLICE", 10**6),
            contextlib.redirect_stdout(io.StringIO()),
        ):
            costs = nano_neuron._train_and_print(
                NanoNeuron(0, 0), 10**8, 0.0005, [1.0], [1.0]
            )
        self.assertEqual(sum(lengths), 10**8)
        self.assertLessEqual(max(lengths), 10**6)
        self.assertLess(len(costs), 50)

    def test_it_stops_at_the_first_cost_that_is_not_finite(self):
        x_train, y_train, _, _ = generate_datasets()
        given = list(
            nano_neuron._train_in_slices(
                NanoNeuron(0.5, 0.5), 10**12, 0.001, x_train, y_train, {0, 10**12}
            )
        )
        self.assertEqual([epoch for epoch, _ in given], [0, 422])
        self.assertEqual(given[-1][1], math.inf)


class Failures(unittest.TestCase):
    """Bad arguments, and training that goes wrong."""

    def test_bad_values(self):
        for arguments, name, given, need in (
            (["--epochs", "0"], "--epochs", "'0'", "a whole number from 1"),
            (["--epochs", "-3"], "--epochs", "'-3'", "a whole number from 1"),
            (["--epochs", "1.5"], "--epochs", "'1.5'", "a whole number from 1"),
            (["--epochs", "many"], "--epochs", "'many'", "a whole number from 1"),
            (["--epochs", ""], "--epochs", "''", "a whole number from 1"),
            (["--epochs="], "--epochs", "''", "a whole number from 1"),
            (["--epochs", "1\n2"], "--epochs", r"'1\n2'", "a whole number from 1"),
            (["--epochs"], "--epochs", "", "expected one argument"),
            (["--alpha", "0"], "--alpha", "'0'", "a finite number above 0"),
            (["--alpha", "-1"], "--alpha", "'-1'", "a finite number above 0"),
            (["--alpha", "-1e-3"], "--alpha", "'-1e-3'", "a finite number above 0"),
            (["--alpha", "nan"], "--alpha", "'nan'", "a finite number above 0"),
            (["--alpha", "inf"], "--alpha", "'inf'", "a finite number above 0"),
            (["--alpha", "1e999"], "--alpha", "'1e999'", "a finite number above 0"),
            (["--seed", "1.5"], "--seed", "'1.5'", "a whole number"),
            (["--seed", ""], "--seed", "''", "a whole number"),
            (["nan"], "celsius", "'nan'", "a finite number of °C"),
            (["inf"], "celsius", "'inf'", "a finite number of °C"),
            (["-inf"], "celsius", "'-inf'", "a finite number of °C"),
            (["seventy"], "celsius", "'seventy'", "a finite number of °C"),
            (["70", ""], "celsius", "''", "a finite number of °C"),
            (["--fast"], "unknown option", "'--fast'", "see --help"),
            (["-x", "70"], "unknown option", "'-x'", "see --help"),
            (["--fast", "--slow"], "unknown option", "'--fast'", "see --help"),
            (["--epoch", "5"], "unknown option", "'--epoch'", "see --help"),
        ):
            with (
                self.subTest(arguments=arguments),
                mock.patch(
                    "nano_neuron.train_model", side_effect=AssertionError("it trained")
                ),
            ):
                status, output, errors = run_here(*arguments)
                self.assertEqual((status, output), (2, ""))
                self.assertRegex(errors, r"\Anano_neuron\.py: error: .*\n\Z")
                for words in (name, given, need):
                    self.assertIn(words, errors)

    def test_bad_value_as_a_process(self):
        status, output, errors = run("--epochs", "0")
        self.assertEqual((status, output), (2, ""))
        self.assertEqual(
            errors,
            "nano_neuron.py: error: argument --epochs: "
            "got '0', need a whole number from 1\n",
        )

    def test_numbers_that_are_welcome(self):
        for arguments, asked in (
            (["-40", "37.5"], ["-40", "37.5"]),
            (["-1e1", "-.5", "-5.", "+3"], ["-10", "-0.5", "-5", "3"]),
            (["10", "--seed", "-3", "20"], ["10", "20"]),
            (["--seed=3", "--", "-7"], ["-7"]),
            ([], ["70"]),
        ):
            with self.subTest(arguments=arguments):
                status, output, errors = run_here("--epochs", "1", *arguments)
                self.assertEqual((status, errors), (None, ""))
                answers = re.findall(r"(\S+) °C: the neuron thinks", output)
                self.assertEqual(answers, asked)

    def test_too_large_steps(self):
        for alpha, epochs, now in (
            ("0.001", "70000", "more than a number can be"),
            ("0.00062", "70000", "more than a number can be"),
            ("0.00061", "1000", None),
            ("1", "1000000000", "more than a number can be"),
            ("1e300", "1000000000", "more than a number can be"),
        ):
            with self.subTest(alpha=alpha):
                arguments = ("--alpha", alpha, "--epochs", epochs, "--seed", "1")
                status, output, errors = run_here(*arguments)
                self.assertEqual(status, 1)
                self.assertIn(
                    f"the steps were too large (alpha = {float(alpha)})", errors
                )
                self.assertIn("smaller --alpha", errors)
                self.assertIn("from 7608.51 to " + (now or ""), errors)
                self.assertNotIn("°C: the neuron thinks", output)
                self.assertNotIn("after", output)
                self.assertNotRegex(output, "inf|nan")
                self.assertLessEqual(max(map(len, errors.splitlines())), 80)

    def test_too_small_steps(self):
        status, output, errors = run_here("--alpha", "1e-300", "--epochs", "2")
        self.assertEqual(status, 1)
        self.assertIn("the steps were too small (alpha = 1e-300)", errors)
        self.assertIn("larger --alpha", errors)
        self.assertNotIn("°C: the neuron thinks", output)

    def test_what_counts_as_failure(self):
        for before, after, words in (
            (5000.0, 4999.999999999, ""),
            (0.0, 0.0, ""),
            (5000.0, 5000.0, "too small"),
            (5000.0, 5000.000000001, "too small"),
            (5000.0, 5000.1, "too large"),
            (5000.0, math.inf, "too large"),
            (5000.0, math.nan, "too large"),
        ):
            failure = nano_neuron._failure({0: before, 9: after}, 0.1)
            self.assertIn(words, failure)
            self.assertEqual(bool(failure), bool(words))

    def test_failed_training_as_a_process(self):
        status, _, errors = run("--alpha", "1")
        self.assertEqual(status, 1)
        self.assertIn("smaller --alpha", errors)
        self.assertNotIn("Traceback", errors)


class Process(unittest.TestCase):
    """The ways in which a command is started, and in which it ends."""

    def test_all_ways_to_start_it_are_the_same(self):
        arguments = ("--seed", "3", "--epochs", "20", "5")
        as_script = run(*arguments)
        self.assertEqual(as_script[0], 0)
        self.assertEqual(run(*arguments, program=("-m", "nano_neuron")), as_script)
        command = "import sys, nano_neuron; sys.exit(nano_neuron._command())"
        self.assertEqual(run(*arguments, program=("-c", command)), as_script)

    def test_help(self):
        status, output, errors = run("--help")
        self.assertEqual((status, errors), (0, ""))
        for words in ("--epochs N", "--alpha RATE", "--seed N", "--version", "celsius"):
            self.assertIn(words, output)
        text = " ".join(output.split())
        for default in (70, 70000, 0.0005):
            self.assertIn(f"(default: {default})", text)
        examples = re.findall(r"^  python nano_neuron.py (.*?)  ", output, re.M)
        self.assertEqual(len(examples), 3)
        for example in examples[:2]:
            self.assertIsNone(run_here("--epochs", "1", *example.split())[0])
        self.assertEqual(run_here(*examples[2].split())[0], 1)

    def test_version(self):
        self.assertEqual(run("--version"), (0, "nano-neuron 1.0.0\n", ""))
        self.assertEqual(nano_neuron.__version__, "1.0.0")

    def test_import_prints_nothing(self):
        self.assertEqual(run(program=("-c", "import nano_neuron")), (0, "", ""))

    def test_main_in_a_notebook(self):
        # A notebook's sys.argv is about its kernel; and None is what it does not echo.
        with (
            mock.patch.object(sys, "argv", ["kernel", "-f", "x.json"]),
            mock.patch("nano_neuron._EPOCHS", 20),
            contextlib.redirect_stdout(io.StringIO()) as stdout,
        ):
            self.assertIsNone(main())
        self.assertIn("70 °C: the neuron thinks", stdout.getvalue())

    def test_main_does_not_end_the_interpreter(self):
        self.assertIsNone(run_here("--help")[0])
        self.assertEqual(run_here("--nonsense")[0], 2)

    @unittest.skipIf(os.name == "nt", "Windows has no executable files of this kind")
    def test_the_file_is_executable(self):
        path = ROOT / "nano_neuron.py"
        self.assertTrue(os.access(path, os.X_OK))
        first_line = path.read_text(encoding="utf-8").splitlines()[0]
        self.assertEqual(first_line, "#!/usr/bin/env python3")

    @unittest.skipIf(os.name == "nt", "Windows sends no SIGINT to one process")
    def test_ctrl_c(self):
        process = start("--epochs", "1000000000", preexec_fn=default_interrupt)
        self.addCleanup(stop, process)
        for line in process.stdout:
            if line.split()[:1] == ["100"]:
                break
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(errors, "nano_neuron.py: stopped\n")

    def test_a_reader_that_leaves(self):
        for lines in (0, 1):
            process = start("--epochs", "1000")
            self.addCleanup(stop, process)
            for _ in range(lines):
                process.stdout.readline()
            process.stdout.close()
            errors = process.stderr.read()
            process.wait(timeout=PATIENCE)
            self.assertEqual((process.returncode, errors), (0, ""))

    @unittest.skipUnless(
        os.path.exists("/dev/full"), "needs a disk that is always full"
    )
    def test_a_full_disk(self):
        reason = os.strerror(errno.ENOSPC)
        expected = f"nano_neuron.py: error: cannot write the output: {reason}\n"
        for arguments in (["--epochs", "10"], ["--help"], ["--version"]):
            with open("/dev/full", "w") as full:
                status, _, errors = run(*arguments, stdout=full)
            self.assertEqual((status, errors), (1, expected))

    def test_a_terminal_without_degrees(self):
        environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
        status, output, errors = run("--epochs", "5", env=environment)
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("70 ?C: the neuron thinks", output)
        status, output, errors = run("--help", env=environment)
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("in ?C", output)
        status, output, errors = run("hot", env=environment)
        self.assertEqual((status, output), (2, ""))
        self.assertIn("need a finite number of ?C", errors)
        # From a REPL as well, where nothing but main is called.
        in_repl = ("-c", "import nano_neuron; nano_neuron.main(['--epochs', '5'])")
        status, _, errors = run(program=in_repl, env=environment)
        self.assertEqual((status, errors), (0, ""))

    def test_an_old_terminal(self):
        process = start(
            "--epochs", "5", env={**ENVIRONMENT, "PYTHONIOENCODING": "cp437"}
        )
        self.addCleanup(stop, process)
        output = process.stdout.buffer.read()
        self.assertEqual(process.stderr.read(), "")
        self.assertIn("70 °C: the neuron thinks", output.decode("cp437"))

    @unittest.skipIf(os.name == "nt", "closes files as a Unix shell does")
    def test_without_stdout_and_stderr(self):
        for closed, arguments, expected in (
            (1, ["--epochs", "5"], 0),
            (2, ["--epochs", "5"], 0),
            (2, ["--epochs", "0"], 2),
        ):
            status, output, errors = run(
                *arguments, preexec_fn=lambda descriptor=closed: os.close(descriptor)
            )
            self.assertEqual((status, errors), (expected, ""))
            if expected == 2:
                self.assertEqual(output, "")


@unittest.skipUnless(pty, "the platform has no pseudo-terminals")
class Terminal(unittest.TestCase):
    """The progress display, which only a terminal gets to see."""

    def setUp(self):
        self.master, self.terminal = pty.openpty()
        self.addCleanup(os.close, self.master)
        self.seen = ""

    def read_until(self, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition() and time.monotonic() < deadline:
            try:
                self.seen += os.read(self.master, 4096).decode()
            except OSError:  # so Linux says that nobody writes any more
                return

    def screen(self):
        """Return what the lines of a terminal show after all that was written."""
        lines = [[]]
        column = 0
        for character in self.seen:
            if character == "\r":
                column = 0
            elif character == "\n":
                lines.append([])
                column = 0
            else:
                lines[-1][column : column + 1] = [character]
                column += 1
        return ["".join(line).rstrip() for line in lines]

    def watch(self, *arguments, **options):
        """Start the program with our terminal as its stderr."""
        process = start(*arguments, stderr=self.terminal, **options)
        self.addCleanup(stop, process)
        os.close(self.terminal)
        return process

    def test_progress_is_shown_and_goes_away(self):
        process = self.watch(
            *("--epochs", "1000000000"),
            stdout=subprocess.DEVNULL,
            preexec_fn=default_interrupt,
        )
        self.read_until(lambda: self.seen.count("training [") >= 3)
        shown = [line for line in self.seen.split("\r") if "training [" in line]
        self.assertGreaterEqual(len(shown), 3)
        for line in shown:
            self.assertRegex(line, r"^training \[\.{20}\]   0%, about .* left *$")
            self.assertLess(len(line), 80)
        process.send_signal(signal.SIGINT)
        self.read_until(lambda: False)
        self.assertEqual(process.wait(timeout=PATIENCE), 130)
        self.assertEqual(self.screen(), ["nano_neuron.py: stopped", ""])

    def test_nothing_stays_when_training_ends(self):
        process = self.watch("--epochs", "12000", "--seed", "1")
        self.read_until(lambda: False)
        output = process.stdout.read()
        self.assertEqual(process.wait(timeout=PATIENCE), 0)
        self.assertEqual(self.screen(), [""])
        self.assertNotIn("training [", output)

    def test_rows_do_not_mix_with_the_progress(self):
        process = self.watch("--epochs", "12000", "--seed", "1", stdout=self.terminal)
        self.read_until(lambda: False)
        self.assertEqual(process.wait(timeout=PATIENCE), 0)
        _, expected, _ = run_here("--epochs", "12000", "--seed", "1")
        self.assertEqual(self.screen(), expected.split("\n"))
        # A row is written on an empty line, not over the progress.
        self.assertNotRegex(self.seen, r"left *\r +\d")


if __name__ == "__main__":
    unittest.main()
