import Foundation
import Ground
import RDSExports
import Testing
import Tracking

@testable import Listing

@Suite struct FilterMatchingTests {
  private let everything = FilterFixtures.tasks.map(\.id.identifier)

  @Test(arguments: [
    ("orders", ["nightly-orders"]),
    ("ORDERS", ["nightly-orders"]),
    ("archive", ["users-full", "users-partial"]),
    ("billing-cluster", ["adhoc-billing"]),
    ("rds/stock", ["nightly-stock"]),
    ("ÉTÉ", ["users-full"]),
    ("nightly -stock", ["nightly-stock"]),
    ("nightly not stock", ["nightly-orders"]),
    ("nightly !stock", ["nightly-orders"]),
    ("orders or stock", ["nightly-orders", "nightly-stock"]),
    ("archive full or orders", ["nightly-orders", "users-full"]),
    ("archive (full or orders)", ["users-full"]),
    ("!(nightly or users or old) and !odd", ["adhoc-billing"]),
    ("\"users-\" 'full'", ["users-full"]),
    // The parts of an ARN other than its name are in nearly all sources.
    ("snapshot", []), ("123456789012", []),
    ("rds:orders", ["nightly-orders"]),
    ("arn:aws:rds:us-east-1", ["adhoc-billing"]),
    ("/", ["nightly-orders", "nightly-stock", "users-full"]),
  ])
  func `words are looked for in identifier, source, bucket and prefix`(
    text: String, found: [String]
  ) throws {
    #expect(try FilterFixtures.matching(text) == found)
  }

  @Test func `no filter, and an empty word, list everything`() throws {
    #expect(try Filter.parse("  ").isEmpty)
    #expect(try FilterFixtures.matching("") == everything)
    #expect(try FilterFixtures.matching("\"\"") == everything)
    #expect(Filter.all.isEmpty)
    #expect(try !Filter.parse("x").isEmpty)
  }

  @Test(arguments: [
    ("id=nightly-stock", ["nightly-stock"]),
    ("identifier=NIGHTLY-STOCK", ["nightly-stock"]),
    ("id=nightly", []),
    ("id~nightly", ["nightly-orders", "nightly-stock"]),
    ("bucket=tmp,archive", ["adhoc-billing", "users-full", "users-partial"]),
    ("bucket=lake", []),
    ("bucket!=lake-raw,archive", ["adhoc-billing", "old-canceled", "old-canceling", "odd"]),
    ("source=users", ["users-full"]),
    ("source=arn:aws:rds:eu-west-1:123456789012:snapshot:users", ["users-full"]),
    ("source~prod", ["nightly-orders", "nightly-stock"]),
    ("source~snapshot", []),
    ("role=service/lake-export", ["nightly-orders"]),
    ("role~lake", ["nightly-orders"]),
    ("key=1234ABCD", ["nightly-orders"]),
    ("account=999999999999", ["adhoc-billing"]),
    ("region=us-east-1", ["adhoc-billing"]),
    ("region~west", ["nightly-orders", "nightly-stock", "users-full"]),
    ("type=cluster", ["adhoc-billing"]),
    ("failure~kms", ["nightly-stock"]),
    ("warning~skipped", ["users-full"]),
    ("prefix=\"\"", ["adhoc-billing"]),
    ("source ~ prod and id != nightly-stock", ["nightly-orders"]),
  ])
  func `text fields are compared whole, by part and in lists`(text: String, found: [String]) throws
  {
    #expect(try FilterFixtures.matching(text) == found)
  }

  @Test(arguments: [
    ("id~/^nightly-(orders|stock)$/", ["nightly-orders", "nightly-stock"]),
    ("id~/^NIGHTLY/", ["nightly-orders", "nightly-stock"]),
    ("id~/^orders/", []),
    ("source~/^rds:.*[0-9]{4}$/", ["nightly-orders"]),
    ("source~/^arn:aws:rds:us/", ["adhoc-billing"]),
    ("prefix~/^rds\\/st/", ["nightly-stock"]),
    ("prefix~/^$/", ["adhoc-billing"]),
    ("region~/^eu-[a-z]+-1$/ account~/^1/ id~/k$/", ["nightly-stock"]),
    ("id~/k$/,full", ["nightly-stock", "users-full"]),
    ("!id~/l/", ["nightly-stock", "odd"].filter { !$0.contains("l") }),
  ])
  func `patterns are POSIX extended ones and ignore case`(text: String, found: [String]) throws {
    #expect(try FilterFixtures.matching(text) == found)
  }

  @Test(arguments: [
    ("status=failed,canceled", ["nightly-stock", "old-canceled"]),
    ("status=IN_PROGRESS", ["nightly-orders"]),
    ("status=running", ["nightly-orders"]),
    ("status=Starting", ["adhoc-billing"]),
    ("status=complete", ["users-full", "users-partial"]),
    ("status=warnings", ["users-full"]),
    ("status=complete status!=warnings", ["users-partial"]),
    ("status=active", ["nightly-orders", "adhoc-billing", "old-canceling"]),
    ("status=ended", ["nightly-stock", "users-full", "users-partial", "old-canceled"]),
    ("status=unknown", ["odd"]),
    ("status=cancelled", ["old-canceled"]),
    ("status=canceling", ["old-canceling"]),
    ("status!=active,ended", ["odd"]),
    ("status=stalled", []),
  ])
  func `statuses are the API's words, ours and sets of them`(text: String, found: [String]) throws {
    #expect(try FilterFixtures.matching(text) == found)
  }

