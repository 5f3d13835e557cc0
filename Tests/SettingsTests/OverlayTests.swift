import Foundation
import Testing

@testable import Settings

/// A firm's own profile builds on a pinned one, tightens it, and hides nothing.
@Suite struct OverlayTests {
  private func overlay(_ rest: String, extends: String = "[maker]") -> String {
    """
    id: firm
    edition: "1"
    title: Firm
    regime: dscsa
    roles: [manufacturer]
    extends: \(extends)
    \(rest)
    """
  }

  private func library(_ rest: String, extends: String = "[maker]") throws -> Library {
    try Library.parse(
      files: rightFiles, own: [("dscsa/firm.yaml", overlay(rest, extends: extends))],
      ownPlace: "own")
  }

  private func faults(_ rest: String, extends: String = "[maker]") -> [String] {
    do {
      _ = try library(rest, extends: extends)
      return []
    } catch let list as DiagnosticList {
      return list.diagnostics.map { "\($0.file):\(short($0))" }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func aRequirementSwitchedOffKeepsItsRow() throws {
    let library = try library(
      """
      disable:
        - { requirement: R-1, reason: No such line, approved_by: QA-1, approved_on: 2026-06-01 }
      """)
    let requirement = try #require(library.profiles["firm"]?.requirements.first)
    #expect(requirement.id == "R-1")
    #expect(
      requirement.disabled?.words == "by firm (No such line; approved by QA-1 on 2026-06-01)")
    #expect(library.profiles["maker"]?.requirements.first?.disabled == nil)
  }

  @Test func whatTakesAwayNeedsAReasonAndAnApproval() {
    #expect(
      faults("disable: [{ requirement: R-1, reason: No such line }]") == [
        "own/dscsa/firm.yaml:7:11: to switch a requirement off, state \"reason\", "
          + "\"approved_by\" and \"approved_on\""
      ])
    #expect(
      faults("change: [{ requirement: R-1, severity: minor }]") == [
        "own/dscsa/firm.yaml:7:10: to lower a severity, state \"reason\", \"approved_by\" and "
          + "\"approved_on\""
      ])
  }

  @Test func recordsExpectedAlreadyAreNotAddedOnceMore() throws {
    let library = try library(
      """
      change:
        - requirement: R-1
          reason: Lots too
          add_expects:
            - { evidence: event, for_each: lot }
            - { evidence: document, topic: contacts, for_each: firm }
            - { evidence: document, topic: contacts, for_each: firm }
      """)
    let requirement = try #require(library.profiles["firm"]?.requirements.first)
    #expect(requirement.expects.map(\.topic) == [nil, "contacts"])
    #expect(requirement.overlays.contains { $0.hasSuffix(": document.") })
  }

  @Test func changesAreToldInWords() throws {
    let library = try library(
      """
      change:
        - requirement: R-1
          severity: major
          reason: One line only
          approved_by: QA-1
          approved_on: 2026-06-01
          add_expects: [{ evidence: document, topic: contacts, for_each: firm }]
      """)
    let requirement = try #require(library.profiles["firm"]?.requirements.first)
    #expect(requirement.severity == .major)
    #expect(requirement.expects.map(\.topic) == [nil, "contacts"])
    #expect(
      requirement.overlays == [
        "Severity lowered from critical to major by firm (One line only; approved by QA-1 on "
          + "2026-06-01).",
        "Records added by firm (One line only; approved by QA-1 on 2026-06-01): document.",
      ])
    let text = ProfileDocument(try #require(library.profiles["firm"]), in: library).text
    #expect(text.contains("Built on maker; 0 requirements are switched off."))
    #expect(text.contains("Severity lowered from critical to major by firm"))
  }

  @Test func aRowThatIsNotThereIsNamed() {
    #expect(
      faults("change: [{ requirement: R-2, severity: critical }]") == [
        "own/dscsa/firm.yaml:7:10: no profile it extends has a requirement \"R-2\" — did you mean "
          + "\"R-1\"?"
      ])
  }

  @Test func pinsHoldEditionAndDigest() throws {
    let digest = try #require(
      try library("").profiles["maker"].map { try library("").digest(of: $0) })
    #expect(
      faults("", extends: "[{ id: maker, edition: \"2026.1\", sha256: \(digest) }]").isEmpty)
    #expect(
      faults("", extends: "[{ id: maker, edition: \"2025.9\" }]") == [
        "own/dscsa/firm.yaml:6:11: \"maker\" is pinned to edition 2025.9, but this is edition "
          + "2026.1; read what changed, then pin it anew"
      ])
    let other = String(repeating: "ab", count: 32)
    #expect(
      faults("", extends: "[{ id: maker, sha256: \(other) }]") == [
        "own/dscsa/firm.yaml:6:11: \"maker\" is pinned to another file; this one has SHA-256 "
          + digest
      ])
  }

  @Test func anIdOfTheFirmMayNotHideOneBuiltIn() {
    let copy = rightProfile
    let found = OverlayTests.faults(own: [("dscsa/maker.yaml", copy)])
    #expect(found.contains { $0.hasSuffix("the id \"maker\" is also that of dscsa/maker.yaml") })
  }

  private static func faults(own: [(path: String, text: String)]) -> [String] {
    do {
      _ = try Library.parse(files: rightFiles, own: own, ownPlace: "own")
      return []
    } catch {
      return error.diagnostics.map { "\($0.file):\(short($0))" }
    }
  }

  @Test func lintKnowsWhatExpectedRecordsNeed() throws {
    func lint(_ expects: String) throws -> [String] {
      let profile = rightProfile.replacing("{ evidence: event, for_each: lot }", with: expects)
      let files = rightFiles.map { $0.path == "dscsa/maker.yaml" ? ($0.path, profile) : $0 }
      return try Library.parse(files: files).lint().map(\.message)
    }
    #expect(
      try lint("{ evidence: document, for_each: firm }") == [
        "requirement \"R-1\" expects a document without saying about what (\"topic\")"
      ])
    #expect(
      try lint("{ evidence: event, topic: x, for_each: lot }") == [
        "only a document has a \"topic\""
      ])
    #expect(
      try lint("{ evidence: document, topic: x, for_each: partner }").count == 1)
    #expect(
      try lint("{ evidence: event, for_each: site, newest: { by: d, within: days } }") == [
        "\"event\" has no date \"d\"",
        "profile \"maker\" defines no whole number \"days\" among its parameters",
      ])
  }
}
