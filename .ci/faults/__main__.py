"""Faults: kills, full disks, hostile input, mutations, odd command lines, on the real program.

    python3 .ci/faults                     as CI runs it, with a debug build
    python3 .ci/faults --full --muster .build/release/muster --sample .build/release/muster-sample

The full run kills each stage 200 times, makes files of up to a gigabyte and mutates 50,000 inputs.
Runs need the programs to be built, Linux and Python 3; root for small and read-only disks.
"""

import argparse
import resource
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

import edits
import flags
import forgery
import hostile
import kills
import large
import later
import mutation
import places
from firm import Fault, Program


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--muster", default=".build/debug/muster")
    options.add_argument("--sample", default=".build/debug/muster-sample")
    options.add_argument("--full", action="store_true", help="the long run")
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--kills", type=int, help="kills of each stage (20; 200 with --full)")
    options.add_argument("--mutations", type=int, help="damaged inputs (400; 50000 with --full)")
    options.add_argument("--only", action="append", choices=PARTS, help="one part; may be repeated")
    options.add_argument("--fault", action="append", help="of places or later: one fault; may be repeated")
    given = options.parse_args()
    given.kills = given.kills or (200 if given.full else 20)
    given.mutations = given.mutations or (50_000 if given.full else 400)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="muster-faults-") as root:
        program = Program(given.muster, root)
        # Two at a time: most of them wait for one process each.
        with ThreadPoolExecutor(2) as pool:
            held = list(pool.map(lambda part: attempt(part, program, given), given.only or PARTS))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{program.runs} runs in {time.monotonic() - began:.0f} s "
              f"({used.ru_utime + used.ru_stime:.0f} s of processor), "
              f"at most {program.peak >> 20} MB and {program.longest:.0f} s each")
    return 0 if all(held) else 1


def attempt(part, program, given):
    began = time.monotonic()
    try:
        done = PARTS[part](program, given)
        print(f"{part}: {done} ({time.monotonic() - began:.0f} s)", flush=True)
        return True
    except Fault as fault:
        print(f"{part}: FAILED: {fault}", flush=True)
    except Exception:
        print(f"{part}: FAILED: {traceback.format_exc()}", flush=True)
    return False


def killing(name):
    return lambda program, given: kills.run(
        program, given.sample, given.seed, given.kills, name, given.full)


PARTS = {
    "kill-pack": killing("pack"),
    "places": lambda program, given: places.run(
        program, given.sample, given.full, only=given.fault),
    "later": lambda program, given: later.run(
        program, given.sample, given.full, only=given.fault),
    "kill-assess": killing("assess"),
    "kill-collect": killing("collect"),
    "hostile": lambda program, given: hostile.run(program, given.full),
    "forgery": lambda program, given: forgery.run(
        program, given.sample, given.seed, max(6, given.mutations // 100), given.full),
    "mutations": lambda program, given: mutation.run(
        program, given.sample, given.seed, given.mutations),
    "large": lambda program, given: large.run(program, given.full),
    "edits": lambda program, given: edits.run(program, given.seed, 200 if given.full else 10),
    "flags": lambda program, given: flags.run(program, given.full),
}

if __name__ == "__main__":
    sys.exit(main())
