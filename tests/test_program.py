"""Tests of the program as people meet it: main, the command, guests, terminals."""

import contextlib
import functools
import io
import math
import os
import random
import re
import signal
import statistics
import struct
import subprocess
import sys
import time
import unittest
from pathlib import Path
from unittest import mock

from nano_neuron import main

try:
    import fcntl
    import pty
    import termios
except ImportError:  # Windows
    pty = None

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds until a process counts as stuck
ENVIRONMENT = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "error"}
# Output that is not held back at all would hide what goes wrong with output that is.
ENVIRONMENT.pop("PYTHONUNBUFFERED", None)
UNIX = unittest.skipUnless(os.name == "posix", "needs the signals of Unix")


def run_here(arguments):
    """Return the result of main in this process, its stdout and its stderr."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        try:
            status = main(arguments)
        except SystemExit as end:
            status = f"exit {end.code}"
    return status, stdout.getvalue(), stderr.getvalue()


class ProcessTest(unittest.TestCase):
    def setUp(self):
        # What is started inherits this, however the tests were started.
        self.addCleanup(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT))
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def start(self, arguments, program=("nano_neuron.py",), **options):
        pipe = subprocess.PIPE
        options = {"stdout": pipe, "stderr": pipe, "env": ENVIRONMENT, **options}
        command = [sys.executable, *program, *arguments.split()]
        process = subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **options)
        self.addCleanup(process.__exit__, None, None, None)
        self.addCleanup(process.kill)
        return process

    def run_process(self, arguments, **options):
        process = self.start(arguments, **options)
        stdout, stderr = process.communicate(timeout=PATIENCE)
        return process.returncode, stdout, stderr


class Expected:
    """What a run should show, worked out from v = w - 1.8 and c = b - 32.

    With them, all depends on the mean of x and the mean of x * x.
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

    def cost_picture(self, rows, every):
        """Return the marks of the stops, if a power of ten is that many rows high."""
        picture, last = [[" "] * 27 for _ in range(11)], len(self.states) - 1
        for epoch in {1, 2, 3, 10, 100, 1000, last, *range(0, last, every)}:
            if epoch <= last:
                row = (4 - math.log10(self.states[epoch][2])) * rows
                picture[round(row)][round(26 * epoch / last)] = "*"
        return ["".join(row) for row in picture]


def cost_picture_in(output):
    """Return its labels in one string, and its rows of marks."""
    lines = output.split("\n\n")[2].splitlines()[1:12]
    parts = [re.match(r" *(\S*) \|(.{27})", line).groups() for line in lines]
    return " ".join(label or "-" for label, _ in parts), [marks for _, marks in parts]


