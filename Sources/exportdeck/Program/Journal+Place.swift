import AWSCore
import Journal

extension Journal.Place {
  /// The user's state folder.
  /// - Parameters:
  ///   - environment: Nil where nothing of the user's is to be used.
  ///   - size: In megabytes; 0 where nothing is to be left behind.
  static func ofUser(_ environment: Environment?, size: Int) -> Journal.Place {
    guard let environment, size > 0 else { return .inMemory }
    return SessionLog.folder(environment).map { .folder($0, size: size << 20) } ?? .unknown
  }
}
