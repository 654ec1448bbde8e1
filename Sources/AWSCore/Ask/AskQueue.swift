import Ground
import Synchronization

/// Asks one question at a time across all contexts, and never repeats one by itself.
///
/// * Callers wait in line, in the order they came, and leave it when they are cancelled. Work that
///   asks nothing isn't held up.
/// * Each question has two minutes, counted from when it is shown.
/// * A question is asked again only within two minutes of `permitQuestions()`: a refresh that needs
///   a code must not open a dialog every hour in front of nobody (botocore refuses to refresh a
///   role with MFA, too). A question is its text and its reason: two profiles with the same MFA
///   device ask the same text, and each needs its own answer.
/// * Equal questions that wait at the same time are asked one by one and never share an answer,
///   because AWS takes an MFA code once. But when the first isn't answered, the others aren't
///   asked.
public final class AskQueue: Ask {
  private struct State {
    var isBusy = false
    var line: [Awaited<Turn>] = []
    /// What was asked since questions were permitted, and whether it was answered.
    var put: [Question: Bool] = [:]
    /// What was asked before that.
    var past: [Question: Bool] = [:]
    var permittedUntil: Duration = .zero

    /// Nil for a question that may be asked.
    func wasAnswered(_ question: Question, at now: Duration) -> Bool? {
      put[question] ?? (now < permittedUntil ? nil : past[question])
    }
  }

  private enum Turn {
    case come, cancelled
  }

  private let asking: any Ask
  private let timekeeper: any Timekeeper
  private let limit: Duration
  public let wayToAskAgain: String
  private let state = Mutex(State())

  /// - Parameters:
  ///   - asking: Asks the person. It must end when its task is cancelled.
  ///   - wayToAskAgain: What the user does to be asked again, for the error.
  public init(
    _ asking: any Ask, timekeeper: any Timekeeper, limit: Duration = .seconds(120),
    wayToAskAgain: String = "press R to be asked again"
  ) {
    self.asking = asking
    self.timekeeper = timekeeper
    self.limit = limit
    self.wayToAskAgain = wayToAskAgain
  }

  /// - Throws: `AskError.askedBefore`, where `wayToAskAgain` says what to do; `AskError.timeout`;
  ///   what the person's side throws; `AskError.cancelled`.
  public func answer(to question: Question) async throws(AskError) -> String {
    let now = timekeeper.monotonic
    if let wasAnswered = state.withLock({ $0.wasAnswered(question, at: now) }) {
      throw .askedBefore(wasAnswered: wasAnswered)
    }
    if Task.isCancelled { throw .cancelled }
    try await comeToTurn()
    defer { passTurn() }
    // An equal question may have been asked while this one waited.
    if state.withLock({ $0.put[question] }) == false {
      throw .askedBefore(wasAnswered: false)
    }
    do throws(AskError) {
      let answer = try await put(question)
      state.withLock { $0.put[question] = true }
      return answer
    } catch {
      if error == .declined || error == .timeout {
        state.withLock { $0.put[question] = false }
      }
      throw error
    }
  }

  /// Lets every question be asked once more: the user asked for a refresh or began an action, and
  /// so is there. Two minutes later that is no longer certain, and a renewal in the background asks
  /// nothing.
  public func permitQuestions() {
    let end = timekeeper.monotonic + Self.presence
    state.withLock { state in
      state.past.merge(state.put) { _, newer in newer }
      state.put = [:]
      state.permittedUntil = end
    }
  }

  private static let presence = Duration.seconds(120)

  /// How many wait in line.
  public var waiting: Int { state.withLock { $0.line.count { !$0.isGiven } } }

  private func comeToTurn() async throws(AskError) {
    let turn = Awaited<Turn>()
    state.withLock { state in
      if state.isBusy {
        state.line.append(turn)
      } else {
        state.isBusy = true
        turn.give(.come)
      }
    }
    guard await turn.value(orWhenCancelled: .cancelled) == .come else { throw .cancelled }
  }

  /// Gives the turn to the first in line who hasn't left.
  private func passTurn() {
    state.withLock { state in
      while !state.line.isEmpty {
        if state.line.removeFirst().give(.come) { return }
      }
      state.isBusy = false
    }
  }

  private func put(_ question: Question) async throws(AskError) -> String {
    let asking = asking
    do {
      return try await timekeeper.limited(to: limit) { try await asking.answer(to: question) }
    } catch let error as AskError {
      throw error
    } catch is TimeLimitReached {
      throw .timeout
    } catch {
      throw .cancelled
    }
  }
}
