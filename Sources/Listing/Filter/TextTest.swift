import Ground
import RDSExports
import Tracking

/// Tests one text field against the values of a comparison, for one evaluation.
final class TextTest {
  private let field: FilterTextField
  private let matcher: TextMatcher
  /// A source, role or key is matched by its name, and also by its ARN where a value is one.
  private let wholeARN: Bool
  private let memo = InternedMemo()
  /// The sites that match by what they are called.
  private let matching: Set<SiteID>

  init(
    _ field: FilterTextField, _ sign: FilterOperator, _ values: [FilterText],
    sites: [SiteID: SiteWords]
  ) {
    self.field = field
    wholeARN = values.contains(where: \.isARN)
    let matcher = TextMatcher.any(
      values.map { value in
        switch value {
        case .literal(let text): sign == .contains ? .part(text) : .whole(text)
        case .pattern(let pattern): .pattern(pattern)
        }
      })
    self.matcher = matcher
    matching = Set(
      sites.filter { _, words in
        words.texts(of: field).contains { text in
          var text = text
          return text.withUTF8(matcher.matches)
        }
      }.keys)
  }

  func matches(_ task: TrackedTask) -> Bool {
    switch field {
    case .identifier: task.has(.identifier, where: matcher.matches)
    case .bucket: task.has(.bucket, where: matcher.matches)
    case .prefix: task.has(.prefix, where: matcher.matches)
    case .source:
      task.has(.sourceName, where: matcher.matches)
        || wholeARN && task.has(.source, where: matcher.matches)
    case .context, .profile: matching.contains(task.siteID)
    case .account:
      matching.contains(task.siteID)
        || task.has(.source) { matches(ARN.Parts($0)?.account ?? 0..<0, of: $0) }
    case .region:
      matching.contains(task.siteID)
        || task.has(.source) { matches(ARN.Parts($0)?.region ?? 0..<0, of: $0) }
    case .role: test(task.iamRoleArn) { memo.answer(for: $0, matchesNameOrARN) }
    case .key: test(task.kmsKeyId) { memo.answer(for: $0, matchesNameOrARN) }
    case .type: test(task.sourceType?.word, matcher.matches)
    case .failure: test(task.failureCause, matcher.matches)
    case .warning: test(task.warning, matcher.matches)
    }
  }

  private func test(_ text: String?, _ matches: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    guard var text else { return false }
    return text.withUTF8(matches)
  }

  private func matchesNameOrARN(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    matches(ARN.Parts(text)?.resourceID ?? text.indices, of: text)
      || wholeARN && matcher.matches(text)
  }

  private func matches(_ part: Range<Int>, of text: UnsafeBufferPointer<UInt8>) -> Bool {
    matcher.matches(UnsafeBufferPointer(rebasing: text[part]))
  }
}

extension FilterText {
  /// Whether it is matched against a whole ARN.
  var isARN: Bool {
    switch self {
    case .literal(let text): text.lowercased().hasPrefix("arn:")
    case .pattern(let pattern):
      pattern.lowercased().hasPrefix("arn:") || pattern.lowercased().hasPrefix("^arn:")
    }
  }
}
