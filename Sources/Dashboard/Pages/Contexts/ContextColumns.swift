import Canvas
import Tracking
import Words

/// The columns of the list of contexts, as many as there is room for.
struct ContextColumns {
  enum Column { case light, name, profile, region, account, exports, running, failed, age, trouble }

  let slots: RowSlots<Column>

  /// What has no room is left out in this order.
  private static let leastWanted: [Column] = [.profile, .exports, .region, .account, .age]

  init(_ state: State, width: Int) {
    let labels = state.roster.contexts.compactMap { state.label(of: $0) }
    func need(_ column: Column, _ texts: some Sequence<String>, most: Int) -> Int {
      min(most, texts.reduce(column.heading.count) { max($0, GlyphWidth.columns(of: $1)) })
    }
    let names = state.roster.contexts.compactMap { state.roster.names[$0] }
    var columns: [(column: Column, width: Int)] = [
      (.light, 15), (.name, need(.name, names, most: width < 100 ? 20 : 32)),
      (.profile, need(.profile, labels.map(\.profile), most: 28)),
      (.region, need(.region, labels.map(\.region), most: 16)), (.account, 12), (.exports, 7),
      (.running, 7), (.failed, 6), (.age, 4),
    ]
    func used() -> Int { columns.reduce(Column.start) { $0 + $1.width + Column.gap } }
    // What is wrong needs some room to be said.
    for column in Self.leastWanted where used() + 20 > width {
      columns.removeAll { $0.column == column }
    }
    let rest = width - 1 - used()
    if rest >= 8 { columns.append((.trouble, rest)) }
    slots = RowSlots(columns, within: width)
  }
}

extension ContextColumns.Column: RowColumn {
  var heading: String {
    switch self {
    case .light: "STATE"
    case .name: "CONTEXT"
    case .profile: "PROFILE"
    case .region: "REGION"
    case .account: "ACCOUNT"
    case .exports: "EXPORTS"
    case .running: "RUNNING"
    case .failed: "FAILED"
    case .age: "AGE"
    case .trouble: "WHAT IS WRONG"
    }
  }

  var isTrailing: Bool { [.exports, .running, .failed, .age].contains(self) }

  var cut: Painter.Cut { self == .trouble ? .end : .middle }
}

extension State {
  /// What a context is called, by its newest snapshot, or as it was named.
  func label(of context: ContextID) -> ContextLabel? {
    snapshots[context]?.label ?? watch[context]?.label
  }
}

extension Facts {
  /// The contexts that have a text in what is shown of them, in their order.
  mutating func contexts(with sought: String) -> [ContextID] {
    let sought = sought.lowercased()
    guard !sought.isEmpty else { return state.roster.contexts }
    return state.roster.contexts.filter { context in
      let label = state.label(of: context)
      let isHidden = state.watch[context]?.isHidden == true
      let texts = [
        state.roster.names[context], label?.profile, label?.region,
        state.snapshots[context]?.site?.account, light(of: context).word,
        trouble(of: context), isHidden ? "hidden" : nil,
      ]
      return texts.contains { $0?.lowercased().contains(sought) == true }
    }
  }

  mutating func span(_ column: ContextColumns.Column, of context: ContextID) -> Span {
    let span = shownSpan(column, of: context)
    return state.watch[context]?.isHidden == true ? Span(span.text, .rowLeaving) : span
  }

  private mutating func shownSpan(
    _ column: ContextColumns.Column, of context: ContextID
  ) -> Span {
    let label = state.label(of: context)
    let snapshot = state.snapshots[context]
    let none = Span(signs.unicode ? "–" : "-", .textMuted)
    switch column {
    case .light:
      let light = light(of: context)
      let isHidden = state.watch[context]?.isHidden == true
      return Span(isHidden ? "\(light.sign(signs)) hidden" : words(light), light.role)
    case .name: return Span(state.roster.names[context] ?? "", .text)
    case .profile: return Span(Format.line(label?.profile ?? ""), .textMuted)
    case .region: return Span(Format.line(label?.region ?? ""), .textMuted)
    case .account: return snapshot?.site?.account.map { Span(Format.line($0), .text) } ?? none
    case .age: return age(of: context).map { Span($0, .textMuted) } ?? none
    case .trouble:
      let trouble = trouble(of: context)
      return Span(trouble ?? "", snapshot?.feed.trouble == nil ? .textMuted : .ageStale)
    case .exports, .running, .failed:
      guard let snapshot, snapshot.feed.standsBehind == nil, snapshot.feed.lastAnswer != nil else {
        return none
      }
      let counts = snapshot.tasks.counts
      if column == .exports { return Span(grouped(counts.total), .text) }
      let phase: Phase = column == .running ? .running : .failed
      let number = column == .running ? counts.active : counts[.failed]
      let text = "\(phase.symbol(unicode: signs.unicode)) \(grouped(number))"
      return Span(text, number > 0 ? phase.role : .textMuted)
    }
  }

  /// What is wrong with a context, what it waits for, or for whom it stands by, on one line.
  private func trouble(of context: ContextID) -> String? {
    guard let feed = state.snapshots[context]?.feed else { return nil }
    if let trouble = feed.trouble { return FeedRemarks.clause(trouble.summary) }
    if let waiting = feed.waiting { return Format.line(waiting.words) }
    guard let leader = feed.standsBehind else { return nil }
    return "\(state.roster.names[leader] ?? "another") asks for both: it is one account and region"
  }

  /// Where a context leads and what is wrong with it.
  mutating func note(on context: ContextID, columns: Int) -> [[Span]] {
    guard let label = state.label(of: context) else { return [] }
    let snapshot = state.snapshots[context]
    let place = [
      label.sourceWords, label.region, snapshot?.site?.account.map { "account \($0)" } ?? "",
      label.endpoint.map { "at \($0)" } ?? "",
    ]
    var spans = [
      Span(place.filter { !$0.isEmpty }.map(Format.line).joined(separator: " · "), .text)
    ]
    if state.isProduction(context) { spans += [Span("  "), Span("PRODUCTION", .dialogDanger)] }
    if state.settings.isReadOnly || state.watch[context]?.isReadOnly == true {
      spans += [Span("  "), Span("read-only", .textMuted)]
    }
    var lines = [spans]
    func add(_ text: String, _ role: Role) {
      lines += Painter.wrap(signs.spelled(Format.line(text)), columns: max(8, columns))
        .map { [Span($0, role)] }
    }
    if let trouble = snapshot?.feed.trouble {
      add("\(signs.trouble) \(trouble.summary)", .toastError)
      add(trouble.advice, .text)
    } else if let words = self.trouble(of: context) {
      add(words, .textMuted)
    }
    return lines
  }
}
