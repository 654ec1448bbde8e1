import Canvas
import Ground
import RDSExports
import Tracking
import Words

/// What can be copied of a task, each with a letter of its own. It is the only way to the
/// clipboard, and any other key closes it.
struct CopyMenu: Dialog {
  /// The task to copy from, wherever its row is now.
  let task: TaskID

  var place: Place { .copy }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 72) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case let action? where action.isCopy: return .end(.copy(action, of: task))
    default: return .close
    }
  }

  func isOff(_ action: Action, _ facts: Facts) -> Bool {
    action.isCopy && facts.state.text(for: action, of: task) == nil
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    // What most tasks don't have is only there where it is.
    let entries = drawing.state.keymap.entries(in: .copy).filter {
      $0.action.isCopy
        && (!$0.action.isRare || drawing.state.text(for: $0.action, of: task) != nil)
    }
    let lead = (entries.map { drawing.facts.width($0.hint) }.max() ?? 0) + 2
    var panel = Panel(title: "Copy of \(Format.line(task.identifier))")
    for entry in entries {
      let text = drawing.state.text(for: entry.action, of: task)
      let shown = text.map { entry.action.gist ?? $0 }
      let key = drawing.facts.keyName(entry)
      let name = entry.hint.filled(to: lead, by: drawing.facts.width)
      let room = max(4, columns - lead - 3)
      let words =
        shown.map { Format.line($0) }
        ?? "off: \(entry.action == .copyConsole ? "not AWS's own endpoint" : "the task names none")"
      panel.lines.append(
        Panel.Line([
          Span("\(key)  ", text == nil ? .hintDisabled : .hintKey),
          Span(name, text == nil ? .hintDisabled : .textStrong),
          Span(drawing.facts.shortened(words, to: room), text == nil ? .hintDisabled : .fieldValue),
        ]))
    }
    drawing.draw(panel, in: area)
  }
}

extension Action {
  fileprivate var isCopy: Bool {
    policy != nil || Self.copies.contains(self)
  }

  private static let copies: Set<Action> = [
    .copyIdentifier, .copyArn, .copyLocation, .copyJSON, .copyFailure, .copyConsole,
    .copyStartCommand, .copyDescribeCommand,
  ]

  /// Whether most tasks have no such thing.
  fileprivate var isRare: Bool { policy != nil || self == .copyFailure }

  /// What stands for a text that is too long for a line.
  fileprivate var gist: String? {
    switch self {
    case .copyJSON: "the task as AWS gave it"
    case .copyFailure: "what went wrong and what to check"
    default: nil
    }
  }

  /// The kind of policy that an action copies.
  fileprivate var policy: FailureExplanation.Policy.Kind? {
    FailureExplanation.Policy.Kind.allCases.first { Action(copying: $0) == self }
  }

  init(copying policy: FailureExplanation.Policy.Kind) {
    switch policy {
    case .role: self = .copyRolePolicy
    case .trust: self = .copyTrustPolicy
    case .key: self = .copyKeyPolicy
    }
  }
}

extension State {
  /// What a key of the copy menu copies; nil where the task has no such thing.
  /// - Parameter utcOffset: Of the times in it, in seconds.
  func text(
    for action: Action, of id: TaskID, utcOffset: Int = 0, zone: String = "UTC"
  ) -> String? {
    guard let task = task(id) else { return nil }
    if let policy = action.policy { return task.explanation?.policy(policy) }
    let export = task.task
    switch action {
    case .copyIdentifier: return export.exportTaskIdentifier
    case .copyArn: return export.sourceArn
    case .copyLocation: return export.location
    case .copyJSON: return ExportTaskJSON.text(export)
    case .copyFailure:
      return task.failureText(at: snapshot(of: id.site)?.site, utcOffset: utcOffset, zone: zone)
    case .copyStartCommand:
      return snapshot(of: id.site).flatMap { AWSCommand.start(export, by: .init($0.label)) }?.line
    case .copyDescribeCommand:
      return snapshot(of: id.site).map { AWSCommand.describe(id.identifier, by: .init($0.label)) }?
        .line
    case .copyConsole: return snapshot(of: id.site)?.site?.consoleAddress
    default: return nil
    }
  }

  mutating func copy(_ action: Action, of id: TaskID, at moment: Moment) -> [Effect] {
    lastCopied = action
    let text = text(for: action, of: id, utcOffset: moment.utcOffset, zone: moment.zone)
    guard let text else {
      let reason = list.selected == id ? reasonDisabled(action) : nil
      notify(
        .info, "nothing was copied: \(reason ?? "\(id.identifier) names no such thing")", at: moment
      )
      return []
    }
    // Copy what the screen shows, not what is hidden in the text.
    let isLong = action == .copyJSON || action == .copyFailure
    let shown = isLong ? UntrustedText.lines(text) : Format.line(text)
    let name =
      if action == .copyJSON {
        "the JSON of \(id.identifier)"
      } else if action == .copyStartCommand || action == .copyDescribeCommand {
        "the \(keymap.entry(for: action, in: .copy)?.hint ?? "command") of \(id.identifier)"
      } else if action == .copyFailure {
        "what went wrong with \(id.identifier)"
      } else if action.policy != nil {
        "the \(keymap.entry(for: action, in: .copy)?.hint ?? "policy")"
      } else {
        shown
      }
    return [.copy(CopiedText(text: shown, name: name, isCleaned: shown != text))]
  }

  mutating func copyAgain(at moment: Moment) -> [Effect] {
    guard let lastCopied, let selected = list.selected else { return [] }
    return copy(lastCopied, of: selected, at: moment)
  }

  /// Where AWS's console shows the exports of the selected task's site.
  var selectedConsole: String? {
    list.selected.flatMap { snapshot(of: $0.site)?.site?.consoleAddress }
  }

  mutating func askToOpenConsole(at moment: Moment) {
    guard let site = list.selected.flatMap({ snapshot(of: $0.site)?.site }),
      let address = site.consoleAddress
    else { return }
    open(ConsoleQuestion(site: site, address: address), at: moment)
  }
}

extension Facts {
  /// A text that is cut to `columns` cells, with an ellipsis at its end.
  fileprivate func shortened(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var short = ""
    for character in text {
      guard width(short + String(character)) < columns else { break }
      short.append(character)
    }
    return short + "…"
  }
}
