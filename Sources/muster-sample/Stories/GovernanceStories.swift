extension StoryBook {
  func tellGovernance() {
    copy(
      "quality_audit", ["audit_id": "IA-26-02"], gap: "high-risk-audit-quarterly",
      of: "aggregation line 2",
      "A high-risk operation was last audited in May."
    ) {
      $0["audit_id"] = "IA-26-01"
      $0["auditee"] = "aggregation line 2"
      $0["risk_class"] = "high"
    }
    copy(
      "quality_audit", ["audit_id": "VA-26-02"], gap: "audit-findings-closed", of: "VA-26-03-1",
      "A major finding at the logistics provider was never answered."
    ) {
      $0["audit_id"] = "VA-26-03"
      $0["actual_from"] = world.date(2026, 7, 6)
      $0["actual_until"] = world.date(2026, 7, 7)
      $0["report_approved"] = ["by": "QA-D2", "at": world.own(7, 20)]
      $0["findings"] = [
        [
          "finding_id": "VA-26-03-1", "class": "major", "text": "pallets without status label",
          "requirement": "agreement, section 6", "response_due_on": world.date(2026, 8, 20),
        ]
      ]
    }
    edit(
      "meeting", ["meeting_id": "MR-26"], gap: "management-review-inputs", of: "MR-26",
      "The management review did not look at CAPAs."
    ) { $0["inputs"] = ["kpi", "audit"] }
    copy(
      "meeting", ["meeting_id": "FB-26-3"], gap: "feedback-triaged", of: "FB-26-2",
      "Feedback of August waits for triage."
    ) {
      $0["meeting_id"] = "FB-26-2"
      $0["triaged_at"] = .none
    }
    copy(
      "meeting", ["meeting_id": "RW-26-3"], gap: "regulatory-watch-assessed", of: "RW-26-2",
      "A new rule was noted in June and not assessed."
    ) {
      $0["meeting_id"] = "RW-26-2"
      $0["held_at"] = world.own(6, 10)
      $0["assessment"] = .none
      $0["assessed_at"] = .none
    }
    if let last = records.find("meeting", ["meeting_id": "VM-2-7"]),
      let before = records.find("meeting", ["meeting_id": "VM-2-4"])
    {
      records.remove(last)
      records.gap(
        "vendor-review-held", subject: "VM-2-4", at: before,
        "The review with the logistics provider of July was not held.")
    }
    copy(
      "traceability_exercise", ["exercise_id": "TX-26-1"], gap: "traceability-exercise",
      of: "TX-26-2",
      "An exercise ended with four packs nobody could locate."
    ) {
      $0["exercise_id"] = "TX-26-2"
      $0["started_at"] = world.own(9, 15)
      $0["finished_at"] = world.own(9, 15, 11)
      if case .integer(let made) = $0["qty_made"] { $0["qty_located"] = number(made - 4) }
      $0["balance"] = .decimal(9_950, scale: 2)
      $0["result"] = "fail"
    }
    copy(
      "method_transfer", ["transfer_id": "MT-23-01"], gap: "transfer-complete-before-use",
      of: "MT-26-02",
      "A method was used two weeks before its transfer was approved."
    ) {
      $0["transfer_id"] = "MT-26-02"
      $0["protocol_approved_at"] = world.own(6, 1)
      $0["report_approved_at"] = world.own(8, 20)
      $0["first_gmp_use_at"] = world.own(8, 6)
    }
  }
}
