import AWSCore
import ArgumentParser
import Ground
import Journal
import Planning
import Tracking
import Words

struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "Exports that wait for a slot on this machine.",
    usage: "exportdeck queue [<command>]",
    discussion: """
      AWS runs five exports at once in an account and region, and refuses the sixth. What waits in \
      the queue starts by itself once a slot is free and its source isn't being exported: a \
      dashboard that is open sees to that, or `exportdeck queue run`. All of them share one queue, \
      and nothing is started twice.

      An export of the queue is named by its number or by its identifier.
      """,
    subcommands: [
      List.self, Add.self, Remove.self, Hold.self, Release.self, Move.self, Run.self,
    ],
    defaultSubcommand: List.self)

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take exports out of the queue.", usage: "exportdeck queue remove <export> ...")

    @Argument(help: "Numbers or identifiers.") var export: [String]

    func run() throws { try QueueAccess().edit(export, .remove) }
  }

  struct Hold: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep exports in the queue from starting.",
      usage: "exportdeck queue hold <export> ...")

    @Argument(help: "Numbers or identifiers.") var export: [String]

    func run() throws { try QueueAccess().edit(export, .hold) }
  }

  struct Release: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let held exports wait for their turn again.",
      usage: "exportdeck queue release <export> ...")

    @Argument(help: "Numbers or identifiers.") var export: [String]
    @Option(help: "An export's identifier again: in production it is released without asking.")
    var confirm: [String] = []

    func run() throws { try QueueAccess().edit(export, .release, confirmed: confirm) }
  }

  struct Move: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give an export an earlier or later turn.",
      usage: "exportdeck queue move <export> (--first | --last | --by <places>)")

    @Argument(help: "Its number or identifier.") var export: String

    @Flag(help: "Before all others.") var first = false
    @Flag(help: "Behind all others.") var last = false

    private static let by = CommandOption.wholeNumber(
      "--by", -1000...1000, of: "places", fallback: 0,
      help: "So many places later; below zero for earlier.")
    @Option(Self.by) var by: GivenText?

    func validate() throws { _ = try edit() }

    private func edit() throws -> QueueEdit {
      let step = try Self.by.value(by)
      switch (first, last, by != nil) {
      case (true, false, false): return .moveToFirst
      case (false, true, false): return .moveToLast
      case (false, false, true): return .move(by: step)
      default: throw ValidationError("give one of --first, --last and --by")
      }
    }

    func run() throws { try QueueAccess().edit([export], edit()) }
  }
}

/// The user's queue, for a command that works on it without AWS.
struct QueueAccess {
  let store: QueueStore
  private let environment = ThisProcess.environment
  private let configuration: Configuration
  private let timekeeper: any Timekeeper
  private let journal: Journal

  init() {
    configuration = Configuration.ofUser(environment, given: [])
    configuration.complain()
    let timekeeper = SystemTimekeeper()
    self.timekeeper = timekeeper
    store = .ofUser(environment, configuration, timekeeper: timekeeper)
    journal = Journal(
      .ofUser(environment, size: configuration.memorySize.value), timekeeper: timekeeper,
      mask: SecretMask(environment: environment).masked
    ) { ThisProcess.complain("what is done here isn't written down: \($0)") }
  }

  /// Does it to each of them, writes it down, and says of each what is in the way.
  /// - Parameter confirmed: Identifiers that were named once more.
  func edit(_ names: [String], _ edit: QueueEdit, confirmed: [String] = []) throws {
    var failure: (any Error)?
    for name in names {
      do {
        let (number, entry) = try ThisProcess.wait { [store] in
          let number = try await Self.number(of: name, in: store)
          // One that can't be read can be removed all the same.
          return (number, try? await store.entries().first { $0.id == number })
        }
        try mustBeAllowed(entry)
        if edit == .release, let entry { try confirm(entry, confirmed) }
        try ThisProcess.wait { [store, journal, timekeeper] in
          let event = try await store.carryOut(
            edit, on: number, seen: entry?.state, by: .queueCommand, timekeeper: timekeeper)
          if let event { journal.write([], [event]) }
        }
        if edit == .remove, let remark = entry?.remarkOnRemoval {
          Complaints(isJSON: false).remark(remark)
        }
      } catch {
        failure = Complaints(isJSON: false).end(with: error)
      }
    }
    try ThisProcess.wait { [journal] in await journal.end() }
    if let failure { throw failure }
  }

