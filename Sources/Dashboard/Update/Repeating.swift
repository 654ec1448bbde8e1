import Ground
import Planning
import RDSExports
import Tracking
import Words

/// Asking whether to start marked exports again.
extension State {
  /// Asks whether to start the marked exports again, each under a fresh identifier.
  mutating func askToRepeat(at moment: Moment) -> [Effect] {
    touch(at: moment)
    endRange()
    if startBatch?.isOpen == true {
      open(RepeatResults(), at: moment)
      return []
    }
    let wanted = tasks(list.marks)
    let repeated = wanted.filter { reasonNotToRepeat($0) == nil }
    guard !repeated.isEmpty else {
      notify(.info, reasonNoneCanBeRepeated, at: moment)
      return []
    }
    if let reason = reasonTooMany(repeated.count) {
      notify(.warning, "nothing was started: \(reason)", at: moment)
      return []
    }
    for site in Set(repeated.map(\.siteID)) {
      lookups.forgetOldChecks(at: site, now: moment.monotonic)
    }
    for task in repeated {
      // What was read before isn't what is the newest now.
      guard let newest = NewestSource(last: task.sourceArn ?? "") else { continue }
      lookups.forgetList(newest.lookup, at: task.siteID, askedBefore: moment.monotonic)
    }
    let entries = entries(repeating: repeated.map { ($0, nil) }, at: moment)
    let lines = zip(repeated, entries).map { task, entry in
      RepeatLine(
        entry, of: task.sourceArn ?? "",
        preflight(for: entry.request, at: task.siteID, shown: entry.shown))
    }
    let left = list.marks.subtracting(repeated.map(\.id)).sorted { $0.identifier < $1.identifier }
      .map { id in
        let reason = waiting(id) == nil ? "no longer known" : "waiting in the queue"
        return (id.identifier, task(id).flatMap(reasonNotToRepeat) ?? reason)
      }
    put(
      RepeatQuestion(lines: lines, leftOut: LeftOut(left), word: wordToRepeat(entries)), at: moment)
    return []
  }

  /// Why nothing that is marked can be started again.
  var reasonNoneCanBeRepeated: String {
    let isQueued = list.marks.contains { waiting($0) != nil }
    let reason =
      tasks(list.marks).first.flatMap(reasonNotToRepeat)
      ?? (isQueued ? "they wait in the queue" : "they are no longer known")
    return "none of the marked exports can be started again: \(reason)"
  }

  /// Why an export can't be started again; nil if it can.
  func reasonNotToRepeat(_ task: TrackedTask) -> String? {
    if isReadOnly(task.siteID) { return "read-only" }
    guard let place = snapshot(of: task.siteID), place.site != nil else { return "not connected" }
    if place.feed.isAccountUnsure { return Self.accountUnsure }
    switch task.status {
    case .failed, .canceled, .complete: return nil
    default: return "not ended yet"
    }
  }

  /// What has to be typed first; nil where nothing has to.
  private func wordToRepeat(_ entries: [StartBatch.Entry]) -> String? {
    guard entries.contains(where: { isProduction($0.original.site) }) else { return nil }
    return entries.count == 1
      ? entries[0].request.exportTaskIdentifier : "start \(entries.count)"
  }

  /// What repeats each of some exports, each under a name of its own.
  /// - Parameter tasks: Each with the ARN of what is exported instead; nil for the same again.
  private func entries(
    repeating tasks: [(task: TrackedTask, source: String?)], at moment: Moment
  ) -> [StartBatch.Entry] {
    var known: [SiteID: Set<String>] = [:]
    return tasks.compactMap { task, source in
      let site = task.siteID
      guard let shown = snapshot(of: site)?.site else { return nil }
      let names = known[site] ?? identifiers(of: site)
      let request = StartPlan.repeating(
        task.task, of: source, series: task.seriesName, template: settings.identifierTemplate,
        known: names, at: moment
      ).asSent
      known[site] = names.union([request.exportTaskIdentifier])
      return StartBatch.Entry(
        original: task.id, request: request, shown: shown,
        differences: request.differences(from: StartExportTaskRequest(likeThatOf: task.task)))
    }
  }

