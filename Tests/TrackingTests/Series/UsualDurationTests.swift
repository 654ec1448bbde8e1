import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct `How long an export takes that has not begun` {
  private func request(
    _ identifier: String, source: String = "orders-prod", only: [String] = []
  ) -> StartExportTaskRequest {
    StartExportTaskRequest(
      exportTaskIdentifier: identifier,
      sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:\(source)-202600000",
      s3BucketName: "b", iamRoleArn: "r", kmsKeyId: "k", exportOnly: only)
  }

  private func durations(
    _ nights: [ExportTask], _ requests: StartExportTaskRequest...
  ) -> [TimeInterval?] {
    var store = Store.knowing(nights)
    return store.look().snapshot.tasks.usualDurations(of: requests)
  }

  @Test func `goes by the runs of its series, in the order of the requests`() {
    let stock = (1...4).map {
      night($0, minutes: 20, series: "nightly-stock", source: "stock-prod")
    }
    #expect(
      durations(
        usualNights + stock, request("nightly-stock-3000", source: "stock-prod"),
        request("nightly-orders-3000"), request("adhoc", source: "other"))
        == [1200, 3000, nil])
  }

  @Test func `goes by its source where the series is new, and by one run where there is one`() {
    #expect(durations(usualNights, request("weekly-orders-1")) == [3000])
    #expect(durations([night(1, minutes: 42)], request("nightly-orders-3000")) == [2520])
    #expect(
      durations([night(1, minutes: 42, status: .failed)], request("nightly-orders-3000")) == [nil])
  }
}
