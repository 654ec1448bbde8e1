import RDSExports
import Tracking

/// A command of the AWS CLI, for a POSIX shell.
public struct AWSCommand: Hashable, Sendable {
  /// How the CLI is told which account and region is meant; what is nil is left to its own settings.
  public struct Way: Hashable, Sendable {
    public var profile: String?
    public var region: String?
    public var endpointURL: String?

    public init(profile: String? = nil, region: String? = nil, endpointURL: String? = nil) {
      self.profile = profile
      self.region = region
      self.endpointURL = endpointURL
    }

    /// The way of a watched context. The profile `default` is what the CLI uses by itself, and may
    /// not be there where it is named.
    public init(_ label: ContextLabel) {
      let isNamed = label.isProfile && label.profile != "default" && !label.profile.isEmpty
      self.init(
        profile: isNamed ? label.profile : nil, region: label.region.isEmpty ? nil : label.region,
        endpointURL: label.endpoint)
    }

    fileprivate var options: [[String]] {
      [("--profile", profile), ("--region", region), ("--endpoint-url", endpointURL)]
        .compactMap { name, value in value.map { [name, $0] } }
    }
  }

  /// Its beginning, then each option with its values.
  private let parts: [[String]]

  /// Starts the export that is asked for, with the very same parameters.
  public static func start(_ request: StartExportTaskRequest, by way: Way) -> AWSCommand {
    let request = request.asSent
    var options = [
      ["--export-task-identifier", request.exportTaskIdentifier],
      ["--source-arn", request.sourceArn], ["--s3-bucket-name", request.s3BucketName],
      ["--iam-role-arn", request.iamRoleArn], ["--kms-key-id", request.kmsKeyId],
    ]
    if let prefix = request.s3Prefix { options.append(["--s3-prefix", prefix]) }
    if !request.exportOnly.isEmpty { options.append(["--export-only"] + request.exportOnly) }
    return AWSCommand(parts: [["aws", "rds", "start-export-task"]] + options + way.options)
  }

  /// Starts what a task was started with, under its name, which AWS takes only once. Nil where the
  /// task doesn't say all of that.
  public static func start(_ task: ExportTask, by way: Way) -> AWSCommand? {
    guard let source = task.sourceArn, let bucket = task.s3Bucket, let role = task.iamRoleArn,
      let key = task.kmsKeyId, task.gaps.isEmpty
    else { return nil }
    let request = StartExportTaskRequest(
      exportTaskIdentifier: task.exportTaskIdentifier, sourceArn: source, s3BucketName: bucket,
      iamRoleArn: role, kmsKeyId: key, s3Prefix: task.s3Prefix.flatMap { $0.isEmpty ? nil : $0 },
      exportOnly: task.exportOnly ?? [])
    return start(request, by: way)
  }

  /// Describes one task.
  public static func describe(_ exportTaskIdentifier: String, by way: Way) -> AWSCommand {
    AWSCommand(
      parts: [
        ["aws", "rds", "describe-export-tasks"],
        ["--export-task-identifier", exportTaskIdentifier],
      ] + way.options)
  }

  /// On one line.
  public var line: String { quoted.joined(separator: " ") }

  /// An option a line, each but the last ended by a backslash.
  public var lines: String { quoted.joined(separator: " \\\n  ") }

  private var quoted: [String] {
    parts.map { words in
      // The CLI takes a value that begins with a dash for an option.
      if words.count == 2, words[1].hasPrefix("-") {
        return "\(words[0])=\(ShellWord.quoted(words[1]))"
      }
      return words.map(ShellWord.quoted).joined(separator: " ")
    }
  }
}

/// A word of a POSIX shell's command line.
enum ShellWord {
  /// The word as it has to be written, in quotes only where it needs them.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty && word.unicodeScalars.allSatisfy { plain.contains($0) }
    if isPlain { return word }
    return "'\(word.replacing("'", with: "'\"'\"'"))'"
  }

  private static let plain = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./-_".unicodeScalars)
}
