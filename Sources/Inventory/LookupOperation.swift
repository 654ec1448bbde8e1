import AWSCore
import Planning

/// An operation of a service that answers a lookup.
protocol LookupOperation: Sendable {
  var service: AWSService { get }
  /// - Parameter marker: Where the page begins, as the page before said; nil for the first.
  func call(from marker: String?) -> AWSCall
  /// - Throws: Why the body can't be read.
  mutating func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage
  /// What an error of AWS's says, where it is an answer: many operations answer "there is none" so.
  func found(in fault: ServiceFault) -> Found?
  /// Another call that may answer where this one was refused.
  func instead(of fault: ServiceFault) -> Self?
}

extension LookupOperation {
  func found(in fault: ServiceFault) -> Found? { nil }
  func instead(of fault: ServiceFault) -> Self? { nil }
}

/// What one answer has brought.
struct OperationPage {
  var found: Found
  /// How many things that is.
  var count = 1
  /// Where the next page begins; nil on the last one.
  var marker: String?
}

/// Why an answer can't be read.
struct UnreadableAnswer: Error {
  var detail: String

  init(_ detail: String) { self.detail = detail }

  init(_ error: XMLError) { detail = error.description }
}

/// Reads a document; its errors are an answer's.
func reading<Value>(
  _ read: () throws(XMLError) -> Value
) throws(UnreadableAnswer) -> Value {
  do {
    return try read()
  } catch {
    throw UnreadableAnswer(error)
  }
}
