import Support
import Testing
import Words

@testable import Listing

@Suite struct FilterParsingTests {
  private func problem(_ text: String) -> FilterProblem? {
    do {
      _ = try Filter.parse(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("statu=failed", 0, "unknown field `statu`: did you mean `status`?"),
    ("ok bucet~x", 3, "unknown field `bucet`: did you mean `bucket`?"),
    ("statsu=x", 0, "unknown field `statsu`: did you mean `status`?"),
    ("zzzzz=x", 0, "unknown field `zzzzz`; fields are account age"),
    ("status=fialed", 7, "unknown status `fialed`: did you mean `failed`?"),
    ("status=failed,xyzzy", 14, "unknown status `xyzzy`; there are starting"),
    ("status=\"no such\"", 7, "unknown status `no such`"),
    ("status>failed", 6, "`status` can't be compared by `>`: it takes `=` `!=`"),
    ("progress~5", 8, "`progress` can't be compared by `~`"),
    ("bucket>=x", 6, "`bucket` can't be compared by `>=`: it takes `=` `!=` `~`"),
    ("status=", 7, "a value is missing after `=`"),
    ("status=failed,", 14, "a value is missing after `,`"),
    ("status= )", 8, "a value is missing after `=`"),
    ("progress>5,6", 11, "`>` takes one value"),
    ("progress>half", 9, "`half` can't be read: progress is a percentage"),
    ("progress>5x", 10, "progress is a percentage"),
    ("progress>.5", 9, "progress is a percentage"),
    ("progress>5.", 9, "progress is a percentage"),
    ("progress>-5", 9, "progress is a percentage"),
    ("data>5kb", 6, "data is in gb, tb or pb"),
    ("age<5", 5, "a time span is in s, m, h, d or w"),
    ("age<5y", 5, "a time span is in s, m, h, d or w"),
    ("age<1h5", 7, "a time span is in s, m, h, d or w"),
    ("age<\"1 h\"", 4, "a time span is in s, m, h, d or w"),
    ("started>2026-13-01", 8, "a time is today, yesterday, 2026-11-21"),
    ("started>2026-02-29", 8, "a time is today"),
    ("started>2026-1-1", 8, "a time is today"),
    ("started>2026-11-21T", 8, "a time is today"),
    ("started>2026-11-21T25:00", 8, "a time is today"),
    ("started>=24:00", 9, "a time is today"), ("started>=20:60", 9, "a time is today"),
    ("ended<mond", 6, "a time is today"), ("eta<20", 4, "a span such as 2h"),
    ("ended=1h", 6, "a span is compared by `<` or `>`: ended<1h is less than 1h ago"),
    ("elapsed=usual", 8, "what is usual is compared by `<` or `>`: elapsed>usual"),
    ("elapsed>unusual", 8, "a time span is in s, m, h, d or w"),
    ("ended!=1h30m", 7, "a span is compared by `<` or `>`"),
    ("eta:30m", 4, "eta<30m is less than 30m from now"),
    ("ended=today,1h", 12, "a span is compared by `<` or `>`"),
    ("(a", 0, "this `(` is not closed"), ("a (", 2, "this `(` is not closed"),
    ("a (b (c)", 2, "this `(` is not closed"),
    ("a)", 1, "this `)` closes nothing"), (")", 0, "this `)` closes nothing"),
    ("()", 1, "there is nothing between the parentheses"),
    ("\"a", 0, "this quote is not closed"), ("x 'a", 2, "this quote is not closed"),
    ("id=\"a", 3, "this quote is not closed"),
    ("\"id\"=x", 4, "`=` needs a field before it, without quotes"),
    ("\"a\"b", 3, "a blank is missing after the quote"),
    ("=x", 0, "`=` needs a field before it"), ("!=x", 0, "`!=` needs a field before it"),
    ("a,b", 1, "`,` separates the values of a field"), (",", 0, "`,` separates the values"),
    ("and x", 0, "`and` needs a filter on both sides"), ("x or", 4, "something to look for"),
    ("x and", 5, "something to look for"), ("or", 0, "`or` needs a filter on both sides"),
    ("a or or b", 5, "`or` needs"), ("!", 1, "something to look for"),
    ("not", 3, "something to look for"), ("a !", 3, "something to look for"),
    ("id~/a", 3, "this pattern has no closing `/`"),
    ("prefix~/a/b", 9, "the pattern ends at this `/`"),
    ("id~//", 3, "the pattern between the slashes is empty"),
    ("id~/(/", 3, "the pattern can't be read"), ("id~/[a/", 3, "the pattern can't be read"),
    ("id~/(a)\\1/", 3, "back-references"), ("id~/a{999}{999}/", 3, "repeats more than"),
    ("id=a(b)", 3, "a value with parentheses is written in quotes"),
  ])
  func `a problem names its place and what would be right`(
    text: String, offset: Int, message: String
  ) throws {
    let problem = try #require(self.problem(text))
    #expect(problem.offset == offset, "\(problem.message)")
    #expect(problem.message.contains(message), "\(problem.message)")
    #expect(Format.line(problem.message) == problem.message)
  }

  @Test func `offsets count characters, not bytes`() {
    #expect(problem("é👩‍👩‍👧 statu=x")?.offset == 3)
  }

  @Test(arguments: [
    ("a b", "a b"), ("a and b", "a b"), ("a AND b Or c", "(a b) or c"), ("a or b c", "a or (b c)"),
    ("((a))", "a"), ("!!a", "!!a"), ("not a b", "!a b"), ("!(a b)", "!(a b)"),
    ("id=x", "identifier=x"), ("STATUS=In_Progress", "status=running"), ("age<120m", "age<2h"),
    ("age<1d12h", "age<36h"), ("data>1.5tb", "data>1500gb"), ("elapsed>0.5s", "elapsed>0.5s"),
    ("progress >= 50 %x", "progress>=50 %x"), ("bucket = a , b c", "bucket=a,b c"),
    ("prefix~year=2026/", "prefix~year=2026/"), ("\"and\"", "\"and\""), ("it's", "\"it's\""),
    (#""a\"b\\c""#, #""a\"b\\c""#), ("id~/a\\/b\\./", "identifier~/a\\/b\\./"),
    ("started>2026-11-21t02:05", "started>2026-11-21T02:05"), ("a!b", "\"a!b\""),
    ("elapsed>Usual", "elapsed>usual"), ("started>=6:00", "started>=06:00"),
    ("ended>=Monday", "ended>=mon"),
    ("started:TONIGHT", "started=tonight"), ("ended<90m", "ended<90m"), ("eta<120m", "eta<2h"),
    ("started=mon,tue", "started=mon,tue"), ("eta<06:00", "eta<06:00"),
    ("failed", "failed"), ("\"failed\"", "\"failed\""), ("In_Progress x", "In_Progress x"),
    ("status:failed,canceled", "status=failed,canceled"), ("bucket:lake", "bucket~lake"),
    ("source:/^a/", "source~/^a/"), ("progress:50", "progress=50"), ("data:>1tb", "data>1000gb"),
    ("STATUS: failed", "status=failed"), ("\"status:failed\"", "\"status:failed\""),
    ("arn:aws:rds", "arn:aws:rds"), ("rds:orders", "rds:orders"),
  ])
  func `what was understood can be written down`(text: String, written: String) throws {
    let filter = try Filter.parse(text)
    #expect(filter.description == written)
    #expect(try Filter.parse(written) == filter)
  }

  private static let unfinished = [
    "status=", "status=f", "status=failed,", "status=failed,ca", "status!=IN_", "status:",
    "status:st",
    "progress>", "progress>=5.", "data>5.", "age<5", "age<1h5", "age<1h5.", "started>", "started>y",
    "elapsed>u", "elapsed>=usua", "started>2", "started>20", "started>20:", "started>20:0",
    "started>6:", "ended<1", "ended<1h3",
    "ended<1.", "started>=mo", "started>=wedn", "started=ton", "eta<0", "eta<00:5", "eta<3",
    "started>2026-", "started>2026-1", "started>2026-02-2", "started>2026-02-28T",
    "started>2026-02-28T2", "started>2026-02-28T23:5", "(", "(a", "((a) b", "a (", "!", "not",
    "a or",
    "a and ", "or", "and", "a or an", "a or or", "\"a", "id='", "id~/a", "id~/", "id~", "id=x,",
    "x status=f", "(status=f", "!status=f",
  ]

  @Test(arguments: unfinished)
  func `what typing on can put right is only unfinished`(text: String) {
    if let problem = problem(text) { #expect(problem.isUnfinished, "\(problem.message)") }
  }

  private static let mistakes = [
    "statu=", "statu=f", "status=x", "status=f ", "status=\"f\"", "status=x,", "status=f,failed",
    "status>f", "progress>h", "progress>5x", "progress>.", "progress>5,", "age<5y", "age<h",
    "started>2026-13", "started>2026-02-3", "started>2026-1-", "started>2026-02-28T25",
    "started>tomorrow", "started>24:", "started>20:6", "started>20:00:", "ended<1h3y", "ended=1h",
    "started>=mond ", "eta<x", ")", "()", "a)", ",", "a,", "and x", "or ", "(or )", "a or or b",
    "id~/a/b", "id~/(/", "\"a\"b", "=", "=x", "id=a(", "status= )", "(status=x",
  ]

  @Test(arguments: mistakes)
  func `what no more text can put right is a mistake at once`(text: String) throws {
    let problem = try #require(self.problem(text))
    #expect(!problem.isUnfinished, "\(problem.message)")
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `no beginning of a filter is called a mistake`(seed: Seed) throws {
    var random = seed.generator("beginnings")
    for _ in 0..<1500 {
      let text = FilterExpression.random(depth: 2, using: &random).description
      for end in text.unicodeScalars.indices {
        let beginning = String(text.unicodeScalars[..<end])
        if let problem = problem(beginning) {
          #expect(problem.isUnfinished, "\(beginning), of \(text): \(problem.message)")
        }
      }
    }
  }

  @Test func `nesting has a limit and no text is too deep to read`() throws {
    #expect(
      try Filter.parse(String(repeating: "(", count: 60) + "a" + String(repeating: ")", count: 60))
        .description == "a")
    #expect(problem(String(repeating: "(", count: 100_000))?.message.contains("too deep") == true)
    #expect(
      problem(String(repeating: "!", count: 100_000) + "a")?.message.contains("too deep") == true)
    #expect(
      problem(String(repeating: "not ", count: 10_000) + "a")?.message.contains("too deep") == true)
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `any expression that can be meant survives writing and reading`(seed: Seed) throws {
    var random = seed.generator("expressions")
    for _ in 0..<4000 {
      let expression = FilterExpression.random(depth: 4, using: &random)
      let text = expression.description
      #expect(try Filter.parse(text).expression == expression, "\(text)")
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `no text crashes the parser, and what it reads it can write`(seed: Seed) throws {
    var random = seed.generator("filter texts")
    let pieces =
      "( ) ! not and or , = != ~ > >= < <= \" ' / \\ é 👩‍👩‍👧 \u{0} \u{301} . 1 9999999999999999 h gb { } [ * + ? { 1,9 } ^ $ | status progress data age started id bucket failed today 2026-11-21"
      .split(separator: " ").map(String.init) + [" ", " "]
    for _ in 0..<6000 {
      let text = (0..<Int.random(in: 0...12, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      if let problem = problem(text) {
        #expect((0...text.count).contains(problem.offset), "\(text): \(problem.message)")
        #expect(!problem.message.isEmpty)
      } else {
        let filter = try Filter.parse(text)
        #expect(try Filter.parse(filter.description) == filter, "\(text)")
        let test = filter.test(at: FilterFixtures.moment, now: FilterFixtures.moment.wall)
        _ = FilterFixtures.tasks.filter(test)
      }
    }
  }
}
