#!/usr/bin/env python3
"""One neuron learns from examples alone to turn degrees Celsius into Fahrenheit.

Nobody tells it the rule. It gets temperatures in °C with the correct answers in °F, and
finds the rule by itself. That looks like magic, and turns out to be arithmetic: two
numbers are moved, again and again, so that the answers become less wrong.

Read sections 1 to 7 in order: they are the whole story. To see it happen, run it:

    python nano_neuron.py
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

# main needs these, for random numbers, options and the screen; the neuron needs none of
# them. (Sequence only says what kind of value is meant: a list or the like.)
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
# A neuron is a small calculation with a few numbers that can be changed. Ours has to
# learn to turn °C into °F, and is a straight line:
#     prediction = w * x + b
# x is the question (°C), the prediction is the neuron's guess at the answer (°F). The
# weight w is how much the prediction grows when x grows by 1. The bias b is the
# prediction at x = 0. Learning means finding good values for these two parameters, and
# nothing more. With a straight line, this is called linear regression.
#
# The class keeps w and b together; inside it, self is the neuron. Notes like ": float"
# or "-> None" only say what kind of value is meant. What follows >>> you can type into
# Python, after "from nano_neuron import *"; the line below it is Python's answer.
class NanoNeuron:
    """A neuron with one input x, w its weight (°F per °C) and b its bias (°F).

    >>> NanoNeuron(1.0, 30.0).predict(10.0)
    40.0
    """

    def __init__(self, w: float, b: float) -> None:
        self.w = w
        self.b = b

    def __repr__(self) -> str:
        return f"NanoNeuron(w={self.w}, b={self.b})"

    def predict(self, x: float) -> float:
        """Return the prediction (°F) for x (°C): w * x + b."""
        return self.w * x + self.b


# 2. The examples: questions with their correct answers --------------------------------
#
# An example is a pair: a question x and its correct answer y. Two of ours are
#     x = 0 °C, y = 32 °F        x = 10 °C, y = 50 °F
# Elsewhere x is a photo (as numbers) and y a name, or x is a drawn digit and y the
# digit. x is also called a feature and y a label, and learning from such pairs is
# called supervised learning. Usually the pairs are collected, because nobody knows the
# rule. We make ours with a rule that we know, to see whether the neuron finds it.
def celsius_to_fahrenheit(c: float) -> float:
    """Return c (°C) in °F: 1.8 * c + 32, the rule that the neuron is never told."""
    return 1.8 * c + 32


# The neuron learns from the training set. Then it gets questions that it has never
# seen, the test set. Why? A model with thousands of parameters could simply store its
# examples, and be wrong everywhere else: this is overfitting. Our two parameters cannot
# store 100 answers one by one, but only new questions can show that a model has learned
# more than its examples.
#
# Two warnings. Our test questions lie close to the training questions: they show
# nothing about 1,000 °C. And a neuron believes every example: a single wrong one pulls
# the whole line towards it. README tries both.
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


# 3. The cost of one prediction: how wrong is it? --------------------------------------
#
# Take a pencil. From here to section 6 we follow one neuron, w = 1 and b = 30, and our
# two pairs. The error is y - prediction; the cost, or loss, is half its square:
#      0 °C: prediction 30, error 32 - 30 =  2, cost  2 *  2 / 2 =  2
#     10 °C: prediction 40, error 50 - 40 = 10, cost 10 * 10 / 2 = 50
# Why squared? If a prediction is too high, its error is negative. A square never is, so
# errors of 3 and -3 cannot add up to 0. And large errors should count more: one answer
# that is wrong by 10 costs 50, ten answers that are wrong by 1 cost only 5 together.
# Why half? Section 5 will show it. The best w and b are the same with and without it.
def prediction_cost(y: float, prediction: float) -> float:
    """Return the cost of one prediction: (y - prediction)² / 2, in °F².

    >>> prediction_cost(32.0, 30.0), prediction_cost(50.0, 40.0)
    (2.0, 50.0)
    """
    error = y - prediction
    # Not error ** 2: that stops with an exception if the error is enormous.
    return error * error / 2


# 4. Forward propagation: from the questions to the cost -------------------------------
#
# Forward propagation passes x on to the predictions, and these on to the cost. The
# neuron answers all m questions (m is how many there are; _common_length counts them),
# and the average of the costs is one number for "how wrong is it now?" For our two
# pairs it is (2 + 50) / 2 = 26. Learning has to make this number small. (Without the
# half, it is called the mean squared error.)
def forward_propagation(
    model: NanoNeuron, x_train: Sequence[float], y_train: Sequence[float]
) -> tuple[list[float], float]:
    """Return the list of predictions (°F), and their average cost (°F²).

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


