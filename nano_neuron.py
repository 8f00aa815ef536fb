#!/usr/bin/env python3
"""One neuron learns from examples to turn degrees Celsius into Fahrenheit.

Nobody tells it the two numbers of the rule. It answers, is corrected a little, answers
again, and is less and less wrong. The large models behind chatbots learn in the same
way, as section 8 shows. All the learning is in these five lines. You don't have to
understand them yet. After section 6, you will.

    for epoch in range(epochs):
        predictions, cost = forward_propagation(model, x_train, y_train)
        dw, db = backward_propagation(predictions, x_train, y_train)
        model.w += alpha * dw
        model.b += alpha * db

First watch it learn: type "python nano_neuron.py" in a terminal, or press the button
that runs a file in your editor. See how the line swings, and don't mind the numbers
yet. If no picture moves there, look at the column w. Then take a pencil, and read on.
"""

# The program far below needs these. The lesson does not: go on.
import argparse
import math
import os
import random
import sys
import time
from decimal import Decimal


# 1. The model: a straight line --------------------------------------------------------
# A neuron is a small calculation. It is named after cells of the brain, which take in
# signals and pass a signal on. Ours takes in x, in °C, and predicts what it is in °F:
#     prediction = w * x + b
# The weight w says how much the answer grows when x grows by 1. The bias b is the
# answer at x = 0. This is a straight line, the mx + c of school, and a spreadsheet
# calls w its slope and b its intercept. To learn is to find good values for these two
# parameters. For a line, there is a formula for them. For large models there is none.
# They learn in small steps, and to see how, we let ours do the same.
#
# (The code says the same in Python. If Python is new to you, skip it. self is the
# neuron itself. __init__ runs when one is made, and __repr__ when it is shown.)
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
# for the answers. Here we have one, so that we can make examples, and see in the end
# what the neuron has found. The neuron itself never sees it.
def celsius_to_fahrenheit(c):
    """Return c (°C) in °F by the rule, 1.8 * c + 32."""
    return 1.8 * c + 32


# 3. The cost of one prediction: how wrong is it? --------------------------------------
# Take the pencil. On paper, the neuron has only these two examples, not 100 as on your
# screen, and it starts with w = 1.4 and b = 28. It says 35 for 5 °C, and 42 for 10 °C.
# But 41 and 50 are correct. The errors, y - prediction, are 6 and 8.
#
# Can we add the errors? No, because if one answer is too low by 6, and another too high
# by 6, then 6 and -6 give 0, as if both were right. So we take squares, which are never
# below 0. Leaving out the minus signs would help, too, but we find one error of 10
# worse than ten errors of 1, and squares say so: 100 against 10. The cost of an answer,
# or its loss, is half the square of its error. Section 5 shows what the half is for.
#     6 * 6 / 2 = 18        8 * 8 / 2 = 32
def prediction_cost(y, prediction):
    """Return the cost of one prediction: (y - prediction)² / 2.

    >>> prediction_cost(41.0, 35.0), prediction_cost(50.0, 42.0)
    (18.0, 32.0)
    """
    error = y - prediction
    return error * error / 2.0


