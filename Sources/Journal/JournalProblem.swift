/// Why what happens is kept in memory alone, and gone when the program ends.
public enum JournalProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The environment names no place for it.
  case noPlace
  /// A link, or another kind of thing, stands where the folder or a file should be.
  case notPlain(path: String)
  case anothers(path: String)
  /// A file system of other machines, by its name: locks don't hold there.
  case network(folder: String, kind: String)
  case readOnly(path: String)
  case full(path: String)
  /// It isn't what it was written as.
  case damaged(path: String, detail: String)
  /// Another program's, or one of a later version of this one.
  case foreign(path: String)
  case newer(path: String)
  /// No answer from its disk.
  case silent(path: String)
  case failed(path: String, detail: String)

  /// What happened and what to do, in one sentence.
  public var description: String {
    switch self {
    case .noPlace: "neither XDG_STATE_HOME nor HOME names a folder: set one of them"
    case .notPlain(let path): "\(path) is a link or no plain file: remove it"
    case .anothers(let path): "\(path) belongs to another user: remove it, or set XDG_STATE_HOME"
    case .network(let folder, let kind):
      "\(folder) is on a network (\(kind)), where files can't be shared safely: set "
        + "XDG_STATE_HOME to a folder of this machine"
    case .readOnly(let path): "\(path) can't be written: check its permissions"
    case .full(let path):
      "there is no room for \(path): free some of its disk, or set memory-size higher"
    case .damaged(let path, let detail):
      "\(path) is damaged (\(detail)): it was left as it is; move it away to begin anew"
    case .foreign(let path):
      "\(path) is not exportdeck's: it was left as it is; move it away"
    case .newer(let path):
      "\(path) is of a later exportdeck: it was left as it is; use that version, or move it away"
    case .silent(let path): "\(path) is on a disk that doesn't answer"
    case .failed(let path, let detail): "\(path): \(detail)"
    }
  }
}