# 5. Backward propagation: from the errors back to w and b -----------------------------
#
# Our two predictions are too low, by 2 and by 10. Should b grow or shrink? And w?
#
# Both should grow. Backward propagation finds two numbers that say so, dw and db. If w
# grows by a tiny bit, such as 0.001, the cost falls by about 0.001 * dw; db is the same
# for b. So if dw is positive, w should grow; if it is negative, w should shrink; if it
# is 0, w is the best for this b.
#
# Now the pencil. Let w grow by 0.001. What happens at 10 °C?
#     The prediction grows by 0.001 * x = 0.01, so the error falls from 10 to 9.99.
#     Its square falls from 10 * 10 to 9.99 * 10 = 99.9 and on to 9.99 * 9.99 = 99.8001:
#     it has two equal factors, so it falls twice by about error * 0.01 = 0.1.
#     The cost is half the square, so it falls only once by error * 0.01. That is what
#     the half is for: without it, a 2 would stay.
# As 0.01 is 0.001 * x, the cost falls by 0.001 * error * x. So the dw of this pair is
# error * x. If b grows by 0.001, the prediction grows by 0.001 as well, whatever x is.
# So the db of a pair is its error. The cost is an average over all pairs, and so are
#     dw = (2 * 0 + 10 * 10) / 2 = 50        db = (2 + 10) / 2 = 6
# They are not distances: with b = 30 the best w is 2, not 51. Section 6 adds only a
# small part of dw to w, and of db to b.
#
# Books look at it from the other side: how the cost rises. That is its slope, -50 along
# w and -6 along b, and the slopes together are the gradient. So where we add dw, books
# (and programs like PyTorch) subtract a slope. It is the same.
#
# The same as algebra, which you may skip:
#     error = y - (w * x + b)      its slope along w is -x, along b it is -1
#     cost = error² / 2            its slope along the error is 2 * error / 2 = error
#         (error² is 9 at 3, 9.0601 at 3.01: 0.0601 / 0.01 is about 6, which is 2 * 3)
#     From w to error to cost, slopes multiply (the chain rule): -x * error along w, and
#     -1 * error along b. With the other sign, x * error and error show the way down.
def backward_propagation(
    predictions: Sequence[float], x_train: Sequence[float], y_train: Sequence[float]
) -> tuple[float, float]:
    """Return (dw, db): how fast the cost falls when w grows, and when b grows.

    dw = (sum of (y_train[i] - predictions[i]) * x_train[i]) / m
    db = (sum of (y_train[i] - predictions[i])) / m

    predictions and y_train are in °F, x_train in °C. Raise ValueError unless all three
    have the same length m, 1 or more.

    >>> backward_propagation([30.0, 40.0], [0.0, 10.0], [32.0, 50.0])
    (50.0, 6.0)

    With w = 1.001 in place of 1, the cost falls from 26 by about 0.001 * dw:

    >>> changed = NanoNeuron(1.001, 30.0)
    >>> predictions, cost = forward_propagation(changed, [0.0, 10.0], [32.0, 50.0])
    >>> round(26.0 - cost, 6)
    0.049975
    """
    m = _common_length(x_train, y_train, predictions)
    dw = 0.0
    db = 0.0
    for i in range(m):
        error = y_train[i] - predictions[i]
        dw += error * x_train[i]
        db += error
    return dw / m, db / m


