extension StoryBook {
  /// An entry of an audit trail, changed as its story wants it.
  private func entry(
    _ number: Int, _ system: String, _ action: String, user: String, _ month: Int, _ day: Int,
    gap: String? = nil, of subject: String = "", _ story: String = "",
    _ change: (inout Cell) -> Void = { _ in }
  ) {
    var row: Cell = [
      "entry_id": text("S\(number)"), "system": text(system), "object_type": "setting",
      "object_id": text("OBJ-\(number)"), "action": text(action), "user": text(user),
      "changed_at": world.own(month, day, 14), "gmp_data": true,
    ]
    change(&row)
    planted(records.add("audit_trail_entry", row), gap, of: subject, story)
  }

  func tellTrails() {
    guard let one = lot(1) else { return }
    entry(
      1, "SYS-MES", "modify", user: "sv-d1", 9, 1, gap: "edited-after-release", of: "S1",
      "The rejects of a lot were changed six weeks after its release."
    ) {
      $0["object_type"] = "batch_record"
      $0["object_id"] = text(one.batchRecord + "-Y")
      $0["lot"] = text(one.plan.lot)
      $0["gtin"] = text(world.book.products[one.plan.product].gtin)
      $0["field"] = "rejects"
      $0["old"] = "2"
      $0["new"] = "0"
      $0["reason"] = "typing error"
    }
    entry(
      2, "SYS-MES", "modify", user: "sv-d1", 8, 4, gap: "change-reason-given", of: "S2",
      "A value was changed without a reason."
    ) { $0["field"] = "comment" }
    entry(
      3, "SYS-MES", "delete", user: "qa-d1", 8, 5, gap: "record-deletion", of: "S3",
      "A record was deleted without an approved request."
    ) { $0["reason"] = "entered twice" }
    entry(
      4, "SYS-MES", "config", user: "it-1", 8, 6, gap: "configuration-change-covered", of: "S4",
      "A setting was changed and no change covers it."
    ) {
      $0["gmp_data"] = false
      $0["object_type"] = "rounding"
    }
    entry(
      5, "SYS-MES", "create", user: "it-1", 8, 7, gap: "admin-does-gmp-work", of: "it-1",
      "The administrator made a batch entry."
    )
    records.add(
      "account",
      [
        "account": "shift2", "system": "SYS-MES", "type": "generic", "roles": ["operator"],
        "admin_rights": false, "created_at": world.own(CivilDay(2023, 1, 2)),
        "last_login_at": world.own(9, 22),
      ])
    entry(
      6, "SYS-MES", "create", user: "shift2", 8, 10, gap: "shared-login", of: "shift2",
      "A shift works with one account."
    )
    entry(7, "SYS-MES", "sign", user: "qa-d2", 8, 11) { $0["object_id"] = "OBJ-78" }
    entry(
      8, "SYS-MES", "modify", user: "qa-d2", 8, 12, gap: "signature-after-content", of: "OBJ-78",
      "A record was changed the day after it was signed."
    ) {
      $0["object_id"] = "OBJ-78"
      $0["reason"] = "value of the second shift"
    }
    entry(
      9, "SYS-QMS", "config", user: "it-1", 8, 13, gap: "audit-trail-on", of: "S9",
      "The audit trail of the quality system was switched off under a change."
    ) {
      $0["object_type"] = "audit_trail"
      $0["new"] = "off"
      $0["gmp_data"] = false
      $0["change_ref"] = "CHG-26-031"
    }
    copy("change", ["chg_id": "CHG-26-011"]) {
      $0["chg_id"] = "CHG-26-031"
      $0["object_id"] = "SYS-QMS"
    }
    edit(
      "audit_trail_review", ["review_id": "ATR-SYS-L3-D-9"], gap: "audit-trail-review-in-date",
      of: "SYS-L3-D",
      "The audit trail was reviewed by a person who works in it."
    ) {
      $0["independent"] = false
    }
  }
}
