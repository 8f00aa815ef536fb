#!/usr/bin/env python3
"""One neuron learns from examples alone to turn degrees Celsius into Fahrenheit.

In programming, a person gives the computer a rule, and it works out the answers. In
machine learning, a person gives it questions with their answers, and it finds the rule.
Here the questions are temperatures in °C, the answers the same temperatures in °F. The
neuron is never told the rule, °F = 1.8 * °C + 32: it has to find 1.8 and 32 by itself.

Sections 1 to 7 are the whole story, to be read in order; the demo after them prints and
draws. Some Python that you may not have met: notes such as ": float" only say what kind
of value is meant, [f(x) for x in xs] is a list of f(x) for each x in xs, "raise" stops
with an error message, and after >>> comes what one types, below it Python's reply.
"""

# For the demo. The neuron uses only the name Sequence: a list or a tuple of values.
import argparse
import contextlib
import io
import math
import os
import random
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Optional


# 1. The model: a straight line --------------------------------------------------------
#
# A model is a rule with some numbers left open. Ours is a straight line,
#     y = w * x + b        x: the question (°C)        y: the answer (°F)
# and the open numbers are w and b. The weight w is how much y grows when x grows by 1;
# the bias b is the answer when x is 0. Learning means finding good values for these
# two, and nothing more. To fit a line to data in this way is called linear regression.
# A neuron in a large network does the same with many x, each with its own weight.
#
# A class is a plan for objects: here for neurons, each with a w and a b of its own.
# Inside the class the neuron is called self; __init__ sets it up, __repr__ shows it.
class NanoNeuron:
    """A neuron with one input x, w its weight (°F per °C) and b its bias (°F).

    >>> NanoNeuron(1.5, 2.0).predict(10.0)
    17.0
    """

    def __init__(self, w: float, b: float) -> None:
        self.w = w
        self.b = b

    def __repr__(self) -> str:
        return f"NanoNeuron(w={self.w}, b={self.b})"

    def predict(self, x: float) -> float:
        """Return the neuron's answer (°F) to x (°C): w * x + b."""
        return self.w * x + self.b


# 2. The examples: questions with their correct answers --------------------------------
#
# An example is a pair: x and its correct y. Usually examples are collected: somebody
# would read two thermometers. We generate ours, with the rule that is to be found.
def celsius_to_fahrenheit(c: float) -> float:
    """Return c (°C) in °F: 1.8 * c + 32, the rule that the neuron is never told."""
    return 1.8 * c + 32


# The neuron learns from one set of examples, the training set. Another one, the test
# set, is for testing it. The two share no x: a model with thousands of numbers could
# just remember its training set. Ours, with w and b only, hardly can; but whatever the
# model, only new questions prove that it has found the rule.
# A wrong example is believed like any other. It pulls the line away from the rule, and
# as that one line gives every answer, it spoils them all: garbage in, garbage out.
def generate_datasets() -> tuple[list[float], list[float], list[float], list[float]]:
    """Return (x_train, y_train, x_test, y_test), four new lists of 100 numbers.

    x_train is 0, 1, ... 99 and x_test 0.5, 1.5, ... 99.5 (°C); y_train and y_test are
    the same temperatures in °F.
    """
    x_train = [float(i) for i in range(100)]
    x_test = [i + 0.5 for i in range(100)]
    y_train = [celsius_to_fahrenheit(x) for x in x_train]
    y_test = [celsius_to_fahrenheit(x) for x in x_test]
    return x_train, y_train, x_test, y_test


# 3. The cost of one guess: how wrong is it? -------------------------------------------
#
# The error of a guess is y - prediction, its cost is half the square of the error. Why
# squared? The sign goes away: an error of -3 is as bad as one of 3, and the two do not
# cancel out in an average. And large errors weigh more: twice the error costs four
# times as much (so a single wrong example pulls hard). Why half? In section 5 the
# square brings in a 2, which the half cancels. It does not change which guess is best.
def prediction_cost(y: float, prediction: float) -> float:
    """Return the cost of one guess: (y - prediction)² / 2, in °F² (°F times °F).

    >>> prediction_cost(212.0, 200.0)
    72.0
    """
    error = y - prediction
    # Not error ** 2: if errors get enormous, that raises an exception instead of giving
    # inf (infinite), and the last digit of its result differs between computers.
    return error * error / 2


