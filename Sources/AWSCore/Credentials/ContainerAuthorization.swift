/// What a container's credentials service wants in its `Authorization` header.
///
/// Read anew each time: the kubelet replaces the file of EKS Pod Identity before its token expires.
/// A line break is refused even at the end, and nothing is trimmed away: so botocore, aws-sdk-rust
/// and aws-sdk-go-v2 have it.
struct ContainerAuthorization {
  static let fileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
  static let variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN"

  let value: String

  /// Nil where neither variable is set; the file's wins.
  /// - Throws: `AWSError.configuration` that names the variable, never with the token.
  static func find(
    in environment: Environment, files: any FileReading
  ) throws(AWSError) -> ContainerAuthorization? {
    if let path = environment[fileVariable] {
      return try read(path, files: files)
    }
    guard let value = environment[variable] else { return nil }
    return try ContainerAuthorization(Array(value.utf8), place: "environment variable \(variable)")
  }

  private static func read(
    _ path: String, files: any FileReading
  ) throws(AWSError) -> ContainerAuthorization {
    let place = "environment variable \(fileVariable) (\(path.singleLine(limit: 200)))"
    let bytes: [UInt8]?
    do {
      bytes = try files.contents(of: path)
    } catch {
      throw .configuration(place: place, message: "can't be read: \(error.reason)")
    }
    guard let bytes else { throw .configuration(place: place, message: "there is no such file") }
    if bytes.isEmpty { throw .configuration(place: place, message: "the file is empty") }
    return try ContainerAuthorization(bytes, place: place)
  }

  private init(_ bytes: [UInt8], place: String) throws(AWSError) {
    if bytes.contains(UInt8(ascii: "\r")) || bytes.contains(UInt8(ascii: "\n")) {
      throw .configuration(
        place: place,
        message: "holds a line break, which no header can carry; one at the end counts too")
    }
    guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw .configuration(place: place, message: "holds a character that no header can carry")
    }
    value = String(decoding: bytes, as: UTF8.self)
  }

  /// Takes the token out of what a service said, which may echo the request.
  func hidden(in text: String) -> String {
    let words = value.split(separator: " ").map(String.init)
    return ([value] + words.filter { $0.utf8.count >= 6 && $0 != "Bearer" })
      .reduce(text) { $0.replacing($1, with: "(hidden)") }
  }
}

extension ContainerAuthorization: CustomStringConvertible, CustomReflectable {
  var description: String { "ContainerAuthorization(hidden)" }
  var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
