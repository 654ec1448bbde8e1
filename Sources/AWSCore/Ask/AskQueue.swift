import Ground
import Synchronization

/// Puts one question at a time over all contexts, and none again by itself.
///
/// * Those who ask wait in line, in the order they came, and leave it when they are cancelled. Work
///   that asks nothing is not held up.
/// * A question has two minutes from when it is put.
/// * A question that was put is put again only within two minutes of `permitQuestions()`: a refresh that needs a
///   code must not open a dialog every hour in front of nobody (botocore refuses to refresh a role
///   with MFA, too). A question is its text and its reason: two profiles with one MFA device ask
///   alike, and each needs its answer.
/// * Like questions that wait at the same time are put one by one and never share an answer, because
///   AWS takes an MFA code once. But when the first isn't answered, the others aren't put either.
public final class AskQueue: Ask {
  private struct State {
    var isBusy = false
    var line: [Awaited<Turn>] = []
    /// What was put since questions were permitted, and whether it was answered.
    var put: [Question: Bool] = [:]
    /// What was put before that.
    var past: [Question: Bool] = [:]
    var permittedUntil: Duration = .zero

    /// Nil for one that may be put.
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
  ///   - asking: Puts the question to a person. It must end when its task is cancelled.
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

  /// - Throws: `AskError.askedBefore`, and `wayToAskAgain` is what to do about it; `AskError.timeout`;
  ///   what the person's side throws; `AskError.cancelled`.
  public func answer(to question: Question) async throws(AskError) -> String {
    let now = timekeeper.monotonic
    if let wasAnswered = state.withLock({ $0.wasAnswered(question, at: now) }) {
      throw .askedBefore(wasAnswered: wasAnswered)
    }
    if Task.isCancelled { throw .cancelled }
    try await comeToTurn()
    defer { passTurn() }
    // One like it may have been put while this one waited.
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

  /// Lets every question be put once more: the user asked for a refresh or began an action, and so is
  /// there. Two minutes later that is no longer known: a renewal in the background that comes then
  /// asks nothing.
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

  /// To the first in line who hasn't left it.
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
