/// The tables around record kinds; those of the kinds themselves follow from `Profiles/records`.
extension Schema {
  /// Made in every catalog, and in an older one when it is next written to.
  static let records = """
    CREATE TABLE IF NOT EXISTS kind_layout(kind TEXT PRIMARY KEY, digest TEXT NOT NULL,
      layout TEXT NOT NULL) WITHOUT ROWID;
      -- layout: RecordLayout as JSON; digest: of what decides how the kind is read

    CREATE TABLE IF NOT EXISTS delivered_field(source_id INTEGER NOT NULL, kind TEXT NOT NULL,
      field TEXT NOT NULL, PRIMARY KEY(source_id, kind, field)) WITHOUT ROWID;
      -- column paths and names of lists that a source has, blank or not

    CREATE TABLE IF NOT EXISTS reread(artifact_id INTEGER PRIMARY KEY);

    CREATE TABLE IF NOT EXISTS record_conflict(kind TEXT NOT NULL, key TEXT NOT NULL,
      field TEXT NOT NULL, record_id INTEGER NOT NULL, other_record INTEGER NOT NULL,
      value TEXT, other_value TEXT,
      PRIMARY KEY(kind, record_id, other_record, field)) WITHOUT ROWID;
      -- two sources at one cut-off, or one artifact against itself; filled by linking

    CREATE TABLE IF NOT EXISTS account_person(account TEXT NOT NULL, system TEXT NOT NULL,
      person TEXT NOT NULL, PRIMARY KEY(account, system, person)) WITHOUT ROWID;
      -- who stands behind an account; system '' when the list names none; filled by linking

    CREATE TABLE IF NOT EXISTS serial_screen(product_id INTEGER NOT NULL,
      serial_length INTEGER NOT NULL, test TEXT NOT NULL, units INTEGER NOT NULL,
      value_e9 INTEGER NOT NULL, limit_e9 INTEGER NOT NULL, probability_e12 INTEGER,
      beyond INTEGER NOT NULL, first_event INTEGER NOT NULL,
      PRIMARY KEY(product_id, serial_length, test)) WITHOUT ROWID;
      -- tests T1 to T8 over the newest lots of a product; billionths; derived

    CREATE TABLE IF NOT EXISTS chart_point(record_id INTEGER NOT NULL,
      baseline_record INTEGER NOT NULL, side INTEGER, zone INTEGER, beyond INTEGER,
      distance_e9 INTEGER, sigma_e3 INTEGER NOT NULL,
      PRIMARY KEY(record_id, baseline_record)) WITHOUT ROWID;
      -- points of p-charts against their baselines, in standard deviations of sigma_e3 thousandths
      -- of the binomial one; NULL where the counts cannot be; derived
    """
}
