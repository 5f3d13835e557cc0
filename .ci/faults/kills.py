"""SIGKILL at seeded instants of collect, assess and pack: the next run ends as an undisturbed one.

Kills come in chains: a run is killed, started again, killed again …, then left to finish, so that
what a dead run left is itself interrupted.
"""

import hashlib
import json
import random
import re
import shutil
import threading
import zipfile

from firm import difference, expect, fresh, natural, sample

CHAIN = 10
FIXED = {"SOURCE_DATE_EPOCH": "1790812800"}
PARTIAL = re.compile(r"partial", re.IGNORECASE)


def run(program, sampler, seed, kills, name, large=False):
    """Kills a stage so many times; says what was done."""
    root = fresh(program.root / f"kills-{name}")
    firm, calm = undisturbed(program, sampler, seed, large)
    stage = {"collect": Collect, "assess": Assess, "pack": Pack}[name]
    stage(program, root, firm, calm, random.Random(f"{seed} {name}")).kill(kills)
    return f"{kills} kills of {name}"


CALM = threading.Lock()


def undisturbed(program, sampler, seed, large):
    """The firm and its undisturbed run, made once for all stages."""
    with CALM:
        if not hasattr(program, "calm"):
            root = fresh(program.root / "kills")
            firm = sample(sampler, root / "firm", seed, large)
            program.calm = firm, Calm(program, root, firm)
        return program.calm


class Calm:
    """An undisturbed firm, what each stage made, and how long it took."""

    def __init__(self, program, root, firm):
        self.folder = root / "calm"
        shutil.copytree(firm, self.folder)
        self.configuration = self.folder / "muster.yaml"
        self.seconds = {}
        result = program.run("collect", "-c", self.configuration, env=FIXED, codes={0, 3})
        self.seconds["Collect"] = result.seconds
        self.code = result.code
        self.content = natural(self.folder / "muster-catalog")
        self.clean = self.folder.parent / "clean"
        shutil.copytree(self.folder, self.clean)
        result = assess(program, self.configuration, root / "calm.json")
        self.seconds["Assess"] = result.seconds
        self.assessment = (root / "calm.json").read_bytes()
        result = pack(program, self.configuration, root / "calm" / "EP-firm.zip")
        self.seconds["Pack"] = result.seconds
        self.pack = root / "calm" / "EP-firm.zip"


def assess(program, configuration, output, **more):
    return program.run("assess", "-c", configuration, "--baseline", "none", "-o", output,
                       "--format", "json", "--quiet", env=FIXED, codes={0, 1, 3}, **more)


def pack(program, configuration, output, **more):
    return program.run("pack", "-c", configuration, "--baseline", "none", "--force", "-o", output,
                       "--quiet", env=FIXED, codes={0, 1, 3}, **more)


class Stage:
    def __init__(self, program, root, firm, calm, random):
        self.program = program
        self.root = root
        self.firm = firm
        self.calm = calm
        self.random = random

    def kill(self, kills):
        while kills > 0:
            chain = min(CHAIN, kills)
            folder = self.root / type(self).__name__.lower()
            shutil.rmtree(folder, ignore_errors=True)
            self.begin(folder)
            hit = 0
            longest = self.calm.seconds[type(self).__name__]
            # A run that ended before its instant came is no kill; the next has as little left to do.
            for _ in range(20 * chain):
                if hit == chain:
                    break
                result = self.work(folder, kill_after=self.random.uniform(0.02, 1.0) * longest)
                hit += result.killed
                if not result.killed:
                    longest = min(longest, result.seconds)
                self.after_kill(folder)
            expect(hit == chain, "the stage ends before it can be killed")
            kills -= chain
            self.work(folder)
            self.compare(folder, isLast=kills == 0)

    def begin(self, folder):
        shutil.copytree(self.calm.clean, folder)

    def after_kill(self, folder):
        pass


class Collect(Stage):
    def begin(self, folder):
        shutil.copytree(self.firm, folder)

    def work(self, folder, **more):
        return self.program.run("collect", "-c", folder / "muster.yaml", env=FIXED,
                                codes={self.calm.code}, **more)

    def after_kill(self, folder):
        if self.random.random() < 0.2 and (folder / "muster-catalog" / "catalog.sqlite").exists():
            # Killed before the tables were made there is nothing to read.
            self.program.run("status", "--check", "-c", folder / "muster.yaml", codes={0, 2, 3})

    def compare(self, folder, isLast):
        odd = difference(self.calm.content, natural(folder / "muster-catalog"))
        expect(odd is None, f"a killed collect ends in another catalog: {odd}")
        left = [path for path in (folder / "muster-catalog").rglob("*")
                if PARTIAL.search(path.name)]
        expect(not left, f"left behind: {left}")
        if not isLast:
            return
        self.program.run("status", "--check", "-c", folder / "muster.yaml", codes={self.calm.code})
        assess(self.program, folder / "muster.yaml", self.root / "killed.json")
        expect((self.root / "killed.json").read_bytes() == self.calm.assessment,
               "a catalog of a killed collect is judged otherwise")
        shutil.copytree(folder, self.root / "collected", dirs_exist_ok=True)
        made = self.root / "collected" / "EP-firm.zip"
        pack(self.program, self.root / "collected" / "muster.yaml", made)
        expect(evidence(made) == evidence(self.calm.pack), "other originals are enclosed")


class Assess(Stage):
    def work(self, folder, **more):
        return assess(self.program, folder / "muster.yaml", folder / "killed.json", **more)

    def after_kill(self, folder):
        for file in (folder / "muster-catalog" / "assessments").glob("*.json"):
            json.loads(file.read_bytes())

    def compare(self, folder, isLast):
        expect((folder / "killed.json").read_bytes() == self.calm.assessment,
               "an assessment after kills is another one")


class Pack(Stage):
    def work(self, folder, **more):
        return pack(self.program, folder / "muster.yaml", folder / "EP-firm.zip", **more)

    def after_kill(self, folder):
        if (folder / "EP-firm.zip").exists():
            self.program.run("verify", folder / "EP-firm.zip", codes={0})

    def compare(self, folder, isLast):
        expect(digest(folder / "EP-firm.zip") == digest(self.calm.pack),
               "a pack made after kills has other bytes")
        left = [path.name for path in folder.iterdir() if PARTIAL.search(path.name)]
        expect(not left, f"left behind: {left}")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def evidence(path):
    with zipfile.ZipFile(path) as archive:
        manifest = next(name for name in archive.namelist() if name.endswith("/manifest-sha256.txt"))
        return sorted(line for line in archive.read(manifest).decode().splitlines()
                      if "  data/evidence/" in line)
