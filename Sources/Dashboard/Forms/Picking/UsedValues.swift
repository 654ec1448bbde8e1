import RDSExports
import Tracking

extension State {
  /// What earlier exports of a site had in a field: that of the same source first, then the most
  /// used first.
  func usedValues(of field: FieldProblem.Field, for form: StartForm) -> [String] {
    guard field != .exportTaskIdentifier, let tasks = snapshot(of: form.site)?.tasks else {
      return []
    }
    let source = SeriesName.pattern(ofSourceArn: form.request.sourceArn)
    var counts: [String: Int] = [:]
    var ofSource: Set<String> = []
    for number in 0..<tasks.seriesCount {
      let runs = tasks.runs(inSeries: number)
      guard let last = runs.last else { continue }
      let isOfSource =
        !form.request.sourceArn.isEmpty
        && SeriesName.pattern(ofSourceArn: last.sourceArn ?? "") == source
      // What a series used last says what it uses; more is its history.
      for task in isOfSource ? runs : [last] {
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