# 4. Forward propagation: from the questions to the cost -------------------------------
# The neuron answers all the questions, and each answer gets its cost. The average is
# the cost of the neuron: the average of 18 and 32 is 25. It has to become smaller.
#
# (In the code, x_train and y_train are the questions and answers of the training. The
# square brackets make a list, the predictions for all x. zip goes through two lists
# together, += adds to what is there, and return can hand over two things at once.)
def forward_propagation(model, x_train, y_train):
    """Return the predictions (a list, °F), and the average of their costs.

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
# This is the heart of it. Nearly everybody reads it twice. We went forward, from w and
# b to the errors. Now we go back: how should w and b change, so that the cost falls?
# Try it with the answer for 10 °C. Make b larger by only 0.001. Then put b back, and
# make w larger by 0.001 instead:
#
#                 prediction     error       cost
#     as it is       42          8           32
#     b + 0.001      42.001      7.999       31.992      0.008 less, rounded
#     w + 0.001      42.01       7.99        31.92       0.08 less, rounded
#
# With b, the cost falls by 8 times 0.001, and 8 is the error. Why?
#
#       7.999   0.001
#     +---------+-+    Think of 8 * 8 as a square of paper. Make it 7.999 long and wide:
#     |         | |    you cut off two strips, one at the right and one below. Each is 8
#     |         | |    long and 0.001 wide. (They share a corner, which is too small to
#     |         | |    count.) Their area is 2 * 8 * 0.001. The cost is half the square,
#     +---------+-+    and loses half of that, 8 * 0.001. This is what the half is good
#     +---------+-+    for: it takes the 2 away.
#
# With w, the prediction moves 10 times as much, because w is multiplied by x, and x is
# 10. So the strips are 10 times as wide, 0.01, and the cost falls by 8 * 0.01 = 0.08.
# That is 80 times 0.001, and 80 is 8 * 10, error * x.
#
# So nobody has to try out small changes. The error says how fast the cost falls when b
# grows, and error * x says how fast it falls when w grows. If an answer is too high,
# its error is below 0. Then b should become smaller, and for an x above 0, w as well.
#
# For 5 °C, the error is 6, and error * x is 30. The cost of the neuron is the average
# of both costs, and how fast it falls is the average of both, too. We call these
# averages dw and db:
#     dw = average of error * x: the average of 30 and 80 is 55
#     db = average of error: the average of 6 and 8 is 7
# (The d is for derivative, the word for how fast something changes. Most books give it
# the other sign, because they ask how fast the cost grows.)
def backward_propagation(predictions, x_train, y_train):
    """Return (dw, db): how fast the cost falls when w grows, and when b grows.

    These are the averages of error * x and of error, y - prediction (°F).
    Raise ValueError if the three lists (°F, °C, °F) are empty or differ in length.

    >>> backward_propagation([35.0, 42.0], [5.0, 10.0], [41.0, 50.0])
    (55.0, 7.0)
    """
    n = len(x_train)
    if n == 0 or len(predictions) != n or len(y_train) != n:
        raise ValueError("all three lists must have the same length, at least 1")
    dw = 0.0
    db = 0.0
    for x, y, prediction in zip(x_train, y_train, predictions):
        error = y - prediction
        dw += error * x
        db += error
    return dw / n, db / n


# 6. Training: a small step, again and again -------------------------------------------
# Here is the cost for each w, rounded, while b is 28. It is a valley. We stand at o,
# where w is 1.4, and want to get down.
#
# cost 50 |  ..                                                 .
#      45 |    .                                              ..
#      40 |     .                                            .
#      35 |      ..                                        L.
#      30 |        ..                                     .
#      25 |          o                                  ..
#      20 |           ..                              ..
#      15 |             ...                        ...
#      10 |                ...                  ...
#       5 |                   ..s.          ....
#       0 |                       ..........
#         +---------------------------------------------------------
#       w = 1.0       1.5       2.0       2.5       3.0       3.5
#
# The bottom is at 2.28. There the neuron says 39.4 and 50.8, the errors are 1.6 and
# -0.8, error * x is 8 and -8, and dw, their average, is 0. The bottom is not at 1.8,
# because b is not yet 32: a line that starts too low has to be steeper.
#
# How long should a step be? Long where the bottom is far away, and short near it. dw is
# like that. It says how fast the cost falls, so it is the steepness of the valley:
# large at o, and smaller and smaller towards the bottom. And its sign says where to go.
# At o, dw is 55, so w should grow, but the bottom is only 0.88 away. That is why we
# multiply dw by a small number, alpha, the learning rate:
#     w = 1.4 + 0.01 * 55 = 1.95        b = 28 + 0.01 * 7 = 28.07
# The new w leads to s. There the valley is flatter, and so the next step is shorter.
#
# Why not hurry? With alpha 0.035, w = 1.4 + 0.035 * 55 = 3.325. That is L, across the
# valley and higher up. There it is steeper, so the next step is longer, and leads back
# over the valley, higher still. In this way w never settles. With alpha 0.03, it jumps
# across the valley, too, but to 1.4 + 0.03 * 55 = 3.05, a little lower down than o, and
# the next time lower again. It swings, and settles.
#
# That is what you saw. On your screen, x goes up to 99, so w moves the answers far
# more, and the valley is far steeper. Even with alpha 0.0005, w swings. Check a step:
# in the row of epoch 0, w + 0.0005 * dw is the w of epoch 1, give or take 0.01.
#
# A round through all examples is called an epoch. Going down like this is gradient
# descent, and finding a line is linear regression.
#
# Your turn: w = 1, b = 0, one example, x = 3, y = 7, and alpha 0.05. Where does one
# step lead, and what is the cost there? (The answer comes below.) Then look at the five
# lines at the top: you can read them.
def train_model(model, epochs, alpha, x_train, y_train):
    """Change the model's w and b in each epoch: w += alpha * dw, b += alpha * db.

    Return a list of the costs before each epoch. Raise ValueError if epochs is
    negative or, in the first epoch, if x_train (°C) and y_train (°F) do not fit.

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


