import FoundationEssentials

/// The series of a site by number. A series keeps its number for as long as the site is watched.
extension TrackedTasks {
  public var seriesCount: Int { series.series.count }

  /// The number of the series that the task of a slot belongs to.
  public func seriesNumber(ofSlot slot: Int) -> Int { series.series.number(of: slot) }

  /// The name of a series, made anew each time.
  public func seriesName(_ number: Int) -> SeriesName {
    self[series.series.named(number)].seriesName
  }

  /// What tells the sources of series apart: two series with the same number export the same part of
  /// the same source under different names.
  public func sourceNumber(ofSeries number: Int) -> Int {
    series.sources.number(of: series.series.named(number))
  }

  /// The newest runs of a series by when they began, the oldest first: those that have a start, and
  /// those that wait for it or ended without one.
  public func runs(inSeries number: Int) -> [TrackedTask] {
    let started = tasks(series.series.runs(number))
    let unstarted = tasks(series.series.unstarted(number))
    if unstarted.isEmpty { return started }
    let all = (started + unstarted).map { (began: $0.began ?? $0.observedAt, task: $0) }
    return all.sorted { $0.began < $1.began }.suffix(Self.mostRuns).map(\.task)
  }

  /// How many runs of a series are known at most: older ones are forgotten.
  public static let mostRuns = RunTable.mostRuns
}
