/// A sentence from AWS with names in it. Searches ignore case and accept either kind of apostrophe.
struct AWSText {
  /// AWS's sentences, with the names in them, have a few hundred characters.
  private static let longest = 4000

  private let characters: [Character]
  private let folded: [Character]

  init(_ untrusted: String) {
    characters = Format.line(untrusted, limit: Self.longest).map { $0 == "’" ? "'" : $0 }
    folded = characters.map { $0.isASCII ? Character($0.lowercased()) : $0 }
  }

  func says(_ phrase: String) -> Bool { end(of: phrase) != nil }

  /// Whether every phrase occurs, in any order.
  func says(_ phrases: String...) -> Bool { phrases.allSatisfy { says($0) } }

  /// The word after a phrase, without the brackets, quotes and full stop that sentences put around
  /// names; nil where the phrase does not occur or nothing follows.
  func name(after phrase: String) -> String? {
    guard let start = end(of: phrase) else { return nil }
    var word = characters[start...].drop { $0 == " " }.prefix { $0 != " " }
    while let first = word.first, Self.openers.contains(first) { word.removeFirst() }
    while let last = word.last, Self.closers.contains(last) { word.removeLast() }
    return word.isEmpty ? nil : String(word)
  }

  private static let openers: Set<Character> = ["[", "(", "<", "\"", "'", "`", "“", "‘"]
  private static let closers: Set<Character> = [
    "]", ")", ">", "\"", "'", "`", "”", ".", ",", ";", ":", "!",
  ]

  private func end(of phrase: String) -> Int? {
    let sought = phrase.lowercased().map { $0 }
    guard folded.count >= sought.count else { return nil }
    for start in 0...(folded.count - sought.count)
    where folded[start..<(start + sought.count)].elementsEqual(sought) {
      return start + sought.count
    }
    return nil
  }
}