# Your step: the error is 7 - 3 = 4, the cost 4 * 4 / 2 = 8, dw 4 * 3 = 12, and db 4. So
# w = 1 + 0.05 * 12 = 1.6, and b = 0 + 0.05 * 4 = 0.2. Now the neuron says 5, and the
# cost is 2. And this is what happens to the neuron on paper with alpha 0.01, rounded:
#
#  epoch      w       b    answers for 5 and 10 °C     cost      dw      db
#      0   1.40   28.00         35.00    42.00        25.00   55.00    7.00
#      1   1.95   28.07         37.82    47.57         4.00   20.10    2.81
#      2   2.15   28.10         38.85    49.61         1.19    7.33    1.27
#     10   2.26   28.14         39.46    50.78         0.74   -0.04    0.38
#  1,000   1.97   30.55         40.42    50.29         0.11   -0.02    0.14
# 10,000   1.80   32.00         41.00    50.00         0.00    0.00    0.00
#
# It has found the rule, to two decimals. But why did w run past 1.8, and come back?
# While b is too low, the line comes near both points only if it is too steep, and that
# is where w goes. Then b grows, slowly, and the best w falls, until b is 32. Neither of
# them knows its place. Each goes where the errors pull it now. On your screen, it is
# the same: the quick swinging came from alpha, and the slow return to 1.8 from b.


# 7. Is that enough? -------------------------------------------------------------------
# After two epochs on paper, w is 2.15, b is 28.10, and the answer for 10 °C is nearly
# right. Is the neuron good? Will it be right at 11 °C? At 100 °C? Guess, and calculate:
#     2.15 * 11 + 28.10 = 51.75         51.8 is right
#     2.15 * 100 + 28.10 = 243.1        212 is right
# Its line starts too low and is too steep, and crosses the right line in one place,
# near 11 °C. One good answer proves little.
#
# Not even two good answers prove much. With two numbers, w and b, one can learn any two
# answers by heart, even wrong ones, because a line goes through any two points. Large
# models have so many numbers that they can learn whole pages by heart. That is why one
# tests with many questions, and new ones. On your screen, the neuron learned from 100
# examples, the training set, and then had to answer 100 others, the test set. The cost
# ends near 0 for both. Two numbers cannot learn 100 answers by heart, so ours must have
# found the rule. With a large model, nobody knows before the test.
#
# In the end, w and b are close to 1.8 and 32, but not exactly there, because the nearer
# they come, the smaller the errors get, and the steps, too.
def generate_datasets():
    """Return (x_train, y_train, x_test, y_test), four new lists of 100 numbers each.

    x_train is 0, 1, ... 99, x_test is 0.5, 1.5, ... 99.5 (°C); each y is its x in °F.
    """
    x_train = [float(i) for i in range(100)]
    x_test = [i + 0.5 for i in range(100)]
    y_train = [celsius_to_fahrenheit(x) for x in x_train]
    y_test = [celsius_to_fahrenheit(x) for x in x_test]
    return x_train, y_train, x_test, y_test


