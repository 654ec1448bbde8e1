import FoundationEssentials
import Glibc

/// What a command is going to print, kept until all of it is known to be right: in memory while it is
/// small, then in a file without a name, so that a list of gigabytes costs no more memory than one of
/// megabytes.
struct Spool {
  /// A list of some hundred tasks; smaller ones touch no file. The system gives a file's pages in less
  /// time than a process's.
  static let mostInMemory = 1 << 19
  /// Where there can't be a file: a list of some ten thousand tasks.
  static let mostWithoutFile = 8 << 20
  /// Ten times what 200,000 tasks with a kilobyte each take: what is larger comes from no AWS.
  static let mostBytes = 4 << 30

  private(set) var count = 0
  private let folder: String
  private var file: Int32?
  private var pending: [UInt8] = []

  /// - Parameter folder: Where the file is made if there has to be one.
  init(folder: String) {
    self.folder = folder
  }

  mutating func add(_ bytes: [UInt8]) throws(SpoolError) {
    count += bytes.count
    guard count <= Self.mostBytes else { throw .tooLarge(limit: Self.mostBytes) }
    pending += bytes
    if pending.count > Self.mostInMemory { try flush() }
  }

  private mutating func flush() throws(SpoolError) {
    if file == nil {
      do throws(SpoolError) {
        file = try Self.namelessFile(in: folder)
      } catch {
        if pending.count > Self.mostWithoutFile { throw error }
      }
    }
    guard let file else { return }
    let problem = ThisProcess.write(pending, to: file)
    guard problem == 0 else { throw .unwritable(folder: folder, reason: Self.words(for: problem)) }
    pending.removeAll(keepingCapacity: true)
  }

  /// Gives all that was added, in its order, piece by piece, until `take` says no; then no more can be
  /// added.
  func each(_ take: (ArraySlice<UInt8>) -> Bool) throws(SpoolError) {
    if let file {
      var offset: off_t = 0
      var piece = [UInt8](repeating: 0, count: 1 << 18)
      while true {
        let read = pread(file, &piece, piece.count, offset)
        if read < 0, errno == EINTR { continue }
        guard read >= 0 else {
          throw .unwritable(folder: folder, reason: Self.words(for: errno))
        }
        if read == 0 { break }
        guard take(piece[..<read]) else { return }
        offset += off_t(read)
      }
    }
    if !pending.isEmpty { _ = take(pending[...]) }
  }

  /// Writes all that was added.
  /// - Returns: The system's error where not all of it could be written, else 0.
  func write(to descriptor: Int32) throws(SpoolError) -> Int32 {
    var problem: Int32 = 0
    try each { piece in
      problem = ThisProcess.write(piece, to: descriptor)
      return problem == 0
    }
    return problem
  }

  /// Lets the file go.
  func close() {
    if let file { Glibc.close(file) }
  }

  private static func namelessFile(in folder: String) throws(SpoolError) -> Int32 {
    var path = Array("\(folder)/exportdeck-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw .unwritable(folder: folder, reason: words(for: errno)) }
    unlink(path)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }

  private static func words(for problem: Int32) -> String { String(cString: strerror(problem)) }
}

/// Why a command's output can't be kept until it is whole.
enum SpoolError: Error, Hashable {
  case unwritable(folder: String, reason: String)
  case tooLarge(limit: Int)
}

extension SpoolError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unwritable(let folder, let reason):
      "The list can't be kept in \(folder) until it is whole: \(reason). "
        + "Make room there, or set TMPDIR to another folder."
    case .tooLarge(let limit):
      "The list is larger than \(limit >> 30) GB, which no account's is. "
        + "Check what answers at the endpoint."
    }
  }
}
