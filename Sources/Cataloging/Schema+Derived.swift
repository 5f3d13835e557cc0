/// The tables derived once per collect: a pure function of the collected ones, dropped and rebuilt.
extension Schema {
  /// Life cycles, containment intervals, shipments and custody, which checks read.
  static let derived = """
    CREATE TABLE ineffective_event(event_id INTEGER PRIMARY KEY, reason TEXT NOT NULL,
      by_event INTEGER, from_ms INTEGER);

      -- reason: duplicate | declared_in_error | declaration | superseded_file |
      -- shipping_detail | excluded
      -- duplicate: by_event = the kept twin; declared_in_error: by_event = the declaration
      -- (effective until from_ms, no effect after)
    -- What units packed, moved and received together share: what they are, the events that name
    -- them, where they lay, what carried them and how they ended up. NULL stands for the unit's own
    -- commissioning in first_ms, last_* and fate_event, 0 in state_event.
    CREATE TABLE fate(fate_id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL,
      kind INTEGER NOT NULL, is_container INTEGER NOT NULL,
      -- 1 when it was ever a parent, or is an SSCC
      lot_id INTEGER, expiry_day INTEGER,
      commission_day INTEGER, commission_count INTEGER NOT NULL,
      first_ms INTEGER, last_ms INTEGER, first_day INTEGER, last_day INTEGER, last_event INTEGER,
      -- own or inherited
      state TEXT NOT NULL,
      -- commissioned packed shipped received returned held recalled decommissioned destroyed
      -- dispensed sampled stolen unknown
      state_event INTEGER, state_ms INTEGER, disposition TEXT,
      ship_count INTEGER NOT NULL,
      first_ship_event INTEGER, first_ship_ms INTEGER, last_ship_event INTEGER,
      final_event INTEGER, final_ms INTEGER,
      -- decommissioned, destroyed, dispensed, sampled
      parent_id INTEGER,
      -- open parent at the cut-off
      custody_path INTEGER);

    CREATE INDEX fate_by_lot ON fate(lot_id);

    CREATE TABLE fate_event(fate_id INTEGER NOT NULL, seq INTEGER NOT NULL, event_id INTEGER,
      role INTEGER NOT NULL, PRIMARY KEY(fate_id, seq)) WITHOUT ROWID;
      -- effective events in the contract's order

    CREATE TABLE fate_stay(fate_id INTEGER NOT NULL, parent_id INTEGER NOT NULL,
      from_ms INTEGER NOT NULL, open_event INTEGER NOT NULL,
      to_ms INTEGER, close_event INTEGER,
        PRIMARY KEY(fate_id, parent_id, from_ms, open_event)) WITHOUT ROWID;

    CREATE INDEX fate_stay_by_parent ON fate_stay(parent_id);

    CREATE TABLE fate_shipment(fate_id INTEGER NOT NULL, ship_ms INTEGER NOT NULL,
      shipment_event INTEGER NOT NULL, listed_id INTEGER,
      -- the listed ancestor; NULL: the unit itself
      void_event INTEGER, PRIMARY KEY(fate_id, ship_ms, shipment_event)) WITHOUT ROWID;

    CREATE TABLE fate_receipt(fate_id INTEGER NOT NULL, receive_ms INTEGER NOT NULL,
      receipt_event INTEGER NOT NULL, shipment_event INTEGER,
      PRIMARY KEY(fate_id, receive_ms, receipt_event)) WITHOUT ROWID;

    CREATE TABLE unit_fate(epc_id INTEGER PRIMARY KEY,
      -- every EPC of kind SGTIN or SSCC (and others) that an effective event names
      fate_id INTEGER NOT NULL, commission_event INTEGER, commission_ms INTEGER);

    CREATE INDEX unit_fate_by_fate ON unit_fate(fate_id);

    CREATE VIEW IF NOT EXISTS all_unit AS
      SELECT u.epc_id, f.product_id, f.kind, f.is_container, f.lot_id, f.expiry_day,
        u.commission_event, u.commission_ms, f.commission_day, f.commission_count,
        coalesce(f.first_ms, u.commission_ms) AS first_ms,
        coalesce(f.last_ms, u.commission_ms) AS last_ms,
        f.first_day, f.last_day, coalesce(f.last_event, u.commission_event) AS last_event,
        f.state,
        CASE f.state_event WHEN 0 THEN u.commission_event ELSE f.state_event END AS state_event,
        CASE f.state_event WHEN 0 THEN u.commission_ms ELSE f.state_ms END AS state_ms,
        f.disposition, f.ship_count, f.first_ship_event, f.first_ship_ms, f.last_ship_event,
        f.final_event, f.final_ms, f.parent_id
      FROM unit_fate u JOIN fate f ON f.fate_id = u.fate_id;
      -- On the right of LEFT JOIN all of it would be put together first: look single columns up.

    CREATE VIEW IF NOT EXISTS epc_event AS
      SELECT u.epc_id, v.seq, coalesce(v.event_id, u.commission_event) AS event_id, v.role
      FROM unit_fate u JOIN fate_event v ON v.fate_id = u.fate_id;
      -- the by-EPC index

    CREATE VIEW IF NOT EXISTS containment AS
      SELECT u.epc_id AS child_id, s.parent_id, s.from_ms, s.open_event, s.to_ms, s.close_event
      FROM unit_fate u JOIN fate_stay s ON s.fate_id = u.fate_id;

    CREATE TABLE all_shipment(shipment_event INTEGER PRIMARY KEY,
      -- effective, bizStep shipping, not a detail twin
      ship_ms INTEGER, ship_day INTEGER, from_owner_gln TEXT, to_owner_gln TEXT, from_gln TEXT,
        to_gln TEXT,
      is_sale INTEGER NOT NULL,
      -- owners known and different, and not both the firm itself
      is_return INTEGER NOT NULL,
      -- disposition returned, or rma transaction
      po TEXT, desadv TEXT, document_id INTEGER, listed INTEGER NOT NULL,
        units INTEGER NOT NULL, containers INTEGER NOT NULL,
      void_event INTEGER, void_ms INTEGER);
      -- fully voided; partial voids act in shipment_unit

    CREATE VIEW IF NOT EXISTS shipment_unit AS
      SELECT u.epc_id, s.ship_ms, s.shipment_event, coalesce(s.listed_id, u.epc_id) AS listed_id,
        s.void_event
      FROM unit_fate u JOIN fate_shipment s ON s.fate_id = u.fate_id;
      -- containers and items alike

    CREATE TABLE shipment_lot(shipment_event INTEGER NOT NULL, lot_id INTEGER NOT NULL,
      units INTEGER NOT NULL, class_units INTEGER, expiry_day INTEGER,
      -- class_units: of these, told by lot and quantity without serials; NULL where some are told so
      -- and not how many
      PRIMARY KEY(shipment_event, lot_id)) WITHOUT ROWID;

    CREATE TABLE all_receipt(receipt_event INTEGER PRIMARY KEY, receive_ms INTEGER,
      receive_day INTEGER, at_gln TEXT, is_return INTEGER NOT NULL, shipment_event INTEGER,
      units INTEGER NOT NULL);

    CREATE VIEW IF NOT EXISTS receipt_unit AS
      SELECT u.epc_id, r.receive_ms, r.receipt_event, r.shipment_event
      FROM unit_fate u JOIN fate_receipt r ON r.fate_id = u.fate_id;

    CREATE TABLE custody_path(path_id INTEGER NOT NULL, seq INTEGER NOT NULL,
      from_ms INTEGER, to_ms INTEGER, owner_gln TEXT, holder_gln TEXT,
      event_id INTEGER, PRIMARY KEY(path_id, seq)) WITHOUT ROWID;
      -- what units that moved together share; from_ms and event_id NULL: the unit's commissioning

    CREATE VIEW IF NOT EXISTS custody AS
      SELECT u.epc_id, p.seq, coalesce(p.from_ms, u.commission_ms) AS from_ms, p.to_ms,
        p.owner_gln, p.holder_gln, coalesce(p.event_id, u.commission_event) AS event_id
      FROM unit_fate u JOIN fate f ON f.fate_id = u.fate_id
        JOIN custody_path p ON p.path_id = f.custody_path;
      -- only for EPCs with more than one ship/receive/return; else it follows from all_unit +
      -- shipment_unit

    CREATE TABLE container_content(container_id INTEGER NOT NULL, at_event INTEGER NOT NULL,
      -- content as of each ship, and as of the cut-off (at_event 0) for containers never
      -- shipped
      children INTEGER NOT NULL, items INTEGER NOT NULL, products INTEGER NOT NULL,
        lots INTEGER NOT NULL, expiries INTEGER NOT NULL,
      product_id INTEGER, lot_id INTEGER, expiry_day INTEGER,
      -- of the content when single
      PRIMARY KEY(container_id, at_event)) WITHOUT ROWID;

    CREATE TABLE lot_fact(lot_id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL,
      expiry_day INTEGER, expiries INTEGER NOT NULL,
      commissioned INTEGER NOT NULL, first_commission_ms INTEGER, last_commission_ms INTEGER,
        last_commission_day INTEGER,
      packed INTEGER NOT NULL, shipped INTEGER NOT NULL, decommissioned INTEGER NOT NULL,
        destroyed INTEGER NOT NULL,
      sampled INTEGER NOT NULL, dispensed INTEGER NOT NULL, returned INTEGER NOT NULL,
        in_stock INTEGER NOT NULL,
      -- items only (not containers), by end state
      first_ship_ms INTEGER, first_ship_event INTEGER, first_day INTEGER, last_day INTEGER);

    CREATE TABLE lot_expiry(lot_id INTEGER NOT NULL, expiry_day INTEGER NOT NULL,
      units INTEGER NOT NULL, first_event INTEGER NOT NULL,
      PRIMARY KEY(lot_id, expiry_day)) WITHOUT ROWID;

    CREATE TABLE lot_variant(lot_id INTEGER NOT NULL, other_lot_id INTEGER NOT NULL,
      kind TEXT NOT NULL, PRIMARY KEY(lot_id, other_lot_id)) WITHOUT ROWID;

      -- same product, lots equal after folding case, blanks, hyphens, O/0, I/l/1, leading zeros;
      -- kind: case | separator | confusable | zeros
    CREATE TABLE life_defect(epc_id INTEGER NOT NULL, code TEXT NOT NULL,
      event_id INTEGER NOT NULL, other_event INTEGER NOT NULL DEFAULT 0,
      other_epc INTEGER NOT NULL DEFAULT 0, lag_ms INTEGER NOT NULL DEFAULT 0, note TEXT,
        PRIMARY KEY(code, epc_id, event_id, other_event, other_epc)) WITHOUT ROWID;
    """
}
