"""Tests of the tutorial part: the class NanoNeuron and the six functions."""

import hashlib
import json
import math
import struct
import unittest
from fractions import Fraction
from pathlib import Path

import nano_neuron as nn
from nano_neuron import NanoNeuron, forward_propagation, train_model

REFERENCE = Path(__file__).with_name("reference.json")

# Few examples, off any straight line, with x of both signs: whatever is computed from
# them by another route must agree.
X = [-2.0, -0.5, 0.25, 1.0, 3.5]
Y = [7.0, -1.0, 4.0, 2.5, -6.0]


class InOrder(list):
    """Numbers that can only be read in their order, like a shuffled pandas Series."""

    def __getitem__(self, index):
        raise KeyError(index)


class ReferenceRuns(unittest.TestCase):
    def test_same_bits_as_the_original(self):
        x_train, y_train, x_test, y_test = nn.generate_datasets()
        for run in json.loads(REFERENCE.read_text(encoding="utf-8")):
            model = NanoNeuron(run["w"], run["b"])
            costs = train_model(model, run["epochs"], run["alpha"], x_train, y_train)
            self.assertEqual(len(costs), run["epochs"])
            finite = costs[: run["finite_costs"]]
            self.assertFalse(any(map(math.isfinite, costs[len(finite) :])))
            packed = struct.pack(f"<{len(finite)}d", *finite)
            digest = hashlib.sha256(packed).hexdigest()
            self.assertEqual(digest, run["cost_history_sha256"])
            self.assertEqual((model.w, model.b), (run["final_w"], run["final_b"]))
            self.assertEqual(model.predict(70), run["predict_70"])
            _, test_cost = forward_propagation(model, x_test, y_test)
            if run["test_cost"] is None:  # JSON's word for what is not finite
                self.assertFalse(math.isfinite(test_cost))
            else:
                self.assertEqual(test_cost, run["test_cost"])


class Parts(unittest.TestCase):
    def test_prediction_and_cost(self):
        model = NanoNeuron(w=-1.5, b=4.0)
        self.assertEqual([model.predict(x) for x in (0, 2, -2)], [4.0, 1.0, 7.0])
        self.assertEqual(nn.prediction_cost(y=5.0, prediction=2.0), 4.5)
        self.assertEqual(nn.prediction_cost(2, 5), 4.5)

    def test_the_four_lists(self):
        x_train, y_train, x_test, y_test = datasets = nn.generate_datasets()
        self.assertEqual(x_train, list(range(100)))
        self.assertEqual([2 * x for x in x_test], list(range(1, 200, 2)))
        for x, y in ((x_train, y_train), (x_test, y_test)):
            self.assertEqual(len(y), 100)
            for celsius, fahrenheit in zip(x, y):
                exact = Fraction(9, 5) * Fraction(celsius) + 32
                self.assertAlmostEqual(fahrenheit, float(exact), delta=1e-13)
        # Floats throughout: with integers the loops of training would be slower.
        self.assertEqual({type(n) for numbers in datasets for n in numbers}, {float})

    def test_forward_by_hand(self):
        # Predictions 1, 3, 5 for 2, 3, 1: the errors are 1, 0, -4, the costs 0.5, 0, 8.
        x, y = (0, 1, 2), (2, 3, 1)
        result = forward_propagation(model=NanoNeuron(2, 1), x_train=x, y_train=y)
        self.assertEqual(result, ([1, 3, 5], 8.5 / 3))

    def test_backward_is_minus_the_numeric_derivative_of_the_cost(self):
        h = 1e-5

        def cost(w, b):
            return forward_propagation(NanoNeuron(w, b), X, Y)[1]

        for w, b in ((0.0, 0.0), (1.0, -2.0), (-0.7, 3.1), (12.0, 5.0)):
            predictions, _ = forward_propagation(NanoNeuron(w, b), X, Y)
            dw, db = nn.backward_propagation(predictions, X, Y)
            slope_w = (cost(w + h, b) - cost(w - h, b)) / (2 * h)
            slope_b = (cost(w, b + h) - cost(w, b - h)) / (2 * h)
            self.assertAlmostEqual(dw, -slope_w, delta=1e-6)
            self.assertAlmostEqual(db, -slope_b, delta=1e-6)


class Training(unittest.TestCase):
    def test_no_epochs_change_nothing(self):
        model = NanoNeuron(0.5, 0.25)
        costs = train_model(model=model, epochs=0, alpha=0.1, x_train=X, y_train=Y)
        self.assertEqual((costs, model.w, model.b), ([], 0.5, 0.25))

    def test_any_sequence_of_real_numbers(self):
        expected = NanoNeuron(0.5, 0.25)
        costs = train_model(expected, 5, 0.125, [0.0, 1.0, 2.0], [1.0, 0.5, 4.0])
        for x, y in (
            (range(3), (True, Fraction(1, 2), 4)),
            (InOrder([0.0, 1.0, 2.0]), InOrder([1.0, 0.5, 4.0])),
        ):
            model = NanoNeuron(0.5, 0.25)
            self.assertEqual(train_model(model, 5, 0.125, x, y), costs)
            self.assertEqual((model.w, model.b), (expected.w, expected.b))


class BadData(unittest.TestCase):
    def setUp(self):
        self.model = NanoNeuron(0.5, 0.25)

    def tearDown(self):
        self.assertEqual((self.model.w, self.model.b), (0.5, 0.25))

    def test_examples_that_do_not_fit(self):
        words = "must have the same length, at least 1"
        for x, y in (([], []), ([1.0, 2.0], [1.0]), ([1.0], [1.0, 2.0]), ([], [1.0])):
            with self.assertRaisesRegex(ValueError, words):
                train_model(self.model, 3, 0.1, x, y)
            with self.assertRaisesRegex(ValueError, words):
                forward_propagation(self.model, x, y)
            with self.assertRaisesRegex(ValueError, words):
                nn.backward_propagation([1.0] * len(x), x, y)

    def test_predictions_that_do_not_fit(self):
        for predictions in ([], [1.0], [1.0, 2.0, 3.0]):
            with self.assertRaisesRegex(ValueError, "must have the same length"):
                nn.backward_propagation(predictions, [1.0, 2.0], [1.0, 2.0])

    def test_negative_epochs(self):
        with self.assertRaisesRegex(ValueError, "epochs must be 0 or more"):
            train_model(self.model, -1, 0.1, X, Y)

    def test_what_is_not_a_number_or_has_no_length(self):
        for epochs, alpha, x, y in (
            (3, 0.1, [1.0, 2.0], [1.0, "2"]),
            (3, 0.1, [1.0, None], [1.0, 2.0]),
            (3, "0.1", [1.0], [1.0]),
            (1.5, 0.1, [1.0], [1.0]),
            (3, 0.1, iter([1.0]), [1.0]),
        ):
            with self.assertRaises(TypeError):
                train_model(self.model, epochs, alpha, x, y)
