import FoundationEssentials
import Ground
import Tracking

/// Where in the list the exports are that have not ended, and in which phase each is: a key asks for
/// them with each frame, and there are as many as all sites have exports that run.
struct OpenRows: Sendable {
  /// While these are the same, so are the rows.
  struct Cause: Hashable {
    var movements: Int
    /// Rows that stay where they are can only begin to stand still or to be slow.
    var counts: Counts
    var isHeld: Bool
  }

  let cause: Cause
  let rows: [(place: Int, phase: Phase)]

  fileprivate init(_ state: State, _ cause: Cause, at moment: Moment) {
    self.cause = cause
    let facts = Facts(state, at: moment)
    let listed = state.list.rows
    var known: [SiteID: Date] = [:]
    rows = state.list.openPlaces.compactMap { place -> (place: Int, phase: Phase)? in
      guard listed.indices.contains(place), let task = listed[place].item.task else { return nil }
      let time = known[task.siteID] ?? facts.knownNow(task.siteID)
      known[task.siteID] = time
      return (place, Phase(of: task, at: time))
    }
  }
}

extension State {
  var openRowsCause: OpenRows.Cause {
    OpenRows.Cause(
      movements: list.arrangement.movements, counts: tally.counts, isHeld: list.held != nil)
  }

  /// Nobody asks for them where all rows are in sight.
  mutating func keepOpenRows(at moment: Moment) {
    guard list.rows.count > layout.listRows, openRows?.cause != openRowsCause else { return }
    openRows = OpenRows(self, openRowsCause, at: moment)
  }

  /// The rows as they were kept, or looked up anew.
  func openRows(at moment: Moment) -> OpenRows {
    if let openRows, openRows.cause == openRowsCause,
      tally.holds(for: self, at: Validity(at: moment).second)
    {
      return openRows
    }
    return OpenRows(self, openRowsCause, at: moment)
  }
}
