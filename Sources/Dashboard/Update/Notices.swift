import Ground
import Words

extension State {
  /// How many notices there are at most: the newest stay.
  static let noticeLimit = 3
  /// A notice has four lines at most.
  private static let longestNotice = 500

  /// Shows a notice for a while: the worse the news, the longer.
  mutating func notify(_ kind: Notice.Kind, _ text: String, at moment: Moment) {
    notify(kind, text, until: moment.monotonic + kind.lasts)
  }

  mutating func notify(_ kind: Notice.Kind, _ text: String, until: Duration) {
    let line = Format.line(text, limit: Self.longestNotice)
    notices.removeAll { $0.text == line }
    notices.append(Notice(kind: kind, text: line, until: until))
    if notices.count > Self.noticeLimit {
      notices.removeFirst(notices.count - Self.noticeLimit)
    }
  }
}

extension Notice.Kind {
  fileprivate var lasts: Duration {
    switch self {
    case .info: .seconds(2)
    case .welcome: .seconds(8)
    case .success: .seconds(3)
    case .warning: .seconds(4)
    case .error: .seconds(6)
    }
  }
}
