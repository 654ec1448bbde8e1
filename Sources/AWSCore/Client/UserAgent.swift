#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How a program introduces itself to AWS, in the form `ua/2.1` of the AWS SDKs. It is never signed.
public struct UserAgent: Sendable, Hashable {
  /// `exportdeck/0.1 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/swift#6.3 …`
  public let text: String

  /// - Parameters:
  ///   - product: The program's name.
  ///   - version: The program's version.
  ///   - applicationID: What the user set in `AWS_SDK_UA_APP_ID`.
  public init(product: String, version: String, applicationID: String? = nil) {
    let (release, machine) = Self.system
    var words = [
      "\(Self.token(product))/\(Self.token(version))", "ua/2.1",
      "os/\(Self.systemName)#\(Self.token(release))", "md/arch#\(Self.token(machine))",
      "lang/swift#6",
    ]
    if let applicationID { words.append("app/\(Self.token(applicationID))") }
    text = words.joined(separator: " ")
  }

  private static let marks = Set("!$%&'*+-.^_`|~,".utf8)

  /// Every byte that the form doesn't allow becomes `-`; 50 at most, as for an application's name.
  private static func token(_ text: String) -> String {
    let bytes = text.utf8.prefix(50).map {
      $0.isLetterOrDigit || marks.contains($0) ? $0 : UInt8(ascii: "-")
    }
    return String(decoding: bytes, as: UTF8.self)
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
