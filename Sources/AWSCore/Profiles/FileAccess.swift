/// Files that are read, and the few that are written: the caches that AWS's own tools share.
public protocol FileAccess: FileReading {
  /// Replaces a file as a whole, or makes it: what reads it meanwhile sees the old one or the new
  /// one. For the user alone (0600); folders that are missing are made (0700).
  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError)
}
