import Canvas
import Words

/// A word that may have to be typed before the confirming key of a question means yes.
struct TypedWord: Hashable, Sendable {
  /// Nil where the confirming key is enough.
  let wanted: String?
  var field = TextField()
  /// What was wrong with the last attempt to confirm.
  var problem: String?

  init(_ wanted: String?) { self.wanted = wanted }

  var isThere: Bool { wanted.map { field.text.trimmed == $0 } ?? true }

  /// Why the confirming key does nothing; nil where it means yes.
  var reasonNotYet: String? { isThere ? nil : "type \(wanted ?? "") first" }

  /// What the confirming key does: says yes, or notes what is missing.
  /// - Parameter reason: What else stands in the way.
  mutating func confirms(unless reason: String? = nil) -> Bool {
    problem = reason ?? reasonNotYet
    return problem == nil
  }

  /// Takes a key that means nothing else to the question.
  mutating func take(_ key: Key) -> Outcome {
    guard wanted != nil else { return .unknown }
    // People type a name and Enter to filter, so that must not mean yes.
    if key == .enter {
      problem = reasonNotYet ?? "Enter is no yes here"
      return .stay
    }
    guard field.apply(key) else { return .unknown }
    problem = nil
    return .stay
  }

  mutating func paste(_ text: String) {
    guard wanted != nil else { return }
    field.paste(text)
    problem = nil
  }
}

extension Facts {
  /// What was wrong, and where a word is wanted what asks for it and the line that it is typed into.
  /// - Parameter asking: Makes a sentence of the word.
  func lines(
    _ word: TypedWord, _ role: Role = .text, columns: Int, asking: (String) -> String
  ) -> [Panel.Line] {
    let problem = word.problem.map {
      paragraph(Format.line($0), .inputError, columns: columns)
    }
    guard let wanted = word.wanted else { return problem ?? [] }
    var line = Panel.Line([Span("> ", .hintKey)])
    line.field = Panel.Field(field: word.field, start: 2, hasFocus: true)
    return (problem ?? [])
      + paragraph(asking(Format.line(wanted)), role, columns: columns) + [line]
  }

  /// The same in a question about a start.
  func lines(toStartAfter word: TypedWord, columns: Int) -> [Panel.Line] {
    let (no, yes) = (keyName(.closeOne, in: .check), keyName(.confirm, in: .check))
    return lines(word, columns: columns) {
      "To start, type \($0) and press \(yes); \(no) goes back:"
    }
  }

  /// The two keys that answer a question: `Esc no, leave it   C-y yes, remove it`.
  func answers(no: String, yes: String, in place: Place) -> Panel.Line {
    Panel.Line([
      Span(keyName(.closeOne, in: place), .hintKey), Span(" \(no)   ", .textStrong),
      Span(keyName(.confirm, in: place), .hintKey), Span(" \(yes)", .text),
    ])
  }
}
