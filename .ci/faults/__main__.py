"""Faults: kills, full disks, hostile input, mutations, odd command lines, on the real program.

    python3 .ci/faults                     as CI runs it, with a debug build
    python3 .ci/faults --full --muster .build/release/muster --sample .build/release/muster-sample

The full run kills each stage 200 times, makes files of up to a gigabyte and mutates 50,000 inputs.
Runs need the programs to be built, Linux and Python 3; root for small and read-only disks.
"""

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

import flags
import forgery
import hostile
import kills
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
    options.add_argument("--mutations", type=int, help="damaged inputs (800; 50000 with --full)")
    options.add_argument("--only", action="append", choices=PARTS, help="one part; may be repeated")
    options.add_argument("--fault", action="append", help="of places: one fault; may be repeated")
    given = options.parse_args()
    given.kills = given.kills or (200 if given.full else 20)
    given.mutations = given.mutations or (50_000 if given.full else 800)
    failed = False
    with tempfile.TemporaryDirectory(prefix="muster-faults-") as root:
        program = Program(given.muster, root)
        for part in given.only or PARTS:
            began = time.monotonic()
            try:
                done = PARTS[part](program, given)
                print(f"{part}: {done} ({time.monotonic() - began:.0f} s)", flush=True)
            except Fault as fault:
                failed = True
                print(f"{part}: FAILED: {fault}", flush=True)
            except Exception:
                failed = True
                print(f"{part}: FAILED: {traceback.format_exc()}", flush=True)
        print(f"{program.runs} runs, at most {program.peak >> 20} MB and {program.longest:.0f} s")
    return 1 if failed else 0


PARTS = {
    "kills": lambda program, given: kills.run(program, given.sample, given.seed, given.kills, given.full),
    "places": lambda program, given: places.run(
        program, given.sample, given.full, only=given.fault),
    "hostile": lambda program, given: hostile.run(program, given.full),
    "mutations": lambda program, given: mutation.run(
        program, given.sample, given.seed, given.mutations),
    "forgery": lambda program, given: forgery.run(
        program, given.sample, given.seed, max(12, given.mutations // 100), given.full),
    "flags": lambda program, given: flags.run(program),
}

if __name__ == "__main__":
    sys.exit(main())
