"""Faults of what follows collecting: originals that are gone, catalogs that cannot be written or
are damaged inside, clocks, signing off; and sources that turn into something else while they are read.
"""

import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import threading
import time
import zipfile

import hostile
import inputs
import mutation
from firm import expect, fresh, natural
from places import FIXED, Places, disk, each, resize, said


class Later(Places):
    def collected(self, name):
        folder = self.root / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.calm, folder)
        return folder

    def command(self, name, folder, *more, codes, **options):
        options.setdefault("env", FIXED)
        quiet = [] if name in ("status", "trace") else ["--quiet"]
        return self.program.run(name, "-c", folder / "muster.yaml", *quiet, *more, codes=codes,
                                **options)

    def pack(self, folder, codes, **options):
        return self.command("pack", folder, "--baseline", "none", "--force", "-o",
                            folder / "EP-l.zip", codes=codes, **options)

    def assess(self, folder, codes, **options):
        return self.command("assess", folder, "--baseline", "none", "-o", folder / "a.json",
                            codes=codes, **options)

    def audit(self, folder):
        with sqlite3.connect(folder / "muster-catalog" / "catalog.sqlite") as base:
            return [row[0] for row in base.execute("SELECT what FROM audit ORDER BY rowid")]

    # Each method is one fault.

    def originals(self):
        """An original in the vault that is damaged, gone or no file: pack refuses, assess does not
        need it, and collecting again with --rehash puts it back."""
        def damaged(path):
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)

        def cut(path):
            os.truncate(path, 7)

        for name, damage in [("damaged", damaged), ("cut", cut), ("gone", lambda path: path.unlink())]:
            folder = self.collected("originals")
            catalog = folder / "muster-catalog"
            with sqlite3.connect(catalog / "catalog.sqlite") as base:
                sha256, = base.execute(
                    "SELECT sha256 FROM artifact WHERE path LIKE '%.xml' ORDER BY path").fetchone()
            place = catalog / "vault" / sha256[:2] / f"{sha256}.z"
            damage(place)
            self.assess(folder, {0, 1})
            result = self.pack(folder, {2})
            said(result, sha256, "--rehash", "backup")
            expect(not (folder / "EP-l.zip").exists(), f"a pack of a {name} original stays")
            said(self.command("status", folder, "--check", codes={4}), sha256, "--rehash", "backup")
            said(self.command("collect", folder, "--rehash", codes={0}), "kept anew")
            self.command("status", folder, "--check", codes={0})
            self.pack(folder, {0, 1})
            self.program.run("verify", folder / "EP-l.zip", codes={0})
        env = self.shim()
        folder = self.collected("originals")
        result = self.pack(folder, {2}, env=env | {"SHIM_READ": "/vault/"})
        said(result, "vault", "--rehash|backup")
        self.pack(folder, {0, 1})

    def read_only_catalog(self):
        """A catalog on a read-only disk is read, and nothing else."""
        with disk(self.root / "disk", 200) as folder:
            shutil.copytree(self.calm, folder, dirs_exist_ok=True)
            resize(folder, "ro")
            for more in [], ["--check"]:
                self.command("status", folder, *more, codes={0})
            said(self.command("trace", folder, "--lot", "none", codes={2}), "names lot none")
            for name, more in [("assess", []), ("signoff", ["--as", "prepared"]),
                               ("pack", ["-o", self.root / "EP-ro.zip"])]:
                said(self.command(name, folder, *more, codes={2}), "read-only", str(folder))
            resize(folder, "rw")
            self.undisturbed(folder)

    def damaged_index(self):
        """An index that does not fit its table is named, in the catalog and in a pack."""
        folder = self.collected("index")
        base = sqlite3.connect(folder / "muster-catalog" / "catalog.sqlite")
        base.execute("PRAGMA writable_schema = ON")
        base.execute("UPDATE sqlite_master SET sql = replace(sql, '(title', '(severity') "
                     "WHERE type = 'index'")
        name, sql = base.execute("SELECT name, sql FROM sqlite_master WHERE name = 'epc_by_serial'"
                                 ).fetchone()
        base.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?",
                     [sql.replace("(serial", "(kind", 1), name])
        base.commit()
        base.close()
        said(self.command("status", folder, "--check", codes={4}), name, "backup")
        result = self.pack(folder, {0, 1, 2, 4})
        said(result)
        if result.code < 2:
            said(self.program.run("verify", folder / "EP-l.zip", "--reassess", codes={4}), "damage")
        folder = self.collected("index")
        with sqlite3.connect(folder / "muster-catalog" / "catalog.sqlite") as base:
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            size, = base.execute("PRAGMA page_size").fetchone()
            root, = base.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [name]).fetchone()
        base.close()
        with open(folder / "muster-catalog" / "catalog.sqlite", "r+b") as file:
            file.seek((root - 1) * size + 8)
            file.write(os.urandom(60))
        said(self.command("status", folder, "--check", codes={4}), "damage|malformed")
        said(self.pack(folder, {0, 1, 2, 4}))

    def clock_of_later_stages(self):
        """The clock is years behind or ahead when a pack is judged, packed, sealed, signed off."""
        shim = self.shim()
        real = {key: value for key, value in shim.items() if key != "SOURCE_DATE_EPOCH"}
        folder = self.collected("clock-later")
        keys = self.root / "clock-keys"
        sealed = self.keys(keys)
        for years in (-25, 60):
            env = real | {"SHIM_SHIFT": str(years * 31_556_952)}
            said(self.assess(folder, {0, 1}, env=env))
            said(self.pack(folder, {0, 1}, env=env))
            self.program.run("verify", folder / "EP-l.zip", codes={0})
            said(self.command("signoff", folder, "--as", "prepared", codes={0}, env=env))
            if not sealed:
                continue
            seal = ["seal", folder / "EP-l.zip", "--key", keys / "k.pem", "--certificate",
                    keys / "k.crt"]
            before = (folder / "EP-l.zip").read_bytes()
            said(self.program.run(*seal, codes={78}, env=env), "certificate")
            expect((folder / "EP-l.zip").read_bytes() == before, "a pack was changed without a seal")
            self.program.run(*seal, codes={0}, env=real)
            self.program.run("verify", folder / "EP-l.zip", "--cert", keys / "k.crt", codes={0})
        self.undisturbed(folder)

    def keys(self, folder):
        """A key and its certificate; false when this program or machine cannot seal."""
        fresh(folder)
        if shutil.which("openssl") is None:
            return False
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-keyout", folder / "k.pem", "-out",
                        folder / "k.crt", "-days", "365", "-subj", "/CN=faults"],
                       check=True, capture_output=True)
        (folder / "k.pem").chmod(0o600)
        result = self.program.run("seal", folder / "none.zip", "--key", folder / "k.pem",
                                  "--certificate", folder / "k.crt", codes={2, 78})
        return "cannot seal" not in result.err

    def killed_signoff(self):
        """Killed while it signs off: the trail has the entry whole, or not at all."""
        folder = self.collected("signoff")
        began = time.monotonic()
        self.command("signoff", folder, "--as", "prepared", codes={0})
        whole = time.monotonic() - began
        known = self.audit(folder)
        rng = random.Random("signoff")
        hit = 0
        for _ in range(200 if self.large else 20):
            result = self.command("signoff", folder, "--as", "reviewed", codes={0},
                                  kill_after=rng.uniform(0.02, 1.05) * whole)
            hit += result.killed
            trail = self.audit(folder)
            expect(trail[:len(known)] == known, "an entry of the trail was changed or lost")
            expect(len(trail) - len(known) in ((0, 1) if result.killed else (1,)),
                   f"{len(trail) - len(known)} entries were written")
            known = trail
        expect(hit > 0, "no kill hit")
        self.command("status", folder, "--check", codes={0})
        self.command("signoff", folder, "--as", "approved", codes={0})
        self.undisturbed(folder)

    def sources_that_turn(self):
        """A file turns into a folder, a pipe, a link, or is cut, while the run goes on."""
        def folder_of(path):
            path.unlink(missing_ok=True)
            path.mkdir()

        def pipe(path):
            path.unlink(missing_ok=True)
            os.mkfifo(path)

        def link(path):
            path.unlink(missing_ok=True)
            path.symlink_to("/etc/passwd")

        def loop(path):
            path.unlink(missing_ok=True)
            path.symlink_to(path.name)

        def cut(path):
            os.truncate(path, path.stat().st_size // 2)

        def empty(path):
            os.truncate(path, 0)

        turns = [folder_of, pipe, link, loop, cut, empty]
        for turn in turns if self.large else turns[:5]:
            folder = self.copy("turning")
            victims = sorted((folder / "exports").rglob("*.xml"))[-4:]
            kept = {path: path.read_bytes() for path in victims}
            process = self.program.start("collect", "-c", folder / "muster.yaml", env=FIXED,
                                         stderr=subprocess.PIPE)
            catalog = folder / "muster-catalog" / "catalog.sqlite"
            while process.poll() is None and not catalog.exists():
                time.sleep(0.002)
            for path in victims:
                turn(path)
            timer = threading.Timer(120, process.kill)
            timer.start()
            _, err = process.communicate()
            timer.cancel()
            expect(process.returncode in (0, 3),
                   f"{turn.__name__}: exit {process.returncode}: {err[-800:]}")
            # What it became is met again by a run of its own.
            said(self.collect(folder, codes={0, 3}))
            for path, data in kept.items():
                if path.is_dir() and not path.is_symlink():
                    path.rmdir()
                else:
                    path.unlink(missing_ok=True)
                path.write_bytes(data)
            self.collect(folder, codes={0})
            found = natural(folder / "muster-catalog")
            expect(set(self.content["events"]) <= set(found["events"]),
                   f"{turn.__name__}: events were lost")
            expect(not any("root:" in row for row in found["records"] + found["defects"]),
                   "a link led outside")
            self.command("status", folder, "--check", codes={0})

    def document_sources(self):
        """Damaged, cut and hostile files as documents: kept as they are, or refused with a word."""
        folder = fresh(self.root / "documents")
        rng = random.Random("documents")
        valid = [path.read_bytes() for path in sorted(self.firm.rglob("*.pdf"))[:6]]
        expect(valid, "the firm has no document")
        count = 400 if self.large else 60
        for index in range(count):
            data = mutation.mutated(rng.choice(valid), rng)
            hostile.put(folder / "documents" / f"{index}.pdf", data)
        for index, (name, content, _, _) in enumerate(inputs.events(False)):
            hostile.put(folder / "documents" / "hostile" / f"{index}-{name}", content)
        os.mkfifo(folder / "documents" / "pipe.pdf")
        os.symlink("/etc/passwd", folder / "documents" / "link.pdf")
        hostile.put(folder / "register" / "r.csv", inputs.csv(["D-1", "x", "", ""]))
        hostile.configure(folder, ("files", "document", "path: documents"))
        result = self.program.run("collect", "-c", folder / "muster.yaml", "--json", codes={0, 3})
        said(result)
        found = hostile.told(folder / "catalog")
        listed = [path for path in (folder / "documents").rglob("*") if not path.is_dir()]
        for path in listed:
            name = str(path.relative_to(folder / "documents"))
            expect(("files", name) in found, f"{name} is mentioned nowhere")
        with sqlite3.connect(folder / "catalog" / "catalog.sqlite") as base:
            kept = dict(base.execute("SELECT path, sha256 FROM artifact WHERE status = 'taken'"))
        for name, sha256 in kept.items():
            if "!/" not in name:
                data = (folder / "documents" / name).read_bytes()
                expect(hashlib.sha256(data).hexdigest() == sha256, f"{name} is not kept as it is")
        self.program.run("run", "-c", folder / "muster.yaml", "-o", folder / "EP-d.zip", "--quiet",
                         codes={0, 1, 3})
        self.program.run("verify", folder / "EP-d.zip", codes={0})
        with zipfile.ZipFile(folder / "EP-d.zip") as archive:
            expect(archive.testzip() is None, "the pack does not unpack")


FAULTS = ["originals", "read_only_catalog", "damaged_index", "clock_of_later_stages",
          "killed_signoff", "sources_that_turn", "document_sources"]


def run(program, sampler, large=False, report=print, only=None):
    return each(Later(program, sampler, fresh(program.root / "later"), large), FAULTS, report, only)
