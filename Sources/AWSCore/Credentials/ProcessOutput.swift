import FoundationEssentials

/// What a `credential_process` prints: a JSON object of version 1.
struct ProcessOutput: Decodable {
  enum Failure: Error {
    /// What is wrong, as words that follow the program's name: `printed no key`.
    case unusable(String)
    /// A key that can't be sent.
    case key(AWSError)
  }

  private enum CodingKeys: String, CodingKey {
    case version = "Version"
    case accessKeyID = "AccessKeyId"
    case secretAccessKey = "SecretAccessKey"
    case sessionToken = "SessionToken"
    case expiration = "Expiration"
    case accountID = "AccountId"
  }

  private let version: Int?
  private let accessKeyID: String?
  private let secretAccessKey: String?
  private let sessionToken: String?
  private let expiration: String?
  private let accountID: String?
  /// Members that are there and aren't text.
  private let misspelt: [String]

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    var misspelt: [String] = []
    func text(_ key: CodingKeys) throws -> String? {
      if (try? members.decodeNil(forKey: key)) ?? true { return nil }
      if let text = try? members.decode(String.self, forKey: key) { return text }
      misspelt.append(key.rawValue)
      return nil
    }
    version = try? members.decode(Int.self, forKey: .version)
    accessKeyID = try text(.accessKeyID)
    secretAccessKey = try text(.secretAccessKey)
    sessionToken = try text(.sessionToken)
    expiration = try text(.expiration)
    accountID = try? members.decode(String.self, forKey: .accountID)
    self.misspelt = misspelt
  }

  /// - Parameter source: Named in the error about a key that can't be sent.
  static func credentials(in bytes: [UInt8], source: String) throws(Failure) -> Credentials {
    guard let output = try? JSONDecoder().decode(ProcessOutput.self, from: Data(bytes)) else {
      throw .unusable(
        bytes.allSatisfy { [0x20, 0x0A, 0x0D, 0x09].contains($0) }
          ? "printed nothing, where a JSON object with credentials was expected"
          : "printed something that is no JSON object with credentials")
    }
    return try output.credentials(source: source)
  }

  private func credentials(source: String) throws(Failure) -> Credentials {
    guard version == 1 else { throw .unusable("printed no \"Version\": 1, the only one there is") }
    if let member = misspelt.first { throw .unusable("printed a \(member) that isn't text") }
    let key = KeyParts(
      accessKeyID: try part("AccessKeyId", accessKeyID, source),
      secretAccessKey: try part("SecretAccessKey", secretAccessKey, source),
      sessionToken: sessionToken.flatMap { $0.isEmpty ? nil : $0 }
        .map { KeyParts.Part(value: $0, place: "SessionToken of \(source)") },
      expiration: try date())
    let credentials: Credentials?
    do throws(AWSError) {
      credentials = try key.credentials(names: ("AccessKeyId", "SecretAccessKey"))
    } catch {
      throw .key(error)
    }
    guard var credentials else { throw .unusable("printed no key") }
    credentials.accountID = accountID
    return credentials
  }

  private func part(
    _ name: String, _ value: String?, _ source: String
  ) throws(Failure) -> KeyParts.Part {
    guard let value, !value.isEmpty else { throw .unusable("printed no \(name)") }
    return KeyParts.Part(value: value, place: "\(name) of \(source)")
  }

  /// ISO 8601 with `Z`, an offset, a fraction, without separators, or with `UTC` as an older
  /// command line wrote it.
  private func date() throws(Failure) -> Date? {
    guard let expiration else { return nil }
    let text = expiration.trimmingWhitespace
    let plain = text.hasSuffix("UTC") ? "\(String(text.dropLast(3)).trimmingWhitespace)Z" : text
    guard let date = AWSTimestamp.iso8601.date(Self.separated(plain)) else {
      throw .unusable("printed an Expiration that is no time of ISO 8601")
    }
    return date
  }

  /// `20261122T130000Z` as `2026-11-22T13:00:00Z`; anything else as it is.
  private static func separated(_ text: String) -> String {
    guard let match = text.wholeMatch(of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(.*)/) else {
      return text
    }
    let (_, year, month, day, hour, minute, second, rest) = match.output
    return "\(year)-\(month)-\(day)T\(hour):\(minute):\(second)\(rest)"
  }
}
