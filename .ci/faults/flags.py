"""Odd command lines: one sentence and the right exit code, never a trap, a hang or a raw error."""

import os
import shutil

import hostile
import inputs
from firm import expect, fresh
from places import said

USAGE = {64}
REFUSED = {2, 64, 78}


def cases(folder, large):
    config = ["-c", folder / "muster.yaml"]
    strange = ["", " ", "-1", "0", "99999999999999999999", "1e9", "NaN", "\u0661", "a\nb", "\u202e",
               "../..", "%s%n", "'; DROP TABLE epc; --", "x" * 5000, "--", "\x7f"]
    for text in strange if large else strange[::4]:
        yield ["assess", *config, f"--samples={text}"], {64}
        yield ["assess", *config, f"--as-of={text}"], {64}
        yield ["assess", *config, f"--fail-on={text}"], {64}
        yield ["assess", *config, f"--profile={text}"], {2, 64, 78}
        yield ["assess", *config, f"--baseline={text}"], {2, 64, 78}
        yield ["pack", *config, f"--output={text}"], {2, 64, 78}
        yield ["trace", *config, f"--lot={text}"], {0, 1, 2, 64}
        yield ["trace", *config, f"--gtin={text}", f"--serial={text}"], {0, 1, 2, 64}
        yield ["trace", *config, f"--sscc={text}"], {0, 1, 2, 64}
        yield ["explain", "--", text], {0, 1, 2, 64}
        yield ["verify", "--", text], {2, 4, 64}
        yield ["profile", "show", "--", text], {2, 64, 78}
        yield ["signoff", *config, f"--as={text}"], {2, 64, 78}
    for place in ["/dev/null", "/dev/zero", folder, folder / "pipe", folder / "none",
                  "/proc/self/mem", "/dev/full"][::1 if large else 2]:
        yield ["status", "-c", place], {78}
        yield ["run", "-c", place, "-o", folder / "EP-a.zip"], {78}
        yield ["verify", place], {2, 4}
        yield ["diff", place, place], {2}
        yield ["assess", *config, "--baseline", place], {2}
        yield ["profile", "lint", "--profiles", place], {2, 64, 78}
    yield ["assess", *config, "--as-of", "0000-01-01", "--baseline", "none"], {0, 1, 3}
    yield ["assess", *config, "--as-of", "9999-12-31", "--baseline", "none"], {0, 1, 3}
    yield ["assess", *config, "--samples", "9223372036854775807", "--baseline", "none"], {0, 1, 3}
    yield [], {0, 64}
    yield ["nonsense"], {64}
    yield ["collect", *config, "--nonsense"], {64}
    yield ["collect", *config, *config], {0, 3, 64}
    yield ["init", folder / "muster.yaml"], {2}
    yield ["init", "/proc/nowhere"], {2}
    yield ["init", folder / os.fsdecode(b"n\xff")], {0, 2}
    yield ["init", folder / "from", "--exports", folder], {0}
    yield ["init", folder / "nowhere", "--exports", folder / "is-not-there"], {2}


def run(program, large=False, report=print):
    folder = fresh(program.root / "flags")
    hostile.put(folder / "events" / "a.xml", inputs.document(inputs.event("F1")))
    hostile.configure(folder, ("events", "epcis", "path: events"))
    os.mkfifo(folder / "pipe")
    program.run("collect", "-c", folder / "muster.yaml", codes={0})
    # Paths without a beginning lead into this folder, wherever the faults are run.
    inside = folder / "a" / "b"
    inside.mkdir(parents=True)
    count = 0
    for arguments, codes in cases(folder, large):
        said(program.run(*arguments, codes=codes, cwd=inside))
        count += 1
    for name, content in {
            "empty": b"", "blank": b" \n", "nul": b"\0" * 100, "bom": b"\xef\xbb\xbf",
            "latin": b"version: 1\norganization: { name: \xfc }\n",
            "bomb": ("a0: &a0 [x,x]\n" + "".join(
                f"a{n + 1}: &a{n + 1} [{','.join([f'*a{n}'] * 10)}]\n" for n in range(9))).encode(),
            "deep": b"a: " + b"[" * 100_000, "flow": b"{" * 100_000, "long": b"a: " + b"x" * (9 << 20),
            "anchor": b"a: &a [*a]\n", "keys": b"version: 1\nversion: 1\n", "list": b"- 1\n- 2\n",
            "tag": b"version: !!python/object/apply:os.system [id]\n", "merge": b"<<: *x\n",
            "number": b"version: 99999999999999999999\n", "cut": b"organization: { name: \"a",
            "keys-many": b"".join(b"k%d: 1\n" % n for n in range(200_000))}.items():
        path = folder / f"{name}.yaml"
        path.write_bytes(content)
        said(program.run("status", "-c", path, codes={78}), "error")
        count += 1
        if not large and name not in ("bomb", "deep", "tag", "keys-many"):
            continue
        library = folder / "library"
        shutil.rmtree(library, ignore_errors=True)
        for place in ("checks", "records", "populations", "dscsa"):
            (library / place).mkdir(parents=True, exist_ok=True)
            (library / place / f"{name}.yaml").write_bytes(content)
        program.run("profile", "lint", "--profiles", library, codes={1, 2, 64, 78})
        count += 1
    return f"{count} command lines and configurations"
