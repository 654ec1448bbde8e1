/// The lines of a shared file, and what is in one of them.
///
/// Blanks are those of Unicode, as for botocore: what is copied from a web page brings its own.
struct ProfileLine {
  private let scalars: [Unicode.Scalar]
  let isText: Bool

  init(_ bytes: ArraySlice<UInt8>) {
    isText = String(validating: bytes, as: UTF8.self) != nil
    scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
  }

  /// How many blanks it begins with.
  var indent: Int { scalars.prefix(while: \.isBlank).count }

  /// Without the blanks around it.
  var text: ArraySlice<Unicode.Scalar> { scalars[...].trimmed }

  /// The lines of a file: each ends with a line feed, a carriage return, or both.
  static func all(in bytes: [UInt8]) -> [ProfileLine] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var lines: [ProfileLine] = []
    var start = bytes.starts(with: mark) ? mark.count : 0
    var index = start
    while index < bytes.count {
      let (byte, end) = (bytes[index], index)
      index += 1
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
        index += 1
      }
      lines.append(ProfileLine(bytes[start..<end]))
      start = index
    }
    if start < bytes.count { lines.append(ProfileLine(bytes[start...])) }
    return lines
  }
}

extension Unicode.Scalar {
  var startsComment: Bool { self == "#" || self == ";" }

  /// Python's `str.isspace`, which the file separators of ASCII belong to.
  fileprivate var isBlank: Bool {
    value < 0x80
      ? value == 0x20 || (0x09...0x0D).contains(value) || (0x1C...0x1F).contains(value)
      : properties.isWhitespace
  }
}

extension ArraySlice<Unicode.Scalar> {
  var string: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: self)
    return String(view)
  }

  var trimmed: ArraySlice<Unicode.Scalar> {
    var rest = drop(while: \.isBlank)
    while let last = rest.last, last.isBlank { rest.removeLast() }
    return rest
  }

  /// Up to a comment, which begins only after a blank: `a#b` is a value.
  var withoutComment: ArraySlice<Unicode.Scalar> {
    let comment = indices.first { index in
      self[index].startsComment && index > startIndex && self[index - 1].isBlank
    }
    return self[..<(comment ?? endIndex)]
  }

  /// The same for a command: what is in quotes there is no comment.
  var withoutCommentOutsideQuotes: ArraySlice<Unicode.Scalar> {
    var quote: Unicode.Scalar?
    for index in indices {
      let scalar = self[index]
      if scalar == quote {
        quote = nil
      } else if quote == nil, scalar == "\"" || scalar == "'" {
        quote = scalar
      } else if quote == nil, scalar.startsComment, index > startIndex, self[index - 1].isBlank {
        return self[..<index]
      }
    }
    return self
  }

  /// What stands between the brackets of a line that begins with one; not closed where it never ends. What
  /// follows the closing bracket is passed over, as in botocore.
  var header: (name: String, isClosed: Bool) {
    let inner = dropFirst()
    let end =
      inner.indices.first { index in
        inner[index] == "]" && (inner[(index + 1)...].trimmed.first?.startsComment ?? true)
      } ?? inner.lastIndex(of: "]")
    guard let end else { return (inner.withoutComment.string, false) }
    return (inner[..<end].string, true)
  }

  /// Where a name ends and its value begins: at the first `=` or `:`, as for botocore. The SDKs'
  /// common rules know no colon and refuse a line such as `key : value`; that holds where its name
  /// is none that the AWS command line would look for.
  var delimiter: Index? {
    guard let found = firstIndex(where: { $0 == "=" || $0 == ":" }) else { return nil }
    let isLoose = self[found] == ":" && found > startIndex && self[found - 1].isBlank
    if isLoose, !contains("="), !AWSSettingName.isKnown(self[..<found].trimmed.string) {
      return nil
    }
    return found
  }
}