# 8. And the large models? -------------------------------------------------------------
# They have millions of neurons, side by side and one behind another, and hundreds of
# billions of weights. But if all neurons were like ours, together they could do no more
# than one. Lines, added, are again a line, and so is a line of a line:
# 2 * (3 * x + 1) + 4 is 6 * x + 6. That is why many have a bend, an activation
# function. A common one turns everything below 0 into 0. Here, two neurons have this
# bend. A third one takes in the answers of both, and has a weight for each, 2 for the
# upper and 1 for the lower. These weights are made up, to show what a bend does:
#
#          +-->   1 * x + 0  --> bend --> * 2 --+
#     x ---+                                    +--> answer
#          +-->  -1 * x + 0  --> bend --> * 1 --+
#
#     x          -3   -2   -1    0    1    2    3
#     upper       0    0    0    0    1    2    3
#     lower       3    2    1    0    0    0    0
#     answer      3    2    1    0    2    4    6
#
# The answer goes down, and up again, which no straight line does. With more bends, it
# can follow a curve. But because of the bends, nobody has a formula for the weights.
# They are found in small steps, too. These end in one of many valleys, perhaps not in
# the deepest, but mostly in one that is deep enough. The error of the answer goes back,
# from the last neurons to the first, so that each gets its dw and db. This is why it is
# called backward propagation. (How? See the third question after the lesson.)
#
# And texts? There, a question is the beginning of a text, and the right answer is the
# word that comes next, or a piece of it, a token. The model has a last neuron for each
# word that it knows. Here are three. Before it has learned much, they may say 3, 4 and
# 3. The model turns them into shares: it takes 2 to the power of each, so that none is
# below 0, and divides by the sum:
#
#     The snow is ...         blue     hot    cold
#     the neurons say            3       4       3
#     2 to the power of it       8      16       8      sum 32
#     share                   0.25    0.50    0.25
#     right                   0       0       1
#     error                  -0.25   -0.50    0.75
#
# The error is again right minus answer, and now the answer is the share. After a small
# step, "cold" has a larger share, and the other two a smaller one. (In practice, one
# takes 2.718 instead of 2. This is called softmax.)
#
# And what is x? Each word has a list of numbers, random at first. The lists of the
# words so far, in their order, are mixed into x, and other neurons decide which words
# count more. When the errors come back, they correct these numbers, too.
#
# After many billions of words, the model knows which are likely to follow. To write, it
# throws dice: a word with the share 0.25 is taken one time in four. The word is added
# to the text, and the model asks itself for the next. Your question to a chatbot is the
# beginning of such a text.
#
# Three things that people ask:
# - Why is it polite? After all those texts, it learns from examples of good answers.
#   Then its own answers get marks, from people or from a model that has learned to mark
#   as people do. What gets a good mark counts as right, and becomes likelier.
# - Does it learn while I talk to it? No, its w and b stay as they are. It sees what was
#   said, as far back as there is room, as the beginning of the text, sometimes with
#   notes about you. (The company may train the next model with what you said.)
# - Why can it be wrong, and sound so sure? A share says how likely a word is to come
#   next, and not how true the sentence is. Some word is always taken, whether or not it
#   is right, and most texts sound sure. Even names, numbers and sources may be made up
#   to fit. It is wrong more often where it has read little. So check what matters.
#
# But the loop is the one that you know: answer, see how wrong it was, correct a little.


