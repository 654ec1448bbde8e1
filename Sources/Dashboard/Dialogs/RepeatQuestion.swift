import Canvas
import Ground
import Planning
import RDSExports
import Tracking
import Words

/// Asks whether to start several exports again: under which names, what else is otherwise than in
/// the originals, what speaks against each, and which would have to wait.
struct RepeatQuestion: Dialog {
  var lines: [RepeatLine]
  /// Which marked exports can't be started again, and why.
  let leftOut: LeftOut
  var word: TypedWord
  /// Whether those are started, too, that would fail as far as is known.
  var insists = false
  /// Whether the newest snapshots are exported instead of those of the originals.
  var takesNewest = false
  var scroll = 0

  init(lines: [RepeatLine], leftOut: LeftOut, word: String?) {
    self.lines = lines
    self.leftOut = leftOut
    self.word = TypedWord(word)
  }

  var entries: [StartBatch.Entry] { lines.map(\.entry) }

  var place: Place { .check }
  var isQuestion: Bool { true }
  var sitesLookedUp: Set<SiteID> { Set(lines.map(\.entry.original.site)) }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 100) }

  // MARK: Keys

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm:
      return word.confirms(unless: reasonNotToStart(facts))
        ? .end(.startAll(batch(queueing: false), hasWord: word.wanted != nil)) : .stay
    case .enqueue:
      return word.confirms(unless: reasonNotToQueue(facts))
        ? .end(.startAll(batch(queueing: true), hasWord: word.wanted != nil)) : .stay
    case .takeNewest:
      if let reason = reasonNotToTakeNewest {
        word.problem = reason
        return .stay
      }
      return .decide(.repeatNewest(!takesNewest))
    case .insist:
      if !insists, failing == 0 {
        word.problem = "none of them fails, as far as is known"
        return .stay
      }
      insists.toggle()
      word.problem = nil
      return .stay
    case .askAgain: return .decide(.askAgain)
    case .closeOne: return .close
    case .up, .down, .pageUp, .pageDown:
      guard let action else { return .stay }
      let area = rect(in: facts.layout)
      let columns = facts.layout.textColumns(of: area)
      let rows = max(
        1, facts.layout.textRows(of: area) - footer(facts, columns: columns).count)
      let count = facts.lines(of: self, columns: columns).count
      scroll = Scroll(page: rows, last: max(0, count - rows)).moved(scroll, action)
      return .stay
    default: return word.take(key)
    }
  }

  mutating func paste(_ text: String) { word.paste(text) }

  func isOff(_ action: Action, _ facts: Facts) -> Bool {
    switch action {
    case .confirm: !word.isThere || reasonNotToStart(facts) != nil
    case .enqueue: !word.isThere || reasonNotToQueue(facts) != nil
    case .takeNewest: reasonNotToTakeNewest != nil
    case .insist: !insists && failing == 0
    default: false
    }
  }

  // MARK: What would happen

  var starting: Int { lines.count { $0.turn == .starts } }

  var waiting: Int { lines.count { if case .waits = $0.turn { true } else { false } } }

  var failing: Int { lines.count { if case .fails = $0.turn { true } else { false } } }

  private func reasonNotToStart(_ facts: Facts) -> String? {
    if starting > 0 || insists && waiting > 0 { return nil }
    if waiting == 0, insists { return "AWS would take none of them as it is" }
    let key = facts.keyName(waiting > 0 ? .enqueue : .insist, in: place)
    return waiting > 0
      ? "none can start now: \(key) lets them wait"
      : "each would fail: \(key) takes them all the same"
  }

  func reasonNotToQueue(_ facts: Facts) -> String? {
    if waiting == 0 { return "none has to wait" }
    return facts.state.queue.report?.problem.map { "there is no queue: \(Format.line($0))" }
  }

  private var reasonNotToTakeNewest: String? {
    if takesNewest { return nil }
    if lines.contains(where: { if case .lookingFor = $0.newer { true } else { false } }) {
      return "newer snapshots are still being looked for"
    }
    let isOne = lines.contains { if case .snapshot = $0.newer { true } else { false } }
    if isOne { return nil }
    let isUnknown = lines.contains { if case .unknown = $0.newer { true } else { false } }
    return isUnknown ? "newer snapshots can't be looked up" : "no newer snapshot is known"
  }

  private func batch(queueing: Bool) -> StartBatch {
    let entries = lines.map { line in
      var entry = line.entry
      switch line.turn {
      case .starts: entry.outcome = .waiting
      case .waits where queueing: entry.outcome = .toBeQueued
      case .waits where insists: entry.outcome = .waiting
      case .waits(let reason), .fails(let reason): entry.outcome = .leftOut(because: reason)
      }
      return entry
    }
    return StartBatch(entries: entries, queuesTheRest: queueing)
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    let isChecking = lines.contains(where: \.preflight.isChecking)
    let what = entries.count == 1 ? "this export" : "\(grouped(entries.count)) exports"
    var panel = Panel(
      title: "Start \(what) again?\(isChecking ? "  checking …" : "")",
      isDangerous: word.wanted != nil)
    panel.lines = drawing.facts.lines(of: self, columns: columns)
    panel.footer = footer(drawing.facts, columns: columns)
    panel.scroll = scroll
    drawing.facts.noteAges(of: lines)
    drawing.draw(panel, in: area)
  }

  private func footer(_ facts: Facts, columns: Int) -> [Panel.Line] {
    var footer = [Panel.Line.space]
    footer += facts.places(of: entries)
    footer += facts.paragraph(sum(facts), .textStrong, columns: columns)
    if let newer = newerWords(facts) {
      footer += facts.paragraph(newer, .textMuted, columns: columns)
    }
    footer += facts.lines(
      leftOut, asked: lines.count, isShort: facts.isCompact, columns: columns)
    let asking = facts.lines(word, columns: columns) {
      "Type \($0), then a key that is named here does it:"
    }
    return footer + asking + facts.flowing(choices(facts), columns: columns)
  }

  /// `2 start now, 1 waits, 1 would fail and is left out.`
  private func sum(_ facts: Facts) -> String {
    var parts: [String] = []
    if starting > 0 { parts.append(counted(starting, "starts now", "start now")) }
    if waiting > 0 {
      parts.append(
        insists
          ? counted(waiting, "is likely to be refused", "are likely to be refused")
          : counted(waiting, "has to wait", "have to wait"))
    }
    if failing > 0 {
      parts.append(counted(failing, "would fail and is left out", "would fail and are left out"))
    }
    var words = parts.joined(separator: ", ") + "."
    if waiting > 0, let problem = reasonNotToQueue(facts) { words += " \(problem)." }
    return words
  }

  private func newerWords(_ facts: Facts) -> String? {
    for line in lines {
      if case .unknown(let reason) = line.newer {
        return "Whether there are newer snapshots isn't known: \(reason)."
      }
    }
    for line in lines {
      if case .lookingFor(let count) = line.newer {
        let soFar = count > 0 ? ", \(grouped(count)) so far" : ""
        return "\(facts.signs.waiting) looking for newer snapshots\(soFar) …"
      }
    }
    return nil
  }

  /// Each key that can be pressed now, and what it does.
  private func choices(_ facts: Facts) -> [[Span]] {
    func choice(_ action: Action, _ words: String, _ role: Role = .text) -> [Span] {
      [Span(facts.keyName(action, in: place), .hintKey), Span(" \(words)", role)]
    }
    var choices = [choice(.closeOne, "no, do nothing", .textStrong)]
    let now = insists ? starting + waiting : starting
    if reasonNotToStart(facts) == nil {
      let how = insists && waiting + starting == entries.count ? "all " : ""
      choices.append(choice(.confirm, "yes, start \(how)\(grouped(now))"))
    }
    if reasonNotToQueue(facts) == nil {
      let first = starting > 0 ? "start \(grouped(starting)), " : ""
      choices.append(choice(.enqueue, "\(first)queue \(grouped(waiting))"))
    }
    if reasonNotToTakeNewest == nil {
      choices.append(
        choice(.takeNewest, takesNewest ? "the same snapshots again" : "the newest snapshots"))
    }
    if insists || failing > 0 {
      choices.append(choice(.insist, insists ? "leave out what fails" : "also what would fail"))
    }
    return choices
  }
}
