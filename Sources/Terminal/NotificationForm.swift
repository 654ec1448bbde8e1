/// The sequence by which a terminal takes a desktop notification. One that knows both would show it
/// twice, so it gets one alone.
public nonisolated enum NotificationForm: Hashable, Sendable {
  /// iTerm2's, which most terminals know.
  case osc9
  /// rxvt's, with a title of its own; those that are built on VTE know no other.
  case osc777

  /// From the environment: `TERM`, and what VTE sets.
  public init(term: String?, vte: String?) {
    let isRxvt = term.map { $0.hasPrefix("rxvt") || $0.hasPrefix("vte") } ?? false
    self = isRxvt || vte?.isEmpty == false ? .osc777 : .osc9
  }

  /// What stands between the introducer and the end of the command.
  /// - Parameter text: One line without controls.
  func body(_ text: String) -> String {
    switch self {
    case .osc777: return "777;notify;exportdeck;\(text.replacing(";", with: ","))"
    case .osc9:
      // In some terminals `9;4;…` is a progress bar, and other numbers are other commands.
      let isCommand = text.first?.isASCII == true && text.first?.isNumber == true
      return "9;\(isCommand ? " " : "")\(text)"
    }
  }
}
