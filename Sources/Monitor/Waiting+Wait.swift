import AWSCore
import Ground
import Tracking

extension Waiting {
  /// In the words of a screen or a terminal.
  public init(_ wait: Wait) {
    self.init(what: wait.subject.words, since: wait.since, limit: wait.limit)
  }
}

extension Wait.Subject {
  fileprivate var words: String {
    let words =
      switch self {
      case .program(let name, let profile):
        "the credential_process `\(name)` of profile \"\(profile)\""
      case .server(let server, nil): server
      case .server(let server, let proxy?): "the proxy \(proxy) on the way to \(server)"
      case .disk(let path): "the disk of \(path ?? "the shared files")"
      }
    return UntrustedText.oneLine(words, limit: 300)
  }
}
