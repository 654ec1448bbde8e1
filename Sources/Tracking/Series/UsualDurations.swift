import FoundationEssentials
import RDSExports

extension TrackedTasks {
  /// How long exports that have not begun are likely to take, in seconds, from STARTING to their end:
  /// by the earlier runs of their series, or else of their source.
  ///
  /// It looks at each series once, so ask for all exports together, and not for each frame.
  /// - Returns: For each request, in order; nil where no run of it is known.
  public func usualDurations(of requests: [StartExportTaskRequest]) -> [TimeInterval?] {
    let wanted = requests.map { request in
      var task = ExportTask(exportTaskIdentifier: request.exportTaskIdentifier)
      task.sourceArn = request.sourceArn
      task.exportOnly = request.exportOnly
      return TrackedTask(
        id: TaskID(site: SiteID(0), identifier: request.exportTaskIdentifier), task: task,
        observedAt: .distantPast)
    }
    let names = wanted.map(\.seriesName)
    var numbers: [SeriesName: [Int]] = [:]
    let sought = Set(names)
    let sources = Set(names.map(\.source))
    var ofSource: [String: [Int]] = [:]
    for number in 0..<series.series.count {
      let name = self[series.series.named(number)].seriesName
      if sought.contains(name) { numbers[name, default: []].append(number) }
      if sources.contains(name.source) { ofSource[name.source, default: []].append(number) }
    }
    return zip(wanted, names).map { task, name in
      duration(of: task, numbers[name] ?? []) ?? duration(of: task, ofSource[name.source] ?? [])
    }
  }

  private func duration(of task: TrackedTask, _ numbers: [Int]) -> TimeInterval? {
    let runs = numbers.flatMap(series.series.runs).compactMap { slot in
      Usual.Run(self[slot], starting: series.startings[slot])
    }.sorted { $0.start < $1.start }
    guard let last = runs.last else { return nil }
    // One run says more than nothing.
    guard let usual = Usual(of: task, runs) else { return last.duration + (last.starting ?? 0) }
    return usual.duration + (usual.starting?.median ?? 0)
  }
}
