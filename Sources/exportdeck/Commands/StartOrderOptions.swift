import ArgumentParser
import RDSExports
import Words

/// Which export is meant, by the AWS CLI's own option names.
struct StartOrderOptions: ParsableArguments {
  private static let identifier = CommandOption.text(
    .exportTaskIdentifier, of: "name", help: "What the export is called; AWS takes no name twice.")
  @Option(Self.identifier) var exportTaskIdentifier: GivenText?

  private static let source = CommandOption.text(
    .sourceArn, of: "arn", help: "The snapshot or cluster to export.")
  @Option(Self.source) var sourceArn: GivenText?

  private static let bucket = CommandOption.text(
    .s3BucketName, of: "name", help: "The bucket to write to.")
  @Option(Self.bucket) var s3BucketName: GivenText?

  private static let prefix = CommandOption.text(
    .s3Prefix, of: "path", help: "Where in the bucket; '' for its root.")
  @Option(Self.prefix) var s3Prefix: GivenText?

  private static let role = CommandOption.text(
    .iamRoleArn, of: "arn", help: "The role that writes.")
  @Option(Self.role) var iamRoleArn: GivenText?

  private static let key = CommandOption.text(
    .kmsKeyId, of: "key", help: "The KMS key that encrypts: its ID, its ARN or an alias.")
  @Option(Self.key) var kmsKeyId: GivenText?

  @Option(
    name: .customLong(FieldProblem.Field.exportOnly.rawValue), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Databases, schemas or tables, with blanks between them; '' for everything.",
      valueName: "part"))
  var exportOnly: [String] = []

  private static let task = CommandOption<String?>.text(
    "--from-task", of: "name",
    help: "Repeat this export: what isn't named is as it was, with new dates and a fresh name.")
  @Option(Self.task) var fromTask: GivenText?

  private static let file = CommandOption<String?>.text(
    "--from-file", of: "path",
    help: "Take what isn't named from a file, or with - from standard input: a command "
      + "`aws rds start-export-task …`, or JSON as `aws rds describe-export-tasks` prints it.")
  @Option(Self.file) var fromFile: GivenText?

  @Flag(
    help: ArgumentHelp(
      "Export the newest snapshot of the same database instead; all of them are looked up."))
  var newestSnapshot = false

  func validate() throws {
    _ = try values
    if newestSnapshot, sourceArn != nil {
      throw ValidationError("--newest-snapshot and --source-arn can't be given together.")
    }
    if try Self.task.value(fromTask) != nil, try Self.file.value(fromFile) != nil {
      throw ValidationError("--from-task and --from-file can't be given together.")
    }
    if try values.isEmpty, fromTask == nil, fromFile == nil {
      throw ValidationError(
        "Name the export: --export-task-identifier, --source-arn, --s3-bucket-name,\n"
          + "--iam-role-arn and --kms-key-id, or --from-task, or --from-file.")
    }
  }

  /// What is named.
  private var values: [FieldProblem.Field: [String]] {
    get throws {
      var values: [FieldProblem.Field: [String]] = [:]
      for (option, given, field) in [
        (Self.identifier, exportTaskIdentifier, FieldProblem.Field.exportTaskIdentifier),
        (Self.source, sourceArn, .sourceArn), (Self.bucket, s3BucketName, .s3BucketName),
        (Self.prefix, s3Prefix, .s3Prefix), (Self.role, iamRoleArn, .iamRoleArn),
        (Self.key, kmsKeyId, .kmsKeyId),
      ] {
        if let text = try option.value(given) { values[field] = [text] }
      }
      if !exportOnly.isEmpty { values[.exportOnly] = exportOnly.filter { !$0.isEmpty } }
      return values
    }
  }

  /// The export that is meant. It reads the file that is named.
  /// - Throws: `CommandError` for a file that can't be read, with its line.
  func order() throws -> StartOrder {
    var order = StartOrder(base: .nothing, values: try values, wantsNewest: newestSnapshot)
    if let task = try Self.task.value(fromTask) {
      order.base = .task(task)
    } else if let path = try Self.file.value(fromFile) {
      let text = try InputText.read(path)
      do throws(StartTextProblem) {
        order.base = .text(try StartText(text))
      } catch {
        let place = path == "-" ? "standard input" : Format.line(path)
        throw CommandError(
          name: "UnreadableFile", message: error.message,
          place: error.line.map { "\(place):\($0)" } ?? place)
      }
    }
    return order
  }
}

extension CommandOption where Value == String? {
  /// A text; nil where it isn't given.
  static func text(_ flag: String, of valueName: String, help: String) -> CommandOption {
    CommandOption(flag: flag, valueName: valueName, sentence: help, fallback: nil) {
      text throws(SettingProblem) in text
    }
  }

  fileprivate static func text(
    _ field: FieldProblem.Field, of valueName: String, help: String
  ) -> CommandOption {
    text("--\(field.rawValue)", of: valueName, help: help)
  }
}