# ======================================================================================
# The lesson ends here. README goes on with experiments: with your own data, and with a
# machine that writes. For those who want to know more, here are four questions: how
# large may alpha be, why 70,000 epochs, how does an error go back, what is x in a text?
# ======================================================================================
# First: how large may alpha be? If w grows by 1, the answer for x grows by x, and its
# error falls by x. So error * x falls by x * x, and dw by the average of 5 * 5 and
# 10 * 10, which is 62.5. That fits: o is 0.88 from the bottom, and 0.88 * 62.5 = 55.
# While b stays, one step with alpha 1 / 62.5 would lead to the bottom. With
# 2 / 62.5 = 0.032, it would land as far away on the other side, and with more, farther
# away. On your screen, the average of x * x is 3,283.5, and alpha has to stay below
# about 2 / 3,283.5 = 0.00061. Try a larger one: "python nano_neuron.py --alpha 0.0007".
#
# Second: why 70,000 epochs? b has to grow from nearly 0 to 32, with the tiny alpha that
# w needs. And the pull on b is weak, because w makes up for it. Look at the bottom of
# the valley again. The errors 1.6 and -0.8 pull w up by 8 and down by 8, so it stays.
# And b, which lacks 4, is pulled up by 1.6, but down by 0.8.
#
# On your screen, at epoch 100, b lacks about 31, and db is only about 8. So b grows in
# an epoch by 0.0005 * 8 = 0.004. At this pace, it would take 8,000 epochs. But halfway,
# the errors and the steps are half as large. Divide each number by the one before: it
# is always nearly the same (here with --seed 42).
#
#     epoch        0   10,000   20,000   30,000   40,000   50,000   60,000   70,000
#     32 - b    32.0      9.0      2.5     0.71     0.20    0.056    0.016   0.0044
#
# It is like coffee that gets cold: in each hour, it loses the same share of the warmth
# that it has above the room. (That is why the stars of the cost fall in a straight line
# on your screen, where each label is 10 times less.) Then why not give b an alpha of
# its own? Only w needs so small a one. With 1 for b, and 0.0003 for w, 67 epochs are
# enough, as README shows. In large models, each weight has steps of its own, too.
#
# Third: how does an error go back? In section 8, say x is 3, and 11 is right. The upper
# neuron says 3, the lower 0, and the answer is 2 * 3 + 1 * 0 = 6. The error is 5.
#
# Nobody knows what the upper neuron should have said. But we can ask as in section 5:
# how fast does the cost fall if it says a little more? If it says 3.001, the answer
# grows by 2 * 0.001, and the cost falls by 5 * 2 * 0.001. That is 10 times 0.001. So 10
# takes the place of its error: the error that comes later, times the weight on the way.
# With it, the upper neuron learns as in section 5: its db is 10, and its dw is
# 10 * 3 = 30. (In calculus, this is the chain rule.)
#
# The lower neuron would get 5 * 1 = 5. But its bend turns -3 into 0, and -2.999, too. A
# small change does nothing there, and so no error gets through:
#
#          +---   1 * x + 0  <-- 10 -- bend <-- 5 * 2 --+
#     3 ---+                                            +<-- error 5
#          +---  -1 * x + 0  <--  0 -- bend <-- 5 * 1 --+
#
# The third neuron learns as in section 5. It takes in 3 and 0, so its two dw are
# 5 * 3 = 15 and 5 * 0 = 0.
#
# Fourth: what is x in a text? Each word has a list of numbers. Take the first of each:
#
#     word         The    snow      is
#     number         0       3       0
#     counts       0.1     0.8     0.1
#
# Other neurons, which learn as well, work out how much a word counts, by comparing the
# words and their places. This is called attention. x is the sum:
#     0.1 * 0 + 0.8 * 3 + 0.1 * 0 = 2.4
# In a large model, x goes on through many neurons. Here it goes straight to the last
# ones. Let "blue", "hot" and "cold" have the w 1, 0 and 3, and the b 0.6, 4 and -4.2,
# made up so that they say 3, 4 and 3, as in section 8. The errors from there come back,
# each times its w, and together they are the error of x:
#     -0.25 * 1 - 0.50 * 0 + 0.75 * 3 = 2
# The number of "snow" goes into x times 0.8, so its error is 0.8 * 2 = 1.6, and it gets
# alpha times that. If other texts say that ice is cold, the number of "ice" grows, too.
# So words that are used alike become similar, and what is learned about one helps with
# the other.
#
# If you know logarithms: why may we take right minus share for the error? Because the
# cost falls that fast, as in section 5, if the cost is minus the logarithm, to base 2,
# of the share of the right word. For 0.25, it is 2. If "cold" says 3.001, the cost
# falls by 0.75 times 0.001.


