import Support
import Testing
import Tracking

@testable import Listing

/// A filter that is called narrower than another never lets through what the other does not: the list
/// looks no further than at what matched before.
@Suite struct FilterNarrowerTests {
  private func isNarrower(_ one: String, than other: String) throws -> Bool {
    try Filter.parse(one).isNarrower(than: Filter.parse(other))
  }

  @Test(arguments: [
    ("payments", "pay"), ("PAY", "pa"), ("pay", "pay"), ("pay", ""), ("pay prod", "pay"),
    ("pay prod", "prod p"), ("pays or payments", "pay"), ("pay", "pay or x"),
    ("bucket~lake", "bucket~la"), ("bucket=lake", "bucket~la"), ("bucket~lake,lamp", "bucket~la"),
    ("status=failed", "status=failed,canceled"), ("status=failed", "status=ended"),
    ("status=failed", "status!=active"), ("(a b) or (b c)", "b"), ("!x yz", "!x y"),
    ("failed x", "failed"), ("status=failed", "failed"), ("failedx", "failed"),
    ("arn:aws:rds", "arn:aws"), ("bucket~/la.*ke/ x", "bucket~/la.*ke/"), ("été x", "été"),
  ])
  func `typing on narrows`(narrow: String, wide: String) throws {
    #expect(try isNarrower(narrow, than: wide))
    if narrow != wide, narrow.lowercased() != wide.lowercased() {
      #expect(try !isNarrower(wide, than: narrow))
    }
  }

  @Test(arguments: [
    ("pa or x", "pa"), ("!pay", "!pa"), ("!pa", "pa"), ("bucket=lake", "bucket=la"),
    ("bucket!=lake", "bucket!=la"), ("bucket~lake,x", "bucket~lake"), ("status=failed", "stat"),
    ("status=failed,canceled", "status=failed"), ("bucket~la", "source~la"), ("pay", "bucket~pay"),
    ("failed", "faile"), ("failed", "status=failed"), ("running", "runn"), ("!failed", "!faile"),
    ("bucket~pay", "pay"), ("arn:aws:rds", "ar"), ("source~arn:aws:rds", "source~rds"),
    ("bucket~/lake/", "bucket~/la/"), ("progress>=5", "progress>=50"), ("étés", "été"),
    ("\u{212A}ey", "k"),
  ])
  func `what may let more through is looked for among all`(one: String, other: String) throws {
    #expect(try !isNarrower(one, than: other))
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<8)
  func `no task of a narrower filter is missing in the wider`(seed: Seed, round: Int) throws {
    var random = seed.generator("narrower \(round)")
    var proofs = 0
    for _ in 0..<400 {
      let (one, other) = Self.pair(using: &random)
      guard one.isNarrower(than: other) else { continue }
      proofs += 1
      let wide = other.test(at: FilterFixtures.moment, now: FilterFixtures.now)
      let narrow = one.test(at: FilterFixtures.moment, now: FilterFixtures.now)
      for task in FilterFixtures.tasks where narrow(task) {
        #expect(wide(task), "\(one) lets \(task.identifier) through, \(other) does not")
      }
    }
    #expect(proofs > 40, "hardly a pair was judged")
  }

  /// Two filters that have to do with each other.
  private static func pair(using random: inout SeededGenerator) -> (Filter, Filter) {
    let words = [
      "n", "ni", "nightly", "a", "ar", "arn:", "arn:aws", "users", "us", "été", "é", "prod",
    ]
    func leaf(_ random: inout SeededGenerator) -> FilterExpression {
      let text = FilterText.literal(random.pick(words))
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        return .text(
          random.pick(FilterTextField.allCases), random.pick([.equal, .notEqual, .contains]), [text]
        )
      case 1: return .random(depth: 1, using: &random)
      case 2:
        return .status(random.pick([.equal, .notEqual]), [random.pick(FilterStatus.allCases)])
      default: return .word(random.pick(words))
      }
    }
    let other = leaf(&random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return (Filter(.and([leaf(&random), other])), Filter(other))
    case 1: return (Filter(other), Filter(.or([leaf(&random), other])))
    case 2: return (Filter(.or([leaf(&random), leaf(&random)])), Filter(other))
    case 3: return (Filter(.not(leaf(&random))), Filter(.not(other)))
    default: return (Filter(leaf(&random)), Filter(other))
    }
  }

  @Test func `a filter of thousands of words is not compared word by word`() throws {
    let words = (0..<4000).map { "w\($0)" }.joined(separator: " ")
    let other = (0..<4000).reversed().map { "w\($0)" }.joined(separator: " ")
    #expect(try !isNarrower(words + " x", than: other))
  }
}
