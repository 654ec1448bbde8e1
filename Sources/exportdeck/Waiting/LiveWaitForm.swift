import Canvas
import Dashboard
import FoundationEssentials
import Ground
import Listing
import Tracking
import Words

/// A line for each task on a terminal, drawn again in its place after each answer.
struct LiveWaitForm: WaitForm {
  private let columns: @Sendable () -> Int
  private let unicode: Bool
  /// How wide the lines are that are on the screen now.
  private var drawn: [Int] = []

  private static let barColumns = 12

  /// - Parameters:
  ///   - columns: The terminal's width, as it is now.
  ///   - unicode: Whether glyphs outside ASCII may be used.
  init(unicode: Bool, columns: @escaping @Sendable () -> Int) {
    self.unicode = unicode
    self.columns = columns
  }

  mutating func text(for news: TaskWait.News, _ words: WaitWords) -> String {
    guard case .looked(let tasks, _, _) = news else {
      // What is said on standard error stands where the lines were; they come again below it.
      defer { drawn = [] }
      return clear
    }
    return draw(tasks, words)
  }

  mutating func end(_ tasks: [WaitedTask], _ words: WaitWords, at date: Date) -> String {
    let width = nameWidth(tasks)
    let lines = tasks.map { "\(name($0, width))  \(Format.line(words.end(of: $0)))\n" }
    defer { drawn = [] }
    return clear + lines.joined()
  }

  private mutating func draw(_ tasks: [WaitedTask], _ words: WaitWords) -> String {
    let (width, room) = (nameWidth(tasks), max(1, columns() - 1))
    let lines = tasks.map { Self.cut("\(name($0, width))  \(state($0, words))", to: room) }
    defer { drawn = lines.map(GlyphWidth.columns(of:)) }
    return clear + lines.map { "\($0)\n" }.joined()
  }

  /// Takes away what is drawn. A terminal that became narrower has folded it.
  private var clear: String {
    let room = max(1, columns())
    let rows = drawn.reduce(0) { $0 + max(1, ($1 + room - 1) / room) }
    return rows == 0 ? "" : "\u{1B}[\(rows)A\r\u{1B}[J"
  }

  private func nameWidth(_ tasks: [WaitedTask]) -> Int {
    min(tasks.map { GlyphWidth.columns(of: Format.line($0.identifier)) }.max() ?? 0, 40)
  }

  private func name(_ waited: WaitedTask, _ width: Int) -> String {
    let name = Format.line(waited.identifier)
    return name + String(repeating: " ", count: max(0, width - GlyphWidth.columns(of: name)))
  }

  private func state(_ waited: WaitedTask, _ words: WaitWords) -> String {
    guard let task = waited.task, waited.end == nil else { return words.end(of: waited) }
    let cell = ColumnSpec(.progress).cell(task, words.asof)
    guard let fraction = cell.fraction else { return words.state(of: task) }
    let bar = ProgressBar(
      percent: Int((fraction * 100).rounded()), width: Self.barColumns, isOver: false,
      unicode: unicode)
    return "\(bar.filled)\(bar.empty)  \(words.state(of: task))"
  }

  private static func cut(_ text: String, to room: Int) -> String {
    guard GlyphWidth.columns(of: text) > room else { return text }
    var kept = ""
    for character in text {
      guard GlyphWidth.columns(of: kept) + GlyphWidth.columns(of: String(character)) < room else {
        break
      }
      kept.append(character)
    }
    return kept
  }
}
