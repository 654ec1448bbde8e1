/// Which operation of which service a request is for, said in the way of the service's protocol.
struct Asked: Sendable {
  enum Wire: Sendable {
    /// With the namespace of its answers.
    case query(namespace: String)
    case json, restXML
  }

  /// That and the region for which the request says it is signed.
  var service: String
  var region: String
  /// Empty where the request doesn't say it.
  var action: String
  /// The parameters: of the form, or of the URL in S3's case.
  var form = Form()
  /// Of S3.
  var bucket: String?

  var wire: Wire {
    switch service {
    case "sts": .query(namespace: Answers.stsNamespace)
    case "iam": .query(namespace: Answers.iamNamespace)
    case "kms": .json
    case "s3": .restXML
    default: .query(namespace: Answers.rdsNamespace)
    }
  }

  /// - Throws: `Refusal` for a form that can't be read.
  init(_ request: Request) throws(Refusal) {
    let scope = request.header("authorization")
      .flatMap { try? Authorization($0, hasDate: true) }?.scope
    service = scope?.service ?? "rds"
    region = scope?.region ?? ""
    action = ""
    let path = request.uri.prefix { $0 != "?" }
    try form.add(request.uri[path.endIndex...].dropFirst().utf8)
    switch service {
    case "kms":
      let target = request.header("x-amz-target") ?? ""
      action = target.hasPrefix("TrentService.") ? String(target.dropFirst(13)) : ""
    case "s3":
      let parts = path.split(separator: "/")
      if parts.count < 2 {
        bucket = parts.first.map(String.init)
        action = s3Action(request.method)
      }
    default:
      try form.add(request.body)
      action = form["Action"] ?? ""
    }
  }

  private func s3Action(_ method: String) -> String {
    switch (method, bucket) {
    case ("GET", nil): "ListBuckets"
    case ("HEAD", _?): "HeadBucket"
    case ("GET", _?) where form["publicAccessBlock"] != nil: "GetPublicAccessBlock"
    case ("GET", _?) where form["object-lock"] != nil: "GetObjectLockConfiguration"
    default: ""
    }
  }

  /// What policies call the action.
  var permission: String {
    let names = [
      "ListBuckets": "ListAllMyBuckets", "HeadBucket": "ListBucket",
      "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
      "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    ]
    return "\(service):\(names[action] ?? action)"
  }
}