# 6. Training: a step downhill, again and again ----------------------------------------
#
# It is like school: the neuron answers all the questions, is corrected a little, and
# starts again. One such round is an epoch. The correction: alpha * dw is added to w,
# and alpha * db to b. alpha, the learning rate, is a small number that we choose: the
# larger it is, the larger the steps. This is called gradient descent.
#
# Our neuron, with alpha 0.01, moves to w = 1 + 0.01 * 50 = 1.5 and
# b = 30 + 0.01 * 6 = 30.06. Now it predicts 30.06 and 45.06. The errors are 1.94 and
# 4.94, and the cost is 7.04. It was 26: it has learned!
def train_model(
    model: NanoNeuron,
    epochs: int,
    alpha: float,
    x_train: Sequence[float],
    y_train: Sequence[float],
) -> list[float]:
    """Change the model's w and b in each epoch: w += alpha * dw, b += alpha * db.

    Return a list of the costs (°F²) at the start of each epoch. Raise ValueError, and
    leave the model as it was, if epochs is negative, or when the first epoch finds that
    x_train (°C) and y_train (°F) are empty or differ in length.

    >>> model = NanoNeuron(1.0, 30.0)
    >>> train_model(model, 1, 0.01, [0.0, 10.0], [32.0, 50.0])
    [26.0]
    >>> model
    NanoNeuron(w=1.5, b=30.06)
    >>> predictions, cost = forward_propagation(model, [0.0, 10.0], [32.0, 50.0])
    >>> round(cost, 2)
    7.04
    """
    if epochs < 0:
        raise ValueError(f"got {epochs} epochs: need 0 or more")
    cost_history = []
    for _ in range(epochs):
        predictions, cost = forward_propagation(model, x_train, y_train)
        # Only for us, to watch. What makes the cost fall, dw and db, needs the errors.
        cost_history.append(cost)
        dw, db = backward_propagation(predictions, x_train, y_train)
        model.w += alpha * dw
        model.b += alpha * db
    return cost_history


# Now watch this loop in a longer training: all 100 pairs, 70,000 epochs, and alpha
# 0.0005, because 0.01 would be too large here.
#     python nano_neuron.py --seed 42
# w and b start as random numbers, 0.64 and 0.03. Both change in every epoch, but w is
# quick and b is slow. So there are two acts.
#
# First act: w. The curve is the cost for each w, while b is still near 0. It is a
# valley with its bottom at w = 2.28. (The cost there is 130, not 0, because b is wrong;
# the picture rounds it.) The digits show w at epochs 0 to 5. Why does w jump over the
# bottom, and still come to rest there?
#
#  cost |
#  4500 |   0                                                                ..
#  4000 |    ..                                                            ..
#  3500 |      ...                                                       ..
#  3000 |         ..                                                  ...
#  2500 |           ..                                              ..
#  2000 |             ...                                        .1.
#  1500 |                ....                                 ...
#  1000 |                    ..2.                        .....
#   500 |                        ......4           ..3...
#     0 |                               ........5..
#       +-----------------------------------------------------------------------
#                 1.0                 2.0                 3.0                 4.0  w
#
#     epoch 0:  w = 0.639, 1.643 left of the bottom   dw =  5394, alpha * dw =  2.697
#     epoch 1:  w = 3.336, 1.055 right of the bottom  dw = -3463, alpha * dw = -1.732
#     epoch 2:  w = 1.604, 0.677 left of the bottom   dw =  2224, alpha * dw =  1.112
# Each step is 1.642 times the distance to the bottom. A step of 1 times the distance
# would end at the bottom, a step of 2 times on the other side, just as far away. Ours
# ends on the other side, too, but nearer, and the next one is shorter. Jumping over the
# bottom is not failing.
#
# Why 1.642? At the bottom, dw is 0. Now let w be lower by 1. At 10 °C the error grows
# by 10, and error * x by 100. At 50 °C it is 50 and 2,500; at any x it is x and x * x.
# So dw becomes the average of x * x: 3284. In short, dw is 3284 times the distance, and
# a step is 0.0005 * 3284 = 1.642 times the distance.
#
# Training fails if alpha * 3284 is more than 2, so with an alpha above 2 / 3284, about
# 0.0006. Then a step ends farther away than it began. There the valley is steeper, so
# the next step is longer still, and the cost grows and grows. See it:
#     python nano_neuron.py --alpha 0.0007
#
# After 10 epochs, has the neuron found the rule? It says 158.4 °F for 70 °C, and 158 is
# correct! But for 0 °C it says 0.1, and 32 is correct. Its w, 2.262, is 0.46 too high,
# its b, 0.09, is 32 too low, and at 70 °C these two mistakes cancel out: 0.46 * 70 is
# about 32.
#
# Second act: b. After 20 epochs w is at the bottom, 2.28, and dw is almost 0. But the
# rule says 1.8! 2.28 is best only for this b: a line that starts too low must be too
# steep to come near the examples. Now b grows, the bottom of the valley moves with it,
# and w follows every small move at once: in the end to 1.8. Look at the mistakes of
# both:
#     epoch  1,000:  b is 28.1 too low    w is 0.424 too high    db = 7.1
#     epoch  6,500:  b is 14.0 too low    w is 0.211 too high    db = 3.6
#     epoch 12,000:  b is  7.0 too low    w is 0.105 too high    db = 1.8
# Why is b so slow?
# - alpha has to be small, because of w: a mistake of 1 in w makes dw 3284, while a
#   mistake of 1 in b makes db only 1.
# - db, the average error, is small. At epoch 1,000, b makes all predictions 28 too low.
#   But w makes them too high: at the average x, 49.5, by 0.424 * 49.5 = 21. On average,
#   only 28 - 21 = 7 is left, and a step of b is 0.0005 * 7 = 0.0035.
# - The steps get shorter. As w always follows at once, the two mistakes keep their
#   proportion. When b's is half as large, so is w's, and so are db and the step. That
#   is why each halving takes equally long, 5,500 epochs.
# In 70,000 epochs, the 32 that b needs is halved almost 13 times. What is left is
# 0.004: near enough. (README has a faster way: normalised inputs.)


