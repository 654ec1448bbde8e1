import AWSCore
import Planning

/// STS's `GetCallerIdentity`. It needs no permission.
struct GetCallerIdentity: LookupOperation {
  let service = AWSService.sts

  func call(from marker: String?) -> AWSCall {
    AWSCall(
      action: "GetCallerIdentity",
      body: QueryWriter(action: "GetCallerIdentity", version: service.apiVersion).body)
  }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in
      var reader = try XMLReader(answer.body)
      let result = try reader.result(of: "GetCallerIdentity")
      var caller = Caller(account: "", arn: "")
      while let child = try reader.nextChild(of: result) {
        if reader.isNamed(child, "Account") {
          caller.account = try reader.text(of: child)
        } else if reader.isNamed(child, "Arn") {
          caller.arn = try reader.text(of: child)
        }
      }
      try reader.finish()
      guard !caller.account.isEmpty, !caller.arn.isEmpty else {
        throw XMLError(.missingElement("Arn"), at: answer.body.count)
      }
      return OperationPage(found: .caller(caller))
    }
  }
}
