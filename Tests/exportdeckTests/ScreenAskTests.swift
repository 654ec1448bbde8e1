import AWSCore
import Dashboard
import Ground
import Support
import Testing

@testable import exportdeck

/// From whoever needs an answer to the screen and back.
@Suite(.timeLimit(.minutes(15))) struct ScreenAskTests {
  private let mailbox = Mailbox()

  /// Waits until so many messages have been posted, and takes them.
  private func messages(_ count: Int) async throws -> [Message] {
    var all: [Message] = []
    while all.count < count {
      try await eventually("a message") { [mailbox] in !mailbox.isEmpty }
      all += mailbox.takeAll()
    }
    return all
  }

  private func asked(_ messages: [Message]) -> [AskedQuestion] {
    messages.compactMap { if case .question(let question) = $0 { question } else { nil } }
  }

  @Test func `each answer goes to its own question, in whatever order they come`() async throws {
    let ask = ScreenAsk(mailbox: mailbox)
    let texts = ["a", "b", "c"]
    let answers = try await withThrowingTaskGroup(of: (String, String).self) { group in
      for text in texts {
        group.addTask { (text, try await ask.answer(to: Question(text: text, reason: "why"))) }
      }
      let questions = asked(try await messages(3))
      #expect(Set(questions.map(\.number)).count == 3)
      #expect(questions.allSatisfy { $0.reason == "why" })
      for question in questions.sorted(by: { $0.text < $1.text }) {
        ask.answered(question.number, "to \(question.text)")
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(answers == ["a": "to a", "b": "to b", "c": "to c"])
  }

  @Test func `no answer is an answer, and a second one is nobody's`() async throws {
    let ask = ScreenAsk(mailbox: mailbox)
    async let answer: Void = {
      _ = await #expect(throws: AskError.declined) {
        try await ask.answer(to: Question(text: "a", reason: ""))
      }
    }()
    let question = try #require(asked(try await messages(1)).first)
    ask.answered(question.number, nil)
    ask.answered(question.number, "123456")
    ask.answered(99, "123456")
    await answer
  }

  @Test func `who is called off is out of it, and the dialog is told`() async throws {
    let ask = ScreenAsk(mailbox: mailbox)
    let task = Task(executorPreference: BackgroundQueue.shared) {
      _ = await #expect(throws: AskError.cancelled) {
        try await ask.answer(to: Question(text: "a", reason: ""))
      }
    }
    let question = try #require(asked(try await messages(1)).first)
    task.cancel()
    await task.value
    guard case .questionOver(let number)? = try await messages(1).first else {
      Issue.record("the dialog stays")
      return
    }
    #expect(number == question.number)
    ask.answered(question.number, "123456")
  }

  @Test func `nobody is asked on behalf of who was called off before`() async throws {
    let ask = ScreenAsk(mailbox: mailbox)
    let task = Task(executorPreference: BackgroundQueue.shared) {
      withUnsafeCurrentTask { $0?.cancel() }
      _ = await #expect(throws: AskError.cancelled) {
        try await ask.answer(to: Question(text: "a", reason: ""))
      }
    }
    await task.value
    #expect(asked(mailbox.takeAll()).isEmpty)
  }
}