# 4. Forward propagation: guess everything, and see how wrong it is --------------------
#
# Forward means from the questions to the cost. The neuron answers the questions of all
# m examples, and the m costs are averaged into one number for "how wrong is it now?"
# Learning has to make that number small.
def forward_propagation(
    model: NanoNeuron, x_train: Sequence[float], y_train: Sequence[float]
) -> tuple[list[float], float]:
    """Return (predictions, cost): the guess for each x (°F), and their mean cost (°F²).

    predictions[i] = model.predict(x_train[i])
    cost = (sum of prediction_cost(y_train[i], predictions[i])) / m

    Raise ValueError unless x_train and y_train have the same length m, 1 or more.

    >>> forward_propagation(NanoNeuron(1.0, 30.0), [0.0, 10.0], [32.0, 50.0])
    ([30.0, 40.0], 26.0)
    """
    m = _number_of_examples(x_train, y_train)
    predictions = [model.predict(x) for x in x_train]
    cost = 0.0
    for i in range(m):
        cost += prediction_cost(y_train[i], predictions[i])
    return predictions, cost / m


def _number_of_examples(x_train: Sequence[float], y_train: Sequence[float]) -> int:
    m = len(x_train)
    if m == 0 or m != len(y_train):
        raise ValueError(
            f"got {m} x and {len(y_train)} y: need one y for each x, and at least one x"
        )
    return m


# 5. Backward propagation: which way to change w and b ---------------------------------
#
# Backward means from the cost to w and b. If w grew a little, would the cost rise or
# fall, and how fast? That is a derivative. Take error² where the error is 3: there it
# is 9, and at 3.01 about 9.06. It rises 6 times as fast as the error: its derivative is
# 6. For any error it is 2 * error: (error + h)² = error² + 2 * error * h + h², and for a
# tiny h, h² is next to nothing. So error² rises 2 * error times as much as the error.
#
# The cost changes with the error, and the error with w. Along such a chain, "2 times as
# fast" and "3 times as fast" make "6 times as fast": derivatives multiply (the chain
# rule). We write derror/dw, one symbol, for "how fast the error changes with w". When w
# grows by 1, the guess grows by x and the error falls by x: derror/dw is -x, negative.
# So for one example:
#     error = y - (w * x + b)       derror/dw = -x         derror/db = -1
#     cost = error² / 2             dcost/derror = 2 * error / 2 = error
#     dcost/dw = error * -x         dcost/db = error * -1
# This is how fast the cost rises. We want it to fall, so we flip the signs. And as the
# cost of all examples is a mean, so is its derivative. Hence the two results, for short
# named dw and db: the mean of error * x, and the mean of error. They are *minus* the
# derivatives: a positive dw says "make w larger, and the cost falls", a negative one
# "make it smaller". The cost itself is not needed here, only how it changes.
def backward_propagation(
    predictions: Sequence[float], x_train: Sequence[float], y_train: Sequence[float]
) -> tuple[float, float]:
    """Return (dw, db), the direction in which w and b should move.

    dw = (sum of (y_train[i] - predictions[i]) * x_train[i]) / m
    db = (sum of (y_train[i] - predictions[i])) / m

    Raise ValueError unless all three (°F, °C, °F) have the same length m, 1 or more.

    >>> backward_propagation([30.0, 40.0], [0.0, 10.0], [32.0, 50.0])
    (50.0, 6.0)
    """
    m = _number_of_examples(x_train, y_train)
    if len(predictions) != m:
        raise ValueError(
            f"got {len(predictions)} predictions: need {m}, one for each x"
        )
    dw = 0.0
    db = 0.0
    for i in range(m):
        error = y_train[i] - predictions[i]
        dw += error * x_train[i]
        db += error
    return dw / m, db / m


