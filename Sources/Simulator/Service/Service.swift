import FoundationEssentials
import Ground
import RDSExports
import Synchronization

/// Answers requests: signature, faults, operation. It knows nothing of sockets.
final class Service: Sendable {
  let options: SimulatorOptions
  let timekeeper: any Timekeeper
  let state: Mutex<ServiceState>
  private let signatures: SignatureCheck

  init(options: SimulatorOptions, timekeeper: any Timekeeper) {
    self.options = options
    self.timekeeper = timekeeper
    signatures = SignatureCheck(
      accessKeyID: options.accessKeyID,
      secretAccessKey: SimulatorServer.secretAccessKey,
      regions: ["rds": [options.region], "sts": [options.region, "us-east-1"]])
    state = Mutex(
      ServiceState(
        account: Account(
          options: options, account: options.account, start: timekeeper.wall)))
  }

  func answer(_ request: Request) -> Reply {
    state.withLock { state in
      let now = timekeeper.wall
      state.account.catchUp(to: now)
      state.requests += 1
      let requestID = requestID(state.requests)
      if request.uri == "/_simulator" { return control(request, &state, now, requestID) }
      return answer(request, &state, now, requestID)
    }
  }

  /// The answer to a request whose body is longer than any in the API.
  func tooLong() -> Reply {
    state.withLock { state in
      state.requests += 1
      let requestID = requestID(state.requests)
      let refusal = Refusal(
        code: "RequestEntityTooLarge", status: 413, message: "The request is too large.")
      return Reply(
        status: refusal.status,
        body: Answers.error(
          refusal, namespace: Answers.rdsNamespace, requestID: requestID),
        requestID: requestID, date: CivilTime(timekeeper.wall).httpDate)
    }
  }

  private func answer(
    _ request: Request, _ state: inout ServiceState, _ now: Date, _ requestID: String
  ) -> Reply {
    let serverNow = now + Double(state.faults.clockAheadSeconds)
    var reply = Reply(
      status: 200, body: [], requestID: requestID, date: CivilTime(serverNow).httpDate)
    var namespace = Answers.rdsNamespace
    do throws(Refusal) {
      let form = try Self.form(of: request)
      let action = form["Action"] ?? ""
      let mishap = mishap(action, &state)
      state.count(action)
      if state.faults.concern(action) {
        reply.delay = .milliseconds(state.faults.latencyMilliseconds)
        if state.faults.dripMilliseconds > 0 {
          reply.delivery = .dripping(every: .milliseconds(state.faults.dripMilliseconds))
        }
      }
      if mishap == .droppedConnection {
        reply.delivery = .dropped
        return reply
      }
      let service = try signatures.service(of: request, now: serverNow)
      if service == "sts" { namespace = Answers.stsNamespace }
      if let mishap { try refuse(action, service, for: mishap) }
      if mishap == .htmlBody { return html(reply) }
      reply.body =
        service == "sts"
        ? try callerIdentity(form, requestID)
        : try state.perform(form, now: now, requestID: requestID)
      spoil(&reply, mishap)
    } catch {
      reply.status = error.status
      reply.body = Answers.error(error, namespace: namespace, requestID: requestID)
    }
    return reply
  }

  private static func form(of request: Request) throws(Refusal) -> Form {
    var form = Form()
    if let query = request.uri.firstIndex(of: "?") {
      try form.add(request.uri[query...].dropFirst().utf8)
    }
    try form.add(request.body)
    return form
  }

  private func mishap(_ action: String, _ state: inout ServiceState) -> Mishap? {
    guard state.faults.concern(action) else { return nil }
    var random = SeededRandom(seed: options.seed, purpose: "mishap of \(state.requests)")
    return state.faults.mishap(&random)
  }

  private func refuse(
    _ action: String, _ service: String, for mishap: Mishap
  ) throws(Refusal) {
    switch mishap {
    case .throttling: throw Refusal(code: "Throttling", status: 400, message: "Rate exceeded")
    case .serverError:
      throw Refusal(
        code: "InternalFailure", status: 500,
        message: "The request processing has failed because of an unknown error, exception or "
          + "failure.", isSenders: false)
    case .expiredToken:
      throw Refusal(
        code: "ExpiredToken", status: 403,
        message: "The security token included in the request is expired")
    case .accessDenied:
      throw Refusal(
        code: "AccessDenied", status: 403,
        message: "User: \(callerARN) is not authorized to perform: \(service):\(action) because no "
          + "identity-based policy allows the \(service):\(action) action")
    case .droppedConnection, .htmlBody, .lostAnswer, .truncatedBody, .cutBody: break
    }
  }

  private func html(_ reply: Reply) -> Reply {
    var reply = reply
    reply.status = 502
    reply.contentType = "text/html"
    reply.body = Array(
      "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
        .utf8)
    return reply
  }

  private func spoil(_ reply: inout Reply, _ mishap: Mishap?) {
    switch mishap {
    case .lostAnswer: reply.delivery = .dropped
    case .truncatedBody: reply.delivery = .truncated
    case .cutBody: reply.body.removeLast(reply.body.count / 2)
    default: break
    }
  }

  private func callerIdentity(_ form: Form, _ requestID: String) throws(Refusal) -> [UInt8] {
    guard let action = form["Action"] else { throw .missingAction }
    guard action == "GetCallerIdentity" else {
      throw .invalidAction(action, version: form["Version"] ?? "")
    }
    return Answers.callerIdentity(
      account: options.account, arn: callerARN, requestID: requestID)
  }

  private var callerARN: String {
    let world = World(region: options.region, account: options.account)
    return "arn:\(world.partition):iam::\(world.account):user/\(SimulatorServer.userName)"
  }

  private func requestID(_ number: UInt64) -> String {
    var random = SeededRandom(seed: options.seed, purpose: "request \(number)")
    let digits = hexadecimal(
      [random.next(), random.next()].flatMap { number in
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
      })
    var parts: [Substring] = []
    var rest = digits[...]
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return parts.joined(separator: "-")
  }
}
