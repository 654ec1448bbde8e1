import FoundationEssentials

/// `GET /_simulator` shows the state, `POST /_simulator` sets faults (`Faults.setting`). Neither is
/// signed: both are for the person who runs the simulator.
extension Service {
  private struct Overview: Encodable {
    struct Running: Encodable {
      var exportTaskIdentifier: String
      var status: String
      var percentProgress: Int
      var ends: String
    }

    var region: String
    var seed: UInt64
    var speed: Double
    var now: String
    var tasks: [String: Int]
    var slots: String
    var running: [Running]
    var calls: [String: Int]
    var faults: [String: String]
    var sources: [String]
    var buckets: [String: String]
    var roles: [String]
    var keys: [String: String]
  }

  func control(
    _ request: Request, _ state: inout ServiceState, _ now: Date, _ requestID: String
  ) -> Reply {
    var reply = Reply(
      status: 200, contentType: "application/json", body: [], requestID: requestID,
      date: CivilTime(now).httpDate)
    switch request.method {
    case "GET": break
    case "POST":
      do {
        state.faults = try state.faults.setting(Faults.values(request.body))
      } catch {
        reply.status = 400
        reply.contentType = "text/plain; charset=utf-8"
        reply.body = Array("\(error)\n".utf8)
        return reply
      }
    default:
      reply.status = 405
      return reply
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      reply.body = Array(try encoder.encode(overview(state, now))) + [UInt8(ascii: "\n")]
    } catch {
      reply.status = 500
      reply.body = Array("{}\n".utf8)
    }
    return reply
  }

  private func overview(_ state: ServiceState, _ now: Date) -> Overview {
    let account = state.account
    let world = account.world
    var counts: [String: Int] = [:]
    for task in account.tasks { counts[task.state(at: now).status.rawValue, default: 0] += 1 }
    return Overview(
      region: options.region, seed: options.seed, speed: options.speed,
      now: CivilTime(now).iso8601, tasks: counts,
      slots: "\(account.active.count)/\(Account.slots)",
      running: account.active.map { position in
        let task = account.tasks[position]
        let state = task.state(at: now)
        return Overview.Running(
          exportTaskIdentifier: task.identifier, status: state.status.rawValue,
          percentProgress: state.percent, ends: CivilTime(task.end).iso8601)
      },
      calls: state.calls, faults: state.faults.settings, sources: world.sources.keys.sorted(),
      buckets: world.buckets.mapValues(\.region), roles: world.roles.keys.sorted(),
      keys: world.aliases.mapValues { world.keys[$0]?.state == .enabled ? "enabled" : "disabled" })
  }
}