# The program: main, and what it needs to print and draw. You may stop here. -----------
__version__ = "1.0.0"
__all__ = [
    "NanoNeuron",
    "celsius_to_fahrenheit",
    "prediction_cost",
    "forward_propagation",
    "backward_propagation",
    "train_model",
    "generate_datasets",
    "main",
]


def main(argv=()):
    """Train a random neuron, test it, and ask it about some temperatures.

    argv is a command line, in words or as one text. Raise SystemExit after --help,
    --version or an error in it.
    """
    options = _parse(argv)
    x_train, y_train, x_test, y_test = generate_datasets()

    rng = random.Random(options.seed)  # its numbers lie between 0 and 1
    untrained = NanoNeuron(rng.random(), rng.random())
    model = NanoNeuron(untrained.w, untrained.b)

    print(
        f"One neuron, w * x + b, learns from {len(x_train)} examples to turn °C into °F.\n"
        "w and b start as random numbers. In each epoch, one round through the examples,\n"
        "it adds alpha * dw to w, and alpha * db to b.\n"
        f"The learning rate alpha is {options.alpha}.\n"
    )

    # Train to the next stop, look, add a row to the table, and so on.
    table = _Table(untrained)
    cost_history = []
    for epoch, stays in _stops(options.epochs):
        more = epoch - len(cost_history)
        cost_history += train_model(model, more, options.alpha, x_train, y_train)
        predictions, cost = forward_propagation(model, x_train, y_train)
        dw, db = backward_propagation(predictions, x_train, y_train)
        if not math.isfinite(cost):
            break
        table.add_row(epoch, stays, model, cost, dw, db)
    table.erase_below()
    cost_history.append(cost)  # at the last stop, perhaps inf or nan

    if not cost < cost_history[0]:  # also where it is nan, not a number
        _print_failure(cost_history, options.alpha)
        return
    print("", *_pictures(untrained, model, cost_history), "", sep="\n")

    # A model that knows only its examples (overfitting) would do worse with new ones.
    _, before = forward_propagation(untrained, x_test, y_test)
    _, after = forward_propagation(model, x_test, y_test)
    _print_results(untrained, model, cost_history, (before, after), options.celsius)


