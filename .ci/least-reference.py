#!/usr/bin/env python3
"""Compares the least sets with those of OR-Tools CP-SAT, on random sets of real operations.

    pip install ortools
    docbind permissions DOCS --format json > all.json
    .ci/least-reference.py all.json [SETS [SEED]]

The sets are solved by `cargo run -p docbind-ir --example least`, which reads rows and writes sets.
"""
import json
import random
import subprocess
import sys

from ortools.sat.python import cp_model


def rows_of(operations, scheme):
    for operation in operations:
        need = operation["schemes"].get(scheme, {})
        if need.get("status") != "supported" or need.get("leastUnknown"):
            continue
        limited = {c["alternative"] for c in need.get("conditions", []) if c["kind"] != "deprecated"}
        sets = [tuple(sorted(names)) for names in need["alternatives"]]
        least = tuple(sorted(need["least"]))
        row = ([least] if least else []) + [s for i, s in enumerate(sets) if i not in limited and s != least]
        if row:
            yield row


def solve(rows):
    """The least cost: how far the set reaches in total, then its size."""
    model = cp_model.CpModel()
    has = {name: model.new_bool_var(name) for row in rows for alternative in row for name in alternative}
    reach = []
    for row in rows:
        allowed = []
        furthest = model.new_int_var(0, len(row) - 1, "")
        for place, alternative in enumerate(row):
            all_of = model.new_bool_var("")
            model.add_bool_and([has[name] for name in alternative]).only_enforce_if(all_of)
            model.add_bool_or([has[name].negated() for name in alternative]).only_enforce_if(all_of.negated())
            model.add(furthest >= place).only_enforce_if(all_of)
            allowed.append(all_of)
        model.add_bool_or(allowed)
        reach.append(furthest)
    model.minimize(sum(reach) * 10_000 + sum(has.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    assert solver.solve(model) == cp_model.OPTIMAL
    return divmod(round(solver.objective_value), 10_000)


def cost(rows, names):
    names = set(names)
    reach = 0
    for row in rows:
        places = [place for place, alternative in enumerate(row) if names.issuperset(alternative)]
        assert places, "the set does not suffice"
        reach += places[-1]
    return reach, len(names)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        operations = json.load(file)["operations"]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    numbers = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    problems = []
    while len(problems) < count:
        scheme = numbers.choice(["application", "delegated-work"])
        chosen = numbers.sample(operations, min(len(operations), numbers.randint(50, 200)))
        problems.append(list(rows_of(chosen, scheme)))
    answer = subprocess.run(
        ["cargo", "run", "-q", "-p", "docbind-ir", "--example", "least"],
        input=json.dumps(problems), capture_output=True, text=True, check=True,
    )
    found = json.loads(answer.stdout)
    wrong = [index for index, (rows, one) in enumerate(zip(problems, found)) if cost(rows, one["set"]) != solve(rows)]
    inexact = sum(not one["exact"] for one in found)
    slowest = max(one["micros"] for one in found)
    print(f"{count} sets, {len(wrong)} differ, {inexact} not exact, slowest {slowest / 1000:.1f} ms")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
