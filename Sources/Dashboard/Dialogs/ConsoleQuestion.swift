import Canvas
import Ground
import Tracking
import Words

/// Whether to open AWS's console in the browser.
struct ConsoleQuestion: Dialog {
  let site: Site
  let address: String

  var place: Place { .dialog }
  var isQuestion: Bool { true }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 72) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm: .end(.openAddress(address))
    case .closeOne: .close
    default: .unknown
    }
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    var panel = Panel(title: "Open AWS's console in the browser?")
    panel.lines = drawing.facts.paragraph(address, .fieldValue, columns: columns)
    panel.lines.append(.space)
    let account = site.account.map { " This is account \($0)." } ?? ""
    panel.lines += drawing.facts.paragraph(
      "The browser's own login decides which account it shows.\(account)", .text, columns: columns)
    panel.footer = [.space, drawing.facts.answers(no: "no", yes: "yes, open it", in: place)]
    drawing.draw(panel, in: area)
  }
}