# 6. Training: one small step, again and again -----------------------------------------
#
# Training is like school: the teacher (train_model) lets the pupil (the neuron) answer
# all the questions, sees how wrong it is, and corrects it a little: it adds alpha * dw
# to w, and alpha * db to b. One such round through all the training examples is an
# epoch, and alpha, the learning rate, sets how little.
#
# Squares make the cost a valley: it rises on both sides of the best w and of the best
# b, and the farther away, the more steeply. We know only the slope where we stand (dw
# is minus the slope along w); a step is alpha times that. With a small alpha we get
# down slowly. With too large a one, a step goes over the bottom and ends higher up on
# the other side. It is steeper there, so the next step is longer still, and the cost
# grows and grows. What is too large depends on the x; trying shows that for ours it is
# an alpha above about 0.0006.
#
# The demo starts with w and b between 0 and 1, and takes 70,000 epochs with an alpha of
# 0.0005. Why so many? In dw each error is multiplied by x, up to 99; in db it is not.
# So the cost changes fast with w and slowly with b: the valley is steep along w and
# nearly flat along b. An alpha small enough for w makes tiny steps of b. After 10
# epochs w is about 2.3, the best while b is near 0: a steeper line has to make up for
# the missing 32. From then on b creeps up, to 23 after 10,000 epochs, 31.3 after 30,000
# and 31.996 after 70,000, and w comes down to 1.8 with it.
def train_model(
    model: NanoNeuron,
    epochs: int,
    alpha: float,
    x_train: Sequence[float],
    y_train: Sequence[float],
) -> list[float]:
    """Change the model's w and b in each epoch: w += alpha * dw, b += alpha * db.

    Return a list with the cost (°F²) at the start of each epoch.
    Raise ValueError, and leave the model as it is, if epochs is negative or unless
    x_train (°C) and y_train (°F) have the same length, 1 or more.

    >>> model = NanoNeuron(0.0, 0.0)
    >>> train_model(model, 2, 0.1, [2.0], [10.0])
    [50.0, 12.5]
    >>> model
    NanoNeuron(w=3.0, b=1.5)
    """
    _number_of_examples(x_train, y_train)
    if epochs < 0:
        raise ValueError(f"got {epochs} epochs: need 0 or more")
    cost_history = []
    for _ in range(epochs):
        predictions, cost = forward_propagation(model, x_train, y_train)
        cost_history.append(cost)
        dw, db = backward_propagation(predictions, x_train, y_train)
        # Added, because dw and db already point downhill.
        model.w += alpha * dw
        model.b += alpha * db
    return cost_history


# 7. After training: has it learned? ---------------------------------------------------
#
# The cost on the test set tells us; forward_propagation takes x_test and y_test just as
# well. If it is near 0 too, the neuron can also answer what it has never practised.
#
# What it has found is close, not exact: w is 1.8001 or so. The nearer to the bottom of
# the valley, the flatter the slope and the shorter the steps. Each epoch closes a small
# part of the gap to 1.8 and 32, never all of it; we stop when it is small enough.
#
# ======================================================================================
# Here the tutorial ends. The demo follows: what is printed and drawn, the command line.
# ======================================================================================

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

_EPOCHS = 70_000
_ALPHA = 0.0005
_CELSIUS = 70.0

# So many epochs take a few milliseconds: often enough to look at the clock.
_EPOCHS_PER_SLICE = 500

# With their numbers the two pictures are 37 and 39 columns wide, and 3 lie between.
_PICTURE_ROWS = 9
_COST_COLUMNS = 27
_LINE_COLUMNS = 33


# Training that can be watched ---------------------------------------------------------


def _train_in_slices(
    model: NanoNeuron,
    epochs: int,
    alpha: float,
    x_train: Sequence[float],
    y_train: Sequence[float],
    stops: set[int],
) -> Iterator[tuple[int, float]]:
    """Train the model, and give (epoch, cost of the model as it is then) at each stop.

    The model carries all that training needs, so many short calls of train_model do the
    same as a long one. A cost that is not finite is given at once, and ends it all.
    """
    epoch = 0
    started = shown = time.monotonic()
    for stop in sorted(stops):
        while epoch < stop:
            epochs_now = min(_EPOCHS_PER_SLICE, stop - epoch)
            history = train_model(model, epochs_now, alpha, x_train, y_train)
            for number, cost in enumerate(history, start=epoch):
                if not math.isfinite(cost):
                    yield number, cost
                    return
            epoch += epochs_now
            now = time.monotonic()
            if now - shown >= 0.1:
                shown = now
                _show_progress(_progress(epoch / epochs, now - started))
        yield stop, forward_propagation(model, x_train, y_train)[1]


def _progress(share: float, seconds: float) -> str:
    """Return a line that tells the share of the work done in so many seconds."""
    left = seconds * (1 - share) / share if share else math.inf
    time_left = f"{left:.1f} s" if left < 10 else f"{left:.0f} s"
    for unit, size in (("min", 60), ("h", 3600), ("days", 86400)):
        if left >= 2 * size:
            time_left = f"{left / size:.0f} {unit}"
    bar = "#" * int(20 * share)
    return f"training [{bar:.<20}] {share:4.0%}, about {time_left} left"


