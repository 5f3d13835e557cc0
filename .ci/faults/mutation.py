"""A seeded mutator: valid inputs of every reader, damaged at random, through the whole program.

Thousands of damaged files lie in one folder and are collected at once; a trap is narrowed down to
the file that made it. Packs, configurations, checks and identifiers go one by one.
"""

import gzip
import json
import os
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import hostile
import inputs
from firm import Fault, expect, fresh

TOKENS = [b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"&#0;", b"&#x110000;", b"<![CDATA[", b"]]>", b"<!--",
          b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\\ud800", b"\\u0000", b"9223372036854775808", b"-1",
          b"1e999", b"0000-00-00", b"9999-12-31T24:00:00Z", b"\"\"", b"'", b";", b"\r", b"\r\n", b"}",
          b"]", b"[", b"{", b"\xed\xa0\x80", b"%00", b"(01)", b"\x1d", b"urn:epc:id:", b"&a;", b"*a",
          b"&a", b"<<:", b"!!binary ", b"? ", b"- ", b": ", b"\t", b"~", b"..", b"/../", b"\xc0\x80",
          b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"\x1f\x8b\x08", b"xmlns:a='b'", b"</", b"/>",
          b"99999999999999999999", b"\x80" * 9, b"\x7f\xff\xff\xff", b"\xff" * 8]
NUMBERS = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF]


def mutated(data, rng):
    """A damaged copy of bytes."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(data) + 1) if data else 0
        kind = rng.randrange(10)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 2:
            data[at:at] = rng.choice(TOKENS)
        elif kind == 3:
            del data[at:at + rng.choice((1, 2, 8, 60))]
        elif kind == 4:
            del data[at:]
        elif kind == 5:
            other = rng.randrange(len(data) + 1)
            data[at:at] = data[other:other + rng.choice((4, 40, 400))]
        elif kind == 6:
            width = rng.choice((1, 2, 4, 8))
            value = rng.choice(NUMBERS) & ((1 << (8 * width)) - 1)
            data[at:at + width] = value.to_bytes(width, rng.choice(("little", "big")))
        elif kind == 7:
            data[at:at] = bytes([rng.randrange(256)]) * rng.choice((1, 3, 300))
        elif kind == 8:
            digits = [index for index, byte in enumerate(data) if 0x30 <= byte <= 0x39]
            if digits:
                start = rng.choice(digits)
                data[start:start + 1] = rng.choice((b"", b"-", b"99999999999999999999", b"e9", b"."))
        else:
            line = data.rfind(b"\n", 0, at) + 1
            end = data.find(b"\n", at)
            data[line:(end if end >= 0 else len(data))] = b"" if rng.random() < 0.5 else (
                data[line:(end if end >= 0 else len(data))] * 2)
    return bytes(data)


def seeds(sample):
    """Valid files by the source that takes them: (name suffix, bytes)."""
    found = {"events": [], "records": []}
    for path in sorted(Path(sample).rglob("*")):
        if not path.is_file() or path.stat().st_size > 60_000 or "catalog" in path.parts:
            continue
        suffix = "".join(path.suffixes[-1:])
        data = path.read_bytes()
        if "epcis" in path.parts and suffix in (".xml", ".json"):
            found["events"].append((suffix, data))
        elif suffix in (".csv", ".json", ".ndjson", ".xlsx", ".sqlite"):
            kind = path.stem if suffix != ".csv" else path.stem
            found["records"].append((suffix, data, path))
    found["events"] = found["events"][:: max(1, len(found["events"]) // 60)]
    small = sorted(found["events"], key=lambda each: len(each[1]))[:6]
    found["events"] += [(".xml.gz", gzip.compress(data)) for suffix, data in small if suffix == ".xml"]
    found["events"] += [(".zip", inputs.zipped(("a.xml", small[0][1]), ("b/c.json", small[1][1])))]
    return found


def run(program, sampler, seed, count, report=print):
    from firm import sample
    root = fresh(program.root / "mutation")
    firm = sample(sampler, root / "firm", seed, large=True)
    rng = random.Random(seed)
    made = readers(program, root, firm, rng, count)
    made += databases(program, root, rng, max(4, count // 200))
    packs = zips(program, root, rng, max(20, count // 50))
    texts = configurations(program, root, firm, rng, max(20, count // 50))
    names = identifiers(program, root, rng, max(20, count // 50))
    return (f"{made} damaged inputs, {packs} packs, {texts} configurations and checks, "
            f"{names} identifiers")


def batches(count, size=400):
    while count > 0:
        yield min(size, count)
        count -= size


def readers(program, root, firm, rng, count):
    kinds = record_kinds(firm)
    valid = seeds(firm)
    for number, size in enumerate(batches(count)):
        folder = fresh(root / "batch")
        sources = [("events", "epcis", "path: events"), ("gone", "document", "path: documents")]
        hostile.put(folder / "documents" / "a.txt", b"x")
        for index in range(size):
            if rng.random() < 0.5:
                suffix, data = rng.choice(valid["events"])
                hostile.put(folder / "events" / f"{index}{suffix}", mutated(data, rng))
            else:
                suffix, data, path = rng.choice(valid["records"])
                if suffix == ".sqlite":
                    continue
                kind = kinds.get(path.resolve())
                if kind is None:
                    continue
                hostile.put(folder / kind / f"{index}{suffix}", mutated(data, rng))
                entry = (kind.replace("_", "-"), kind, f"path: {kind}")
                if entry not in sources:
                    sources.append(entry)
        hostile.configure(folder, *sources)
        collect(program, folder)
    return count


def record_kinds(firm):
    """Record kind by file, as the firm's own configuration says."""
    kinds = {}
    kind = None
    for line in (firm / "muster.yaml").read_text().splitlines():
        line = line.strip()
        if line.startswith("kind:"):
            kind = line.split(":", 1)[1].strip()
        elif line.startswith("path:") and kind not in (None, "epcis", "document"):
            place = line.split(":", 1)[1].strip().strip('"')
            for path in firm.glob(place) if "*" in place else [firm / place]:
                kinds[path.resolve()] = kind
                if path.is_dir():
                    kinds.update({each.resolve(): kind for each in path.rglob("*")})
    return kinds


