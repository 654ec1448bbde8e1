import Canvas
import Ground
import Words

/// Asks for what a call to AWS waits for and only a person knows. A key that means nothing to it
/// does nothing, because closing it would leave the call without an answer.
struct QuestionDialog: Dialog {
  let question: AskedQuestion
  var typed = TextField()
  /// What was wrong with the last attempt to answer.
  var problem: String?

  var place: Place { .answer }
  var isQuestion: Bool { true }

  init(question: AskedQuestion) { self.question = question }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 72) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .closeOne: return .end(.answer(question: question.number, nil))
    case .confirm:
      let answer = typed.text.filter { !$0.isWhitespace }
      if answer.isEmpty {
        problem = "Type the code, or leave it."
      } else if !answer.allSatisfy({ $0.isASCII && $0.isNumber }) {
        problem = "A code has digits only."
      } else {
        return .end(.answer(question: question.number, answer))
      }
    default:
      if typed.apply(key) { problem = nil }
    }
    return .stay
  }

  mutating func paste(_ text: String) {
    typed.paste(text)
    problem = nil
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    var panel = Panel(title: "AWS asks for a code")
    panel.lines = drawing.facts.paragraph(Format.line(question.text), .textStrong, columns: columns)
    panel.lines += drawing.facts.paragraph(
      Format.line(question.reason), .textMuted, columns: columns, isOptional: true)
    panel.footer = [.space]
    if let problem {
      panel.footer += drawing.facts.paragraph(problem, .inputError, columns: columns)
    }
    var line = Panel.Line([Span("> ", .hintKey)])
    line.field = Panel.Field(field: typed, start: 2, hasFocus: true)
    panel.footer.append(line)
    panel.footer.append(
      Panel.Line(
        [
          Span(drawing.facts.keyName(.confirm, in: place), .hintKey), Span(" answer   ", .text),
          Span(drawing.facts.keyName(.closeOne, in: place), .hintKey), Span(" leave it", .text),
        ], isOptional: true))
    drawing.draw(panel, in: area)
  }
}
