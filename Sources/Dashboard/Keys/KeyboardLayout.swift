import Canvas
import Ground

/// A layout whose letters are not Latin. The commands are Latin letters, so each of its keys counts
/// as the one that a US keyboard has in its place.
struct KeyboardLayout: Hashable, Sendable {
  private let plain: [Character: Character]
  private let shifted: [Character: Character]

  /// The keys of a US keyboard, row by row. Those in `plain` and `shifted` stand in this order.
  private static let us = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
  private static let shiftedUS = "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"

  /// - Parameters:
  ///   - plain: What the keys write, in the order of the US keyboard's. A blank stands for a key
  ///     that writes nothing of its own.
  ///   - shifted: The same with Shift.
  ///   - others: More letters, for its relatives.
  init(_ plain: String, _ shifted: String, others: [Character: Character] = [:]) {
    // By scalars: some of them are marks, which would join the letter before them.
    func table(_ own: String, _ us: String) -> [Character: Character] {
      Dictionary(
        zip(own.unicodeScalars.map(Character.init), us).filter { $0.0 != " " },
        uniquingKeysWith: { first, _ in first })
    }
    self.plain = table(plain, Self.us).merging(others) { own, _ in own }
    self.shifted = table(shifted, Self.shiftedUS)
  }

  /// What a US keyboard writes with the same key.
  func position(of character: Character) -> Character? { plain[character] ?? shifted[character] }

  static let all = [cyrillic, greek, hebrew, arabic, persian, georgian, armenian, thai, hangul]

  /// Russian, with the letters of Ukrainian and Belarusian.
  private static let cyrillic = KeyboardLayout(
    "йцукенгшщзхъфывапролджэячсмитьбю.", "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,",
    others: ["і": "s", "І": "S", "ї": "]", "Ї": "}", "є": "'", "Є": "\"", "ў": "o", "Ў": "O"])
  private static let greek = KeyboardLayout(
    ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,./", ":΅ΕΡΤΥΘΙΟΠ{}ΑΣΔΦΓΗΞΚΛ¨\"ΖΧΨΩΒΝΜ<>?",
    others: [
      "ά": "a", "έ": "e", "ή": "h", "ί": "i", "ό": "o", "ύ": "y", "ώ": "v", "Ά": "A", "Έ": "E",
      "Ή": "H", "Ί": "I", "Ό": "O", "Ύ": "Y", "Ώ": "V",
    ])
  /// With Shift it writes Latin capitals.
  private static let hebrew = KeyboardLayout("/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.", "")
  private static let arabic = KeyboardLayout(
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوزظ", "")
  private static let persian = KeyboardLayout(
    "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو./", "")
  private static let georgian = KeyboardLayout(
    "ქწერტყუიოპ[]ასდფგჰჯკლ;'ზხცვბნმ,./", "",
    others: ["ჭ": "W", "ღ": "R", "თ": "T", "შ": "S", "ჟ": "J", "ძ": "Z", "ჩ": "C"])
  private static let armenian = KeyboardLayout(
    "քոերտըւիօպխծասդֆգհճկլ;'զղցվբնմ,./", "ՔՈԵՐՏԸՒԻՕՊԽԾԱՍԴՖԳՀՃԿԼ:\"ԶՂՑՎԲՆՄ<>?")
  private static let thai = KeyboardLayout(
    "ๆไำพะ\u{E31}\u{E35}รนยบลฟหกดเ\u{E49}\u{E48}าสวงผปแอ\u{E34}\u{E37}ทมใฝ",
    "๐\"ฎฑธ\u{E4D}\u{E4A}ณฯญฐ,ฤฆฏโฌ\u{E47}\u{E4B}ษศซ.()ฉฮ\u{E3A}\u{E4C}?ฒฬฦ")
  private static let hangul = KeyboardLayout(
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ[]ㅁㄴㅇㄹㅎㅗㅓㅏㅣ;'ㅋㅌㅊㅍㅠㅜㅡ,./", "ㅃㅉㄸㄲㅆ   ㅒㅖ")
}

extension Place {
  /// Whether letters are text here.
  var takesText: Bool {
    switch self {
    case .form, .offers, .check, .text, .search, .pick, .word, .answer: true
    case .list, .details, .page, .contexts, .timeline, .events, .board, .queue, .menu, .copy,
      .alerts, .overview, .dialog, .help:
      false
    }
  }
}

extension State {
  /// The key that is meant: on a keyboard of another layout, a character without a meaning of its
  /// own counts by its position, and that is said once. Keys with Control are what they are, so
  /// this confirms nothing.
  mutating func meant(by key: Key, at moment: Moment) -> Key {
    guard case .character(let character) = key, !place.takesText else { return key }
    if character.isASCII, character.isLetter { keyboard = nil }
    guard !hasMeaning(key) else { return key }
    for (position, layout) in positions(of: character) {
      guard hasMeaning(.character(position)) else { continue }
      tellOfLayout(character, countsAs: position, at: moment)
      keyboard = layout
      return .character(position)
    }
    tellOfLostKey(character, at: moment)
    return key
  }

  /// The menu of actions also hears the keys of the place below it.
  private func hasMeaning(_ key: Key) -> Bool {
    keymap.action(for: key, in: place) != nil
      || dialog is ActionsMenu && keymap.action(for: key, in: placeBelow) != nil
  }

  /// What a character may stand for, the likeliest first. One that every keyboard has tells nothing
  /// about the layout, so it counts only where that is known.
  private func positions(of character: Character) -> [(Character, KeyboardLayout?)] {
    let known = keyboard.map { [$0] } ?? []
    let layouts =
      character.isASCII ? known : known + KeyboardLayout.all.filter { $0 != keyboard }
    return (character.latinForm.map { [($0, keyboard)] } ?? [])
      + layouts.compactMap { layout in layout.position(of: character).map { ($0, layout) } }
  }

  private mutating func tellOfLayout(
    _ character: Character, countsAs position: Character, at moment: Moment
  ) {
    guard !isLayoutTold else { return }
    isLayoutTold = true
    notify(
      .warning,
      "the keyboard is in another layout: its letters count by their place, "
        + "\(character) as \(position)", at: moment)
  }

  /// A key that does nothing says so, if the layout may be why.
  private mutating func tellOfLostKey(_ character: Character, at moment: Moment) {
    switch place {
    // There, any other key closes what is open.
    case .copy, .dialog: return
    default: break
    }
    let isFromLetter = KeyboardLayout.all.contains {
      $0.position(of: character)?.isLetter == true
    }
    guard !character.isASCII || isFromLetter else { return }
    notify(
      .info, "\(character) means nothing here: the keyboard may be in another layout", at: moment)
  }
}

extension Character {
  /// The same character as a Latin keyboard writes it: of a digit in another script, of a wide form
  /// as input methods for Chinese and Japanese write it. Nil where it is none of them.
  fileprivate var latinForm: Character? {
    guard !isASCII, let scalar = unicodeScalars.first, unicodeScalars.count == 1 else { return nil }
    if scalar.properties.numericType == .decimal, let digit = wholeNumberValue {
      return Character("\(digit)")
    }
    guard 0xFF01...0xFF5E ~= scalar.value else { return nil }
    return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init)
  }
}
