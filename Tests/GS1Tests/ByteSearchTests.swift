import GS1
import Testing

@Suite struct ByteSearchTests {
  private func first(_ word: StaticString, _ text: String) -> Int? {
    Array(text.utf8).withUnsafeBufferPointer { ByteSearch.first(word, in: $0) }
  }

  @Test func findsTheFirstPlaceOfAWord() {
    #expect(first("ab", "xxabab") == 2)
    #expect(first("aab", "aaab") == 1)
    #expect(first("b", "aab") == 2)
    #expect(first("aab", "aab") == 0)
    #expect(first("\nend", "a\nenb\nend") == 5)
  }

  @Test func findsNothingWhereTheWordIsNot() {
    #expect(first("abc", "ab") == nil)
    #expect(first("b", "") == nil)
    #expect(first("", "ab") == nil)
    #expect(first("abc", "abxabyab") == nil)
    #expect(!ByteSearch.contains("a", in: []))
  }
}
