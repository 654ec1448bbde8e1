import Ground

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension SystemFiles: FileAccess {
  /// Writes a temporary file next to the target, flushes it to disk and renames it into place. If
  /// the path is a symbolic link, the file it leads to is replaced.
  public func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    BlockingQueue.current?.isAt(path)
    let target = try Self.destination(of: path)
    let folder = Self.folder(of: target)
    try Self.makeFolders(folder)
    let (draft, descriptor) = try Self.makeDraft(beside: target)
    do throws(FileReadingError) {
      do throws(FileReadingError) {
        try Self.fill(descriptor, with: contents)
      } catch {
        close(descriptor)
        throw error
      }
      // A network file system may report a full disk only here.
      guard close(descriptor) == 0 || errno == EINTR else { throw Self.failure() }
      guard rename(draft, target) == 0 else { throw Self.failure() }
    } catch {
      unlink(draft)
      throw error
    }
    try Self.synchronize(folder: folder)
  }

  /// Where a path's last part leads, through as many links as the system follows.
  private static func destination(of path: String) throws(FileReadingError) -> String {
    var path = path
    for _ in 0..<40 {
      guard let link = link(at: path) else { return path }
      path = link.hasPrefix("/") ? link : "\(folder(of: path))/\(link)"
    }
    throw FileReadingError(reason: reason(ELOOP))
  }

  private static func link(at path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    return count < 0
      ? nil : String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func makeFolders(_ path: String) throws(FileReadingError) {
    if access(path, F_OK) == 0 || mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, path.contains("/"), path != "/" else { throw failure() }
    try makeFolders(folder(of: path))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure() }
  }

  private static func makeDraft(
    beside target: String
  ) throws(FileReadingError) -> (path: String, descriptor: Int32) {
    let name = target.split(separator: "/").last.map(String.init) ?? target
    for _ in 0..<16 {
      let chance = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      // The target's name may already be at the limit; every file system takes 255 bytes.
      let draft = "\(folder(of: target))/.\(name.prefix(60)).\(chance)"
      let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      if descriptor >= 0 { return (draft, descriptor) }
      guard errno == EEXIST else { throw failure() }
    }
    throw failure()
  }

  private static func fill(
    _ descriptor: Int32, with contents: [UInt8]
  ) throws(FileReadingError) {
    // Whatever the umask says, only the owner may read and write.
    guard fchmod(descriptor, 0o600) == 0 else { throw failure() }
    var rest = contents[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        guard errno == EINTR else { throw failure() }
      } else {
        rest = rest.dropFirst(count)
      }
    }
    guard fsync(descriptor) == 0 else { throw failure() }
  }

  /// So that the new name survives a power cut; some file systems can't do this, and say so.
  private static func synchronize(folder: String) throws(FileReadingError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // The folder may be writable but not readable.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else { throw failure() }
  }

  private static func failure() -> FileReadingError { FileReadingError(reason: reason(errno)) }
}
