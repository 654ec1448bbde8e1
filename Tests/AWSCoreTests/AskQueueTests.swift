import AWSCore
import Foundation
import Support
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct AskQueueTests {
  private let clock = HandCrankedTimekeeper()
  private let person = Person()
  private let queue: AskQueue

  init() {
    queue = AskQueue(person, timekeeper: clock)
  }

  private func question(_ text: String, _ reason: String = "r") -> Question {
    Question(text: text, reason: reason)
  }

  private func ask(_ text: String, _ reason: String = "r") -> Task<String, any Error> {
    Task { [queue] in try await queue.answer(to: Question(text: text, reason: reason)) }
  }

  private func isOpen(_ text: String, _ reason: String = "r") async throws {
    try await eventually("question \(text)") { [person] in
      person.open == [Question(text: text, reason: reason)]
    }
  }

  @Test func `one question is open at a time, in the order they came`() async throws {
    var asking: [Task<String, any Error>] = []
    for text in ["a", "b", "c"] {
      asking.append(ask(text))
      if text == "a" { try await isOpen("a") }
      let count = asking.count
      try await eventually { [queue] in queue.waiting == count - 1 }
    }
    for (text, task) in zip(["a", "b", "c"], asking) {
      try await isOpen(text)
      person.answer("code \(text)")
      #expect(try await task.value == "code \(text)")
    }
    #expect(person.most == 1)
  }

  @Test func `nobody asks again by himself`() async throws {
    let first = ask("a")
    try await isOpen("a")
    person.answer("1")
    #expect(try await first.value == "1")
    let refusal = AskError.askedBefore(wasAnswered: true)
    #expect(queue.wayToAskAgain == "press R to be asked again")
    await #expect(throws: refusal) { try await queue.answer(to: question("a")) }
    let other = ask("a", "another profile")
    try await isOpen("a", "another profile")
    person.answer("2")
    #expect(try await other.value == "2")
    queue.permitQuestions()
    let second = ask("a")
    try await isOpen("a")
    person.answer("3")
    #expect(try await second.value == "3")
  }

  @Test func `a permission of long ago opens no dialog in front of nobody`() async throws {
    let first = ask("a")
    try await isOpen("a")
    person.answer("1")
    #expect(try await first.value == "1")
    queue.permitQuestions()
    clock.drift(by: .seconds(120))
    let refusal = AskError.askedBefore(wasAnswered: true)
    await #expect(throws: refusal) { try await queue.answer(to: question("a")) }
    // What was never asked for has no need of a permission.
    let other = ask("b")
    try await isOpen("b")
    person.answer("2")
    #expect(try await other.value == "2")
    queue.permitQuestions()
    clock.drift(by: .seconds(119))
    let second = ask("a")
    try await isOpen("a")
    person.answer("3")
    #expect(try await second.value == "3")
  }

  @Test(arguments: [AskError.declined, .timeout])
  func `what wasn't answered isn't asked again either, not even of those in line`(end: AskError)
    async throws
  {
    let (first, second) = (ask("a"), ask("a"))
    try await isOpen("a")
    try await eventually { [queue] in queue.waiting == 1 }
    if end == .timeout {
      try await clock.advance(by: .seconds(119))
      #expect(person.open.count == 1)
      try await clock.advance(by: .seconds(1))
    } else {
      person.answer(nil)
    }
    var ends: [AskError] = []
    for task in [first, second] {
      if case .failure(let error as AskError) = await task.result { ends.append(error) }
    }
    #expect(ends.contains(end))
    #expect(ends.contains(.askedBefore(wasAnswered: false)))
    #expect(person.asked.count == 1)
    await #expect(throws: AskError.self) { try await queue.answer(to: question("a")) }
    #expect(person.asked.count == 1)
  }

  @Test func `like questions in line never share an answer`() async throws {
    let tasks = [ask("a"), ask("a")]
    try await isOpen("a")
    try await eventually { [queue] in queue.waiting == 1 }
    person.answer("first code")
    try await eventually { [person] in person.asked.count == 2 && person.open.count == 1 }
    person.answer("second code")
    var answers: Set<String> = []
    for task in tasks { answers.insert(try await task.value) }
    #expect(answers == ["first code", "second code"])
  }

  @Test func `two minutes count from when a question is put`() async throws {
    let first = ask("a")
    try await isOpen("a")
    let second = ask("b")
    try await eventually { [queue] in queue.waiting == 1 }
    try await clock.advance(by: .seconds(120))
    await #expect(throws: AskError.timeout) { try await first.value }
    try await isOpen("b")
    try await eventually { [clock] in clock.appointments == 1 }
    try await clock.advance(by: .seconds(100))
    person.answer("in time")
    #expect(try await second.value == "in time")
    #expect(clock.appointments == 0)
  }

  @Test func `who is cancelled leaves the line, or the dialog`() async throws {
    let (open, gone) = (ask("a"), ask("b"))
    try await eventually { [queue, person] in queue.waiting == 1 && person.open.count == 1 }
    let isFirstOpen = person.open == [question("a")]
    let (shown, waiting) = isFirstOpen ? (open, gone) : (gone, open)
    let last = ask("c")
    try await eventually { [queue] in queue.waiting == 2 }
    waiting.cancel()
    await #expect(throws: AskError.cancelled) { try await waiting.value }
    #expect(queue.waiting == 1)
    shown.cancel()
    await #expect(throws: AskError.cancelled) { try await shown.value }
    try await isOpen("c")
    person.answer("3")
    #expect(try await last.value == "3")
    // What was cancelled was never answered by a person, and may be asked.
    let again = ask("a")
    try await isOpen("a")
    person.answer("1")
    #expect(try await again.value == "1")
  }

  @Test func `where nobody is there, that is said each time`() async throws {
    let queue = AskQueue(AskNobody(reason: "no terminal"), timekeeper: clock)
    for _ in 0..<2 {
      await #expect(throws: AskError.nobody("no terminal")) {
        try await queue.answer(to: question("a"))
      }
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `a storm of questions ends, and one is open at a time`(seed: Seed) async throws {
    var dice = seed.generator("questions")
    let tasks = (0..<60).map { number in
      ask("q\(Int.random(in: 0..<40, using: &dice))", "\(number)")
    }
    let cancelled = (0..<20).map { _ in Int.random(in: 0..<60, using: &dice) }
    for number in cancelled { tasks[number].cancel() }
    let answering = Task { [person] in
      while !Task.isCancelled {
        person.answer("x")
        try await Task.sleep(for: .milliseconds(1))
      }
    }
    for (number, task) in tasks.enumerated() {
      switch await task.result {
      case .success(let answer): #expect(answer == "x")
      case .failure(let error):
        #expect(error as? AskError == .cancelled)
        #expect(cancelled.contains(number))
      }
    }
    answering.cancel()
    #expect(person.most == 1)
    #expect(queue.waiting == 0)
    #expect(clock.appointments == 0)
  }
}

/// Answers when the test says so.
private final class Person: Ask {
  private struct State {
    var open: [Question] = []
    var asked: [Question] = []
    var most = 0
    var answering: [Answering] = []
  }

  private let state = Mutex(State())

  var open: [Question] { state.withLock { $0.open } }
  var asked: [Question] { state.withLock { $0.asked } }
  /// How many questions were open at once, at most.
  var most: Int { state.withLock { $0.most } }

  /// - Parameter text: Nil declines.
  func answer(_ text: String?) {
    let answering = state.withLock { $0.answering.isEmpty ? nil : $0.answering.removeFirst() }
    answering?.end(text.map { .success($0) } ?? .failure(.declined))
  }

  func answer(to question: Question) async throws(AskError) -> String {
    let answering = Answering()
    state.withLock { state in
      state.open.append(question)
      state.asked.append(question)
      state.most = max(state.most, state.open.count)
      state.answering.append(answering)
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { answering.begin($0) }
    } onCancel: {
      answering.end(.failure(.cancelled))
    }
    state.withLock { state in
      state.open.removeAll { $0 == question }
      state.answering.removeAll { $0 === answering }
    }
    return try result.get()
  }
}

private final class Answering: Sendable {
  typealias Outcome = Result<String, AskError>
  private let state = Mutex<(Outcome?, CheckedContinuation<Outcome, Never>?)>((nil, nil))

  func begin(_ continuation: CheckedContinuation<Outcome, Never>) {
    let known = state.withLock { state -> Outcome? in
      if state.0 == nil { state.1 = continuation }
      return state.0
    }
    if let known { continuation.resume(returning: known) }
  }

  func end(_ outcome: Outcome) {
    let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      guard state.0 == nil else { return nil }
      state.0 = outcome
      defer { state.1 = nil }
      return state.1
    }
    continuation?.resume(returning: outcome)
  }
}
