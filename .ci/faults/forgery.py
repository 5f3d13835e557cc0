"""Packs whose digests are right and whose contents are not: made over again with a hostile catalog,
manifest or assessment. `verify` must answer, never trap."""

import hashlib
import json
import random
import shutil
import sqlite3
import zipfile

import mutation
from firm import expect, fresh, sample

VALUES = ["NULL", "''", "'text'", "x'00ff'", "-1", "9223372036854775807", "-9223372036854775808",
          "1e300", "zeroblob(70000)"]


def run(program, sampler, seed, count, large=False, report=print):
    root = fresh(program.root / "forgery")
    firm = sample(sampler, root / "firm", seed, large)
    program.run("run", "-c", firm / "muster.yaml", "-o", root / "EP-forged.zip", "--quiet",
                codes={0, 1})
    with zipfile.ZipFile(root / "EP-forged.zip") as archive:
        archive.extractall(root / "sound")
    rng = random.Random(seed)
    sound = root / "sound" / "EP-forged"
    program.run("verify", sound, "--reassess", codes={0})
    for index in range(count):
        forged = root / "EP-forged"
        shutil.rmtree(forged, ignore_errors=True)
        shutil.copytree(sound, forged)
        what = forge(forged, rng, index)
        reseal(forged)
        try:
            program.run("verify", forged, "--reassess", codes={0, 2, 4})
        except Exception as error:
            shutil.copytree(forged, root.parent / "forged", dirs_exist_ok=True)
            raise type(error)(f"{error}\nforged: {what}") from error
    return f"{count} forged packs"


def forge(pack, rng, index):
    if index % 3 != 0:
        return forge_catalog(pack / "data" / "catalog" / "catalog.sqlite", rng)
    documents = ["data/manifest.json", "data/assessment/assessment.json", "data/provenance/run.json",
                 "ro-crate-metadata.json", "data/ro-crate-metadata.json",
                 "data/provenance/muster.yaml", "bag-info.txt"]
    documents += [str(path.relative_to(pack)) for path in sorted((pack / "data/profile").rglob("*.yaml"))[:40]]
    path = pack / rng.choice([each for each in documents if (pack / each).exists()])
    path.write_bytes(mutation.mutated(path.read_bytes(), rng))
    return str(path.relative_to(pack))


def forge_catalog(path, rng):
    base = sqlite3.connect(path)
    base.isolation_level = None
    # Views that read the table stay while it is made over.
    base.execute("PRAGMA legacy_alter_table = ON")
    tables = [name for (name,) in base.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    filled = [name for name in tables if base.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()]
    table = rng.choice(filled)
    columns = [row[1] for row in base.execute(f'PRAGMA table_info("{table}")')]
    column = rng.choice(columns)
    value = rng.choice(VALUES)
    # The table is made over without its constraints, so that anything may stand in it.
    base.execute(f'CREATE TABLE forged_copy AS SELECT * FROM "{table}"')
    base.execute(f'DROP TABLE "{table}"')
    base.execute(f'ALTER TABLE forged_copy RENAME TO "{table}"')
    where = "" if rng.random() < 0.5 else f' WHERE rowid % {rng.choice((2, 7))} = 1'
    base.execute(f'UPDATE "{table}" SET "{column}" = {value}{where}')
    base.execute("VACUUM")
    base.close()
    return f"{table}.{column} = {value}{where}"


def reseal(pack):
    """Makes every digest right again."""
    payload = sorted(path for path in (pack / "data").rglob("*") if path.is_file())
    for name in ("sha256", "sha512"):
        manifest = pack / f"manifest-{name}.txt"
        manifest.write_text("".join(
            f"{hashlib.new(name, path.read_bytes()).hexdigest()}  {path.relative_to(pack)}\n"
            for path in payload))
    information = pack / "bag-info.txt"
    size = sum(path.stat().st_size for path in payload)
    information.write_bytes(b"\n".join(
        f"Payload-Oxum: {size}.{len(payload)}".encode() if line.startswith(b"Payload-Oxum:") else line
        for line in information.read_bytes().split(b"\n")))
    tags = sorted(path for path in pack.iterdir()
                  if path.is_file() and not path.name.startswith("tagmanifest"))
    for tag in pack.glob("tagmanifest-*.txt"):
        name = tag.stem.split("-")[1]
        tag.write_text("".join(
            f"{hashlib.new(name, path.read_bytes()).hexdigest()}  {path.name}\n" for path in tags))
