#!/usr/bin/env python3
"""One neuron learns from examples alone to turn degrees Celsius into Fahrenheit.

Nobody tells it the rule. It answers, is corrected a little, and answers again, until it
has found the rule by itself. No magic: these five lines do it, and after section 6 you
will know what each of them is for.

    for _ in range(epochs):
        predictions, cost = forward_propagation(model, x_train, y_train)
        dw, db = backward_propagation(predictions, x_train, y_train)
        model.w += alpha * dw
        model.b += alpha * db

See it learn with "python nano_neuron.py", then read sections 1 to 7. What follows >>>
you can try yourself: start "python" here, and type "from nano_neuron import *".
"""

__version__ = "1.0.0"
__all__ = [
    "NanoNeuron",
    "celsius_to_fahrenheit",
    "generate_datasets",
    "prediction_cost",
    "forward_propagation",
    "backward_propagation",
    "train_model",
    "main",
]

# For main: random numbers, options, the screen. The neuron needs none of them.
import argparse
import io
import math
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Optional


# 1. The model: a straight line --------------------------------------------------------
# A neuron is a small calculation with some numbers in it that can be changed. Ours is a
# straight line:
#     prediction = w * x + b
# x is a question (°C), the prediction is the neuron's answer (°F). The weight w says
# how much the answer grows when x grows by 1. The bias b is its answer at x = 0. To
# learn is to find good values for these parameters (for a line: linear regression).
class NanoNeuron:
    """A neuron: w is its weight (°F per °C), b its bias (°F).

    >>> NanoNeuron(1.4, 28.0).predict(10.0)
    42.0
    """

    def __init__(self, w: float, b: float) -> None:
        self.w = w
        self.b = b

    def __repr__(self) -> str:
        return f"NanoNeuron(w={self.w}, b={self.b})"

    def predict(self, x: float) -> float:
        """Return the prediction (°F) for x (°C): w * x + b."""
        return self.w * x + self.b


# 2. The examples: questions with their answers ----------------------------------------
# An example is a question x, the feature, with its correct answer y, the target. These
# two will stay with us:
#     5 °C is 41 °F        10 °C is 50 °F
# Elsewhere x is a photo, and y says what is on it. Learning from such pairs is called
# supervised learning. Most often people collect them, because nobody knows the rule. We
# make ours with a rule that we know, to see whether the neuron finds it.
def celsius_to_fahrenheit(c: float) -> float:
    """Return c (°C) in °F: 1.8 * c + 32, the rule that the neuron is never told."""
    return 1.8 * c + 32


# The neuron learns from the training set. Then it is tested with questions that it has
# never seen, the test set. Why? A pupil may know the answers of a book by heart, and no
# others. Large models can do that, too; it is called overfitting. Our w and b cannot
# store a hundred answers, but one always tests with new questions.
def generate_datasets() -> tuple[list[float], list[float], list[float], list[float]]:
    """Return (x_train, y_train, x_test, y_test), four new lists of 100 numbers.

    x_train is 0, 1, ... 99, x_test is 0.5, 1.5, ... 99.5 (°C); each y is its x in °F.
    """
    x_train = [float(i) for i in range(100)]
    x_test = [i + 0.5 for i in range(100)]
    y_train = [celsius_to_fahrenheit(x) for x in x_train]
    y_test = [celsius_to_fahrenheit(x) for x in x_test]
    return x_train, y_train, x_test, y_test


# 3. The cost of one prediction: how wrong is it? --------------------------------------
# Take a pencil. Our neuron starts with w = 1.4 and b = 28. It says 35 for 5 °C and 42
# for 10 °C, but 41 and 50 are correct. The errors, y - prediction, are 6 and 8. To say
# how wrong it is, why not just add them? Guess!
#
# One answer may be too low and another too high: 6 and -6 would give 0, as if all were
# well. A square is never below 0. And it makes large errors count more: one error of 10
# costs as much as a hundred errors of 1. So the cost, or loss, is half the square:
#     6 * 6 / 2 = 18        8 * 8 / 2 = 32
# (The half only makes section 5 a little simpler.)
def prediction_cost(y: float, prediction: float) -> float:
    """Return the cost of one prediction: (y - prediction)² / 2, in °F².

    >>> prediction_cost(41.0, 35.0), prediction_cost(50.0, 42.0)
    (18.0, 32.0)
    """
    error = y - prediction
    return error * error / 2.0