def _show_progress(text: str) -> None:
    """Write the text over the current line of the terminal, if there is a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        width = min(60, shutil.get_terminal_size().columns - 1)
        sys.stderr.write("\r" + text[:width].ljust(width) + "\r")
        sys.stderr.flush()


# Numbers and pictures -----------------------------------------------------------------


def _plain(number: float, decimals: int) -> str:
    """Return the number in plain digits, or as 1.3e+99 where they would fill the line."""
    if number == 0 or 10**-decimals <= abs(number) < 1e9:
        return f"{number:.{decimals}f}"
    return f"{number:.1e}"


def _plain_cost(cost: float) -> str:
    return _plain(cost, 7 if 0 < cost < 1 else 2)


def _picture(
    title: str,
    curves: Sequence[tuple[str, dict[int, float]]],
    bottom: float,
    top: float,
    label: Callable[[float], str],
    x_axis: tuple[str, str, str],
) -> list[str]:
    """Return the lines of a picture; a curve is a mark, and its height in each column."""
    columns = 1 + max(max(heights) for _, heights in curves)
    rows = [[" "] * columns for _ in range(_PICTURE_ROWS)]
    for mark, heights in curves:
        for column, height in heights.items():
            row = round((top - height) / (top - bottom) * (_PICTURE_ROWS - 1))
            rows[row][column] = mark

    labels = [""] * _PICTURE_ROWS
    for row in (0, _PICTURE_ROWS // 2, _PICTURE_ROWS - 1):
        labels[row] = label(top - (top - bottom) * row / (_PICTURE_ROWS - 1))
    margin = max(map(len, labels))
    left, name, right = x_axis
    return [
        f"{'':{margin}}  {title}",
        *(f"{text:>{margin}} |{''.join(row)}" for text, row in zip(labels, rows)),
        f"{'':{margin}} +{'-' * columns}",
        f"{'':{margin}}  {left}{name:^{columns - len(left + right)}}{right}",
    ]


def _epoch_at(column: int, epochs: int) -> int:
    return epochs * column // (_COST_COLUMNS - 1)


def _cost_picture(costs: dict[int, float], epochs: int) -> list[str]:
    """Draw the cost over the epochs; each row down divides it by the same number."""
    exponents = {
        # A cost of 0 has no logarithm; 1e-30 is no more than rounding.
        column: math.log10(max(costs[_epoch_at(column, epochs)], 1e-30))
        for column in range(_COST_COLUMNS)
    }
    # The top, the middle and the bottom are to be whole powers of ten.
    top = math.ceil(max(exponents.values()))
    bottom = min(math.floor(min(exponents.values())), top - 2)
    bottom -= (top - bottom) % 2
    factor = 10 ** ((top - bottom) / (_PICTURE_ROWS - 1))
    return _picture(
        f"cost: each row {factor:.2g} times less",
        [("*", exponents)],
        bottom,
        top,
        _power_of_ten,
        ("0", "epochs", f"{epochs:,}"),
    )


def _power_of_ten(exponent: float) -> str:
    if abs(exponent) > 6:
        return f"1e{exponent:+03.0f}"
    return f"{10**exponent:.{max(0, -round(exponent))}f}"


def _line_picture(before: NanoNeuron, after: NanoNeuron) -> list[str]:
    """Draw the neuron's line before and after training, and some points of the rule."""
    celsius = {c: 100 * c / (_LINE_COLUMNS - 1) for c in range(_LINE_COLUMNS)}
    curves = [
        (".", {column: before.predict(x) for column, x in celsius.items()}),
        ("*", {column: after.predict(x) for column, x in celsius.items()}),
        ("o", {c: celsius_to_fahrenheit(x) for c, x in celsius.items() if c % 4 == 0}),
    ]
    heights = [height for _, curve in curves for height in curve.values()]
    return _picture(
        "°F   . before  * after  o the rule",
        curves,
        min(0.0, *heights),
        max(heights),
        "{:.0f}".format,
        ("0", "°C", "100"),
    )


# What is printed ----------------------------------------------------------------------


