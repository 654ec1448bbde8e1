import FoundationEssentials
import RDSExports
import Tracking

extension State {
  /// What earlier exports of a site had in a field: that of the same source first, then the most
  /// used first.
  func usedValues(of field: FieldProblem.Field, for form: StartForm) -> [String] {
    guard field != .exportTaskIdentifier, let tasks = snapshot(of: form.site)?.tasks else {
      return []
    }
    if field == .sourceArn { return usedSources(in: tasks, like: form.request.sourceArn) }
    let source = SeriesName.pattern(ofSourceArn: form.request.sourceArn)
    var counts: [String: Int] = [:]
    var ofSource: Set<String> = []
    for number in 0..<tasks.seriesCount {
      let runs = tasks.runs(inSeries: number)
      guard let last = runs.last else { continue }
      let isOfSource =
        !form.request.sourceArn.isEmpty
        && SeriesName.pattern(ofSourceArn: last.sourceArn ?? "") == source
      // What a series used lately says what it uses; more is its history.
      for task in isOfSource ? runs : runs.suffix(Self.lately) {
        guard let value = task.value(of: field), !value.isEmpty else { continue }
        counts[value, default: 0] += runs.count
        if isOfSource { ofSource.insert(value) }
      }
    }
    return counts.sorted { one, other in
      let (first, second) = (ofSource.contains(one.key), ofSource.contains(other.key))
      if first != second { return first }
      return one.value == other.value ? one.key < other.key : one.value > other.value
    }.prefix(Self.mostUsedValues).map(\.key)
  }

  /// What was exported lately: the newest source of each series first, that of the field's own series
  /// before all, then what was exported before those, back and back. Who may list nothing chooses
  /// from these alone.
  private func usedSources(in tasks: TrackedTasks, like source: String) -> [String] {
    let pattern = SeriesName.pattern(ofSourceArn: source)
    var seen: Set<String> = []
    var used: [(turn: Int, isOwn: Bool, began: Date, source: String)] = []
    // Of thousands of series not all that they have exported is put in order.
    let most = min(Self.sourcesOfSeries, 1 + 2 * Self.mostUsedSources / max(1, tasks.seriesCount))
    for number in 0..<tasks.seriesCount {
      let runs = tasks.runs(inSeries: number)
      let isOwn =
        !source.isEmpty && SeriesName.pattern(ofSourceArn: runs.last?.sourceArn ?? "") == pattern
      var turn = 0
      for task in runs.suffix(2 * most).reversed() {
        guard turn < most else { break }
        guard let arn = task.sourceArn, !arn.isEmpty, seen.insert(arn).inserted else { continue }
        used.append((turn, isOwn, task.began ?? task.observedAt, arn))
        turn += 1
      }
    }
    return used.sorted { one, other in
      if one.turn != other.turn { return one.turn < other.turn }
      if one.isOwn != other.isOwn { return one.isOwn }
      return one.began == other.began ? one.source < other.source : one.began > other.began
    }.prefix(Self.mostUsedSources).map(\.source)
  }

  /// How many of its last runs say what a series uses.
  private static let lately = 5
  /// As automated snapshots are kept for two weeks or so, what is older is gone.
  private static let sourcesOfSeries = 14
  private static let mostUsedSources = 500
  private static let mostUsedValues = 50
}

extension TrackedTask {
  /// What a field of the form would have to hold to ask for this export.
  fileprivate func value(of field: FieldProblem.Field) -> String? {
    switch field {
    case .exportTaskIdentifier: identifier
    case .sourceArn: sourceArn
    case .s3BucketName: s3Bucket
    case .s3Prefix: s3Prefix
    case .iamRoleArn: iamRoleArn
    case .kmsKeyId: kmsKeyId
    case .exportOnly: exportOnly?.joined(separator: " ")
    }
  }
}