# 4. Forward propagation: from the questions to the cost -------------------------------
# Forward means: from x to the predictions, and on to the costs. Their average, called
# the cost, too, says how wrong the neuron is: (18 + 32) / 2 = 25. Learning lowers it.
def forward_propagation(
    model: NanoNeuron, x_train: list[float], y_train: list[float]
) -> tuple[list[float], float]:
    """Return the predictions (a list of m, °F), and their average cost (°F²).

    cost = (sum of all prediction costs) / m

    Raise ValueError unless x_train and y_train have the same length m, at least 1.

    >>> forward_propagation(NanoNeuron(1.4, 28.0), [5.0, 10.0], [41.0, 50.0])
    ([35.0, 42.0], 25.0)
    """
    if not len(x_train) == len(y_train) > 0:
        given = f"{len(x_train)} x and {len(y_train)} y"
        raise ValueError(f"got {given}: need the same number of each, at least 1")
    predictions = [model.predict(x) for x in x_train]
    cost = 0.0
    for y, prediction in zip(y_train, predictions):
        cost += prediction_cost(y, prediction)
    return predictions, cost / len(x_train)


# 5. Backward propagation: from the errors back to w and b -----------------------------
# Both answers are too low, by 6 and by 8. Should b grow or shrink? And w? Guess!
#
# Here, both should grow. How much does it help? At 10 °C, nudge b from 28 to 28.01. The
# prediction grows by 0.01, the error falls from 8 to 7.99, and the cost from 32 to
# 7.99 * 7.99 / 2, about 31.92: by 0.08, which is error times the nudge. Or nudge w from
# 1.4 to 1.401. As x is 10, the prediction grows by 0.01, too, and the cost falls by
# 0.08: error * x times the nudge. (Without the half, it would be twice as much.)
#
# The cost is an average over all examples. So are dw, for w, and db, for b:
#     dw = average of error * x = (6 * 5 + 8 * 10) / 2 = 55
#     db = average of error = (6 + 8) / 2 = 7
# And if an answer is too high? Had it said 60 for 10 °C, its error would be -10, and
# error * x would be -100: below 0, so w should shrink.
#
# (Books subtract the cost's slopes, -55 and -7, called the gradient. It is the same.)
def backward_propagation(
    predictions: list[float], x_train: list[float], y_train: list[float]
) -> tuple[float, float]:
    """Return (dw, db): how fast the cost falls when w grows, and when b grows.

    dw = (sum of (y - prediction) * x over all examples) / m
    db = (sum of (y - prediction) over all examples) / m

    predictions and y_train are in °F, x_train in °C. Raise ValueError unless all three
    have the same length m, at least 1.

    >>> backward_propagation([35.0, 42.0], [5.0, 10.0], [41.0, 50.0])
    (55.0, 7.0)
    """
    if not len(predictions) == len(x_train) == len(y_train) > 0:
        given = f"{len(predictions)} predictions, {len(x_train)} x and {len(y_train)} y"
        raise ValueError(f"got {given}: need the same number of each, at least 1")
    dw = db = 0.0
    for x, y, prediction in zip(x_train, y_train, predictions):
        error = y - prediction
        dw += error * x
        db += error
    return dw / len(x_train), db / len(x_train)


# 6. Training: a small correction, again and again -------------------------------------
# dw and db say which way to go, but not how far. So take only a small part of them. The
# part is alpha, the learning rate, here 0.01:
#     w = 1.4 + 0.01 * 55 = 1.95        b = 28 + 0.01 * 7 = 28.07
# Now the neuron says 37.82 and 47.57, and the cost is 4.00. It was 25: it has learned!
#
# One such round, all the examples and one correction, is an epoch. Going downhill like
# this is called gradient descent. Guess: after 10,000 epochs, how good are w and b?
def train_model(
    model: NanoNeuron,
    epochs: int,
    alpha: float,
    x_train: list[float],
    y_train: list[float],
) -> list[float]:
    """Change the model's w and b in each epoch: w += alpha * dw, b += alpha * db.

    Return a list of the cost (°F²) before each epoch. Raise ValueError, and leave the
    model as it was, if epochs is negative, or if an epoch finds that x_train (°C) and
    y_train (°F) do not fit.

    >>> model = NanoNeuron(1.4, 28.0)
    >>> costs = train_model(model, 10_000, 0.01, [5.0, 10.0], [41.0, 50.0])
    >>> [round(cost, 2) for cost in costs[:3]]
    [25.0, 4.0, 1.19]
    >>> round(model.w, 2), round(model.b, 2), round(model.predict(70.0), 1)
    (1.8, 32.0, 158.0)
    >>> costs = train_model(NanoNeuron(1.4, 28.0), 4, 0.035, [5.0, 10.0], [41.0, 50.0])
    >>> [round(cost, 1) for cost in costs]  # this alpha is too large
    [25.0, 36.8, 54.3, 80.3]
    """
    if epochs < 0:
        raise ValueError(f"got {epochs} epochs: need 0 or more")
    cost_history = []
    for _ in range(epochs):
        predictions, cost = forward_propagation(model, x_train, y_train)
        cost_history.append(cost)  # only for us, to watch it fall
        dw, db = backward_propagation(predictions, x_train, y_train)
        model.w += alpha * dw
        model.b += alpha * db
    return cost_history