class Screen(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.result = run_here("--seed 5 --epochs 1234 -40 37.5 100")
        cls.output = cls.result[1]
        cls.expected = Expected(5, 1234)

    def test_it_ends_well_and_fits_the_screen(self):
        self.assertEqual(self.result, (None, self.output, ""))
        lines = self.output.splitlines()
        self.assertLessEqual(max(map(len, lines)), 79)
        self.assertEqual(lines, [line.rstrip() for line in lines])
        # Pictures and results stand whole on the last 23 lines, above a prompt.
        self.assertIn("times apart", lines[-23])
        self.assertIn("learns from 100 examples", lines[0])
        self.assertEqual(lines[3], "The learning rate alpha is 0.0005.")

    def test_the_learning_table(self):
        header, *rows = self.output.split("\n\n")[1].splitlines()
        self.assertEqual(header.split(), ["epoch", "w", "b", "cost", "dw", "db"])
        expected = map(self.expected.row, (0, 1, 2, 3, 10, 100, 1000, 1234))
        self.assertEqual([row.split() for row in rows], list(expected))

    def test_the_cost_picture(self):
        for epochs, expected, rows in (
            (1, "10000 - - - - - - - - - 1000", 10),
            (10, "10000 - - - - 1000 - - - - 100", 5),
            (1234, "10000 - - 1000 - - 100 - - 10 -", 3),
        ):
            _, output, _ = run_here(f"--seed 5 --epochs {epochs}")
            picture = Expected(5, epochs).cost_picture(rows, max(1, epochs // 26))
            self.assertEqual(cost_picture_in(output), (expected, picture))
            self.assertIn("cost: labels 10 times apart", output)
            self.assertRegex(output, rf"\n +0 +epochs +{epochs:,} +0 +°C +100\n")

    def test_the_picture_of_the_lines(self):
        lines = self.expected.states[0], self.expected.states[-1], (1.8, 32)
        step = math.ceil(max(100 * w + b for w, b, *_ in lines) / 10)
        rows = [[" "] * 33 for _ in range(11)]
        for (w, b, *_), mark, every in zip(lines, ".*o", (1, 1, 4)):
            for column in range(0, 33, every):
                rows[round(10 - (w * column * 100 / 32 + b) / step)][column] = mark
        shown = self.output.split("\n\n")[2].splitlines()[1:12]
        for height, row, line in zip(range(10, -1, -1), rows, shown):
            expected = f"{height * step} |" + "".join(row)
            self.assertEqual(line[41:].strip(), expected.rstrip())

    def test_the_results(self):
        before, after = self.expected.states[0], self.expected.states[-1]
        training, test = ["cost,", "training", "set"], ["cost,", "test", "set"]
        for w, b, cost, *_ in (before, after):
            training.append(f"{cost:.7f}")
            errors = [1.8 * (x + 0.5) + 32 - w * (x + 0.5) - b for x in range(100)]
            test.append(f"{statistics.mean(e * e for e in errors) / 2:.7f}")
        lines = before, after, (1.8, 32)
        w_row = ["w", *[f"{line[0]:.4f}" for line in lines]]
        b_row = ["b", *[f"{line[1]:.4f}" for line in lines]]
        rows = [["before", "after", "the", "rule"], w_row, b_row, training, test]
        for asked in ("-40", "37.5", "100"):
            answers = [f"{w * float(asked) + b:.4f}" for w, b, *_ in lines]
            rows.append([asked, "°C", "in", "°F", *answers])
        words = [line.split() for line in self.output.splitlines()]
        self.assertEqual(words[-len(rows) :], rows)

    def test_what_is_asked_and_what_the_story_says_of_it(self):
        _, output, _ = run_here("--seed 42 --epochs 10")
        rows = re.findall(r"^(\S+) °C in °F +\S+ +(\S+)", output, re.M)
        answers = [(asked, round(float(answer))) for asked, answer in rows]
        self.assertEqual(answers, [("0", 0), ("37.5", 85), ("70", 158)])
        self.assertRegex(output, r"training set .* 129\.8\d+\n")

    def test_another_rule(self):
        with mock.patch("nano_neuron.celsius_to_fahrenheit", lambda c: 2 * c + 30):
            _, output, _ = run_here("--epochs 5")
        self.assertRegex(output, r"\nw .* 2\.0000\nb .* 30\.0000\n")

    def test_no_run_breaks_the_layout(self):
        for arguments in (
            "--epochs 1",
            "--epochs 2 --alpha 1e-12",
            "--epochs 9 --alpha 1.2345678901234567e-10",
            "--epochs 1000 --alpha 0.000609",
            "--epochs 9392 --alpha 0.0006089678412083394 --seed 953871793",
            "--epochs 99 --alpha 1e300",
            "--epochs 5 -- -17.77778 1e308 -1.23456789012345e-300 6685871041",
        ):
            for seed in ("--seed 1 ", "--seed 2 "):
                _, output, errors = run_here(seed + arguments)
                lines = (output + errors).splitlines()
                self.assertLessEqual(max(map(len, lines)), 79, arguments)
                self.assertNotRegex(output, r"-0\.0+\s")
                for row in output.split("\n\n")[1].splitlines():
                    self.assertEqual((len(row.split()), len(row)), (6, 74), row)
        # However long a name is, the answers stand below each other. In plain digits,
        # those to the last question would touch.
        rows = re.findall("(.*°C in °F)(.*)", output)
        self.assertEqual({len(name + answers) for name, answers in rows}, {79})
        self.assertEqual([len(answers.split()) for _, answers in rows], [3] * 4)

    def test_a_seed_repeats_a_run_and_no_seed_does_not(self):
        options = "--seed 0", "--seed 0", "--seed -7", "", ""
        first, *runs = [run_here(f"--epochs 9 {option}")[1] for option in options]
        self.assertEqual(first, runs[0])
        self.assertEqual(len(set(runs)), 4)


LONG_RUNS = """
import contextlib, io, sys, nano_neuron

def peak():
    with contextlib.suppress(OSError), open("/proc/self/status") as status:
        return int(status.read().partition("VmHWM:")[2].split()[0])
    return 0

with contextlib.redirect_stdout(io.StringIO()):
    nano_neuron.main(["--epochs", "1000"])
before = peak()
nano_neuron.main(["--seed", "42"])
print("=====")
nano_neuron.main(["--seed", "42", "--epochs", "66000", "--alpha", "0.0006"])
print(peak() - before, file=sys.stderr)
"""


class Failure(ProcessTest):
    def test_bad_values(self):
        for arguments, message in (
            ("--epochs 0", "--epochs: got 0, need 1 or more"),
            ("--alpha 0", "--alpha: got 0.0, need a finite number > 0"),
            ("--alpha nan", "--alpha: got nan, need a finite number > 0"),
            ("--alpha inf", "--alpha: got inf, need a finite number > 0"),
            ("70 nan", "celsius: got nan, need a finite number"),
            ("seventy", "celsius: invalid float value: 'seventy'"),
        ):
            status, output, errors = run_here(arguments)
            self.assertEqual((status, output), ("exit 2", ""))
            # In somebody else's program as well, the usage is not without a name.
            self.assertRegex(errors, r"\Ausage: nano-neuron \[-h\]")
            self.assertIn(f"\nnano-neuron: error: argument {message}\n", errors)

    def test_numbers_that_are_welcome(self):
        _, output, _ = run_here("--epochs 1 --seed=3 -40 -.5 12345678901 -- -4e1")
        asked = re.findall(r"^(\S+) °C in °F", output, re.M)
        self.assertEqual(asked, ["-40", "-0.5", "12345678901", "-40"])
        with contextlib.redirect_stdout(None):
            self.assertIsNone(main(["--epochs", 5, 37.5]))

    def test_training_that_fails(self):
        for alpha, epochs, last in (
            ("0.001", 70_000, "nan at epoch 1,000"),
            ("0.0006089685000427944", 1, r"(\d{4}\.\d+) at epoch 1"),
            ("0.00061", 1000, r"(\d+\.\d+) at epoch 1,000"),
            ("1e-300", 2, r"(\d{4}\.\d+) at epoch 2"),
        ):
            arguments = f"--seed 1 --alpha {alpha} --epochs {epochs}"
            status, output, errors = self.run_process(arguments)
            self.assertEqual(status, 1)
            found = re.fullmatch(
                "nano_neuron.py: training failed: the cost did not fall.\n"
                rf"With alpha {alpha} it was (\d+\.\d+) at the start,\n"
                rf"and is {last}.\n"
                "If it hardly moved, try a larger --alpha; else a smaller one.\n",
                errors,
            )
            first, *after = map(float, found.groups())
            self.assertAlmostEqual(first, Expected(1, 0).states[0][2], delta=1e-9)
            self.assertTrue(all(cost >= first for cost in after))
            # The table is all there is, and its numbers are finite.
            _, table, rest = output.split("\n\n")
            self.assertEqual(rest, "")
            self.assertTrue(math.isfinite(float(table.split()[-1])))


class Command(ProcessTest):
    def test_all_ways_to_start_it_are_the_same(self):
        toml = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        function = re.search(r'^nano-neuron = "nano_neuron:(\w+)"$', toml, re.M)[1]
        installed = f"import sys, nano_neuron as n; sys.exit(n.{function}())"
        in_repl = "import sys, nano_neuron; nano_neuron.main(sys.argv[1:])"
        for program, name in (
            (["nano_neuron.py"], "nano_neuron.py"),
            (["-m", "nano_neuron"], "nano_neuron.py"),
            (["-c", installed], "nano-neuron"),
            (["-c", in_repl], "nano-neuron"),
        ):
            with self.subTest(program=program):
                arguments = "--seed 3 --epochs 20 5"
                result = self.run_process(arguments, program=program)
                self.assertEqual(result, (0, run_here(arguments)[1], ""))
                status, output, errors = self.run_process("--epoch 5", program=program)
                self.assertEqual((status, output), (2, ""))
                self.assertRegex(errors, rf"\Ausage: {name} \[")
                status, _, errors = self.run_process("--alpha 1", program=program)
                self.assertEqual(status, 0 if in_repl in program else 1)
                self.assertRegex(errors, rf"\A{name}: training failed(.*\n){{4}}\Z")
                # The examples of --help can be typed as they stand.
                _, output, _ = self.run_process("--help", program=program)
                typed = f"python {name}" if name.endswith(".py") else name
                self.assertIn(f"\n  {typed} --epochs 10  ", output)

    def test_help_and_version(self):
        status, output, errors = self.run_process("--help")
        self.assertEqual((status, errors), (0, ""))
        for words in ("70000", "0.0005", "0, 37.5 and 70"):
            self.assertIn(f"(default: {words})", " ".join(output.split()))
        # The last example shows steps that are too large.
        examples = re.findall(r"^  python nano_neuron.py (.*?)  ", output, re.M)
        statuses = [run_here(f"--epochs 9 {line} --seed 1")[0] for line in examples]
        self.assertEqual(statuses, [None, None, 1])
        self.assertEqual(self.run_process("--version"), (0, "nano-neuron 1.0.0\n", ""))

    def test_two_long_runs(self):
        program = ("-c", LONG_RUNS)
        status, output, kilobytes = self.run_process("", program=program)
        self.assertEqual(status, 0)
        # Memory stays flat; a list of all the costs would take 2,112.
        if sys.implementation.name == "cpython":
            self.assertLess(int(kilobytes), 800)
        shown, output = output.split("=====\n")
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        self.assertTrue(f"$ python nano_neuron.py --seed 42\n{shown}```\n" in readme)
        # So small a cost at the end that a row of the picture is 100 times less.
        labels, marks = cost_picture_in(output)
        expected = "10000 100 1 0.01 0.0001 0.000001 1E-8 1E-10 1E-12 1E-14 1E-16"
        self.assertEqual(labels, expected)
        self.assertEqual(marks, Expected(42, 66_000, 0.0006).cost_picture(0.5, 1000))
        self.assertIn("cost: labels 100 times apart", output)

    @UNIX
    def test_ctrl_c_while_nobody_reads(self):
        # More output than a pipe holds.
        process = self.start("--epochs 1" + " 37.5" * 5000)
        process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=PATIENCE), -signal.SIGINT)
        self.assertEqual(process.stderr.read(), "")

    @UNIX
    @unittest.skipIf(sys.implementation.name == "pypy", "PyPy itself forgets it")
    def test_ctrl_c_that_is_ignored_in_the_background(self):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        process = self.start("--epochs 3000")
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, errors), (0, ""))
        self.assertIn("70 °C", output)

    @UNIX
    def test_a_reader_that_leaves(self):
        process = self.start("--epochs 1000")
        process.stdout.close()
        self.assertEqual(process.stderr.read(), "")
        self.assertEqual(process.wait(timeout=PATIENCE), -signal.SIGPIPE)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no disk here is always full")
    def test_a_full_disk(self):
        for arguments in ("--epochs 10", "--help", "--version"):
            with open("/dev/full", "w") as full:
                status, _, errors = self.run_process(arguments, stdout=full)
            self.assertEqual(status, 1)
            self.assertRegex(errors, r"\Anano_neuron\.py: cannot write: .+\n\Z")

    def test_a_terminal_without_degrees(self):
        environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
        for arguments in ("--epochs 5", "--help"):
            status, output, errors = self.run_process(arguments, env=environment)
            self.assertEqual((status, errors), (0, ""))
            self.assertIn("?C", output)

    @unittest.skipUnless(os.name == "posix", "needs a shell that closes streams")
    def test_without_stdout_or_stderr(self):
        for arguments, status in (("--epochs 5 >&-", 0), ("--alpha 1 2>&-", 1)):
            line = f'"{sys.executable}" nano_neuron.py {arguments}'
            options = {"shell": True, "cwd": ROOT, "capture_output": True}
            run = subprocess.run(line, check=False, **options)
            self.assertEqual((run.returncode, run.stderr), (status, b""))
            self.assertNotIn(b"failed", run.stdout)


