#!/usr/bin/env python3
"""One neuron learns from examples alone to turn degrees Celsius into Fahrenheit.

Nobody tells it the rule. It answers, is corrected a little, answers again, and is
less and less wrong. These five lines do it. After section 6, they will be clear.

    for epoch in range(epochs):
        predictions, cost = forward_propagation(model, x_train, y_train)
        dw, db = backward_propagation(predictions, x_train, y_train)
        model.w += alpha * dw
        model.b += alpha * db

First watch it learn: "python nano_neuron.py". Then take a pencil and read on. To try
what follows >>>, start "python" in this folder, and type "from nano_neuron import *".
"""

# For main: options, random numbers, the screen. The neuron needs none of them.
import argparse
import io
import math
import os
import random
import signal
import sys
from decimal import Decimal


# 1. The model: a straight line --------------------------------------------------------
# A neuron is a small calculation. It is named after cells of the brain, which take in
# signals and send one on. Ours takes in x, in °C, and predicts what it is in °F:
#     prediction = w * x + b
# The weight w says how much the answer grows when x grows by 1. The bias b is the
# answer at x = 0. (A spreadsheet calls them slope and intercept.) To learn is to find
# good values for these two parameters.
#
# For a line, a formula finds w and b. (The task is called linear regression.) We take
# the long way, because it also works where nobody knows a formula: in models with
# billions of parameters. (In the code, self is the neuron itself.)
class NanoNeuron:
    """A neuron: w is its weight (°F per °C), b its bias (°F).

    >>> NanoNeuron(1.4, 28.0).predict(10.0)
    42.0
    """

    def __init__(self, w, b):
        self.w = w
        self.b = b

    def __repr__(self):
        return f"NanoNeuron(w={self.w}, b={self.b})"

    def predict(self, x):
        """Return the prediction (°F) for x (°C): w * x + b."""
        return self.w * x + self.b


# 2. The examples: questions with their answers ----------------------------------------
# An example is a pair: a question x and its correct answer y. We start with two:
#     5 °C is 41 °F        10 °C is 50 °F
# Learning from such pairs is called supervised learning. Usually nobody knows a rule
# for y. We use one, to see whether the neuron finds it.
def celsius_to_fahrenheit(c):
    """Return c (°C) in °F: 1.8 * c + 32, the rule that the neuron is never told."""
    return 1.8 * c + 32


# The neuron learns from the training set. The test set has other examples, because a
# pupil may know a book by heart, and not the rule. So can a model with many parameters.
def generate_datasets():
    """Return (x_train, y_train, x_test, y_test), four new lists of 100 numbers each.

    x_train is 0, 1, ... 99, x_test is 0.5, 1.5, ... 99.5 (°C); each y is its x in °F.
    """
    x_train = [float(i) for i in range(100)]
    x_test = [i + 0.5 for i in range(100)]
    y_train = [celsius_to_fahrenheit(x) for x in x_train]
    y_test = [celsius_to_fahrenheit(x) for x in x_test]
    return x_train, y_train, x_test, y_test


# 3. The cost of one prediction: how wrong is it? --------------------------------------
# Take the pencil. Our neuron starts with w = 1.4 and b = 28. It says 35 for 5 °C, and
# 42 for 10 °C. But 41 and 50 are correct. The errors, y - prediction, are 6 and 8.
#
# Can we add the errors? No. If one answer is too low by 6, and another too high by 6,
# then 6 and -6 give 0, as if both were right. So we square them, because a square is
# never below 0. The cost of an answer, or its loss, is half the square of its error:
#     6 * 6 / 2 = 18        8 * 8 / 2 = 32
# Section 5 shows what the half is for, and what else squares are good for.
def prediction_cost(y, prediction):
    """Return the cost of one prediction: (y - prediction)² / 2, in °F² (°F times °F).

    >>> prediction_cost(41.0, 35.0), prediction_cost(50.0, 42.0)
    (18.0, 32.0)
    """
    error = y - prediction
    return error * error / 2.0