# 1.8 and 32, rounded: from two examples, the neuron has found the rule! It is right
# even at 70, far away from both. We told it "a line"; it found out which one.
#
# Why not hurry? With alpha 0.035 the cost only grows: 25, 36.8, 54.3, 80.3. Here is the
# cost for each w, with b held at 28: a valley, lowest at 2.28 (at 1.8 when b is 32).
#
# cost 54 | L. second large step                                ..
#      48 |   .                                                .
#      42 |    ..                                            ..
#      36 |      ..                      first large step  L.
#      30 |        ..                                    ..
#      24 |          o. start                          ..
#      18 |            ...                           ..
#      12 |               ...                    ....
#       6 |                  ...s. small    .....
#       0 |                       ..........
#         +-1.0-------1.5-------2.0-------2.5-------3.0-------3.5--- w
#
# The small step goes down. The large one jumps across, and ends higher than it began.
# There the valley is steeper, dw even further from 0, and the next jump longer still.


# 7. All of it together: main ----------------------------------------------------------
# A random neuron learns from 100 examples, with x up to 99. x counts twice, in the
# answer and in dw, so alpha has to be small: 0.0005. That is tiny for b, whose steps
# have no x in them, and b has far to go, from near 0 to 32. Until then w is too large
# and hides most of what b lacks, so the steps of b are smaller still: 70,000 epochs.
# The end is close, not exact: smaller errors make smaller steps, and a bit is left.
#
# After only ten epochs, will it be right at 70 °C? And at 0 °C? Guess, and try:
#     python nano_neuron.py --seed 42 --epochs 10
# It says 158 at 70 °C, which is right, but 0 at 0 °C, where 32 is right. Its line is
# too low on the left and too steep, so it crosses the right one once. One right answer
# proves little. Look at the average over many, the cost: still 130, far from 0.
def main(argv: Sequence[str] = ()) -> Optional[int]:
    """Train a random neuron, test it, and ask it some temperatures.

    argv is what follows the name on a command line: ["--epochs", "10"]. Return None, or
    1 if the cost did not fall. --help and wrong options raise SystemExit.
    """
    options = _parse(argv)
    x_train, y_train, x_test, y_test = generate_datasets()

    # Two numbers between 0 and 1. With a seed, they are the same in every run.
    numbers = random.Random(options.seed)
    model = NanoNeuron(numbers.random(), numbers.random())
    untrained = NanoNeuron(model.w, model.b)

    # Train piece by piece, and look in between: after 0, 1, 2, 3, 10, 100, ... epochs.
    _print_start(len(x_train), options.alpha)
    costs = {}
    for piece, epoch in _pieces(options.epochs):
        train_model(model, piece, options.alpha, x_train, y_train)
        predictions, cost = forward_propagation(model, x_train, y_train)
        if not math.isfinite(cost):
            break
        dw, db = backward_propagation(predictions, x_train, y_train)
        _show_row(epoch, options.epochs, model, cost, dw, db)
        if epoch in _picture_epochs(options.epochs):
            costs[epoch] = cost

    # "not <", because a cost can be nan, "not a number": neither lower nor higher.
    if not cost < costs[0]:
        _print_failure(options.alpha, costs[0], cost, epoch)
        return 1
    _print_pictures(costs, epoch, untrained, model)

    # The test: questions that the neuron has never seen.
    _, test_before = forward_propagation(untrained, x_test, y_test)
    _, test_after = forward_propagation(model, x_test, y_test)

    rule_b = celsius_to_fahrenheit(0)
    rule_w = celsius_to_fahrenheit(1) - rule_b
    _print_result("", 0, "before", "after", "the rule")
    _print_result("w", 4, untrained.w, model.w, rule_w)
    _print_result("b", 4, untrained.b, model.b, rule_b)
    _print_result("cost, training set", 7, costs[0], cost)
    _print_result("cost, test set", 7, test_before, test_after)
    for x in options.celsius:
        answers = untrained.predict(x), model.predict(x), celsius_to_fahrenheit(x)
        _print_result(f"{x:.15g} °C in °F", 4, *answers)
    return None