  @Test func `stalled is what the phase says`() throws {
    let resting = FilterFixtures.task(
      "resting", "IN_PROGRESS",
      progress: ProgressEvidence(
        lastMovement: FilterFixtures.now.addingTimeInterval(-100_000), usualRest: 30, samples: 50))
    let stuck = FilterFixtures.task("stuck", "STARTING", progress: resting.progress)
    let tasks = [resting, stuck] + FilterFixtures.tasks
    func matching(_ text: String) throws -> [String] {
      try FilterFixtures.matching(text, in: tasks)
    }
    #expect(try matching("status=stalled") == ["resting", "stuck"])
    #expect(try matching("status=running") == ["resting", "nightly-orders"])
    #expect(try matching("status=starting") == ["stuck", "adhoc-billing"])
    #expect(try matching("status!=stalled status=active").first == "nightly-orders")
    #expect(try matching("status!=starting,ended,unknown").first == "resting")
    #expect(try matching("status=active").prefix(2) == ["resting", "stuck"])
  }

  @Test func `what hasn't stalled is no wider than what runs`() throws {
    let running = try Filter.parse("status=running")
    #expect(!running.isNarrower(than: try Filter.parse("status!=stalled")))
    #expect(running.isNarrower(than: try Filter.parse("status!=failed")))
    #expect(running.reachOfTime == .nothing)
    #expect(try Filter.parse("status!=stalled").reachOfTime == .open)
  }

  @Test(arguments: [
    ("progress>=64", ["nightly-orders", "users-full", "users-partial"]),
    ("progress>64", ["users-full", "users-partial"]),
    ("progress<=64", ["nightly-orders", "nightly-stock"]),
    ("progress<64%", ["nightly-stock"]),
    ("progress=31,64", ["nightly-orders", "nightly-stock"]),
    ("progress!=100 progress!=31 status!=starting bucket=lake-raw", ["nightly-orders"]),
    // A task that is starting has no progress, though the API says 0.
    ("progress=0", []),
    ("data>100gb", ["nightly-orders", "users-full"]),
    ("data>=1.5TB", ["users-full"]),
    ("data>1.5tb", []),
    ("data<1", ["adhoc-billing"]),
    ("data=88g", ["nightly-stock"]),
    ("data<0.001pb data>0.1tb", ["nightly-orders"]),
    ("age<2h", ["nightly-orders", "adhoc-billing"]),
    ("age>=1d", ["nightly-stock", "users-full"]),
    ("age>1d", ["users-full"]),
    ("age<=1h12m", ["nightly-orders", "adhoc-billing"]),
    ("age<4320s", ["adhoc-billing"]),
    ("elapsed>2h", ["nightly-stock", "users-full"]),
    ("elapsed=1h12m", ["nightly-orders"]),
    ("elapsed=1d", ["users-full"]),
    ("elapsed<1w", ["nightly-orders", "nightly-stock", "users-full"]),
    ("age!=1d age>0s", ["nightly-orders", "users-full"]),
  ])
  func `numbers are compared in their units`(text: String, found: [String]) throws {
    #expect(try FilterFixtures.matching(text) == found)
  }

  @Test func `what a task lacks satisfies only its negation`() throws {
    #expect(try FilterFixtures.matching("data>=0").contains("odd") == false)
    #expect(try FilterFixtures.matching("data!=5").contains("odd"))
    #expect(try FilterFixtures.matching("bucket~\"\"").contains("odd") == false)
    #expect(try FilterFixtures.matching("bucket!=x").contains("odd"))
    #expect(try FilterFixtures.matching("ended!=today").contains("odd"))
  }

  @Test(arguments: [
    ("started=today", ["nightly-orders"]),
    ("started=yesterday", ["nightly-stock"]),
    ("started<today", ["nightly-stock", "users-full"]),
    ("started>=yesterday", ["nightly-orders", "nightly-stock"]),
    ("started>yesterday", ["nightly-orders"]),
    ("started<=2026-11-21", ["nightly-stock", "users-full"]),
    ("ended=2026-11-20", ["users-full"]),
    ("started=2026-11-21T12:00", ["nightly-stock"]),
    ("started=2026-11-21T12:01", []),
    ("started>=2026-11-21T12:00:01", ["nightly-orders"]),
    ("started>\"2026-11-21 11:59\"", ["nightly-orders", "nightly-stock"]),
    ("ended=2026-11-20,2026-11-21", ["nightly-stock", "users-full"]),
  ])
  func `times are days, minutes and seconds`(text: String, found: [String]) throws {
    #expect(try FilterFixtures.matching(text) == found)
  }

  @Test func `days are local`() throws {
    let east = Moment(wall: FilterFixtures.now, monotonic: .zero, utcOffset: 14 * 3600)
    #expect(try FilterFixtures.matching("started=2026-11-22", moment: east) == ["nightly-stock"])
    let west = Moment(wall: FilterFixtures.now, monotonic: .zero, utcOffset: -12 * 3600)
    #expect(
      try FilterFixtures.matching("started=today", moment: west) == [])
    #expect(
      try FilterFixtures.matching("started=yesterday", moment: west) == [
        "nightly-orders", "nightly-stock",
      ])
  }

  @Test func `ages are by the server's clock`() throws {
    #expect(try FilterFixtures.matching("age>4320s age<1d").isEmpty)
    #expect(
      try FilterFixtures.matching("age>4320s age<1d", serverAhead: 10) == ["nightly-orders"])
  }
}
