import Foundation
import Testing

@testable import Simulator

@Suite struct `the list of export tasks` {
  static let start = Date(timeIntervalSince1970: 1_795_348_800)

  func state(tasks: Int = 250) -> ServiceState {
    let options = SimulatorOptions(tasks: tasks, seed: 3)
    return ServiceState(
      account: Account(options: options, account: "123456789012", start: Self.start))
  }

  func describe(
    _ state: inout ServiceState, _ parameters: [String: String] = [:], now: Date = Self.start
  ) throws -> (identifiers: [String], marker: String?) {
    var form = Form()
    var all = ["Action": "DescribeExportTasks", "Version": "2014-10-31"]
    all.merge(parameters) { $1 }
    let text = all.map { name, value in
      "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
    }.joined(separator: "&")
    try form.add(text.utf8)
    state.account.catchUp(to: now)
    let answer = String(
      decoding: try state.perform(form, now: now, requestID: "r"), as: UTF8.self)
    return (
      Self.contents("ExportTaskIdentifier", answer), Self.contents("Marker", answer).first
    )
  }

  static func contents(_ name: String, _ xml: String) -> [String] {
    xml.components(separatedBy: "<\(name)>").dropFirst()
      .map { $0.components(separatedBy: "</\(name)>")[0] }
  }

  func filter(_ name: String, _ values: String...) -> [String: String] {
    var form = ["Filters.Filter.1.Name": name]
    for (index, value) in values.enumerated() {
      form["Filters.Filter.1.Values.Value.\(index + 1)"] = value
    }
    return form
  }

  func pages(
    _ state: inout ServiceState, _ parameters: [String: String]
  ) throws -> [[String]] {
    var (parameters, pages) = (parameters, [[String]]())
    while true {
      let page = try describe(&state, parameters)
      pages.append(page.identifiers)
      guard let marker = page.marker else { return pages }
      parameters["Marker"] = marker
    }
  }

  func refusal(_ parameters: [String: String]) -> Refusal? {
    var state = state(tasks: 30)
    do {
      _ = try describe(&state, parameters)
      return nil
    } catch { return error as? Refusal }
  }

  @Test(arguments: [20, 49, 50, 100])
  func `comes in full pages, newest first, everything once`(_ size: Int) throws {
    var state = state()
    let pages = try pages(&state, ["MaxRecords": "\(size)"])
    #expect(pages.dropLast().allSatisfy { $0.count == size })
    #expect((1...size).contains(pages.last?.count ?? 0))
    #expect(pages.flatMap { $0 } == state.account.tasks.map(\.identifier).reversed())
  }

  @Test func `has no marker after the last page even when that is full`() throws {
    var state = state(tasks: 200)
    #expect(try pages(&state, [:]).map(\.count) == [100, 100])
  }