# 7. All of it together: main ----------------------------------------------------------
#
# This is what you run: examples, a random neuron, training, test, questions. Names like
# _parse are at the end of the file. A single _ takes a value that is not used.
#
# forward_propagation takes x_test and y_test just as well. Their cost is 0.0000025 in
# the end, which means errors of about 0.002 °F (the root of 2 * cost): it has passed
# the test. The neuron is close, not exact: w is 1.8001, b is 31.9956. What is halved
# again and again gets tiny, but not 0.
#
# The last questions are 0 and 70 °C, unless you name others. At 0 °C only b counts;
# near 70 °C, as you have seen, two mistakes can cancel out. One good answer proves
# little. See it:
#     python nano_neuron.py --seed 42 --epochs 10
def main(argv: Sequence[str] = ()) -> Optional[int]:
    """Train a random neuron, test it, and ask it some temperatures.

    argv is what follows the program's name on a command line: ["--epochs", "10"].
    Return None, or 1 if the cost did not fall. --help, --version and wrong options end
    it with SystemExit, as argparse does.
    """
    options = _parse(argv)
    x_train, y_train, x_test, y_test = generate_datasets()

    # Two numbers between 0 and 1. With a seed, they are the same in every run.
    numbers = random.Random(options.seed)
    model = NanoNeuron(w=numbers.random(), b=numbers.random())
    # It stays untrained, to be compared with the other one.
    untrained = NanoNeuron(model.w, model.b)

    # This calls train_model, for some epochs at a time, and prints a row in between.
    costs = _watch_training(model, options.epochs, options.alpha, x_train, y_train)
    _, cost_before = forward_propagation(untrained, x_train, y_train)
    _, cost_after = forward_propagation(model, x_train, y_train)
    # "not <", since nan, "not a number", is neither lower nor higher.
    if not cost_after < cost_before:
        _print_failure(options.alpha, costs)
        return 1
    _print_pictures(costs, untrained, model)

    # The test: questions that the neuron has never seen.
    _, test_before = forward_propagation(untrained, x_test, y_test)
    _, test_after = forward_propagation(model, x_test, y_test)
    # Undo the half and the square, and the cost becomes a typical error, in °F.
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
# School is over. The neuron is close, not perfect, and nobody has told it the rule.
# What follows checks lists, reads options, prints and draws.
# ======================================================================================

