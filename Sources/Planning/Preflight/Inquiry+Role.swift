import Ground
import RDSExports

extension PreflightInquiry {
  /// Who writes an export.
  private static let service = "export.rds.amazonaws.com"

  mutating func checkRole() {
    guard isWellFormed(.iamRoleArn, .roleForm), let arn = ARN(request.iamRoleArn),
      let name = arn.resource.split(separator: "/").last.map(String.init),
      isOwn(arn)
    else { return }
    if let reason = level.reasonNotAsked(.caller) {
      return skip(.roleFound, because: Doubt(reason))
    }
    let reply = ask(.role(named: name), Self.role)
    switch reply {
    case .pending: wait(.roleFound)
    case .unknown(let reason): skip(.roleFound, because: reason)
    case .missing:
      return fail(
        .roleFound, "There is no role of this name in this account.",
        fix: "Check the role's ARN, or make the role.")
    case .value(let role) where role.arn != request.iamRoleArn:
      return fail(
        .roleFound, "The role of this name has another ARN: \(Self.shown(role.arn)).",
        fix: "Give the whole ARN, with its path.")
    case .value(let role):
      pass(.roleFound, "The role exists.")
      checkTrust(in: role)
    }
    checkPassing()
    checkWriting()
  }

  private static func role(_ found: Found) -> IAMRole? {
    guard case .roles(let roles) = found else { return nil }
    return roles.first
  }

  private mutating func isOwn(_ arn: ARN) -> Bool {
    guard let owner = arn.accountNumber, let account = place.account, owner != account else {
      return true
    }
    fail(
      .roleAccount, "The role is account \(owner)'s, and this is account \(account).",
      fix: "Choose a role of this account: a role can't be passed to a service of another one.")
    return false
  }

  private mutating func checkTrust(in role: IAMRole) {
    switch role.trustsExports {
    case true?: pass(.roleTrust, "The role lets RDS assume it.")
    case false?:
      fail(
        .roleTrust, "The role doesn't let RDS assume it.",
        fix: "Let its trust policy allow sts:AssumeRole to the service \(Self.service).")
    case nil: skip(.roleTrust, because: "IAM didn't show the role's trust policy")
    }
  }

  // MARK: Rights

  private mutating func checkPassing() {
    switch principal() {
    case .pending: wait(.rolePassed)
    case .unknown(let reason): skip(.rolePassed, because: reason)
    case .missing: skip(.rolePassed, because: "IAM doesn't know who makes the call")
    case .value(let principal):
      let question = PermissionQuestion(
        principal: principal, actions: ["iam:PassRole"], resources: [request.iamRoleArn],
        passedToService: Self.service)
      judge(
        [question], .rolePassed, allowed: "You may pass the role to RDS.",
        denied: { "You may not do \($0) with the role" },
        fix: "Ask for iam:PassRole on the role, for the service \(Self.service).")
    }
  }

  /// Whose policies say what the caller may do: a user, or the role behind a session.
  private mutating func principal() -> Reply<String> {
    let reply = ask(.caller) { found -> Caller? in
      guard case .caller(let caller) = found else { return nil }
      return caller
    }
    switch reply {
    case .pending: return .pending
    case .missing: return .missing
    case .unknown(let reason): return .unknown(because: reason)
    case .value(let caller):
      guard let arn = ARN(caller.arn) else { return .missing }
      if arn.service == "iam", arn.resourceType == "user" || arn.resourceType == "role" {
        return .value(caller.arn)
      }
      if arn.resource == "root" {
        return .unknown(because: "the caller is the account's root, which IAM doesn't judge")
      }
      guard arn.resourceType == "assumed-role",
        let name = arn.resourceID?.split(separator: "/").first
      else {
        return .unknown(because: "IAM judges users and roles, and the caller is neither")
      }
      return arnOfRole(named: String(name))
    }
  }

  /// A session's ARN leaves out the path of its role.
  private mutating func arnOfRole(named name: String) -> Reply<String> {
    switch ask(.role(named: name), Self.role) {
    case .pending: .pending
    case .missing: .missing
    case .unknown(let reason): .unknown(because: reason)
    case .value(let role): .value(role.arn)
    }
  }

  private mutating func checkWriting() {
    let bucket = "arn:\(place.partition):s3:::\(request.s3BucketName)"
    let path = request.s3Prefix.map { "/" + S3PrefixForm.written($0) } ?? ""
    guard !lines.contains(where: { $0.check == .bucketForm || $0.check == .prefixForm }) else {
      return skip(.roleWrites, because: "there is no such place to write to")
    }
    judge(
      [
        PermissionQuestion(
          principal: request.iamRoleArn,
          actions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
          resources: ["\(bucket)\(path)/*"]),
        PermissionQuestion(
          principal: request.iamRoleArn, actions: ["s3:ListBucket", "s3:GetBucketLocation"],
          resources: [bucket]),
      ], .roleWrites, allowed: "The role may write there.",
      denied: { "The role may not do \($0) there" },
      fix: "Allow it in a policy of the role; the bucket's own policy wasn't looked at.")
  }

  private mutating func judge(
    _ questions: [PermissionQuestion], _ check: PreflightCheck, allowed: String,
    denied: (String) -> String, fix: String
  ) {
    var verdicts: [PermissionVerdict] = []
    var isPending = false
    for question in questions {
      let reply = ask(.permissions(question)) { found -> [PermissionVerdict]? in
        guard case .permissions(let verdicts) = found, !verdicts.isEmpty else { return nil }
        return verdicts
      }
      switch reply {
      case .pending: isPending = true
      case .unknown(let reason): return skip(check, because: reason)
      case .missing: return skip(check, because: "IAM gave no verdict")
      case .value(let some): verdicts += some
      }
    }
    if isPending { return wait(check) }
    let refused = verdicts.filter { $0.decision != .allowed }
    let sure = refused.filter { $0.missingContext.isEmpty }
    if let first = sure.first {
      let actions = Set(sure.map { Self.shown($0.action) }).sorted().joined(separator: ", ")
      let reason =
        first.decision == .explicitDeny ? "a policy denies it" : "no policy of IAM's allows it"
      return fail(check, "\(denied(actions)): \(reason).", fix: fix)
    }
    if let first = refused.first {
      let keys = first.missingContext.map(Self.shown).joined(separator: ", ")
      return skip(check, because: "it depends on \(keys), which IAM can't know beforehand")
    }
    pass(check, allowed)
  }
}