def _print_start(
    model: NanoNeuron, examples: int, epochs: int, alpha: float, celsius: float
) -> None:
    print(
        "One neuron, y = w * x + b, learns from examples to turn °C (x) into °F (y).\n"
        f"It starts with random numbers: w = {_plain(model.w, 4)}, "
        f"b = {_plain(model.b, 4)}. So it thinks that\n"
        f"{celsius:.10g} °C is {_plain(model.predict(celsius), 4)} °F "
        f"(correct: {_plain(celsius_to_fahrenheit(celsius), 4)} °F).\n"
        f"It trains with {examples} examples; epochs: {epochs:,}; "
        f"learning rate alpha: {alpha}.\n"
    )


def _train_and_print(
    model: NanoNeuron,
    epochs: int,
    alpha: float,
    x_train: Sequence[float],
    y_train: Sequence[float],
) -> dict[int, float]:
    """Train the model and print the learning table; return the costs at some epochs.

    They are those that the table and the picture need: few, however long it takes.
    """
    in_table = {0, epochs} | {10**k for k in range(len(str(epochs)))}
    in_picture = {_epoch_at(column, epochs) for column in range(_COST_COLUMNS)}
    stops = in_table | in_picture
    costs = {}
    print(f"{'epoch':>11}{'w':>16}{'b':>16}{'cost':>16} (how wrong it is)")
    try:
        for epoch, cost in _train_in_slices(
            model, epochs, alpha, x_train, y_train, stops
        ):
            costs[epoch] = cost
            if epoch in in_table and math.isfinite(cost):
                w, b = _plain(model.w, 4), _plain(model.b, 4)
                # With the points below each other, one sees the cost fall.
                whole, point, decimals = _plain_cost(cost).partition(".")
                _show_progress("")
                print(f"{epoch:>11,}{w:>16}{b:>16}{whole:>13}{point}{decimals}")
    finally:
        _show_progress("")
    return costs


def _failure(costs: dict[int, float], alpha: float) -> str:
    """Return in words how training failed, or nothing where the cost has fallen."""
    before = costs[0]
    epoch, after = list(costs.items())[-1]
    if after < before or after == before == 0:
        return ""
    if math.isclose(before, after, rel_tol=1e-9):
        return (
            f"training failed: the steps were too small (alpha = {alpha}), and the cost\n"
            f"is still {_plain_cost(after)}. A larger --alpha helps, such as {_ALPHA}."
        )
    now = _plain_cost(after) if math.isfinite(after) else "more than a number can be"
    return (
        f"training failed: the steps were too large (alpha = {alpha}).\n"
        f"By epoch {epoch:,} the cost had risen from {_plain_cost(before)} to {now}.\n"
        f"A smaller --alpha helps, such as {_ALPHA}."
    )


def _print_results(
    untrained: NanoNeuron,
    model: NanoNeuron,
    datasets: tuple[list[float], list[float], list[float], list[float]],
) -> None:
    x_train, y_train, x_test, y_test = datasets
    rule_b = celsius_to_fahrenheit(0.0)
    rule_w = celsius_to_fahrenheit(1.0) - rule_b
    print(f"{'':20}{'before':>15}{'after':>15}{'the rule':>15}")
    print(f"{'w':20}{_plain(untrained.w, 4):>15}{_plain(model.w, 4):>15}{rule_w:15.4f}")
    print(f"{'b':20}{_plain(untrained.b, 4):>15}{_plain(model.b, 4):>15}{rule_b:15.4f}")
    for name, x, y in (("training", x_train, y_train), ("test", x_test, y_test)):
        _, before = forward_propagation(untrained, x, y)
        _, after = forward_propagation(model, x, y)
        print(
            f"{f'cost, {name} set':20}{_plain_cost(before):>15}{_plain_cost(after):>15}"
        )
    # The cost is half the mean square of the errors: this is their size, in °F.
    error = math.sqrt(2 * after)
    verdict = "It has found the rule." if error < 0.5 else "More --epochs would help."
    print(
        f"The test set holds {len(x_test)} temperatures that it has never practised. Its errors\n"
        f"there are about {_plain(error, 4)} °F (the root of 2 * cost). {verdict}"
    )


def _print_answers(model: NanoNeuron, temperatures: Sequence[float]) -> None:
    for celsius in temperatures:
        print(
            f"{celsius:>8.10g} °C: the neuron thinks {_plain(model.predict(celsius), 4)} °F,"
            f" correct is {_plain(celsius_to_fahrenheit(celsius), 4)} °F."
        )


# The command line ---------------------------------------------------------------------


