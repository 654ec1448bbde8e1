import Canvas

extension Drawing {
  /// What is asked for and why, and a field for it.
  mutating func drawQuestion(_ dialog: QuestionDialog) {
    let columns = panelColumns(wanted: 72)
    var panel = Panel(title: "AWS asks for a code", columns: columns)
    panel.lines = paragraph(Format.line(dialog.question.text), .textStrong, columns: columns)
    panel.lines += paragraph(
      Format.line(dialog.question.reason), .textMuted, columns: columns, isOptional: true)
    panel.footer = [.space]
    if let problem = dialog.problem {
      panel.footer += paragraph(problem, .inputError, columns: columns)
    }
    var line = Panel.Line([Span("> ", .hintKey)])
    line.field = Panel.Field(field: dialog.typed, start: 2, hasFocus: true)
    panel.footer.append(line)
    panel.footer.append(
      Panel.Line(
        [
          Span(keyName(.confirm, in: .text), .hintKey), Span(" answer   ", .text),
          Span(keyName(.closeOne, in: .text), .hintKey), Span(" leave it", .text),
        ], isOptional: true))
    draw(panel)
  }
}
