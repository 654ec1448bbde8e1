import FoundationEssentials
import Ground
import Planning

extension QueueEntry {
  /// Why it is held; nil where it isn't.
  public var holdWords: String? {
    guard case .held(let reason) = state else { return nil }
    return switch reason {
    case .byUser: "held by a person"
    case .missed: "its latest start has passed"
    case .refused(let words): Format.line(words, limit: 300)
    case .clash(let words): "\(Format.line(words, limit: 300)): a person has to decide"
    }
  }

  /// Why it is where it is, in a few words; nil where there is nothing to say.
  /// - Parameters:
  ///   - verdict: What is to be done with it now; nil where nobody knows.
  ///   - runner: Who starts what waits at its site, now or soon; nil for nobody.
  ///   - obstacle: Why that program starts nothing although it should.
  public func why(
    _ verdict: QueueVerdict?, by runner: QueueRunnerName?, obstacle: String? = nil, now: Date,
    _ local: LocalTime
  ) -> String? {
    if let holdWords { return holdWords }
    switch state {
    case .started: return nil
    case .sending(let since, _):
      if let setback, setback.at > since { return Format.line(setback.words, limit: 300) }
      return runner?.isStandby == false
        ? "AWS is being asked"
        : "it was being sent when its program ended: who runs the queue next asks AWS about it"
    case .waiting, .held: break
    }
    switch verdict {
    case .wait(let wait): return wait.words(now: now, local)
    case .start where runner == nil: return "nothing starts it: see who runs the queue"
    case .start: return obstacle.map { Format.line($0, limit: 300) } ?? "starts next"
    case .miss: return "its latest start has passed"
    case .leave, nil: return nil
    }
  }

  /// Its source without what all sources have in common: `rds:orders-2026-11-29`.
  public var sourceWords: String {
    let arn = request.sourceArn
    return Format.line(ARN(arn)?.resourceID.map(String.init) ?? arn)
  }

  /// `waiting`, `held`, `sending`, `started`.
  public var stateWord: String {
    switch state {
    case .waiting: "waiting"
    case .held: "held"
    case .sending: "sending"
    case .started: "started"
    }
  }
}

extension QueueWait {
  /// Why an entry waits, in a few words.
  public func words(now: Date, _ local: LocalTime) -> String { wordings(now: now, local)[0] }

  /// The same, the longest wording first.
  public func wordings(now: Date, _ local: LocalTime) -> [String] {
    let whole = longestWords(now: now, local)
    switch self {
    case .slots: return [whole, "no slot is free"]
    case .unknownSlots: return [whole, "slots unknown"]
    case .source(let other):
      let name = Format.line(other)
      return [whole, "\(name) exports its source", "after \(name)"]
    case .notBefore, .rests: return [whole]
    }
  }

  private func longestWords(now: Date, _ local: LocalTime) -> String {
    switch self {
    case .notBefore(let start): "until \(Format.coming(start, now: now, local).words)"
    case .unknownSlots: "nobody has said yet what runs"
    case .slots(let most): "all \(most) slots are taken"
    // That one may run, or wait before this one.
    case .source(let other): "its source is exported by \(Format.line(other)) first"
    case .rests(let setback):
      switch setback.kind {
      case .noSlot: "AWS said that no slot is free"
      case .source: setback.refusal("its source can't be exported now", at: now)
      case .unsure: setback.refusal(Format.line(setback.words, limit: 300), at: now)
      case .failed, .refused: Format.line(setback.words, limit: 300)
      }
    }
  }
}

extension QueueSetback {
  /// Longer than this, in seconds, it may be for good, and nobody but a person can tell.
  private static let long: TimeInterval = 600

  fileprivate func refusal(_ reason: String, at now: Date) -> String {
    let time = now.timeIntervalSince(since)
    guard time >= Self.long else { return "AWS said: \(reason)" }
    return "AWS has refused it for \(Format.duration(time)), a person may hold it: \(reason)"
  }
}

extension QueueRunnerName {
  /// `this dashboard`, `another dashboard (pid 123)`, `queue run (pid 123) within 30 s`.
  public var words: String {
    let name =
      switch (kind, isThis, pid) {
      case (.dashboard, true, _): "this dashboard"
      case (.command, true, _): "this program"
      case (.dashboard, false, let pid?): "another dashboard (pid \(pid))"
      case (.command, false, let pid?): "queue run (pid \(pid))"
      case (_, false, nil): "another program"
      }
    // It looks every 15 s, and may wait for 15 s before it begins.
    return isStandby ? "\(name) within 30 s" : name
  }
}