# ======================================================================================
# School is over. What follows reads options, prints and draws.
# ======================================================================================

_PROGRAM = "nano_neuron.py" if __name__ == "__main__" else "nano-neuron"


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=_PROGRAM,
        description="One neuron learns from examples to turn °C into °F.",
        epilog=(
            "examples:\n"
            "  %(prog)s -40 20          ask about -40 and 20 °C\n"
            "  %(prog)s --epochs 10     see what it knows after 10 epochs\n"
            "  %(prog)s --alpha 0.0007  see steps that are too large"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    default = "(default: %(default)s)"
    add("--epochs", type=int, default=70_000, help=f"rounds of training {default}")
    add("--alpha", type=float, default=0.0005, help=f"the learning rate {default}")
    add("--seed", type=int, help="a whole number, for the same random start each time")
    add("--version", action="version", version=f"nano-neuron {__version__}")
    asked = "temperatures to ask about, in °C (default: 0, 37.5 and 70)"
    add("celsius", nargs="*", type=float, default=[0.0, 37.5, 70.0], help=asked)
    options = parser.parse_args([str(argument) for argument in argv])
    if options.epochs < 1:
        parser.error(f"argument --epochs: got {options.epochs}, need 1 or more")
    if not 0 < options.alpha < math.inf:
        parser.error(f"argument --alpha: got {options.alpha}, need a finite number > 0")
    for x in options.celsius:
        if not math.isfinite(x):
            parser.error(f"argument celsius: got {x}, need a finite number")
    return options


def _table_epochs(epochs: int) -> set[int]:
    return {0, 1, 2, 3, epochs, *(10**k for k in range(1, len(str(epochs))))}


def _picture_epochs(epochs: int) -> list[int]:
    """Return the epoch that each column of the picture of the cost shows."""
    return [epochs * column // 26 for column in range(27)]


def _pieces(epochs: int) -> Iterator[tuple[int, int]]:
    """Yield how many epochs to train until the next look, and how many it will be then.

    A piece has at most 1,000 epochs, so that its list of costs fills no memory.
    """
    looks = _table_epochs(epochs) | set(_picture_epochs(epochs))
    epoch = piece = 0
    yield piece, epoch
    while epoch < epochs:
        next_look = min(look for look in looks if look > epoch)
        piece = min(next_look - epoch, 1000 - epoch % 1000)
        epoch += piece
        yield piece, epoch


def _cell(value: object, width: int, decimals: int) -> str:
    """Return a word, or a number in digits, or as 1.3e+99 where they fill the width."""
    text = str(value)
    if isinstance(value, float):
        text = f"{round(value, decimals) + 0.0:.{decimals}f}"  # -0.0 + 0.0 is 0.0
        if len(text) >= width:
            text = f"{value:.1e}"
    return text.rjust(width)


def _print_row(*cells: object) -> None:
    widths, decimals = (11, 10, 10, 17, 14, 12), (0, 4, 4, 7, 5, 5)
    print("".join(map(_cell, cells, widths, decimals)), flush=True)


def _print_start(examples: int, alpha: float) -> None:
    print(
        f"One neuron, w * x + b, learns from {examples} examples to turn °C into °F.\n"
        "w and b start as random numbers. In each epoch, one round through the examples,\n"
        "it adds alpha * dw to w, and alpha * db to b.\n"
        f"The learning rate alpha is {alpha}.\n"
    )
    _print_row("epoch", "w", "b", "cost", "dw", "db")


def _show_row(
    epoch: int, epochs: int, model: NanoNeuron, cost: float, dw: float, db: float
) -> None:
    """Print the row of this epoch, if the table has one, and show the progress."""
    if epoch in _table_epochs(epochs):
        _show_progress("")
        _print_row(f"{epoch:,}", model.w, model.b, cost, dw, db)
    if epoch < epochs:
        _show_progress(f"{epoch:>11,} of {epochs:,}")


def _show_progress(text: str) -> None:
    """Write the text over the last one, on a terminal that obeys carriage returns."""
    if isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr.isatty():
        # Not print, which cannot be called by Ctrl-C's handler in the middle of a print.
        os.write(sys.stderr.fileno(), f"\r{text:29}\r".encode())


def _print_failure(alpha: float, first: float, last: float, epoch: int) -> None:
    print(
        f"{_PROGRAM}: training failed: the cost did not fall.\n"
        f"With alpha {alpha} it was {first} at the start,\n"
        f"and is {last} at epoch {epoch:,}.\n"
        "If it rose, try a smaller --alpha; if it hardly moved, a larger one.",
        file=sys.stderr,
    )


def _print_pictures(
    costs: dict[int, float], epochs: int, untrained: NanoNeuron, model: NanoNeuron
) -> None:
    """Print side by side how the cost fell, and how the neuron's line moved."""
    # A cost of 0 has no logarithm; 1e-30 is no more than rounding.
    shown = [costs[epoch] for epoch in _picture_epochs(epochs)]
    exponents = [math.log10(max(cost, 1e-30)) for cost in shown]
    top = math.ceil(max(exponents))
    step = math.ceil((top - min(exponents)) / 10)
    labels = [str(Decimal(10) ** (top - row * step)) for row in range(11)]
    points = [(column, (top - e) / step, "*") for column, e in enumerate(exponents)]
    end = f"{epochs:,}"
    axis = "0" + "epochs".center(26 - len(end)) + end
    left = _picture(f"cost: each row {10**step} times less", labels, axis, points)

    lines = untrained.predict, model.predict, celsius_to_fahrenheit
    step = math.ceil(max(line(x) for line in lines for x in (0, 100)) / 10)
    labels = [str(row * step) for row in range(10, -1, -1)]
    points = []
    for line, mark, every in zip(lines, ".*o", (1, 1, 4)):
        for column in range(0, 33, every):
            points.append((column, 10 - line(100 * column / 32) / step, mark))
    axis = "0" + "°C".center(29) + "100"
    right = _picture("°F  . before  * after  o the rule", labels, axis, points)

    print()
    for left_line, right_line in zip(left, right):
        print(f"{left_line:<41}{right_line}".rstrip())
    print()


def _picture(
    title: str, labels: list[str], axis: str, points: list[tuple[int, float, str]]
) -> list[str]:
    """Return the lines of a picture, with points of (column, row, mark)."""
    rows = [[" "] * len(axis) for _ in labels]
    for column, row, mark in points:
        rows[round(row)][column] = mark
    lines = [" " + title, *("|" + "".join(row) for row in rows)]
    lines += ["+" + "-" * len(axis), " " + axis]
    labels = ["", *labels, "", ""]
    margin = max(map(len, labels))
    return [f"{label:>{margin}} {line}" for label, line in zip(labels, lines)]


def _print_result(name: str, decimals: int, *values: object) -> None:
    print(f"{name:26}" + "".join(_cell(value, 15, decimals) for value in values))


def _interrupted(*_: object) -> None:
    """Take the progress away, and let Ctrl-C do what it does by default."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        _show_progress("")
    finally:
        signal.raise_signal(signal.SIGINT)


def _command() -> Optional[int]:
    """Run main as a command, which ends as Unix tools do."""
    # Ctrl-C, and a reader that has seen enough, end it by the default action: at once
    # and silently. Where Ctrl-C is ignored, as in the background, it stays ignored.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # "?" where "°" cannot be shown
    sys.stderr = sys.stderr or io.StringIO()  # else print would use stdout instead
    try:
        try:
            return main(sys.argv[1:])
        finally:
            print(end="", flush=True)
    except OSError as error:
        message = f"{_PROGRAM}: cannot write: {error.strerror}"
        print(message, file=sys.stderr, flush=True)
        os._exit(1)  # sys.exit would try to write once more, and complain again


if __name__ == "__main__":
    # Signals and streams are ours only in a process of our own: not where Python code
    # (IPython, IDLE, runpy) runs this file, nor where somebody types on (python -i).
    if sys._getframe().f_back is None and not sys.flags.inspect:
        sys.exit(_command())
    if main(sys.argv[1:]):
        sys.exit(1)
