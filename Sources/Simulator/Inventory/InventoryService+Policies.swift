/// What policies allow: they say no more than the account's roles do.
extension InventoryService {
  private struct Verdict {
    var decision: String
    var missing: [String] = []

    static let allowed = Verdict(decision: "allowed")
    static let denied = Verdict(decision: "implicitDeny")
  }

  func simulatedPolicy() throws(Refusal) -> [UInt8] {
    let principal = try asked.form.required("PolicySourceArn")
    guard principal == callerARN || world.role(principal) != nil else {
      throw Refusal(
        code: "NoSuchEntity", status: 404, message: "The entity \(principal) cannot be found.")
    }
    let actions = asked.form.list("ActionNames.member")
    if actions.isEmpty { throw .missingParameter("ActionNames") }
    var resources = asked.form.list("ResourceArns.member")
    if resources.isEmpty { resources = ["*"] }
    var xml = XMLWriter()
    xml.element("SimulatePrincipalPolicyResponse", namespace: Answers.iamNamespace) { xml in
      xml.element("SimulatePrincipalPolicyResult") { xml in
        xml.element("EvaluationResults") { xml in
          for action in actions {
            let verdicts = resources.map { verdict(on: action, $0, for: principal) }
            xml.element("member") { write(verdicts, on: action, resources, &$0) }
          }
        }
        xml.element("IsTruncated", "false")
      }
      Answers.metadata(&xml, requestID)
    }
    return xml.bytes
  }

  /// Several resources have each a result of their own.
  private func write(
    _ verdicts: [Verdict], on action: String, _ resources: [String], _ xml: inout XMLWriter
  ) {
    let worst = verdicts.first { $0.decision != "allowed" } ?? .allowed
    xml.element("EvalActionName", action)
    xml.element("EvalResourceName", resources.count == 1 ? resources[0] : "*")
    xml.element("EvalDecision", worst.decision)
    missing(worst, &xml)
    if resources.count > 1 {
      xml.element("ResourceSpecificResults") { xml in
        for (resource, verdict) in zip(resources, verdicts) {
          xml.element("member") { xml in
            xml.element("EvalResourceName", resource)
            xml.element("EvalResourceDecision", verdict.decision)
            missing(verdict, &xml)
          }
        }
      }
    }
  }

  private func missing(_ verdict: Verdict, _ xml: inout XMLWriter) {
    xml.element("MissingContextValues") { xml in
      for name in verdict.missing { xml.element("member", name) }
    }
  }

  private func verdict(
    on action: String, _ resource: String, for principal: String
  ) -> Verdict {
    guard let role = world.role(principal) else {
      return action.lowercased() == "iam:passrole" ? passing(resource) : .allowed
    }
    let prefix = "arn:\(world.partition):s3:::"
    guard action.lowercased().hasPrefix("s3:"), resource.hasPrefix(prefix) else { return .denied }
    let bucket = resource.dropFirst(prefix.count).prefix { $0 != "/" }
    return role.writableBuckets.contains(String(bucket)) ? .allowed : .denied
  }

  /// The caller may pass roles to exports: a policy with a condition, which needs to know to whom.
  private func passing(_ resource: String) -> Verdict {
    guard world.role(resource)?.isPassable == true else { return .denied }
    var number = 1
    while let name = asked.form["ContextEntries.member.\(number).ContextKeyName"] {
      if name.lowercased() == "iam:passedtoservice" {
        let services = asked.form.list("ContextEntries.member.\(number).ContextKeyValues.member")
        return services.contains("export.rds.amazonaws.com") ? .allowed : .denied
      }
      number += 1
    }
    return Verdict(decision: "implicitDeny", missing: ["iam:PassedToService"])
  }
}
