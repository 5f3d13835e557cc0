import Settings
import Testing

@Suite struct ClosedWordTests {
  @Test(arguments: [
    ("time_zone_missing", "no time zone"), ("missing_seconds", "no seconds"),
    ("other_lot+other_site", "other lot, other site"), ("svc_line2", "svc_line2"),
    ("missing", "missing"), ("dismissing_x", "dismissing x"),
    ("qcu", "quality unit"), ("zeros", "leading zeros"), ("QCU", "QCU"),
  ])
  func wordsOfClosedListsReadAsPeopleSayThem(_ pair: (String, String)) {
    #expect(PlainWord.text(pair.0) == pair.1)
  }

  @Test(arguments: [
    ("upload", "An upload"), ("unit", "A unit"), ("user account", "A user account"),
    ("print grade", "A print grade"), ("alert", "An alert"),
  ])
  func nounsStandBehindTheArticleTheySoundLike(_ pair: (String, String)) {
    #expect(Noun.one(pair.0) == pair.1)
  }
}