  /// Takes the newest snapshot of each database, or goes back to those of the originals.
  mutating func takeNewestOfSeveral(_ isNewest: Bool, at moment: Moment) {
    guard var question = dialog as? RepeatQuestion else { return }
    takeNewest(isNewest, into: &question, at: moment)
    change(question, at: moment)
  }

  private func takeNewest(
    _ isNewest: Bool, into question: inout RepeatQuestion, at moment: Moment
  ) {
    let tasks = question.lines.compactMap { line -> (task: TrackedTask, source: String?)? in
      guard let task = task(line.entry.original) else { return nil }
      let source = isNewest ? line.newestSource : line.source
      return (task, source == line.source ? nil : source)
    }
    let entries = entries(repeating: tasks, at: moment)
    // What is no longer known has no other name.
    for entry in entries {
      let index = question.lines.firstIndex { $0.entry.original == entry.original }
      if let index { question.lines[index].entry = entry }
    }
    question.takesNewest = isNewest
    let word = wordToRepeat(question.entries)
    if word != question.word.wanted { question.word = TypedWord(word) }
  }

  /// Looks anew at what is asked about: what was found, what runs and what waits may be otherwise
  /// by now. Nobody may say yes to what changed just now.
  mutating func reviewRepeat(at moment: Moment) -> [Effect] {
    guard var question = dialog as? RepeatQuestion else { return [] }
    let before = question.lines.map(\.turn)
    var effects: [Effect] = []
    var sources: [SiteID: [ExportSource]] = [:]
    for index in question.lines.indices {
      effects += lookForNewer(&question.lines[index], &sources, at: moment)
    }
    let isOutdated =
      question.takesNewest
      && question.lines.contains { $0.newestSource != $0.entry.request.sourceArn }
    if isOutdated { takeNewest(true, into: &question, at: moment) }
    for index in question.lines.indices {
      let entry = question.lines[index].entry
      let (site, shown) = (entry.original.site, entry.shown)
      let preflight = preflight(for: entry.request, at: site, shown: shown)
      effects += preflight.lookups.flatMap { look($0, at: site, shown: shown, moment) }
      question.lines[index].preflight = preflight
    }
    let turns = turns(of: question.lines, insists: question.insists, at: moment)
    for (index, turn) in turns.enumerated() { question.lines[index].turn = turn }
    // A place may have become production meanwhile.
    let word = wordToRepeat(question.entries)
    let isOtherWord = word != question.word.wanted
    if isOtherWord { question.word = TypedWord(word) }
    if turns == before, !isOutdated, !isOtherWord {
      dialog = question
    } else {
      change(question, at: moment)
    }
    return effects
  }

  private mutating func lookForNewer(
    _ line: inout RepeatLine, _ sources: inout [SiteID: [ExportSource]], at moment: Moment
  ) -> [Effect] {
    guard case .lookingFor = line.newer, let newest = NewestSource(last: line.source) else {
      return []
    }
    let (site, shown) = (line.entry.original.site, line.entry.shown)
    guard let answer = lookups.answer(to: newest.lookup, at: site) else {
      return look(newest.lookup, at: site, shown: shown, moment)
    }
    if let problem = answer.problem {
      line.newer = .unknown(because: Format.line(problem.words(for: newest.lookup)))
    } else if answer.isWhole {
      let known = sources[site] ?? lookups.shelf(.sources, at: site)?.sources ?? []
      sources[site] = known
      line.newer =
        StartPlan.newerSource(than: line.source, among: known).map { .snapshot($0) }
        ?? .none
    } else {
      line.newer = .lookingFor(lookups.shelf(.sources, at: site)?.offers.count ?? 0)
    }
    return []
  }

  /// Forgets what was found for the question, so that it is asked again.
  mutating func checkRepeatAgain(at moment: Moment) {
    guard var question = dialog as? RepeatQuestion else { return }
    for site in Set(question.entries.map(\.original.site)) { lookups.forgetChecks(at: site) }
    for (index, line) in question.lines.enumerated() {
      guard let newest = NewestSource(last: line.source) else { continue }
      let site = line.entry.original.site
      lookups.forgetList(newest.lookup, at: site, askedBefore: moment.monotonic)
      question.lines[index].newer = .lookingFor(0)
    }
    dialog = question
  }
}
