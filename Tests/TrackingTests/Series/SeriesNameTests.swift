import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct `The name of a series` {
  private func name(_ identifier: String, source: String? = nil) -> SeriesName {
    var task = export(identifier, .complete)
    task.sourceArn = source
    return TrackedTask(
      id: TaskID(site: SiteID(1), identifier: identifier), task: task, observedAt: noon
    ).seriesName
  }

  @Test(arguments: [
    ("nightly-orders-1122", "nightly-orders-*"),
    ("nightly-orders-2026-11-22", "nightly-orders-*"),
    ("nightly-orders-20261122", "nightly-orders-*"),
    ("nightly-orders-2026-11-22-01-00", "nightly-orders-*"),
    ("nightly-orders-2026-11-22T01-00-00Z", "nightly-orders-*"),
    ("nightly-orders-20261122T0100Z", "nightly-orders-*"),
    ("nightly-orders-22-nov-2026", "nightly-orders-*"),
    ("nightly-orders-22nov2026-full", "nightly-orders-*-full"),
    ("2026-11-22-orders", "*-orders"),
    ("orders1122", "orders*"),
    ("orders-4", "orders-*"),
    ("export-0d9f6f3e-5b0c-4f5a-9b1e-6a7c2f1d4e80", "export-*"),
    ("export-a8f3c2e1", "export-*"),
    ("export-decade-facade", "export-decade-facade"),
    ("db01-may-sales", "db01-may-sales"),
    ("adhoc-billing", "adhoc-billing"),
    ("archive-2026-q3", "archive-*-q3"),
    ("été-2026", "été-*"),
    ("1122", "*"),
  ])
  func `leaves out dates, times, numbers and what is random`(identifier: String, pattern: String) {
    #expect(name(identifier).pattern == pattern)
  }

  @Test(arguments: [
    ("snapshot:rds:orders-prod-2026-11-22-01-00", "rds:orders-prod-*"),
    ("cluster-snapshot:rds:search-cluster-2026-11-22-01-00", "rds:search-cluster-*"),
    ("snapshot:stock-prod-1121", "stock-prod-*"),
    // Two shards are two databases, and their numbers are no dates.
    ("snapshot:rds:shard-1-2026-11-22-01-00", "rds:shard-1-*"),
    ("snapshot:rds:shard-12-22-11-2026", "rds:shard-12-*"),
    ("snapshot:orders-7", "orders-*"),
    ("snapshot:awsbackup:job-0d9f6f3e-5b0c-4f5a-9b1e-6a7c2f1d4e80", "awsbackup:job-*"),
    ("snapshot:orders-prod-before-upgrade", "orders-prod-before-upgrade"),
    ("cluster:billing-2", "billing-2"),
  ])
  func `keeps what tells databases apart`(resource: String, source: String) {
    #expect(name("x", source: "arn:aws:rds:eu-west-1:123456789012:\(resource)").source == source)
  }

  @Test func `takes any text`() {
    for source in [nil, "", "arn:", "-", "not an ARN 2026-11-22"] as [String?] {
      #expect(name("-", source: source).pattern == "-")
      #expect(name("-", source: source).source == source ?? "")
    }
  }
}
