"""Tests of the program as people meet it: main, the command, terminals and pipes."""

import contextlib
import io
import math
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import time
import unittest
from pathlib import Path

import nano_neuron
from nano_neuron import NanoNeuron, forward_propagation, generate_datasets, main

try:
    import pty
except ImportError:  # Windows
    pty = None

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds until a process counts as stuck
ENVIRONMENT = {
    **os.environ,
    "COLUMNS": "80",
    "PYTHONIOENCODING": "utf-8",
    "PYTHONWARNINGS": "error",
}
# Output that is not held back at all would hide what goes wrong with output that is.
ENVIRONMENT.pop("PYTHONUNBUFFERED", None)
UNIX = unittest.skipUnless(os.name == "posix", "needs the signals of Unix")


def run_here(*arguments):
    """Return the result of main in this process, its stdout and its stderr."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        try:
            status = main(arguments)
        except SystemExit as end:
            status = f"exit {end.code}"
    return status, stdout.getvalue(), stderr.getvalue()


def start(*arguments, program=("nano_neuron.py",), **options):
    options = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "env": ENVIRONMENT,
        **options,
    }
    command = [sys.executable, *program, *arguments]
    return subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **options)


def stop(process):
    process.kill()
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


class ProcessTest(unittest.TestCase):
    def start(self, *arguments, **options):
        process = start(*arguments, **options)
        self.addCleanup(stop, process)
        return process

    def run_process(self, *arguments, **options):
        """Return exit status, stdout and stderr."""
        process = self.start(*arguments, **options)
        stdout, stderr = process.communicate(timeout=PATIENCE)
        return process.returncode, stdout, stderr

    def handle_ctrl_c(self, handler):
        """Let what is started after this inherit it, however the tests were started."""
        self.addCleanup(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT))
        signal.signal(signal.SIGINT, handler)


class Expected:
    """What a run should show, worked out from how far w and b are from the rule.

    All examples are on the line 1.8 * x + 32. So, with v = w - 1.8 and c = b - 32, all
    that training does depends on v, c, the mean of x and the mean of x * x.
    """

    def __init__(self, seed, epochs, alpha=0.0005):
        numbers = random.Random(seed)
        w, b = numbers.random(), numbers.random()
        mean = statistics.mean(range(100))
        square = statistics.mean(x * x for x in range(100))
        self.states = []
        for _ in range(epochs + 1):
            v, c = w - 1.8, b - 32
            cost = (v * v * square + 2 * v * c * mean + c * c) / 2
            dw, db = -(v * square + c * mean), -(v * mean + c)
            self.states.append((w, b, cost, dw, db))
            w, b = w + alpha * dw, b + alpha * db

    def row(self, epoch):
        w, b, cost, dw, db = self.states[epoch]
        text = f"{epoch:,} {w:.4f} {b:.4f} {cost:.7f} {dw:.5f} {db:.5f} "
        return text.replace("-0.00000 ", "0.00000 ").split()

    def cost_picture(self, top, powers):
        """Return the marks where row r of the picture stands for 10^(top - r * powers)."""
        rows = [[" "] * 27 for _ in range(11)]
        for column in range(27):
            cost = self.states[(len(self.states) - 1) * column // 26][2]
            rows[round((top - math.log10(cost)) / powers)][column] = "*"
        return ["".join(row) for row in rows]

    def line_picture(self, step):
        """Return the marks where a row of the picture is that many °F high."""
        rows = [[" "] * 33 for _ in range(11)]
        for mark, (w, b), columns in (
            (".", self.states[0][:2], range(33)),
            ("*", self.states[-1][:2], range(33)),
            ("o", (1.8, 32), range(0, 33, 4)),
        ):
            for column in columns:
                fahrenheit = w * column * 100 / 32 + b
                rows[10 - round(fahrenheit / step)][column] = mark
        return ["".join(row) for row in rows]


def pictures_in(output):
    """Return labels and marks of the left picture, and of the right one."""
    lines = output.split("\n\n")[2].splitlines()[1:12]
    parts = [re.fullmatch(r" *(\S+) \|(.{27}) +(\S+) \|(.*)", line) for line in lines]
    left_labels, left, right_labels, right = zip(*(part.groups() for part in parts))
    return left_labels, left, right_labels, tuple(row.ljust(33) for row in right)


LONG_RUN = """
import contextlib, io, sys, nano_neuron

