import Canvas

extension Keymap {
  /// The table as the README shows it: one part for each place, in Markdown.
  public var markdown: String {
    var lines: [String] = []
    for place in Place.allCases {
      if !lines.isEmpty { lines.append("") }
      lines += ["**\(place.title)**", "", "| keys | what they do |", "|---|---|"]
      lines += entries(in: place).map { "| \(names(of: $0)) | \(escaped($0.help)) |" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func names(of entry: Entry) -> String {
    entry.keys.map { "`\(escaped($0.name(unicode: true)))`" }.joined(separator: " ")
  }

  private func escaped(_ text: String) -> String {
    String(text.flatMap { $0 == "|" ? Array("\\|") : [$0] })
  }
}