# 4. Forward propagation: from the questions to the cost -------------------------------
# The neuron answers all the questions, and each answer gets its cost. The average is
# the cost of the neuron: the average of 18 and 32 is 25. It has to become smaller.
# (zip goes through both lists together.)
def forward_propagation(model, x_train, y_train):
    """Return the predictions (a list, °F), and the average of their costs (°F²).

    Raise ValueError if x_train (°C) and y_train (°F) are empty or differ in length.

    >>> forward_propagation(NanoNeuron(1.4, 28.0), [5.0, 10.0], [41.0, 50.0])
    ([35.0, 42.0], 25.0)
    """
    if len(x_train) == 0 or len(x_train) != len(y_train):
        raise ValueError("x_train and y_train must have the same length, at least 1")
    predictions = [model.predict(x) for x in x_train]
    cost = 0.0
    for y, prediction in zip(y_train, predictions):
        cost += prediction_cost(y, prediction)
    return predictions, cost / len(x_train)


# 5. Backward propagation: from the errors back to w and b -----------------------------
# How should w and b change, so that the cost falls? Try it with the answer for 10 °C.
# Make b larger by only 0.001. Then put it back, and make w larger by 0.001 instead:
#
#                 prediction     error       cost      (rounded)
#     as it is       42          8           32
#     b + 0.001      42.001      7.999       31.992      0.008 less
#     w + 0.001      42.01       7.99        31.92       0.08 less
#
# With b, the cost falls by 8 times 0.001, and 8 is the error. Look at the squares:
#     8 * 8 = 64        7.999 * 7.999 = 63.984 (rounded)
# Both factors fall by 0.001. So the square falls by 0.016, about twice 8 * 0.001.
# Half of it falls by 8 * 0.001. That is what the half is for.
#
# So nobody has to try: the error says how fast the cost falls. With w, it is error * x,
# 8 * 10 = 80, because w is multiplied by x, so the prediction moves 10 times as much.
#
# The answer for 5 °C gives 6 for b, and 6 * 5 = 30 for w. The cost of the neuron is an
# average. How fast it falls is an average, too: db for b, dw for w (d for derivative).
#     db = average of error: the average of 6 and 8 is 7
#     dw = average of error * x: the average of 30 and 80 is 55
#
# And if the answer is too high? If it is 56, the error is -6, and error * x is -60. A
# cost that falls by -60 times 0.001 grows. So this answer pulls w and b down.
#
# What else is the square good for? The error of 8 pulls b with 8, and a small error
# only a little. So near the goal, the steps become small. What if the cost were the
# error itself, without its minus sign? With b + 0.001, 8 would become 7.999, and 6
# would become 5.999: both 0.001 less. So all errors would pull b equally hard.
def backward_propagation(predictions, x_train, y_train):
    """Return (dw, db): how fast the cost falls when w grows, and when b grows.

    dw = (sum of (y - prediction) * x over all m examples) / m
    db = (sum of (y - prediction) over all m examples) / m

    If you know derivatives: these are minus those of the cost.
    Raise ValueError if the three lists (°F, °C, °F) are empty or differ in length.

    >>> backward_propagation([35.0, 42.0], [5.0, 10.0], [41.0, 50.0])
    (55.0, 7.0)
    """
    m = len(x_train)
    if m == 0 or len(predictions) != m or len(y_train) != m:
        raise ValueError("all three lists must have the same length, at least 1")
    dw = 0.0
    db = 0.0
    for x, y, prediction in zip(x_train, y_train, predictions):
        error = y - prediction
        dw += error * x
        db += error
    return dw / m, db / m


