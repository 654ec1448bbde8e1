import AWSCore

/// Files that are in memory alone: the demo doesn't look at the user's.
struct DemoFiles: FileAccess {
  /// By path.
  var texts: [String: String] = [:]

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    texts[path].map { Array($0.utf8) }
  }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    throw FileReadingError(reason: "nothing is written here")
  }
}
