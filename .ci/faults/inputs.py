"""Files made to do harm, and what has to be said of each."""

import gzip
import io
import json
import sqlite3
import struct
import zipfile
import zlib

HEAD = ('<?xml version="1.0" encoding="UTF-8"?><epcis:EPCISDocument '
        'xmlns:epcis="urn:epcglobal:epcis:xsd:1" schemaVersion="1.2" '
        'creationDate="2026-09-02T15:00:00Z"><EPCISBody><EventList>')
TAIL = "</EventList></EPCISBody></epcis:EPCISDocument>"
JSON_HEAD = ('{"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],'
             '"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-09-02T15:00:00Z",'
             '"epcisBody":{"eventList":[')
JSON_TAIL = "]}}"
TABLE = ["Deviation No", "Title", "Opened", "Site"]
ROW = ["D-1", "Label torn", "2026-08-03T08:00:00-04:00", "dayton"]


def event(serial, time="2026-09-01T12:00:00Z", extra="", epc=None):
    epc = epc if epc is not None else f"urn:epc:id:sgtin:0399991.110130.{serial}"
    return (f"<ObjectEvent><eventTime>{time}</eventTime>"
            "<eventTimeZoneOffset>-04:00</eventTimeZoneOffset>"
            f"<epcList><epc>{epc}</epc></epcList><action>OBSERVE</action>"
            f"<bizStep>urn:epcglobal:cbv:bizstep:storing</bizStep>{extra}</ObjectEvent>")


def document(*events, head=HEAD, tail=TAIL):
    return (head + "\n".join(events) + tail).encode()


def json_event(serial, extra="", time="2026-09-01T12:00:00Z", epc=None):
    epc = epc if epc is not None else f"urn:epc:id:sgtin:0399991.110130.{serial}"
    return (f'{{"type":"ObjectEvent","eventTime":"{time}","eventTimeZoneOffset":"-04:00",'
            f'"epcList":["{epc}"],"action":"OBSERVE","bizStep":"storing"{extra}}}')


def json_document(*events):
    return (JSON_HEAD + ",\n".join(events) + JSON_TAIL).encode()


def csv(*rows, head=TABLE):
    return ("\n".join(";".join(row) for row in [head, *rows]) + "\n").encode()


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0))
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


def link_member():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link.xml", (2026, 9, 1, 0, 0, 0))
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr(zipfile.ZipInfo("good.xml", (2026, 9, 1, 0, 0, 0)), document(event("ZL1")))
    return out.getvalue()


def overlapping():
    """Two directory entries on the same bytes."""
    plain = bytearray(zipped(("a.xml", document(event("ZO1")))))
    at = plain.index(b"PK\x01\x02")
    end = plain.index(b"PK\x05\x06")
    entry = bytes(plain[at:end])
    twice = plain[:end] + entry.replace(b"a.xml", b"b.xml") + plain[end:]
    tail = twice.rindex(b"PK\x05\x06")
    struct.pack_into("<HHI", twice, tail + 8, 2, 2, 2 * len(entry))
    return bytes(twice)


def zeros_gzip(megabytes):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b"".join([packer.compress(block) for _ in range(megabytes)] + [packer.flush()])


def zeros_zip(megabytes, name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        info = zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as member:
            block = bytes(1 << 20)
            for _ in range(megabytes):
                member.write(block)
    return out.getvalue()


def nested_zip(levels, content):
    for level in range(levels):
        content = zipped((f"level{level}.zip" if level else "deep.xml", content))
    return content


def workbook(sheet, shared="", extra=()):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData>'
        "</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
    }
    members.update(extra)
    return zipped(*members.items())


