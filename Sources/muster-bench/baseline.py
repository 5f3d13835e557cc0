"""The yardstick of muster-bench: what a capable analyst would write in an afternoon.

Reads a folder of EPCIS XML once with lxml, keeps each file deflated under its SHA-256, and puts one
row per EPC reference into an indexed SQLite table. It checks nothing and derives nothing.

usage: baseline.py FOLDER DATABASE VAULT
"""

import hashlib
import io
import json
import os
import sqlite3
import sys
import time
import zlib

from lxml import etree

EVENTS = {"ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent"}
LISTS = {"epcList": 1, "childEPCs": 2, "inputEPCList": 4, "outputEPCList": 5}
BATCH = 100_000


def rows(data, events, artifact):
    """Yields one row per EPC reference and appends one row per event to `events`."""
    for _, element in etree.iterparse(io.BytesIO(data), tag=list(EVENTS)):
        number = len(events) + rows.written
        time_text = step = action = None
        for child in element:
            tag = child.tag
            if tag in LISTS:
                role = LISTS[tag]
                for epc in child:
                    yield number, epc.text, role
            elif tag == "parentID":
                yield number, child.text, 3
            elif tag == "eventTime":
                time_text = child.text
            elif tag == "bizStep":
                step = child.text
            elif tag == "action":
                action = child.text
        events.append((number, artifact, element.tag, action, step, time_text))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


rows.written = 0


def main(folder, database, vault):
    db = sqlite3.connect(database, isolation_level=None)
    db.executescript(
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -64000;
        CREATE TABLE artifact(id INTEGER PRIMARY KEY, path TEXT, sha256 TEXT, bytes INTEGER);
        CREATE TABLE event(id INTEGER PRIMARY KEY, artifact INTEGER, type TEXT, action TEXT,
          step TEXT, time TEXT);
        CREATE TABLE reference(event INTEGER, epc TEXT, role INTEGER);
        CREATE INDEX reference_by_epc ON reference(epc);
        """
    )
    start = time.perf_counter()
    size = references = 0
    paths = sorted(
        os.path.join(where, name)
        for where, _, names in os.walk(folder)
        for name in names
        if name.endswith(".xml")
    )
    for artifact, path in enumerate(paths):
        with open(path, "rb") as file:
            data = file.read()
        digest = hashlib.sha256(data).hexdigest()
        os.makedirs(os.path.join(vault, digest[:2]), exist_ok=True)
        with open(os.path.join(vault, digest[:2], digest), "wb") as file:
            file.write(zlib.compress(data, 6))
        db.execute("BEGIN")
        db.execute("INSERT INTO artifact VALUES (?, ?, ?, ?)", (artifact, path, digest, len(data)))
        events, batch = [], []
        for row in rows(data, events, artifact):
            batch.append(row)
            if len(batch) == BATCH:
                db.executemany("INSERT INTO reference VALUES (?, ?, ?)", batch)
                references += len(batch)
                batch.clear()
        db.executemany("INSERT INTO reference VALUES (?, ?, ?)", batch)
        db.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", events)
        db.execute("COMMIT")
        references += len(batch)
        rows.written += len(events)
        size += len(data)
    seconds = time.perf_counter() - start
    db.close()
    print(json.dumps({"seconds": seconds, "references": references, "bytes": size}))


main(*sys.argv[1:4])
