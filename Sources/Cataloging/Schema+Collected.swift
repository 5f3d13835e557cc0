/// The tables that hold what was collected: everything else can be rebuilt from them.
extension Schema {
  /// Runs, sources, artifacts, records, defects, ledgers and the audit trail.
  static let collection = """
    CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      -- schema_version, catalog_id, derivation state…

    CREATE TABLE run(run_id INTEGER PRIMARY KEY, command TEXT NOT NULL,
      started_ms INTEGER NOT NULL, ended_ms INTEGER,
      user TEXT, host TEXT, tool TEXT, outcome TEXT);

    CREATE TABLE source(source_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL, place TEXT NOT NULL,
      complete_through_day INTEGER, time_zone TEXT);

    CREATE TABLE artifact(artifact_id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL,
      path TEXT NOT NULL,
      -- relative, '/'-separated; archive members container!/member
      sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, mtime_ms INTEGER, ctime_ms INTEGER,
        inode INTEGER,
      collected_ms INTEGER NOT NULL, run_id INTEGER NOT NULL, collected_by TEXT,
        media_type TEXT, format TEXT,
      -- epcis-1.2-xml, epcis-2.0-xml, epcis-2.0-json, document…
      status TEXT NOT NULL,
      -- taken | unreadable | excluded
      reason TEXT,
      -- for unreadable/excluded
      container_id INTEGER,
      -- artifact_id of the file it lies in, which holds the vault object: of archives in archives
      -- the outermost; the path tells the others
      superseded_by INTEGER, absent_since_ms INTEGER,
      records_read INTEGER NOT NULL DEFAULT 0, records_taken INTEGER NOT NULL DEFAULT 0,
      records_unchanged INTEGER NOT NULL DEFAULT 0,
        records_excluded INTEGER NOT NULL DEFAULT 0,
      records_quarantined INTEGER NOT NULL DEFAULT 0);

    CREATE INDEX artifact_by_path ON artifact(source_id, path);

    CREATE TABLE vault_object(sha256 TEXT PRIMARY KEY, sha512 TEXT NOT NULL,
      bytes INTEGER NOT NULL, deflated_bytes INTEGER NOT NULL,
      crc32 INTEGER NOT NULL) WITHOUT ROWID;
      -- file vault/ab/<sha256>.z = raw deflate

    CREATE TABLE record_kind(kind_id INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE);
      -- 'event','document','master_location',… and the YAML kinds

    CREATE TABLE record(record_id INTEGER PRIMARY KEY, kind_id INTEGER NOT NULL,
      artifact_id INTEGER NOT NULL,
      line INTEGER, byte_offset INTEGER, pointer TEXT);
      -- pointer: XPath-like or JSON pointer

    CREATE TABLE defect(defect_id INTEGER PRIMARY KEY, artifact_id INTEGER NOT NULL,
      record_id INTEGER, code TEXT NOT NULL,
      field TEXT, raw TEXT, line INTEGER, byte_offset INTEGER, epc_id INTEGER);

    CREATE TABLE tally(artifact_id INTEGER NOT NULL, code TEXT NOT NULL,
      examined INTEGER NOT NULL, PRIMARY KEY(artifact_id, code)) WITHOUT ROWID;

    CREATE TABLE quarantine(quarantine_id INTEGER PRIMARY KEY, artifact_id INTEGER NOT NULL,
      reason TEXT NOT NULL, line INTEGER,
      byte_offset INTEGER, detail TEXT);

    CREATE TABLE ledger(run_id INTEGER NOT NULL, source_id INTEGER NOT NULL,
      seen INTEGER NOT NULL, taken INTEGER NOT NULL,
      unchanged INTEGER NOT NULL, excluded INTEGER NOT NULL, unreadable INTEGER NOT NULL,
        PRIMARY KEY(run_id, source_id)) WITHOUT ROWID;

    CREATE TABLE audit(audit_id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, who TEXT NOT NULL,
      what TEXT NOT NULL, why TEXT,
      detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
      -- hash = SHA-256 over canonical JSON incl. previous
    """

  /// Dictionaries: the canonical identity of products, lots and EPCs as integers.
  static let dictionaries = """
    CREATE TABLE product(product_id INTEGER PRIMARY KEY, scheme INTEGER NOT NULL,
      -- EPCKind.rawValue: 1 SGTIN, 2 SSCC, 7 GRAI … 99 other
      gtin TEXT NOT NULL, UNIQUE(scheme, gtin));
      -- GTIN-14 for 1; '' for 2; key for others

    CREATE TABLE all_lot(lot_id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL,
      lot TEXT NOT NULL, UNIQUE(product_id, lot));

    CREATE TABLE epc(epc_id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL,
      serial TEXT NOT NULL, kind INTEGER NOT NULL);
      -- unique by (serial, product_id): EPCIndex
    """