def _parse(argv):
    parser = argparse.ArgumentParser(
        prog="nano_neuron.py",
        description="One neuron learns from examples to turn °C into °F.",
        epilog="examples:\n"
        "  python %(prog)s -40 20          ask about -40 and 20 °C\n"
        "  python %(prog)s --epochs 10     see what it knows after 10 epochs\n"
        "  python %(prog)s --alpha 0.0007  see steps that are too large",
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
    words = argv.split() if isinstance(argv, str) else argv
    options = parser.parse_args([str(word) for word in words])
    if options.epochs < 1:
        parser.error(f"argument --epochs: got {options.epochs}, need 1 or more")
    if not 0 < options.alpha < math.inf:
        parser.error(f"argument --alpha: got {options.alpha}, need a finite number > 0")
    for x in options.celsius:
        if not math.isfinite(x):
            parser.error(f"argument celsius: got {x}, need a finite number")
    return options


# Seconds to pause at the epochs 0, 1 to 4, and 5 to 10, while the line swings.
_PAUSES = dict(enumerate([0.8] + [0.5] * 4 + [0.2] * 6))
_HEIGHT = 10  # rows of a picture, above its lowest one


def _stops(epochs):
    """Yield the epochs at which to look, and whether the row stays in the table."""
    powers = [10**power for power in range(1, 10)]
    for epoch in range(epochs + 1):
        stays = epoch < 4 or epoch in powers or epoch == epochs
        if stays or epoch in _PAUSES or epoch % 1000 == 0:
            yield epoch, stays


class _Table:
    """The table of training. On a terminal, a row and a picture move below it."""

    def __init__(self, untrained):
        self.untrained = untrained
        self.obeys = _terminal_obeys()
        self.below = 0  # lines that move below the table, until the next replace them
        print(f"{'epoch':>12}{'w':>12}{'b':>12}{'cost':>12}{'dw':>12}{'db':>12}")

    def add_row(self, epoch, stays, model, cost, dw, db):
        """Print a row that stays. Let any other row move, and the picture with it."""
        numbers = model.w, model.b, cost, dw, db
        row = f"{epoch:12,}" + "".join(_number(number, 12) for number in numbers)
        picture = ["", *_pictures(self.untrained, model)]
        moving = [] if stays else [row]
        self.erase_below()
        if stays:
            print(row, flush=True)
        if self.show_below([*moving, *picture]):
            time.sleep(_PAUSES.get(epoch, 0))
        elif moving:
            self.show_below(moving)  # in a small window

    def show_below(self, lines):
        """Print lines that the next ones replace, if they fit, and tell if they do."""
        columns, height = os.get_terminal_size() if self.obeys else (0, 0)
        fit = len(lines) < height and max(map(len, lines)) < columns
        if fit:
            print(*lines, sep="\n", flush=True)
            self.below = len(lines)
        return fit

    def erase_below(self):
        if self.below:
            print(f"\x1b[{self.below}A\x1b[J", end="")  # up, and erase
            self.below = 0


def _number(value, width, decimals=2):
    """Return a number in digits, or as 1.3e+99 where they would fill the width."""
    digits = f"{round(value, decimals) + 0.0:.{decimals}f}"  # -0.0 + 0.0 is 0.0
    return (digits if len(digits) < width else f"{value:.1e}").rjust(width)


def _terminal_obeys():
    """Tell if stdout obeys escape sequences. A console of Windows is asked to."""
    if sys.stdout is not sys.__stdout__ or not os.isatty(1):  # IDLE's window, a pipe
        return False
    if os.name == "nt":
        import ctypes  # -11 is stdout. Mode 7 is its usual 3, and 4 to obey.

        console = ctypes.windll.kernel32
        return console.SetConsoleMode(console.GetStdHandle(-11), 7) != 0
    # A notebook's "!python nano_neuron.py" says xterm-color, but does not obey.
    return os.environ.get("TERM", "") not in ("", "dumb", "unknown", "xterm-color")


def _print_failure(costs, alpha):
    first, last = costs[0], costs[-1]
    size = "small" if first == last else "large"
    print(f"\nThe cost did not fall: it was {first:.7g}, and is {last:.7g}.")
    print(f"With alpha {alpha}, the steps are too {size}.")


def _pictures(untrained, model, costs=None):
    """Return both pictures, side by side. Without costs, the left one stays empty."""
    rights = _line_picture(untrained, model)
    lefts = _cost_picture(costs) if costs else [""] * len(rights)
    return [f"{left:41}{right}".rstrip() for left, right in zip(lefts, rights)]


def _line_picture(untrained, model):
    """Draw both lines from 0 to 100 °C, and every fourth point of the rule."""
    width = 33
    highest = max(_HEIGHT, celsius_to_fahrenheit(0), celsius_to_fahrenheit(100))
    degrees = math.ceil(highest / _HEIGHT)  # from a row to the next
    labels = [degrees * (_HEIGHT - row) for row in range(_HEIGHT + 1)]
    marks = {}
    functions = untrained.predict, model.predict, celsius_to_fahrenheit
    for function, mark, every in zip(functions, ".*o", (1, 1, 4)):
        for column in range(0, width, every):
            fahrenheit = function(100 * column / (width - 1))
            marks[round(_HEIGHT - fahrenheit / degrees), column] = mark
    return _plot("°F  . before  * after  o the rule", labels, marks, width, "°C", "100")


def _cost_picture(costs):
    """Draw the costs. Each label is the one above it, divided by the same number."""
    # If they fall from 4000 to 250, the labels are 10000, 1000 and 100, in every fifth
    # row. 10000 is 10 to the power of 4, and 250 of 2.4, so its mark is in row
    # (4 - 2.4) * 5 = 8. With more powers than rows, label_powers is above 1.
    width, epochs = 27, len(costs) - 1
    lowest = min(cost for cost in costs if cost > 0)  # 0 has no logarithm
    top, bottom = math.ceil(math.log10(max(costs))), math.ceil(math.log10(lowest)) - 1
    label_rows = max(1, _HEIGHT // (top - bottom))  # from a label to the next
    label_powers = math.ceil((top - bottom) / _HEIGHT)
    labels = [""] * (_HEIGHT + 1)
    for i, row in enumerate(range(0, _HEIGHT + 1, label_rows)):
        labels[row] = Decimal(10) ** (top - i * label_powers)  # 0.000001 in digits
    marks = {}
    for epoch, cost in enumerate(costs):
        if cost > 0:
            row = (top - math.log10(cost)) * label_rows / label_powers
            marks[round(row), round((width - 1) * epoch / epochs)] = "*"
    title = f"cost: each label {10**label_powers} times less"
    return _plot(title, labels, marks, width, "epochs", f"{epochs:,}")


def _plot(title, labels, marks, width, unit, end):
    """Return a plot as lines. Marks above or below the labels are left out."""
    margin = max(len(str(label)) for label in labels)
    lines = [f"{'':{margin}}  {title}"]
    for row, label in enumerate(labels):
        line = "".join(marks.get((row, column), " ") for column in range(width))
        lines.append(f"{label!s:>{margin}} |{line}")
    lines.append(f"{'':{margin}} +" + "-" * width)
    lines.append(f"{'':{margin}}  0" + unit.center(width - 1 - len(end)) + end)
    return lines


def _print_results(untrained, model, costs, test_costs, celsius):
    rule_b = celsius_to_fahrenheit(0.0)
    rule_w = celsius_to_fahrenheit(1.0) - rule_b
    results = [  # name, decimals, before, after, and for some the rule
        ("w", 4, untrained.w, model.w, rule_w),
        ("b", 4, untrained.b, model.b, rule_b),
        ("cost, training set", 7, costs[0], costs[-1]),
        ("cost, test set", 7, *test_costs),
    ]
    for x in celsius:
        answers = untrained.predict(x), model.predict(x), celsius_to_fahrenheit(x)
        results.append((f"{x:.15g} °C in °F", 4, *answers))
    print(f"{'':31}{'before':>16}{'after':>16}{'the rule':>16}")
    for name, decimals, *numbers in results:
        print(f"{name:31}" + "".join(_number(n, 16, decimals) for n in numbers))


def _command():
    """Run main with the words of the command line, and end quietly."""
    try:
        try:
            main(sys.argv[1:])
        except KeyboardInterrupt:
            print()
            raise SystemExit(130) from None  # 128 and the signal's number, as in shells
        finally:
            print(end="", flush=True)
    except BrokenPipeError:  # whoever read this has left: the rest goes nowhere
        if sys.stdout is sys.__stdout__:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    _command()
