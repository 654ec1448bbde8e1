import AWSCore
import FoundationEssentials
import Glibc
import Ground
import Listing
import RDSExports
import Synchronization
import Terminal
import Tracking

/// Prints what a wait tells, on a terminal, in a pipe or for a program.
final class WaitTelling: Sendable {
  enum Output: CaseIterable { case text, json }

  private let form: Mutex<any WaitForm>
  private let complaints: Complaints
  private let timekeeper: any Timekeeper
  private let unicode: Bool
  private let aim: WaitAim
  private let write: @Sendable (String) -> Int32
  private let isUnread: @Sendable () -> Bool
  /// The system's error of the first write that failed, else 0.
  private let failure = Atomic<Int32>(0)

  /// - Parameters:
  ///   - write: Writes to standard output; returns the system's error, else 0.
  ///   - isUnread: Whether whoever read it has gone.
  init(
    _ form: any WaitForm, complaints: Complaints, timekeeper: any Timekeeper, unicode: Bool,
    aim: WaitAim,
    write: @escaping @Sendable (String) -> Int32 = { ThisProcess.write($0, to: STDOUT_FILENO) },
    isUnread: @escaping @Sendable () -> Bool = { StandardStreams.isOutputUnread }
  ) {
    self.form = Mutex(form)
    self.complaints = complaints
    self.timekeeper = timekeeper
    self.unicode = unicode
    self.aim = aim
    self.write = write
    self.isUnread = isUnread
  }

  /// The form for standard output as it is.
  @MainActor
  static func standard(
    _ output: Output, tasks: Int, _ environment: Environment, isASCII: Bool,
    timekeeper: any Timekeeper, aim: WaitAim
  ) -> WaitTelling {
    let locale = CharacterLocale.adopt(CharacterLocale.Request(environment.variables))
    let unicode = locale.isUTF8 && !isASCII
    let size = TerminalSize.ofOutput
    let canRedraw =
      environment["TERM"].map { $0 != "dumb" && !$0.isEmpty } ?? false
      && size.map { tasks < $0.rows } ?? false
    let form: any WaitForm =
      switch output {
      case .json: JSONWaitForm()
      case .text where canRedraw:
        LiveWaitForm(unicode: unicode) { TerminalSize.ofOutput?.columns ?? 80 }
      case .text: PlainWaitForm()
      }
    return WaitTelling(
      form, complaints: Complaints(isJSON: output == .json), timekeeper: timekeeper,
      unicode: unicode, aim: aim)
  }

  /// - Throws: Where what happens can't be written any more: nobody would hear how it ends.
  func tell(_ news: TaskWait.News) throws {
    let words = words
    print(form.withLock { $0.text(for: news, words) })
    switch news {
    case .looked: break
    case .failed(let error): complaints.tell(error)
    case .answered: complaints.remark("AWS answers again")
    }
    try check()
  }

  /// Prints how the wait ended.
  func end(_ tasks: [WaitedTask]) throws {
    let (words, now) = (words, timekeeper.wall)
    print(form.withLock { $0.end(tasks, words, at: now) })
    try check()
  }

  private var words: WaitWords {
    let now = timekeeper.wall
    return WaitWords(
      asof: Asof(now: now, known: now, local: LocalTime(utcOffset: 0), unicode: unicode),
      aim: aim)
  }

  private func print(_ text: String) {
    guard !text.isEmpty, failure.load(ordering: .relaxed) == 0 else { return }
    failure.store(write(text), ordering: .relaxed)
  }

  private func check() throws {
    let problem = failure.load(ordering: .relaxed)
    try Printing.check(problem == 0 && isUnread() ? EPIPE : problem, what: "what happens")
  }
}

/// The size of the terminal that standard output is.
struct TerminalSize: Hashable, Sendable {
  var columns: Int
  var rows: Int

  /// Nil where it is no terminal, or one that doesn't say.
  static var ofOutput: TerminalSize? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }
}
