"""Hostile input through the whole program: bounded, told, nothing lost, no trap."""

import os
import re
import shutil
import sqlite3
import zipfile

import inputs
from firm import expect, fresh

CONFIGURATION = """\
version: 1
organization: {{ name: Hostile Works, gln: "0399991000015", roles: [manufacturer], markets: [US] }}
purpose: {{ kind: internal_audit, reference: T-1 }}
catalog: catalog
profiles: [{{ id: dscsa-manufacturer }}]
scope: {{ period: {{ from: 2026-07-01, to: 2026-09-30 }} }}
sites: [{{ id: dayton, gln: "0399991000107", time_zone: America/New_York, calendar: us }}]
sources:
{sources}
"""


def configure(folder, *sources):
    text = "".join(f"  - {{ name: {name}, kind: {kind}, {place} }}\n" for name, kind, place in sources)
    (folder / "muster.yaml").write_text(CONFIGURATION.format(sources=text))


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        content.write(file) if hasattr(content, "write") else file.write(content)


def told(catalog):
    """Per file: words of troubles and quarantine, events, records."""
    database = sqlite3.connect(f"file:{catalog}/catalog.sqlite?mode=ro", uri=True)
    found = {}
    for source, path, status, reason, read, taken, quarantined in database.execute("""
            SELECT s.name, a.path, a.status, coalesce(a.reason, ''), a.records_read,
              a.records_taken, a.records_quarantined
            FROM artifact a JOIN source s USING (source_id) WHERE a.superseded_by IS NULL"""):
        entry = found.setdefault((source, path.split("!/")[0]), {"words": [], "taken": 0})
        if status != "taken":
            entry["words"].append(f"{status}: {reason}")
        entry["taken"] += taken
    for source, path, reason, line, byte, detail in database.execute("""
            SELECT s.name, a.path, q.reason, q.line, q.byte_offset, q.detail FROM quarantine q
            JOIN artifact a USING (artifact_id) JOIN source s USING (source_id)"""):
        found[(source, path.split("!/")[0])]["words"].append(
            f"quarantine: {reason} at line {line} byte {byte}: {detail}")
    for source, path, kind, count in database.execute("""
            SELECT s.name, a.path, k.kind, count(*) FROM record r JOIN artifact a USING (artifact_id)
            JOIN source s USING (source_id) JOIN record_kind k USING (kind_id)
            WHERE a.superseded_by IS NULL GROUP BY 1, 2, 3"""):
        entry = found[(source, path.split("!/")[0])]
        entry[kind] = entry.get(kind, 0) + count
    database.close()
    return found


def judge(name, entry, word, count):
    """Holds what was said and taken of one file against what is expected."""
    words = " | ".join(entry["words"])
    if word is not None:
        expect(word in words, f"{name}: {word!r} is not said, but {words[:300]!r}")
    if count is not None:
        expect(entry["taken"] == count or (count >= 10 and entry["taken"] >= count),
               f"{name}: {entry['taken']} taken, {count} expected ({words[:300]})")
    for text in entry["words"]:
        if text.startswith("quarantine"):
            expect(re.search(r"at line [1-9]\d* byte \d+: .{10}", text), f"{name}: no place: {text}")


def run(program, large, report=print):
    folder = fresh(program.root / "hostile")
    cases = {"events": inputs.events(large), "deviations": inputs.tables(large)}
    for source, files in cases.items():
        for name, content, _, _ in files:
            put(folder / source / name, content)
    os.symlink("/etc/passwd", folder / "events" / "link.xml")
    os.mkfifo(folder / "events" / "pipe.xml")
    put(folder / "events" / os.fsdecode(b"n\xff\xfe.xml"), inputs.document(inputs.event("NB1")))
    configure(folder, ("events", "epcis", "path: events"),
              ("deviations", "deviation", "path: deviations"))
    (folder / "before").mkdir()
    watched = sorted(folder.rglob("*"))
    seconds = 3600 if large else 900
    result = program.run("collect", "-c", folder / "muster.yaml", "--json", codes={3},
                         seconds=seconds)
    report(f"  collected in {result.seconds:.0f} s, {result.peak >> 20} MB at the peak")
    found = told(folder / "catalog")
    for source, files in cases.items():
        for name, _, word, count in files:
            expect((source, name) in found, f"{source}/{name} is mentioned nowhere")
            judge(f"{source}/{name}", found[(source, name)], word, count)
    for name, word in [("link.xml", "symlink_outside"), ("pipe.xml", "special_file")]:
        judge(name, found[("events", name)], word, 0)
    expect(any("name_not_utf8" in " ".join(entry["words"]) for entry in found.values()),
           "a name that is no UTF-8 is mentioned nowhere")
    outside = {path for path in folder.rglob("*") if "catalog" not in path.parts} - set(watched)
    expect(not outside, f"written outside the catalog: {outside}")
    expect(not os.path.exists("/tmp/evil.xml"), "an archive wrote outside")
    # The whole chain on it: judged, packed, verified, and the pack unpacks inside its folder.
    program.run("run", "-c", folder / "muster.yaml", "-o", folder / "EP-hostile.zip", "--quiet",
                codes={3}, seconds=seconds)
    program.run("verify", folder / "EP-hostile.zip", "--reassess", codes={0}, seconds=seconds)
    program.run("status", "--check", "-c", folder / "muster.yaml", codes={3}, seconds=seconds)
    program.run("status", "-c", folder / "muster.yaml", codes={0})
    with zipfile.ZipFile(folder / "EP-hostile.zip") as archive:
        for name in archive.namelist():
            expect(re.fullmatch(r"[A-Za-z0-9._/-]+", name) and ".." not in name.split("/"),
                   f"an unsafe name in the pack: {name!r}")
    shutil.rmtree(folder)
    return f"{sum(map(len, cases.values())) + 3} hostile files"