  /// Events, append-ordered, with their lists, parties, documents and master data.
  static let events = """
    CREATE TABLE document(document_id INTEGER PRIMARY KEY,
      -- = record_id
      artifact_id INTEGER NOT NULL, kind TEXT NOT NULL, namespace TEXT, schema_version TEXT,
        created_ms INTEGER, created_text TEXT,
      sender_gln TEXT, receiver_gln TEXT, sender_text TEXT, receiver_text TEXT,
        instance_identifier TEXT, guideline_version TEXT,
      drop_shipment INTEGER, statement_present INTEGER NOT NULL DEFAULT 0,
        statement_affirmed INTEGER, statement_text TEXT,
      events INTEGER NOT NULL DEFAULT 0, content_hash TEXT);
      -- content_hash: SHA-256 over the sorted event hashes + header facts (spelling-free)

    CREATE TABLE all_event(event_id INTEGER PRIMARY KEY,
      -- = record_id
      artifact_id INTEGER NOT NULL, document_id INTEGER,
      event_type TEXT NOT NULL,
      -- object aggregation transaction transformation association
      action TEXT,
      -- add observe delete
      biz_step TEXT, disposition TEXT,
      -- bare CBV words as normalised; raw text if unknown (then a defect word_unknown)
      event_ms INTEGER, event_day INTEGER, event_text TEXT, zone_text TEXT,
      -- zone_text = eventTimeZoneOffset
      record_ms INTEGER, event_uri TEXT, hash BLOB,
      -- eventID; CBV 2.0 event hash, 32 bytes
      read_point_gln TEXT, read_point_ext TEXT, location_gln TEXT, location_ext TEXT,
      -- GLN-13 or raw URI when not a GLN
      declared_ms INTEGER, declared_reason TEXT,
      -- errorDeclaration; declared_ms not null ⇔ present (0 if untimed)
      lot_id INTEGER, lot TEXT, expiry_day INTEGER, expiry_text TEXT, ilmd_place TEXT,
      -- ilmd | ushc | sap | vendor | none
      from_owner_gln TEXT, to_owner_gln TEXT, from_gln TEXT, to_gln TEXT,
      -- owning_party / location of source and destination lists
      po TEXT, desadv TEXT, po_gln TEXT, desadv_gln TEXT,
        transaction_count INTEGER NOT NULL DEFAULT 0,
      parent_id INTEGER, epc_count INTEGER NOT NULL DEFAULT 0, extra TEXT);
      -- extra: JSON of everything else (kept, sorted keys) or NULL

    CREATE TABLE epc_spelling(event_id INTEGER NOT NULL, epc_id INTEGER NOT NULL,
      raw TEXT NOT NULL);
      -- only originals the code cannot re-make; of Digital Links on another domain than GS1's that
      -- differ in nothing else, scheme and domain alone, once an event, under epc_id 0

    CREATE TABLE event_quantity(event_id INTEGER NOT NULL, role INTEGER NOT NULL,
      product_id INTEGER, lot_id INTEGER, class_text TEXT, quantity_text TEXT, uom TEXT);

    CREATE TABLE event_party(event_id INTEGER NOT NULL, side TEXT NOT NULL, type TEXT,
      gln TEXT, ext TEXT, raw TEXT);
      -- side: source | destination

    CREATE TABLE event_transaction(event_id INTEGER NOT NULL, type TEXT, id TEXT NOT NULL,
      gln TEXT, number TEXT);

    CREATE TABLE event_correction(event_id INTEGER NOT NULL, corrective_uri TEXT NOT NULL);

    CREATE TABLE master_location(record_id INTEGER PRIMARY KEY, artifact_id INTEGER NOT NULL,
      document_id INTEGER, gln TEXT, ext TEXT, uri TEXT NOT NULL,
      name TEXT, street TEXT, city TEXT, state TEXT, postal_code TEXT, country TEXT,
        extra TEXT);

    CREATE TABLE master_product(record_id INTEGER PRIMARY KEY, artifact_id INTEGER NOT NULL,
      document_id INTEGER, gtin TEXT, uri TEXT NOT NULL,
      name TEXT, ndc TEXT, ndc_type TEXT, manufacturer TEXT, dosage_form TEXT, strength TEXT,
        container_size TEXT, net_content TEXT, extra TEXT);
    """

  /// Which EPCs events name. Serials of one list mostly got their ids one after the other, so a list
  /// of 500 is one row.
  static let references = """
    CREATE TABLE epc_run(run_id INTEGER PRIMARY KEY,
      -- in document order
      event_id INTEGER NOT NULL, first_epc INTEGER NOT NULL, last_epc INTEGER NOT NULL,
      -- EPCs of one product whose ids follow each other
      role INTEGER NOT NULL,
      -- 1 epc 2 child 3 parent 4 input 5 output
      spelling INTEGER NOT NULL);
      -- EPCSpelling.code
    """

  /// One row a reference; document order is that of `run_id, epc_id`.
  static let referenceView = """
    CREATE VIEW event_epc AS
      SELECT r.event_id, e.epc_id, r.role, r.spelling, r.run_id
      FROM epc_run r CROSS JOIN epc e ON e.epc_id BETWEEN r.first_epc AND r.last_epc
    """

  /// The configuration of the run, filled before every assessment for checks to join.
  static let runTables = """
    CREATE TABLE run_site(site TEXT PRIMARY KEY, gln TEXT, time_zone TEXT, calendar TEXT,
      as_of_day INTEGER) WITHOUT ROWID;

    CREATE TABLE run_partner(gln TEXT PRIMARY KEY, name TEXT, role TEXT, country TEXT,
      sends_receipts INTEGER, unpack_inferred INTEGER, ts_carried_by TEXT,
      own INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
      -- own=1: a GLN of the organization or its sites

    CREATE TABLE run_product(gtin TEXT PRIMARY KEY, name TEXT, ndc TEXT, case_quantity INTEGER,
      aggregated INTEGER, national_code TEXT, national_code_type TEXT) WITHOUT ROWID;
      -- muster.yaml products:

    CREATE TABLE firm_limit(parameter TEXT PRIMARY KEY, value TEXT NOT NULL,
      procedure TEXT) WITHOUT ROWID;

    CREATE TABLE calendar(calendar_id TEXT NOT NULL, day INTEGER NOT NULL,
      business_index INTEGER NOT NULL, PRIMARY KEY(calendar_id, day)) WITHOUT ROWID;
    """
}
