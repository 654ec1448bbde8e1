import Ground

/// How a user wants new exports to be called: `{series}-{date}`.
public struct IdentifierTemplate: Hashable, Sendable {
  /// What stands between braces.
  public enum Placeholder: String, CaseIterable, Hashable, Sendable {
    /// The name of the series without what varies in it: `nightly-orders`; of an export that
    /// belongs to none the same as `source`.
    case series
    /// The database: `orders-prod`.
    case source
    /// `2026-11-28`: the source's where the last export's name said that of its source, else
    /// today's, local.
    case date
    /// `0105`, as the date.
    case time
  }

  private enum Part: Hashable, Sendable {
    case text(String)
    case placeholder(Placeholder)
  }

  private let parts: [Part]

  /// - Throws: What is wrong with the text, and where.
  public init(_ text: String) throws(IdentifierTemplateProblem) {
    var parts: [Part] = []
    var rest = text[...]
    while let next = rest.first {
      guard next == "{" else {
        let plain = rest.prefix { $0 != "{" }
        if let stranger = plain.first(where: { !$0.isInIdentifiers }) {
          throw .strangeCharacter(stranger)
        }
        parts.append(.text(String(plain)))
        rest = rest.dropFirst(plain.count)
        continue
      }
      guard let end = rest.firstIndex(of: "}") else { throw .openBrace }
      let name = String(rest[rest.index(after: rest.startIndex)..<end])
      guard let placeholder = Placeholder(rawValue: name) else { throw .unknownPlaceholder(name) }
      parts.append(.placeholder(placeholder))
      rest = rest[rest.index(after: end)...]
    }
    guard !parts.isEmpty else { throw .empty }
    self.parts = parts
  }

  /// Whether it names the time of day.
  var hasTime: Bool { parts.contains(.placeholder(.time)) }

  /// Placeholders with hyphens between them.
  init(placeholders: Placeholder...) {
    parts = Array(placeholders.map { [Part.placeholder($0)] }.joined(separator: [.text("-")]))
  }

  /// The name of a new export, made valid: letters, digits and single hyphens, a letter first, at
  /// most 60 characters; the series and the source give way where it would be longer.
  /// - Parameters:
  ///   - series: With or without stars for what varies.
  ///   - known: Every identifier that is known at the site: AWS never takes one twice.
  public func identifier(
    series: String, source: String, known: Set<String>, at moment: Moment
  ) -> String {
    var room = FreshIdentifier.limit
    while true {
      let name = name(series: series, source: source, atMost: room, at: moment)
      // What is added for the beginning may be too much as well.
      guard name.count > FreshIdentifier.limit, room > 0 else {
        return FreshIdentifier.free(String(name.prefix(FreshIdentifier.limit)), known: known)
      }
      room -= 1
    }
  }

  /// - Parameter longest: How long the series and the source may be, each.
  private func name(
    series: String, source: String, atMost longest: Int, at moment: Moment
  ) -> String {
    let time = CivilTime(moment.wall, utcOffset: moment.utcOffset) ?? CivilTime(moment.wall)
    let source = Self.valid(source)
    let series = Self.valid(series).isEmpty ? source : Self.valid(series)
    let texts = parts.map { part in
      switch part {
      case .text(let text): text
      case .placeholder(.series): String(series.prefix(longest))
      case .placeholder(.source): String(source.prefix(longest))
      case .placeholder(.date):
        [time.year, time.month, time.day].map(twoDigits).joined(separator: "-")
      case .placeholder(.time): twoDigits(time.hour) + twoDigits(time.minute)
      }
    }
    let name = Self.valid(texts.joined())
    return name.first?.isLetter == true ? name : Self.valid("export-\(name)")
  }

  /// With one hyphen in place of each run of what no identifier may hold, and none at the ends.
  private static func valid(_ text: String) -> String {
    text.split { !$0.isInIdentifiers || $0 == "-" }.joined(separator: "-")
  }
}

/// What is wrong with a template of identifiers.
public enum IdentifierTemplateProblem: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case openBrace
  case unknownPlaceholder(String)
  case strangeCharacter(Character)

  public var description: String {
    let known = IdentifierTemplate.Placeholder.allCases.map { "{\($0.rawValue)}" }
      .joined(separator: ", ")
    switch self {
    case .empty: return "it is empty: write it as in {series}-{date}"
    case .openBrace: return "a { has no }: there are \(known)"
    case .unknownPlaceholder(let name):
      return "{\(UntrustedText.oneLine(name, limit: 40))} is none of \(known)"
    case .strangeCharacter(let character):
      return "an identifier holds ASCII letters, digits and hyphens, not "
        + "“\(UntrustedText.oneLine(String(character)))”"
    }
  }
}

extension Character {
  fileprivate var isInIdentifiers: Bool { self == "-" || isASCII && (isLetter || isNumber) }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
