import Listing
import Tracking
import Words

/// Exports that have not ended and whose rows are above or below those on the screen.
struct OutOfSight: Hashable {
  var above: [Phase: Int] = [:]
  var below: [Phase: Int] = [:]
}

extension Facts {
  /// `↑ 3 running` and `↓ 2 running, 1 starting`; nothing for a side where nothing runs.
  func outOfSightWords() -> [String] {
    let rows = outOfSight()
    return [(signs.above, rows.above), (signs.below, rows.below)].compactMap { arrow, phases in
      let counts = Phase.allCases.compactMap { phase in
        phases[phase].map { "\(grouped($0)) \(phase.word)" }
      }
      return counts.isEmpty ? nil : "\(arrow) \(counts.joined(separator: ", "))"
    }
  }

  private func outOfSight() -> OutOfSight {
    var hidden = OutOfSight()
    let rows = state.list.rows
    let top = max(0, min(state.list.top, rows.count - 1))
    let shown = top..<min(rows.count, top + max(1, layout.listRows))
    guard shown.count < rows.count else { return hidden }
    for (place, phase) in state.openRows(at: moment).rows where !shown.contains(place) {
      guard PhaseSet.active.contains(phase) else { continue }
      if place < top {
        hidden.above[phase, default: 0] += 1
      } else {
        hidden.below[phase, default: 0] += 1
      }
    }
    return hidden
  }
}
