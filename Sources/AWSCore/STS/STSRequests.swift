/// The calls of the AWS Security Token Service that lead to credentials, as the Query protocol
/// spells them.
enum STSRequests {
  private static let version = AWSService.sts.apiVersion

  /// - Parameter tokenCode: The MFA device's, where the role names one.
  static func assumeRole(
    _ role: AssumedRole, sessionName: String, tokenCode: String?
  ) -> AWSCall {
    var writer = QueryWriter(action: "AssumeRole", version: version)
    writer.write(role.roleARN, at: QueryKey("RoleArn"))
    writer.write(sessionName, at: QueryKey("RoleSessionName"))
    if let seconds = role.durationSeconds {
      writer.write(seconds, at: QueryKey("DurationSeconds"))
    }
    if let externalID = role.externalID { writer.write(externalID, at: QueryKey("ExternalId")) }
    if let serial = role.mfaSerial { writer.write(serial, at: QueryKey("SerialNumber")) }
    if let tokenCode { writer.write(tokenCode, at: QueryKey("TokenCode")) }
    return AWSCall(action: "AssumeRole", body: writer.body)
  }

  static func assumeRoleWithWebIdentity(
    roleARN: String, sessionName: String, token: String
  ) -> AWSCall {
    var writer = QueryWriter(action: "AssumeRoleWithWebIdentity", version: version)
    writer.write(roleARN, at: QueryKey("RoleArn"))
    writer.write(sessionName, at: QueryKey("RoleSessionName"))
    writer.write(token, at: QueryKey("WebIdentityToken"))
    return AWSCall(action: "AssumeRoleWithWebIdentity", body: writer.body)
  }

  static let callerIdentity = AWSCall(
    action: "GetCallerIdentity",
    body: QueryWriter(action: "GetCallerIdentity", version: version).body)
}
