import Ground
import RDSExports
import Tracking

/// One field of text against the values of a comparison, for one evaluation.
final class TextTest {
  private let field: FilterTextField
  private let matcher: TextMatcher
  /// A source, role or key is looked for by its name, and by its ARN where the value is one.
  private let wholeArn: Bool
  private let memo = InternedMemo()

  init(_ field: FilterTextField, _ sign: FilterOperator, _ values: [FilterText]) {
    self.field = field
    wholeArn = values.contains(where: Self.isArn)
    matcher = .any(
      values.map { value in
        switch value {
        case .literal(let text): sign == .contains ? .part(text) : .whole(text)
        case .pattern(let pattern): .pattern(pattern)
        }
      })
  }

  private static func isArn(_ value: FilterText) -> Bool {
    switch value {
    case .literal(let text): text.lowercased().hasPrefix("arn:")
    case .pattern(let pattern):
      pattern.lowercased().hasPrefix("arn:")
        || pattern.lowercased().hasPrefix("^arn:")
    }
  }

  func matches(_ task: TrackedTask) -> Bool {
    switch field {
    case .identifier: return test(task.identifier, shared: false)
    case .source: return test(task.sourceArn, shared: true)
    case .bucket: return test(task.s3Bucket, shared: true)
    case .prefix: return test(task.s3Prefix, shared: true)
    case .role: return test(task.iamRoleArn, shared: true)
    case .key: return test(task.kmsKeyId, shared: true)
    case .account, .region: return test(task.sourceArn, shared: true)
    case .type: return test(task.sourceType?.word, shared: false)
    case .failure: return test(task.failureCause, shared: false)
    case .warning: return test(task.warningMessage, shared: false)
    }
  }

  private func test(_ text: String?, shared: Bool) -> Bool {
    guard let text else { return false }
    return text.utf8.withContiguousStorageIfAvailable { test($0, shared: shared) }
      ?? Array(text.utf8).withUnsafeBufferPointer { test($0, shared: false) }
  }

  private func test(_ text: UnsafeBufferPointer<UInt8>, shared: Bool) -> Bool {
    shared ? memo.answer(for: text, matchesPart) : matchesPart(text)
  }

  private func matchesPart(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch field {
    case .identifier, .bucket, .prefix, .type, .failure, .warning: return matcher.matches(text)
    case .source, .role, .key:
      let name = ARN.Parts(text)?.resourceID.map { part($0, of: text) } ?? text
      return matcher.matches(name) || wholeArn && matcher.matches(text)
    case .account: return matcher.matches(part(ARN.Parts(text)?.account ?? 0..<0, of: text))
    case .region: return matcher.matches(part(ARN.Parts(text)?.region ?? 0..<0, of: text))
    }
  }

  private func part(
    _ range: Range<Int>, of text: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: text[range])
  }
}
