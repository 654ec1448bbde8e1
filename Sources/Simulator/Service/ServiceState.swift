import FoundationEssentials

/// What a running simulator keeps: the account, the faults, and what it remembers for speed.
struct ServiceState: Sendable {
  var account: Account
  var faults = Faults() {
    // Remembered answers contain times by the server's clock.
    didSet { if faults.clockAheadSeconds != oldValue.clockAheadSeconds { settled = [:] } }
  }
  /// How often each action was called, refused calls included.
  var calls: [String: Int] = [:]
  var requests: UInt64 = 0
  /// What was asked to be started, in the order of the calls.
  var startCalls = StartCalls()
  private var settled: [Int: Settled] = [:]

  /// A finished task: most requests are for these, and they never change.
  private struct Settled: Sendable {
    var status: TaskStatus
    /// The complete `ExportTask` element; empty until it was first asked for.
    var element: [UInt8] = []
  }

  static let version = "2014-10-31"
  private static let actions = SimulatorOptions.lookups.union([
    "DescribeExportTasks", "StartExportTask", "CancelExportTask", "GetCallerIdentity",
  ])

  init(account: Account) { self.account = account }

  mutating func count(_ action: String) {
    // Unknown action names would let the table grow without end.
    if Self.actions.contains(action) { calls[action, default: 0] += 1 }
  }

  /// Carries out one of the three operations.
  /// - Returns: The answer's document.
  mutating func perform(
    _ form: Form, now: Date, requestID: String
  ) throws(Refusal) -> [UInt8] {
    guard let action = form["Action"] else { throw .missingAction }
    let version = form["Version"] ?? ""
    guard version == Self.version else { throw .invalidAction(action, version: version) }
    switch action {
    case "DescribeExportTasks":
      let page = try page(form, now: now)
      return Answers.describe(tasks: page.elements, marker: page.marker, requestID: requestID)
    case "StartExportTask":
      let position = try start(StartRequest(form), now: now)
      return Answers.started(members(position, now), requestID: requestID)
    case "CancelExportTask":
      let identifier = try form.required("ExportTaskIdentifier")
      let position = try account.cancel(identifier, now: now)
      return Answers.cancelled(members(position, now), requestID: requestID)
    default: throw .invalidAction(action, version: version)
    }
  }

  /// One page, newest first: tasks accepted while a client turns pages don't move the rest.
  private mutating func page(
    _ form: Form, now: Date
  ) throws(Refusal) -> (elements: [[UInt8]], marker: String?) {
    let markers = Markers(seed: account.seed)
    let query = try DescribeQuery(form, filters: faults.filters, markers: markers)
    var elements: [[UInt8]] = []
    for position in candidates(query) {
      guard query.names(account.tasks[position]) else { continue }
      if let statuses = query.statuses {
        let status = status(position, now).rawValue
        let word = faults.filters == .caseCompared ? status : status.lowercased()
        guard statuses.contains(word) else { continue }
      }
      if elements.count == query.limit {
        return (elements, markers.marker(position + 1))
      }
      elements.append(element(position, now))
    }
    return (elements, nil)
  }

  /// The positions that may belong to the answer, newest first. A whole account is counted down
  /// rather than copied.
  private func candidates(_ query: DescribeQuery) -> some Sequence<Int> {
    let end = min(query.before ?? account.tasks.count, account.tasks.count)
    let few = fewCandidates(query)?.filter { $0 < end }.sorted(by: >)
    return sequence(state: 0) { (taken: inout Int) -> Int? in
      defer { taken += 1 }
      guard taken < few?.count ?? end else { return nil }
      return few?[taken] ?? end - 1 - taken
    }
  }

  /// The positions of all possible matches, where an index has them; nil where every task must be
  /// looked at.
  private func fewCandidates(_ query: DescribeQuery) -> [Int]? {
    if let identifier = query.identifier {
      return [account.position(of: identifier)].compactMap { $0 }
    }
    if let identifiers = query.identifiers {
      return identifiers.compactMap { account.position(of: $0) }
    }
    let final = TaskStatus.allCases.filter(\.isFinal).map { $0.rawValue.lowercased() }
    if let statuses = query.statuses, faults.filters == .honoured, statuses.isDisjoint(with: final)
    {
      return account.active
    }
    return nil
  }

  private mutating func status(_ position: Int, _ now: Date) -> TaskStatus {
    if let known = settled[position] { return known.status }
    let status = account.status(at: position, now: now)
    if status.isFinal { settled[position] = Settled(status: status) }
    return status
  }

  private mutating func element(_ position: Int, _ now: Date) -> [UInt8] {
    if let known = settled[position], !known.element.isEmpty { return known.element }
    var xml = XMLWriter(reserving: 1100)
    let members = members(position, now)
    xml.element("ExportTask") { $0.append(members) }
    if status(position, now).isFinal { settled[position]?.element = xml.bytes }
    return xml.bytes
  }

  private func members(_ position: Int, _ now: Date) -> [UInt8] {
    let task = account.tasks[position]
    return Answers.members(
      task, task.state(at: now), clockAhead: Double(faults.clockAheadSeconds))
  }
}

extension StartRequest {
  init(_ form: Form) throws(Refusal) {
    self.init(
      identifier: try form.required("ExportTaskIdentifier"),
      sourceARN: try form.required("SourceArn"), bucket: try form.required("S3BucketName"),
      roleARN: try form.required("IamRoleArn"), keyID: try form.required("KmsKeyId"),
      prefix: form["S3Prefix"] ?? "", exportOnly: form.list("ExportOnly.member"))
  }
}
