import Testing

@testable import Words

@Suite struct SpellingTests {
  private let names = ["status", "started", "bucket", "progress", "id", "age"]

  @Test(arguments: [
    ("statsu", "status"), ("STATU", "status"), ("buckets", "bucket"), ("prog", "progress"),
    ("ege", "age"), ("progres", "progress"), ("startd", "started"),
  ])
  func `a name that is near is guessed`(word: String, guess: String) {
    #expect(Spelling.nearest(to: word, among: names) == guess)
  }

  @Test(arguments: ["zebra", "", "xy", "prefixes"])
  func `a name that is far is not`(word: String) {
    #expect(Spelling.nearest(to: word, among: names) == nil)
  }

  @Test func `a monster is no name`() {
    #expect(Spelling.nearest(to: String(repeating: "a", count: 100_000), among: names) == nil)
  }
}
