import CNcurses
import CTerminal
import Canvas
import Glibc

/// The real screen: ncurses on standard input and output.
///
/// There can be only one at a time. However the process ends (`close`, `exit`, a crash), the
/// terminal is left as it was. TERM, HUP, INT and QUIT arrive as input instead of ending it.
public final class NcursesScreen: Screen {
  /// How to use the terminal.
  public nonisolated struct Options: Sendable {
    /// The kind of terminal: the environment's TERM.
    public var term: String?
    /// What the environment says of the locale.
    public var locale: CharacterLocale.Request?
    /// How long Escape waits for the rest of another key.
    public var escapeDelay = EscapeDelay.nearby
    /// Show only ASCII, whatever the locale says.
    public var forceASCII = false
    /// Show only attributes (`NO_COLOR`).
    public var noColour = false
    /// Ask for clicks and the wheel. The terminal's own selection then needs Shift.
    public var mouse = false
    public var multiplexer: Multiplexer?
    public var notificationForm = NotificationForm.osc9
    /// What replaces descriptor 2 while the screen is up, because only the screen may write to the
    /// terminal.
    public var standardError: Int32?
    /// Written to standard error after a crash, when the terminal has been given back.
    public var crashNote = ""

    public init(term: String?) {
      self.term = term
    }
  }

  public let abilities: Abilities
  /// What the terminal is drawn by.
  public let entry: TerminalEntry
  public private(set) var size: Size
  public let waker = Waker()

  private let options: Options
  private let descriptor = STDOUT_FILENO
  private let fallback: GlyphFallback
  /// Scalars that need no fallback, each in the place of its last byte.
  private var plain = [UInt32](repeating: 0, count: 256)
  private var source: InputSource
  private var pairs: ColourPairs
  private var theme: Theme?
  /// What the terminal shows; nil if that isn't known.
  private var shown: Frame?
  private var isUp = false
  private var isClosed = false
  private var hasTitle = false
  private var savedStandardError: Int32 = -1
  private var resizedWhileAway = false