# 6. Training: a small step, again and again -------------------------------------------
# Which w is best, as long as b is 28? Here is the cost for each w, in rows of 6:
#
#    cost
#      54 | ..                                                  ..
#      48 |   .                                                .
#      42 |    ..                                            ..
#      36 |      ..                                        L.
#      30 |        ..                                    ..
#      24 |          o.                                ..
#      18 |            ...                           ..
#      12 |               ...                    ....
#       6 |                  ...s.          .....
#       0 |                       ..........
#         +---------------------------------------------------------
#       w = 1.0       1.5       2.0       2.5       3.0       3.5
#
# It is a valley: steep high up, where the bottom is far, and flat near the bottom. We
# start at o. There dw is 55, above 0, because the valley goes down to the right.
#
# So we step by alpha * dw. We choose alpha, the learning rate, by trying, here 0.01:
#     w = 1.4 + 0.01 * 55 = 1.95        b = 28 + 0.01 * 7 = 28.07
# That leads to s. The new w makes the cost 4.20, and the new b makes it 4.00.
#
# But 1.95 is more than 1.8. Is that wrong? No. As long as b is 28, no w is right for
# both examples. The best is 2.28. There the errors are 1.6 and -0.8, and pull w with
# 1.6 * 5 = 8 and -0.8 * 10 = -8. So dw is 0, and the cost is 0.8.
#
# Why not hurry? With alpha 0.035, w = 1.4 + 0.035 * 55 = 3.325. That is L, across the
# valley. There the cost is higher, and it is steeper. So the next step is longer.
#
# A round through all examples is an epoch. Going down like this is gradient descent.
def train_model(model, epochs, alpha, x_train, y_train):
    """Change the model's w and b in each epoch: w += alpha * dw, b += alpha * db.

    Return a list of the costs (°F²) before each epoch. Raise ValueError, with the model
    as it was, if epochs is negative, or x_train (°C) and y_train (°F) do not fit.

    >>> model = NanoNeuron(1.4, 28.0)
    >>> costs = train_model(model, 10000, 0.01, [5.0, 10.0], [41.0, 50.0])
    >>> round(model.w, 2), round(model.b, 2)
    (1.8, 32.0)
    """
    if epochs < 0:
        raise ValueError("epochs must be 0 or more")
    cost_history = []
    for epoch in range(epochs):
        predictions, cost = forward_propagation(model, x_train, y_train)
        # The step does not need the cost itself. We keep it, to watch it fall.
        cost_history.append(cost)
        dw, db = backward_propagation(predictions, x_train, y_train)
        model.w += alpha * dw
        model.b += alpha * db
    return cost_history


# This is what happens with alpha 0.01. (Rounded, so a pencil may differ.)
#
#  epoch      w       b    answers for 5 and 10 °C     cost      dw      db
#      0   1.40   28.00         35.00    42.00        25.00   55.00    7.00
#      1   1.95   28.07         37.82    47.57         4.00   20.10    2.81
#      2   2.15   28.10         38.85    49.61         1.19    7.33    1.27
#     10   2.26   28.14         39.46    50.78         0.74   -0.04    0.38
#    100   2.22   28.47         39.59    50.71         0.62   -0.04    0.35
#  1,000   1.97   30.55         40.42    50.29         0.11   -0.02    0.14
# 10,000   1.80   32.00         41.00    50.00         0.00    0.00    0.00
#
# It has found the rule, to two decimals. But why did w run past 1.8, and come back?
#
# At first both answers are too low, because w is too small by 0.4, and b by 4. But w
# is faster, because in dw the errors are multiplied by 5 and by 10. So w also does what
# b should do: while b is too small, the line starts too low, and comes near both points
# only if it is too steep. Draw it: the two points, and a line that starts at 28.
#
# At epoch 10, the answer for 5 °C is too low by 1.54, and the other too high by 0.78.
# They pull b up and down. So db is only 0.38, and b is slow. For each b, another w is
# best: first 2.28, in the end 1.8. So w comes back as b grows.
#
# With other numbers, it may be b that runs past its place and comes back. Neither knows
# its place. Each goes where the errors pull it now.


