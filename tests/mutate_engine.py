#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plants faults in the alarm engine, one at a time, and demands that its model test finds each.

    tests/mutate_engine.py [TREE]

A test that random steps agree with a model says little until it is known what it would not miss. Each fault is a
change of text that must be found exactly once, so that it does not quietly vanish when the engine changes; the
engine with it is built beside the model test and runs until the two disagree.
"""

import os
import re
import subprocess
import sys
import tempfile

STEPS = 100_000
SEED = "1"  # the same steps each time: a fault is found or it is not
ENGINE = "daemons/alarmd/engine"
TESTS = ["tests/unit/test_engine_model.c", "tests/unit/engine_model.c", "tests/unit/engine_model_look.c",
         "tests/unit/engine_model_cascade.c", "tests/unit/engine_model_request.c", "tests/unit/engine_world.c"]
FLAGS = ["-std=gnu11", "-D_GNU_SOURCE", "-O1", "-Wno-format-truncation"]

# What is wrong, in which file, the text, and what stands there instead.
FAULTS = [
    ("equal to the setpoint raises", "condition.c", "if (value > setpoint)", "if (value >= setpoint)"),
    ("there is no off-delay", "delay.c", "return d->off_us + rule->off_delay_us;", "return d->off_us;"),
    ("the recovery is ignored", "condition.c", "if (value < recovery || recovery == setpoint)", "if (true)"),
    ("acknowledged is kept over a raise", "engine.c",
     "a->acknowledged = a->latched = a->chattering = false;", "a->latched = a->chattering = false;"),
    ("shelving never ends", "shelf.c", "now.mono_us >= e->states[i].shelved_until_us", "false"),
    ("chattering never ends", "engine.c",
     "if (t->in->now.mono_us < chatter_due_us(&s->chatter, &t->e->rules))", "if (true)"),
    ("first-out goes by the raise", "cascade.c",
     "if (c->runs && !cascade_earlier(e, rule, onset_us, c->first, c->onset_us)) {", "if (c->runs) {"),
    ("unknown is normal", "condition.c",
     "if (sample->quality != QUALITY_OK)\n\t\treturn ANSWER_UNKNOWN;",
     "if (sample->quality != QUALITY_OK)\n\t\treturn ANSWER_NO;"),
    ("a latched alarm clears by itself", "engine.c", "if (!t->e->rules.rules[rule].latched)", "if (true)"),
    ("a cause is one for ever", "cascade.c",
     "cause->ended_us > onset_us - CAUSE_LASTS_US", "cause->ended_us > DELAY_BEFORE"),
    ("the off-delay runs on while nobody knows", "delay.c", "\t\td->off_us = now_us;\n", "\t\t;\n"),
    ("an on-delay ends outside the schedule", "delay.c",
     "return may_raise ? d->begun_us + rule->on_delay_us : DELAY_NEVER;", "return d->begun_us + rule->on_delay_us;"),
    ("the time of an edge is ignored", "engine.c", "\treturn sample->mono_us;\n", "\treturn now_us;\n"),
    ("a second recovery is told", "engine.c", "\ts->recovered = true;\n", ""),
    ("a shelved alarm holds its outputs", "view.c", "if (!a->active || a->shelved)", "if (!a->active)"),
    ("the words of a shelving stay", "shelf.c",
     "\ts->alarm.shelved_until_us = s->shelved_until_us = 0;\n\tshelf_show_acknowledgement(s);\n",
     "\ts->alarm.shelved_until_us = s->shelved_until_us = 0;\n"),
    ("the oldest bucket of a window is one too old", "rate.c", "i = r->newest + 1;", "i = r->newest + 2;"),
    ("a kill forgets the chattering", "restore.c", "\tif (s->alarm.chattering) {", "\tif (false) {"),
]

STEP = re.compile(r"step (\d+) ")


class Bench:
    """The objects of one build; a fault replaces one of them"""

    def __init__(self, tree, folder):
        self.tree, self.folder = tree, folder
        self.cc = os.environ.get("CC", "cc").split()
        self.objects = {}

    def compile(self, source, name):
        target = os.path.join(self.folder, name + ".o")
        subprocess.run([*self.cc, *FLAGS, "-I", self.tree, "-c", source, "-o", target], check=True)
        return target

    def compile_all(self):
        engine = [os.path.join(ENGINE, f) for f in os.listdir(os.path.join(self.tree, ENGINE)) if f.endswith(".c")]
        for path in sorted(engine) + TESTS:
            self.objects[path] = self.compile(os.path.join(self.tree, path), path.replace("/", "_"))

    def run(self, objects):
        """(whether they agreed, what the test said)"""
        program = os.path.join(self.folder, "model")
        subprocess.run([*self.cc, *objects.values(), "-o", program], check=True)
        env = {**os.environ, "RMCU_STEPS": str(STEPS), "RMCU_TEST_SEED": SEED}
        result = subprocess.run([program], env=env, capture_output=True, text=True, timeout=300, check=False)
        return result.returncode == 0, result.stdout + result.stderr

    def plant(self, name, old, new):
        path = os.path.join(ENGINE, name)
        with open(os.path.join(self.tree, path), encoding="utf-8") as f:
            text = f.read()
        if text.count(old) != 1:
            return f"the text to change is there {text.count(old)} times, not once: {path}: {old!r}"
        wrong = os.path.join(self.folder, "wrong.c")
        with open(wrong, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new))
        agreed, said = self.run({**self.objects, path: self.compile(wrong, "wrong")})
        step = STEP.search(said)
        if agreed or not step:
            return f"not found in {STEPS} steps" if agreed else f"ended without a step: {said}"
        print(f"found at step {step[1]:>6}: ", end="")
        return None


def main():
    tree = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(tree), folder)
        bench.compile_all()
        agreed, said = bench.run(bench.objects)
        if not agreed:
            print(f"the engine and its model differ without any fault:\n{said}\n0 passed, 1 failed")
            return 1
        for what, name, old, new in FAULTS:
            trouble = bench.plant(name, old, new)
            print(f"{what}{': ' + trouble if trouble else ''}")
            passed, failed = passed + (not trouble), failed + bool(trouble)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
