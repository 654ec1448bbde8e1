import AWSCore

/// No files at all: the demo doesn't look at the user's.
struct NoFiles: FileAccess {
  func contents(of path: String) throws(FileReadingError) -> [UInt8]? { nil }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    throw FileReadingError(reason: "nothing is written here")
  }
}
