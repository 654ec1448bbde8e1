import Canvas

/// The keys and events that terminals send as ESC [ … (CSI) and ESC O … (SS3).
nonisolated enum ControlSequence {
  private typealias Step = KeyDecoder.Step

  /// Anything longer is not taken for a sequence.
  private static let longest = 64

  /// Decodes ESC [ …; nil if its end has not arrived.
  static func step(_ bytes: ArraySlice<UInt8>) -> KeyDecoder.Step? {
    let start = bytes.startIndex
    guard bytes.count > 2 else { return nil }
    // The Linux console's F1 to F5: ESC [ [ A.
    if bytes[start + 2] == UInt8(ascii: "[") {
      guard bytes.count > 3 else { return nil }
      let number = Int(bytes[start + 3]) - 0x40
      return Step(4, 1...5 ~= number ? .function(number) : nil)
    }
    // The oldest form of mouse reports: ESC [ M and three bytes.
    if bytes[start + 2] == UInt8(ascii: "M") {
      guard bytes.count > 5 else { return nil }
      let numbers = bytes[(start + 3)..<(start + 6)].map { Int($0) - 32 }
      return Step(6, mouse(numbers[0], numbers[1], numbers[2], isPress: numbers[0] & 3 != 3))
    }
    for index in start + 2..<bytes.endIndex {
      let length = index - start + 1
      switch bytes[index] {
      case 0x40...0x7E:
        let parameters = bytes[start + 2..<index]
        return Step(length, meaning(of: parameters, final: bytes[index]))
      case 0x20...0x3F where length < longest: continue
      // Such a byte is never part of a sequence: the sequence that it broke off is swallowed, and
      // the byte counts on its own.
      default: return Step(length - 1, .nothing)
      }
    }
    return nil
  }

  /// Decodes ESC O x: cursor and keypad keys in their application mode.
  static func shiftedStep(_ bytes: ArraySlice<UInt8>) -> KeyDecoder.Step? {
    guard bytes.count > 2 else { return nil }
    let final = bytes[bytes.startIndex + 2]
    guard final >= 0x20 else { return Step(1, .escape) }
    return Step(3, cursorKey(final) ?? keypadKey(final))
  }

  private static func meaning(
    of parameters: ArraySlice<UInt8>, final: UInt8
  ) -> KeyDecoder.Step.Meaning {
    if parameters.first == UInt8(ascii: "<") {
      let report = numbers(parameters.dropFirst())
      guard report.count == 3, final == UInt8(ascii: "M") else { return .nothing }
      return mouse(report[0], report[1], report[2], isPress: true)
    }
    // Parameters with a private mark are answers to questions that we did not ask.
    if let first = parameters.first, !(0x30...0x3B ~= first) { return .nothing }
    let numbers = numbers(parameters)
    if final == UInt8(ascii: "~"), numbers.first == 200 { return .pasteBegins }
    return key(numbers, final: final).map { .input(.key($0)) } ?? .nothing
  }

  private static func key(_ numbers: [Int], final: UInt8) -> Key? {
    let modifiers = Modifiers(parameter: numbers.count > 1 ? numbers[1] : 1)
    switch final {
    case UInt8(ascii: "~"):
      if numbers.count == 3, numbers[0] == 27 { return modifiers.applied(toScalar: numbers[2]) }
      return numbers.first.flatMap(tildeKey).flatMap(modifiers.applied)
    case UInt8(ascii: "u"): return numbers.first.flatMap(modifiers.applied(toScalar:))
    case UInt8(ascii: "Z"): return .backTab
    // With numbers other than 1 and modifiers, it reports the cursor's position.
    default:
      guard numbers.first ?? 1 == 1, numbers.count <= 2, numbers.last ?? 1 <= 16 else { return nil }
      return cursorKey(final).flatMap(modifiers.applied)
    }
  }

  /// Numbers between semicolons. An omitted one is 1, and what follows a colon is ignored.
  private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
    bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { part in
      let digits = part.prefix { 0x30...0x39 ~= $0 }.prefix(7)
      return digits.isEmpty ? 1 : digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
  }

  private static func cursorKey(_ final: UInt8) -> Key? {
    switch Character(Unicode.Scalar(final)) {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "P": .function(1)
    case "Q": .function(2)
    case "R": .function(3)
    case "S": .function(4)
    default: nil
    }
  }

  private static func keypadKey(_ final: UInt8) -> Key? {
    switch Character(Unicode.Scalar(final)) {
    case "M": .enter
    case "I": .tab
    case " ": .character(" ")
    case "X": .character("=")
    // j…y stand for * + , - . / and the digits.
    case "j"..."y": .character(Character(Unicode.Scalar(final - 0x40)))
    default: nil
    }
  }

  private static func tildeKey(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  private static func mouse(
    _ button: Int, _ column: Int, _ row: Int, isPress: Bool
  ) -> KeyDecoder.Step.Meaning {
    guard isPress, column > 0, row > 0 else { return .nothing }
    let point = Point(column: column - 1, row: row - 1)
    // 4, 8 and 16 are the modifiers.
    switch button & ~0b11100 {
    case 0: return .input(.mouse(Mouse(action: .press, at: point)))
    case 64: return .input(.mouse(Mouse(action: .wheelUp, at: point)))
    case 65: return .input(.mouse(Mouse(action: .wheelDown, at: point)))
    default: return .nothing
    }
  }
}
