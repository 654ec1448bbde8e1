import Ground

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the shared files are read, so that a test can pass them in as text.
public protocol FileReading: Sendable {
  /// The whole file, nil where there is none.
  /// - Throws: `FileReadingError` where there is one and it can't be read.
  func contents(of path: String) throws(FileReadingError) -> [UInt8]?
  /// Whether reading may have to wait, as on a disk; files in memory never do.
  var mayWait: Bool { get }
}

extension FileReading {
  public var mayWait: Bool { false }
}

/// Files that are read, and the few that are written: the caches that AWS's own tools share.
public protocol FileAccess: FileReading {
  /// Replaces a file as a whole, or creates it: anyone reading meanwhile sees the old one or the
  /// new one. For the user alone (0600); missing folders are created (0700).
  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError)

  /// Keeps a file to oneself, among those who ask for it this way; never waits.
  func hold(_ path: String) -> FileHold
}

extension FileAccess {
  public func hold(_ path: String) -> FileHold { .unavailable }
}

/// Why a file can't be read or written, usually in the system's words.
public struct FileReadingError: Error, Hashable, Sendable {
  public var reason: String
  /// The folder hides whether there is a file at all.
  public var isOutOfReach: Bool
  /// What is there is no file: a folder, a pipe, a device, a link that leads to itself.
  public var isNoFile: Bool

  public init(reason: String, isOutOfReach: Bool = false, isNoFile: Bool = false) {
    self.reason = reason
    self.isOutOfReach = isOutOfReach
    self.isNoFile = isNoFile
  }
}

/// The file system.
public struct SystemFiles: FileReading {
  /// In bytes. No real shared file comes near this size; a device or a log named by mistake goes
  /// beyond it.
  private static let largest = 4 << 20

  public init() {}

  public var mayWait: Bool { true }

  /// Never waits for another process: a named pipe, which may have no writer or a silent one, is
  /// refused.
  public func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    BlockingQueue.current?.isAt(path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      let code = errno
      throw FileReadingError(
        reason: Self.reason(code), isOutOfReach: code == EACCES && access(path, F_OK) != 0,
        isNoFile: code == ELOOP || code == ENXIO)
    }
    defer { close(descriptor) }
    try Self.checkKind(of: descriptor)
    var contents: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return contents }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileReadingError(reason: Self.reason(errno))
      }
      contents += chunk[..<count]
      if contents.count > Self.largest { throw FileReadingError(reason: "larger than 4 MB") }
    }
  }

  /// Allows regular files, and character devices because of /dev/null, which reads like an empty
  /// file.
  private static func checkKind(of descriptor: Int32) throws(FileReadingError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileReadingError(reason: reason(errno)) }
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFCHR: return
    case S_IFDIR: throw FileReadingError(reason: reason(EISDIR), isNoFile: true)
    case S_IFIFO: throw FileReadingError(reason: "it is a pipe, not a file", isNoFile: true)
    default: throw FileReadingError(reason: "it is a device, not a file", isNoFile: true)
    }
  }

  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
