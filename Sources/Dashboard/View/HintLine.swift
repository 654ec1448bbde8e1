import Canvas
import Tracking

extension Drawing {
  /// The keys of this place that fit, chosen by importance; or why the program has not left yet.
  mutating func drawHints() {
    guard let area = layout.hints else { return }
    if state.leavingBy != nil {
      put(facts.leavingWords(), column: 1, row: area.origin.row, end: area.endColumn)
      return
    }
    let hints = facts.hints
    recall(.hints, of: .hints(hints, facts.surroundings), in: area) {
      $0.draw($0.facts.fitting(hints, columns: area.size.columns - 2), in: area)
    }
  }

  private mutating func draw(_ hints: [LineMemory.Hint], in area: Rect) {
    var spans: [Span] = []
    for hint in hints {
      if !spans.isEmpty { spans.append(Span("  ")) }
      spans += facts.spans(hint)
    }
    put(spans, column: 1, row: area.origin.row, end: area.endColumn)
  }
}

extension Facts {
  /// All keys of this place that may be shown, in the table's order.
  fileprivate var hints: [LineMemory.Hint] {
    state.keymap.entries(in: state.place).compactMap { entry in
      let priority = isUnderWay(entry.action) ? -1 : entry.hintPriority
      guard let priority, !isGone(entry.action) else { return nil }
      return LineMemory.Hint(
        action: entry.action, key: keyName(entry), words: words(for: entry, in: state.place),
        priority: priority)
    }
  }

  /// Those that fit, chosen by importance, in the table's order.
  fileprivate func fitting(_ hints: [LineMemory.Hint], columns: Int) -> [LineMemory.Hint] {
    let ranked = hints.enumerated().sorted {
      ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset)
    }
    var chosen: [(offset: Int, element: LineMemory.Hint)] = []
    var used = 0
    for candidate in ranked {
      let needed = width(spans(candidate.element)) + (chosen.isEmpty ? 0 : 2)
      guard used + needed <= columns else { break }
      used += needed
      chosen.append(candidate)
    }
    return chosen.sorted { $0.offset < $1.offset }.map(\.element)
  }

  /// Whether read-only mode forbids an action for good.
  func isForbidden(_ action: Action) -> Bool {
    switch action {
    case .start: state.isReadOnlyHere
    // Marked tasks may be of several contexts.
    case .cancel, .clone:
      state.list.marks.isEmpty ? state.isReadOnlyHere : state.settings.isReadOnly
    default: false
    }
  }

  /// Only what can be done right now gets a hint.
  private func isGone(_ action: Action) -> Bool {
    if let dialog = state.dialog { return dialog.isOff(action, self) }
    if action == .closeOne, state.place == .list { return state.closable == nil }
    if action == .alerts, state.alerts.open.isEmpty, !state.alerts.isMuted { return true }
    return isForbidden(action) || state.reasonDisabled(action) != nil
  }

  /// Whether an action ends something that is on, or is what that was begun for: it comes before all
  /// else.
  private func isUnderWay(_ action: Action) -> Bool {
    switch action {
    case .pause: state.isPaused
    case .markRange: state.list.rangeAnchor != nil
    case .clone, .cancel: state.dialog == nil && !state.list.marks.isEmpty
    default: false
    }
  }

  /// The table's words, except where a key does something else right now.
  func words(for entry: Keymap.Entry, in place: Place) -> String {
    switch entry.action {
    case .quit where state.details != nil: "close"
    case .clone where !state.list.marks.isEmpty: "start again"
    case .cancel where state.isRemoving: "remove"
    case .closeOne where place == .form && (state.dialog as? StartForm)?.showsList(self) == true:
      "close list"
    case .closeOne where place == .list: state.closable?.hint ?? entry.hint
    case .pause where state.isPaused: "resume"
    case .alerts where state.alerts.isMuted: "alerts, muted"
    case .mute where state.alerts.isMuted: "no longer mute"
    case .markRange where state.list.rangeAnchor != nil: "end range"
    case .wide where state.list.isWide: "narrow"
    default: entry.hint
    }
  }

  fileprivate func spans(_ hint: LineMemory.Hint) -> [Span] {
    [Span(hint.key, .hintKey), Span(" \(hint.words)", .hintText)]
  }

  fileprivate func leavingWords() -> [Span] {
    var waits: [String] = []
    let cancels = state.canceling.count
    let starts = state.acting.count - cancels
    if cancels > 0 { waits.append(counted(cancels, "cancel", "cancels")) }
    if starts > 0 { waits.append(counted(starts, "start", "starts")) }
    let what = waits.isEmpty ? "an answer" : "AWS's answer to \(waits.joined(separator: " and "))"
    return [
      Span("leaving: waiting for \(what), 5 s at most", .textStrong),
      Span("  C-c", .hintKey), Span(" leave at once", .hintText),
    ]
  }

  /// The first key of an action in a place, as the screen writes it.
  func keyName(_ action: Action, in place: Place) -> String {
    state.keymap.entry(for: action, in: place).map(keyName) ?? ""
  }

  /// The first key of an entry, as the screen writes it.
  func keyName(_ entry: Keymap.Entry) -> String {
    entry.keys.first?.name(unicode: signs.unicode) ?? ""
  }
}
