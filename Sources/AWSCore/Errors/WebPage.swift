import Ground

/// A page for people where an answer of a service was expected: a proxy's refusal, a login.
enum WebPage {
  static let gist = "a web page came instead of an answer from AWS"
  private static let longestTitle = 120
  /// A title stands near the beginning.
  private static let lookedAt = 16 << 10

  /// What to say in place of the page's source; nil for a body that is no page.
  static func words(in body: [UInt8]) -> String? {
    guard isPage(body[...]) else { return nil }
    let words = "\(gist): a proxy or a login page?"
    let title = title(of: String(decoding: body.prefix(lookedAt), as: UTF8.self))
    return title.isEmpty ? words : "\(words) Its title: \(title)"
  }

  private static let beginnings = [
    "<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<script", "<center", "<h1",
  ].map { Array($0.utf8) }

  /// Whether the first thing after blanks, comments and an XML declaration is HTML's.
  private static func isPage(_ body: ArraySlice<UInt8>) -> Bool {
    var rest = body
    while true {
      rest = rest.drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }
      if rest.starts(with: "<!--".utf8) {
        rest = after("-->", in: rest)
      } else if rest.starts(with: "<?".utf8) {
        rest = after("?>", in: rest)
      } else {
        return beginnings.contains { begins(rest, with: $0) }
      }
    }
  }

  private static func begins(_ text: ArraySlice<UInt8>, with beginning: [UInt8]) -> Bool {
    text.count >= beginning.count
      && zip(text, beginning).allSatisfy { byte, wanted in
        (0x41...0x5A).contains(byte) ? byte | 0x20 == wanted : byte == wanted
      }
  }

  private static func after(_ end: String, in text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    text.firstRange(of: Array(end.utf8)).map { text[$0.upperBound...] } ?? []
  }

  private static func title(of page: String) -> String {
    guard let found = page.firstMatch(of: /(?i)<title[^>]*>([^<]*)/) else { return "" }
    let text = entities.reduce(String(found.1)) { $0.replacing($1.0, with: $1.1) }
    return UntrustedText.oneLine(
      SecretMask(hidesBareKeys: true).masked(text), limit: longestTitle
    ).trimmingWhitespace
  }

  /// The ampersand comes last, so that nothing is decoded twice.
  private static let entities = [
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"),
    ("&nbsp;", " "), ("&ndash;", "–"), ("&mdash;", "—"), ("&#8211;", "–"), ("&amp;", "&"),
  ]
}