  @Test func `pages on undisturbed by what is started meanwhile`() throws {
    var state = state(tasks: 0)
    for number in 0..<25 {
      let request = StartRequest(
        identifier: "t\(number)",
        sourceARN: "arn:aws:rds:eu-west-1:123456789012:snapshot:users-prod-before-upgrade",
        bucket: "acme-lake-raw", roleARN: "arn:aws:iam::123456789012:role/rds-s3-export",
        keyID: "alias/lake", prefix: "", exportOnly: [])
      let now = Self.start + Double(number) * 86_400
      state.account.catchUp(to: now)
      _ = try state.account.start(request, now: now)
    }
    let now = Self.start + 25 * 86_400
    let first = try describe(&state, ["MaxRecords": "20"], now: now)
    var late = StartRequest(
      identifier: "late",
      sourceARN: "arn:aws:rds:eu-west-1:123456789012:snapshot:stock-prod-before-upgrade",
      bucket: "acme-lake-raw", roleARN: "arn:aws:iam::123456789012:role/rds-s3-export",
      keyID: "alias/lake", prefix: "", exportOnly: [])
    late.prefix = "x"
    _ = try state.account.start(late, now: now)
    let second = try describe(
      &state, ["MaxRecords": "20", "Marker": first.marker ?? ""], now: now)
    #expect(
      first.identifiers + second.identifiers == (0..<25).reversed().map { "t\($0)" })
  }

  @Test func `is narrowed by each of the four filters as by looking at every task`() throws {
    var state = state()
    let tasks = state.account.tasks
    let some = tasks[17]
    let cases: [([String: String], (SimulatedTask) -> Bool)] = [
      (
        filter("export-task-identifier", some.identifier, tasks[90].identifier, "no-such"),
        { [some.identifier, tasks[90].identifier].contains($0.identifier) }
      ),
      (filter("s3-bucket", "acme-audit-exports"), { $0.bucket == "acme-audit-exports" }),
      (filter("source-arn", some.sourceARN), { $0.sourceARN == some.sourceARN }),
      (
        filter("status", "in_progress", "starting"),
        { [.inProgress, .starting].contains($0.state(at: Self.start).status) }
      ),
      (
        filter("status", "failed", "in_progress"),
        { [.inProgress, .failed].contains($0.state(at: Self.start).status) }
      ),
      (["ExportTaskIdentifier": some.identifier], { $0.identifier == some.identifier }),
      (["ExportTaskIdentifier": "no-such"], { _ in false }),
      (["SourceArn": some.sourceARN], { $0.sourceARN == some.sourceARN }),
      (["SourceType": "CLUSTER"], { $0.isCluster }),
      (["SourceType": "SNAPSHOT"], { !$0.isCluster }),
      (filter("status", "IN_PROGRESS"), { _ in false }),
      (filter("s3-bucket", "ACME-AUDIT-EXPORTS"), { _ in false }),
    ]
    for (parameters, isWanted) in cases {
      let found = try pages(&state, parameters).flatMap { $0 }
      #expect(found == tasks.reversed().filter(isWanted).map(\.identifier), "\(parameters)")
    }
  }

  @Test func `of two filters meets both`() throws {
    var state = state()
    var both = filter("status", "complete")
    both["Filters.Filter.2.Name"] = "s3-bucket"
    both["Filters.Filter.2.Values.Value.1"] = "acme-audit-exports"
    let found = try pages(&state, both).flatMap { $0 }
    let wanted = state.account.tasks.reversed().filter {
      $0.bucket == "acme-audit-exports" && $0.state(at: Self.start).status == .complete
    }
    #expect(!found.isEmpty)
    #expect(found == wanted.map(\.identifier))
  }

  @Test(arguments: [
    ["MaxRecords": "19"], ["MaxRecords": "101"], ["MaxRecords": "many"], ["Marker": "x"],
    ["Marker": "v1.00000000000000000000000000000000"], ["SourceType": "snapshot"],
    ["Filters.Filter.1.Name": "Status", "Filters.Filter.1.Values.Value.1": "failed"],
    ["Filters.Filter.1.Name": "status"],
  ])
  func `refuses a parameter's value`(_ parameters: [String: String]) {
    #expect(refusal(parameters)?.code == "InvalidParameterValue")
    #expect(refusal(parameters)?.status == 400)
  }

  @Test func `tells the range of MaxRecords in AWS's words`() {
    #expect(
      refusal(["MaxRecords": "10"])?.message
        == "Invalid value 10 for MaxRecords. Must be between 20 and 100")
  }

  @Test func `misses a filter's name`() {
    #expect(refusal(["Filters.Filter.1.Values.Value.1": "x"])?.code == "MissingParameter")
  }

  @Test func `follows a task through its life, remembered answers included`() throws {
    var state = state(tasks: 40)
    for hour in 0..<8 {
      let now = Self.start + Double(hour) * 3600
      for status in TaskStatus.allCases {
        let word = status.rawValue.lowercased()
        let found = try describe(&state, filter("status", word), now: now).identifiers
        let wanted = state.account.tasks.reversed().filter { $0.state(at: now).status == status }
        #expect(found == wanted.map(\.identifier))
      }
    }
    #expect(try describe(&state, filter("status", "in_progress")).identifiers.isEmpty)
  }

  @Test func `with filters ignored lists everything, compared by case nothing, refused fails`()
    throws
  {
    var state = state(tasks: 40)
    let running = filter("status", "in_progress", "starting")
    state.faults.filters = .ignored
    #expect(try describe(&state, running).identifiers.count == 40)
    state.faults.filters = .caseCompared
    #expect(try describe(&state, running).identifiers.isEmpty)
    state.faults.filters = .refused
    #expect(throws: Refusal.self) { try describe(&state, running) }
    #expect(try describe(&state).identifiers.count == 40)
    state.faults.filters = .honoured
    #expect(try describe(&state, running).identifiers.count == 5)
  }
}