def peak():
    with contextlib.suppress(OSError), open("/proc/self/status") as status:
        return int(status.read().partition("VmHWM:")[2].split()[0])
    return 0

with contextlib.redirect_stdout(io.StringIO()):
    nano_neuron.main(["--epochs", "1000"])
before = peak()
nano_neuron.main(["--seed", "42", "--epochs", "66000", "--alpha", "0.0006"])
print(peak() - before, file=sys.stderr)
"""


def setUpModule():
    # It trains while other tests run.
    Screen.long_run = start(program=("-c", LONG_RUN))
    unittest.addModuleCleanup(stop, Screen.long_run)


class Screen(ProcessTest):
    """What a run shows, against numbers that are found another way."""

    @classmethod
    def setUpClass(cls):
        cls.status, cls.output, cls.errors = run_here(
            *("--seed", "5", "--epochs", "1234", "-40", "37.5", "100")
        )
        cls.expected = Expected(5, 1234)
        cls.words = [line.split() for line in cls.output.splitlines()]

    def test_it_ends_well_and_fits_the_screen(self):
        self.assertEqual((self.status, self.errors), (None, ""))
        lines = self.output.splitlines()
        self.assertLessEqual(max(map(len, lines)), 79)
        self.assertEqual(lines, [line.rstrip() for line in lines])
        # Pictures and results stand whole on the last 23 lines, above a prompt.
        self.assertIn("each row", lines[-23])
        self.assertIn("learns from 100 examples", lines[0])
        self.assertEqual(lines[3], "The learning rate alpha is 0.0005.")

    def test_the_learning_table(self):
        header, *rows = (
            line.split() for line in self.output.split("\n\n")[1].split("\n")
        )
        self.assertEqual(header, ["epoch", "w", "b", "cost", "dw", "db"])
        epochs = (0, 1, 2, 3, 10, 100, 1000, 1234)
        self.assertEqual(rows, [self.expected.row(epoch) for epoch in epochs])

    def test_the_pictures(self):
        costs, cost_marks, heights, line_marks = pictures_in(self.output)
        powers = "10000 1000 100 10 1 0.1 0.01 0.001 0.0001 0.00001 0.000001"
        self.assertEqual(costs, tuple(powers.split()))
        self.assertEqual(list(cost_marks), self.expected.cost_picture(4, 1))
        # The highest of all points is the trained neuron's, at 100 °C.
        w, b = self.expected.states[-1][:2]
        step = math.ceil((100 * w + b) / 10)
        self.assertEqual(heights, tuple(str(step * row) for row in range(10, -1, -1)))
        self.assertEqual(list(line_marks), self.expected.line_picture(step))
        picture = self.output.split("\n\n")[2].splitlines()
        self.assertIn("cost: each row 10 times less", picture[0])
        self.assertEqual(
            picture[-1].split(), ["0", "epochs", "1,234", "0", "°C", "100"]
        )

    def test_the_results(self):
        before, after = self.expected.states[0], self.expected.states[-1]
        tests = [x + 0.5 for x in range(100)]
        costs = []  # of the test
        for w, b, *_ in (before, after):
            squares = [(1.8 * x + 32 - (w * x + b)) ** 2 for x in tests]
            costs.append(f"{statistics.mean(squares) / 2:.7f}")
        rows = [
            ["before", "after", "the", "rule"],
            ["w", f"{before[0]:.4f}", f"{after[0]:.4f}", "1.8000"],
            ["b", f"{before[1]:.4f}", f"{after[1]:.4f}", "32.0000"],
            ["cost,", "training", "set", f"{before[2]:.7f}", f"{after[2]:.7f}"],
            ["cost,", "test", "set", *costs],
        ]
        for asked, correct in (
            ("-40", "-40.0000"),
            ("37.5", "99.5000"),
            ("100", "212.0000"),
        ):
            answers = [f"{w * float(asked) + b:.4f}" for w, b, *_ in (before, after)]
            rows.append([asked, "°C", "in", "°F", *answers, correct])
        self.assertEqual(self.words[-len(rows) :], rows)

    def test_a_long_run(self):
        output, kilobytes = self.long_run.communicate(timeout=PATIENCE)
        self.assertEqual(self.long_run.returncode, 0)
        # Memory stays flat; a list of all the costs would take 2,112.
        if sys.implementation.name == "cpython":
            self.assertLess(int(kilobytes), 800)
        # So small a cost at the end that a row of the picture is 100 times less.
        expected = Expected(42, 66_000, 0.0006)
        costs, cost_marks, _, line_marks = pictures_in(output)
        powers = "10000 100 1 0.01 0.0001 0.000001 1e-08 1e-10 1e-12 1e-14 1e-16"
        self.assertEqual(costs, tuple(powers.split()))
        self.assertEqual(list(cost_marks), expected.cost_picture(4, 2))
        self.assertEqual(list(line_marks), expected.line_picture(22))
        self.assertIn("cost: each row 100 times less", output)
        self.assertIn(expected.row(66_000), [row.split() for row in output.split("\n")])

    def test_what_is_asked_by_default(self):
        _, output, _ = run_here("--epochs", "1")
        asked = re.findall(r"^(\S+) °C in °F .* (\S+)$", output, re.M)
        answers = [("0", "32.0000"), ("37.5", "99.5000"), ("70", "158.0000")]
        self.assertEqual(asked, answers)

    def test_no_run_breaks_the_layout(self):
        for arguments in (
            ["--epochs", "1"],
            ["--epochs", "2", "--alpha", "1e-12"],
            ["--epochs", "9", "--alpha", "1.2345678901234567e-10"],
            ["--epochs", "1111", "--alpha", "0.00060896"],
            ["--epochs", "1000", "--alpha", "0.000609"],
            ["--epochs", "99", "--alpha", "0.001"],
            ["--epochs", "99", "--alpha", "1e300"],
            ["--epochs", "5", "--", "1e308", "-1e308", "-1.234567891e-300", "-0.0"],
        ):
            for seed in ("1", "2"):
                with self.subTest(arguments=arguments, seed=seed):
                    _, output, errors = run_here("--seed", seed, *arguments)
                    lines = (output + errors).splitlines()
                    self.assertLessEqual(max(map(len, lines)), 79)
                    self.assertNotRegex(output, r"-0\.0+\s")
                    for row in output.split("\n\n")[1].splitlines():
                        self.assertEqual(len(row.split()), 6, row)
                        self.assertEqual(len(row), 74, row)

    def test_numbers_that_would_fill_their_column(self):
        _, output, _ = run_here("--seed", "1", "--epochs", "1", "1e308", "--", "-1e12")
        words = [line.split() for line in output.splitlines()]
        w = random.Random(1).random()
        row = ["1e+308", "°C", "in", "°F", f"{w * 1e308:.1e}", "inf", "inf"]
        self.assertIn(row, words)
        self.assertIn("-1.8e+12", words[-1])

    def test_a_seed_repeats_a_run_and_no_seed_does_not(self):
        runs = [run_here("--epochs", "9", "--seed", seed) for seed in ("-7", "-7", "8")]
        self.assertEqual(runs[0], runs[1])
        self.assertNotEqual(runs[0], runs[2])
        self.assertNotEqual(run_here("--epochs", "1"), run_here("--epochs", "1"))


class Failure(ProcessTest):
    """Bad options, and training that goes wrong."""

    def test_bad_values(self):
        for arguments, *words in (
            (["--epochs", "0"], "argument --epochs", "got 0", "need 1 or more"),
            (["--epochs", "-3"], "argument --epochs", "got -3", "need 1 or more"),
            (["--epochs", "many"], "argument --epochs", "'many'"),
            (["--alpha", "0"], "argument --alpha", "got 0.0", "finite", "above 0"),
            (["--alpha", "-1"], "argument --alpha", "got -1.0", "finite", "above 0"),
            (["--alpha", "nan"], "argument --alpha", "got nan", "finite", "above 0"),
            (["--alpha", "1e999"], "argument --alpha", "got inf", "finite", "above 0"),
            (["--seed", "1.5"], "argument --seed", "'1.5'"),
            (["70", "nan"], "argument celsius", "got nan", "finite"),
            (["--", "-1e999"], "argument celsius", "got -inf", "finite"),
            (["seventy"], "argument celsius", "'seventy'"),
            (["--fast"], "--fast"),
            (["--epoch", "5"], "--epoch"),
        ):
            with self.subTest(arguments=arguments):
                status, output, errors = run_here(*arguments)
                self.assertEqual((status, output), ("exit 2", ""))
                # In somebody else's program as well, the usage is not without a name.
                self.assertRegex(errors, r"\Ausage: nano-neuron \[-h\]")
                last_line = errors.splitlines()[-1]
                for word in ("nano-neuron: error: ", *words):
                    self.assertIn(word, last_line)

    def test_numbers_that_are_welcome(self):
        for arguments, asked in (
            (["-40", "37.5", "-.5", "+3"], ["-40", "37.5", "-0.5", "3"]),
            (["--seed=3", "12345678901", "--", "-4e1"], ["12345678901", "-40"]),
        ):
            _, output, _ = run_here("--epochs", "1", *arguments)
            self.assertEqual(re.findall(r"^(\S+) °C in °F", output, re.M), asked)

    def test_steps_that_are_too_large(self):
        status, output, errors = run_here("--seed", "1", "--alpha", "0.001")
        self.assertEqual(status, 1)
        numbers = random.Random(1)
        model = NanoNeuron(numbers.random(), numbers.random())
        _, cost = forward_propagation(model, *generate_datasets()[:2])
        self.assertEqual(
            errors,
            "nano-neuron: training failed: the cost did not fall.\n"
            f"With alpha 0.001 it was {cost} at the start,\n"
            "and is nan at epoch 1,000.\n"
            "If it rose, try a smaller --alpha; if it hardly moved, a larger one.\n",
        )
        rows = [line.split() for line in output.split("\n\n")[1].splitlines()]
        epochs = ["0", "1", "2", "3", "10", "100"]
        self.assertEqual([row[0] for row in rows[1:]], epochs)
        self.assertNotIn("before", output)

    def test_a_cost_that_is_not_lower_at_the_end(self):
        for arguments in (
            ("--alpha", "0.0006089685000427944", "--epochs", "1"),
            ("--alpha", "0.00061", "--epochs", "1000"),
            ("--alpha", "1e-300", "--epochs", "2"),
        ):
            status, output, errors = run_here("--seed", "1", *arguments)
            self.assertEqual(status, 1)
            numbers = re.search(
                rf"alpha {arguments[1]} it was (\S+) at [^.]*is (\S+) at epoch (\S+)\.",
                errors,
            ).groups()
            self.assertGreaterEqual(float(numbers[1]), float(numbers[0]))
            self.assertEqual(numbers[2].replace(",", ""), arguments[3])
            self.assertNotIn("before", output)

    def test_failed_training_as_a_process(self):
        status, _, errors = self.run_process("--alpha", "1")
        self.assertEqual(status, 1)
        self.assertRegex(errors, r"\Anano_neuron\.py: training failed(.*\n){4}\Z")


class Command(ProcessTest):
    """The ways in which it is started, and in which it ends."""

    def test_all_ways_to_start_it_are_the_same(self):
        toml = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        function = re.search(r'^nano-neuron = "nano_neuron:(\w+)"$', toml, re.M)[1]
        installed = f"import sys, nano_neuron as n; sys.exit(n.{function}())"
        in_repl = "import sys, nano_neuron; nano_neuron.main(sys.argv[1:])"
        name = "nano_neuron.py"
        for program, its_name in (
            (["nano_neuron.py"], name),
            (["-m", "nano_neuron"], name),
            (["-c", installed], "nano-neuron"),
            (["-c", in_repl], "nano-neuron"),
        ):
            with self.subTest(program=program):
                arguments = ("--seed", "3", "--epochs", "20", "5")
                result = self.run_process(*arguments, program=program)
                self.assertEqual(result, (0, run_here(*arguments)[1], ""))
                status, output, errors = self.run_process("--fast", program=program)
                self.assertEqual((status, output), (2, ""))
                self.assertRegex(errors, rf"\Ausage: {its_name} \[")
                self.assertRegex(errors, rf"(?m)^{its_name}: error: .*--fast\n\Z")

    def test_help(self):
        status, output, errors = self.run_process("--help")
        self.assertEqual((status, errors), (0, ""))
        text = " ".join(output.split())
        for words in ("70000", "0.0005", "0, 37.5 and 70"):
            self.assertIn(f"(default: {words})", text)
        examples = re.findall(r"^  nano_neuron.py (.*?)  ", output, re.M)
        statuses = []
        for example in examples:
            arguments = ["--epochs", "9", *example.split(), "--seed", "1"]
            statuses.append(run_here(*arguments)[0])
        # The last one shows steps that are too large.
        self.assertEqual(statuses, [None, None, 1])

    def test_version(self):
        self.assertEqual(nano_neuron.__version__, "1.0.0")
        self.assertEqual(self.run_process("--version"), (0, "nano-neuron 1.0.0\n", ""))

    def test_main_leaves_the_streams_as_they_were(self):
        with io.TextIOWrapper(io.BytesIO(), "utf-8", errors="strict") as stream:
            handlers = signal.getsignal(signal.SIGINT)
            with contextlib.redirect_stdout(stream):
                self.assertIsNone(main(["--epochs", "5"]))
            self.assertEqual((stream.errors, stream.line_buffering), ("strict", False))
            self.assertEqual(signal.getsignal(signal.SIGINT), handlers)
            stream.flush()
            self.assertIn("70 °C", stream.buffer.getvalue().decode())

    @UNIX
    def test_the_file_is_executable(self):
        path = ROOT / "nano_neuron.py"
        self.assertTrue(os.access(path, os.X_OK))
        self.assertTrue(path.read_bytes().startswith(b"#!/usr/bin/env python3\n"))

    @UNIX
    def test_ctrl_c(self):
        self.handle_ctrl_c(signal.default_int_handler)
        process = self.start("--epochs", "1000000000")
        rows = iter(process.stdout.readline, "")
        # A row is there at once, also in a pipe.
        self.assertTrue(any(row.split()[:1] == ["100"] for row in rows))
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.stderr.read(), "")
        self.assertEqual(process.wait(timeout=PATIENCE), -signal.SIGINT)

    @UNIX
    def test_ctrl_c_while_nobody_reads(self):
        self.handle_ctrl_c(signal.default_int_handler)
        # More output than a pipe holds.
        process = self.start("--epochs", "1", *["37.5"] * 5000)
        process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=PATIENCE), -signal.SIGINT)
        self.assertEqual(process.stderr.read(), "")

    @UNIX
    @unittest.skipIf(sys.implementation.name == "pypy", "PyPy itself forgets it")
    def test_ctrl_c_that_is_ignored_in_the_background(self):
        self.handle_ctrl_c(signal.SIG_IGN)
        process = self.start("--epochs", "3000")
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, errors), (0, ""))
        self.assertIn("70 °C", output)

    @UNIX
    def test_a_reader_that_leaves(self):
        process = self.start("--epochs", "1000")
        process.stdout.close()
        self.assertEqual(process.stderr.read(), "")
        self.assertEqual(process.wait(timeout=PATIENCE), -signal.SIGPIPE)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no disk here is always full")
    def test_a_full_disk(self):
        for arguments in (["--epochs", "10"], ["--help"], ["--version"]):
            with open("/dev/full", "w") as full:
                status, _, errors = self.run_process(*arguments, stdout=full)
            self.assertEqual(status, 1)
            self.assertRegex(errors, r"\Anano_neuron\.py: cannot write: .+\n\Z")

    def test_a_terminal_without_degrees(self):
        environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
        for arguments in (["--epochs", "5"], ["--help"]):
            status, output, errors = self.run_process(*arguments, env=environment)
            self.assertEqual((status, errors), (0, ""))
            self.assertIn("?C", output)

    @UNIX
    def test_without_stdout(self):
        command = f'exec "{sys.executable}" nano_neuron.py --epochs 5 >&-'
        process = subprocess.Popen(
            command, shell=True, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8"
        )
        self.addCleanup(stop, process)
        _, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, errors), (0, ""))


@unittest.skipUnless(pty, "the platform has no pseudo-terminals")
class Terminal(ProcessTest):
    """The progress, which only a terminal gets to see."""

    def setUp(self):
        self.master, self.terminal = pty.openpty()
        self.addCleanup(os.close, self.master)

    def watch(self, *arguments, **options):
        """Start the program with our terminal as its stderr, and yield what it writes."""
        self.process = self.start(*arguments, stderr=self.terminal, **options)
        os.close(self.terminal)
        with contextlib.suppress(OSError):  # so Linux says that nobody writes any more
            while True:
                text = os.read(self.master, 4096).decode()
                if not text:
                    return
                yield text

    def screen(self, text):
        """Return what the lines of a terminal show after all that was written."""
        lines = []
        for line in text.split("\n"):
            shown = ""
            for piece in line.split("\r"):
                shown = piece + shown[len(piece) :]
            lines.append(shown.rstrip())
        return lines

    def test_the_progress_moves(self):
        seen = ""
        for text in self.watch("--epochs", "1000000000", stdout=subprocess.DEVNULL):
            seen += text
            shown = re.findall(r"\r *([\d,]+) of 1,000,000,000 *(?=\r)", seen)
            if len(shown) > 9:
                break
        epochs = [int(epoch.replace(",", "")) for epoch in shown]
        self.assertEqual(epochs[:6], [0, 1, 2, 3, 10, 100])
        self.assertEqual(epochs[6:9], [1000, 2000, 3000])

    def test_nothing_stays_of_it(self):
        seen = "".join(self.watch("--seed", "1", "--epochs", "2000"))
        self.assertRegex(seen, " 100 of ")
        self.assertEqual(self.screen(seen), [""])

    def test_nothing_stays_of_it_where_training_fails(self):
        arguments = ("--seed", "1", "--alpha", "0.001")
        seen = "".join(self.watch(*arguments))
        self.assertRegex(seen, " 100 of ")
        message = run_here(*arguments)[2].replace("nano-neuron:", "nano_neuron.py:")
        self.assertEqual(self.screen(seen), message.split("\n"))

    def test_rows_do_not_mix_with_it(self):
        arguments = ("--epochs", "2000", "--seed", "1")
        seen = "".join(self.watch(*arguments, stdout=self.terminal))
        self.assertEqual(self.screen(seen), run_here(*arguments)[1].split("\n"))
        # A row is written on an empty line, not over the progress.
        self.assertNotRegex(seen, r"of 2,000 *\r +\d")


if __name__ == "__main__":
    unittest.main()
