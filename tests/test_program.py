"""Tests of the program as people meet it: main, the command, guests, terminals."""

import contextlib
import io
import os
import re
import signal
import struct
import subprocess
import sys
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
WAYS = ["nano_neuron.py"], ["-m", "nano_neuron"]


def run_here(arguments):
    """Return what main prints in this process, and what goes to stderr."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        try:
            stderr.write(str(main(arguments) or ""))
        except SystemExit as end:
            print(f"status {end.code}", file=stderr)
    return stdout.getvalue(), stderr.getvalue()


class ProcessTest(unittest.TestCase):
    def setUp(self):
        # What is started inherits this, however the tests were started.
        self.addCleanup(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT))
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def start(self, arguments, program=WAYS[0], **options):
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


SHORT_RUN = """
       cost: each label 10 times less         °F  . before  * after  o the rule
10000 |                                  220 |                         ***    o
      |                                  198 |                       **   o
      |*                                 176 |                    *** o
      |                                  154 |                 ***o
      |         *                        132 |               *o
 1000 |                 *                110 |            o**
      |                                   88 |        o **
      |                          *        66 |       ***                  .....
      |                                   44 |    o**          ...........
      |                                   22 |o **  ...........
  100 |                                    0 |**....
      +---------------------------           +---------------------------------
       0          epochs         3            0              °C             100