  /// What waits for a place that is read-only here is left as it is.
  /// - Parameter entry: Nil for one that can't be read: nobody can tell for which place it waits.
  private func mustBeAllowed(_ entry: QueueEntry?) throws {
    let contexts = configuration.contexts
    let readOnly = contexts.filter { configuration.value(of: \.readOnly, in: $0).value }
    guard !readOnly.isEmpty else { return }
    var isReadOnly = readOnly.count == contexts.count
    if !isReadOnly, let entry { isReadOnly = try leads(to: entry.site, where: \.readOnly) }
    guard isReadOnly else { return }
    throw CommandError(
      name: "ReadOnly",
      message: "nothing was changed in the queue: "
        + (entry.map { "\($0.site.words) is read-only here" } ?? "it is read-only here"),
      advice: "`exportdeck config` tells where that is set.")
  }

  /// Whether a context for which a setting is on leads to a site.
  private func leads(
    to site: Site, where setting: any KeyPath<DeclaredSettings, Setting<Bool>> & Sendable
  ) throws -> Bool {
    let command = CommandSurroundings(environment: environment, configuration: configuration)
    return try command.wait { [configuration] surroundings in
      await GuardedWays(configuration, setting, surroundings).lead(to: site)
    }
  }

  /// What is released in production has to be named once more: it starts by itself.
  private func confirm(_ entry: QueueEntry, _ confirmed: [String]) throws {
    let identifier = entry.request.exportTaskIdentifier
    let isSomeProduction = configuration.contexts.contains {
      configuration.value(of: \.production, in: $0).value
    }
    guard isSomeProduction, !confirmed.contains(identifier) else { return }
    guard try leads(to: entry.site, where: \.production) else { return }
    try ThisProcess.wait {
      try await Confirmation(word: identifier)
        .require("Releasing", at: entry.site.words, given: confirmed.first)
    }
  }

  /// An identifier begins with a letter, so it is no number.
  private static func number(of name: String, in store: QueueStore) async throws -> Int {
    if let number = Int(name) { return number }
    let named = try await store.entries().filter { $0.request.exportTaskIdentifier == name }
    let open = named.filter(\.isOpen)
    let candidates = open.isEmpty ? named : open
    guard let first = candidates.first else { throw QueueNameProblem.unknown(name) }
    guard candidates.count == 1 else {
      throw QueueNameProblem.several(name, candidates.map(\.id))
    }
    return first.id
  }

  /// Ends the command with a sentence where something is in the way.
  static func complaining<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    do {
      return try ThisProcess.wait(for: body)
    } catch {
      ThisProcess.complain("\(error)")
      throw ExitCode.failure
    }
  }
}

extension QueueEntry {
  /// What goes on although it was taken out of the queue; nil where nothing does.
  fileprivate var remarkOnRemoval: String? {
    let name = Format.line(request.exportTaskIdentifier)
    if isStarted {
      return "\(name) had been started, and goes on at AWS: only its line in the queue is gone"
    }
    guard isSending || sending.mayHaveArrived else { return nil }
    return "a request for \(name) may have reached AWS: `exportdeck show \(name)` tells"
  }
}

/// Why a name means no export of the queue.
enum QueueNameProblem: Error, CustomStringConvertible {
  case unknown(String)
  case several(String, [Int])

  var description: String {
    switch self {
    case .unknown(let name):
      "nothing in the queue is called \(name): look at `exportdeck queue list`"
    case .several(let name, let ids):
      "\(name) is in the queue for several accounts or regions: give one of the numbers "
        + ids.map { "\($0)" }.joined(separator: ", ")
    }
  }
}
