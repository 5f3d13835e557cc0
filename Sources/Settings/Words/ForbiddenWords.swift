/// Words a report never prints, and what it prints instead.
///
/// They grade, accuse or promise; only a person's case record may use them. Text between quotation
/// marks is a citation and is left alone.
package enum ForbiddenWords {
  /// One word or phrase that is not to be printed.
  package struct Hit: Sendable, Hashable {
    /// The word as found.
    package let word: String
    /// What to print.
    package let instead: String
  }

  /// The words of a text that are not to be printed, in order.
  package static func hits(in text: String) -> [Hit] {
    let words = plainWords(of: text)
    var hits: [Hit] = []
    var index = 0
    while index < words.count {
      var length = 0
      for phrase in phrases where phrase.words.count > length {
        let rest = words[index...].prefix(phrase.words.count)
        if rest.elementsEqual(phrase.words) {
          length = phrase.words.count
          hits.append(Hit(word: phrase.words.joined(separator: " "), instead: phrase.instead))
        }
      }
      index += max(1, length)
    }
    return hits
  }

  private struct Phrase: Sendable {
    let words: [String]
    let instead: String
  }

  private static let notShown = "the records do not show …; relevant requirement: …"
  private static let noException = "no exception noted (n of N examined)"
  private static let listed = "listed unit, record; status"
  private static let item = "finding, item for action"
  private static let triage = "what the records show; triage under the firm's procedure"
  private static let timing = "timing pattern to be explained"
  private static let notFound = "not found in (sources, date); durations and limits"
  private static let interim = "interim measure under CAPA … until …"
  private static let lookFirst = "where to look first: …"

  private static let phrases: [Phrase] = {
    let table: [(String, String)] = [
      (notShown, "violation violations violate violates violated breach breaches breached illegal"),
      (notShown, "illegally inadequate inadequately noncompliant noncompliance non-compliant"),
      (notShown, "non-compliance failed_to fails_to failing_to failure_to"),
      (noException, "compliant passed proves proved proven inspection-ready all_good"),
      (noException, "readiness_score"), (listed, "offender offenders verdict verdicts"),
      (item, "observation observations deficiency deficiencies"),
      (triage, "suspect suspects suspected illegitimate counterfeit counterfeits falsified"),
      (triage, "adulterated misbranded"),
      (timing, "fabricated back-dated backdated too_regular"),
      (notFound, "missing lost late"), (interim, "accepted waived known_gap"),
      (lookFirst, "human_error root_cause"),
      ("not enclosed; requested from …, expected …", "withheld"),
      ("the purpose the configuration states", "privileged"),
    ]
    return table.flatMap { instead, words in
      words.split(separator: " ").map { word in
        Phrase(words: word.split(separator: "_").map(String.init), instead: instead)
      }
    }
  }()

  /// The words in lower case, without what stands in quotation marks or braces.
  private static func plainWords(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var closing: Character?
    for character in text {
      if let end = closing {
        if character == end { closing = nil }
        continue
      }
      switch character {
      case "\"": closing = "\""
      case "“": closing = "”"
      case "„": closing = "“"
      case "{": closing = "}"
      default:
        if character.isLetter || character == "-" && !word.isEmpty {
          word += character.lowercased()
          continue
        }
      }
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
