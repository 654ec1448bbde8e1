#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a container's credentials are, according to the environment.
///
/// `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` wins over `AWS_CONTAINER_CREDENTIALS_FULL_URI`, as in
/// every SDK. A full URI may be https anywhere, and http only where nobody on the way can listen:
/// loopback, and the services of ECS and EKS. A name other than `localhost` isn't looked up to see
/// where it leads (botocore doesn't either; aws-sdk-rust and aws-sdk-go-v2 do).
struct ContainerEndpoint: Hashable {
  static let relativeVariable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
  static let fullVariable = "AWS_CONTAINER_CREDENTIALS_FULL_URI"

  private static let host = "169.254.170.2"

  var url: String
  /// `environment variable AWS_CONTAINER_CREDENTIALS_…`
  var place: String

  /// Nil where neither variable is set.
  /// - Throws: `AWSError.configuration` that names the variable.
  static func find(in environment: Environment) throws(AWSError) -> ContainerEndpoint? {
    if let path = environment[relativeVariable]?.trimmingWhitespace {
      return try relative(path, place: "environment variable \(relativeVariable)")
    }
    if let url = environment[fullVariable]?.trimmingWhitespace {
      return try full(url, place: "environment variable \(fullVariable)")
    }
    return nil
  }

  /// It must begin with a slash: what doesn't would become a part of the host's name.
  private static func relative(_ path: String, place: String) throws(AWSError) -> ContainerEndpoint
  {
    guard path.hasPrefix("/"), let url = checked("http://\(host)\(path)") else {
      throw .configuration(
        place: place, message: "not a usable path; one looks like /v2/credentials/…")
    }
    return ContainerEndpoint(url: url.text, place: place)
  }

  private static func full(_ text: String, place: String) throws(AWSError) -> ContainerEndpoint {
    guard let url = checked(text) else {
      throw .configuration(
        place: place,
        message: "not a usable URL; one looks like http://169.254.170.23/v1/credentials, without "
          + "user or fragment")
    }
    guard url.parts.scheme == "https" || isAllowed(host: url.parts.host) else {
      throw .configuration(
        place: place,
        message: "\(url.parts.host.singleLine(limit: 100)) may not be asked over http, only "
          + "localhost, 127.0.0.0/8, [::1], 169.254.170.2, 169.254.170.23 and [fd00:ec2::23]; "
          + "use https")
    }
    return ContainerEndpoint(url: url.text, place: place)
  }

  /// Rebuilt from its parts, so that the URL that was checked is the one that is asked.
  private static func checked(_ text: String) -> (parts: URLParts, text: String)? {
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let parts = URLParts(text) else {
      return nil
    }
    let query = parts.query.isEmpty ? "" : "?\(parts.query)"
    return (parts, "\(parts.scheme)://\(parts.authority)\(parts.path)\(query)")
  }

  /// - Parameter host: In lower case, an IPv6 address without its brackets.
  static func isAllowed(host: String) -> Bool {
    if host == "localhost" { return true }
    if let address = bytes(of: host, family: AF_INET, count: 4) {
      return address[0] == 127 || [Self.host, "169.254.170.23"].contains(host)
    }
    let loopback = [UInt8](repeating: 0, count: 15) + [1]
    let podIdentity: [UInt8] = [0xFD, 0x00, 0x0E, 0xC2] + [UInt8](repeating: 0, count: 11) + [0x23]
    guard let address = bytes(of: host, family: AF_INET6, count: 16) else { return false }
    return address == loopback || address == podIdentity
  }

  /// An address in binary form; nil for anything but the full written form (not `127.1`).
  private static func bytes(of host: String, family: Int32, count: Int) -> [UInt8]? {
    var address = [UInt8](repeating: 0, count: count)
    return inet_pton(family, host, &address) == 1 ? address : nil
  }
}
