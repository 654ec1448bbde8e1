import Canvas

/// Turns the bytes of a terminal into input.
///
/// It knows the sequences that today's terminals share (xterm's, with the variants of rxvt, PuTTY
/// and the Linux console). An unknown sequence is swallowed whole: its letters must never become
/// commands.
nonisolated struct KeyDecoder {
  /// How long the rest of an escape sequence may take. After that it was the Escape key.
  let escapeDelay: EscapeDelay
  /// The same for a sequence that can't be the beginning of two separate keys. It is long, because
  /// its letters would be commands if they were taken for keys.
  static let sequencePatience = Duration.seconds(10)
  /// How long a paste may pause before what has arrived of it is passed on.
  static let pastePatience = Duration.seconds(1)
  /// For how long the rest of such a paste is kept from becoming keys.
  static let lostEndPatience = Duration.seconds(30)
  private static let interrupt: UInt8 = 0x03
  /// No answer of a terminal is longer than this.
  private static let longestAnswer = 1 << 16

  private var bytes: [UInt8] = []
  private var paste: PasteCollector?
  /// Whether the paste was passed on without its end, so that the rest of it is dropped.
  private var isPasteOver = false

  init(escapeDelay: EscapeDelay = .nearby) {
    self.escapeDelay = escapeDelay
  }

  /// How long to wait for more bytes before `flush`; nil if everything so far is complete.
  var patience: Duration? {
    if paste != nil { return isPasteOver ? Self.lostEndPatience : Self.pastePatience }
    guard bytes.first == 0x1B else { return nil }
    return bytes.count > 2 ? Self.sequencePatience : escapeDelay.duration
  }

  /// Takes what was read and returns the complete inputs, in order.
  mutating func feed(_ more: some Collection<UInt8>) -> [Input] {
    bytes.append(contentsOf: more)
    var inputs: [Input] = []
    var at = 0
    while at < bytes.count {
      if paste != nil {
        at = collectPaste(from: at, into: &inputs)
        continue
      }
      guard let step = Self.step(bytes[at...]) else { break }
      at += step.length
      switch step.meaning {
      case .nothing: break
      case .pasteBegins: paste = PasteCollector()
      case .input(let input): Self.add(input, to: &inputs)
      }
    }
    bytes.removeFirst(at)
    return inputs
  }

  /// Gives up waiting for the rest of what is incomplete.
  mutating func flush() -> [Input] {
    if let collector = paste {
      defer { isPasteOver.toggle() }
      paste = isPasteOver ? nil : PasteCollector()
      return isPasteOver ? [] : [.paste(collector.text)]
    }
    defer { bytes = [] }
    guard bytes.first == 0x1B else { return [] }
    switch bytes.count {
    case 1: return [.key(.escape)]
    // A letter that could have begun a sequence.
    case 2: return [.key(.escape), .key(.character(Character(Unicode.Scalar(bytes[1]))))]
    default: return []
    }
  }

  private mutating func collectPaste(from start: Int, into inputs: inout [Input]) -> Int {
    var at = start
    while at < bytes.count, paste != nil {
      if isPasteOver, bytes[at] == Self.interrupt {
        // This is the way out of a paste whose end never comes.
        (paste, isPasteOver) = (nil, false)
        inputs.append(.key(.control("c")))
      } else if paste?.collect(bytes[at]) == true {
        if !isPasteOver { inputs.append(.paste(paste?.text ?? "")) }
        (paste, isPasteOver) = (nil, false)
      }
      at += 1
    }
    return at
  }

  /// Adds an input. A mark that belongs to the character before it is joined to it: an accent, a
  /// part of an emoji.
  private static func add(_ input: Input, to inputs: inout [Input]) {
    if case .key(.character(let mark)) = input, !mark.isASCII,
      case .key(.character(let base)) = inputs.last
    {
      let joined = String(base) + String(mark)
      if joined.count == 1 {
        inputs[inputs.count - 1] = .key(.character(Character(joined)))
        return
      }
    }
    inputs.append(input)
  }
}

