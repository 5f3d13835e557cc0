"""Disks that are full, read-only or broken, sources that move, clocks that go back, signals, masks.

Each fault must be said in a sentence (what, where, what to do), and the next run, with the fault
gone, must end as one that was never disturbed. What needs root or a tool is skipped by name.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from firm import SECONDS, difference, expect, fresh, natural, sample

FIXED = {"SOURCE_DATE_EPOCH": "1790812800"}
RAW = re.compile(r"SQLite error \d|NSCocoa|NSPOSIX|Error Domain|executing `|Optional\(|DecodingError")


class Skipped(Exception):
    """A fault that cannot be made here."""


def said(result, *words):
    text = result.err + result.out
    for word in words:
        expect(re.search(word, text, re.IGNORECASE), f"{word!r} is not said: {result.describe()}")
    expect(not RAW.search(result.err), f"a raw error is shown: {result.describe()}")


@contextmanager
def disk(folder, megabytes):
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        raise Skipped("a small disk needs root to be mounted")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder],
                          capture_output=True)
    if done.returncode != 0:
        raise Skipped("a small disk cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


def resize(folder, option):
    done = subprocess.run(["mount", "-o", f"remount,{option}", folder], capture_output=True)
    if done.returncode != 0:
        raise Skipped("a disk cannot be mounted anew here")


def works(*command):
    """Whether a tool is there and may be used: containers forbid some."""
    return (shutil.which(command[0]) is not None
            and subprocess.run(command, capture_output=True).returncode == 0)


class Places:
    def __init__(self, program, sampler, root, large=False):
        self.program = program
        self.root = root
        self.large = large
        self.firm = sample(sampler, root / "firm", 9, large)
        self.calm = root / "calm"
        shutil.copytree(self.firm, self.calm)
        program.run("collect", "-c", self.calm / "muster.yaml", env=FIXED, codes={0})
        self.content = natural(self.calm / "muster-catalog")

    def copy(self, name):
        folder = self.root / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.firm, folder)
        return folder

    def collect(self, folder, **more):
        more.setdefault("env", FIXED)
        return self.program.run("collect", "-c", folder / "muster.yaml", **more)

    def undisturbed(self, folder):
        self.collect(folder, codes={0})
        odd = difference(self.content, natural(folder / "muster-catalog"))
        expect(odd is None, f"the next run ends in another catalog: {odd}")
        self.program.run("status", "--check", "-c", folder / "muster.yaml", codes={0})

    # Each method is one fault.

    def small_disk(self):
        """The disk fills up at several places on the way."""
        size = sum(path.stat().st_size for path in self.firm.rglob("*") if path.is_file()) >> 20
        for spare in (3, 5, 7) if self.large else (4,):
            with disk(self.root / "disk", size + 2 + spare) as folder:
                shutil.copytree(self.firm, folder, dirs_exist_ok=True)
                result = self.collect(folder, codes={2})
                said(result, "full|room|space", "run again|larger disk", str(folder))
                resize(folder, "size=400m")
                self.undisturbed(folder)

    def forecast(self):
        """Needed room is said before work starts, and surely too little is refused."""
        with disk(self.root / "disk", 64) as folder:
            (folder / "catalog").mkdir()
            source = fresh(self.root / "forecast")
            shutil.copy(self.firm / "muster.yaml", source / "muster.yaml")
            text = (source / "muster.yaml").read_text()
            text = re.sub(r"(?m)^catalog:.*$", f"catalog: {folder}/catalog", text)
            (source / "muster.yaml").write_text(text)
            large = source / "exports" / "epcis" / "line" / "2026-07" / "large.xml"
            large.parent.mkdir(parents=True)
            large.touch()
            os.truncate(large, 2 << 30)
            before = time.monotonic()
            result = self.collect(source, codes={2})
            said(result, "About .* GB will be needed for collecting", "Nothing was begun")
            expect(time.monotonic() - before < 60, "the refusal comes late")
            expect(not (folder / "catalog" / "vault").exists()
                   or not any((folder / "catalog" / "vault").iterdir()), "work was begun")

    def pack_on_a_full_disk(self):
        with disk(self.root / "disk", 3) as folder:
            result = self.program.run("pack", "-c", self.calm / "muster.yaml", "-o",
                                      folder / "EP-full.zip", "--baseline", "none", env=FIXED,
                                      codes={2})
            said(result, "space|room|full", re.escape(str(folder)))
            expect(list(folder.iterdir()) == [], f"left behind: {list(folder.iterdir())}")
            resize(folder, "size=200m")
            self.program.run("pack", "-c", self.calm / "muster.yaml", "-o", folder / "EP-full.zip",
                             "--baseline", "none", env=FIXED, codes={0, 1})
            self.program.run("verify", folder / "EP-full.zip", codes={0})

    def assess_on_a_full_disk(self):
        with disk(self.root / "disk", 60) as folder:
            shutil.copytree(self.calm, folder, dirs_exist_ok=True)
            with open(folder / "filler", "wb") as filler:
                try:
                    while True:
                        filler.write(bytes(1 << 16))
                        filler.flush()
                except OSError:
                    pass
            result = self.program.run("assess", "-c", folder / "muster.yaml", "-o",
                                      folder / "a.json", "--baseline", "none", env=FIXED, codes={2})
            said(result, "space|room|full")
            os.unlink(folder / "filler")
            self.program.run("assess", "-c", folder / "muster.yaml", "-o", folder / "a.json",
                             "--baseline", "none", env=FIXED, codes={0, 1})
            json.loads((folder / "a.json").read_bytes())

    def file_size_limit(self):
        """Writes that fail in the middle (EFBIG), as on a quota."""
        folder = self.copy("limited")
        def limit(size=300_000):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        def small():
            limit(100_000)

        result = self.collect(folder, codes={2}, preexec=limit)
        said(result, "run again|writable|room", re.escape(str(folder)))
        self.undisturbed(folder)
        result = self.program.run("assess", "-c", folder / "muster.yaml", "--baseline", "none",
                                  env=FIXED, codes={2}, preexec=small)
        said(result, "cannot be written|cannot be read or written", re.escape(str(folder)))

    def read_only_disk(self):
        with disk(self.root / "disk", 200) as folder:
            shutil.copytree(self.calm, folder, dirs_exist_ok=True)
            resize(folder, "ro")
            for command in (["collect"], ["run", "-o", self.root / "EP-ro.zip"]):
                result = self.program.run(*command, "-c", folder / "muster.yaml", env=FIXED,
                                          codes={2})
                said(result, "writable|read-only", re.escape(str(folder)))
            result = self.program.run("pack", "-c", self.calm / "muster.yaml", "-o",
                                      folder / "EP-ro.zip", env=FIXED, codes={2})
            said(result, "read-only", re.escape(str(folder)))
            resize(folder, "rw")
            self.undisturbed(folder)

    def full_standard_output(self):
        for command in (["status"], ["assess", "--baseline", "none", "--quiet"], ["profile", "list"]):
            if command[0] != "profile":
                command += ["-c", self.calm / "muster.yaml"]
            with open("/dev/full", "wb") as full:
                result = self.program.run(*command, stdout=full, codes={2})
            said(result, "standard output")
        reader, writer = os.pipe()
        os.close(reader)
        self.program.run("status", "-c", self.calm / "muster.yaml", stdout=writer,
                         codes={0, -signal.SIGPIPE, 141})
        os.close(writer)

    def devices_are_never_replaced(self):
        target = self.root / "null"
        if os.geteuid() != 0:
            raise Skipped("a device needs root to be made")
        target.unlink(missing_ok=True)
        try:
            os.mknod(target, 0o600 | 0o020000, os.makedev(1, 3))
        except PermissionError:
            raise Skipped("a device cannot be made here") from None
        self.program.run("assess", "-c", self.calm / "muster.yaml", "--baseline", "none", "-o",
                         target, "--quiet", codes={0, 1})
        expect(target.is_char_device(), "a device was replaced by a file")
        for place, word in ((self.root, "folder"), (self.root / "no" / "a.json", "no such|cannot")):
            result = self.program.run("assess", "-c", self.calm / "muster.yaml", "--baseline",
                                      "none", "-o", place, "--quiet", codes={2})
            said(result, word, re.escape(str(place.parent)))

    def sources_that_move(self):
        """A file is deleted, another grows while the run goes on."""
        folder = self.copy("moving")
        line = sorted((folder / "exports" / "epcis").rglob("*.xml"))
        originals = {path: path.read_bytes() for path in line}
        stop = threading.Event()

        def move():
            while not stop.is_set():
                for path in line[-6:]:
                    path.unlink(missing_ok=True)
                for path in line[:6]:
                    with open(path, "ab") as file:
                        file.write(b" ")
                time.sleep(0.001)
                for path in line[-6:]:
                    path.write_bytes(originals[path])

        thread = threading.Thread(target=move)
        thread.start()
        try:
            result = self.collect(folder, codes={0, 3})
        finally:
            stop.set()
            thread.join()
        said(result)
        if result.code == 3:
            said(result, "changed_during_read|cannot_open|not_found")
        for path, data in originals.items():
            path.write_bytes(data)
        self.collect(folder, codes={0})
        left = natural(folder / "muster-catalog")
        expect(left["events"] == self.content["events"] or
               len(left["events"]) >= len(self.content["events"]), "events were lost")
        self.program.run("status", "--check", "-c", folder / "muster.yaml", codes={0})

    def deleted_between_listing_and_reading(self):
        folder = self.copy("deleted")
        victims = sorted((folder / "exports" / "epcis").rglob("*.xml"))[4:]
        kept = {path: path.read_bytes() for path in victims}
        process = self.program.start("collect", "-c", folder / "muster.yaml", env=FIXED)
        catalog = folder / "muster-catalog" / "catalog.sqlite"
        while process.poll() is None and not catalog.exists():
            time.sleep(0.002)
        for path in victims[1:]:
            path.unlink()
        process.wait()
        expect(process.returncode in (0, 3), f"exit {process.returncode} after files were deleted")
        for path, data in kept.items():
            path.write_bytes(data)
        self.collect(folder, codes={0})
        expect(natural(folder / "muster-catalog")["events"] == self.content["events"],
               "events of files that came back are missing")

    def shim(self):
        """A library that makes calls fail, compiled on the spot."""
        compiler = next((name for name in ("cc", "clang", "gcc") if shutil.which(name)), None)
        library = self.root / "shim.so"
        if compiler is None:
            raise Skipped("there is no C compiler for the library that makes calls fail")
        if not library.exists():
            subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library,
                            Path(__file__).with_name("shim.c"), "-ldl"], check=True)
        return {"LD_PRELOAD": str(library)} | FIXED

    def clock_back(self):
        """The clock of a later run is years behind, then years ahead."""
        env = self.shim()
        folder = self.copy("clock")
        self.collect(folder, codes={0})
        for years in (-25, 150) if self.large else (-25,):
            result = self.collect(folder, codes={0},
                                  env=env | {"SHIM_SHIFT": str(years * 31_556_952)})
            said(result, "unchanged")
        self.undisturbed(folder)

    def broken_reads_and_syncs(self):
        """EIO from a source, from the vault's sync, from the database."""
        env = self.shim()
        folder = self.copy("broken")
        victim = sorted((folder / "exports" / "epcis").rglob("*.xml"))[2]
        result = self.collect(folder, codes={3}, env=env | {"SHIM_READ": victim.name})
        said(result, f"{re.escape(victim.name)}.*read_failed")
        self.collect(folder, codes={0})
        content = natural(folder / "muster-catalog")
        expect(content["events"] == self.content["events"], "events are missing after a bad read")
        folder = self.copy("broken")
        result = self.collect(folder, codes={2}, env=env | {"SHIM_SYNC": "/vault/"})
        said(result, "put in place|input/output", "run again")
        self.undisturbed(folder)
        result = self.collect(folder, codes={2}, env=env | {"SHIM_READ": "catalog.sqlite"})
        said(result, "cannot be read or written", re.escape(str(folder)))
        result = self.program.run("status", "--check", "-c", folder / "muster.yaml", codes={4},
                                  env=env | {"SHIM_READ": "catalog.sqlite"})
        self.undisturbed(folder)

    def second_run(self):
        """A second run is told who holds the lock, and a dead holder does not block."""
        folder = self.copy("locked")
        process = self.program.start("collect", "-c", folder / "muster.yaml", env=FIXED)
        lock = folder / "muster-catalog" / "lock"
        while process.poll() is None and not (lock.exists() and lock.stat().st_size):
            time.sleep(0.002)
        result = self.collect(folder, codes={0, 6})
        if result.code == 6:
            said(result, f"process {process.pid}")
        process.kill()
        process.wait()
        self.undisturbed(folder)

    def signals(self):
        """SIGINT, SIGTERM and SIGHUP end every stage soon, with nothing torn."""
        folder = self.copy("signals")
        run = ["run", "-c", folder / "muster.yaml", "-o", folder / "EP-s.zip", "--baseline", "none"]
        began = time.monotonic()
        self.program.run(*run, env=FIXED, codes={0, 1})
        whole = time.monotonic() - began
        (folder / "EP-s.zip").unlink()
        shutil.rmtree(folder / "muster-catalog")
        numbers = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP] * (3 if self.large else 1)
        for index, number in enumerate(numbers):
            process = self.program.start(*run, env=FIXED)
            time.sleep(whole * (index + 1) / (len(numbers) + 1))
            process.send_signal(number)
            began = time.monotonic()
            code = process.wait(60)
            expect(time.monotonic() - began < 10, f"a signal was not heard for "
                   f"{time.monotonic() - began:.0f} s")
            expect(code in (128 + number, -number, 0, 1), f"exit {code} after signal {number}")
            left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
            expect(not left, f"left behind: {left}")
            (folder / "EP-s.zip").unlink(missing_ok=True)
        self.undisturbed(folder)
        process = self.program.start(
            *run, env=FIXED, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        time.sleep(whole / 3)
        process.send_signal(signal.SIGHUP)
        expect(process.wait(SECONDS) in (0, 1), "a run under nohup ended with its terminal")

    def surroundings(self):
        """Locale, zone, home, streams, descriptors, working folder: the same pack, or a sentence."""
        pack = self.root / "EP-around.zip"
        config = ["-c", self.calm / "muster.yaml"]
        command = ["pack", *config, "-o", pack, "--force", "--baseline", "none"]

        def made(env=None, **more):
            self.program.run(*command, env=FIXED | (env or {}), codes={0, 1}, **more)
            return pack.read_bytes()

        def limited():
            resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))

        calm = made()
        for env in ({"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"}, {"LC_ALL": "none", "TZ": "Nowhere/Else"},
                    {"TZDIR": "/nonexistent", "HOME": "/nonexistent", "PATH": ""},
                    {"COLUMNS": "-5", "TERM": "dumb", "USER": "", "TMPDIR": ""}):
            expect(made(env) == calm, f"another pack under {env}")
        expect(made(preexec=limited) == calm, "another pack with 32 files open at most")
        for streams in ((1,), (1, 2), (0, 1, 2)):
            self.program.run(*command, env=FIXED, codes={2},
                             preexec=lambda: [os.close(number) for number in streams])
            self.program.run("verify", pack, codes={0})
        self.program.run("status", "--check", *config, codes={0})
        said(self.program.run(*command, env={"SOURCE_DATE_EPOCH": "yesterday"}, codes={2}),
             "SOURCE_DATE_EPOCH", "no time")
        gone = self.root / "gone"

        def lost():
            gone.mkdir(exist_ok=True)
            os.chdir(gone)
            gone.rmdir()

        expect(made(preexec=lost) == calm, "another pack from a folder that is gone")
        for relative in (["status"], ["init"], ["verify", "EP-x.zip"]):
            said(self.program.run(*relative, codes={2, 78}, preexec=lost), "is gone")
        for name in ("Audit [2026]", "a'b \"c\" \u00e9\U0001f600", "x" * 200, "-c", "50%s"):
            folder = self.copy(name)
            self.undisturbed(folder)
        said(self.program.run("assess", *config, "-o", self.calm / "muster.yaml", codes={2}),
             "is no assessment")

    def killed_verify(self):
        """What verify unpacks goes with it: at once after a signal, with the next run after a kill."""
        home = fresh(self.root / "tmp")
        env = FIXED | {"TMPDIR": str(home)}
        pack = self.root / "EP-verify.zip"
        self.program.run("run", "-c", self.calm / "muster.yaml", "-o", pack, "--baseline", "none",
                         "--force", env=FIXED, codes={0, 1})
        verify = ["verify", pack, "--reassess"]
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL) * (4 if self.large else 1):
            # It unpacks twice and clears up between: a kill may hit the moment without a file.
            for _ in range(10):
                process = self.program.start(*verify, env=env)
                while process.poll() is None and not any(home.rglob("catalog.sqlite")):
                    time.sleep(0.001)
                process.send_signal(number)
                code = process.wait(60)
                expect(code in (128 + number, -number), f"exit {code} after signal {number}")
                if number != signal.SIGKILL or any(home.iterdir()):
                    break
            if number == signal.SIGKILL:
                expect(any(home.iterdir()), "no kill hit while a file was there")
                self.program.run(*verify, env=env, codes={0})
            left = [path.name for path in home.iterdir()]
            expect(not left, f"left behind after signal {number}: {left}")
        with disk(self.root / "disk", 1) as small:
            result = self.program.run(*verify, env=FIXED | {"TMPDIR": str(small)}, codes={2})
            said(result, "TMPDIR", re.escape(str(small)))
            expect(list(small.iterdir()) == [], "a full disk keeps what was unpacked")

    def modes(self):
        """Files are 0600 and folders 0700 whatever the mask is."""
        for mask in (0o000, 0o077) if self.large else (0o000,):
            folder = self.copy("modes")
            output = folder / "made" / "EP-m.zip"
            self.program.run("run", "-c", folder / "muster.yaml", "-o", output, codes={0, 1},
                             preexec=lambda: os.umask(mask))
            self.program.run("assess", "-c", folder / "muster.yaml", "-o", output.parent / "a.json",
                             "--quiet", codes={0, 1}, preexec=lambda: os.umask(mask))
            for path in [folder / "made", folder / "muster-catalog",
                         *(folder / "made").rglob("*"), *(folder / "muster-catalog").rglob("*")]:
                mode = path.stat().st_mode & 0o777
                wanted = 0o700 if path.is_dir() else 0o600
                expect(mode == wanted, f"{path} has mode {mode:o} under umask {mask:o}")

    def another_account(self):
        """A catalog is for the account that collected it; any other is told that it may not look."""
        other = ("setpriv", "--reuid=65534", "--clear-groups")
        if os.geteuid() != 0 or not works(*other, str(self.program.binary), "--version"):
            raise Skipped("acting as another account needs root, and the program where all may run it")
        with tempfile.TemporaryDirectory() as place:
            os.chmod(place, 0o755)
            folder = Path(place) / "firm"
            shutil.copytree(self.firm, folder)
            for path in (folder, folder / "muster.yaml"):
                path.chmod(0o755)
            self.collect(folder, codes={0})
            result = self.program.run("status", "-c", folder / "muster.yaml", codes={2}, prefix=other)
            expect("closed to this account" in result.err, f"not told: {result.describe()}")

    def without_network(self):
        """The main job needs no network, and asks for none."""
        if os.geteuid() != 0 or not works("unshare", "-n", "true"):
            raise Skipped("cutting the network needs root and unshare")
        folder = self.copy("offline")
        self.program.run("run", "-c", folder / "muster.yaml", "-o", folder / "EP-o.zip", codes={0, 1},
                         prefix=("unshare", "-n"))
        if works("strace", "-o", os.devnull, "true"):
            trace = self.root / "trace"
            self.program.run("status", "-c", folder / "muster.yaml", codes={0},
                             prefix=("strace", "-f", "-e", "trace=network", "-o", str(trace)))
            expect("AF_INET" not in trace.read_text(), "a network socket was opened")

    def secrets(self):
        """A passphrase and a token never show up in what is said or written."""
        folder = self.copy("secrets")
        secret = "Tr0ub4dor-XK-9"
        (folder / "pass").write_text(secret + "\n")
        (folder / "pass").chmod(0o600)
        with open(folder / "muster.yaml", "a") as file:
            file.write("seal: { key: pass, certificate: pass, passphrase: { environment: A_SECRET } }\n")
        env = FIXED | {"A_SECRET": secret, "EPCIS_TOKEN": secret}
        result = self.program.run("run", "-c", folder / "muster.yaml", "-o", folder / "EP-x.zip",
                                  env=env, codes={2, 78})
        expect(secret not in result.err + result.out, "a secret is said")
        result = self.program.run("run", "-c", folder / "muster.yaml", "-o", folder / "EP-x.zip",
                                  "--draft", env=env, codes={0, 1})
        expect(secret not in result.err + result.out, "a secret is said")
        for path in folder.rglob("*"):
            if path.is_file() and path.name != "pass":
                expect(secret.encode() not in path.read_bytes(), f"a secret stands in {path}")
        out = folder / "unpacked"
        shutil.unpack_archive(folder / "EP-x.zip", out)
        for path in out.rglob("*"):
            if path.is_file():
                expect(secret.encode() not in path.read_bytes(), f"a secret stands in {path}")

    def damage(self):
        """status --check names each kind of damage and what to do."""
        def vault(folder):
            victim = sorted((folder / "muster-catalog" / "vault").rglob("*.z"))[3]
            data = bytearray(victim.read_bytes())
            data[len(data) // 2] ^= 1
            victim.write_bytes(data)

        def gone(folder):
            sorted((folder / "muster-catalog" / "vault").rglob("*.z"))[5].unlink()

        def page(folder):
            with open(folder / "muster-catalog" / "catalog.sqlite", "r+b") as file:
                file.seek(4096 * 40)
                file.write(os.urandom(4096 * 6))

        def header(folder):
            with open(folder / "muster-catalog" / "catalog.sqlite", "r+b") as file:
                file.write(b"not a database at all, sorry")

        def cut(folder):
            path = folder / "muster-catalog" / "catalog.sqlite"
            os.truncate(path, path.stat().st_size // 2)

        def sql(statement):
            def work(folder):
                import sqlite3
                base = sqlite3.connect(folder / "muster-catalog" / "catalog.sqlite")
                base.execute(statement)
                base.commit()
                base.close()
            return work

        for name, work, words in [
                ("vault", vault, ("original [0-9a-f]{64}", "backup")),
                ("gone", gone, ("original [0-9a-f]{64}", "backup")),
                ("page", page, ("damage|cannot be read", "backup|collect")),
                ("header", header, ("not a database|damaged|cannot be read", "backup|new")),
                ("cut", cut, ("damage|cannot be read|malformed", "backup|new")),
                ("audit", sql("UPDATE audit SET what = 'nothing'"), ("audit", "who could write")),
                ("epc", sql("DELETE FROM epc WHERE epc_id = (SELECT min(epc_id) FROM event_epc)"),
                 ("refer", "backup")),
                ("event", sql("DELETE FROM all_event WHERE event_id = (SELECT max(event_id) "
                              "FROM all_event)"), ("refer|ledger", "backup")),
                ("ledger", sql("UPDATE artifact SET records_taken = records_taken + 1"),
                 ("ledger", "backup")),
        ]:
            folder = self.root / "damage"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(self.calm, folder)
            self.program.run("collect", "-c", folder / "muster.yaml", env=FIXED, codes={0})
            work(folder)
            for side in ("-wal", "-shm"):
                if name in ("page", "header", "cut"):
                    (folder / "muster-catalog" / f"catalog.sqlite{side}").unlink(missing_ok=True)
            result = self.program.run("status", "--check", "-c", folder / "muster.yaml", codes={4})
            said(result, *words)
            commands = (["collect"], ["assess"], ["status"], ["run", "-o", folder / "EP-d.zip"])
            for command in commands if self.large else commands[2:3]:
                result = self.program.run(*command, "-c", folder / "muster.yaml", env=FIXED,
                                          codes={0, 1, 2, 3, 4})
                said(result)


FAULTS = ["small_disk", "forecast", "pack_on_a_full_disk", "assess_on_a_full_disk",
          "file_size_limit", "read_only_disk", "full_standard_output",
          "devices_are_never_replaced", "sources_that_move", "deleted_between_listing_and_reading",
          "clock_back", "broken_reads_and_syncs", "second_run", "signals", "surroundings",
          "killed_verify", "modes", "another_account", "without_network", "secrets", "damage"]


def run(program, sampler, large=False, report=print, only=None):
    return each(Places(program, sampler, fresh(program.root / "places"), large), FAULTS, report, only)


def each(places, faults, report, only):
    """Makes each fault, or those asked for; says how many, and by name what cannot be made here."""
    done, skipped = 0, []
    for name in faults:
        if only and name not in only:
            continue
        try:
            getattr(places, name)()
            done += 1
        except Skipped as reason:
            report(f"  skipped: {name}: {reason}")
            skipped.append(name)
    return f"{done} kinds of faults" + (f", {len(skipped)} skipped" if skipped else "")
