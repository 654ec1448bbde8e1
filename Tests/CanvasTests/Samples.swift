import Canvas

/// Texts that are hard to place, and a generator that makes the same choices in every run.
enum Samples {
  static let texts = [
    "", "a", "orders-prod", "日本語テキスト", "a日b本c", "e\u{301}te\u{301}", "🙂🙂", "👩\u{200D}💻 dev",
    "\u{1B}[31mred\u{1B}[0m", "tab\there", "\u{202E}gnp.exe", "██████▍·····", "\u{301}lost",
    "arn:aws:rds:eu-west-1:123456789012:snapshot:stock-prod-1121", "한국어 text", "\u{9B}2J",
    "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}b", "\u{1FAE9}", "   ", "x\u{0}y",
  ]
}

struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var mixed = state
    mixed ^= mixed >> 33
    mixed = mixed &* 0xFF51_AFD7_ED55_8CCD
    return mixed ^ mixed >> 33
  }
}