""".strip("\n")


class Screen(unittest.TestCase):
    def test_it_is_the_screen_of_readme(self):
        output, errors = run_here("--seed 42")
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        shown = re.search(r"\$ python nano_neuron.py --seed 42\n(.*?)```", readme, re.S)
        self.assertEqual((output, errors), (shown[1], ""))
        self.assertNotIn(" \n", output)
        # Pictures and results stand whole on the last 23 lines, above a prompt.
        self.assertIn("10 times less", output.splitlines()[-23])

    def test_the_pictures_of_a_short_run(self):
        output, _ = run_here("--seed 5 --epochs 3")
        self.assertEqual(output.split("\n\n")[2], SHORT_RUN)
        self.assertRegex(output, r" set .* 436\.3811733\n.* test set .* 442\.6896792")

    def test_a_cost_of_0_has_no_place_in_the_picture(self):
        data = [0.0, 1.0], [32.0, 33.8], [0.5], [32.9]
        with mock.patch("nano_neuron.generate_datasets", lambda: data):
            output, _ = run_here("--alpha 1 --epochs 2000 --seed 1")
        self.assertRegex(output, r"(?m)^cost, training set +\d+\.\d+ +0\.0000000$")
        self.assertIn("learns from 2 examples", output)
        self.assertIn("cost: each label 10000 times less", output)

    def test_rules_of_ones_own(self):
        for rule, numbers in (
            (lambda c: 100 - c, ["-1.0000", "100.0000"]),
            (lambda c: -c / 2, ["-0.5000", "0.0000"]),
        ):
            with mock.patch("nano_neuron.celsius_to_fahrenheit", rule):
                output, _ = run_here("--epochs 200 --seed 1")
            self.assertEqual(re.findall(r"(?m)^[wb] {30}.* (\S+)$", output), numbers)
            self.assertRegex(output, rf"\n.{{41}} *{float(numbers[1]):.0f} \|o")

    def test_no_run_breaks_the_layout(self):
        for arguments in (
            "--epochs 9 --alpha 1.2345678901234567e-10",
            "--epochs 1 --alpha 0.0006089677277882629 --seed 31",
            "--epochs 1000 --alpha 0.000609",
            "--epochs 99 --alpha 1e300",
            "--epochs 5 -- -17.77778 1e308 -1.23456789012345e-300 6685871041",
        ):
            for seed in ("--seed 1 ", "--seed 2 "):
                output, _ = run_here(seed + arguments)
                self.assertLessEqual(max(map(len, output.splitlines())), 79, arguments)
                self.assertNotRegex(output, r"-0\.0+\s")
                for row in output.split("\n\n")[1].splitlines():
                    self.assertEqual((len(row.split()), len(row)), (6, 72), row)
        rows = re.findall("(.*°C in °F)(.*)", output)
        self.assertEqual({len(name + answers) for name, answers in rows}, {79})
        self.assertEqual([len(answers.split()) for _, answers in rows], [3] * 4)

    def test_a_seed_repeats_a_run_and_no_seed_does_not(self):
        options = "--seed 0", "--seed 0", "--seed -7", "", ""
        first, *runs = [run_here(f"--epochs 9 {option}") for option in options]
        self.assertEqual(first, runs[0])
        self.assertEqual(len(set(runs)), 4)

    def test_a_cost_that_did_not_fall_is_an_outcome(self):
        for alpha, epochs, first, last, size in (
            ("0.001", 70_000, "7608.515", "nan", "large"),
            ("0.0006089685000427944", 1, "7608.515", r"7608\.\d+", "large"),
            ("0.00061", 1000, "7608.515", r"\d{7}", "large"),
            ("1e-300", 2, "7608.515", "7608.515", "small"),
        ):
            output, errors = run_here(f"--seed 1 --alpha {alpha} --epochs {epochs}")
            self.assertEqual(errors, "")
            start, table, end = output.split("\n\n")
            self.assertIn(f"\nThe learning rate alpha is {alpha}.", start)
            self.assertNotRegex(table, "inf|nan")
            message = f"The cost did not fall: it was {first}, and is {last}.\n"
            message += f"With alpha {alpha}, the steps are too {size}.\n"
            self.assertRegex(end, rf"\A{message}\Z")

    def test_bad_values(self):
        for arguments, message in (
            ("--epochs 0", "--epochs: got 0, need 1 or more"),
            ("--alpha 0", "--alpha: got 0.0, need a finite number > 0"),
            ("--alpha inf", "--alpha: got inf, need a finite number > 0"),
            ("70 nan", "celsius: got nan, need a finite number"),
            ("seventy", "celsius: invalid float value: 'seventy'"),
        ):
            output, errors = run_here(arguments)
            self.assertEqual(output, "")
            self.assertRegex(errors, r"\Ausage: nano_neuron.py \[-h\]")
            end = f"\nnano_neuron.py: error: argument {message}\nstatus 2\n"
            self.assertTrue(errors.endswith(end), errors)

    def test_numbers_that_are_welcome(self):
        output, _ = run_here("--epochs 1 --seed=3 -40 -.5 12345678901 -- -4e1")
        asked = re.findall(r"^(\S+) °C in °F", output, re.M)
        self.assertEqual(asked, ["-40", "-0.5", "12345678901", "-40"])
        words = run_here(["--epochs", 5, "--seed", 3, 37.5])
        self.assertEqual(words, run_here("--epochs 5 --seed 3 37.5"))

    def test_help_and_version(self):
        output, errors = run_here("--help")
        self.assertEqual(errors, "status 0\n")
        for default in ("70000", "0.0005", "0, 37.5 and 70"):
            self.assertIn(f"(default: {default})", " ".join(output.split()))
        examples = re.findall(r"^  python nano_neuron.py (.*?)  ", output, re.M)
        runs = [run_here(f"--epochs 9 {line} --seed 1")[0] for line in examples]
        self.assertEqual(["too large" in run for run in runs], [False, False, True])
        self.assertEqual(run_here("--version"), ("nano-neuron 1.0.0\n", "status 0\n"))


class Command(ProcessTest):
    def test_all_ways_to_start_it_are_the_same(self):
        toml = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        function = re.search(r'^nano-neuron = "nano_neuron:(\w+)"$', toml, re.M)[1]
        installed = f"import sys, nano_neuron as n; sys.exit(n.{function}())"
        for program in (*WAYS, ["-c", installed]):
            with self.subTest(program=program):
                for arguments in ("--seed 3 --epochs 20 5", "--seed 3 --alpha 1"):
                    result = self.run_process(arguments, program=program)
                    self.assertEqual(result, (0, *run_here(arguments)))
                status, output, errors = self.run_process("--epoch 5", program=program)
                self.assertEqual((status, output), (2, ""))
                self.assertIn("unrecognized arguments: --epoch", errors)

    @UNIX
    def test_ctrl_c(self):
        for program in WAYS:
            process = self.start("--epochs 1000000", program=program)
            rows = iter(process.stdout.readline, "")
            # A row is there at once, also in a pipe.
            self.assertTrue(any(row.split()[:1] == ["100"] for row in rows))
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=PATIENCE)
            self.assertEqual((process.returncode, errors), (130, ""))
            self.assertEqual(output[-1:], "\n")

    @UNIX
    def test_a_reader_that_leaves(self):
        for program in WAYS:
            for arguments in ("--epochs 1000", "--help"):
                process = self.start(arguments, program=program)
                process.stdout.close()
                self.assertEqual(process.stderr.read(), "")
                self.assertEqual(process.wait(timeout=PATIENCE), 1)


GUEST = """
import runpy, signal, sys
state = lambda: [*map(signal.getsignal, (2, 13)), sys.stdout, sys.stdout.errors]
before = state()
try:
    runpy.run_path("nano_neuron.py", run_name="__main__")
except SystemExit as end:
    print("status", end.code)
