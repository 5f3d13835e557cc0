"""One file of a gigabyte in each syntax of EPCIS, collected whole in bounded memory."""

import shutil
import sqlite3

import hostile
import inputs
from firm import expect, fresh

# References of one event: what a line sends when a lot is closed.
BULK = 500


def write(path, size, is_json):
    """Writes a document of about `size` bytes; says how many units are in it."""
    head, tail = (inputs.JSON_HEAD, inputs.JSON_TAIL) if is_json else (inputs.HEAD, inputs.TAIL)
    path.parent.mkdir(parents=True, exist_ok=True)
    units = 0
    with open(path, "wb", buffering=1 << 20) as file:
        written = file.write(head.encode())
        while written < size:
            epcs = [f"urn:epc:id:sgtin:0399991.110130.{units + n:012d}" for n in range(BULK)]
            minute = units // BULK
            time = f"2026-08-{1 + minute // 1440 % 28:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:00Z"
            if is_json:
                event = (
                    f'{"," if units else ""}{{"type":"ObjectEvent","eventTime":"{time}",'
                    '"eventTimeZoneOffset":"-04:00","epcList":["' + '","'.join(epcs)
                    + '"],"action":"ADD","bizStep":"commissioning","disposition":"active",'
                    '"ilmd":{"cbvmda:lotNumber":"L1","cbvmda:itemExpirationDate":"2028-10-31"}}')
            else:
                event = (
                    f"<ObjectEvent><eventTime>{time}</eventTime>"
                    "<eventTimeZoneOffset>-04:00</eventTimeZoneOffset><epcList><epc>"
                    + "</epc><epc>".join(epcs) + "</epc></epcList><action>ADD</action>"
                    "<bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>"
                    "<disposition>urn:epcglobal:cbv:disp:active</disposition><extension><ilmd>"
                    "<cbvmda:lotNumber xmlns:cbvmda='urn:epcglobal:cbv:mda'>L1</cbvmda:lotNumber>"
                    "</ilmd></extension></ObjectEvent>\n")
            written += file.write(event.encode())
            units += BULK
        file.write(tail.encode())
    return units


def run(program, large, report=print):
    size = (1 << 30) if large else (24 << 20)
    for name, is_json in (("large.xml", False), ("large.json", True)):
        folder = fresh(program.root / "large")
        units = write(folder / "events" / name, size, is_json)
        hostile.configure(folder, ("events", "epcis", "path: events"))
        result = program.run("collect", "-c", folder / "muster.yaml", "--json", codes={0},
                             seconds=3600)
        report(f"  {name}: {size >> 20} MB, {units} units in {result.seconds:.0f} s "
               f"({(size >> 20) / result.seconds:.1f} MB/s), {result.peak >> 20} MB at the peak")
        base = sqlite3.connect(f"file:{folder}/catalog/catalog.sqlite?mode=ro", uri=True)
        found = base.execute("SELECT count(*) FROM all_event").fetchone()[0]
        epcs = base.execute("SELECT count(*) FROM epc").fetchone()[0]
        base.close()
        expect(found == units // BULK, f"{found} events of {units // BULK}")
        expect(epcs == units, f"{epcs} units of {units}")
        shutil.rmtree(folder)
    return f"two files of {size >> 20} MB"
