import FoundationEssentials
import Ground
import Tracking

/// Judges how a series stands with the run that is due.
struct Judgement {
  let schedule: Schedule
  /// By their beginning, the oldest first.
  let attempts: [Attempt]
  let outlook: Outlook
  private let occurrences: [Occurrence]
  /// The attempts of each occurrence.
  private var attemptsOf: [Int: [Attempt]] = [:]
  /// The first occurrence that counts: what was before the first run was nobody's business.
  private var first = 0

  private var now: Date { outlook.now }

  init(_ schedule: Schedule, _ attempts: [Attempt], _ outlook: Outlook) {
    self.schedule = schedule
    self.attempts = attempts
    self.outlook = outlook
    occurrences = schedule.occurrences(
      around: outlook.now, begins: attempts.map(\.began), outlook.local)
    for attempt in attempts {
      guard let index = index(at: attempt.began) else { continue }
      attemptsOf[index, default: []].append(attempt)
    }
    if let oldest = attempts.first { first = index(at: oldest.began) ?? 0 }
  }

  /// The occurrence that a moment belongs to.
  private func index(at date: Date) -> Int? {
    var (low, high) = (0, occurrences.count)
    while low < high {
      let middle = (low + high) / 2
      if occurrences[middle].from <= date { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// - Parameters:
  ///   - blank: The row, with nothing said of how it stands.
  ///   - mayRetire: Whether it is given up after a while.
  func row(_ blank: ExpectedRun, mayRetire: Bool) -> ExpectedRun {
    var row = blank
    row.lastGood = lastGood
    guard let current = index(at: now) else {
      (row.state, row.since) = (.unknown, now)
      return row
    }
    let shown = shown(current)
    judge(occurrences[shown], attemptsOf[shown] ?? [], &row)
    row.missed = missed(upTo: shown)
    row.holdsUntil = [row.holdsUntil, nextChange(after: current)].compactMap(\.self).min()
    if mayRetire, isGivenUp(row.missed, upTo: shown) { retire(&row) }
    return row
  }

  private var lastGood: ExpectedRun.Past? {
    let last = attempts.last { $0.isGood && $0.ended != nil }
    return last.flatMap { attempt in
      attempt.ended.map { ExpectedRun.Past(id: attempt.task.id, ended: $0) }
    }
  }

  /// What went wrong last time stays until the next time has come.
  private func shown(_ current: Int) -> Int {
    guard attemptsOf[current] == nil, current > 0, current > first || attempts.isEmpty else {
      return current
    }
    let before = attemptsOf[current - 1] ?? []
    if !before.contains(where: \.isGood), before.contains(where: \.isOpen) { return current - 1 }
    guard isWaiting(occurrences[current]) else { return current }
    return before.contains(where: \.isGood) ? current : current - 1
  }

  /// Whether a time at which nothing has begun may still be waited for.
  private func isWaiting(_ occurrence: Occurrence) -> Bool {
    now < occurrence.startBy && !isTooLateToBegin(occurrence)
  }

  /// Whether what takes as long as usual would be through too late, if it began now.
  private func isTooLateToBegin(_ occurrence: Occurrence) -> Bool {
    lastBegin(occurrence).map { now >= $0 } ?? false
  }

  private func lastBegin(_ occurrence: Occurrence) -> Date? {
    guard case .set = schedule, let duration = schedule.habit?.duration else { return nil }
    let begin = occurrence.deadline.addingTimeInterval(-duration)
    return begin > occurrence.from ? begin : nil
  }

  private func judge(_ occurrence: Occurrence, _ attempts: [Attempt], _ row: inout ExpectedRun) {
    row.period = occurrence.period
    row.start = occurrence.start
    row.deadline = occurrence.deadline
    if let good = attempts.first(where: \.isGood) {
      tell(attempts.last(where: \.isGood) ?? good, &row)
      let ended = good.ended ?? good.began
      row.state = row.phase == .warning ? .warnings : .done
      row.since = ended
      row.wasLate = ended > deadline(of: good, occurrence)
    } else if let open = attempts.last(where: \.isOpen) {
      tell(open, &row)
      judge(open, after: attempts, occurrence, &row)
    } else if let last = attempts.last {
      tell(last, &row)
      let isOver = last.task.phase == .failed || last.task.phase == .canceled
      row.state = isOver ? .failed : .unknown
      row.since = last.ended ?? last.began
    } else {
      judgeAbsence(occurrence, &row)
    }
  }

  private func tell(_ attempt: Attempt, _ row: inout ExpectedRun) {
    row.task = attempt.task.id
    row.phase = attempt.task.phase
  }

  /// - Parameter attempts: All of the occurrence.
  private func judge(
    _ open: Attempt, after attempts: [Attempt], _ occurrence: Occurrence,
    _ row: inout ExpectedRun
  ) {
    let deadline = deadline(of: open, occurrence)
    row.deadline = deadline
    row.forecast = open.task.forecast(at: now, known: outlook.known)
    row.holdsUntil = row.forecast?.holdsUntil.flatMap { $0 > now ? $0 : nil }
    if deadline > now {
      row.holdsUntil = [row.holdsUntil, deadline].compactMap(\.self).min()
    }
    // Who repeats what was late or has failed knows that it was.
    let isRepeat = open.isByHand || attempts.contains { $0.began < open.began }
    if isRepeat, open.began > (open.isByHand ? occurrence.startBy : deadline) {
      (row.state, row.since) = (.running, open.began)
    } else if outlook.known >= deadline {
      (row.state, row.since) = (.late, deadline)
    } else if let end = row.forecast?.end, end > deadline {
      (row.state, row.since) = (.willBeLate, open.began)
    } else {
      (row.state, row.since) = (.running, open.began)
    }
  }

  /// Of what goes by no time of day, it is known when it began.
  private func deadline(of attempt: Attempt, _ occurrence: Occurrence) -> Date {
    guard case .learned(let habit) = schedule, let limit = habit.runLimit else {
      return occurrence.deadline
    }
    return attempt.began.addingTimeInterval(limit)
  }

  private func judgeAbsence(_ occurrence: Occurrence, _ row: inout ExpectedRun) {
    if isWaiting(occurrence) {
      (row.state, row.since) = (.waiting, occurrence.from)
    } else if now < occurrence.startBy, let begin = lastBegin(occurrence) {
      let isKnown = outlook.isKnown(upTo: begin)
      (row.state, row.since) = (isKnown ? .willBeLate : .unknown, begin)
    } else if now >= occurrence.missingFrom {
      let isKnown = outlook.isKnown(upTo: occurrence.missingFrom)
      (row.state, row.since) = (isKnown ? .missing : .unknown, occurrence.missingFrom)
    } else {
      let isKnown = outlook.isKnown(upTo: occurrence.startBy)
      (row.state, row.since) = (isKnown ? .late : .unknown, occurrence.startBy)
    }
  }

  // MARK: Time

  /// The next moment at which anything may be judged otherwise.
  private func nextChange(after current: Int) -> Date? {
    let near = occurrences[max(0, current - 1)..<min(occurrences.count, current + 2)]
    return near.lazy.flatMap { occurrence in
      [
        occurrence.from, occurrence.startBy, occurrence.deadline, occurrence.missingFrom,
        lastBegin(occurrence),
      ]
      .compactMap(\.self)
    }
    .filter { $0 > now }.min()
  }

  private func missed(upTo shown: Int) -> Int {
    guard !attempts.isEmpty else { return 0 }
    var missed = 0
    var index = shown
    while index >= first, attemptsOf[index] == nil {
      if outlook.isKnown(upTo: occurrences[index].startBy) { missed += 1 }
      index -= 1
    }
    return missed
  }

  /// A week, or four times and four weeks: nobody waits any longer.
  private func isGivenUp(_ missed: Int, upTo shown: Int) -> Bool {
    guard missed > 3, attemptsOf[shown] == nil else { return false }
    var index = shown
    while index > first, attemptsOf[index - 1] == nil { index -= 1 }
    let days = now.timeIntervalSince(occurrences[index].startBy) / 86_400
    return missed > 7 && days > 7 || days > 28
  }

  private func retire(_ row: inout ExpectedRun) {
    row.state = .retired
    row.since = attempts.last?.began ?? now
    (row.start, row.deadline, row.task, row.phase) = (nil, nil, nil, nil)
  }
}
