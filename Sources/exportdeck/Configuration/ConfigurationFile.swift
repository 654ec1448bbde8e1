import AWSCore
import Dispatch
import Ground
import Synchronization

/// Where `config.toml` is, and how it is read: within a time limit, because a home folder may be on
/// a network that doesn't answer.
struct ConfigurationFile: Hashable, Sendable {
  /// Absolute.
  let path: String
  /// The same for people: below the home folder, from `~`.
  let shownPath: String
  /// What `~` is.
  let home: String?

  /// How long to wait while it is read.
  static let patience = Duration.seconds(2)

  /// The folder for the user's configuration: `$XDG_CONFIG_HOME/exportdeck`, where that is
  /// absolute, else `~/.config/exportdeck`; nil where neither is known.
  static func folder(_ environment: Environment) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return folder + "/exportdeck"
    }
    return environment["HOME"].map { $0 + "/.config/exportdeck" }
  }

  /// Nil where there is no folder for it.
  init?(_ environment: Environment) {
    guard let folder = Self.folder(environment) else { return nil }
    let path = folder + "/config.toml"
    self.path = path
    home = environment["HOME"]
    shownPath =
      home.flatMap { path.hasPrefix($0 + "/") ? "~" + path.dropFirst($0.count) : nil } ?? path
  }

  /// What came of reading it.
  enum Contents: Hashable {
    case absent
    case text(String)
    /// Nothing came in time, so nothing else should be read from its folder.
    case silent
  }

  static let silence =
    "it can't be read: nothing came in \(patience.components.seconds) s, as from a network that "
    + "doesn't answer"

  /// - Throws: Why it can't be read, or isn't text.
  func contents(
    _ files: any FileReading, patience: Duration = patience
  ) throws(TOMLText.Refusal) -> Contents {
    switch Reading.of(path, files, patience: patience) {
    case .success(let bytes?)?: .text(try TOMLText.text(of: bytes, what: "configuration"))
    case .success(nil)?: .absent
    case .failure(let error)?: throw TOMLText.Refusal(message: "it can't be read: \(error.reason)")
    case nil: .silent
    }
  }

  /// A path in the file, made absolute: `~/` is the home folder, and a relative path starts at the
  /// file's own folder, wherever the program was started.
  func located(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/") { return home.map { $0 + path.dropFirst() } ?? path }
    return self.path.dropLast("config.toml".count) + path
  }
}

/// One reading, on a thread that is abandoned if it never ends.
private final class Reading: Sendable {
  private let result = Mutex<Result<[UInt8]?, FileReadingError>?>(nil)
  private let isOver = DispatchSemaphore(value: 0)

  /// Nil where nothing came in time.
  static func of(
    _ path: String, _ files: any FileReading, patience: Duration
  ) -> Result<[UInt8]?, FileReadingError>? {
    let reading = Reading()
    let hasBegun = OwnThread.begin {
      let found = Result { () throws(FileReadingError) in try files.contents(of: path) }
      reading.result.withLock { $0 = found }
      reading.isOver.signal()
    }
    guard hasBegun else {
      return .failure(FileReadingError(reason: "too few threads may run here"))
    }
    _ = reading.isOver.wait(timeout: .now() + .nanoseconds(patience.nanoseconds))
    return reading.result.withLock { $0 }
  }
}
