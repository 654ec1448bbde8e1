import FoundationEssentials

/// KMS: keys and their names.
extension InventoryService {
  private struct Question: Decodable {
    var limit: Int?
    var marker: String?
    var keyID: String?

    enum CodingKeys: String, CodingKey {
      case limit = "Limit"
      case marker = "Marker"
      case keyID = "KeyId"
    }
  }

  func kms(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
    guard let question = try? JSONDecoder().decode(Question.self, from: Data(body)) else {
      throw Refusal(
        code: "SerializationException", status: 400, message: "The body is no JSON object.")
    }
    switch asked.action {
    case "ListAliases": return try aliases(question)
    case "ListKeys": return try keys(question)
    case "DescribeKey":
      guard let name = question.keyID, !name.isEmpty else {
        throw Self.invalid("1 validation error detected: Value null at 'keyId' failed")
      }
      return try key(name)
    default:
      throw Refusal(
        code: "UnknownOperationException", status: 400, message: "No such operation.")
    }
  }

  private static func invalid(_ message: String) -> Refusal {
    Refusal(code: "ValidationException", status: 400, message: message)
  }

  private func aliases(_ question: Question) throws(Refusal) -> [UInt8] {
    let all = world.aliases.sorted { $0.key < $1.key }
    let base = "arn:\(world.partition):kms:\(world.region):\(world.account):"
    return try list("Aliases", of: all.count, question, limits: 1...100, fallback: 50) { position in
      [
        "AliasName": .text(all[position].key), "AliasArn": .text(base + all[position].key),
        "TargetKeyId": .text(all[position].value),
      ]
    }
  }

  private func keys(_ question: Question) throws(Refusal) -> [UInt8] {
    let all = world.keys.keys.sorted()
    return try list("Keys", of: all.count, question, limits: 1...1000, fallback: 100) { position in
      ["KeyId": .text(all[position]), "KeyArn": .text(world.keyARN(all[position]))]
    }
  }

  private func list(
    _ name: String, of count: Int, _ question: Question, limits: ClosedRange<Int>, fallback: Int,
    _ members: (Int) -> [String: JSONBody]
  ) throws(Refusal) -> [UInt8] {
    let (positions, next) = try page(
      of: count, limit: question.limit.map { "\($0)" }, marker: question.marker, limits: limits,
      fallback: fallback, refusal: Self.invalid)
    var body: [String: JSONBody] = [
      name: .list(positions.map { .object(members($0)) }), "Truncated": .flag(next != nil),
    ]
    body["NextMarker"] = next.map(JSONBody.text)
    return JSONBody.object(body).bytes
  }

  private func key(_ name: String) throws(Refusal) -> [UInt8] {
    guard let identifier = world.keyIdentifier(name), let key = world.keys[identifier] else {
      throw .keyNotFound(name)
    }
    func seconds(_ date: Date) -> JSONBody {
      .number((date.timeIntervalSince1970 + clockAhead).rounded())
    }
    var members: [String: JSONBody] = [
      "AWSAccountId": .text(world.account), "KeyId": .text(identifier),
      "Arn": .text(world.keyARN(identifier)),
      "CreationDate": seconds(world.crowd.start - 500 * 86_400),
      "Enabled": .flag(key.state == .enabled), "Description": .text(key.explanation),
      "KeyUsage": .text(key.usage), "KeyState": .text(key.state.rawValue),
      "Origin": .text("AWS_KMS"), "KeyManager": .text(key.isManagedByAWS ? "AWS" : "CUSTOMER"),
      "CustomerMasterKeySpec": .text(key.spec), "KeySpec": .text(key.spec),
      "MultiRegion": .flag(false),
    ]
    members["DeletionDate"] = key.deletedAt.map(seconds)
    return JSONBody.object(["KeyMetadata": .object(members)]).bytes
  }
}
