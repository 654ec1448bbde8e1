/// What a `DescribeExportTasks` call asks for, checked by the API's rules.
struct DescribeQuery: Sendable {
  var identifier: String?
  var sourceARN: String?
  var isCluster: Bool?
  var identifiers: Set<String>?
  var buckets: Set<String>?
  var sourceARNs: Set<String>?
  /// As they were written: they are compared with the lower-case words.
  var statuses: Set<String>?
  /// The position before which the page begins; nil for the first page.
  var before: Int?
  var limit = 100

  private static let filterNames = ["export-task-identifier", "s3-bucket", "source-arn", "status"]

  init(_ form: Form, filters: Faults.Filters, markers: Markers) throws(Refusal) {
    identifier = form["ExportTaskIdentifier"].flatMap { $0.isEmpty ? nil : $0 }
    sourceARN = form["SourceArn"].flatMap { $0.isEmpty ? nil : $0 }
    switch form["SourceType"] {
    case nil, "": isCluster = nil
    case "SNAPSHOT": isCluster = false
    case "CLUSTER": isCluster = true
    case .some(let word): throw .parameterValue("Invalid value \(word) for SourceType.")
    }
    if let text = form["MaxRecords"] {
      guard let number = Int(text) else {
        throw .parameterValue("Invalid value \(text) for MaxRecords. Must be an integer.")
      }
      guard (20...100).contains(number) else {
        throw .parameterValue("Invalid value \(number) for MaxRecords. Must be between 20 and 100")
      }
      limit = number
    }
    if let marker = form["Marker"], !marker.isEmpty {
      guard let position = markers.position(marker) else {
        throw .parameterValue("The parameter Marker is invalid.")
      }
      before = position
    }
    try readFilters(form, filters)
  }

  private mutating func readFilters(_ form: Form, _ mode: Faults.Filters) throws(Refusal) {
    var number = 1
    while let name = form["Filters.Filter.\(number).Name"] {
      let values = form.list("Filters.Filter.\(number).Values.Value")
      if mode == .refused {
        throw .parameterValue("This operation does not support filters.")
      }
      guard Self.filterNames.contains(name) else {
        throw .parameterValue("Unrecognized filter name: \(name)")
      }
      if values.isEmpty {
        throw .parameterValue("The filter \(name) must have at least one value.")
      }
      if mode != .ignored { narrow(name, Set(values)) }
      number += 1
    }
    let isNameless = form.values.keys.contains { $0.hasPrefix("Filters.Filter.\(number).") }
    if isNameless { throw .missingParameter("Filters.Filter.\(number).Name") }
  }

  /// A filter that is given twice must match both times.
  private mutating func narrow(_ name: String, _ values: Set<String>) {
    switch name {
    case "export-task-identifier": identifiers = identifiers?.intersection(values) ?? values
    case "s3-bucket": buckets = buckets?.intersection(values) ?? values
    case "source-arn": sourceARNs = sourceARNs?.intersection(values) ?? values
    default: statuses = statuses?.intersection(values) ?? values
    }
  }

  /// Whether a task matches, apart from its status.
  func names(_ task: SimulatedTask) -> Bool {
    if let identifier, task.identifier != identifier { return false }
    if let identifiers, !identifiers.contains(task.identifier) { return false }
    if let sourceARN, task.sourceARN != sourceARN { return false }
    if let sourceARNs, !sourceARNs.contains(task.sourceARN) { return false }
    if let buckets, !buckets.contains(task.bucket) { return false }
    if let isCluster, task.isCluster != isCluster { return false }
    return true
  }
}

/// Opaque markers: positions, scrambled enough that nobody relies on them.
struct Markers: Sendable {
  let seed: UInt64

  func marker(_ position: Int) -> String {
    let hidden = UInt64(position) ^ mask
    return "v1." + hexadecimal(hidden) + hexadecimal(check(hidden))
  }

  /// Nil for anything but a marker of this account.
  func position(_ marker: String) -> Int? {
    guard marker.hasPrefix("v1."), marker.utf8.count == 35 else { return nil }
    let digits = marker.dropFirst(3)
    guard let hidden = UInt64(digits.prefix(16), radix: 16),
      let sum = UInt64(digits.dropFirst(16), radix: 16), sum == check(hidden)
    else { return nil }
    return Int(exactly: hidden ^ mask)
  }

  private var mask: UInt64 {
    var random = SeededRandom(seed: seed, purpose: "markers")
    return random.next()
  }

  private func check(_ hidden: UInt64) -> UInt64 {
    var random = SeededRandom(seed: hidden, purpose: "check of a marker")
    return random.next()
  }

  private func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
