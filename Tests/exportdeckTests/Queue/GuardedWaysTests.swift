import AWSCore
import Foundation
import Monitor
import RDSExports
import Testing
import Tracking

@testable import exportdeck

/// The word of production is asked where production is, and where nobody can tell.
@Suite struct GuardedWaysTests {
  private let site = Site(
    endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
    account: "111111111111")

  private struct NoClient: ExportTasksClient {
    func describeExportTasks(
      _ request: DescribeExportTasksRequest
    ) async throws(ExportTasksError) -> ExportTaskPage { throw .invalid([]) }
    func startExportTask(
      _ request: StartExportTaskRequest
    ) async throws(ExportTasksError) -> ExportTask { throw .invalid([]) }
    func cancelExportTask(identifier: String) async throws(ExportTasksError) -> ExportTask {
      throw .invalid([])
    }
  }

  private func way(to site: Site?, region: String = "eu-west-1") -> GuardedWays.Way {
    GuardedWays.Way(region: region) { () async throws(AWSError) in
      guard let site else { throw .cancelled }
      return SiteVisit(
        client: NoClient(), label: ContextLabel(profile: "p", region: site.region), site: site,
        keyID: "AKID")
    }
  }

  @Test func `a site is production where such a context leads there`() async {
    var another = site
    another.account = "222222222222"
    var elsewhere = site
    elsewhere.region = "us-east-1"
    #expect(await GuardedWays([way(to: another), way(to: site)]).lead(to: site))
    #expect(await !GuardedWays([way(to: another), way(to: elsewhere)]).lead(to: site))
    #expect(await !GuardedWays([]).lead(to: site))
  }

  @Test func `it may be where the account, or all of it, isn't known`() async {
    var unknown = site
    unknown.account = nil
    #expect(await GuardedWays([way(to: unknown)]).lead(to: site))
    #expect(await GuardedWays([way(to: nil)]).lead(to: site))
    #expect(await GuardedWays([way(to: nil, region: "")]).lead(to: site))
    #expect(await !GuardedWays([way(to: nil, region: "us-east-1")]).lead(to: site))
  }
}
