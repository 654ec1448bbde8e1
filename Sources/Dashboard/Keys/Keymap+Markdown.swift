import Canvas

extension Keymap {
  /// The table as the README shows it: one part for each place, in Markdown.
  public static var markdown: String {
    var lines: [String] = []
    for place in Place.allCases {
      if !lines.isEmpty { lines.append("") }
      lines += ["**\(title(of: place))**", "", "| keys | what they do |", "|---|---|"]
      lines += entries(in: place).map { "| \(names(of: $0)) | \(escaped($0.help)) |" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What a place is called in help and README.
  public static func title(of place: Place) -> String {
    switch place {
    case .list: "In the list"
    case .details: "In the details"
    case .menu: "In a menu"
    case .copy: "In the copy menu"
    case .form: "In the form of a new export"
    case .text: "While typing a filter"
    case .word: "Where a word has to be typed"
    case .answer: "Where AWS asks for a code"
    case .dialog: "When asked"
    case .help: "In the help"
    }
  }

  private static func names(of entry: Entry) -> String {
    entry.keys.map { "`\(escaped(name(of: $0, unicode: true)))`" }.joined(separator: " ")
  }

  private static func escaped(_ text: String) -> String {
    String(text.flatMap { $0 == "|" ? Array("\\|") : [$0] })
  }
}
