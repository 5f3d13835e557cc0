"""Hostile input through the whole program: bounded, told, nothing lost, no trap."""

import json
import os
import shutil
import sqlite3

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


def run(program, large, show=False):
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
    result = program.run("collect", "-c", folder / "muster.yaml", "--json", codes={3})
    found = told(folder / "catalog")
    if show:
        for source, files in cases.items():
            for name, _, word, count in files:
                entry = found.get((source, name), {})
                print(source, name, "expected", word, count, "|", {
                    k: v for k, v in entry.items() if k != "words"},
                    [w[:230] for w in entry.get("words", [])[:3]], len(entry.get("words", [])))
        for key in found:
            if key[1] not in [f[0] for f in cases[key[0]]]:
                print(key, found[key])
        print("peak", result.peak >> 20, "MB", result.seconds, "s")
    return result