# 7. All of it together: main ----------------------------------------------------------
# Run it, with 100 examples now. w and b start at random, the same for the same seed:
#     python nano_neuron.py --seed 42
# A part of its table, with the answer for 99 °C, which should become 210.20:
#
#  epoch        w         b    answer for 99 °C      cost         dw       db
#      0   0.6394    0.0250               63.33   4559.43    5393.50    89.42
#      1   3.3362    0.0697              330.35   1956.04   -3463.49   -44.11
#      2   1.6044    0.0477              158.89    882.59    2223.79    41.63
#     10   2.2615    0.0900              223.98    129.83      64.16     9.06
#    100   2.2756    0.4525              225.74    126.28      -0.12     8.00
# 10,000   1.9355   23.0151              214.63     10.24      -0.03     2.28
# 70,000   1.8001   31.9956              210.20      0.00       0.00     0.00
#
# It is the same story in a steeper valley: x goes up to 99, so a small change of w
# moves the answers much. With alpha 0.01, w would jump by 54! So alpha is 0.0005. Even
# so, w jumps by 0.0005 * 5393.50 = 2.70, across the valley, where dw is below 0. Then
# it jumps back, and across again. That is fine: each jump is shorter than the last.
#
# After 100 epochs, dw is nearly 0. As long as b is 0.45, this w is the best. At 0 °C,
# the answer is too low by 31.55, and at 99 °C too high by 15.54. In between, the errors
# change evenly. So the average of these two is the average of all: db, 8.00.
#
# In an epoch, b grows by 0.0005 * 8 = 0.004. The nearer it is to 32, the smaller are
# the errors, and its steps. So 10,000 epochs leave the same share of 32 - b, 0.28:
#   epoch        0   10,000   20,000   30,000   40,000   50,000   60,000   70,000
#   32 - b      32        9      2.5      0.7      0.2     0.06    0.016    0.004
# So a little is always left: close, not exact. We stop at 70,000, because that is close
# enough for us. b is slow because w needs a tiny alpha, and they share it. Methods for
# large models often choose a step for each parameter.
#
# And after ten epochs? Will it be right at 70 °C? And at 0 °C? Guess, and try:
#     python nano_neuron.py --seed 42 --epochs 10
# At 70 °C it says 158.4, and 158 is right. At 0 °C it says 0.1, and 32 is right. Its
# line starts too low and is too steep, so it crosses the right line in one place, here
# at 69 °C. One good answer proves little. The cost is 130, about as if each answer
# were off by 16, because 16 * 16 / 2 = 128.
#
# Names that begin with _ are helpers for the screen, at the end of the file.
def main(argv=()):
    """Train a random neuron, test it, and ask it about some temperatures.

    argv is a command line, in words or as one text. Return None, or 1 if the cost did
    not fall. Raise SystemExit after --help, --version or an error.
    """
    options = _parse(argv)
    x_train, y_train, x_test, y_test = generate_datasets()

    # Two numbers between 0 and 1.
    numbers = random.Random(options.seed)
    model = NanoNeuron(numbers.random(), numbers.random())
    untrained = NanoNeuron(model.w, model.b)

    # Train up to the next stop, measure, print a row, and so on. The stops are after 0,
    # 1, 2, 3, 10, 100 and more epochs, and others between, for the picture.
    _print_start(len(x_train), options.alpha)
    costs = {}
    epoch = 0
    for stop in _stops(options.epochs):
        train_model(model, stop - epoch, options.alpha, x_train, y_train)
        epoch = stop
        predictions, cost = forward_propagation(model, x_train, y_train)
        dw, db = backward_propagation(predictions, x_train, y_train)
        if not math.isfinite(cost):  # alpha is much too large
            break
        costs[epoch] = cost
        _show_row(epoch, options.epochs, model, cost, dw, db)

    if not cost < costs[0]:  # also where it is nan, not a number
        _print_failure(options.alpha, costs[0], cost, epoch)
        return 1
    _print_changes(costs, untrained, model)

    # The test, with new questions. A model that knows only its examples (overfitting)
    # would fail. Ours passes: after 70,000 epochs, this cost is nearly 0, too.
    predictions, cost_before = forward_propagation(untrained, x_test, y_test)
    predictions, cost_after = forward_propagation(model, x_test, y_test)
    _print_result("cost, test set", cost_before, cost_after, decimals=7)

    for x in options.celsius:
        before = untrained.predict(x)
        after = model.predict(x)
        _print_answer(x, before, after, celsius_to_fahrenheit(x))
    return None


