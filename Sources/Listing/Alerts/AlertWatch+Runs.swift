import FoundationEssentials
import Ground
import Planning
import Tracking
import Words

/// What happens to the runs that are due: they are late, or don't come.
extension AlertWatch {
  /// Takes in how the expected runs stand.
  ///
  /// What was so when a site's runs were first known is no news; what became so after `lastSeen`
  /// while no program ran, is.
  /// - Parameters:
  ///   - snapshot: The newest of a site.
  ///   - known: Up to when a site is known, by the server's clock.
  public mutating func take(
    _ runs: ExpectedRuns, of snapshot: (SiteID) -> Snapshot?, known: (SiteID) -> Date,
    at moment: Moment
  ) -> [Telling] {
    let before = self.runs
    self.runs = RunStates(runs, after: before)
    var tellings: [Telling] = []
    for row in runs.rows.prefix(while: \.state.isTrouble) {
      guard let kind = AlertKind(of: row.state), before.sites.contains(row.site),
        before.troubles[RunStates.Key(row)] != RunStates.Turn(kind: kind, period: row.period),
        let snapshot = snapshot(row.site)
      else { continue }
      let alert = Alert(kind, row, snapshot, local: moment.local)
      tellings += telling(alert, row, snapshot, known(row.site), moment)
    }
    return tellings
  }

  /// Of the runs that are late or missing now, those that are open or news by what is remembered.
  public func past(
    of memory: RememberedAlerts, in runs: ExpectedRuns, at snapshot: Snapshot, known: Date,
    at moment: Moment
  ) -> Past {
    var past = Past()
    for row in runs.rows.prefix(while: \.state.isTrouble) where row.site == snapshot.id {
      guard let kind = AlertKind(of: row.state) else { continue }
      let alert = Alert(kind, row, snapshot, local: moment.local)
      guard let key = alert.key else { continue }
      let tellings = telling(alert, row, snapshot, known, moment)
      if memory.open.contains(key) {
        past.open.append(alert)
        if !memory.claimed.contains(key) { past.untold += tellings }
      } else if let lastSeen = memory.lastSeen, !memory.told.contains(key), row.since > lastSeen,
        known.timeIntervalSince(row.since) < Self.newsLasts
      {
        past.news += tellings
      }
    }
    return past
  }

  private func telling(
    _ alert: Alert, _ row: ExpectedRun, _ snapshot: Snapshot, _ known: Date, _ moment: Moment
  ) -> [Telling] {
    // A run that isn't there has nothing to ask a filter of but the one before it.
    guard let id = row.task ?? row.lastGood?.id, let task = snapshot.tasks.task(id) else {
      return rules.telling(alert, in: names(of: snapshot)) { _ in true }.map { [$0] } ?? []
    }
    return telling(alert, task, snapshot, known, moment)
  }

  /// A run that came after all, or is through, is no longer late or missing; what nobody has
  /// acknowledged when the next one is due still was.
  func holds(_ kind: AlertKind, _ site: SiteID, _ series: SeriesName, period: Date) -> Bool {
    let run = RunStates.Run(site: site, series: series, period: period)
    if let now = runs.standing[run] { return now == kind }
    return kind == .missing && !runs.settled.contains(run)
  }

  /// How runs stood at the last look.
  struct RunStates: Sendable {
    struct Key: Hashable {
      var site: SiteID
      var series: SeriesName
      var expectation: ExpectedSeries?

      init(_ row: ExpectedRun) {
        (site, series, expectation) = (row.site, row.series, row.expectation)
      }
    }

    struct Turn: Hashable {
      var kind: AlertKind
      var period: Date
    }

    /// One of a series' runs.
    struct Run: Hashable {
      var site: SiteID
      var series: SeriesName
      var period: Date
    }

    var troubles: [Key: Turn] = [:]
    /// What is late or missing, by run.
    var standing: [Run: AlertKind] = [:]
    /// Runs that were missing and came after all.
    var settled: Set<Run> = []
    /// Those whose runs were known.
    var sites: Set<SiteID> = []

    init() {}

    init(_ runs: ExpectedRuns, after before: RunStates) {
      (sites, settled) = (before.sites, before.settled)
      for row in runs.rows where !sites.contains(row.site) && runs.isKnown(row.site) {
        sites.insert(row.site)
      }
      for row in runs.rows.prefix(while: \.state.isTrouble) {
        if let kind = AlertKind(of: row.state) {
          troubles[Key(row)] = Turn(kind: kind, period: row.period)
        }
      }
      let isSame = before.troubles.allSatisfy { troubles[$0.key] == $0.value }
      if !isSame { follow(before.troubles, in: runs) }
      for (key, turn) in troubles {
        standing[Run(site: key.site, series: key.series, period: turn.period)] = turn.kind
      }
    }

    /// What has become of troubles. While nobody can tell, they stay.
    private mutating func follow(_ before: [Key: Turn], in runs: ExpectedRuns) {
      var rows: [Key: ExpectedRun] = [:]
      for row in runs.rows where before[Key(row)] != nil { rows[Key(row)] = row }
      for (key, turn) in before where troubles[key] == nil {
        guard let row = rows[key] else { continue }
        if row.state == .unknown {
          troubles[key] = turn
        } else if turn.kind == .missing, row.period == turn.period {
          settled.insert(Run(site: key.site, series: key.series, period: turn.period))
        }
      }
    }

    mutating func forget(_ site: SiteID) {
      sites.remove(site)
      troubles = troubles.filter { $0.key.site != site }
      standing = standing.filter { $0.key.site != site }
      settled = settled.filter { $0.site != site }
    }
  }
}

extension AlertKind {
  /// What a person is told of a run; that it failed is told of the task.
  init?(of state: ExpectedRun.State) {
    switch state {
    case .late: self = .late
    case .missing: self = .missing
    default: return nil
    }
  }
}

extension Alert {
  /// A run is late, or has not come.
  init(_ kind: AlertKind, _ row: ExpectedRun, _ snapshot: Snapshot, local: LocalTime) {
    self.init(
      kind: kind, subject: .run(row.site, row.series), site: snapshot.site, at: row.since,
      sharedTime: row.period, context: snapshot.label.shortName,
      name: Format.line(row.series.pattern), sentence: row.sentence(local),
      // Two series of one name differ by their source.
      mark: row.series.source.isEmpty ? "" : " \(Format.line(row.series.source))")
  }
}
