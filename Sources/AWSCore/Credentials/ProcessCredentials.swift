import Crypto

/// The credentials that a program prints (`credential_process`).
///
/// As in botocore (`ProcessProvider`), the command is split into words by the shell's rules for
/// quotes and backslashes, and run without a shell, so that `~`, `$HOME`, globs and pipes stand for
/// themselves (the SDKs for Go, Java and Rust go through `sh -c`). The program is looked for along
/// `PATH` and gets the whole environment. Its standard output is a secret and is never shown.
/// Credentials without an `Expiration` are kept for as long as they are used, or until AWS refuses
/// them. Unlike in botocore, which waits for ever, the program has a minute; and one that fails
/// rests, longer each time, before it is run again.
public struct ProcessCredentials: Sendable {
  private static let limit = Duration.seconds(60)

  private let command: String
  private let place: String
  private let profileName: String
  private let surroundings: Surroundings

  /// - Parameters:
  ///   - command: The profile's `credential_process`, as it stands there.
  ///   - place: What and where it is: `credential_process of profile "prod" (~/.aws/config:7)`.
  public init(command: String, place: String, profileName: String, surroundings: Surroundings) {
    self.command = command
    self.place = place
    self.profileName = profileName
    self.surroundings = surroundings
  }

  /// - Throws: `AWSError.configuration` with the profile and the place, whatever goes wrong;
  ///   `AWSError.cancelled`.
  public func credentials() async throws(AWSError) -> Credentials {
    let words = try words()
    return try await surroundings.cache.credentials(
      for: key, from: source, effort: .programOrPerson
    ) { () async throws(AWSError) in try await ask(words) }
  }

  private var source: String { place }

  private func failure(_ message: String) -> AWSError {
    .configuration(place: source, message: message)
  }

  /// Depends on the command and every variable. Both may hold secrets, so the key has their hash.
  private var key: CredentialsKey {
    let variables = surroundings.environment.variables.map { "\($0)=\($1)" }.sorted()
    let text = ([command] + variables).joined(separator: "\0")
    return CredentialsKey([
      "credential_process", profileName, SHA256.hash(data: Array(text.utf8)).hexadecimal,
    ])
  }

  private func words() throws(AWSError) -> [String] {
    let words: [String]
    do throws(ShellWords.Failure) {
      words = try ShellWords.split(command)
    } catch {
      throw failure(error.words)
    }
    guard words.first?.isEmpty == false else { throw failure("names no program") }
    return words
  }

  private func ask(_ words: [String]) async throws(AWSError) -> Credentials {
    let outcome: ChildProcessOutcome
    let name = SecretMask().masked(words[0]) + (words.count > 1 ? " …" : "")
    do throws(ChildProcessError) {
      outcome = try await WaitBoard.noting(
        .program(name, profile: profileName), within: Self.limit, by: surroundings.timekeeper
      ) { () async throws(ChildProcessError) in
        try await surroundings.processes.run(
          words, environment: surroundings.environment, within: Self.limit)
      }
    } catch {
      throw explanation(of: error)
    }
    let complaint = StandardError(outcome.errors, hiding: outcome.output)
    let program = SecretMask().masked(words[0])
    guard outcome.status == 0 else {
      throw failure("\(program) \(Self.ending(outcome.status))\(complaint.words)")
    }
    do throws(ProcessOutput.Failure) {
      return try ProcessOutput.credentials(in: outcome.output, source: source)
    } catch {
      switch error {
      case .unusable(let message): throw failure("\(program) \(message)\(complaint.words)")
      case .key(let error): throw error
      }
    }
  }

  private func explanation(of error: ChildProcessError) -> AWSError {
    switch error {
    case .notStarted(let program, let reason):
      let isShellWanted = program.hasPrefix("~") || program.contains("$")
      return failure(
        "\(SecretMask().masked(program)) can't be started: \(reason)"
          + (isShellWanted ? "; no shell reads the command, so write the whole path" : ""))
    case .timeout(let program, let limit, let errors):
      return failure(
        "\(SecretMask().masked(program)) took longer than \(limit.wholeSeconds) s and was ended"
          + StandardError(errors, hiding: []).words)
    case .tooMuchOutput(let program):
      return failure("\(SecretMask().masked(program)) printed far more than credentials")
    case .cancelled: return .cancelled
    }
  }

  private static func ending(_ status: Int32) -> String {
    status > 128
      ? "was ended by signal \(status - 128)" : "ended with exit code \(status)"
  }
}

/// A command line may hold a password.
extension ProcessCredentials: CustomStringConvertible, CustomReflectable {
  public var description: String { "ProcessCredentials(\(place), the command hidden)" }

  public var customMirror: Mirror {
    Mirror(self, children: ["place": place], displayStyle: .struct)
  }
}