# And large models? They have many neurons, side by side and one behind another. Many
# have a bend after the line, for example: all below 0 becomes 0. (This is an activation
# function.) Without it, all would be one line: 2 * (3 * x + 1) + 4 is 6 * x + 6. Errors
# are handed back from the last neurons to the first. So it is called backward
# propagation. The loop is the same: answer, see how wrong it was, correct a little.

# ======================================================================================
# School is over. What follows reads options, prints and draws.
# ======================================================================================
__version__ = "1.0.0"
__all__ = ["NanoNeuron", "main", "celsius_to_fahrenheit", "generate_datasets"]
__all__ += ["prediction_cost", "forward_propagation", "backward_propagation"]
__all__ += ["train_model"]
_NAME = "nano_neuron.py" if __name__ == "__main__" else "nano-neuron"


def _parse(argv):
    run = f"  python {_NAME}" if __name__ == "__main__" else f"  {_NAME}"
    parser = argparse.ArgumentParser(
        prog=_NAME,
        description="One neuron learns from examples to turn °C into °F.",
        epilog="examples:\n"
        f"{run} -40 20          ask about -40 and 20 °C\n"
        f"{run} --epochs 10     see what it knows after 10 epochs\n"
        f"{run} --alpha 0.0007  see steps that are too large",
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
    words = argv.split() if isinstance(argv, str) else map(str, argv)
    options = parser.parse_args(list(words))
    if options.epochs < 1:
        parser.error(f"argument --epochs: got {options.epochs}, need 1 or more")
    if not 0 < options.alpha < math.inf:
        parser.error(f"argument --alpha: got {options.alpha}, need a finite number > 0")
    for x in options.celsius:
        if not math.isfinite(x):
            parser.error(f"argument celsius: got {x}, need a finite number")
    return options


def _stops(epochs):
    """Yield the epochs after which main stops to look."""
    every = max(1, min(1000, epochs // 26))  # The costs of more would fill memory.
    return (e for e in range(epochs + 1) if e % every == 0 or _stays(e, epochs))


def _stays(epoch, epochs):
    """Tell whether the row of this epoch stays in the table."""
    return epoch in (0, 1, 2, 3, epochs) or str(epoch).rstrip("0") == "1"


def _print_start(examples, alpha):
    print(
        f"One neuron, w * x + b, learns from {examples} examples to turn °C into °F.\n"
        "w and b start as random numbers. In each epoch, one round through the examples,\n"
        "it adds alpha * dw to w, and alpha * db to b.\n"
        f"The learning rate alpha is {alpha}.\n\n"
        "      epoch         w         b             cost            dw          db"
    )


def _cell(value, width, decimals):
    """Return a word, or a number in digits, or as 1.3e+99 where they fill the width."""
    text = str(value)
    if isinstance(value, float):
        text = f"{round(value, decimals) + 0.0:.{decimals}f}"  # -0.0 + 0.0 is 0.0
        if len(text) >= width:
            text = f"{value:.1e}"
    return text.rjust(width)


def _show_row(epoch, epochs, model, cost, dw, db):
    """Print a row. One that does not stay is for terminals, and the next covers it."""
    cells = f"{epoch:,}", model.w, model.b, cost, dw, db
    row = "".join(map(_cell, cells, (11, 10, 10, 17, 14, 12), (0, 4, 4, 7, 5, 5)))
    try:  # The streams of IDLE, a notebook and Python in a browser are no such files.
        is_file = isinstance(sys.stdout, io.TextIOWrapper)
        columns = os.get_terminal_size(sys.stdout.fileno()).columns if is_file else 0
    except OSError:
        columns = 0
    if _stays(epoch, epochs):
        print(row, flush=True)
    elif len(row) < columns:
        print(row, end="\r", flush=True)


def _print_failure(alpha, first, last, epoch):
    print(flush=True)  # also ends a row that the next one should have been written over
    print(
        f"{_NAME}: training failed: the cost did not fall.\n"
        f"With alpha {alpha} it was {first} at the start,\n"
        f"and is {last} at epoch {epoch:,}.\n"
        "If it hardly moved, try a larger --alpha; else a smaller one.",
        file=sys.stderr,
    )


def _print_changes(costs, untrained, model):
    """Print how the cost fell and how the line moved, as pictures and in numbers."""
    last, exponents = max(costs), [math.log10(cost) for cost in costs.values()]
    top, bottom = math.ceil(max(exponents)), math.ceil(min(exponents)) - 1
    step = math.ceil((top - bottom) / 10)  # powers of ten from label to label
    rows = 10 // math.ceil((top - bottom) / step)  # and rows
    labels = [""] * 11
    for row in range(0, 11, rows):
        labels[row] = str(Decimal(10) ** (top - row // rows * step))
    points = []
    for epoch, exponent in zip(costs, exponents):
        points.append((26 * epoch / last, (top - exponent) * rows / step, "*"))
    axis = "0" + "epochs".center(26 - len(f"{last:,}")) + f"{last:,}"
    left = _picture(f"cost: labels {10**step} times apart", labels, axis, points)

    lines = untrained.predict, model.predict, celsius_to_fahrenheit
    step = math.ceil(max(line(x) for line in lines for x in (0, 100)) / 10)
    labels = [str(row * step) for row in range(10, -1, -1)]
    points = []
    for line, mark, every in zip(lines, ".*o", (1, 1, 4)):
        for column in range(0, 33, every):
            points.append((column, 10 - line(100 * column / 32) / step, mark))
    axis = "0" + "°C".center(29) + "100"
    right = _picture("°F  . before  * after  o the rule", labels, axis, points)

    rows = [f"{one:<41}{other}".rstrip() for one, other in zip(left, right)]
    print("", *rows, "", sep="\n")

    rule_b = celsius_to_fahrenheit(0.0)
    rule_w = celsius_to_fahrenheit(1.0) - rule_b
    _print_result("", "before", "after", "the rule")
    _print_result("w", untrained.w, model.w, rule_w)
    _print_result("b", untrained.b, model.b, rule_b)
    _print_result("cost, training set", costs[0], costs[last], decimals=7)


def _picture(title, labels, axis, points):
    """Return the lines of a picture, with points of (column, row, mark)."""
    rows = [[" "] * len(axis) for _ in labels]
    for column, row, mark in points:
        if round(row) < len(rows):  # else it is below 0 °F
            rows[round(row)][round(column)] = mark
    lines = [" " + title, *("|" + "".join(row) for row in rows)]
    lines += ["+" + "-" * len(axis), " " + axis]
    labels, margin = ["", *labels, "", ""], max(map(len, labels))
    return [f"{label:>{margin}} {line}" for label, line in zip(labels, lines)]


def _print_result(name, *values, decimals=4):
    print(f"{name:31}" + "".join(_cell(value, 16, decimals) for value in values))


def _print_answer(x, *answers):
    _print_result(f"{x:.15g} °C in °F", *answers)


def _command():
    """Run main as a command, which ends as Unix tools do."""
    # Ctrl-C ends it by the default action: at once and silently. So does a reader that
    # leaves, where there is a SIGPIPE. An ignored Ctrl-C, as in the background, stays so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
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
        print(f"{_NAME}: cannot write: {error.strerror}", file=sys.stderr, flush=True)
        os._exit(1)  # sys.exit would try to write once more, and complain again


if __name__ == "__main__":
    # Signals and streams are ours only in a process of our own: not where Python code
    # (IPython, IDLE, runpy) runs this file, nor where somebody types on (python -i).
    if sys._getframe().f_back is None and not sys.flags.inspect:
        sys.exit(_command())
    # Only python -m, which sets __spec__, needs a status after a failed run. (Where a
    # host leaves it out, a plain __spec__ would be that of builtins.)
    if main(sys.argv[1:]) and globals().get("__spec__"):
        sys.exit(1)
