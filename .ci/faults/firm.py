"""Sample firms, and the program run on them under watch: time, memory, exit code, traps."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

# What any run may take, in bytes and seconds; a debug build is some ten times slower.
MEMORY = 600 << 20
SECONDS = 900


class Fault(Exception):
    """Something that must hold does not."""


def expect(holds, what):
    if not holds:
        raise Fault(what)


@dataclass
class Result:
    arguments: list
    code: int
    out: str
    err: str
    seconds: float
    peak: int
    killed: bool = False

    @property
    def json(self):
        return json.loads(self.out)

    def describe(self):
        return f"{' '.join(map(str, self.arguments))}: exit {self.code}\n{self.err[-1500:]}"


class Program:
    """A built muster."""

    def __init__(self, binary, root):
        self.binary = Path(binary).resolve()
        self.root = Path(root)
        self.runs = 0
        self.peak = 0
        self.longest = 0.0

    def start(self, *arguments, cwd=None, env=None, stdout=None, **popen):
        return subprocess.Popen(
            [str(self.binary), *map(str, arguments)], cwd=cwd, env=environment(env),
            stdin=subprocess.DEVNULL, stdout=stdout or subprocess.DEVNULL,
            stderr=popen.pop("stderr", subprocess.DEVNULL), **popen)

    def run(self, *arguments, cwd=None, env=None, stdout=None, codes=None, kill_after=None,
            seconds=SECONDS, memory=MEMORY, prefix=(), preexec=None):
        """Runs to the end; a trap, a hang or too much memory is a fault of its own."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            began = time.monotonic()
            process = subprocess.Popen(
                [*prefix, str(self.binary), *map(str, arguments)], cwd=cwd, env=environment(env),
                stdin=subprocess.DEVNULL, stdout=stdout or out, stderr=err, preexec_fn=preexec)
            overdue = threading.Event()

            def stop():
                overdue.set()
                # Popen.kill() would reap a process that has just ended, and wait4 find none.
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)

            timer = threading.Timer(kill_after if kill_after is not None else seconds, stop)
            timer.start()
            _, status, usage = os.wait4(process.pid, 0)
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            took = time.monotonic() - began
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode("utf-8", "replace"))
        result = Result(list(arguments), process.returncode, texts[0], texts[1], took,
                        usage.ru_maxrss * 1024, overdue.is_set() and process.returncode == -9)
        self.runs += 1
        self.peak = max(self.peak, result.peak)
        self.longest = max(self.longest, took)
        if kill_after is not None and result.killed:
            return result
        expect(not result.killed, f"did not end in {seconds} s: {result.describe()}")
        trapped = result.code < 0 or "Fatal error" in result.err or "Crash" in result.err
        expect(not trapped or result.code in (-signal.SIGPIPE,), f"trap: {result.describe()}")
        expect(result.peak <= memory,
               f"{result.peak >> 20} MB of memory: {result.describe()}")
        if codes is not None:
            expect(result.code in codes, f"exit code not in {codes}: {result.describe()}")
        return result


def environment(more):
    env = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    # A trap is seen by its signal; the backtrace would take half a minute.
    env["SWIFT_BACKTRACE"] = "enable=no"
    env.update(more or {})
    return env


def sample(binary, folder, seed, large=False):
    """A firm made by muster-sample: one lot and its records, or a quarter with every story."""
    size = ["--units", "1000", "--gaps", "planted"] if large else ["--units", "400"]
    subprocess.run(
        [str(Path(binary).resolve()), "-o", str(folder), "--seed", str(seed), "--regime", "us",
         "--format", "mixed", "--records", "mixed", *size],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Path(folder)


def natural(catalog):
    """What a catalog says, without surrogate ids and times of collecting: for comparing two."""
    database = sqlite3.connect(f"file:{catalog}/catalog.sqlite?mode=ro", uri=True)
    queries = {
        "artifacts": """
            SELECT s.name, a.path, a.sha256, a.bytes, a.status, coalesce(a.reason, ''),
              a.records_read, a.records_taken, a.records_quarantined, a.superseded_by IS NULL
            FROM artifact a JOIN source s USING (source_id)""",
        "originals": "SELECT * FROM vault_object",
        "quarantine": """
            SELECT a.path, q.reason, q.line, q.byte_offset, q.detail
            FROM quarantine q JOIN artifact a USING (artifact_id)""",
        "defects": """
            SELECT a.path, d.code, d.field, d.raw, d.line, d.byte_offset
            FROM defect d JOIN artifact a USING (artifact_id)""",
        "records": """
            SELECT a.path, r.kind_id, r.line, r.byte_offset, r.pointer
            FROM record r JOIN artifact a USING (artifact_id)""",
        "events": "SELECT hex(hash), count(*) FROM all_event GROUP BY hash",
        "references": "SELECT count(*), sum(role) FROM event_epc",
        "units": """
            SELECT p.gtin, e.serial, u.* FROM all_unit u JOIN epc e USING (epc_id)
            JOIN product p ON p.product_id = e.product_id""",
        "containment": """
            SELECT c.serial, p.serial, i.from_ms, i.to_ms FROM containment i
            JOIN epc c ON c.epc_id = i.child_id JOIN epc p ON p.epc_id = i.parent_id""",
    }
    try:
        return {name: sorted(map(repr, rows(database, sql))) for name, sql in queries.items()}
    finally:
        database.close()


def rows(database, sql):
    cursor = database.execute(sql)
    names = [column[0] for column in cursor.description]
    kept = [index for index, name in enumerate(names)
            if name not in ("custody_path", "kind_id")
            and not name.endswith(("_id", "_event", "_record"))]
    for row in cursor:
        yield tuple(row[index] for index in kept)


def difference(left, right):
    """The first thing two natural() disagree on, or None."""
    for name in left:
        if left[name] != right[name]:
            odd = sorted(set(left[name]) ^ set(right[name]))[:3]
            return f"{name}: {len(left[name])} against {len(right[name])} rows, such as {odd}"
    return None


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
