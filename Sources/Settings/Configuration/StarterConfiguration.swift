/// The `muster.yaml` that `muster init` writes.
package enum StarterConfiguration {
  /// The name of the file.
  package static let fileName = "muster.yaml"
  /// The folder it reads exports from, beside the file.
  package static let exportsFolder = "exports"

  /// A commented configuration that is valid as it stands.
  package static let text = """
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

    # Which lots, units and documents are judged; look-ups always use everything collected.
    # scope:
    #   period: { from: 2026-07-01, to: 2026-09-30 }
    #   lots: ["A1234"]

    # Your own places. A source's times without an offset are in its site's or its own time zone.
    # sites:
    #   - { id: plant, gln: "9520000000011", time_zone: America/New_York, lines: [L1], calendar: us }

    # Who you trade with.
    # partners:
    #   - gln: "9520000000028"
    #     name: Wholesaler A
    #     role: wholesaler
    #     sends_receipts: false      # true when this partner returns receiving events
    #     unpack: inferred           # the partner breaks cases without sending unpacking events
    #     ts_carried_by: epcis       # or asn, letter, portal, email, paper

    # Limits your procedures set. Without an entry such a limit makes items to review, never a gap.
    # firm_limits:
    #   - { parameter: record_hours, value: 24, procedure: SOP QA-000 }

    # Where the records are. Put EPCIS files (XML or JSON, also in .zip or .gz) into the folder.
    sources:
      - name: events
        kind: epcis
        path: exports
        # complete_through: 2026-09-30   # the last day this export covers

    """
}
