import Canvas

/// The modifiers of a key as xterm sends them: 1 plus a bit for each.
nonisolated struct Modifiers {
  private var shift: Bool
  private var alt: Bool
  private var control: Bool

  init(parameter: Int) {
    let bits = max(0, parameter - 1)
    shift = bits & 1 != 0
    alt = bits & 0b1010 != 0
    control = bits & 4 != 0
  }

  /// The key with its modifiers; nil if that key means nothing to us.
  ///
  /// Shift alone only changes the number of a function key (as terminfo counts: F13 is Shift-F1,
  /// F25 Control-F1). Control or Alt with ← and → move by words, as Alt-b and Alt-f do.
  func applied(to key: Key) -> Key? {
    if case .function(let number) = key, number <= 12, !alt {
      return .function(number + (shift ? 12 : 0) + (control ? 24 : 0))
    }
    guard alt || control else { return key }
    switch key {
    case .left: return .alt("b")
    case .right: return .alt("f")
    default: return nil
    }
  }

  /// The key for a character's number, for terminals that send every key as a number.
  func applied(toScalar number: Int) -> Key? {
    switch number {
    case 9: return alt || control ? nil : shift ? .backTab : .tab
    case 13: return alt || control ? nil : .enter
    case 27: return .escape
    case 8, 127: return alt ? .alt("\u{7F}") : .backspace
    default: break
    }
    guard let scalar = Unicode.Scalar(UInt32(clamping: number)), !TerminalText.isControl(scalar)
    else { return nil }
    if control {
      let lower = scalar.properties.lowercaseMapping
      guard !alt, lower.count == 1, let letter = lower.first,
        "a"..."z" ~= letter || "@[\\]^_".contains(letter)
      else { return nil }
      return .control(letter)
    }
    return alt ? .alt(Character(scalar)) : .character(Character(scalar))
  }
}
