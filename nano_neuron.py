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

# Only main and what it needs use these; the neuron itself works without a library.
import argparse
import io
import math
import os
import random
import signal
import sys
from collections.abc import Sequence
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
    m = _common_length(x_train, y_train)
    predictions = [model.predict(x) for x in x_train]
    cost = 0.0
    for i in range(m):
        cost += prediction_cost(y_train[i], predictions[i])
    return predictions, cost / m


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
    m = _common_length(x_train, y_train, predictions)
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
def main(argv: Sequence[str] = ()) -> Optional[int]:
    """Train a random neuron, test it, and ask it some temperatures.

    argv is what follows the program's name on a command line: ["--epochs", "10"].
    Return None, or 1 if the cost did not fall. --help, --version and wrong options end
    it with SystemExit, as argparse does.
    """
    options = _parse(argv)
    x_train, y_train, x_test, y_test = generate_datasets()

    # The untrained neuron stays as it is, to be compared with the trained one.
    numbers = random.Random(options.seed)
    model = NanoNeuron(w=numbers.random(), b=numbers.random())
    untrained = NanoNeuron(model.w, model.b)

    # This calls train_model, again and again, and prints how far it has come.
    costs = _watch_training(model, options.epochs, options.alpha, x_train, y_train)
    _, cost_before = forward_propagation(untrained, x_train, y_train)
    _, cost_after = forward_propagation(model, x_train, y_train)
    if not cost_after < cost_before:
        _print_failure(options.alpha, costs)
        return 1
    _print_pictures(costs, untrained, model)

    # The test: questions that the neuron has never seen.
    _, test_before = forward_propagation(untrained, x_test, y_test)
    _, test_after = forward_propagation(model, x_test, y_test)
    # A cost is half the square of an error. This way back gives the size of the errors.
    error_before, error_after = math.sqrt(2 * test_before), math.sqrt(2 * test_after)

    rule_b = celsius_to_fahrenheit(0)
    rule_w = celsius_to_fahrenheit(1) - rule_b
    print("\n                                   before          after       the rule")
    _print_result("w", untrained.w, model.w, rule_w)
    _print_result("b", untrained.b, model.b, rule_b)
    _print_result("cost, training set", cost_before, cost_after)
    _print_result("cost, test set", test_before, test_after)
    _print_result("typical error there, °F", error_before, error_after)
    for x in options.celsius:
        answers = untrained.predict(x), model.predict(x), celsius_to_fahrenheit(x)
        _print_result(f"{x:.10g} °C in °F", *answers)
    return None


# ======================================================================================
# Here the story ends. Below the line is what main needs to print, draw and read options.
# ======================================================================================

_PROGRAM = "nano_neuron.py" if __name__ == "__main__" else "nano-neuron"
_COST_COLUMNS = 27
_LINE_COLUMNS = 33
_PICTURE_ROWS = 11


def _common_length(*lists: Sequence[float]) -> int:
    """Return the length of the lists of x, y and perhaps predictions."""
    m = len(lists[0])
    for numbers in lists:
        if len(numbers) != m or m == 0:
            names = ("x", "y", "predictions")
            given = " and ".join(f"{len(n)} {name}" for n, name in zip(lists, names))
            raise ValueError(f"got {given}: need lists of the same length, at least 1")
    return m


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=_PROGRAM,
        description="One neuron learns from examples to turn °C into °F.",
        epilog=(
            "examples:\n"
            "  %(prog)s -40 37.5        ask about -40 and 37.5 °C\n"
            "  %(prog)s --epochs 10     see what it knows after 10 epochs\n"
            "  %(prog)s --alpha 0.0007  see steps that are too large"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "celsius",
        nargs="*",
        type=float,
        default=[0.0, 70.0],
        help="a temperature to ask about, in °C (default: 0 and 70)",
    )
    parser.add_argument(
        "--epochs",
        type=int,
        default=70_000,
        help="how many times to go through all the examples (default: %(default)s)",
    )
    parser.add_argument(
        "--alpha",
        type=float,
        default=0.0005,
        help="the learning rate: the larger it is, the larger the steps of w and b "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        help="a whole number; the same one gives the same random start",
    )
    parser.add_argument(
        "--version", action="version", version=f"nano-neuron {__version__}"
    )
    options = parser.parse_args(argv)
    if options.epochs < 1:
        parser.error(f"argument --epochs: got {options.epochs}, need 1 or more")
    if not 0 < options.alpha < math.inf:
        parser.error(
            f"argument --alpha: got {options.alpha}, need a finite number above 0"
        )
    for x in options.celsius:
        if not math.isfinite(x):
            parser.error(f"argument celsius: got {x}, need a finite number")
    return options