def sheet_row(number, cells):
    letters = "ABCDEFGH"
    return f'<row r="{number}">' + "".join(
        f'<c r="{letters[index]}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for index, cell in enumerate(cells)) + "</row>"


GOOD_SHEET = sheet_row(1, TABLE) + sheet_row(2, ["D-X1", *ROW[1:]])


def database(path, statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def utf16(text, order, mark):
    return (({"le": b"\xff\xfe", "be": b"\xfe\xff"}[order] if mark else b"")
            + text.encode("utf-16-" + order))


def lines(*values):
    return "\n".join(values).encode() + b"\n"


def record(number, **more):
    return json.dumps(dict(zip(["dev_id", "title", "recorded_at", "site"],
                               [f"D-{number}", *ROW[1:]])) | more)


BOMB = ('<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)) + "]>")


def events(large):
    """(name, bytes, what must be said, events that must be there) for sources of events.

    What must be said is a word of a trouble or of quarantine, or None when all is well.
    """
    mega = 1 << 20
    deep = 100_000
    million = 1_000_000 if large else 200_000
    attribute = (1 << 30) if large else mega
    text = (256 if large else 17) * mega
    good = document(event("A1"), event("A2"))
    return [
        ("good.xml", good, None, 2),
        ("empty.xml", b"", "empty", 0),
        ("blank.xml", b" \n\t\n", "empty", 0),
        ("entity-bomb.xml", BOMB.encode() + document(event("B1", extra="<x>&j;</x>")),
         "entity_declaration", 0),
        ("parameter-bomb.xml", b'<!DOCTYPE l [<!ENTITY % p SYSTEM "http://127.0.0.1:1/">%p;]><a/>',
         "entity_declaration", 0),
        ("external.xml", b'<!DOCTYPE EPCISDocument SYSTEM "file:///etc/passwd"><EPCISDocument/>',
         "external_dtd", 0),
        ("deep.xml", document(event("C1"), event("C2", extra="<x>" * deep), event("C3")),
         "depth_limit", 2),
        ("deep-closed.xml",
         document(event("C4"), event("C5", extra="<x>" * deep + "</x>" * deep), event("C6")),
         "depth_limit", 2),
        ("deep-root.xml", b"<a>" * deep, "depth_limit", 0),
        ("nul.xml", document(event("D1\0")), None, 1),
        ("nuls.xml", bytes(mega), "not_xml_or_json", 0),
        ("label-wrong.xml", document(event("E1", extra="<e:n xmlns:e='e'>\xfc</e:n>")).replace(
            b"UTF-8", b"ISO-8859-1"), None, 1),
        ("label-unknown.xml", document(event("E2")).replace(b"UTF-8", b"EBCDIC-CP-US"), None, 1),
        ("label-utf16.xml", document(event("E3")).replace(b"UTF-8", b"UTF-16"), None, 1),
        ("utf16le.xml", utf16(document(event("F1")).decode(), "le", False), None, 1),
        ("utf16be.xml", utf16(document(event("F2")).decode(), "be", False), None, 1),
        ("utf16odd.xml", utf16(document(event("F3")).decode(), "le", True) + b"<", None, 1),
        ("utf32.xml", document(event("F4")).decode().encode("utf-32"), "unsupported_encoding", 0),
        ("latin.xml", document(event("G1", extra="<e:n xmlns:e='e'>\xfc\x01</e:n>")).replace(
            "\xfc".encode(), b"\xfc"), None, 1),
        ("year0.xml", document(event("H1", time="0000-01-01T00:00:00Z")), None, 1),
        ("year9999.xml", document(event("H2", time="9999-12-31T23:59:59.999Z")), None, 1),
        ("year99999.xml", document(event("H3", time="99999-12-31T23:59:59Z")), None, 1),
        ("offset.xml", document(event("H4")).replace(b"-04:00", b"-99:99"), None, 1),
        ("second60.xml", document(event("H5", time="2026-06-30T23:59:60Z")), None, 1),
        ("huge-number.xml", document(event("I1", extra=(
            "<extension><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:0399991."
            "110130.L</epcClass><quantity>99999999999999999999999</quantity></quantityElement>"
            "</quantityList></extension>"))), None, 1),
        ("twice.xml", document(event("J1", extra="<x a='1' a='2'/>")), None, 1),
        ("many-attributes.xml", document(event("J2"), event("J3", extra="<x " + " ".join(
            f"a{n}='1'" for n in range(5000)) + "/>"), event("J4")), "size_limit", 2),
        ("many-namespaces.xml", document(event("J5"), event("J6", extra="<x " + " ".join(
            f"xmlns:a{n}='u{n}'" for n in range(5000)) + "/>"), event("J7")), "size_limit", 2),
        ("many-names.xml", document(event("J8"), event("J9", extra="".join(
            f"<n{n}/>" for n in range(70_000))), event("JA")), "size_limit", 2),
        ("attribute.xml", (HEAD + event("K1") + "<ObjectEvent x='").encode()
         + Zeros(attribute, b"a") + ("'/>" + event("K2") + TAIL).encode(), "size_limit", 2),
        ("text.xml", (HEAD + event("K3") + "<ObjectEvent><x>").encode() + Zeros(text, b"a")
         + ("</x></ObjectEvent>" + event("K4") + TAIL).encode(), "size_limit", 2),
        ("comment.xml", (HEAD + event("K5") + "<!--").encode() + Zeros(80 * mega if large else mega, b"a")
         + ("-->" + event("K6") + TAIL).encode(), "size_limit" if large else None, 2),
        ("identifier.xml", document(event("", epc="urn:epc:id:sgtin:" + "9" * 100_000)), None, 1),
        ("identifiers.xml", document(*(event("", epc=text) for text in ODD)), None, len(ODD)),
        ("cut.xml", good[:-150], "truncated", 1),
        ("unclosed.xml", document(event("L1"), "<ObjectEvent><epcList>", event("L2")), None, 1),
        ("page.html", b"<!DOCTYPE html><html><body>Sign in</body></html>", "no_epcis", 0),
        ("page.xml", b"<!DOCTYPE html><html><body>Sign in</body></html>", "no_epcis", 0),
        ("good.json", json_document(json_event("M1")), None, 1),
        ("deep.json", json_document(json_event("N1"), json_event(
            "N2", f',"ex:d":{"[" * million}{"]" * million}'), json_event("N3")),
         "depth_limit", 2),
        ("deep-objects.json", json_document(json_event("N4"), json_event(
            "N5", ',"ex:d":' + '{"a":' * deep + "1" + "}" * deep), json_event("N6")),
         "depth_limit", 2),
        ("deep-root.json", b"[" * million, "depth_limit", 0),
        ("surrogate.json", json_document(json_event("O1", ',"ex:s":"\\ud800"')), None, 1),
        ("surrogates.json", json_document(json_event("O2", ',"ex:s":"\\udc00\\ud800x\\ud83d"')),
         None, 1),
        ("number.json", json_document(json_event("P1", ',"ex:n":' + "9" * 400), json_event(
            "P2", ',"ex:n":-9223372036854775809'), json_event("P3", ',"ex:n":1e999999999')),
         None, 3),
        ("quantity.json", json_document(json_event("P4", (
            ',"quantityList":[{"epcClass":"urn:epc:class:lgtin:0399991.110130.L",'
            '"quantity":1e308},{"epcClass":"urn:epc:class:lgtin:0399991.110130.L",'
            '"quantity":9223372036854775808}]'))), None, 1),
        ("keys.json", json_document(json_event("Q1", ',"action":"ADD","epcList":["x"]')), None, 1),
        ("year0.json", json_document(json_event("R1", time="0000-01-01T00:00:00Z"),
                                     json_event("R2", time="9999-12-31T23:59:59Z")), None, 2),
        ("text.json", JSON_HEAD.encode() + json_event("S1").encode() + b',{"type":"ObjectEvent","x":"'
         + Zeros(text, b"a") + b'"},' + json_event("S2").encode() + JSON_TAIL.encode(),
         "size_limit", 2),
        ("cut.json", json_document(json_event("T1"), json_event("T2"))[:-60], "truncated", 1),
        ("types.json", json_document(json_event("U1").replace('"ObjectEvent"', "7"), json_event(
            "U2").replace('["urn', '[["urn').replace('U2"]', 'U2"]]'), json_event("U3")), None, 3),
        ("utf16.json", utf16(json_document(json_event("V1")).decode(), "le", False), None, 1),
        ("good.xml.gz", gzip.compress(document(event("W1"))), None, 1),
        ("cut.xml.gz", gzip.compress(document(*(event(f"WC{n}") for n in range(3000))))[:-4000],
         "source_damaged", 100),
        # Its checksum fails, which is known at the end alone: what was read is taken, and told.
        ("flipped.xml.gz", flipped(gzip.compress(document(event("W2")))), "source_damaged", 1),
        ("tail.xml.gz", gzip.compress(document(event("W3"))) + b"junk", "source_damaged", 1),
        ("head.xml.gz", b"\x1f\x8b\x08", "source_damaged", 0),
        ("zeros.xml.gz", zeros_gzip(4096 if large else 64), "not_xml_or_json", 0),
        ("bomb.xml.gz", gzip.compress(document(event("X1"), "<ObjectEvent><x>")[:-len(TAIL)]
                                      + bytes(64 << 20), 9), "size_limit", 1),
        ("twice.xml.gz", gzip.compress(gzip.compress(document(event("X2")))), "nested_gzip", 0),
        ("good.zip", zipped(("a.xml", document(event("Y1")))), None, 1),
        ("zeros.zip", zeros_zip(4096 if large else 64, "zeros.xml"), "ratio_too_high", 0),
        ("nested.zip", nested_zip(12, document(event("Y2"))), "nested_too_deep", 0),
        ("overlap.zip", overlapping(), "overlap", 1),
        ("traversal.zip", zipped(("../../../tmp/evil.xml", document(event("Y3"))),
                                 ("/tmp/evil.xml", document(event("Y4"))),
                                 ("a\\..\\..\\evil.xml", document(event("Y5"))),
                                 ("fine.xml", document(event("Y6")))), None, 4),
        ("link.zip", link_member(), "unreadable", 1),
        ("names.zip", zipped(("CON.xml", document(event("Y7"))), ("a\nb.xml", document(event("Y8"))),
                             ("\u202egnp.xml", document(event("Y9"))), ("x" * 60_000, b"")), None, 3),
        ("cut.zip", zipped(("a.xml", document(event("YA"))))[:-10], "archive_damaged", 0),
        ("many.zip", zipped(*((f"{n}.txt", b"") for n in range(3000)),
                            ("a.xml", document(event("YB")))), None, 1),
    ]


def flipped(data):
    data = bytearray(data)
    data[len(data) // 2] ^= 0x10
    return bytes(data)


class Zeros:
    """Many equal bytes, written without ever being held; only for adding to bytes."""

    def __init__(self, count, byte=b"\0"):
        self.parts = [(count, byte)]

    def __radd__(self, before):
        return Long([before, self])

    def write(self, file):
        for count, byte in self.parts:
            block = byte * (1 << 20)
            for _ in range(count >> 20):
                file.write(block)


class Long:
    def __init__(self, parts):
        self.parts = parts

    def __add__(self, more):
        return Long([*self.parts, more])

    def write(self, file):
        for part in self.parts:
            file.write(part) if isinstance(part, bytes) else part.write(file)


ODD = [
    "urn:epc:id:sgtin:..", "urn:epc:id:sgtin:0399991.110130.%", "urn:epc:id:sgtin:0399991.110130.%2",
    "urn:epc:id:sgtin:0399991.110130.%ZZ", "urn:epc:id:sscc:0399991.99999999999999999999",
    "urn:epc:id:sgtin:-1.-1.-1", "https://id.gs1.org/01/" + "0" * 5000, "(01)(21)(17)",
    "]d2" + "9" * 300, "http://", "https://id.gs1.org/01/00399991101309/21/%00", "\u0661\u0662\u0663",
    "urn:epc:idpat:sgtin:*.*.*", "urn:epc:id:sgln:0399991.00010.\u202e", "1.23E+13", "=1+1", "-",
    "urn:epc:class:lgtin:0399991.110130." + "L" * 3000, "urn:epc:id:gid:99999999999999999999.1.1",
]


def tables(large):
    """The same for sources of records: (name, bytes, word or None, records)."""
    mega = 1 << 20
    field = (200 if large else 40) * mega
    million = 1_000_000 if large else 200_000
    first = sheet_row(1, TABLE)
    return [
        ("good.csv", csv(["D-A1", *ROW[1:]]), None, 1),
        ("empty.csv", b"", "empty", 0),
        ("head.csv", csv(), None, 0),
        ("field.csv", csv(["D-B1", *ROW[1:]]) + b'D-B2;"' + Zeros(field, b"a")
         + b'";x;dayton\n' + b"D-B3;a;b;dayton\n", "size_limit", 2),
        ("open-quote.csv", csv(["D-C1", *ROW[1:]]) + b'D-C2;"open;x;y\n' + b"D-C3;t;u;dayton\n",
         "not_well_formed", 2),
        ("quotes.csv", csv(["D-D1", *ROW[1:]]) + b'"\n' * 20_000, None, 1),
        ("nul.csv", csv(["D-E1\0", *ROW[1:]]), None, 1),
        ("columns.csv", csv(["D-F1", *ROW[1:]], head=[*TABLE, *(f"c{n}" for n in range(20_000))]),
         "unreadable", 0),
        ("wide.csv", csv(["D-G1", *ROW[1:]], ["x"] * 200_000), "size_limit", 1),
        ("surrogate.csv", csv(["D-H1", "\\ud800", *ROW[2:]]), None, 1),
        ("cesu.csv", csv(["D-H2", "T", *ROW[2:]]).replace(b";T;", b";\xed\xa0\x80;"), None, 1),
        ("utf16.csv", utf16(csv(["D-I1", *ROW[1:]]).decode(), "le", False), None, 1),
        ("utf16be.csv", utf16(csv(["D-I2", *ROW[1:]]).decode(), "be", True), None, 1),
        ("dates.csv", csv(*([f"D-J{n}", "t", date, "dayton"] for n, date in enumerate(DATES))),
         None, len(DATES)),
        ("good.json", ("[" + record("K1") + "]").encode(), None, 1),
        ("nested.json", ("[" + record("L1") + "," + "[" * million + "]" * million + ","
                         + record("L2") + "]").encode(), "depth_limit", 2),
        ("nested-field.json", ("[" + record("L3") + ',{"dev_id":"D-L4","x":' + "[" * million
                               + "]" * million + "}," + record("L5") + "]").encode(),
         "depth_limit", 2),
        ("keys.json", b'[{"dev_id":"D-M1","dev_id":"D-M2","title":"t"}]', None, 1),
        ("number.json", b'[{"dev_id":99999999999999999999999999,"title":1e99999}]', None, 1),
        ("surrogate.json", b'[{"dev_id":"D-N1","title":"\\ud800"}]', None, 1),
        ("scalars.json", b'[1,"a",null,true,' + record("N2").encode() + b"]", "not_a_record", 1),
        ("cut.json", b"[" + record("N3").encode() + b',{"dev_id":"D-N4"', "truncated", 1),
        ("good.ndjson", lines(record("O1"), record("O2")), None, 2),
        ("broken.ndjson", lines(record("P1"), "{]", record("P2"), "[" * million, record("P3")),
         "not_well_formed", 3),
        ("long.ndjson", lines(record("Q1")) + b'{"dev_id":"D-Q2","title":"' + Zeros(field, b"a")
         + b'"}\n' + record("Q3").encode(), "size_limit", 2),
        ("good.xlsx", workbook(GOOD_SHEET), None, 1),
        ("entity.xlsx", workbook(BOMB + GOOD_SHEET), "unreadable", 0),
        ("doctype.xlsx", workbook(GOOD_SHEET, extra=[(
            "xl/sharedStrings.xml", BOMB + "<sst><si><t>&j;</t></si></sst>")]), "entity", 0),
        ("indexes.xlsx", workbook(first + "".join(
            f'<row r="{n + 2}"><c r="A{n + 2}" t="s"><v>{index}</v></c></row>'
            for n, index in enumerate(["0", "-1", "99999999999999999999", "1e3", "x", ""]))), "not_a_record", 0),
        ("references.xlsx", workbook(first + "".join(
            f'<row r="{row}"><c r="{ref}" t="inlineStr"><is><t>D-R{n}</t></is></c></row>'
            for n, (row, ref) in enumerate([
                ("2", "A99999999999999999999"), ("99999999999999999999", "ZZZZZZZZZZZZ2"),
                ("-5", "A-5"), ("0", "A0"), ("", ""), ("4", "XFD4"), ("5", "1A"), ("6", "é6")]))),
         # What stands right of all headers leaves a record as blank as that of NaN in numbers.xlsx.
         None, 7),
        ("numbers.xlsx", workbook(first + "".join(
            f'<row r="{n + 2}"><c r="A{n + 2}"><v>{v}</v></c><c r="C{n + 2}" s="1"><v>{v}</v></c></row>'
            for n, v in enumerate(["1e308", "-1e308", "1e999", "NaN", "inf", "-0", "99999999999999999999",
                                   "0x10", "1e-400", "2958466", "-1"])), extra=[(
            "xl/styles.xml", '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>")]), None, 11),
        ("parts.xlsx", zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x>")),
         "workbook_damaged", 0),
        ("target.xlsx", workbook(GOOD_SHEET, extra=[(
            "xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="rId1" Type="worksheet" '
            'Target="../../../../etc/passwd"/></Relationships>')]), "no_sheet", 0),
        ("zeros.xlsx", zeros_zip(4096 if large else 64, "xl/workbook.xml"), "workbook_damaged", 0),
        ("shared.xlsx", workbook(GOOD_SHEET, "<si><t>" + "a" * (40 << 20) + "</t></si>"), "unreadable", 0),
        ("many-shared.xlsx", workbook(GOOD_SHEET, "<si><t/></si>" * million), "unreadable", 0),
        ("text.txt", b"Nothing to see here.\n" * 100, "excluded", 0),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(3000), "not_a_table", 0),
        ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000), "old_or_protected_workbook", 0),
        ("xml.csv", document(event("Z1")), "xml_not_a_table", 0),
        ("good.csv.gz", gzip.compress(csv(["D-S1", *ROW[1:]])), None, 1),
        ("cut.csv.gz", gzip.compress(csv(*([f"D-T{n}", f"title {n * 7919 % 10007}", *ROW[2:]]
                                           for n in range(3000))))[:-3000], "source_damaged", 10),
        ("zeros.csv.gz", zeros_gzip(4096 if large else 64), "taken for a bomb", 0),
        ("good.zip", zipped(("a.csv", csv(["D-U1", *ROW[1:]])), ("../b.csv", csv(ROW))), None, 2),
    ]


DATES = ["0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999+14:00",
         "10000-01-01", "2026-02-30", "2026-13-01", "99999999999", "-1", "31.12.9999", "1e9", "NaN",
         "2026-08-03T25:61:61", "2026-08-03T08:00:00+99:99", "\u0662\u0660\u0662\u0666-08-03",
         "2026-08-03T08:00:00.99999999999999999999Z", "9" * 5000]
