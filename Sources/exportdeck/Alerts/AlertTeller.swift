import AWSCore
import Dashboard
import Ground
import Listing
import Synchronization
import Tracking
import Words

/// Tells alerts outside of the screen: by the user's commands, and by notifications of the desktop.
/// One at a time, off the main thread, and each alert once over all dashboards that share a memory.
final class AlertTeller: Sendable {
  typealias Run =
    @Sendable (_ arguments: [String], _ environment: Environment, _ input: [UInt8])
    async
    throws(ChildProcessError) -> ChildProcessOutcome

  /// How long a command may take.
  static let limit = Duration.seconds(30)
  /// How many alerts may wait for a command. A night on which everything fails must not start
  /// hundreds of programs in the morning.
  static let mostWaiting = 100

  private struct Waiting {
    var last: Task<Void, Never>?
    var count = 0
    var leftOut = 0
    /// The commands whose failure has been told.
    var failed: Set<[String]> = []
    /// Whether the program is leaving: what waits is left to the next one.
    var isOver = false
  }

  private let environment: Environment
  private let run: Run
  private let mask: @Sendable (String) -> String
  private let claim: @Sendable (AlertKey) async -> Bool
  private let release: @Sendable (AlertKey) async -> Void
  private let post: @Sendable (Message) -> Void
  private let waiting = Mutex(Waiting())

  /// - Parameters:
  ///   - environment: The user's own. No `AWS_*` variable of it reaches a command.
  ///   - run: Runs a program within `limit`.
  ///   - claim: Whether this program is the first to tell an alert.
  ///   - release: Gives back what was claimed and could not be told.
  ///   - post: Called on any thread, for what the screen has to do or say.
  init(
    _ environment: Environment, run: @escaping Run,
    claim: @escaping @Sendable (AlertKey) async -> Bool = { _ in true },
    release: @escaping @Sendable (AlertKey) async -> Void = { _ in },
    post: @escaping @Sendable (Message) -> Void
  ) {
    self.environment = Environment(
      variables: environment.variables.filter { !$0.key.uppercased().hasPrefix("AWS_") })
    self.run = run
    mask = SecretMask(environment: environment).masked
    self.claim = claim
    self.release = release
    self.post = post
  }

  convenience init(
    _ environment: Environment, _ processes: ChildProcesses,
    claim: @escaping @Sendable (AlertKey) async -> Bool = { _ in true },
    release: @escaping @Sendable (AlertKey) async -> Void = { _ in },
    post: @escaping @Sendable (Message) -> Void
  ) {
    self.init(
      environment,
      run: { (arguments, environment, input) async throws(ChildProcessError) in
        try await processes.run(
          arguments, environment: environment, input: input, within: Self.limit)
      }, claim: claim, release: release, post: post)
  }

  func tell(_ tellings: [Telling]) {
    for telling in tellings { line(up: telling) }
  }

  /// Waits until nothing waits for a command any more.
  func settled() async {
    while let last = waiting.withLock({ $0.last }) { await last.value }
  }

  private func line(up telling: Telling) {
    waiting.withLock { waiting in
      guard waiting.count < Self.mostWaiting else {
        waiting.leftOut += 1
        return
      }
      waiting.count += 1
      let previous = waiting.last
      waiting.last = Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
        await previous?.value
        await carryOut(telling)
        let leftOut = self.waiting.withLock { waiting in
          waiting.count -= 1
          if waiting.count == 0 { waiting.last = nil }
          guard waiting.count == 0, waiting.leftOut > 0 else { return 0 }
          defer { waiting.leftOut = 0 }
          return waiting.leftOut
        }
        if leftOut > 0 {
          post(
            .notice(.warning, "\(leftOut) alerts were too many at once: no command got them"))
        }
      }
    }
  }

  private func carryOut(_ telling: Telling) async {
    if waiting.withLock({ $0.isOver }) { return }
    let key = telling.alert.key
    if let key, await !claim(key) { return }
    if telling.ways.contains(.notification) { post(.claimed(telling.alert)) }
    guard let event = AlertEvent(telling.alert, masked: mask).json else { return }
    for command in telling.commands where await !run(command, event) {
      if let key { await release(key) }
      return
    }
  }

  /// Tells nothing more: what waits is not claimed, and is told by the next program.
  func end() { waiting.withLock { $0.isOver = true } }

  /// Whether it was run; not so where the program is leaving.
  private func run(_ command: [String], _ event: [UInt8]) async -> Bool {
    let problem: String?
    do throws(ChildProcessError) {
      let outcome = try await run(command, environment, event)
      problem =
        outcome.status == 0
        ? nil : "ended with \(outcome.status)" + Self.lastLine(of: outcome.errors)
    } catch .cancelled {
      return false
    } catch {
      problem = Self.words(error)
    }
    let name = Format.line(command.first ?? "")
    let isNews = waiting.withLock { waiting in
      guard problem != nil else {
        waiting.failed.remove(command)
        return false
      }
      return waiting.failed.insert(command).inserted
    }
    if isNews, let problem {
      post(.notice(.warning, "the alert's command \(name) \(problem)"))
    }
    return true
  }

  private static func lastLine(of errors: String) -> String {
    let line = errors.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
    return line.map { ": \(Format.line(String($0), limit: 200))" } ?? ""
  }

  private static func words(_ error: ChildProcessError) -> String? {
    switch error {
    case .notStarted(_, let reason): "can't be started: \(reason)"
    case .timeout(_, let limit, let errors):
      "took longer than \(limit.wholeSeconds) s and was ended\(lastLine(of: errors))"
    case .tooMuchOutput: "printed too much and was ended"
    // The program is leaving.
    case .cancelled: nil
    }
  }
}