def _watch_training(
    model: NanoNeuron,
    epochs: int,
    alpha: float,
    x_train: Sequence[float],
    y_train: Sequence[float],
) -> dict[int, float]:
    """Train the model, print the learning table, and return the costs at some epochs.

    They are the epochs that the table and the picture show, few even in a long training.
    A cost that is not finite ends the training, and is the last one.
    """
    print(
        f"One neuron, w * x + b, learns from {len(x_train)} examples to turn °C (x) into °F.\n"
        "It starts with random numbers for w and b. In each epoch, one round through all\n"
        "the examples, it adds alpha * dw to w, and alpha * db to b.\n"
        f"Its learning rate alpha is {alpha}.\n\n"
        f"{'epoch':>9}{'w':>11}{'b':>11}{'cost':>17}{'dw':>14}{'db':>12}"
    )
    in_table = {0, 1, 2, 3, epochs} | {10**k for k in range(1, len(str(epochs)))}
    in_picture = {epochs * c // (_COST_COLUMNS - 1) for c in range(_COST_COLUMNS)}
    stops = in_table | in_picture
    costs = {}
    epoch = 0
    while True:
        predictions, cost = forward_propagation(model, x_train, y_train)
        if epoch in stops:
            costs[epoch] = cost
        if epoch in in_table:
            dw, db = backward_propagation(predictions, x_train, y_train)
            _show_progress("")
            print(
                f"{epoch:>9,}{_plain(model.w, 4, 11)}{_plain(model.b, 4, 11)}"
                f"{_plain(cost, 7, 17)}{_plain(dw, 5, 14)}{_plain(db, 5, 12)}",
                flush=True,
            )
        if epoch == epochs:
            return costs
        _show_progress(f"epoch {epoch:,} of {epochs:,}")
        # At most 1,000 epochs at a time: their costs are all that fills the memory.
        next_look = min(epoch + 1000, *(stop for stop in stops if stop > epoch))
        for cost in train_model(model, next_look - epoch, alpha, x_train, y_train):
            if not math.isfinite(cost):
                _show_progress("")
                return {**costs, epoch: cost}
            epoch += 1


def _show_progress(text: str) -> None:
    """Write the text over the last one, if stderr is a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r{text:40}\r", end="", file=sys.stderr, flush=True)


def _plain(number: float, decimals: int, width: int) -> str:
    """Return the number in plain digits, or as 1.3e+99 where they would fill the width."""
    text = f"{round(number, decimals) + 0.0:.{decimals}f}"  # -0.0 + 0.0 is 0.0
    return f"{text if len(text) < width else f'{number:.1e}':>{width}}"


def _print_failure(alpha: float, costs: dict[int, float]) -> None:
    epoch, cost = max(costs.items())
    print(
        f"{_PROGRAM}: training failed: the cost did not fall.\n"
        f"With alpha {alpha} it was {costs[0]} at the start,\n"
        f"and is {cost} at epoch {epoch:,}.\n"
        "If it rose, try a smaller --alpha; if it hardly moved, a larger one.",
        file=sys.stderr,
    )


def _print_pictures(
    costs: dict[int, float], untrained: NanoNeuron, model: NanoNeuron
) -> None:
    """Print side by side how the cost has fallen, and how the neuron's line has moved."""
    epochs = max(costs)
    exponents = {}
    for column in range(_COST_COLUMNS):
        cost = costs[epochs * column // (_COST_COLUMNS - 1)]
        # A cost of 0 has no logarithm; 1e-30 is no more than rounding.
        exponents[column] = math.log10(max(cost, 1e-30))
    top = math.ceil(max(exponents.values()))
    step = max(1, math.ceil((top - min(exponents.values())) / (_PICTURE_ROWS - 1)))
    powers = range(top, top - _PICTURE_ROWS * step, -step)
    left = _picture(
        f"cost: each row {10**step} times less",
        [f"{10.0**k:.{max(0, -k)}f}" if k > -7 else f"1e{k:03}" for k in powers],
        {"*": {column: (top - k) / step for column, k in exponents.items()}},
        "epochs",
        f"{epochs:,}",
    )

    celsius = {c: 100 * c / (_LINE_COLUMNS - 1) for c in range(_LINE_COLUMNS)}
    lines = {
        ".": {c: untrained.predict(x) for c, x in celsius.items()},
        "*": {c: model.predict(x) for c, x in celsius.items()},
        "o": {c: celsius_to_fahrenheit(celsius[c]) for c in celsius if c % 4 == 0},
    }
    heights = [height for line in lines.values() for height in line.values()]
    bottom = math.floor(min(0.0, *heights))
    step = math.ceil((max(heights) - bottom) / (_PICTURE_ROWS - 1))
    top = bottom + step * (_PICTURE_ROWS - 1)
    right = _picture(
        "°F  . before  * after  o the rule",
        [str(top - row * step) for row in range(_PICTURE_ROWS)],
        {
            m: {c: (top - y) / step for c, y in line.items()}
            for m, line in lines.items()
        },
        "°C",
        "100",
    )
    print()
    for left_line, right_line in zip(left, right):
        print(f"{left_line:<41}{right_line}".rstrip())


def _picture(
    title: str,
    labels: Sequence[str],
    curves: dict[str, dict[int, float]],
    x_name: str,
    x_end: str,
) -> list[str]:
    """Return the lines of a picture; a curve is a mark, and its row in each column."""
    columns = 1 + max(max(curve) for curve in curves.values())
    rows = [[" "] * columns for _ in labels]
    for mark, curve in curves.items():
        for column, row in curve.items():
            rows[round(row)][column] = mark
    margin = max(map(len, labels))
    return [
        f"{'':{margin}}  {title}",
        *(f"{label:>{margin}} |{''.join(row)}" for label, row in zip(labels, rows)),
        f"{'':{margin}} +{'-' * columns}",
        f"{'':{margin}}  0{x_name:^{columns - 1 - len(x_end)}}{x_end}",
    ]


def _print_result(name: str, *numbers: float) -> None:
    decimals = 7 if name.startswith("cost") else 4
    print(f"{name:26}" + "".join(_plain(number, decimals, 15) for number in numbers))


def _command() -> Optional[int]:
    """Run main as a command, which ends as Unix tools do."""
    # Ctrl-C, and a reader that has seen enough, end it by the default action: at once
    # and silently. Where Ctrl-C is ignored, as in the background, it stays ignored.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # "?" where "°" cannot be shown
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
    sys.exit(_command())
