import Support
import Testing
import Tracking

@testable import Listing

@Suite struct FilterCompletionTests {
  private func words(_ text: String) -> [String] {
    FilterCompletion(of: text, in: FilterFixtures.tasks).words
  }

  private static let completed: [(text: String, words: [String])] = [
    ("sta", ["status=", "started>=", "starting", "stalled"]), ("buc", ["bucket~"]),
    ("x and (pro", ["profile~", "progress>"]), ("!da", ["data>"]), ("et", ["eta<"]),
    ("status=fa", ["failed"]), ("status=failed,ca", ["canceling", "canceled"]),
    ("status:IN", ["in_progress"]),
    ("started>=t", ["today", "tonight", "tue", "thu"]),
    ("bucket=", ["archive", "lake-raw", "tmp"]), ("bucket~L", ["lake-raw"]),
    ("role=s", ["service/lake-export"]), ("region=u", ["us-east-1"]),
    ("type=", ["cluster", "snapshot"]),
    ("account=9", ["999999999999"]), ("id~users-", ["users-full", "users-partial"]),
  ]

  @Test(arguments: completed)
  func `the word at the end is completed`(text: String, words: [String]) {
    #expect(self.words(text).sorted() == words.sorted())
  }

  @Test(arguments: [
    "status=failed ", "", "failed status=",
  ])
  func `at the beginning of a word everything fits`(text: String) {
    #expect(words(text).count > 8)
  }

  @Test(arguments: [
    "zz", "nothing=x", "\"sta", "id='n", "data>1", "status=failed", "failure~a", "=",
  ])
  func `what nothing completes is left as it is`(text: String) {
    #expect(words(text) == [])
    let completion = FilterCompletion(of: text, in: FilterFixtures.tasks)
    #expect(completion.common == completion.stem)
  }

  @Test func `contexts and profiles are those that are watched`() {
    let sites = [
      SiteID(0): SiteWords(contexts: ["prod west"], profiles: ["prod"], region: "eu-west-1"),
      SiteID(1): SiteWords(contexts: ["staging"], profiles: ["staging"], region: "us-west-2"),
    ]
    func words(_ text: String) -> [String] {
      FilterCompletion(of: text, in: FilterFixtures.tasks, sites: sites).words
    }
    #expect(words("context=p") == ["\"prod west\""])
    #expect(words("profile=") == ["prod", "staging"])
    #expect(words("region=us-w") == ["us-west-2"])
  }

  @Test func `the most frequent value comes first, and one that needs quotes has them`() throws {
    let odd = FilterFixtures.task("odd name", "FAILED") { $0.s3Bucket = "tmp" }
    let tasks = FilterFixtures.tasks + [odd, odd, odd]
    #expect(FilterCompletion(of: "bucket=", in: tasks).words.first == "tmp")
    let other = FilterFixtures.task("odd other name", "FAILED")
    let both = FilterCompletion(of: "id=odd", in: [odd, other])
    #expect(both.words.count == 2 && both.common == "odd")
    let names = FilterCompletion(of: "id=odd", in: tasks).words
    #expect(names.sorted() == ["odd", "\"odd name\""].sorted())
  }

  @Test func `a mark behind a blank is a word of its own`() {
    for text in ["a or \u{301}", "(\u{301}", "a\t\u{301}"] {
      let completion = FilterCompletion(of: text, in: FilterFixtures.tasks)
      #expect(Array(completion.stem.unicodeScalars) == ["\u{301}"])
      #expect(completion.words == [])
    }
  }

  /// A completed text is one that can be read, or is on the way to one.
  @Test(.tags(.generated), arguments: Seed.run())
  func `a completed beginning is still the beginning of a filter`(seed: Seed) {
    var random = seed.generator("completions")
    for _ in 0..<800 {
      let text = FilterExpression.random(depth: 1, using: &random).description
      let end = text.unicodeScalars.indices.randomElement(using: &random) ?? text.startIndex
      let beginning = String(text.unicodeScalars[..<end])
      let completion = FilterCompletion(of: beginning, in: FilterFixtures.tasks)
      #expect(completion.head + completion.stem == beginning || completion.words.isEmpty)
      for word in completion.words {
        do {
          _ = try Filter.parse(completion.head + word)
        } catch {
          #expect(error.isUnfinished, "\(beginning): \(completion.head + word): \(error.message)")
        }
      }
    }
  }
}
