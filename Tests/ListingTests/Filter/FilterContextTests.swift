import RDSExports
import Testing
import Tracking

@testable import Listing

/// Fields that ask how an export is watched.
@Suite struct FilterContextTests {
  private static let sites = [
    SiteID(1): SiteWords(
      contexts: ["prod·eu-west-1", "prod"], profiles: ["prod", "prod-admin"], region: "eu-west-1",
      account: "111111111111"),
    SiteID(2): SiteWords(
      contexts: ["prod·us-east-1", "prod"], profiles: ["prod"], region: "us-east-1"),
    SiteID(3): SiteWords(
      contexts: ["staging"], profiles: ["stage"], region: "eu-west-1", account: "333333333333"),
  ]

  private static let tasks = [1, 2, 3, 4].map { site in
    var task = ExportTask(exportTaskIdentifier: "t\(site)")
    // A snapshot that another account shares.
    if site == 3 { task.sourceArn = "arn:aws:rds:sa-east-1:999999999999:snapshot:shared" }
    return TrackedTask(
      id: TaskID(site: SiteID(site), identifier: "t\(site)"), task: task,
      observedAt: FilterFixtures.now)
  }

  @Test(arguments: [
    ("context=prod", ["t1", "t2"]), ("context=prod·eu-west-1", ["t1"]),
    ("context~east", ["t2"]), ("context!=prod", ["t3", "t4"]), ("profile=prod-admin", ["t1"]),
    ("profile=stage", ["t3"]), ("region=eu-west-1", ["t1", "t3"]), ("region=sa-east-1", ["t3"]),
    ("account=333333333333", ["t3"]), ("account=999999999999", ["t3"]),
    ("account~111 or context=staging", ["t1", "t3"]), ("!account~1", ["t2", "t3", "t4"]),
    ("context=PROD profile~admin", ["t1"]), ("prod", []),
  ])
  func `contexts, profiles, regions and accounts are asked for`(
    text: String, found: [String]
  ) throws {
    #expect(try FilterFixtures.matching(text, in: Self.tasks, sites: Self.sites) == found)
  }

  @Test func `a pool gives the list of a site that is gone to the next one`() {
    var pool = TaskPool()
    for number in 0..<10_000 {
      pool.keep(only: [])
      let task = TrackedTask(
        id: TaskID(site: SiteID(number), identifier: "t"),
        task: ExportTask(exportTaskIdentifier: "t"), observedAt: .distantPast)
      pool.set(TrackedTasks([task]), as: pool.list(of: SiteID(number)))
    }
    #expect(pool.lists.count == 1)
    #expect(pool.row(of: TaskID(site: SiteID(9999), identifier: "t")) != nil)
    #expect(pool.row(of: TaskID(site: SiteID(9998), identifier: "t")) == nil)
  }
}
