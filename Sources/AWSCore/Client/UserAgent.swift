#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How a program introduces itself to AWS, in the form `ua/2.1` of the AWS SDKs. It is never
/// signed.
public struct UserAgent: Sendable, Hashable {
  private let beginning: [String]
  private let features: [String]
  private let end: [String]

  /// `exportdeck/0.1 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/swift#6.3 m/E cfg/retry-mode#standard`
  public var text: String { text(with: []) }

  /// With the ways a call's credentials were obtained among the features: `m/E,r,s`.
  public func text(with ways: [CredentialsFeature]) -> String {
    let features = ways.map(\.rawValue).reduce(into: features) { features, feature in
      if !features.contains(feature) { features.append(feature) }
    }
    let words = features.isEmpty ? [] : ["m/\(features.joined(separator: ","))"]
    return (beginning + words + end).joined(separator: " ")
  }

  /// - Parameters:
  ///   - product: The program's name.
  ///   - version: The program's version.
  ///   - applicationID: What the user set in `AWS_SDK_UA_APP_ID`, or `sdk_ua_app_id` in the
  ///     profile.
  ///   - retries: Whether calls are tried again by the standard rules.
  ///   - isCustomEndpoint: The endpoint is the user's own.
  public init(
    product: String, version: String, applicationID: String? = nil, retries: Bool = false,
    isCustomEndpoint: Bool = false
  ) {
    let (release, machine) = Self.system
    beginning = [
      "\(Self.token(product))/\(Self.token(version))", "ua/2.1",
      "os/\(Self.systemName)#\(Self.token(release))", "md/arch#\(Self.token(machine))",
      "lang/swift#\(Self.swiftVersion)",
    ]
    features = Self.features(retries, isCustomEndpoint)
    var end: [String] = []
    if retries { end.append("cfg/retry-mode#standard") }
    if let applicationID = applicationID?.trimmingWhitespace, !applicationID.isEmpty {
      end.append("app/\(Self.token(applicationID))")
    }
    self.end = end
  }

  /// The SDKs' feature identifiers that hold for every call: RETRY_MODE_STANDARD and
  /// ENDPOINT_OVERRIDE.
  private static func features(_ retries: Bool, _ isCustomEndpoint: Bool) -> [String] {
    (retries ? ["E"] : []) + (isCustomEndpoint ? ["N"] : [])
  }

  private static let marks = Set("!$%&'*+-.^_`|~,".unicodeScalars)

  /// Replaces every character that the format doesn't allow with `-`, and keeps at most 50, the
  /// documented length of an application's name.
  private static func token(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(50).map { scalar -> Unicode.Scalar in
      let isAllowed =
        UInt8(exactly: scalar.value)?.isLetterOrDigit == true || marks.contains(scalar)
      return isAllowed ? scalar : "-"
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// The version this was built with: the language has no way to ask at run time.
  private static var swiftVersion: String {
    #if compiler(>=6.5)
      "6"
    #elseif compiler(>=6.4)
      "6.4"
    #else
      "6.3"
    #endif
  }

  private static var systemName: String {
    #if os(Linux)
      "linux"
    #elseif os(macOS)
      "macos"
    #else
      "other"
    #endif
  }

  /// The kernel's release and the machine's architecture.
  private static let system: (release: String, machine: String) = {
    var names = utsname()
    guard uname(&names) == 0 else { return ("unknown", "unknown") }
    return (text(of: names.release), text(of: names.machine))
  }()

  private static func text<Field>(of field: Field) -> String {
    withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
