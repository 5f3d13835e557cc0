"""A configuration that is edited again and again over one catalog, against a fresh catalog under the
last of its states: the same assessment, with every finding, count and place.

What a source delivered still counts when the source or its file is gone (Decisions), so whatever an
edit takes away is back before the two are compared.
"""

import json
import os
import random
import shutil
import sqlite3
import zipfile
from collections import Counter

import inputs
from firm import expect, fresh
from places import FIXED

HEADER = "PR ID;Occurred on;Discovered on;Date opened;Short description;Lot;Class;Site;State\n"
DAYS = "2026-07-01 22:00;2026-07-02 08:00;2026-07-02 09:00"
ZONES = ["America/New_York", "Europe/Berlin", "Asia/Tokyo"]
# Of the run, not of what it says.
OF_THE_RUN = {"catalog", "generated_at", "first_seen", "since", "steps"}


def write(path, text, age=0, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    os.utime(path, (1_788_000_000 + age,) * 2)


def firm(folder):
    """A firm of few records in every shape; gives its configuration."""
    write(folder / "ev" / "a.xml", inputs.document(inputs.event("F1")))
    write(folder / "ev" / "sub" / "b.xml", inputs.document(inputs.event("F2")))
    write(folder / "dev" / "1.csv", f"{HEADER}D1;{DAYS};eins \u00fc;L1;minor;dayton;open\n"
          f"D2;03/04/2026 22:00;2026-07-02 08:00;2026-07-02 09:00;zwei;L2;ma;dayton;closed\n"
          f"D2;{DAYS};anders;L2;minor;dayton;open\n", 0, "cp1252")
    write(folder / "dev" / "2.csv", f"{HEADER}D1;{DAYS};neu;L1;major;dayton;closed\n"
          f"D3;{DAYS};drei;L1,L2;minor;dayton;open\n", 50)
    write(folder / "other.csv", f"{HEADER}D1;{DAYS};eins;L1;critical;dayton;open\n", 30)
    write(folder / "rel.ndjson", '{"release_id": "R1", "gtin": "00399991101309", "lot": "L1", '
          '"decision": "frei", "decided_at": "2026-08-03T23:30:00", "quantity": "1.000"}\n')
    with zipfile.ZipFile(folder / "z.zip", "w") as packed:
        for name, title in ("d.csv", "one"), ("e.csv", "other"):
            packed.writestr(zipfile.ZipInfo(name), f"{HEADER}Z1;{DAYS};{title};L1;minor;dayton;open\n")
    base = sqlite3.connect(folder / "q.sqlite")
    base.execute("CREATE TABLE d(dev_id, title, occurred_at, recorded_at, site)")
    base.executemany("INSERT INTO d VALUES (?, ?, '2026-07-01 10:00', '2026-07-04 10:00', 'dayton')",
                     [("Q1", "a"), ("Q2", "b"), ("T1", "test")])
    base.commit()
    base.close()
    return {
        "version": 1, "catalog": "catalog", "profiles": [{"id": "dscsa-manufacturer"}],
        "organization": {"name": "Example Pharma", "gln": "0399991000015",
                         "roles": ["manufacturer"]},
        "scope": {"period": {"from": "2026-07-01", "to": "2026-09-30"}},
        "sites": [{"id": "dayton", "gln": "0399991000107", "time_zone": ZONES[0]}],
        "partners": [{"gln": "0399992000014", "name": "Wholesaler A", "role": "wholesaler"}],
        "products": [{"gtin": "00399991101309", "name": "Tablets"}],
        "sources": [
            {"name": "events", "kind": "epcis", "path": "ev"},
            {"name": "deviations", "kind": "deviation", "path": "dev"},
            {"name": "others", "kind": "deviation", "path": "other.csv"},
            {"name": "packed", "kind": "deviation", "path": "z.zip"},
            {"name": "asked", "kind": "deviation", "database": "q.sqlite",
             "query": "SELECT * FROM d"},
            {"name": "releases", "kind": "release", "path": "rel.ndjson"}]}


def edit(chance, configuration, folder, away):
    """One thing a person changes between two runs."""
    source = chance.choice(configuration["sources"])
    is_table = source["kind"] not in ("epcis", "document")
    layout = source.setdefault("format", {}) if is_table else {}

    def toggle(holder, key, *values):
        if key in holder:
            holder.pop(key)
        else:
            holder[key] = chance.choice(values)

    site = configuration["sites"][0]
    steps = [
        lambda: toggle(source, "time_zone", *ZONES),
        lambda: toggle(source, "site", "dayton"),
        lambda: toggle(source, "complete_through", "2026-07-31", "2026-09-30"),
        lambda: toggle(source, "exclude", ["1.csv"], ["2.csv"], ["sub/**"], ["*"]),
        lambda: site.update(time_zone=chance.choice(ZONES)),
        lambda: toggle(site, "gln", "0399991000107"),
        lambda: toggle(configuration["partners"][0], "role", "wholesaler", "cmo"),
        lambda: toggle(configuration["products"][0], "aggregated", True, False),
        lambda: toggle(configuration["scope"], "sites", ["dayton"]),
        lambda: toggle(configuration, "firm_limits", [
            {"parameter": "containment_minutes", "value": 60, "procedure": "SOP 1"}]),
        lambda: chance.shuffle(configuration["sources"]),
    ]
    if is_table:
        steps += [
            lambda: toggle(layout, "delimiter", ";", ",", "|"),
            lambda: toggle(layout, "encoding", "windows-1252", "utf-8"),
            lambda: toggle(layout, "dates", ["DD/MM/YYYY"], ["MM/DD/YYYY"]),
            lambda: toggle(layout, "decimal", ",", "."),
            lambda: toggle(layout, "header_row", 1, 2),
            lambda: toggle(layout, "records", ["a/b"]),
            lambda: toggle(source, "append", True),
        ]
    if source["kind"] == "deviation":
        steps += [
            lambda: toggle(source, "columns", {"dev_id": "Short description"}, {"dev_id": "Lot"},
                           {"owner": "Short description"}, {"lots": "PR ID"}),
            lambda: toggle(source, "constants", {"line": "L7"}),
            lambda: toggle(source, "values", {"class": {"ma": "major"}}),
        ]
    if "query" in source:
        steps.append(lambda: source.update(query=chance.choice(
            ["SELECT * FROM d", "SELECT dev_id, title, site FROM d WHERE dev_id < 'T'"])))
    else:
        def other_kind():
            source["kind"] = chance.choice(["epcis", "document", "deviation", "complaint"])
            for key in ("format", "columns", "values", "constants", "details", "append"):
                source.pop(key, None)

        steps.append(other_kind)

    def hide():
        files = sorted(path for path in folder.rglob("*.csv"))
        if not files:
            return
        file = chance.choice(files)
        away.append((file, folder.parent / f"away-{len(away)}"))
        file.rename(away[-1][1])

    def remove():
        if len(configuration["sources"]) > 2:
            configuration["sources"].remove(source)
            away.append((source, None))

    chance.choice(steps + [hide, remove])()


def bring_back(configuration, away):
    while away:
        thing, place = away.pop()
        if place is None:
            configuration["sources"].append(thing)
        else:
            place.rename(thing)


WHERE = {"artifact", "path", "position", "sha256", "source"}


def plain(value):
    """An assessment without what is of the run; lists in any order."""
    if isinstance(value, dict):
        # What counts identifiers knows those of files that count no more, too.
        identifiers = value.get("unit") == {"one": "identifier", "many": "identifiers"}
        left_out = OF_THE_RUN | ({"population"} if identifiers else set())
        # Of several events that show the same, the one collected first is shown.
        if value.get("record") == "event" and value.get("role") == "found":
            left_out = left_out | WHERE
        return {key: plain(item) for key, item in value.items() if key not in left_out}
    if isinstance(value, list):
        return Counter(json.dumps(plain(item), sort_keys=True, default=repr) for item in value)
    return value


def judged(program, folder):
    program.run("assess", "-c", folder / "muster.yaml", "--quiet", "--baseline", "none", "--samples",
                "all", "-o", folder.parent / "a.json", env=FIXED, codes={0, 1, 3})
    return plain(json.loads((folder.parent / "a.json").read_bytes()))


def first_difference(left, right):
    for key in left:
        if left[key] != right.get(key):
            if isinstance(left[key], Counter):
                return key, list((left[key] - right[key]))[:1], list((right[key] - left[key]))[:1]
            return key, left[key], right.get(key)
    return None


def run(program, seed, count):
    root = fresh(program.root / "edits")
    done = 0
    for number in range(count):
        chance = random.Random(seed + number)
        folder = fresh(root / "firm")
        configuration, away, states = firm(folder), [], []

        def collect(codes):
            (folder / "muster.yaml").write_text(json.dumps(configuration))
            return program.run("collect", "-c", folder / "muster.yaml", env=FIXED, codes=codes)

        collect({0, 3})
        for _ in range(chance.randint(2, 6)):
            before = json.dumps(configuration)
            held = len(away)
            for _ in range(chance.randint(1, 3)):
                edit(chance, configuration, folder, away)
            states.append(json.dumps(configuration["sources"]))
            if collect({0, 3, 78}).code == 78:
                # Refused as a whole; a person takes it back.
                for thing, place in away[held:]:
                    if place is not None:
                        place.rename(thing)
                del away[held:]
                configuration = json.loads(before)
        bring_back(configuration, away)
        last = collect({0, 3, 78})
        if last.code == 78:
            continue
        after = judged(program, folder)
        shutil.rmtree(folder / "catalog")
        anew = collect({0, 3})
        odd = first_difference(after, judged(program, folder))
        story = "\n".join(states)
        expect(odd is None, f"edits {seed + number} end elsewhere: {odd}\n{story}")
        expect(last.code == anew.code, f"edits {seed + number}: exit {last.code}, anew {anew.code}")
        done += 1
    return f"{done} chains of edits"