GUEST = """
import runpy, signal, sys

def state():
    signals = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGPIPE)
    return signals, sys.stdout, sys.stdout.errors, sys.stderr

before = state()
try:
    runpy.run_path("nano_neuron.py", run_name="__main__")
except KeyboardInterrupt:
    print("interrupted")
print("as before" if state() == before else f"{before} {state()}")
"""


class Guest(ProcessTest):  # in somebody else's program, which goes on after it
    @UNIX
    def test_what_runs_the_file_stays_as_it_was(self):
        program = ("-c", GUEST)
        status, output, errors = self.run_process("--epochs 5", program=program)
        self.assertEqual((status, errors), (0, ""))
        self.assertEqual(output.splitlines()[-1], "as before")
        process = self.start("--epochs 1000000000", program=program)
        rows = iter(process.stdout.readline, "")
        # A row is there at once, also in a pipe.
        self.assertTrue(any(row.split()[:1] == ["100"] for row in rows))
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, errors), (0, ""))
        self.assertEqual(output.splitlines()[-2:], ["interrupted", "as before"])

    def test_a_failed_run_is_no_exception(self):
        read = "from pathlib import Path; code = Path('nano_neuron.py').read_bytes()"
        program = "-c", read + "; exec(code, {'__name__': '__main__'})"  # %run does so
        status, _, errors = self.run_process("--epochs 5 --alpha 1", program=program)
        self.assertEqual((status, errors[:31]), (0, "nano_neuron.py: training failed"))

    def test_python_i_goes_on(self):
        program, pipe = ("-i", "nano_neuron.py"), subprocess.PIPE
        process = self.start("--epochs 5 --alpha 1", program=program, stdin=pipe)
        line = "print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)\n"
        output, errors = process.communicate(line, timeout=PATIENCE)
        self.assertIn("True\n", output)
        self.assertNotIn("Traceback", errors)

    def test_windows_that_do_not_obey_a_carriage_return(self):
        window = io.StringIO()
        window.isatty = lambda: True
        for stdout in (window, None):
            with contextlib.redirect_stdout(stdout):
                self.assertIsNone(main(["--epochs", "50"]))
        self.assertNotIn("\r", window.getvalue())


