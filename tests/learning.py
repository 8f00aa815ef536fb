#!/usr/bin/env python3
"""Draw README's moving picture: python tests/learning.py > tests/learning.svg

Each number in it comes from a run of nano_neuron.py with seed 42.
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from nano_neuron import (
    NanoNeuron,
    celsius_to_fahrenheit,
    forward_propagation,
    generate_datasets,
    train_model,
)

WIDTH, HEIGHT = 720, 390  # in pixels, as all that follows
LEFT, TOP, RIGHT, BOTTOM = 60, 60, 700, 345  # the edges of the plot
HIGHEST = 220  # °F
LAST = 70_000
# The epochs that are shown: the line swings, and then turns slowly onto the points.
EPOCHS = *range(11), *range(1000, 10_000, 1000), *range(10_000, 40_001, 2000), LAST
SECONDS = {0: 1.5, 1: 0.8, 2: 0.8, 3: 0.6, 4: 0.6, 10: 1.5, LAST: 4.0}
STYLE = """
text { fill: #57606a } .now { fill: #24292f; font-size: 20px }
path { stroke: #afb8c1; fill: none } circle { fill: #57606a } line { stroke: #cf222e }
@media (prefers-color-scheme: dark) {
  text { fill: #8b949e } .now { fill: #e6edf3 }
  path { stroke: #484f58 } circle { fill: #8b949e } line { stroke: #ff7b72 }
}"""


def across(celsius):
    return round(LEFT + (RIGHT - LEFT) * celsius / 100, 1)


def down(fahrenheit):
    return round(BOTTOM - (BOTTOM - TOP) * fahrenheit / HIGHEST, 1)


def moments():
    """Yield the epoch, how many seconds it is shown, w, b and the cost, in turn."""
    x, y, _, _ = generate_datasets()
    rng = random.Random(42)
    model = NanoNeuron(rng.random(), rng.random())
    trained = 0
    for epoch in EPOCHS:
        train_model(model, epoch - trained, 0.0005, x, y)
        trained = epoch
        _, cost = forward_propagation(model, x, y)
        seconds = SECONDS.get(epoch, 0.4 if epoch < 10 else 0.15)
        yield epoch, seconds, model.w, model.b, cost


def animate(name, moves, total, mode="linear"):
    """Return an <animate> of an attribute; moves are (second, value), total the length."""
    times = ";".join(f"{second / total:.4f}" for second, _ in moves)
    values = ";".join(str(value) for _, value in moves)
    return (
        f'<animate attributeName="{name}" calcMode="{mode}" dur="{total:g}s" '
        f'repeatCount="indefinite" keyTimes="{times}" values="{values}"/>'
    )


def label(x, y, text, anchor="middle"):
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>'


def frame():
    """Return what does not move: the axes, and the rule as points."""
    return [
        f'<path d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>',
        label(LEFT - 8, TOP - 4, "°F", "end"),
        label(RIGHT, BOTTOM + 38, "°C", "end"),
        *(label(LEFT - 8, down(f) + 5, f, "end") for f in range(0, HIGHEST, 50)),
        *(label(across(c), BOTTOM + 20, c) for c in range(0, 101, 20)),
        *(
            f'<circle cx="{across(c)}" cy="{down(celsius_to_fahrenheit(c))}" r="3"/>'
            for c in range(0, 101, 4)
        ),
    ]


def picture():
    """Return the SVG: the rule as points, the neuron's line, and its numbers above."""
    shown = list(moments())
    total = round(sum(seconds for _, seconds, *_ in shown), 2)
    start, left, right, numbers = 0.0, [], [], []
    for epoch, seconds, w, b, cost in shown:
        end = start + seconds
        # In the swing, the line jumps and waits. Then it moves all the time.
        arrives = start + (0.25 if 0 < epoch <= 10 else 0)
        leaves = end if epoch <= 10 or epoch == LAST else arrives
        for second in sorted({arrives, leaves}):
            left.append((second, down(b)))
            right.append((second, down(100 * w + b)))
        states = [(start, "visible")]
        if epoch > 0:
            states.insert(0, (0, "hidden"))
        if epoch < LAST:
            states.append((end, "hidden"))
        cells = f"epoch {epoch:,}", f"w {w:.2f}", f"b {b:.2f}", f"cost {cost:,.2f}"
        numbers.append(
            # A page that does not move shows the end of the run.
            f'<text class="now" y="30" visibility="{states[-1][1]}">'
            + "".join(
                f'<tspan x="{LEFT + x}">{cell}</tspan>'
                for x, cell in zip((0, 180, 300, 420), cells)
            )
            + animate("visibility", states, total, "discrete")
            + "</text>"
        )
        start = end
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}" '
            'font-family="system-ui, sans-serif" font-size="15">',
            f"<style>{STYLE}</style>",
            f'<clipPath id="plot"><rect x="{LEFT}" y="{TOP}" '
            f'width="{RIGHT - LEFT}" height="{BOTTOM - TOP}"/></clipPath>',
            *frame(),
            f'<line clip-path="url(#plot)" stroke-width="4" x1="{LEFT}" x2="{RIGHT}" '
            f'y1="{left[-1][1]}" y2="{right[-1][1]}">'
            f"{animate('y1', left, total)}{animate('y2', right, total)}</line>",
            *numbers,
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    print(picture(), end="")
