import Canvas
import Tracking
import Words

/// The columns of the list of contexts, as many as there is room for.
struct ContextColumns {
  enum Column { case light, name, profile, region, account, exports, running, failed, age, trouble }

  private struct Slot {
    var column: Column
    var start: Int
    var width: Int
  }

  private var slots: [Slot] = []

  /// What has no room is left out in this order.
  private static let leastWanted: [Column] = [.profile, .exports, .region, .account, .age]

  init(_ state: State, width: Int) {
    let labels = state.roster.contexts.compactMap { state.label(of: $0) }
    func need(_ column: Column, _ texts: some Sequence<String>, most: Int) -> Int {
      min(most, texts.reduce(column.heading.count) { max($0, GlyphWidth.columns(of: $1)) })
    }
    let names = state.roster.contexts.compactMap { state.roster.names[$0] }
    var columns: [(Column, Int)] = [
      (.light, 15), (.name, need(.name, names, most: width < 100 ? 20 : 32)),
      (.profile, need(.profile, labels.map(\.profile), most: 28)),
      (.region, need(.region, labels.map(\.region), most: 16)), (.account, 12), (.exports, 7),
      (.running, 7), (.failed, 6), (.age, 4),
    ]
    func used() -> Int { columns.reduce(2) { $0 + $1.1 + 2 } }
    // What is wrong needs some room to be said.
    for column in Self.leastWanted where used() + 20 > width {
      columns.removeAll { $0.0 == column }
    }
    var at = 2
    for (column, width) in columns {
      slots.append(Slot(column: column, start: at, width: width))
      at += width + 2
    }
    if width - at - 1 >= 8 {
      slots.append(Slot(column: .trouble, start: at, width: width - at - 1))
    }
  }

  func drawHeadings(row: Int, _ drawing: inout Drawing) {
    for slot in slots {
      drawing.put(
        slot.column.heading, column: slot.start, row: row, width: slot.width,
        style: Style(.columnHeader), alignment: slot.column.isTrailing ? .trailing : .leading)
    }
  }

  func draw(_ context: ContextID, isSelected: Bool, row: Int, _ drawing: inout Drawing) {
    let isHidden = drawing.state.watch[context]?.isHidden == true
    for slot in slots {
      let span = drawing.facts.span(slot.column, of: context)
      drawing.put(
        span.text, column: slot.start, row: row, width: slot.width,
        style: Style(isHidden ? .rowLeaving : span.role),
        alignment: slot.column.isTrailing ? .trailing : .leading,
        cut: slot.column == .trouble ? .end : .middle)
    }
    guard isSelected else { return }
    drawing.put(drawing.signs.selected, column: 0, row: row, style: Style(.textStrong))
    drawing.painter.lay(
      .rowSelected,
      under: Rect(column: 0, row: row, columns: drawing.layout.page.size.columns, rows: 1))
    drawing.painter.place(cursor: Point(column: 0, row: row))
  }
}

extension ContextColumns.Column {
  fileprivate var heading: String {
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

  fileprivate var isTrailing: Bool { [.exports, .running, .failed, .age].contains(self) }
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

  fileprivate mutating func span(_ column: ContextColumns.Column, of context: ContextID) -> Span {
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
