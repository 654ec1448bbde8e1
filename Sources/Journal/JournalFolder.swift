import CSQLite
import Glibc

/// The folder of the journal: its owner's alone, on a disk of this machine.
struct JournalFolder {
  static let file = "memory.sqlite"

  /// Where the database is, without a link on the way.
  let database: String

  /// Makes what is missing, and takes from others what they may do with what is there.
  init(_ path: String) throws(JournalProblem) {
    try Self.make(path)
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else {
      let code = errno
      throw code == ELOOP || code == ENOTDIR
        ? .notPlain(path: path) : Self.problem(path, code)
    }
    defer { close(folder) }
    var status = stat()
    guard fstat(folder, &status) == 0 else { throw Self.problem(path, errno) }
    guard status.st_uid == geteuid() else { throw .anothers(path: path) }
    if let kind = Self.networkKinds[cs_file_system(folder)] {
      throw .network(folder: path, kind: kind)
    }
    if status.st_mode & 0o777 != 0o700, fchmod(folder, 0o700) != 0 {
      throw Self.problem(path, errno)
    }
    guard let real = realpath(path, nil) else { throw Self.problem(path, errno) }
    defer { free(real) }
    database = "\(String(cString: real))/\(Self.file)"
    for suffix in ["", "-wal", "-shm", "-journal"] {
      try Self.check(Self.file + suffix, in: folder, path)
    }
    try Self.create(Self.file, in: folder, path)
  }

  private static func make(_ path: String) throws(JournalProblem) {
    var status = stat()
    if lstat(path, &status) == 0 { return }
    guard path.hasPrefix("/"), let slash = path.lastIndex(of: "/"), path != "/" else {
      throw .noPlace
    }
    let parent = String(path[..<slash])
    if !parent.isEmpty, stat(parent, &status) != 0 { try make(parent) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw problem(path, errno) }
  }

  /// Looks without opening: whoever closes a file that SQLite has open takes its locks away.
  private static func check(
    _ name: String, in folder: Int32, _ path: String
  ) throws(JournalProblem) {
    let whole = "\(path)/\(name)"
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT { return }
      throw problem(whole, errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
      throw .notPlain(path: whole)
    }
    guard status.st_uid == geteuid() else { throw .anothers(path: whole) }
    if status.st_mode & 0o777 != 0o600, fchmodat(folder, name, 0o600, 0) != 0 {
      throw problem(whole, errno)
    }
  }

  /// SQLite would give a new file to the group too, where the umask allows it.
  private static func create(
    _ name: String, in folder: Int32, _ path: String
  ) throws(JournalProblem) {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = openat(folder, name, flags, mode_t(0o600))
    guard descriptor >= 0 else {
      if errno == EEXIST { return }
      throw problem("\(path)/\(name)", errno)
    }
    close(descriptor)
  }

  private static func problem(_ path: String, _ code: Int32) -> JournalProblem {
    switch code {
    case EACCES, EPERM, EROFS: .readOnly(path: path)
    case ENOSPC, EDQUOT: .full(path: path)
    default: .failed(path: path, detail: String(cString: strerror(code)))
    }
  }

  /// File systems where another machine may change a file, or whose locks nobody can vouch for, by
  /// the numbers in `statfs(2)`.
  static let networkKinds: [UInt32: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB", 0x6573_5546: "FUSE",
    0x0102_1997: "9P", 0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS",
    0x7375_7245: "Coda", 0x0BD0_0BD0: "Lustre", 0x4750_4653: "GPFS", 0x564C: "NCP",
    0x786F_4256: "VirtualBox's shared folder", 0x7461_636F: "OCFS2", 0x0116_1970: "GFS2",
    0xAAD7_AAEA: "PanFS", 0x1983_0326: "BeeGFS",
  ]
}