print(state() == before)
"""


class Guest(ProcessTest):  # in somebody else's program, which goes on after it
    @UNIX
    def test_what_runs_the_file_stays_as_it_was(self):
        program = ("-c", GUEST)
        for arguments in ("--epochs 5", "--epochs 5 --alpha 1"):
            status, output, errors = self.run_process(arguments, program=program)
            self.assertEqual((status, errors), (0, ""))
            self.assertRegex(output.splitlines()[-2], "70 °C|too large")
            self.assertEqual(output.splitlines()[-1], "True")
        process = self.start("--epochs 1000000", program=program)
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, errors), (0, ""))
        self.assertEqual(output.splitlines()[-2:], ["status 130", "True"])


def show(text, rows=24):
    """Return the lines that a terminal shows, and those that have left it at the top."""
    lines, row, column = [""], 0, 0
    for up, character in re.findall("\x1b\\[(\\d*)[AJ]|([^\x1b])", text):
        if character == "\n":
            row, column = row + 1, 0
            lines += [""] * (row == len(lines))
        elif character:
            lines[row] = lines[row][:column].ljust(column) + character
            column += 1
        elif up:
            row = max(len(lines) - rows, 0, row - int(up))
        else:
            lines[row:] = [lines[row][:column]]
    return lines


STEEP = "import nano_neuron as nn, sys; nn.celsius_to_fahrenheit = lambda c: 1000 * c; "
STEEP += "nn.main(sys.argv[1:])"  # a rule that needs wide labels


@unittest.skipUnless(pty, "the platform has no pseudo-terminals")
class Terminal(ProcessTest):
    def watch(self, arguments, columns=80, rows=24, term="xterm", **options):
        """Start the program on a terminal of its own. What it writes can be read."""
        master, terminal = pty.openpty()
        self.addCleanup(os.close, master)
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(master, termios.TIOCSWINSZ, size)
        attributes = termios.tcgetattr(terminal)
        attributes[1] &= ~termios.OPOST  # what is written is read as it is
        termios.tcsetattr(terminal, termios.TCSANOW, attributes)
        env = {**ENVIRONMENT, "TERM": term, "PYTHONIOENCODING": "latin-1"}
        options = {"stdout": terminal, "stderr": terminal, "env": env, **options}
        self.process = self.start(arguments, stdin=terminal, **options)
        os.close(terminal)
        return iter(lambda: self.read(master), "")

    def read(self, master):
        with contextlib.suppress(OSError):  # so Linux says that nobody writes any more
            return os.read(master, 4096).decode("latin-1")
        return ""

    def test_what_fits_moves_and_nothing_stays_of_it(self):
        five, fails = "--epochs 5 --seed 5", "--epochs 50 --alpha 0.00065 --seed 1"
        rule, steep, nothing = WAYS[0], ("-c", STEEP), (False, False)
        cases = (  # and whether a picture moves, and whether a row does
            (five, rule, {}, (True, True)),
            (five, rule, {"columns": 79}, (False, True)),
            (five, rule, {"rows": 15}, (False, True)),
            (five, rule, {"columns": 72}, nothing),
            (five, steep, {}, (False, True)),
            ("--epochs 1 --seed 5", steep, {"columns": 120}, (True, False)),
            ("--alpha 1e300 --seed 1", rule, {}, (True, False)),
            (fails, rule, {"columns": 79}, (False, True)),
            (fails, rule, {"term": "dumb"}, nothing),
            (five, rule, {"term": ""}, nothing),
            (five, rule, {"term": "unknown"}, nothing),
            (five, rule, {"term": "xterm-color"}, nothing),  # as in a notebook's cell
        )
        started = [self.watch(words, program=p, **o) for words, p, o, _ in cases]
        plain = [self.run_process(words, program=p)[1] for words, p, _, _ in cases]
        texts = ["".join(written) for written in started]
        for (words, _, options, moves), stays, text in zip(cases, plain, texts):
            with self.subTest(arguments=words, options=options):
                self.assertEqual(show(text, options.get("rows", 24)), stays.split("\n"))
                picture = text.count("the rule\n") > stays.count("the rule\n")
                row = re.search("(?m)(^|J) +4 ", text) is not None
                self.assertEqual((picture, row), moves)
        # After three epochs, the picture is the one that a run of three ends with.
        frame = texts[0].split("\x1b[J")[3].split("\n")[2:16]
        picture = [line[41:] for line in SHORT_RUN.split("\n")]
        self.assertEqual([line[41:] for line in frame], picture)

    def test_nothing_moves_on_a_stream_that_somebody_has_put_there(self):
        code = "import contextlib, nano_neuron, sys\n"
        code += "with contextlib.redirect_stdout(sys.stderr): nano_neuron.main('--epochs 12')"
        self.assertNotIn("\x1b", "".join(self.watch("", program=("-c", code))))

    def test_what_ctrl_c_leaves(self):
        row, axis = r" +3,000(?: +-?\d+\.\d+){5}\n", r" +0 +°C +100\n"
        # In the swing, which has a picture, and later, where there is room for a row.
        for columns, left in ((80, axis), (79, row)):
            seen = ""
            written = self.watch("--epochs 1000000 --seed 1", columns)
            while not re.search(left, seen):
                seen += next(written)
            self.process.send_signal(signal.SIGINT)
            seen += "".join(written)
            self.assertRegex("\n".join(show(seen)), rf"\n{left}\n\Z")
            self.assertEqual(self.process.wait(timeout=PATIENCE), 130)
