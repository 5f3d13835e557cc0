import Assessing

/// New, continuing, no longer seen: against the last assessment.
enum SinceLastTime {
  static func section(_ context: ReportContext) -> HTMLNode {
    let since = context.assessment.since
    return element("section", [("id", "since")]) {
      element("h2", text: "Since last time")
      if let asOf = since.asOf {
        element("p") {
          "Against the assessment as of \(asOf.text): \(since.new) new, \(since.continuing) continuing, "
          "\(since.checkAddedOrChanged) seen because a check was added or changed, "
          "\(since.noLongerSeen.count) no longer seen, \(since.notComparable.count) not comparable."
        }
        past("No longer seen", since.noLongerSeen)
        past("Not comparable", since.notComparable)
      } else {
        element("p", text: "There is no earlier assessment of this profile to compare with.")
      }
    }
  }

  private static func past(_ title: String, _ list: [Since.Past]) -> HTMLNode {
    list.isEmpty
      ? .group([])
      : table(
        caption: title, headers: ["Finding", "Then", "First seen", "Why"],
        rows: list.map {
          [.text($0.title), .text($0.message), .text($0.firstSeen.text), .text($0.reason ?? "")]
        })
  }
}
