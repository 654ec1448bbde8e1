import AWSCore
import Dashboard
import Synchronization

/// Asks on the screen: a question goes out as a message, its answer comes back as an effect.
final class ScreenAsk: Ask {
  private struct Waiting {
    var nextNumber = 1
    var answers: [Int: CheckedContinuation<Result<String, AskError>, Never>] = [:]
  }

  private let waiting = Mutex(Waiting())
  private let mailbox: Mailbox

  init(mailbox: Mailbox) {
    self.mailbox = mailbox
  }

  func answer(to question: Question) async throws(AskError) -> String {
    let number = waiting.withLock { waiting in
      defer { waiting.nextNumber += 1 }
      return waiting.nextNumber
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiting.withLock { $0.answers[number] = continuation }
        guard !Task.isCancelled else { return end(number, with: .failure(.cancelled)) }
        mailbox.post(
          .question(
            AskedQuestion(number: number, text: question.text, reason: question.reason)))
      }
    } onCancel: {
      // Also when the time is up: the asker cancels then.
      end(number, with: .failure(.cancelled))
      mailbox.post(.questionOver(number: number))
    }
    return try result.get()
  }

  /// The user has answered, or (nil) declined to.
  func answered(_ number: Int, _ answer: String?) {
    end(number, with: answer.map { .success($0) } ?? .failure(.declined))
  }

  private func end(_ number: Int, with result: Result<String, AskError>) {
    let continuation = waiting.withLock { $0.answers.removeValue(forKey: number) }
    continuation?.resume(returning: result)
  }
}