  /// Takes the terminal.
  ///
  /// - Parameter now: The program's monotonic clock, which `wait(until:)` goes by.
  /// - Throws: `TerminalError` if there is no terminal, or none that can be drawn on. The terminal
  ///   is then untouched.
  public init(options: Options, now: @escaping () -> Duration) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
      ct_save(STDIN_FILENO, STDOUT_FILENO)
    else { throw .notATerminal }
    let term = options.term ?? ""
    let isUTF8 = CharacterLocale.adopt(options.locale).isUTF8
    guard let entry = TerminalEntry.find(term) else { throw .unusable(term: term) }
    guard ct_install() else { throw .noDescriptors }
    // ncurses changes the terminal's settings before it can say how to leave it.
    ct_hold([], 0, [], 0, -1)
    guard Self.whileWriting({ cn_open_screen(entry.name) }) != nil else {
      ct_give_back()
      ct_retire()
      throw .unusable(term: term)
    }
    self.options = options
    self.entry = entry
    pairs = ColourPairs(noColour: options.noColour)
    abilities = Abilities(unicode: isUTF8 && !options.forceASCII, colours: pairs.depth)
    fallback = GlyphFallback(unicode: isUTF8) { Int(cn_width(wchar_t($0.value))) }
    source = InputSource(
      keyboard: STDIN_FILENO, escapeDelay: options.escapeDelay, now: now)
    size = Size(columns: Int(cn_columns()), rows: Int(cn_lines()))
    raw()
    noecho()
    nonl()
    keypad(cn_stdscr(), true)
    // ncurses would delay drawing while keys are waiting, but every frame here is worth drawing.
    typeahead(-1)
    // ncurses has installed its handlers with the screen: replace them with ours.
    _ = ct_install()
    hold()
    adoptSize()
  }

  isolated deinit { close() }

  // MARK: Input

  public func wait(until instant: Duration?) -> [Input] {
    while true {
      var inputs: [Input] = []
      if resizedWhileAway {
        resizedWhileAway = false
        return [.resized(size)]
      }
      let awakening = source.sleep(until: instant)
      if awakening.goesOn { comeBack() }
      if awakening.windowChanged || awakening.goesOn, adoptSize() { inputs = [.resized(size)] }
      inputs += awakening.inputs
      if !inputs.isEmpty { return inputs }
    }
  }

  // MARK: Output

  public func present(_ frame: Frame, theme: Theme) {
    guard isUp else { return }
    if theme != self.theme {
      self.theme = theme
      pairs.forget()
      shown = nil
    }
    let runs = FrameDiff.runs(from: shown, to: frame)
    guard !runs.isEmpty || shown?.cursor != frame.cursor else { return }
    if shown == nil { werase(cn_stdscr()) }
    for run in runs { paint(run, of: frame, theme: theme) }
    place(cursor: frame.cursor)
    wnoutrefresh(cn_stdscr())
    Self.whileWriting { doupdate() }
    shown = frame
  }

  private func paint(_ run: CellRun, of frame: Frame, theme: Theme) {
    guard run.row < size.rows else { return }
    var style = frame[run.columns.lowerBound, run.row].style
    var ink = pairs.ink(for: style, theme: theme)
    // No closure here: each call would check its isolation, and a frame has thousands of cells.
    let end = min(run.columns.upperBound, size.columns)
    for column in run.columns.lowerBound..<max(run.columns.lowerBound, end) {
      let cell = frame[column, run.row]
      if cell.glyph.isContinuation { continue }
      if cell.style != style {
        let next = pairs.ink(for: cell.style, theme: theme)
        // A gap is painted in the style before it, or else in the one after it, if that looks the
        // same: each change of style costs a dozen bytes.
        if cell.glyph != .blank || next.blank != ink.blank {
          style = cell.style
          ink = next
          if cell.glyph == .blank {
            var behind = column
            while behind < end, frame[behind, run.row] == cell { behind += 1 }
            if behind < end {
              let word = frame[behind, run.row].style
              let its = pairs.ink(for: word, theme: theme)
              if its.blank == next.blank { (style, ink) = (word, its) }
            }
          }
        }
      }
      paint(cell.glyph, Point(column: column, row: run.row), ink)
    }
  }

  /// Whether a scalar is shown as it is. To ask the C library for each cell costs as much as to paint it.
  private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    let slot = Int(scalar.value & 0xFF)
    if scalar.isASCII || plain[slot] == scalar.value { return true }
    guard fallback.isPlain(scalar) else { return false }
    plain[slot] = scalar.value
    return true
  }

  private func paint(_ glyph: Glyph, _ point: Point, _ ink: ColourPairs.Ink) {
    let (row, column) = (Int32(point.row), Int32(point.column))
    if let base = glyph.baseScalar, !glyph.hasMarks, isPlain(base) {
      cn_put_character(
        cn_stdscr(), row, column, wchar_t(base.value), ink.attributes, ink.pair)
      return
    }
    let (scalars, columns) = fallback.shown(glyph)
    let text = scalars.map { wchar_t($0.value) } + [0]
    cn_put_cell(cn_stdscr(), row, column, text, ink.attributes, ink.pair)
    let isWide = glyph.baseScalar.map { GlyphWidth.columns(of: $0) == 2 } ?? false
    if isWide, columns == 1 {
      cn_put_character(cn_stdscr(), row, column + 1, 0x20, ink.attributes, ink.pair)
    }
  }

  private func place(cursor: Point?) {
    if let cursor {
      leaveok(cn_stdscr(), false)
      wmove(cn_stdscr(), Int32(cursor.row), Int32(cursor.column))
    } else {
      leaveok(cn_stdscr(), true)
    }
    if (shown?.cursor == nil) != (cursor == nil) || shown == nil {
      Self.whileWriting { curs_set(cursor == nil ? 0 : 1) }
    }
  }

  @discardableResult
  public func emit(_ passthrough: Passthrough) -> Bool {
    guard isUp else { return false }
    if case .title = passthrough, !hasTitle {
      hasTitle = true
      write(LeavingBytes.titleSaved)
      hold()
    }
    let bytes = passthrough.bytes(
      through: options.multiplexer, notifying: options.notificationForm)
    write(bytes)
    return !bytes.isEmpty
  }

  public func invalidate() {
    shown = nil
    clearok(cn_curscr(), true)
  }

  // MARK: Taking and giving back

  public func suspend() {
    guard isUp else { return }
    leave()
    ct_stop()
    comeBack()
    if adoptSize() { resizedWhileAway = true }
  }

  public func close() {
    guard !isClosed else { return }
    isClosed = true
    leave()
    // From here on the terminal is as before, and any signal may end what still takes time.
    ct_retire()
  }

  /// Takes the terminal again: after a stop, the shell may have changed its settings.
  private func comeBack() {
    guard !isClosed else { return }
    if isUp { Self.whileWriting { endwin() } }
    isUp = false
    hold()
    // The program that had the terminal meanwhile has shown the cursor, and more.
    shown = nil
    clearok(cn_curscr(), true)
    Self.whileWriting { doupdate() }
  }

  /// From here on, the terminal is given back however the program dies.
  private func hold() {
    let own =
      LeavingBytes.bracketedPasteOff + (options.mouse ? LeavingBytes.mouseOff : [])
      + (hasTitle ? LeavingBytes.titleRestored : [])
    let leaving = LeavingBytes.all(own: own) { name in
      cn_capability(name).map {
        Array(UnsafeBufferPointer(start: $0, count: strlen($0)).map(UInt8.init(bitPattern:)))
      }
    }
    redirectStandardError()
    ct_hold(
      leaving.map(CChar.init(bitPattern:)), leaving.count, options.crashNote,
      options.crashNote.utf8.count, savedStandardError)
    guard !isUp else { return }
    isUp = true
    write(LeavingBytes.bracketedPasteOn + (options.mouse ? LeavingBytes.mouseOn : []))
  }

  private func leave() {
    guard isUp else { return }
    isUp = false
    write(
      LeavingBytes.bracketedPasteOff + (options.mouse ? LeavingBytes.mouseOff : [])
        + (hasTitle ? LeavingBytes.titleRestored : []))
    hasTitle = false
    Self.whileWriting {
      curs_set(1)
      endwin()
    }
    // Without an alternate screen, the prompt should be on a line of its own.
    if cn_capability("rmcup") == nil { write(Array("\r\n".utf8)) }
    Self.whileWriting { ct_restore() }
    ct_release()
    restoreStandardError()
  }

  private func redirectStandardError() {
    guard let target = options.standardError, savedStandardError < 0 else { return }
    savedStandardError = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10)
    dup2(target, STDERR_FILENO)
  }

  private func restoreStandardError() {
    guard savedStandardError >= 0 else { return }
    dup2(savedStandardError, STDERR_FILENO)
    Glibc.close(savedStandardError)
    savedStandardError = -1
  }

  /// Asks the terminal for its size; true if it has changed.
  @discardableResult
  private func adoptSize() -> Bool {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard ct_size(descriptor, &columns, &rows) else { return false }
    let current = Size(columns: Int(columns), rows: Int(rows))
    guard current != size else { return false }
    size = current
    resize_term(rows, columns)
    invalidate()
    return true
  }

  private func write(_ bytes: [UInt8]) {
    Self.whileWriting { ct_write(descriptor, bytes, bytes.count) }
  }

  /// A terminal may block output for any length of time. A signal to end the program works even
  /// then.
  @discardableResult
  private static func whileWriting<Result>(_ output: () -> Result) -> Result {
    ct_output_begins()
    defer { ct_output_ends() }
    return output()
  }
}
