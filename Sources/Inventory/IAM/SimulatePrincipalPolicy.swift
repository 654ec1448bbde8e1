import AWSCore
import Planning

/// IAM's `SimulatePrincipalPolicy`: what an identity's policies say. What the resources' own policies
/// say (a bucket's, a key's) isn't in it.
struct SimulatePrincipalPolicy: LookupOperation {
  let service = AWSService.iam
  let question: PermissionQuestion

  func call(from marker: String?) -> AWSCall {
    var writer = QueryWriter(action: "SimulatePrincipalPolicy", version: service.apiVersion)
    writer.write(question.principal, at: QueryKey("PolicySourceArn"))
    writer.write(question.actions, at: QueryKey("ActionNames"))
    writer.write(question.resources, at: QueryKey("ResourceArns"))
    if let service = question.passedToService {
      let entry = QueryKey("ContextEntries").element(1)
      writer.write("iam:PassedToService", at: entry.member("ContextKeyName"))
      writer.write([service], at: entry.member("ContextKeyValues"))
      writer.write("string", at: entry.member("ContextKeyType"))
    }
    if let marker { writer.write(marker, at: QueryKey("Marker")) }
    return AWSCall(action: "SimulatePrincipalPolicy", body: writer.body)
  }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in
      var reader = try XMLReader(mending: answer.body)
      let result = try reader.result(of: "SimulatePrincipalPolicy")
      var verdicts: [PermissionVerdict] = []
      var end = IAMListEnd()
      while let child = try reader.nextChild(of: result) {
        if try end.take(child, &reader) { continue }
        guard reader.isNamed(child, "EvaluationResults") else { continue }
        while let element = try reader.nextChild(of: child) {
          verdicts += try Evaluation(element, &reader).verdicts
        }
      }
      try reader.finish()
      return OperationPage(
        found: .permissions(verdicts), count: verdicts.count, marker: end.next)
    }
  }
}

/// What IAM says of an action: as a whole, or of each resource.
private struct Evaluation {
  private var action = ""
  private var whole = Part()
  private var parts: [Part] = []

  fileprivate struct Part {
    var resource = ""
    var decision = ""
    var missing: [String] = []
  }

  init(_ element: XMLElement, _ reader: inout XMLReader) throws(XMLError) {
    while let child = try reader.nextChild(of: element) {
      if reader.isNamed(child, "EvalActionName") {
        action = try reader.text(of: child)
      } else if reader.isNamed(child, "ResourceSpecificResults") {
        while let member = try reader.nextChild(of: child) {
          var part = Part()
          while let child = try reader.nextChild(of: member) { try part.take(child, &reader) }
          parts.append(part)
        }
      } else {
        try whole.take(child, &reader)
      }
    }
  }

  var verdicts: [PermissionVerdict] {
    (parts.isEmpty ? [whole] : parts).map { part in
      PermissionVerdict(
        action: action, resource: part.resource, decision: part.verdict,
        missingContext: part.missing)
    }
  }
}

extension Evaluation.Part {
  mutating func take(_ child: XMLElement, _ reader: inout XMLReader) throws(XMLError) {
    if reader.isNamed(child, "EvalResourceName") {
      resource = try reader.text(of: child)
    } else if reader.isNamed(child, "EvalDecision")
      || reader.isNamed(child, "EvalResourceDecision")
    {
      decision = try reader.text(of: child)
    } else if reader.isNamed(child, "MissingContextValues") {
      missing = try reader.strings(of: child)
    }
  }

  /// A word that isn't known allows nothing.
  var verdict: PermissionVerdict.Decision {
    switch decision {
    case "allowed": .allowed
    case "explicitDeny": .explicitDeny
    default: .implicitDeny
    }
  }
}
