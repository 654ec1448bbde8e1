/// The role of an EC2 instance, as its metadata service tells it: a name, and a key for it.
struct InstanceRole: Sendable {
  private static let extendedPath = "/latest/meta-data/iam/security-credentials-extended/"
  private static let legacyPath = "/latest/meta-data/iam/security-credentials/"

  let service: InstanceMetadataService

  /// Asks for the name and then for the key; a second time where the role is replaced in between.
  func credentials() async throws(InstanceMetadataTrouble) -> Credentials {
    let named = service.settings.profileName
    let first = try await document(of: try await name())
    if first.response.status != 404 { return try credentials(in: first) }
    if let named {
      throw InstanceMetadataTrouble(
        error: named.error(
          "the instance has no profile \"\(named.value.singleLine(limit: 64))\""))
    }
    let second = try await document(of: try await name())
    if second.response.status == 404 { throw service.passing("has no key for the instance's role") }
    return try credentials(in: second)
  }

  private typealias Answer = (role: String, response: HTTPResponse)

  /// As the service spells it: untrusted text.
  private func name() async throws(InstanceMetadataTrouble) -> String {
    if let named = service.settings.profileName { return named.value }
    let response = try await get("") {
      $0.status >= 500 || ($0.status == 200 && $0.body.isEmpty)
    }
    switch response.status {
    case 200: break
    case 404: throw service.passing("the instance has no role")
    case 500...: throw service.failing("answers with HTTP \(response.status)")
    default: throw service.passing("answers with HTTP \(response.status)")
    }
    let text = String(decoding: response.body, as: UTF8.self).trimmingWhitespace
    let name = text.prefix { !$0.isNewline }
    if name.isEmpty { throw service.passing("the instance has no role") }
    guard name.utf8.count <= 256, name != ".", name != ".." else {
      throw service.passing("answers with something that is no role's name (not on EC2?)")
    }
    return String(name)
  }

  private func document(of role: String) async throws(InstanceMetadataTrouble) -> Answer {
    let response = try await get(Self.segment(role)) {
      $0.status >= 500 || ($0.status == 200 && TemporaryCredentialsDocument($0.body) == nil)
    }
    return (role, response)
  }

  private func credentials(in answer: Answer) throws(InstanceMetadataTrouble) -> Credentials {
    let role = answer.role.singleLine(limit: 64)
    guard answer.response.status == 200 else {
      throw service.failing("answers for role \"\(role)\" with HTTP \(answer.response.status)")
    }
    guard let document = TemporaryCredentialsDocument(answer.response.body) else {
      throw service.failing("answers for role \"\(role)\" with something that is no JSON object")
    }
    if let fault = document.fault {
      let said = [fault.code, fault.message].filter { !$0.isEmpty }.joined(separator: ": ")
      throw InstanceMetadataTrouble(
        error: .configuration(
          place: service.place,
          message: "gives no key for role \"\(role)\": \(said.singleLine(limit: 300)); "
            + "does its trust policy let ec2.amazonaws.com assume it?"))
    }
    do {
      return try document.credentials(from: service.place)
    } catch {
      guard case .configuration(_, let message) = error else {
        throw InstanceMetadataTrouble(error: error)
      }
      throw service.failing("\(message) (role \"\(role)\")")
    }
  }

  /// The extended path, and the older one where that gives nothing.
  private func get(
    _ segment: String, isWorthAnother: @escaping @Sendable (HTTPResponse) -> Bool
  ) async throws(InstanceMetadataTrouble) -> HTTPResponse {
    let memory = service.surroundings.instanceMetadata
    let endpoint = service.settings.endpoint
    if memory.knowsLegacyPathsOnly(endpoint) {
      return try await service.get(Self.legacyPath + segment, isWorthAnother: isWorthAnother)
    }
    let extended = try await service.get(Self.extendedPath + segment) { _ in false }
    if extended.status == 200 { return extended }
    let legacy = try await service.get(Self.legacyPath + segment, isWorthAnother: isWorthAnother)
    if legacy.status == 200, extended.status == 404 { memory.learnLegacyPathsOnly(endpoint) }
    return legacy
  }

  /// One segment of a path. The characters that role names may have (`+=,.@-_`) stay as they are;
  /// everything else is encoded, so that a name can't lead elsewhere.
  private static func segment(_ role: String) -> String {
    role.utf8.map { byte in
      "+=,@".utf8.contains(byte)
        ? String(UnicodeScalar(byte)) : PercentEncoding.encode(CollectionOfOne(byte))
    }.joined()
  }
}
