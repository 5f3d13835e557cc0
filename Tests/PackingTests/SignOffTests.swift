import Assessing
import Cataloging
import Foundation
import GRDB
import Packing
import Reporting
import Testing
import Settings

@Suite struct SignOffTests {
  private func signOff(_ step: SignOff.Step, comment: String? = nil) -> SignOff {
    SignOff(
      step: step, name: "Head of Quality", account: "qa",
      at: Instant(milliseconds: 1_790_000_000_500), comment: comment)
  }

  private func page(_ path: String) throws -> String {
    let pack = try Unpacked(path)
    let index = try #require(pack.index("data/index.html"))
    return String(decoding: pack.files[index].bytes, as: UTF8.self)
  }

  @Test func showsOnTheFrontPageWhoSignedOffAndThatItIsNoSignature() throws {
    let sample = try SampleCatalog()
    let request = try sample.request()
    _ = try SignOffTrail.record(signOff(.reviewed, comment: "<b>"), of: request, in: sample.catalog)
    _ = try SignOffTrail.record(signOff(.prepared), of: request, in: sample.catalog)
    let text = try page(PackBuilder(sample.catalog).write(request).path)
    let prepared = try #require(text.range(of: ">prepared<"))
    let reviewed = try #require(text.range(of: ">reviewed<"))
    #expect(prepared.lowerBound < reviewed.lowerBound)
    #expect(text.contains("Head of Quality") && text.contains("&lt;b&gt;"))
    #expect(text.contains("no electronic signatures"))
    #expect(try Pack.failures(request.output) == [])
  }

  @Test func oneAccountUnderTwoStepsIsTold() throws {
    let sample = try SampleCatalog()
    let request = try sample.request()
    var subject = try SignOffTrail.record(signOff(.prepared), of: request, in: sample.catalog)
    #expect(try SignOffTrail.others(of: signOff(.prepared), for: subject, in: sample.catalog) == [])
    subject = try SignOffTrail.record(signOff(.reviewed), of: request, in: sample.catalog)
    #expect(
      try SignOffTrail.others(of: signOff(.reviewed), for: subject, in: sample.catalog)
        == [.prepared])
    let text = try page(PackBuilder(sample.catalog).write(request).path)
    #expect(text.contains("The account qa signed as prepared and reviewed."))
    var other = signOff(.approved)
    other.account = "qp"
    subject = try SignOffTrail.record(other, of: request, in: sample.catalog)
    #expect(try SignOffTrail.others(of: other, for: subject, in: sample.catalog) == [])
  }

  @Test func doesNotDependOnTheClock() throws {
    let sample = try SampleCatalog()
    var request = try sample.request()
    _ = try SignOffTrail.record(signOff(.approved), of: request, in: sample.catalog)
    request.assessment.generatedAt = Instant(milliseconds: 1_795_000_000_000)
    request.assessment.generatedAtFixed = false
    _ = try PackBuilder(sample.catalog).write(request)
  }

  @Test func refusesAFinalPackWhenTheAssessmentOrTheRecordsChanged() throws {
    for change in ["assessment", "records"] {
      let sample = try SampleCatalog()
      var request = try sample.request()
      _ = try SignOffTrail.record(signOff(.approved), of: request, in: sample.catalog)
      if change == "assessment" {
        request.assessment.summary.gap += 1
      } else {
        try sample.catalog.write { db in
          try db.execute(sql: "UPDATE artifact SET superseded_by = 1 WHERE artifact_id = 2")
        }
      }
      let error = #expect(throws: PackingError.self) {
        try PackBuilder(sample.catalog).write(request)
      }
      #expect(error?.code == .signOffOutdated)
      #expect(error?.message.contains("approved by Head of Quality") == true)
      #expect(error?.message.contains("the \(change) changed") == true)
      // A draft may be made, without the outdated word; signing off again settles it.
      request.isDraft = true
      #expect(try !page(PackBuilder(sample.catalog).write(request).path).contains(">approved<"))
      request.isDraft = false
      request.replacing = true
      _ = try SignOffTrail.record(signOff(.approved), of: request, in: sample.catalog)
      #expect(try page(PackBuilder(sample.catalog).write(request).path).contains(">approved<"))
    }
  }

  @Test func keepsOtherPeriodsApart() throws {
    let sample = try SampleCatalog()
    var request = try sample.request()
    _ = try SignOffTrail.record(signOff(.approved), of: request, in: sample.catalog)
    let to = CalendarDay(number: request.assessment.scope.to.number + 1)
    request.assessment.scope.to = to
    #expect(try !page(PackBuilder(sample.catalog).write(request).path).contains(">approved<"))
  }

  @Test func marksADraftOnItsPagesAndInItsLabels() throws {
    let sample = try SampleCatalog()
    var request = try sample.request()
    request.isDraft = true
    let pack = try Unpacked(PackBuilder(sample.catalog).write(request).path)
    for name in ["data/index.html", "data/report/gap-report.html", "README.txt"] {
      let index = try #require(pack.index(name))
      #expect(String(decoding: pack.files[index].bytes, as: UTF8.self).contains("DRAFT"))
    }
    let index = try #require(pack.index("bag-info.txt"))
    #expect(
      String(decoding: pack.files[index].bytes, as: UTF8.self).contains("Muster-Draft: "))
  }
}