_PROGRAM = "nano_neuron.py" if __name__ == "__main__" else "nano-neuron"
_COST_COLUMNS = 27
_LINE_COLUMNS = 33
_PICTURE_ROWS = 11


def _common_length(*lists: Sequence[float]) -> int:
    """Return the length that the lists of x, y and perhaps predictions share."""
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

    They are the epochs that the table and the picture show: few, however long it takes.
    A cost that is not finite ends the training, and is the last one.
    """
    print(
        f"One neuron, w * x + b, learns from {len(x_train)} examples to turn °C into °F.\n"
        "w and b start as random numbers. In each epoch, one round through the examples,\n"
        "it adds alpha * dw to w, and alpha * db to b.\n"
        f"The learning rate alpha is {alpha}.\n\n"
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
        next_thousand = (epoch // 1000 + 1) * 1000
        next_look = min(next_thousand, *(stop for stop in stops if stop > epoch))
        for cost in train_model(model, next_look - epoch, alpha, x_train, y_train):
            if not math.isfinite(cost):
                _show_progress("")
                costs[epoch] = cost
                return costs
            epoch += 1


def _show_progress(text: str) -> None:
    """Write the text over the last one, if stderr is a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r{text:40}\r", end="", file=sys.stderr, flush=True)


def _plain(number: float, decimals: int, width: int) -> str:
    """Return the number in plain digits, or as 1.3e+99 where they fill the width."""
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
    """Print side by side how the cost fell, and how the neuron's line moved."""
    epochs = max(costs)
    exponents = {}
    for column in range(_COST_COLUMNS):
        cost = costs[epochs * column // (_COST_COLUMNS - 1)]
        # A cost of 0 has no logarithm; 1e-30 is no more than rounding.
        exponents[column] = math.log10(max(cost, 1e-30))
    top = math.ceil(max(exponents.values()))
    step = math.ceil((top - min(exponents.values())) / (_PICTURE_ROWS - 1))
    powers = range(top, top - _PICTURE_ROWS * step, -step)
    labels = [f"{10.0**k:.{max(0, -k)}f}" if k > -7 else f"1e{k:03}" for k in powers]
    title = f"cost: each row {10**step} times less"
    left = _picture(title, labels, {"*": exponents}, top, step, "epochs", f"{epochs:,}")

    celsius = {c: 100 * c / (_LINE_COLUMNS - 1) for c in range(_LINE_COLUMNS)}
    lines = {
        ".": {c: untrained.predict(x) for c, x in celsius.items()},
        "*": {c: model.predict(x) for c, x in celsius.items()},
        "o": {c: celsius_to_fahrenheit(celsius[c]) for c in celsius if c % 4 == 0},
    }
    heights = [height for line in lines.values() for height in line.values()]
    step = math.ceil(max(heights) / (_PICTURE_ROWS - 1))
    top = step * (_PICTURE_ROWS - 1)
    labels = [str(top - row * step) for row in range(_PICTURE_ROWS)]
    title = "°F  . before  * after  o the rule"
    right = _picture(title, labels, lines, top, step, "°C", "100")

    print()
    for left_line, right_line in zip(left, right):
        print(f"{left_line:<41}{right_line}".rstrip())


def _picture(
    title: str,
    labels: Sequence[str],
    curves: dict[str, dict[int, float]],
    top: int,
    step: int,
    x_name: str,
    x_end: str,
) -> list[str]:
    """Return the lines of a picture; a curve is a mark, and its height in each column.

    The first row is at the height top, and each row is lower than the last by step.
    """
    columns = 1 + max(max(curve) for curve in curves.values())
    rows = [[" "] * columns for _ in labels]
    for mark, curve in curves.items():
        for column, height in curve.items():
            rows[round((top - height) / step)][column] = mark
    margin = max(map(len, labels))
    return [
        f"{'':{margin}}  {title}",
        *(f"{label:>{margin}} |{''.join(row)}" for label, row in zip(labels, rows)),
        f"{'':{margin}} +{'-' * columns}",
        f"{'':{margin}}  0{x_name:^{columns - 1 - len(x_end)}}{x_end}",
    ]


def _print_result(name: str, *numbers: float) -> None:
    decimals = 7 if name.startswith("cost") else 4  # costs become very small
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
