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
      regions: Self.regions(around: options.region))
    state = Mutex(
      ServiceState(
        account: Account(
          options: options, account: options.account, start: timekeeper.wall)))
  }

  /// For which regions each service may be signed: IAM for its partition's, or for the caller's as
  /// SDKs do at an endpoint that they are given; S3 for those of the account's buckets.
  private static func regions(around region: String) -> [String: Set<String>] {
    let world = World(region: region, account: "")
    return [
      "rds": [region], "sts": [region, "us-east-1"], "kms": [region],
      "iam": [world.globalRegion, region], "s3": [region, World.abroad(of: region)],
    ]
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
    var wire = Asked.Wire.query(namespace: Answers.rdsNamespace)
    do throws(Refusal) {
      let asked = try Asked(request)
      let action = asked.action
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
      wire = asked.wire
      reply.take(wire, requestID)
      try signatures.check(request, now: serverNow)
      if let bucket = asked.bucket, let region = state.account.world.bucket(bucket)?.region {
        reply.headers.append(("x-amz-bucket-region", region))
      }
      if let mishap { try refuse(asked, for: mishap) }
      if options.denied.contains(action) { throw denial(of: asked) }
      if mishap == .htmlBody { return html(reply) }
      reply.body = try body(request, asked, &state, now, requestID)
      spoil(&reply, mishap)
    } catch {
      reply.status = error.status
      reply.body =
        request.method == "HEAD" ? [] : Answers.error(error, in: wire, requestID: requestID)
    }
    return reply
  }

  private func body(
    _ request: Request, _ asked: Asked, _ state: inout ServiceState, _ now: Date,
    _ requestID: String
  ) throws(Refusal) -> [UInt8] {
    let inventory = InventoryService(
      world: state.account.world, markers: Markers(seed: options.seed), asked: asked,
      requestID: requestID, clockAhead: Double(state.faults.clockAheadSeconds),
      callerARN: callerARN)
    switch asked.service {
    case "sts": return try callerIdentity(asked.form, requestID)
    case "iam": return try inventory.iam()
    case "s3": return try inventory.s3(request)
    case "kms": return try inventory.kms(request.body)
    default:
      if let answer = try inventory.rds() { return answer }
      return try state.perform(asked.form, now: now, requestID: requestID)
    }
  }

  private func mishap(_ action: String, _ state: inout ServiceState) -> Mishap? {
    guard state.faults.concern(action) else { return nil }
    var random = SeededRandom(seed: options.seed, purpose: "mishap of \(state.requests)")
    return state.faults.mishap(&random)
  }

  private func refuse(_ asked: Asked, for mishap: Mishap) throws(Refusal) {
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
    case .accessDenied: throw denial(of: asked)
    case .droppedConnection, .htmlBody, .lostAnswer, .truncatedBody, .cutBody: break
    }
  }

  private func denial(of asked: Asked) -> Refusal {
    let isJSON = asked.service == "kms"
    return Refusal(
      code: isJSON ? "AccessDeniedException" : "AccessDenied", status: isJSON ? 400 : 403,
      message: "User: \(callerARN) is not authorized to perform: \(asked.permission) because no "
        + "identity-based policy allows the \(asked.permission) action")
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
