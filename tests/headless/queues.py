"""An independent model of caps and throttles, in SimPy: what of a burst or a stream is dropped, and who waits how long.

Reads cases as JSON from standard input, writes what became of each as JSON to standard output. Times are whole
milliseconds. It shares no code and no formulas with the program that it is held against: a cap is a store of places, each
of which comes back one period after it was taken; a throttle is a counter with as many clerks as calls leave in a second,
each busy for a second with a call; who has queued for six hours goes away.
"""

import json
import sys

import simpy

PATIENCE = 6 * 3_600_000


def arrivals(case):
    """When calls come: all at once, or on and on."""
    for number in range(case["people"]):
        yield 0 if case["per_second"] is None else int(number * 1_000 / case["per_second"])


def model(case):
    env = simpy.Environment()
    told = {"calls": 0, "capped": 0, "queued": 0, "given_up": 0, "longest_delay_ms": 0, "last_ms": None}
    places = simpy.Container(env, init=case["cap"], capacity=case["cap"]) if case["cap"] else None
    clerks = simpy.Resource(env, capacity=case["throttle"]) if case["throttle"] else None

    def leave():
        told["calls"] += 1
        told["last_ms"] = env.now

    def place_comes_back():
        yield env.timeout(case["period_ms"])
        yield places.put(1)

    def capped():
        # What comes back at this very moment is back before anybody asks.
        yield env.timeout(0)
        if places.level == 0:
            told["capped"] += 1
            return
        yield places.get(1)
        leave()
        env.process(place_comes_back())

    def throttled():
        yield env.timeout(0)
        came = env.now
        with clerks.request() as turn:
            yield turn | env.timeout(PATIENCE)
            # Whose turn comes at the very end of their patience takes it.
            if not turn.triggered:
                yield env.timeout(0)
            waited = env.now - came
            if not turn.triggered:
                told["given_up"] += 1
                return
            if waited > 0:
                told["queued"] += 1
            told["longest_delay_ms"] = max(told["longest_delay_ms"], waited)
            leave()
            yield env.timeout(1_000)

    def source():
        for at in arrivals(case):
            if at > env.now:
                yield env.timeout(at - env.now)
            env.process(throttled() if clerks else capped())

    env.process(source())
    env.run()
    return told


json.dump([model(case) for case in json.load(sys.stdin)], sys.stdout)
