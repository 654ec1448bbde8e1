import Ground
import Planning
import RDSExports
import Tracking
import Words

/// One of several exports that are asked about: what would be sent, what is known of it, and what
/// would become of it.
struct RepeatLine: Hashable, Sendable {
  enum Turn: Hashable, Sendable {
    case starts
    /// There is no slot for it, or its source is being exported.
    case waits(because: String)
    /// AWS would refuse it, or fail it.
    case fails(because: String)
  }

  /// Whether there is a newer snapshot of the original's database.
  enum Newer: Hashable, Sendable {
    /// How many snapshots are known so far.
    case lookingFor(Int)
    case none
    case snapshot(ExportSource)
    case unknown(because: String)
  }

  var entry: StartBatch.Entry
  /// The ARN of what the original exported.
  let source: String
  var newer: Newer
  var preflight: Preflight
  var turn = Turn.starts

  init(_ entry: StartBatch.Entry, of source: String, _ preflight: Preflight) {
    self.entry = entry
    self.source = source
    self.preflight = preflight
    newer = NewestSource(last: source) == nil ? .none : .lookingFor(0)
  }

  /// Whether it would export the newer snapshot.
  var isOfNewer: Bool { entry.request.sourceArn != source }

  /// The ARN of what is exported where the newest is wanted: what stands here already, until more is
  /// known.
  var newestSource: String {
    switch newer {
    case .snapshot(let newest): newest.arn
    case .none: source
    case .lookingFor, .unknown: entry.request.sourceArn
    }
  }

  /// Why AWS would refuse it or fail it, whatever else runs; nil where nothing is known to.
  var failure: String? {
    preflight.lines.first { $0.outcome == .fail && !$0.check.isAboutWhatRuns }?.sentence
  }
}

extension PreflightCheck {
  /// Whether it passes by itself, once something else has ended.
  var isAboutWhatRuns: Bool { self == .slotFree || self == .sourceIdle }
}

extension State {
  /// What would become of each.
  /// - Parameter insists: Whether those are started, too, that would fail as far as is known.
  func turns(
    of lines: [RepeatLine], insists: Bool, at moment: Moment
  ) -> [RepeatLine.Turn] {
    var turns = lines.map { line -> RepeatLine.Turn in
      if let problem = line.entry.request.problems().first {
        return .fails(because: problem.message)
      }
      return insists ? .starts : line.failure.map { .fails(because: $0) } ?? .starts
    }
    var rest = lines.indices.filter { turns[$0] == .starts }
    while let first = rest.first {
      let site = lines[first].entry.shown
      let group = rest.filter { settings.slotScope.joins(lines[$0].entry.shown, site) }
      for (index, wait) in waits(of: group.map { lines[$0].entry }, around: site, at: moment) {
        turns[group[index]] = .waits(because: wait.words(now: moment.wall, moment.local))
      }
      rest.removeAll(where: group.contains)
    }
    return turns
  }

  /// Which of the exports that share their slots would have to wait, by the queue's own policy. What
  /// is in the queue goes first.
  private func waits(
    of entries: [StartBatch.Entry], around site: Site, at moment: Moment
  ) -> [(Int, QueueWait)] {
    let queued = (queue.report?.open ?? []).filter { settings.slotScope.joins($0.site, site) }
    let last = queued.map(\.place).max() ?? 0
    let new = entries.enumerated().map { index, entry in
      QueueEntry(
        id: -1 - index, place: last + 1 + index, site: entry.shown, request: entry.request,
        addedAt: moment.wall)
    }
    let verdicts = QueuePolicy.verdicts(queued + new, slotUse(around: site), at: moment.wall)
    return entries.indices.compactMap { index in
      guard case .wait(let wait)? = verdicts[-1 - index], wait != .unknownSlots else { return nil }
      return (index, wait)
    }
  }
}
