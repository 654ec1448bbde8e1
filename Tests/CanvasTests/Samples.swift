import Canvas

/// Texts that are hard to place.
enum Samples {
  static let texts = [
    "", "a", "orders-prod", "日本語テキスト", "a日b本c", "e\u{301}te\u{301}", "🙂🙂", "👩\u{200D}💻 dev",
    "\u{1B}[31mred\u{1B}[0m", "tab\there", "\u{202E}gnp.exe", "██████▍·····", "\u{301}lost",
    "arn:aws:rds:eu-west-1:123456789012:snapshot:stock-prod-1121", "한국어 text", "\u{9B}2J",
    "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}b", "\u{1FAE9}", "   ", "x\u{0}y",
  ]
}
