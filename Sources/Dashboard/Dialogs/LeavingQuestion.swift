import Canvas
import Ground
import Words

/// Asks whether to leave although something would be lost, or would stand still.
struct LeavingQuestion: Dialog {
  enum Reason: Hashable, Sendable {
    /// A form has text that was not sent: its identifier, empty if none was typed.
    case unsent(identifier: String)
    /// So many exports wait in the queue that nothing else would start.
    case waiting(Int)
    /// So many exports wait or are held in a queue that ends with the program.
    case ending(waiting: Int, held: Int)

    /// How many exports it is about.
    var count: Int {
      switch self {
      case .unsent: 0
      case .waiting(let count): count
      case .ending(let waiting, let held): waiting + held
      }
    }
  }

  /// What was open when the question came up.
  let below: (any Dialog)?
  let reason: Reason

  var place: Place { .dialog }
  var isQuestion: Bool { true }

  func rect(in layout: Layout) -> Rect {
    switch reason {
    case .unsent: layout.dialogArea(columns: 60)
    case .waiting, .ending: layout.dialogArea(columns: 64)
    }
  }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm: answer(facts)
    case .closeOne: .close
    default: .unknown
    }
  }

  /// What waits is asked about besides what was typed, and so is what has come since.
  private func answer(_ facts: Facts) -> Outcome {
    guard let waiting = facts.state.waitingToLose, waiting.count > reason.count else {
      return .end(.leave)
    }
    return .replace(LeavingQuestion(below: below, reason: waiting))
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    var panel = Panel(title: title)
    panel.lines = drawing.facts.paragraph(loss, .text, columns: columns)
    panel.footer = [.space, drawing.facts.answers(no: "no, stay", yes: "yes, leave", in: place)]
    drawing.draw(panel, in: area)
  }

  private var title: String {
    switch reason {
    case .unsent: "Leave, and lose what was typed?"
    case .waiting(let count), .ending(let count, 0):
      "Leave while \(counted(count, "export waits", "exports wait"))?"
    case .ending(0, let held):
      "Leave while \(counted(held, "export is held", "exports are held"))?"
    case .ending(let waiting, let held):
      "Leave while \(counted(waiting, "export waits", "exports wait")) and \(grouped(held)) "
        + "\(held == 1 ? "is" : "are") held?"
    }
  }

  private var loss: String {
    switch reason {
    case .unsent(let identifier):
      let name = identifier.isEmpty ? "" : " \(Format.line(identifier))"
      return "The new export\(name) was not started: what was typed into its form goes with the "
        + "program."
    case .waiting(let count):
      return "\(count == 1 ? "It stays" : "They stay") in the queue, but nothing starts "
        + "\(count == 1 ? "it" : "them") until a dashboard is open again or "
        + "`exportdeck queue run` runs."
    case .ending:
      let isOne = reason.count == 1
      return "The demo's queue ends with it: \(isOne ? "it is" : "they are") forgotten. "
        + "A real queue keeps what waits."
    }
  }
}