def collect(program, folder):
    """Collects a folder of damaged files; names the file a trap comes from."""
    try:
        program.run("collect", "-c", folder / "muster.yaml", "--json", codes={0, 3})
        program.run("status", "--check", "-c", folder / "muster.yaml", codes={0, 3})
    except Fault as fault:
        kept = Path(os.environ.get("MUSTER_FAULTS_KEEP", folder.parent / "found"))
        shutil.copytree(folder, kept, dirs_exist_ok=True)
        raise Fault(f"{fault}\nwith {culprit(program, kept)} (kept in {kept})") from fault


def culprit(program, folder):
    files = [path for path in folder.rglob("*")
             if path.is_file() and path.name != "muster.yaml" and "catalog" not in path.parts]
    alone = folder.parent / "alone"
    for path in files:
        shutil.rmtree(alone, ignore_errors=True)
        place = alone / path.relative_to(folder)
        place.parent.mkdir(parents=True)
        shutil.copy(path, place)
        kind = path.relative_to(folder).parts[0]
        hostile.configure(alone, ("x", "epcis" if kind == "events" else kind, f"path: {kind}"))
        try:
            program.run("collect", "-c", alone / "muster.yaml", codes={0, 3})
        except Fault:
            return path.relative_to(folder)
    return "all of them together"


def databases(program, root, rng, count):
    folder = fresh(root / "databases")
    inputs.database(folder / "good.sqlite", [
        "CREATE TABLE d(dev_id TEXT, title TEXT, recorded_at, site, n REAL, b BLOB)",
        *(f"INSERT INTO d VALUES('D{n}', 'torn', {n * 10 ** 17}, 'dayton', {n}e307, x'00ff')"
          for n in range(200))])
    good = (folder / "good.sqlite").read_bytes()
    sources = []
    for index in range(count):
        (folder / f"{index}.sqlite").write_bytes(mutated(good, rng) if index else good)
        sources.append((f"s{index}", "deviation",
                        f'database: {index}.sqlite, query: "SELECT * FROM d"'))
    hostile.configure(folder, *sources)
    program.run("collect", "-c", folder / "muster.yaml", codes={0, 2, 3})
    return count


def zips(program, root, rng, count):
    folder = fresh(root / "zips")
    hostile.put(folder / "events" / "a.xml", inputs.document(inputs.event("Z1")))
    hostile.configure(folder, ("events", "epcis", "path: events"))
    program.run("run", "-c", folder / "muster.yaml", "-o", folder / "EP-z.zip", "--quiet",
                codes={0, 1, 3})
    good = (folder / "EP-z.zip").read_bytes()
    for index in range(count):
        damaged = folder / "EP-d.zip"
        damaged.write_bytes(mutated(good, rng))
        codes = {0} if damaged.read_bytes() == good else {2, 4, 5}
        program.run("verify", damaged, *(["--reassess"] if index % 10 == 0 else []), codes=codes)
    return count


def configurations(program, root, firm, rng, count):
    folder = fresh(root / "texts")
    text = (firm / "muster.yaml").read_bytes()
    checks = sorted(Path(__file__).parents[2].glob("Profiles/checks/*.yaml"))
    shutil.copytree(Path(__file__).parents[2] / "Profiles", folder / "Profiles")
    for index in range(count):
        (folder / "muster.yaml").write_bytes(mutated(text, rng))
        program.run("status", "-c", folder / "muster.yaml", codes={2, 3, 78})
        if index % 4 == 0:
            check = rng.choice(checks)
            place = folder / "Profiles" / "checks" / check.name
            place.write_bytes(mutated(check.read_bytes(), rng))
            program.run("profile", "test", check.stem, "--profiles", folder / "Profiles",
                        codes={0, 1, 2, 64, 78})
            shutil.copy(check, place)
    return count


def identifiers(program, root, rng, count):
    configuration = root / "zips" / "muster.yaml"
    valid = [*inputs.ODD, "urn:epc:id:sgtin:0399991.110130.A1", "(01)00399991101309(21)A1(17)281231",
             "https://id.gs1.org/01/00399991101309/21/A1?17=281231", "]d2010039999110130921A1\x1d10L",
             "urn:epc:id:sscc:0399991.1000000001", "99991-101-30"]
    for index in range(count):
        text = mutated(rng.choice(valid).encode(), rng).replace(b"\0", b"").decode("utf-8", "replace")
        arguments = [["--", text], ["--lot", text], ["--gtin", text, "--serial", text],
                     ["--sscc", text]][index % 4]
        if any(argument.startswith("-") for argument in arguments[1:]):
            arguments = ["--", text]
        program.run("trace", "-c", configuration, *arguments, codes={0, 1, 2, 3, 64, 78})
    return count
