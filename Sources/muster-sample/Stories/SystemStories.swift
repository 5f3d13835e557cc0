extension StoryBook {
  /// People, documents, machines, systems and their trails.
  func tellSystems() {
    tellPeople()
    tellDocumentControl()
    tellMachines()
    tellTrails()
    tellAccess()
    tellSystemChecks()
    tellValidation()
    tellGovernance()
  }

  /// Who may get into the systems.
  private func tellAccess() {
    edit(
      "access_review", ["evidence": "AR-SYS-QMS-7"], gap: "access-review-in-date", of: "SYS-QMS",
      "The access review of the quality system was due two weeks ago."
    ) {
      $0["next_due_on"] = world.date(2026, 9, 15)
    }
    copy("person", ["person_key": "OP-D1"]) {
      $0["person_key"] = "OP-D7"
      $0["display_name"] = "OP-D7"
      $0["accounts"] = ["op-d7"]
      $0["active_until"] = world.date(2026, 7, 31)
    }
    copy(
      "account", ["account": "op-d1", "system": "SYS-L3-D"], gap: "leaver-account-active",
      of: "op-d7",
      "A person left in July; the account was used in September."
    ) {
      $0["account"] = "op-d7"
      $0["person"] = "OP-D7"
    }
    edit(
      "account", ["account": "en-d1", "system": "SYS-QMS"], gap: "dormant-account", of: "en-d1",
      "An account was last used in February and is still open."
    ) {
      $0["last_login_at"] = world.own(CivilDay(2026, 2, 3))
    }
  }

  /// What is tried and looked at from time to time.
  private func tellSystemChecks() {
    edit(
      "system_check", ["system": "SYS-QMS", "kind": "restore_test"], gap: "restore-test-in-date",
      of: "SYS-QMS",
      "The restore test of the quality system was due in August."
    ) {
      $0["next_due_on"] = world.date(2026, 8, 31)
    }
    edit(
      "system_check", ["system": "SYS-L4", "kind": "dr_test"], gap: "recovery-objectives",
      of: "SC-SYS-L4-DR-3",
      "The repository was back after 91 hours; 72 are the objective."
    ) {
      $0["rto_actual_h"] = .decimal(9_100, scale: 2)
    }
    edit(
      "system_check", ["system": "SYS-L3-C", "kind": "dr_test"], gap: "disaster-test-yearly",
      of: "SYS-L3-C",
      "The contract site's system had its last disaster test in March 2025."
    ) {
      $0["performed_at"] = world.own(CivilDay(2025, 3, 5))
      $0["next_due_on"] = world.date(2026, 12, 5)
    }
    edit(
      "system_check", ["system": "SYS-L3-D", "kind": "encryption"], gap: "encryption-shown",
      of: "SYS-L3-D",
      "Nothing shows that the line system's data are encrypted."
    ) {
      $0["result"] = "fail"
    }
    let place = records.add(
      "system_check",
      [
        "check_id": "SC-INC-1", "system": "SYS-MES", "kind": "incident",
        "performed_at": world.own(8, 14), "by": "IT-1", "result": "pass", "data_altered": false,
        "evidence": "EV-INC-1",
      ])
    records.gap(
      "incident-assessed", subject: "SC-INC-1", at: place,
      "A security incident has no assessment of its effect.")
    copy(
      "system_check", ["system": "SYS-L3-D", "kind": "clock_check"], gap: "clock-drift",
      of: "SC-SYS-L3-D-CL-X",
      "The clock of the line was 140 seconds off."
    ) {
      $0["check_id"] = "SC-SYS-L3-D-CL-X"
      $0["performed_at"] = world.own(8, 20)
      $0["drift_s"] = .decimal(140_000, scale: 3)
    }
  }

  /// What shows that systems do what they are for.
  private func tellValidation() {
    edit(
      "validation_deliverable", ["deliverable_id": "SYS-MES-PERIODIC_REVIEW"],
      gap: "periodic-review-due", of: "SYS-MES",
      "The periodic review of the electronic batch record was due in August."
    ) {
      $0["next_review_on"] = world.date(2026, 8, 10)
    }
    edit(
      "requirement_trace", ["urs_id": "URS-SYS-L4-2"], gap: "requirements-traced",
      of: "URS-SYS-L4-2",
      "A requirement of the repository was never tested."
    ) {
      $0["test_id"] = .none
      $0["result"] = .none
      $0["evidence"] = .none
    }
    records.edit("validation_deliverable", ["deliverable_id": "SYS-QMS-OQ"]) {
      $0["open_deviations"] = [["dev_ref": "TD-7", "class": "critical", "state": "open"]]
      $0["none_open"] = false
    }
    if let certificate = records.find(
      "validation_deliverable", ["deliverable_id": "SYS-QMS-RELEASE_CERT"])
    {
      records.gap(
        "open-test-deviation-at-release", subject: "SYS-QMS-RELEASE_CERT", at: certificate,
        "The quality system was released with a critical test deviation open.")
    }
    if let test = records.find("validation_deliverable", ["deliverable_id": "SYS-L3-C-PQ"]),
      let system = records.find("system", ["system_id": "SYS-L3-C"])
    {
      records[test]["status"] = "draft"
      records.gap(
        "validation-deliverables-present", subject: "SYS-L3-C", at: system,
        "The performance qualification of the contract line is a draft.")
    }
  }
}
