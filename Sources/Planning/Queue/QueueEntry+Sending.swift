import FoundationEssentials
import RDSExports

/// What becomes of an entry as it is sent. Nothing here decides to send.
extension QueueEntry {
  /// Notes that it is about to be sent.
  /// - Parameter sender: Who sends it, in words.
  public mutating func begin(at now: Date, by sender: String) {
    state = .sending(since: now, by: sender)
    sending.count += 1
    sending.first = sending.first ?? now
  }

  /// AWS has started it, or had done so before.
  public mutating func succeed(at now: Date) {
    state = .started(at: now)
    setback = nil
  }

  /// AWS, or something on the way to it, did not start it.
  ///
  /// Where a request may have arrived, whatever the last answer says of another one, nothing is
  /// concluded: the entry stays `sending` until its identifier has been looked up (`settle`).
  public mutating func fail(_ error: ExportTasksError, at now: Date) {
    if sending.mayHaveArrived || error.mayHaveStarted {
      sending.mayHaveArrived = true
      // An identifier that exists may be this entry's own.
      let isOther = if case .modelled(.exportTaskAlreadyExists, _) = error { false } else { true }
      let isRefused = isOther && error.startObstacle == .request
      meet(
        isRefused ? .refused : QueueSetback.Kind(error.startObstacle) ?? .failed, error.summary,
        at: now)
      return
    }
    if let kind = QueueSetback.Kind(error.startObstacle) {
      state = .waiting
      meet(kind, error.summary, at: now)
    } else if case .modelled(.exportTaskAlreadyExists, _) = error {
      state = .held(
        .clash("an export of this identifier was there before anything was sent for this one"))
    } else {
      state = .held(.refused(error.summary))
    }
  }

  /// What AWS says of its identifier, where a request may have arrived.
  /// - Parameter task: Nil where there is no such export.
  public mutating func settle(_ task: ExportTask?, at now: Date) {
    guard let task else {
      // One that is still on its way would be found by the next one.
      sending.mayHaveArrived = true
      if let setback, setback.kind == .refused {
        state = .held(.refused(setback.words))
      } else {
        state = .waiting
      }
      return
    }
    if let difference = difference(from: task) {
      state = .held(.clash(difference))
    } else {
      succeed(at: now)
    }
  }

  /// It could not be found out what AWS has under its identifier.
  public mutating func leaveUnsettled(_ error: ExportTasksError, at now: Date) {
    sending.mayHaveArrived = true
    meet(.failed, error.summary, at: now)
  }

  /// Notes what stood in the way.
  public mutating func meet(_ kind: QueueSetback.Kind, _ words: String, at now: Date) {
    let last = setback?.kind == kind ? setback : nil
    setback = QueueSetback(
      kind: kind, since: last?.since, at: now, words: words, count: (last?.count ?? 0) + 1)
  }

  /// What says that an export is not this entry's; nil where nothing does.
  private func difference(from task: ExportTask) -> String? {
    guard request.isDescribed(by: task) else {
      return
        "AWS has an export of this identifier with another source, bucket, role, key or content"
    }
    // Clocks may differ by what AWS accepts in a signature.
    if let end = task.taskEndTime, let first = sending.first,
      end < first.addingTimeInterval(-Self.clockDifference)
    {
      return "AWS has an export of this identifier that ended before this one was sent"
    }
    return nil
  }

  private static let clockDifference: TimeInterval = 15 * 60
}

extension QueueSetback.Kind {
  /// Nil for what a person has to look at.
  fileprivate init?(_ obstacle: StartObstacle) {
    switch obstacle {
    case .limit: self = .noSlot
    case .source: self = .source
    case .passing: self = .failed
    case .unknown: self = .unsure
    case .request: return nil
    }
  }
}