@unittest.skipUnless(pty, "the platform has no pseudo-terminals")
class Terminal(ProcessTest):
    def watch(self, arguments, columns=80, **options):
        """Start the program on a terminal of its own, and yield what it writes there."""
        self.master, terminal = pty.openpty()
        self.addCleanup(os.close, self.master)
        self.resize(columns)
        options = {"stdout": terminal, "stderr": terminal, **options}
        self.process = self.start(arguments, stdin=terminal, **options)
        os.close(terminal)
        with contextlib.suppress(OSError):  # so Linux says that nobody writes any more
            while True:
                text = os.read(self.master, 4096).decode()
                if not text:
                    return
                yield text.replace("\r\n", "\n")

    def resize(self, columns):
        size = struct.pack("HHHH", 24, columns, 0, 0)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, size)

    def screen(self, text):
        """Return what the lines of a terminal show after all that was written."""
        lines = [line.split("\r") for line in text.split("\n")]
        return [functools.reduce(lambda a, b: b + a[len(b) :], line) for line in lines]

    def test_a_row_moves_where_there_is_room_and_nothing_stays_of_it(self):
        arguments = "--epochs 5000 --seed 1"
        for columns, moves in ((74, False), (75, True)):
            seen = "".join(self.watch(arguments, columns))
            self.assertEqual(self.screen(seen), run_here(arguments)[1].split("\n"))
            rows = [row.split() for row in re.split("[\r\n]", seen)]
            # Each column of the picture, 192 epochs wide, is a row.
            self.assertEqual(Expected(1, 2880).row(2880) in rows, moves)

    def test_a_window_that_is_made_narrower(self):
        arguments, seen = "--epochs 30000 --seed 1", ""
        written = self.watch(arguments)
        while seen.count("\r") < 3:
            seen += next(written)
        self.resize(60)
        seen += "".join(written)
        self.assertEqual(self.screen(seen), run_here(arguments)[1].split("\n"))

    def test_stdout_elsewhere(self):
        arguments, pipe = "--epochs 50 --seed 1", subprocess.PIPE
        redirect = "contextlib.redirect_stdout(sys.stderr)"
        guest = f"with {redirect}: nano_neuron.main(sys.argv[1:])"
        program = ("-c", f"import contextlib, nano_neuron, sys\n{guest}")
        for name, options in (("stdout", {}), ("stderr", {"program": program})):
            seen = "".join(self.watch(arguments, **{name: pipe}, **options))
            output = getattr(self.process, name).read()
            self.assertEqual((seen, output), ("", run_here(arguments)[1]))

    def test_what_ctrl_c_leaves(self):
        seen = ""
        written = self.watch("--epochs 1000000000")
        while seen.count("\r") < 10:
            seen += next(written)
        self.process.send_signal(signal.SIGINT)
        seen += "".join(written)
        self.assertRegex(self.screen(seen)[-1], r"\A( +[-\d,.]+){6}\Z")
        self.assertEqual(self.process.wait(timeout=PATIENCE), -signal.SIGINT)

    def test_what_stays_where_training_fails(self):
        arguments = "--seed 1 --alpha 0.00065"
        rows = self.screen("".join(self.watch(arguments)))
        # The last row that moved, and the message on lines of its own.
        self.assertEqual(rows[-6].split()[0], "2,000")
        _, output, errors = run_here(arguments)
        message = errors.replace("nano-neuron:", "nano_neuron.py:")
        self.assertEqual("\n".join(rows), f"{output[:-1]}{rows[-6]}\n{message}")
