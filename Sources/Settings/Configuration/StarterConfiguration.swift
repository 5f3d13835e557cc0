/// The `muster.yaml` that `muster init` writes.
package enum StarterConfiguration {
  /// The name of the file.
  package static let fileName = "muster.yaml"
  /// The folder it reads exports from, beside the file.
  package static let exportsFolder = "exports"

  /// A commented configuration that is valid as it stands.
  package static let text = beginning + sources

  /// The configuration without its sources, for exports that speak of one law.
  package static func beginning(for regime: Regime) -> String {
    guard regime == .fmd else { return beginning }
    return beginning.replacing(
      "markets: [US]", with: "markets: [DE]                # every country you sell to"
    )
    .replacing(
      "dscsa-manufacturer     # or fmd-manufacturer",
      with: "fmd-manufacturer       # or dscsa-manufacturer"
    )
    .replacing("profile show dscsa-manufacturer", with: "profile show fmd-manufacturer")
    .replacing(
      "time_zone: America/New_York, lines: [L1], calendar: us",
      with: "time_zone: Europe/Berlin, lines: [L1], calendar: de"
    )
    .replacing("country: US", with: "country: DE")
  }

  private static let beginning = """
    # What Muster gathers, and what it holds it against. Paths are relative to this file.
    # Identifiers (GLN, GTIN, NDC, lots) are always text in quotes, so that no digit is lost.
    version: 1

    organization:
      name: Your firm
      # gln: "9520000000004"
      roles: [manufacturer]        # manufacturer, mah, repackager, wholesaler, dispenser, 3pl …
      markets: [US]

    # Printed at the head of every report:
    # internal_audit, periodic_review, request, mock_audit or counsel.
    purpose:
      kind: internal_audit
      # reference: IA-2026-001
      # procedure: SOP QA-000

    catalog: muster-catalog        # a folder Muster makes and keeps

    # What to hold the records against. See them all: muster profile list
    profiles:
      - id: dscsa-manufacturer     # or fmd-manufacturer
        # parameters: { transit_days: 14 }   # see them: muster profile show dscsa-manufacturer

    # Which lots, units and documents are judged; look-ups always use everything collected. Without
    # a period it is the two full quarters before the cut-off.
    # scope:
    #   period: { from: 2026-07-01, to: 2026-09-30 }
    #   lots: ["A1234"]

    # Your own places. Times without an offset are read in the zone of their source or its site, else
    # in the one all sites share.
    # sites:
    #   - { id: plant, gln: "9520000000011", time_zone: America/New_York, lines: [L1], calendar: us }

    # Who you trade with.
    # partners:
    #   - gln: "9520000000028"
    #     name: Wholesaler A
    #     role: wholesaler
    #     country: US
    #     sends_receipts: false      # true when this partner returns receiving events
    #     unpack: inferred           # the partner breaks cases without sending unpacking events
    #     ts_carried_by: epcis       # the statement of a sale; or asn, letter, portal, email, paper

    # Firms of the same group: what moves between them is no sale.
    # affiliates:
    #   - { gln: "9520000000035", name: Sister firm }

    # What you make or sell; checks of quantities and national codes need it.
    # products:
    #   - gtin: "09520000000042"
    #     name: Example 10 mg, 30 tablets
    #     ndc: "99999-101-30"        # in Europe: national_code: { type: PZN, value: "12345678" }
    #     case_quantity: 48
    #     aggregated: true           # false when its packs are not packed into cases by record
    #     markets: [US]              # where buyers do not tell: a profile leaves out products of another law's markets

    # What requirements depend on and records do not tell; the report names what it would ask.
    # facts:
    #   repacks: false

    # Limits your procedures set. Without an entry such a limit makes items to review, never a gap.
    # firm_limits:
    #   - { parameter: record_hours, value: 24, procedure: SOP QA-000 }

    # What is done meanwhile under a CAPA; it stands beside a finding and changes no status.
    # interim_measures:
    #   - { check: read-quality-handled, capa: CAPA-26-001, measure: second scan by hand, until: 2026-12-31 }

    # A folder with profiles, checks and record kinds of your own, added to those built in.
    # own_profiles: own-profiles

    # What an official asked for, answered by: muster pack --audience regulator --request 001
    # requests:
    #   - id: "001"
    #     received_at: 2026-11-02T09:15:00-05:00
    #     from: FDA, district office
    #     items:
    #       - { number: "1", text: All events of lot A1234, lots: ["A1234"] }   # also products, identifiers
    #       - { number: "2", text: All licences, records: [licence] }

    # The key packs are sealed with; only its place stands here.
    # seal: { key: keys/seal.pem, certificate: keys/seal.crt, passphrase: { file: keys/pass } }

    # How much of the catalog a pack holds: full, records (without units) or none.
    # pack: { catalog: full }

    """

  private static let sources = """
    # Where the records are. Put EPCIS files (XML or JSON, also in .zip or .gz) into the folder.
    sources:
      - name: events
        kind: epcis
        path: exports
        # complete_through: 2026-09-30   # the last day this export covers

      # Tables (CSV, Excel, JSON, SQLite) each have a source with the kind of their records, such as
      # deviation, capa, release or licence; a kind that is not known is answered with all there are.
      # Then "muster collect --dry-run" shows what is read and what to write here.
      # - name: batch-records
      #   kind: batch_record
      #   path: tables/batches.csv       # a file, a folder, or a pattern such as tables/*.xlsx
      #   exclude: ["**/old/**"]         # what the place holds and is not meant
      #   time_zone: America/New_York    # where the system's clock stands
      #   format: { delimiter: ";", encoding: windows-1252, decimal: ",", dates: ["DD.MM.YYYY"] }
      #   # and, in format: sheet, header_row, list_separator, records (of JSON and XML)
      #   columns: { lot: "Charge" }     # the field, then the header; most headers are known
      #   # (where a day and its time stand apart: columns: { released_at: [Date, Time] })
      #   values: { kind: { Konfektion: packaging } }   # the field, then its words: found to known
      #   constants: { site: plant }     # what is the same in all rows; needs that site above
      #   # and "append: true" for a log that only grows, "details" for lists in a file of their own
      # - name: quality-system
      #   kind: deviation
      #   database: tables/qms.sqlite
      #   query: SELECT * FROM deviations
      # - name: documents
      #   kind: document                 # PDFs and the like, kept as they are
      #   path: documents
      # - name: repository
      #   kind: epcis
      #   url: "https://epcis.example/events?GE_eventTime=2026-07-01T00:00:00Z"
      #   credential: { environment: EPCIS_TOKEN }   # the name of a variable, never the secret
      #   # or file: PATH; with scheme: basic or header, and a name

    """
}