def _number(
    kind: Callable[[str], float], accept: Callable[[float], bool], need: str
) -> Callable[[str], float]:
    """Return a function for argparse that turns a text into a number that is accepted."""

    def convert(text: str) -> float:
        with contextlib.suppress(ValueError):
            number = kind(text)
            if accept(number):
                return number
        raise argparse.ArgumentTypeError(f"got {text.strip()!r}, need {need}")

    return convert


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nano_neuron.py",
        description=(
            "One neuron, y = w * x + b, learns from examples alone to turn degrees Celsius\n"
            "into degrees Fahrenheit: watch it train, be tested and answer questions."
        ),
        epilog=(
            "examples:\n"
            "  python nano_neuron.py                     the whole demo\n"
            "  python nano_neuron.py -40 37.5            ask about -40 and 37.5 °C\n"
            "  python nano_neuron.py --alpha 0.001       see what too large steps do"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        exit_on_error=False,
    )
    parser.add_argument(
        "celsius",
        nargs="*",
        type=_number(float, math.isfinite, "a finite number of °C"),
        default=[_CELSIUS],
        help=f"a temperature to ask about, in °C (default: {_CELSIUS:g})",
    )
    parser.add_argument(
        "--epochs",
        type=_number(int, lambda number: number >= 1, "a whole number from 1"),
        default=_EPOCHS,
        metavar="N",
        help="how many times to go through all the examples (default: %(default)s)",
    )
    parser.add_argument(
        "--alpha",
        type=_number(
            float, lambda number: 0 < number < math.inf, "a finite number above 0"
        ),
        default=_ALPHA,
        metavar="RATE",
        help="the learning rate, a factor without a unit: the larger it is, the larger "
        "are the steps (default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=_number(int, lambda number: True, "a whole number"),
        metavar="N",
        help="a whole number that decides the random start, so that a run can be repeated "
        "(default: another start each time)",
    )
    parser.add_argument(
        "--version", action="version", version=f"nano-neuron {__version__}"
    )
    return parser


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the options in argv; raise argparse.ArgumentError where they are wrong."""
    # argparse takes -40 for a number but -4e1 or -inf for an option. A space in front
    # makes it see an argument in all of them, and does not disturb float() or int().
    argv = [re.sub(r"^-(?=[.\d]|inf|nan)", " -", text, flags=re.I) for text in argv]
    parser = _parser()
    options, unknown = parser.parse_known_intermixed_args(argv)
    if unknown:
        raise argparse.ArgumentError(None, f"unknown option {unknown[0]!r}: see --help")
    return options


def main(argv: Sequence[str] = ()) -> Optional[int]:
    """Run the demo: train a neuron, test it, let it predict, and show how it learned.

    argv holds what a command line holds after the program's name. Return None where all
    went well, 1 where training failed, and 2 where argv is wrong.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Every line at once, into a pipe too; "?" where "°" cannot be shown.
            stream.reconfigure(errors="replace", line_buffering=True)
    try:
        options = _parse(argv)
    except argparse.ArgumentError as error:
        _complain(f"error: {error}")
        return 2
    except SystemExit:  # argparse has answered --help or --version
        return None

    numbers = random.Random(options.seed)
    model = NanoNeuron(numbers.random(), numbers.random())
    untrained = NanoNeuron(model.w, model.b)
    datasets = generate_datasets()
    x_train, y_train = datasets[:2]

    epochs, alpha = options.epochs, options.alpha
    _print_start(model, len(x_train), epochs, alpha, options.celsius[0])
    costs = _train_and_print(model, epochs, alpha, x_train, y_train)
    failure = _failure(costs, alpha)
    if failure:
        _complain(failure)
        return 1
    cost_picture = _cost_picture(costs, epochs)
    line_picture = _line_picture(untrained, model)
    print()
    for left, right in zip(cost_picture, line_picture):
        print(f"{left:<39} {right}".rstrip())
    print()
    _print_results(untrained, model, datasets)
    _print_answers(model, options.celsius)
    return None


def _command() -> Optional[int]:
    """Run main as a command: with its arguments, and ending quietly when it must end."""
    try:
        status = main(sys.argv[1:])
        print(end="", flush=True)
    except KeyboardInterrupt:
        _complain("stopped")
        return 130
    except OSError as error:
        # What is still held for stdout goes nowhere, or Python would complain at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader has seen enough
            return 0
        _complain(f"error: cannot write the output: {error.strerror}")
        return 1
    return status


def _complain(message: str) -> None:
    # Without a stderr, print would write to stdout.
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(f"nano_neuron.py: {message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(_command())
