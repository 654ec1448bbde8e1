/// What it takes to ask a source of credentials, and so how soon it may be asked again after failures.
public enum RenewalEffort: Hashable, Sendable {
  /// A request to a service.
  case request
  /// A program is started, or a person is asked: dialogs, lockouts.
  case programOrPerson

  /// After the first failure, the second and so on; the last for all that follow.
  var rests: [Duration] {
    switch self {
    case .request: [.zero, .seconds(15), .seconds(60)]
    case .programOrPerson: [.seconds(5), .seconds(15), .seconds(60), .seconds(300)]
    }
  }
}