nonisolated extension KeyDecoder {
  /// One complete thing at the beginning of the bytes.
  struct Step {
    enum Meaning {
      case nothing
      case pasteBegins
      case input(Input)
    }

    var length: Int
    var meaning: Meaning

    init(_ length: Int, _ meaning: Meaning) {
      self.length = length
      self.meaning = meaning
    }

    init(_ length: Int, _ key: Key?) {
      self.init(length, key.map { .input(.key($0)) } ?? .nothing)
    }
  }

  /// Nil if the rest has to come first.
  private static func step(_ bytes: ArraySlice<UInt8>) -> Step? {
    switch bytes[bytes.startIndex] {
    case 0x1B: escape(bytes)
    case 0x00: Step(1, .control("@"))
    case 0x08, 0x7F: Step(1, .backspace)
    case 0x09: Step(1, .tab)
    case 0x0A, 0x0D: Step(1, .enter)
    case let byte where byte < 0x20: Step(1, control(byte))
    default: character(bytes).map { Step($0.length, $0.character.map { .character($0) }) }
    }
  }

  private static func control(_ byte: UInt8) -> Key {
    let letter = Unicode.Scalar(byte | 0x40)
    return .control(Character(byte <= 0x1A ? Unicode.Scalar(byte | 0x60) : letter))
  }

  /// One character of UTF-8; a byte that belongs to none is swallowed.
  private static func character(
    _ bytes: ArraySlice<UInt8>
  ) -> (length: Int, character: Character?)? {
    let first = bytes[bytes.startIndex]
    let length =
      switch first {
      case 0..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    guard length > 0 else { return (1, nil) }
    let continuation = bytes.dropFirst().prefix(length - 1).prefix { $0 & 0xC0 == 0x80 }
    if continuation.count < length - 1 {
      let isWhole = continuation.endIndex < bytes.endIndex
      return isWhole ? (1 + continuation.count, nil) : nil
    }
    let text = String(decoding: bytes.prefix(length), as: UTF8.self)
    guard let scalar = text.unicodeScalars.first, scalar != "\u{FFFD}" || first == 0xEF,
      !TerminalText.isControl(scalar)
    else { return (length, nil) }
    return (length, Character(scalar))
  }

  private static func escape(_ bytes: ArraySlice<UInt8>) -> Step? {
    guard let second = bytes.dropFirst().first else { return nil }
    switch second {
    case UInt8(ascii: "["): return ControlSequence.step(bytes)
    case UInt8(ascii: "O"): return ControlSequence.shiftedStep(bytes)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"):
      return answer(bytes)
    default:
      // Go by the letter, not by time: if the program was busy or the line slow, Escape and the key
      // after it arrive together.
      let letter = Character(Unicode.Scalar(second))
      return Key.lettersWithAlt.contains(letter) ? Step(2, .alt(letter)) : Step(1, .escape)
    }
  }

  /// A string from the terminal that answers a question of the program that ran before: it ends in
  /// BEL or ESC \. If the user typed Escape and one of these letters, something else follows.
  private static func answer(_ bytes: ArraySlice<UInt8>) -> Step? {
    let start = bytes.startIndex
    guard bytes.count > 2 else { return nil }
    let third = bytes[start + 2]
    guard 0x30...0x3F ~= third || UInt8(ascii: "G") == third || 0x21...0x2B ~= third else {
      return Step(1, .escape)
    }
    for index in start + 2..<bytes.endIndex {
      if bytes[index] == 0x07 { return Step(index + 1 - start, .nothing) }
      if bytes[index] == 0x1B, index + 1 < bytes.endIndex {
        return Step(bytes[index + 1] == 0x5C ? index + 2 - start : index - start, .nothing)
      }
    }
    return bytes.count > longestAnswer ? Step(bytes.count, .nothing) : nil
  }
}
