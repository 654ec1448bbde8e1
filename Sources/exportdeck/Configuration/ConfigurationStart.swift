import AWSCore
import FoundationEssentials
import Glibc

/// Writes a first `config.toml`.
enum ConfigurationStart {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Makes the folder and the file. Never overwrites anything, not even a broken link.
  /// - Throws: Why there is no new file.
  static func write(_ text: String, to file: ConfigurationFile) throws(Failure) {
    let folder = String(file.path.prefix(upTo: file.path.lastIndex(of: "/") ?? file.path.endIndex))
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(description: "can't make the folder \(folder): \(reason(errno))")
    }
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let code = errno
      throw Failure(
        description: code == EEXIST
          ? "\(file.path) is there already, and stays as it is"
          : "can't write \(file.path): \(reason(code))")
    }
    let problem = ThisProcess.write(text, to: descriptor)
    close(descriptor)
    guard problem == 0 else {
      unlink(file.path)
      throw Failure(description: "can't write \(file.path): \(reason(problem))")
    }
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
