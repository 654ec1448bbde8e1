import AWSCore
import Ground
import Planning

/// Asks for one page of a list after the other, paced and limited as `PageWalk` says.
struct PageTurner {
  let client: any AWSCalling
  let timekeeper: any Timekeeper

  /// - Throws: Why a page didn't come, or why no other page is asked for: the list goes round in
  ///   circles, or never ends.
  func turn<Asked: LookupOperation>(
    _ operation: Asked, _ take: @Sendable (FoundPage) -> Void
  ) async throws(AWSError) {
    var operation = operation
    var walk = PageWalk()
    var marker: String?
    while true {
      let page: OperationPage
      let call = operation.call(from: marker)
      do throws(AWSError) {
        let answer = try await client.call(call)
        page = try read(answer, by: &operation)
      } catch .service(let fault) {
        if let found = operation.found(in: fault) {
          return take(FoundPage(found, isLast: true))
        }
        guard let other = operation.instead(of: fault) else { throw .service(fault) }
        operation = other
        continue
      }
      let step = walk.took(entries: page.count, marker: page.marker)
      take(FoundPage(page.found, isLast: step == .end))
      switch step {
      case .end: return
      case .repeated: throw Self.endless(call.action, "it names a page that came before")
      case .tooLong: throw Self.endless(call.action, "it doesn't end after \(walk.entries) entries")
      case .next(let next, let rest):
        marker = next
        if rest > .zero {
          do { try await timekeeper.sleep(for: rest) } catch { throw .cancelled }
        }
        if Task.isCancelled { throw .cancelled }
      }
    }
  }

  private func read<Asked: LookupOperation>(
    _ answer: AWSAnswer, by operation: inout Asked
  ) throws(AWSError) -> OperationPage {
    do {
      return try operation.page(answer)
    } catch {
      throw .unreadableAnswer(detail: error.detail, requestID: answer.requestID)
    }
  }

  private static func endless(_ action: String, _ reason: String) -> AWSError {
    .unreadableAnswer(detail: "the list of \(action): \(reason)", requestID: nil)
  }
}
